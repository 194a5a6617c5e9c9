package dev.pitboss.server.ops;

import dev.pitboss.server.db.Database;
import dev.pitboss.server.db.DatabaseFailure;
import dev.pitboss.server.db.Sql;
import dev.pitboss.server.play.BettingSwitch;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;

/// Puts the health report together. Thread-safe.
public final class Health {
  private static final int SITES_SHOWN = 50;

  private final Database database;
  private final Watch watch;
  private final BettingSwitch betting;
  private final InstantSource clock;
  private final AtomicBoolean closing = new AtomicBoolean();

  public Health(Database database, Watch watch, BettingSwitch betting, InstantSource clock) {
    this.database = database;
    this.watch = watch;
    this.betting = betting;
    this.clock = clock;
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

  private HealthReport.DatabaseCheck databaseCheck() {
    long start = System.nanoTime();
    try {
      database.read(connection -> Sql.one(connection, "SELECT 1", row -> row.getInt(1)));
      return new HealthReport.DatabaseCheck("UP", (System.nanoTime() - start) / 1_000, null);
    } catch (DatabaseFailure failure) {
      return new HealthReport.DatabaseCheck(
          "DOWN", (System.nanoTime() - start) / 1_000, failure.getMessage());
    }
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
