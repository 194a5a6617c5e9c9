package dev.pitboss.server.crash;

import dev.pitboss.server.crash.TableMessages.Frame;
import dev.pitboss.server.rounds.CrashPlay.BettingWindow;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/// A command to the table's owner.
sealed interface Command {
  /// Keeps a place for a bet; empty when the round is full.
  record Promise(long maxPayout, CompletableFuture<Optional<Promised>> answer) implements Command {}

  /// A place in a round.
  record Promised(long promise, RoundExposure book, BettingWindow seating) {}

  /// The promised bet is durable.
  record Kept(Promised promised, TableBet bet) implements Command {}

  /// Nothing came of it.
  record Dropped(Promised promised) implements Command {}

  /// A bet was taken back.
  record Cancelled(UUID ref) implements Command {}

  /// A player wants to leave.
  ///
  /// @param said when that arrived, on the table's clock
  record WantsToLeave(
      long playerId, UUID ref, long said, CompletableFuture<CrashTable.Leave> answer)
      implements Command {}

  /// It is durable that a bet left.
  record HasLeft(UUID ref, long hundredths) implements Command {}

  /// The bets of the round that crashed are settled, but for some that will be tried again.
  record Settled() implements Command {}

  /// A client needs the whole table.
  record Show(Consumer<Frame> to) implements Command {}

  /// Looks at the clock.
  record Wake() implements Command {}
}
