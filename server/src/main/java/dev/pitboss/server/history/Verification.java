package dev.pitboss.server.history;

import dev.pitboss.server.games.Bet;

/// Result of verifying a round.
public sealed interface Verification {
  /// The recorded seeds, rules and bet give exactly the recorded outcome, stake and payout.
  record Proven(Rounds.Detail detail, Bet.Decision again) implements Verification {}

  /// They give something else, or the seed is not the one committed to: the record was tampered
  /// with.
  record Refuted(Rounds.Detail detail, Bet.Decision again) implements Verification {}

  /// The server seed is still in use; rotating reveals it.
  record SeedNotRevealed() implements Verification {}

  /// The rules or the book that the round was played by cannot be read, or are not what they were.
  ///
  /// @param why for people
  record RulesUnavailable(String why) implements Verification {}

  /// The player has no such round.
  record NoSuchRound() implements Verification {}
}
