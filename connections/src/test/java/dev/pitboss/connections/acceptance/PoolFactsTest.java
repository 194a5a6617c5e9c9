package dev.pitboss.connections.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.alibaba.druid.pool.DruidDataSource;
import com.mchange.v2.c3p0.ComboPooledDataSource;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.apache.commons.dbcp2.BasicDataSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What the pools do without a tracker: each cell of the README's table of pools, measured.
@SuppressWarnings("MustBeClosedChecker") // closed, or left to the pool, on purpose
@Tag("slow")
final class PoolFactsTest {
  private static final Path README = Path.of("README.md");
  private static final Duration OVER = Duration.ofMillis(5500);
  private static final Duration STALL = Duration.ofMillis(400);
  private static final int TRIES = 5;

  /// A pool's row.
  ///
  /// @param atClose what happens to an open transaction
  /// @param inherited what the next borrower finds as the last one left it
  /// @param leakOption the pool's own option against leaks, and what it does to a borrower that
  ///   works on past the time
  /// @param tracker what a tracker over it has besides its own counts
  private record Row(
      String pool, String atClose, String inherited, String leakOption, String tracker) {
    String cells() {
      return "| " + String.join(" | ", pool, atClose, inherited, leakOption, tracker) + " |";
    }
  }

  /// The pools of the table, as they are without this library.
  private enum Pool {
    HIKARI("HikariCP 7.1.0", AnyPool.HIKARI_STARTED, "`leakDetectionThreshold`"),
    AGROAL("Agroal 2.8", AnyPool.AGROAL, "`leakTimeout`"),
    DBCP("Commons DBCP 2.13.0", AnyPool.DBCP, "`removeAbandonedOnBorrow`"),
    DBCP_SHARED("DBCP 2.13.0 `SharedPoolDataSource`", AnyPool.DBCP_SHARED, "none"),
    DBCP_PER_USER("DBCP 2.13.0 `PerUserPoolDataSource`", AnyPool.DBCP_PER_USER, "none"),
    TOMCAT("Tomcat JDBC 11.0.10", AnyPool.TOMCAT, "`removeAbandoned`"),
    C3P0("c3p0 0.14.1", AnyPool.C3P0, "`unreturnedConnectionTimeout`"),
    VIBUR("Vibur 26.0", AnyPool.VIBUR, "`logTakenConnectionsOnTimeout`"),
    DRUID("Druid 1.2.27", AnyPool.DRUID, "`removeAbandoned`"),
    UCP("UCP 23.26.4", AnyPool.UCP, "`timeToLiveConnectionTimeout`"),
    BEECP("BeeCP 5.0.0", AnyPool.BEECP, "`holdTimeout`"),
    ATOMIKOS("Atomikos 6.0.0", AnyPool.ATOMIKOS, "none"),
    BITRONIX("Bitronix 2.1.4", AnyPool.BITRONIX, "none"),
    IRONJACAMAR("IronJacamar 3.0.18 (WildFly), no JTA", AnyPool.IRONJACAMAR, "none");

    private final String label;
    private final AnyPool kind;
    private final String option;

    Pool(String label, AnyPool kind, String option) {
      this.label = label;
      this.kind = kind;
      this.option = option;
    }
  }

  /// Drivers that are told where a request ends may reset their connection there, as HSQLDB does;
  /// pools made by this library leave the property set.
  @BeforeAll
  static void poolsDoNotTellWhereRequestsEnd() {
    System.clearProperty("com.zaxxer.hikari.enableRequestBoundaries");
  }

  @Test
  void tableOfTheReadmeIsWhatThePoolsDo() throws Exception {
    List<String> measured = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Row>> rows =
          threads.invokeAll(
              Stream.of(Pool.values()).map(pool -> (Callable<Row>) () -> row(pool)).toList());
      for (Future<Row> row : rows) {
        measured.add(row.get().cells());
      }
    }
    List<String> table =
        Files.readAllLines(README).stream()
            .filter(line ->
                Stream.of(Pool.values())
                    .anyMatch(pool -> line.startsWith("| " + pool.label + " |")))
            .toList();
    assertThat(table).containsAll(measured);
  }

  private static Row row(Pool pool) throws Exception {
    return new Row(
        pool.label,
        PoolFacts.atClose(pool.kind::make, AnyPool::close, AnyDriver.H2),
        PoolFacts.inherited(pool.kind::make, AnyPool::close, AnyDriver.HSQLDB),
        leakOption(pool),
        PoolFacts.withTracker(pool.kind::make, AnyPool::close, AnyDriver.H2));
  }

  private static String leakOption(Pool pool) throws Exception {
    if (pool.option.equals("none")) {
      return "none";
    }
    for (int i = 0; i < TRIES; i++) {
      Optional<Boolean> spares = sparesLiveWork(pool.kind);
      if (spares.isPresent()) {
        return pool.option + (spares.get() ? ": spares live work" : ": **ends live work**");
      }
    }
    throw new AssertionError("the machine stood still each time");
  }

  /// Empty if a stalled machine kept the borrower from working for so long that the pool may have
  /// taken it for idle.
  private static Optional<Boolean> sparesLiveWork(AnyPool kind) throws Exception {
    try (AnyDriver.Target database = AnyDriver.H2.open()) {
      DataSource source = withLeakOption(kind, database);
      try (var others = Executors.newVirtualThreadPerTaskExecutor()) {
        Connection working = source.getConnection();
        others.execute(() -> borrowOnce(source));
        long start = System.nanoTime();
        long latest = start;
        long longestRest = 0;
        try {
          for (int value = 1; latest - start < OVER.toNanos(); value++) {
            PoolFacts.insert(working, value);
            Thread.sleep(50);
            longestRest = Math.max(longestRest, System.nanoTime() - latest);
            latest = System.nanoTime();
          }
        } catch (SQLException | RuntimeException taken) { // Druid's handle may fail in its own way
          longestRest = Math.max(longestRest, System.nanoTime() - latest);
          return longestRest > STALL.toNanos() ? Optional.empty() : Optional.of(false);
        } finally {
          working.close();
        }
        return Optional.of(true);
      } finally {
        AnyPool.close(source);
      }
    }
  }

  /// Some pools look for lost connections only when one is asked for.
  private static void borrowOnce(DataSource source) {
    try (Connection connection = source.getConnection()) {
      connection.clearWarnings();
    } catch (SQLException refused) {
      // the only connection is at work
    }
  }

  /// The pool with its option set to a second, or the least it takes.
  private static DataSource withLeakOption(AnyPool kind, AnyDriver.Target database)
      throws Exception {
    if (kind == AnyPool.AGROAL) {
      return AnyPool.agroal(database, Duration.ofSeconds(1));
    }
    if (kind == AnyPool.BEECP) {
      return AnyPool.beecp(database, Duration.ofSeconds(1));
    }
    DataSource pool = kind.make(database);
    switch (pool) {
      case HikariDataSource hikari -> hikari.setLeakDetectionThreshold(2000);
      case BasicDataSource dbcp -> {
        dbcp.setRemoveAbandonedOnBorrow(true);
        dbcp.setRemoveAbandonedTimeout(Duration.ofSeconds(1));
      }
      case org.apache.tomcat.jdbc.pool.DataSource tomcat -> {
        tomcat.setRemoveAbandoned(true);
        tomcat.setRemoveAbandonedTimeout(1);
        tomcat.setTimeBetweenEvictionRunsMillis(1000);
      }
      case ComboPooledDataSource c3p0 -> c3p0.setUnreturnedConnectionTimeout(1);
      case DruidDataSource druid -> {
        druid.setRemoveAbandoned(true);
        druid.setRemoveAbandonedTimeoutMillis(1000);
        druid.setTimeBetweenEvictionRunsMillis(1000);
      }
      case oracle.ucp.jdbc.PoolDataSource ucp -> {
        ucp.setTimeToLiveConnectionTimeout(1);
        ucp.setTimeoutCheckInterval(1);
      }
      case org.vibur.dbcp.ViburDBCPDataSource vibur -> vibur.setLogTakenConnectionsOnTimeout(true);
      case DataSource other -> throw new IllegalArgumentException("no leak option: " + other);
    }
    return pool;
  }
}
