package dev.pitboss.server.ops;

import dev.pitboss.server.background.Recurring;
import dev.pitboss.server.db.AcquireTimes;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks at this server's health every second and keeps what it saw, for those who were not there.
/// Thread-safe.
public final class Recorder implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Recorder.class);

  private static final Duration EVERY = Duration.ofSeconds(1);

  private final Health health;
  private final GameReturns returns;
  private final AcquireTimes acquireTimes;
  private final LongSupplier settled;
  private final ChangeLog changes;
  private final Samples samples = new Samples();
  private final Recurring schedule = new Recurring("recorder", LOG);

  private Recorder(
      Health health,
      GameReturns returns,
      AcquireTimes acquireTimes,
      LongSupplier settled,
      InstantSource clock) {
    this.health = health;
    this.returns = returns;
    this.acquireTimes = acquireTimes;
    this.settled = settled;
    this.changes = new ChangeLog(clock);
  }

  /// Starts to look.
  ///
  /// @param settled how many requests have moved something since the start
  public static Recorder start(
      Health health,
      GameReturns returns,
      AcquireTimes acquireTimes,
      LongSupplier settled,
      InstantSource clock) {
    Recorder recorder = new Recorder(health, returns, acquireTimes, settled, clock);
    recorder.schedule.startNow(EVERY, recorder::look, "the recorder could not look");
    return recorder;
  }

  /// How the games do.
  public GameReturns returns() {
    return returns;
  }

  /// What changed.
  public ChangeLog changes() {
    return changes;
  }

  /// The numbers of the last hour.
  public Samples samples() {
    return samples;
  }

  @Override
  public void close() {
    schedule.interrupt();
  }

  private void look() {
    HealthReport report = health.report();
    HealthReport.PoolCheck pool = report.checks().databasePool();
    samples.add(
        new Samples.Sample(
            report.at(),
            pool.checkedOut(),
            pool.waiting(),
            settled.getAsLong(),
            pool.trackingStats().totalAcquired(),
            acquireTimes.seen().p99Nanos() / 1e6));
    changes.look(report, returns.report());
  }
}
