package dev.pitboss.server.history;

import dev.pitboss.games.crash.ChainDraws;
import dev.pitboss.games.crash.GameHash;
import dev.pitboss.games.crash.HashChain;
import dev.pitboss.server.games.Bet;

/// All that decides a bet on a live table's round: what [Evidence] is to a player's own rounds.
/// Immutable and thread-safe.
///
/// @param wager the bet with its outcome, read by the rules it was played by
/// @param hash the round's, revealed
/// @param salt the chain's
/// @param number of the round in its chain, from 1
public record ChainEvidence(Bet wager, GameHash hash, String salt, long number) {
  /// More rounds than any chain has; bounds the work of a check.
  public static final long MAX_NUMBER = 1_000_000;

  /// Decides the bet.
  public Bet.Decision decide() {
    return wager.rule().apply(new ChainDraws(hash, salt));
  }

  /// Where the hash leads to: the end of its chain, 64 lower-case hex characters. Takes as many
  /// hashes as the round's number, at most [#MAX_NUMBER].
  public String end() {
    return hash.before(Math.clamp(number, 0, MAX_NUMBER)).hex();
  }

  /// Whether the chain with that end has this hash at this number.
  ///
  /// @param end 64 lower-case hex characters
  public boolean isCommittedBy(String end) {
    return number <= MAX_NUMBER && HashChain.commitsTo(GameHash.of(end), hash, number);
  }
}
