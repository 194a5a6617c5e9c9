package dev.pitboss.server.ops;

import dev.pitboss.server.play.BettingSwitch;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Checks the invariants without being asked, and stops betting while one is broken. The quick
/// checks run before the first bet and every second; the thorough ones right after the start and
/// every few minutes, as they read every row. Thread-safe.
public final class Watch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Watch.class);

  /// Betting must stop within two seconds of a broken invariant.
  private static final Duration QUICK_EVERY = Duration.ofSeconds(1);

  private static final Duration THOROUGH_EVERY = Duration.ofMinutes(5);

  private final Invariants invariants;
  private final BettingSwitch betting;
  private final InstantSource clock;
  private final ScheduledExecutorService schedule =
      // one for each kind of check: a long thorough one must not hold up the quick ones
      Executors.newScheduledThreadPool(
          2, Thread.ofPlatform().daemon().name("invariant-watch-", 0).factory());

  private volatile Findings quick;
  private volatile Optional<Findings> thorough = Optional.empty();

  /// What a kind of check found, and when.
  ///
  /// @param took how long the database took to answer
  public record Findings(List<Invariants.Broken> broken, Instant at, Duration took) {}

  /// What the checks last found.
  ///
  /// @param thorough empty until the first thorough check has ended
  public record State(Findings quick, Optional<Findings> thorough) {
    /// Everything known to be broken.
    public List<Invariants.Broken> broken() {
      return Stream.concat(
              quick.broken().stream(), thorough.stream().flatMap(found -> found.broken().stream()))
          .distinct()
          .toList();
    }
  }

  private Watch(Invariants invariants, BettingSwitch betting, InstantSource clock) {
    this.invariants = invariants;
    this.betting = betting;
    this.clock = clock;
    this.quick = find(invariants::quick);
  }

  /// Makes the first quick check, then keeps checking.
  public static Watch start(Invariants invariants, BettingSwitch betting, InstantSource clock) {
    Watch watch = new Watch(invariants, betting, clock);
    watch.act();
    watch.repeat(watch::checkThoroughly, Duration.ZERO, THOROUGH_EVERY);
    watch.repeat(watch::checkQuickly, QUICK_EVERY, QUICK_EVERY);
    return watch;
  }

  /// What the checks last found.
  public State state() {
    return new State(quick, thorough);
  }

  @Override
  public void close() {
    schedule.shutdownNow();
  }

  private void checkQuickly() {
    quick = find(invariants::quick);
    act();
  }

  private void checkThoroughly() {
    thorough = Optional.of(find(invariants::thorough));
    act();
  }

  private Findings find(Supplier<List<Invariants.Broken>> check) {
    long start = System.nanoTime();
    List<Invariants.Broken> broken = check.get();
    return new Findings(broken, clock.instant(), Duration.ofNanos(System.nanoTime() - start));
  }

  private synchronized void act() {
    List<Invariants.Broken> broken = state().broken();
    if (broken.isEmpty()) {
      if (betting.stoppedBecause().isPresent()) {
        LOG.info("all invariants hold again; bets are taken");
        betting.resume();
      }
      return;
    }
    String names = broken.stream().map(Invariants.Broken::name).collect(Collectors.joining(", "));
    if (betting.stoppedBecause().isEmpty()) {
      LOG.error("betting stops, invariants are broken: {}", broken);
    }
    betting.stop(names);
  }

  private void repeat(Runnable check, Duration first, Duration every) {
    Runnable guarded =
        () -> {
          try {
            check.run();
          } catch (RuntimeException failure) {
            // the schedule would silently end with an exception; the next run may succeed
            LOG.warn("the invariants could not be checked: {}", failure.toString());
          }
        };
    // guarded never throws, so there is no failure to wait for
    ScheduledFuture<?> _ =
        schedule.scheduleWithFixedDelay(
            guarded, first.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
  }
}
