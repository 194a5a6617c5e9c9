package dev.pitboss.server.ops;

import dev.pitboss.server.db.AcquireTimes;
import dev.pitboss.server.db.Database;
import dev.pitboss.server.play.BettingSwitch;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/// Puts the health report together. Thread-safe.
public final class Health {
  private static final int SITES_SHOWN = 50;

  /// The watch asks every second and gives a statement two.
  private static final Duration SILENCE_ALLOWED = Duration.ofSeconds(3);

  private final Database database;
  private final Watch watch;
  private final BettingSwitch betting;
  private final Incidents incidents;
  private final AcquireTimes acquireTimes;
  private final InstantSource clock;
  private final AtomicBoolean closing = new AtomicBoolean();
  private volatile Supplier<Optional<String>> databaseTrouble = Optional::empty;

  public Health(
      Database database,
      Watch watch,
      BettingSwitch betting,
      Incidents incidents,
      AcquireTimes acquireTimes,
      InstantSource clock) {
    this.database = database;
    this.watch = watch;
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

  /// From now on not ready: the process is about to end and takes no new requests.
  public void beginClosing() {
    closing.set(true);
  }

  /// Everything there is to know about this node.
  public HealthReport report() {
    HealthReport.DatabaseCheck databaseCheck = databaseCheck();
    HealthReport.InvariantCheck invariants = invariantCheck();
    HealthReport.PoolCheck pool = PoolHealth.of(database.connections(), SITES_SHOWN);
    List<String> statuses = List.of(databaseCheck.status(), invariants.status(), pool.status());
    String status =
        statuses.contains("DOWN") ? "DOWN" : statuses.contains("DEGRADED") ? "DEGRADED" : "UP";
    return new HealthReport(
        status,
        clock.instant(),
        version(),
        new HealthReport.Checks(databaseCheck, invariants, pool));
  }

  /// Where every connection is and was of late, in full.
  public ConnectionsReport connections() {
    return ConnectionsReport.of(
        clock.instant(), database.connections(), acquireTimes.seen(), incidents.newestFirst());
  }

  /// Whether to send this node requests. A broken invariant does not make it unready: reads go on.
  public HealthReport.Ready ready() {
    if (closing.get()) {
      return new HealthReport.Ready("DOWN", "shutting down");
    }
    HealthReport.DatabaseCheck check = databaseCheck();
    return check.error() == null
        ? new HealthReport.Ready("UP", null)
        : new HealthReport.Ready("DOWN", "the database does not answer: " + check.error());
  }

  /// This build's version.
  public static String version() {
    return Objects.requireNonNullElse(
        Health.class.getPackage().getImplementationVersion(), "development");
  }

  /// Asks the watch and not the database: an answer about a database that hangs must not hang with
  /// it.
  private HealthReport.DatabaseCheck databaseCheck() {
    Watch.Findings last = watch.state().quick();
    Duration silent = Duration.between(last.at(), clock.instant());
    boolean silentTooLong = silent.compareTo(SILENCE_ALLOWED) > 0;
    Optional<String> trouble = databaseTrouble.get();
    if (trouble.isPresent()) {
      return new HealthReport.DatabaseCheck(
          "DOWN", last.at(), last.took().toNanos() / 1_000, trouble.get());
    }
    return new HealthReport.DatabaseCheck(
        silentTooLong ? "DOWN" : "UP",
        last.at(),
        last.took().toNanos() / 1_000,
        silentTooLong ? "no answer for " + silent.toSeconds() + " s" : null);
  }

  private HealthReport.InvariantCheck invariantCheck() {
    Watch.State state = watch.state();
    List<HealthReport.BrokenInvariant> broken =
        state.broken().stream()
            .map(it -> new HealthReport.BrokenInvariant(it.name(), it.cases()))
            .toList();
    return new HealthReport.InvariantCheck(
        broken.isEmpty() ? "UP" : "DOWN",
        betting.stoppedBecause().isEmpty(),
        state.quick().at(),
        state.thorough().map(Watch.Findings::at).orElse(null),
        broken);
  }
}
