package dev.pitboss.server.ledger;

import dev.pitboss.games.crash.ChainDraws;
import java.time.Instant;
import java.util.UUID;

/// One settled play, as stored: immutable, and enough to show, replay and prove it.
///
/// @param ref public id: the id of the request that began it
/// @param stake minor units at risk
/// @param payout minor units credited, stake included
/// @param bet the choices, as canonical JSON
/// @param outcome what the rule produced, as JSON
/// @param balanceAfter player's cash right after this round, minor units
public record Round(
    UUID ref,
    long playerId,
    String game,
    int rulesId,
    long stake,
    long payout,
    String bet,
    String outcome,
    DrawReference draw,
    long balanceAfter,
    Instant settledAt) {

  /// Which draws made the outcome. The server seed itself is not here: it may be unrevealed.
  ///
  /// Of a live table's round the pair is the table's chain: its hash is the chain's end, the client
  /// seed its salt, and the nonce the round's number in it.
  public record DrawReference(
      long seedPairId, String scheme, String serverSeedHash, String clientSeed, long nonce) {
    /// Whether all players of a live table share the draws, and none of them has used up a nonce.
    public boolean isOfTable() {
      return scheme.equals(ChainDraws.SCHEME);
    }
  }

  /// The same round, with what the player has where their money is kept.
  public Round withBalanceAfter(long balance) {
    return new Round(
        ref, playerId, game, rulesId, stake, payout, bet, outcome, draw, balance, settledAt);
  }

  /// Player's cash right before this round was settled, stakes still in escrow for it included;
  /// minor units.
  public long balanceBefore() {
    return Math.subtractExact(Math.addExact(balanceAfter, stake), payout);
  }
}
