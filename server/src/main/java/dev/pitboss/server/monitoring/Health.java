package dev.pitboss.server.monitoring;

import dev.pitboss.connections.LeakReport;
import dev.pitboss.server.database.ConnectionWaitTimes;
import dev.pitboss.server.database.Database;
import dev.pitboss.server.database.DatabaseMonitor;
import dev.pitboss.server.database.DatabaseProblem;
import dev.pitboss.server.database.FailureReason;
import dev.pitboss.server.rounds.BettingSwitch;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Puts the health report together, at a cost that does not depend on what is stored: it asks
/// nothing of the database. Durations are measured by a monotonic clock; the wall clock only dates
/// the report. Thread-safe.
public final class Health {
  private static final int SITES_SHOWN = 50;

  /// The quick checks run every second and may take two. So long without one means that a broken
  /// ledger would not be noticed; bets go on.
  private static final Duration CHECKS_OVERDUE = Duration.ofSeconds(60);

  private final Database database;
  private final DatabaseMonitor monitor;
  private final InvariantMonitor watch;
  private final BettingSwitch betting;
  private final RecentIncidents incidents;
  private final ConnectionWaitTimes acquireTimes;
  private final InstantSource clock;
  private final LongSupplier nanoTime = System::nanoTime;
  private final PoolHealth poolHealth = new PoolHealth();
  private final AtomicBoolean closing = new AtomicBoolean();
  private volatile Supplier<Optional<String>> databaseTrouble = Optional::empty;
  private volatile Supplier<Optional<String>> archiveTrouble = Optional::empty;

  /// What is watched: whether the database takes writes, and whether the ledger is sound.
  public record Watched(DatabaseMonitor monitor, InvariantMonitor watch) {}

  public Health(
      Database database,
      Watched watched,
      BettingSwitch betting,
      RecentIncidents incidents,
      ConnectionWaitTimes acquireTimes,
      InstantSource clock) {
    this.database = database;
    this.monitor = watched.monitor();
    this.watch = watched.watch();
    this.betting = betting;
    this.incidents = incidents;
    this.acquireTimes = acquireTimes;
    this.clock = clock;
  }

  /// From now on asks that, too, why the database does not answer.
  ///
  /// @param trouble answers at once; empty while nothing is known to be wrong
  public void explainDatabaseBy(Supplier<Optional<String>> trouble) {
    databaseTrouble = trouble;
  }

  /// From now on reports that, too, as a degradation: bets go on without an archive of the log.
  ///
  /// @param trouble answers at once; empty while all of the log is archived
  public void watchArchiveBy(Supplier<Optional<String>> trouble) {
    archiveTrouble = trouble;
  }

  /// From now on not ready: the process is about to end and takes no new requests.
  public void beginClosing() {
    closing.set(true);
  }

  /// Everything there is to know about this node.
  public HealthReport report() {
    HealthReport.DatabaseCheck databaseCheck = databaseCheck();
    HealthReport.InvariantCheck invariants = invariantCheck();
    HealthReport.PoolCheck pool =
        poolHealth.look(database.connections(), SITES_SHOWN, nanoTime.getAsLong());
    Optional<String> archive = archiveTrouble.get();
    List<String> statuses =
        List.of(
            databaseCheck.status(),
            invariants.status(),
            pool.status(),
            archive.isPresent() ? "DEGRADED" : "UP");
    String status =
        statuses.contains("DOWN") ? "DOWN" : statuses.contains("DEGRADED") ? "DEGRADED" : "UP";
    return new HealthReport(
        status,
        reasons(databaseCheck, invariants, pool, archive),
        clock.instant(),
        Build.current().version(),
        Build.current().commit(),
        new HealthReport.Checks(databaseCheck, invariants, pool));
  }

  private List<String> reasons(
      HealthReport.DatabaseCheck databaseCheck,
      HealthReport.InvariantCheck invariants,
      HealthReport.PoolCheck pool,
      Optional<String> archive) {
    List<String> reasons = new ArrayList<>();
    add(reasons, databaseCheck.error());
    invariants.broken().forEach(it -> reasons.add("invariant " + it.name() + " is broken"));
    if (invariants.status().equals("DEGRADED")) {
      reasons.add(
          "the invariants were last checked %d s ago".formatted(watch.quickAge().toSeconds()));
    }
    add(reasons, pool.reason());
    archive.ifPresent(reasons::add);
    return reasons;
  }

  private static void add(List<String> reasons, @Nullable String reason) {
    if (reason != null) {
      reasons.add(reason);
    }
  }

  /// Where every connection is and was of late, in full.
  public ConnectionsReport connections() {
    LeakReport report = database.connections();
    return ConnectionsReport.of(
        clock.instant(),
        report,
        poolHealth.look(report, report.topConnectionUsers().size(), nanoTime.getAsLong()),
        acquireTimes.seen(),
        incidents.newestFirst());
  }

  /// Whether to send this node requests. A broken invariant does not make it unready: reads go on.
  public HealthReport.Ready ready() {
    if (closing.get()) {
      return new HealthReport.Ready("DOWN", "shutting down", "closing", null);
    }
    HealthReport.DatabaseCheck check = databaseCheck();
    return check.error() == null
        ? new HealthReport.Ready("UP", null, null, null)
        : new HealthReport.Ready("DOWN", check.error(), check.code(), check.sqlState());
  }

  /// Whether the database takes writes and keeps them.
  boolean writesDatabase() {
    return databaseCheck().error() == null;
  }

  /// How long the last committed heartbeat took.
  Duration heartbeat() {
    return monitor.status().took();
  }

  /// How long ago the quick invariants were last checked.
  Duration invariantsAge() {
    return watch.quickAge();
  }

  private HealthReport.DatabaseCheck databaseCheck() {
    Optional<String> trouble = databaseTrouble.get();
    DatabaseMonitor.Status status = monitor.status();
    if (trouble.isPresent()) {
      return new HealthReport.DatabaseCheck(
          "DOWN",
          status.writtenAt(),
          status.took().toNanos() / 1_000,
          FailureReason.STARTING.code(),
          null,
          trouble.get());
    }
    DatabaseProblem problem = status.problem().orElse(null);
    return new HealthReport.DatabaseCheck(
        problem == null ? "UP" : "DOWN",
        status.writtenAt(),
        status.took().toNanos() / 1_000,
        problem == null ? null : problem.reason().code(),
        problem == null ? null : problem.sqlState(),
        problem == null ? null : problem.text());
  }

  private HealthReport.InvariantCheck invariantCheck() {
    InvariantMonitor.State state = watch.state();
    List<HealthReport.BrokenInvariant> broken =
        state.broken().stream()
            .map(it -> new HealthReport.BrokenInvariant(it.name(), it.cases()))
            .toList();
    String status =
        !broken.isEmpty()
            ? "DOWN"
            : watch.quickAge().compareTo(CHECKS_OVERDUE) > 0 ? "DEGRADED" : "UP";
    return new HealthReport.InvariantCheck(
        status,
        betting.stoppedBecause().isEmpty(),
        state.quick().at(),
        state.thorough().map(InvariantMonitor.Findings::at).orElse(null),
        broken);
  }
}
