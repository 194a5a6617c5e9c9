package dev.pitboss.server.monitoring;

import com.sun.management.OperatingSystemMXBean;
import dev.pitboss.connections.ConnectionTracker;
import dev.pitboss.connections.metrics.ConnectionMetrics;
import dev.pitboss.server.crash.LiveTable;
import dev.pitboss.server.database.ConnectionWaitTimes;
import dev.pitboss.server.database.Pool;
import dev.pitboss.server.database.embedded.EmbeddedDatabase;
import dev.pitboss.server.ledger.GameTotals;
import dev.pitboss.server.seamlesswallet.outbound.WalletsOfOperators;
import dev.pitboss.server.settlement.Lanes;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.config.MeterFilterReply;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Metrics for Prometheus. Thread-safe.
public final class Metrics implements AutoCloseable {
  /// Prometheus' text format.
  public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  /// Upper bounds of the buckets of a latency. Few, because each is a time series of every route;
  /// around the deadlines that matter: 3 s is the longest a request may take.
  private static final Duration[] LATENCY_BUCKETS =
      Stream.of(1, 2, 5, 10, 25, 50, 100, 250, 500, 1_000, 3_000)
          .map(Duration::ofMillis)
          .toArray(Duration[]::new);

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics garbage = new JvmGcMetrics();
  private final Timer settlement;

  public Metrics() {
    registry.config().meterFilter(new LintedNames());
    settlement =
        Timer.builder("pitboss.settlement.latency")
            .description("Time from a bet's arrival at its lane to its commit or refusal")
            .serviceLevelObjectives(LATENCY_BUCKETS)
            .register(registry);
    Gauge.builder("pitboss.build.info", () -> 1)
        .description("Always 1; version and commit of this build, and the Java that runs it")
        .tag("version", Build.current().version())
        .tag("commit", Build.current().commit())
        .tag("java", Build.current().javaVersion())
        .register(registry);
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    bindProcessor();
    garbage.bindTo(registry);
  }

  /// Two of the library's names break the rules of Prometheus' own linter (`promtool check
  /// metrics`): nanoseconds, in short, where seconds are the base unit; and a gauge that ends as a
  /// histogram's count does. The first is counted in [#bindProcessor()] instead.
  private static final class LintedNames implements MeterFilter {
    @Override
    public MeterFilterReply accept(Meter.Id id) {
      return id.getName().equals("process.cpu.time")
          ? MeterFilterReply.DENY
          : MeterFilterReply.NEUTRAL;
    }

    @Override
    public Meter.Id map(Meter.Id id) {
      return id.getName().equals("system.cpu.count") ? id.withName("system.cpus") : id;
    }
  }

  private void bindProcessor() {
    new ProcessorMetrics().bindTo(registry);
    OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    FunctionCounter.builder("process.cpu.seconds", system, it -> it.getProcessCpuTime() / 1e9)
        .description("Processor time of this process, user and system")
        .register(registry);
  }

  /// Where others register their meters.
  public MeterRegistry registry() {
    return registry;
  }

  /// Upper bounds of the buckets of every latency histogram.
  public static Duration[] latencyBuckets() {
    return LATENCY_BUCKETS.clone();
  }

  /// Where the lanes report how long each request took, in nanoseconds. Costs an update of a few
  /// counters, and no lock.
  public LongConsumer settlementTimes() {
    return nanos -> settlement.record(nanos, TimeUnit.NANOSECONDS);
  }

  /// Publishes what the connection tracker counts, with each leak's line.
  public void bindConnections(ConnectionTracker tracker) {
    new ConnectionMetrics(tracker, "pitboss").bindTo(registry);
  }

  /// Publishes how many invariants are broken.
  public void bindInvariants(InvariantMonitor watch) {
    Gauge.builder("pitboss.invariants.broken", watch, w -> w.state().broken().size())
        .description("Failed ledger invariants; betting is suspended while above 0")
        .register(registry);
  }

  /// Publishes what `/health` says, for alerts.
  public void bindHealth(Health health) {
    Gauge.builder("pitboss.health.status", health, it -> it.report().severity())
        .description("0 UP, 1 DEGRADED, 2 DOWN, as /health says")
        .register(registry);
    Gauge.builder("pitboss.database.writable", health, it -> it.writesDatabase() ? 1 : 0)
        .description("1 while the database commits the heartbeat of each second")
        .register(registry);
    Gauge.builder("pitboss.database.heartbeat.seconds", health, it -> seconds(it.heartbeat()))
        .description(
            "How long the last committed heartbeat took, waiting for a connection included")
        .register(registry);
    Gauge.builder("pitboss.invariants.age.seconds", health, it -> seconds(it.invariantsAge()))
        .description("Time since the last quick check of the invariants")
        .register(registry);
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }

  /// Publishes what waits for settlement, and how many requests share a statement.
  public void bindLanes(Lanes lanes) {
    Gauge.builder("pitboss.settlement.waiting", lanes, Lanes::waiting)
        .description("Requests waiting in their lane")
        .register(registry);
    FunctionCounter.builder("pitboss.settlement.posted", lanes, Lanes::posted)
        .description("Requests that posted entries")
        .register(registry);
    FunctionCounter.builder("pitboss.settlement.statements", lanes, Lanes::statements)
        .description("Settlement statements, each one commit")
        .register(registry);
  }

  /// Publishes whether the crash table is run here, and who looks at it.
  public void bindCrash(LiveTable table) {
    Gauge.builder("pitboss.crash.owner", table, it -> it.runsHere() ? 1 : 0)
        .description("1 on the server that runs the crash table; the sum over all servers is 1")
        .register(registry);
    Gauge.builder("pitboss.crash.listeners", table, LiveTable::listeners)
        .description("Clients connected to this server's crash feed")
        .register(registry);
  }

  /// Publishes how many bets at operators' wallets have not ended, as of the last look.
  public void bindRemoteBets(WalletsOfOperators wallets) {
    Gauge.builder("pitboss.wallet.unresolved", wallets, WalletsOfOperators::unresolved)
        .description("Unresolved bets at operators' wallets")
        .register(registry);
    Gauge.builder("pitboss.wallet.disputed", wallets, WalletsOfOperators::disputed)
        .description("Disputed bets at operators' wallets, to be settled by staff")
        .register(registry);
  }

  /// Publishes what each game took and paid, and whether its return is where it should be.
  public void bindGames(GameReturns returns) {
    for (String game : returns.games()) {
      counter(
          "pitboss.rounds",
          "Rounds settled by this server",
          game,
          returns,
          GameTotals.Sums::rounds);
      counter("pitboss.staked.minor", "Minor units staked", game, returns, GameTotals.Sums::staked);
      counter("pitboss.paid.minor", "Minor units paid", game, returns, GameTotals.Sums::paid);
      Gauge.builder("pitboss.rtp.out.of.band", returns, it -> it.isOutOfBand(game) ? 1 : 0)
          .tag("game", game)
          .description("1 while the last day's return is more than three sigma off")
          .register(registry);
    }
  }

  /// Publishes how often the embedded database was started again.
  public void bindEmbeddedDatabase(EmbeddedDatabase database) {
    FunctionCounter.builder("pitboss.embedded.restarts", database, EmbeddedDatabase::restarts)
        .description("Restarts of the embedded database")
        .register(registry);
  }

  /// Publishes who plays, and how much is stored.
  public void bindLive(Recorder recorder) {
    Gauge.builder("pitboss.players.online", recorder, it -> it.activity().playersOnline())
        .description("Players who have used this server in the last five minutes")
        .register(registry);
    Gauge.builder("pitboss.database.size", recorder, it -> orNaN(it.storage().databaseBytes()))
        .description("Bytes of tables and indexes; not a number until they were measured")
        .baseUnit("bytes")
        .register(registry);
    Gauge.builder("pitboss.database.disk.free", recorder, it -> orNaN(it.storage().diskFreeBytes()))
        .description("Bytes left on the disk of the embedded database; not a number elsewhere")
        .baseUnit("bytes")
        .register(registry);
  }

  private static double orNaN(@Nullable Long bytes) {
    return bytes == null ? Double.NaN : bytes;
  }

  /// Publishes how many connections there can be, and how long borrowers wait for one.
  public void bindPool(Pool pool) {
    ConnectionWaitTimes times = pool.acquireTimes();
    Gauge.builder("connections.max", pool, Pool::maximum)
        .description("Maximum pool size")
        .tag("pool", "pitboss")
        .register(registry);
    Gauge.builder("connections.acquire.p99.seconds", times, it -> it.seen().p99Nanos() / 1e9)
        .description(
            "99th percentile of the wait for a connection, over the last one to two minutes")
        .register(registry);
    FunctionCounter.builder("connections.acquire.timeouts", times, it -> it.seen().timeouts())
        .description("Borrows that timed out")
        .register(registry);
  }

  private void counter(
      String name,
      String what,
      String game,
      GameReturns returns,
      ToLongFunction<GameTotals.Sums> field) {
    FunctionCounter.builder(
            name,
            returns,
            it -> field.applyAsLong(it.sinceStart().getOrDefault(game, GameTotals.Sums.NONE)))
        .tag("game", game)
        .description(what)
        .register(registry);
  }

  /// Everything in Prometheus' text format.
  public String scrape() {
    return registry.scrape();
  }

  @Override
  public void close() {
    garbage.close();
    registry.close();
  }
}
