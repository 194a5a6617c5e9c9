package dev.pitboss.server.sharedwallet.inbound;

import dev.pitboss.server.operators.KeyHolder;
import dev.pitboss.server.sharedwallet.Shards;
import java.util.OptionalInt;

/// Somebody whose games or bets run elsewhere and move the money of one operator's players. Nothing
/// of this ever changes.
///
/// @param operator code of that operator
/// @param code names it within its operator, as in `acme-sports`
public record Provider(
    int providerId,
    int operatorId,
    String operator,
    String code,
    String currency,
    Shards accounts) {

  /// As somebody who has keys.
  public KeyHolder keyHolder() {
    return new KeyHolder(operatorId, OptionalInt.of(providerId), code);
  }
}
