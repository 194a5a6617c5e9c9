package dev.pitboss.bench.connections;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.pitboss.bench.Scratch;
import dev.pitboss.cli.Arguments;
import dev.pitboss.connections.CallSite;
import dev.pitboss.connections.ConnectionTracker;
import dev.pitboss.connections.HikariPools;
import dev.pitboss.connections.LeakReport;
import dev.pitboss.connections.ReclaimPolicy;
import dev.pitboss.server.database.embedded.EmbeddedDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/// `./pitboss bench soak`: a pool of eight that loses a connection every second must go on serving.
public final class SoakBench {
  private static final int POOL = 8;
  private static final int WORKERS = 6;
  private static final int TIMEOUT_MILLIS = 5000;
  private static final Duration HOLD = Duration.ofSeconds(2);
  private static final Duration COLLECT = Duration.ofSeconds(1);
  private static final int DEFAULT_SECONDS = 600;

  private final ConnectionTracker tracker;
  private final long endNanos;
  private final AtomicLong served = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();
  private final AtomicLong worstNanos = new AtomicLong();

  private SoakBench(ConnectionTracker tracker, Duration time) {
    this.tracker = tracker;
    this.endNanos = System.nanoTime() + time.toNanos();
  }

  /// Runs for ten minutes, or as long as told.
  ///
  /// @param arguments `--seconds N`, `--no-reclaim` for the control, which starves
  public static void run(Arguments arguments) throws Exception {
    long seconds = arguments.number("--seconds").orElse(DEFAULT_SECONDS);
    ReclaimPolicy policy =
        arguments.has("--no-reclaim")
            ? ReclaimPolicy.NOTHING
            : ReclaimPolicy.PROVEN_LEAKS.collectingAtMostEvery(COLLECT);
    try (Scratch scratch = Scratch.create("soak")) {
      EmbeddedDatabase database = scratch.keep(EmbeddedDatabase.start(scratch.folder()));
      try (HikariDataSource pool = pool(database);
          ConnectionTracker tracker = ConnectionTracker.builder(pool).reclaim(policy).build()) {
        new SoakBench(tracker, Duration.ofSeconds(seconds)).soak();
      }
    }
  }

  @SuppressWarnings("MustBeClosedChecker") // the caller closes it
  private static HikariDataSource pool(EmbeddedDatabase database) {
    var config = new HikariConfig();
    config.setJdbcUrl(database.url());
    config.setUsername(database.user());
    config.setPassword(database.password());
    config.setMaximumPoolSize(POOL);
    config.setConnectionTimeout(TIMEOUT_MILLIS);
    return HikariPools.tracked(config);
  }

  private void soak() throws Exception {
    long lost = 0;
    List<Future<?>> working = new ArrayList<>();
    try (ExecutorService workers = Executors.newFixedThreadPool(WORKERS)) {
      for (int i = 0; i < WORKERS; i++) {
        working.add(workers.submit(this::work));
      }
      while (System.nanoTime() < endNanos) {
        Thread.sleep(Duration.ofSeconds(1));
        lost += lose() ? 1 : 0;
      }
      for (Future<?> worker : working) {
        worker.get();
      }
    }
    for (int i = 0; i < POOL && tracker.report().trackingStats().totalActive() > 0; i++) {
      System.gc(); // what was lost last
      Thread.sleep(COLLECT);
    }
    LeakReport report = tracker.report();
    System.out.printf(
        "%d borrows served, %d lost, %d refused, longest wait %d ms%n",
        served.get(), lost, refused.get(), Duration.ofNanos(worstNanos.get()).toMillis());
    System.out.println(report.toText());
  }

  private void work() {
    while (System.nanoTime() < endNanos) {
      long asked = System.nanoTime();
      try {
        tracker.run(
            HOLD,
            connection -> {
              long waited = System.nanoTime() - asked;
              worstNanos.accumulateAndGet(waited, Math::max);
              query(connection);
            });
        served.incrementAndGet();
        Thread.sleep(Duration.ofMillis(2));
      } catch (SQLTransientConnectionException _) {
        refused.incrementAndGet();
      } catch (SQLException e) {
        throw new IllegalStateException("a borrower was hurt", e);
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private static void query(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select pg_sleep(0.002)")) {
      rows.next();
    }
  }

  @SuppressWarnings("MustBeClosedChecker") // that is the point
  private boolean lose() {
    try {
      Connection lost = tracker.acquire(CallSite.here("lose"), HOLD);
      query(lost);
      return true;
    } catch (SQLTransientConnectionException _) {
      refused.incrementAndGet();
      return false;
    } catch (SQLException e) {
      throw new IllegalStateException("a borrower was hurt", e);
    }
  }
}
