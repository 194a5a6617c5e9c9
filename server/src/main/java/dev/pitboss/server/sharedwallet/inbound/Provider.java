package dev.pitboss.server.sharedwallet.inbound;

import java.util.List;

/// Somebody whose games or bets run elsewhere and move the money of one operator's players.
///
/// @param code names it within its operator, as in `acme-sports`
/// @param accountIds its shards, by number
public record Provider(
    int providerId,
    int operatorId,
    String operator,
    String code,
    String currency,
    List<Long> accountIds) {
  public Provider {
    accountIds = List.copyOf(accountIds);
  }

  /// The account of its that this player's money moves to and from. A player has one lane, so lanes
  /// seldom wait for each other at it.
  long accountFor(long playerId) {
    return accountIds.get(Math.floorMod(playerId, accountIds.size()));
  }
}
