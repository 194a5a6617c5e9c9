package dev.pitboss.server.crash;

import dev.pitboss.server.ledger.Round;
import dev.pitboss.server.logging.ThrottledLog;
import dev.pitboss.server.rounds.CrashPlay;
import dev.pitboss.server.rounds.RoundResult;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Settles all bets whose rounds are over. They go to the lanes together, which make one batch of
/// them. Thread-safe.
final class Settler {
  private static final Logger LOG = LoggerFactory.getLogger(Settler.class);

  /// A database that fails, fails for everything that is due.
  private static final ThrottledLog THROTTLED = new ThrottledLog();

  private final CrashRounds rounds;
  private final CrashPlay play;

  Settler(CrashRounds rounds, CrashPlay play) {
    this.rounds = rounds;
    this.play = play;
  }

  /// Settles all bets that are due, of any round.
  ///
  /// @param decided what the table remembers of who left, hundredths by ref
  /// @return how many bets could not be settled now
  int settle(Lease lease, Map<UUID, Long> decided) {
    List<CrashRounds.Unsettled> bets = rounds.unsettled();
    AtomicInteger left = new AtomicInteger();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (CrashRounds.Unsettled bet : bets) {
        threads.execute(() -> {
          if (!settle(bet, decided.getOrDefault(bet.bet().ref(), 0L), lease)) {
            left.incrementAndGet();
          }
        });
      }
    }
    return left.get();
  }

  private boolean settle(CrashRounds.Unsettled unsettled, long remembered, Lease lease) {
    try {
      RoundResult<Round> roundResult =
          play.settle(unsettled.bet(), unsettled.ending(), remembered, lease.guardId());
      return switch (roundResult) {
        case RoundResult.Taken<Round> _,
            RoundResult.Replayed<Round> _,
            RoundResult.NoSuchRound<Round> _ ->
            true;
        case RoundResult.Refused<Round> _,
            RoundResult.RoundOpen<Round> _,
            RoundResult.Stale<Round> _,
            RoundResult.NotPossible<Round> _ ->
            false;
      };
    } catch (RuntimeException failure) {
      // the others must be settled all the same, and this one is tried again
      UUID _ =
          THROTTLED.log(
              failure.toString(),
              (_, suffix) ->
                  LOG.warn(
                      "crash bet {} is not settled yet: {}{}",
                      unsettled.bet().ref(),
                      failure.toString(),
                      suffix));
      return false;
    }
  }
}
