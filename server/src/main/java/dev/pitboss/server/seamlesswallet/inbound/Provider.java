package dev.pitboss.server.seamlesswallet.inbound;

import dev.pitboss.server.operators.KeyHolder;
import dev.pitboss.server.seamlesswallet.Shards;
import java.util.OptionalInt;

/// A third party whose games or bets move the money of one operator's players. Immutable, in the
/// database too.
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

  /// As a holder of keys.
  public KeyHolder keyHolder() {
    return new KeyHolder(operatorId, OptionalInt.of(providerId), code);
  }
}
