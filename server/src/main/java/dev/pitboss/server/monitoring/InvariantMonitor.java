package dev.pitboss.server.monitoring;

import dev.pitboss.server.rounds.BettingSwitch;
import dev.pitboss.server.scheduling.FatalErrors;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Checks the invariants without being asked, and stops betting while one is broken. The quick
/// checks run before the first bet and every second. The thorough ones begin right after the start
/// and read every row; they do so slice by slice, and rest between slices so that bets hardly
/// notice. Thread-safe.
public final class InvariantMonitor implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(InvariantMonitor.class);

  /// Betting must stop within two seconds of a broken invariant.
  private static final Duration QUICK_EVERY = Duration.ofSeconds(1);

  /// Changes by hand are few; the quick check looks at them until then.
  private static final Duration FOLD_EVERY = Duration.ofMinutes(1);

  /// Between two thorough checks. A large ledger's takes longer than that.
  private static final Duration THOROUGH_EVERY = Duration.ofMinutes(5);

  /// After a slice the check rests so many times as long as the slice took: it may have a fiftieth
  /// of one of the database's cores, however large the ledger is.
  private static final int REST = 49;

  /// A slice that took too long would take as long again.
  private static final Duration AFTER_FAILURE = Duration.ofMinutes(1);

  private final Invariants invariants;
  private final BettingSwitch betting;
  private final InstantSource clock;
  private final ScheduledExecutorService schedule =
      // one for each kind of check: a long thorough one must not hold up the quick ones
      Executors.newScheduledThreadPool(
          2, Thread.ofPlatform().daemon().name("invariant-watch-", 0).factory());

  private LedgerAudit audit;
  private Duration auditTook = Duration.ZERO;
  private volatile Findings quick;
  private volatile long quickAtNanos;
  private volatile Optional<Findings> thorough = Optional.empty();

  /// What a kind of check found, and when.
  ///
  /// @param took how long the database took to answer
  public record Findings(List<Invariants.Broken> broken, Instant at, Duration took) {}

  /// What the checks last found.
  ///
  /// @param thorough empty until the first thorough check has ended or found something
  public record State(Findings quick, Optional<Findings> thorough) {
    /// Everything known to be broken.
    public List<Invariants.Broken> broken() {
      return Stream.concat(
              quick.broken().stream(), thorough.stream().flatMap(found -> found.broken().stream()))
          .distinct()
          .toList();
    }
  }

  private InvariantMonitor(Invariants invariants, BettingSwitch betting, InstantSource clock) {
    this.invariants = invariants;
    this.betting = betting;
    this.clock = clock;
    this.audit = invariants.audit();
    this.quick = find(invariants::quick);
    this.quickAtNanos = System.nanoTime();
  }

  /// Makes the first quick check, then keeps checking.
  public static InvariantMonitor start(
      Invariants invariants, BettingSwitch betting, InstantSource clock) {
    InvariantMonitor watch = new InvariantMonitor(invariants, betting, clock);
    watch.act();
    watch.goOnAfter(Duration.ZERO, AFTER_FAILURE, watch::checkThoroughly);
    watch.goOnAfter(QUICK_EVERY, QUICK_EVERY, watch::checkQuickly);
    watch.goOnAfter(FOLD_EVERY, FOLD_EVERY, watch::fold);
    return watch;
  }

  /// What the checks last found.
  public State state() {
    return new State(quick, thorough);
  }

  /// How long ago the last quick check was completed, by a monotonic clock.
  public Duration quickAge() {
    return Duration.ofNanos(System.nanoTime() - quickAtNanos);
  }

  @Override
  public void close() {
    schedule.shutdownNow();
  }

  /// @return when to check again
  private Duration checkQuickly() {
    quick = find(invariants::quick);
    quickAtNanos = System.nanoTime();
    act();
    return QUICK_EVERY;
  }

  /// @return when to do it again
  private Duration fold() {
    invariants.fold();
    return FOLD_EVERY;
  }

  /// Checks a slice. A failure stops betting at once; it counts as repaired when the whole ledger
  /// has been checked.
  ///
  /// @return when to go on
  private Duration checkThoroughly() {
    long start = System.nanoTime();
    audit.goOn();
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    auditTook = auditTook.plus(took);
    if (!audit.isComplete()) {
      if (!audit.broken().isEmpty()) {
        List<Invariants.Broken> before = thorough.map(Findings::broken).orElse(List.of());
        List<Invariants.Broken> all =
            Stream.concat(audit.broken().stream(), before.stream()).distinct().toList();
        thorough = Optional.of(new Findings(all, clock.instant(), auditTook));
        act();
      }
      return took.multipliedBy(REST);
    }
    thorough = Optional.of(new Findings(audit.broken(), clock.instant(), auditTook));
    act();
    audit = invariants.audit();
    auditTook = Duration.ZERO;
    return THOROUGH_EVERY;
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
        LOG.info("all invariants hold again; betting is resumed");
        betting.resume();
      }
      return;
    }
    String names = broken.stream().map(Invariants.Broken::name).collect(Collectors.joining(", "));
    if (betting.stoppedBecause().isEmpty()) {
      LOG.error("betting is suspended, invariants failed: {}", broken);
    }
    betting.stop(names);
  }

  /// Checks after that time, and then repeatedly.
  @SuppressWarnings("IllegalCatch") // the checks would silently end
  private void goOnAfter(Duration rest, Duration afterFailure, Supplier<Duration> check) {
    Runnable guarded =
        () -> {
          Duration next = afterFailure;
          try {
            next = check.get();
          } catch (RuntimeException failure) {
            // the next attempt may succeed
            LOG.warn("cannot check the invariants: {}", failure.toString());
          } catch (Throwable failure) {
            FatalErrors.check(failure);
            LOG.error("cannot check the invariants", failure);
          }
          goOnAfter(next, afterFailure, check);
        };
    try {
      // guarded never throws, so there is no failure to wait for
      ScheduledFuture<?> _ = schedule.schedule(guarded, rest.toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException _) {
      // closed meanwhile
    }
  }
}
