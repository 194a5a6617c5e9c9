package dev.pitboss.server.rounds;

import dev.pitboss.server.ledger.OpenRound;
import dev.pitboss.server.logging.ThrottledLog;
import dev.pitboss.server.scheduling.PeriodicTask;
import java.time.Duration;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Finishes rounds that were left alone for too long, so that no stake stays in escrow permanently.
/// Every node sweeps: the first node to get to a round ends it, at one version of its player's
/// account. Thread-safe.
public final class ExpiredRoundSweeper implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ExpiredRoundSweeper.class);

  /// A database that fails, fails for everything that is due.
  private static final ThrottledLog THROTTLED = new ThrottledLog();

  private static final Duration EVERY = Duration.ofSeconds(2);

  /// So that a sweep after a long standstill does not crowd out the players: 100 rounds a second.
  private static final int MAX_PER_SWEEP = 200;

  private final SteppedPlay play;
  private final PeriodicTask schedule = new PeriodicTask("left-open", LOG);

  private ExpiredRoundSweeper(SteppedPlay play) {
    this.play = play;
  }

  /// Sweeps from now on.
  public static ExpiredRoundSweeper start(SteppedPlay play) {
    ExpiredRoundSweeper sweep = new ExpiredRoundSweeper(play);
    sweep.schedule.start(EVERY, sweep::sweep, "cannot read expired rounds");
    return sweep;
  }

  /// Lets the round in work end and stops.
  @Override
  public void close() {
    schedule.close();
  }

  private void sweep() {
    int ended = 0;
    for (OpenRound round : play.overdue(MAX_PER_SWEEP)) {
      ended += finish(round) ? 1 : 0;
    }
    if (ended > 0) {
      LOG.info("{} expired rounds were finished by rule", ended);
    }
  }

  /// One round that cannot be ended must not keep the others open.
  private boolean finish(OpenRound round) {
    try {
      return !schedule.isEnding() && play.finishOverdue(round);
    } catch (RuntimeException failure) {
      UUID _ =
          THROTTLED.log(
              failure.toString(),
              (_, suffix) -> LOG.warn("round {} remains open{}", round.ref(), suffix, failure));
      return false;
    }
  }
}
