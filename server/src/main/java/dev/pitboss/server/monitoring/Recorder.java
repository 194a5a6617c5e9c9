package dev.pitboss.server.monitoring;

import dev.pitboss.server.database.ConnectionWaitTimes;
import dev.pitboss.server.scheduling.PeriodicTask;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks at this server's health every second and keeps a history of it. Thread-safe.
public final class Recorder implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Recorder.class);

  private static final Duration EVERY = Duration.ofSeconds(1);

  private final Watched watched;
  private final Background background;
  private final Traffic traffic;
  private final Jvm jvm = new Jvm();
  private final HealthHistory changes;
  private final MetricHistory samples = new MetricHistory();
  private final PeriodicTask schedule = new PeriodicTask("recorder", LOG);

  /// What is looked at.
  ///
  /// @param settled how many requests have moved something since the start
  public record Watched(
      Health health, GameReturns returns, ConnectionWaitTimes acquireTimes, LongSupplier settled) {}

  /// What is found out in the background, less often.
  ///
  /// @param activity who plays, and what it brings
  /// @param storage how much is stored
  public record Background(Activity activity, Storage storage) {}

  private Recorder(Watched watched, Background background, Metrics metrics, InstantSource clock) {
    this.watched = watched;
    this.background = background;
    this.traffic = new Traffic(metrics.registry());
    this.changes = new HealthHistory(clock);
  }

  /// Starts to look.
  public static Recorder start(
      Watched watched, Background background, Metrics metrics, InstantSource clock) {
    Recorder recorder = new Recorder(watched, background, metrics, clock);
    recorder.schedule.startNow(EVERY, recorder::look, "cannot record the metric history");
    return recorder;
  }

  /// How the games do.
  public GameReturns returns() {
    return watched.returns();
  }

  /// What changed.
  public HealthHistory changes() {
    return changes;
  }

  /// The numbers of the last hour.
  public MetricHistory samples() {
    return samples;
  }

  /// Who plays.
  public Activity activity() {
    return background.activity();
  }

  /// How much is stored.
  public StorageReport storage() {
    return background.storage().report();
  }

  /// Everything the operators' page shows.
  ///
  /// @param seconds how far back the samples go
  public Overview overview(int seconds) {
    HealthReport report = watched.health().report();
    return new Overview(
        Build.current(),
        report,
        watched.health().connections(),
        returns().report(),
        changes.report(),
        samples.last(seconds),
        traffic.report(),
        activity().report(_ -> true, report),
        jvm.report(),
        storage());
  }

  @Override
  public void close() {
    schedule.interrupt();
  }

  private void look() {
    long nanos = System.nanoTime();
    traffic.look(nanos);
    jvm.look(nanos);
    HealthReport report = watched.health().report();
    HealthReport.PoolCheck pool = report.checks().databasePool();
    TrafficReport.Latency latency = traffic.latency(Traffic.SHORT_WINDOW);
    samples.add(
        new MetricHistory.Sample(
            report.at(),
            pool.checkedOut(),
            pool.waiting(),
            watched.settled().getAsLong(),
            pool.trackingStats().totalAcquired(),
            watched.acquireTimes().seen().p99Nanos() / 1e6,
            traffic.requests(),
            orZero(latency.p50Millis()),
            orZero(latency.p95Millis()),
            orZero(latency.p99Millis())));
    changes.look(report, returns().report());
  }

  private static double orZero(@Nullable Double millis) {
    return Objects.requireNonNullElse(millis, 0.0);
  }
}
