package dev.pitboss.server.play;

import dev.pitboss.server.wallet.OpenRound;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Finishes rounds that were left alone for too long, so that no stake stays in escrow for ever.
/// Every node sweeps: each round is ended under its player's lock, by whoever comes first.
/// Thread-safe.
public final class LeftOpen implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LeftOpen.class);

  private static final Duration EVERY = Duration.ofSeconds(2);

  /// So that a sweep after a long standstill does not crowd out the players: 100 rounds a second.
  private static final int MAX_PER_SWEEP = 200;

  private final SteppedPlay play;
  private final ScheduledExecutorService schedule =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("left-open").factory());

  private LeftOpen(SteppedPlay play) {
    this.play = play;
  }

  /// Sweeps from now on.
  public static LeftOpen start(SteppedPlay play) {
    LeftOpen sweep = new LeftOpen(play);
    // sweep never throws, so there is no failure to wait for
    ScheduledFuture<?> _ =
        sweep.schedule.scheduleWithFixedDelay(
            sweep::sweep, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
    return sweep;
  }

  /// Lets the round in work end and stops.
  @Override
  public void close() {
    schedule.close();
  }

  private void sweep() {
    try {
      int ended = 0;
      for (OpenRound round : play.overdue(MAX_PER_SWEEP)) {
        ended += finish(round) ? 1 : 0;
      }
      if (ended > 0) {
        LOG.info("{} rounds that were left open were finished by rule", ended);
      }
    } catch (RuntimeException failure) {
      // the schedule would silently end with an exception; the next sweep may succeed
      LOG.warn("rounds left open could not be looked for: {}", failure.toString());
    }
  }

  /// One round that cannot be ended must not keep the others open.
  private boolean finish(OpenRound round) {
    try {
      return !schedule.isShutdown() && play.finishOverdue(round);
    } catch (RuntimeException failure) {
      LOG.warn("round {} stays open", round.ref(), failure);
      return false;
    }
  }
}
