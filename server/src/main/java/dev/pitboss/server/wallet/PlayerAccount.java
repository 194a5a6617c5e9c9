package dev.pitboss.server.wallet;

/// A player's cash account as it was at some version: all that a bet's money depends on. Immutable.
///
/// @param balance minor units, never negative
/// @param seq number of the account's latest ledger entry
/// @param nonce how many rounds were drawn under the seed pair in use
/// @param version counts changes of cash, open rounds and seeds; what was decided at one version is
///   not posted at another
/// @param escrowId the player's account for stakes of open rounds
/// @param houseId the house account this player's bets are settled with
public record PlayerAccount(
    long accountId,
    long playerId,
    int operatorId,
    long balance,
    long seq,
    long nonce,
    long version,
    long escrowId,
    long houseId) {

  /// The account after one more change.
  PlayerAccount after(long newBalance, int entries, int draws) {
    return new PlayerAccount(
        accountId,
        playerId,
        operatorId,
        newBalance,
        seq + entries,
        nonce + draws,
        version + 1,
        escrowId,
        houseId);
  }
}
