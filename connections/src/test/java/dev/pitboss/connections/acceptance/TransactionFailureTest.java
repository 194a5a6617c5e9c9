package dev.pitboss.connections.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.pitboss.connections.CommitOutcomeUnknownException;
import dev.pitboss.connections.ConnectionEvent;
import dev.pitboss.connections.ConnectionTracker;
import dev.pitboss.connections.HikariPools;
import dev.pitboss.connections.LeakReport;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// A driver that fails at each step of a transaction, over a real database: what is done is never
/// called undone, and what is not done never reaches the next borrower.
@Tag("slow")
class TransactionFailureTest {
  private static final Duration HOLD = Duration.ofSeconds(10);
  private static final AtomicInteger DATABASES = new AtomicInteger();

  /// What the driver throws until it is healed, by the call it throws at.
  private final Map<String, SQLException> failures = new ConcurrentHashMap<>();

  private final List<String> calls = new CopyOnWriteArrayList<>();
  private final List<ConnectionEvent> events = new CopyOnWriteArrayList<>();
  private final HikariDataSource pool = poolOfOne();
  private final ConnectionTracker tracker = ConnectionTracker.over(pool);

  @BeforeEach
  void createTable() throws SQLException {
    tracker.addListener(events::add);
    tracker.run(HOLD, connection -> execute(connection, "CREATE TABLE t (n INT)"));
    calls.clear();
  }

  @AfterEach
  void close() {
    tracker.close();
    pool.close();
  }

  @Test
  void committedWorkIsNotReportedAsFailedWhenAutoCommitCannotBeRestored() throws SQLException {
    failures.put("setAutoCommit true", new SQLException("lost right after COMMIT", "08006"));

    assertThat(insert(1)).isEqualTo(1);

    failures.clear();
    assertThat(rows()).isEqualTo(1);
    assertAllIsWell();
  }

  @Test
  void committedWorkIsNotReportedAsFailedWhenThePoolCannotTakeTheConnectionBack()
      throws SQLException {
    failures.put("clearWarnings", new SQLException("lost right after COMMIT", "08006"));

    assertThat(insert(1)).isEqualTo(1);

    failures.clear();
    assertThat(rows()).isEqualTo(1);
    assertAllIsWell();
  }

  @Test
  void rollbackThatFailsIsSuppressedAndItsTransactionNeverReachesTheNextBorrower()
      throws SQLException {
    failures.put("rollback", new SQLException("cannot roll back", "HY000"));

    assertThatThrownBy(() ->
            tracker.inTransaction(
                HOLD,
                connection -> {
                  execute(connection, "INSERT INTO t VALUES (1)");
                  throw new IllegalStateException("in the middle");
                }))
        .hasMessage("in the middle")
        .satisfies(failure -> assertThat(failure.getSuppressed()).isNotEmpty());

    failures.clear();
    assertThat(insert(2)).isEqualTo(1);
    assertThat(rows()).isEqualTo(1);
    assertAllIsWell();
  }

  @Test
  void rollbackThatFailsAtCloseTakesTheConnectionOutOfThePool() throws SQLException {
    assertThatThrownBy(() ->
            tracker.run(
                HOLD,
                connection -> {
                  connection.setAutoCommit(false);
                  execute(connection, "INSERT INTO t VALUES (1)");
                  failures.put("rollback", new SQLException("cannot roll back", "HY000"));
                }))
        .hasMessage("cannot roll back");

    failures.clear();
    tracker.run(HOLD, connection -> assertThat(connection.getAutoCommit()).isTrue());
    assertThat(rows()).isZero();
    assertAllIsWell();
  }

  @Test
  void commitWhoseAnswerIsLostIsUnknownAndTheConnectionIsNeverUsedAgain() throws SQLException {
    SQLException lost = new SQLException("stream broke", null, new IOException("reset"));
    failures.put("commit", lost);

    assertThatThrownBy(() -> insert(1))
        .isInstanceOf(CommitOutcomeUnknownException.class)
        .hasCause(lost);

    assertThat(calls).containsOnlyOnce("commit").doesNotContain("rollback", "setAutoCommit true");
    assertThat(events).isEmpty();
    failures.clear();
    assertThat(insert(2)).isEqualTo(1);
    assertAllIsWell();
  }

  @Test
  void commitThatIsRefusedIsThrownAsItIsRolledBackAndNoLeftOpenTransaction() throws SQLException {
    SQLException refused = new SQLException("could not serialize", "40001");
    failures.put("commit", refused);

    assertThatThrownBy(() -> insert(1)).isSameAs(refused);
    failures.clear();

    assertThat(calls).containsOnlyOnce("commit").containsOnlyOnce("rollback");
    assertThat(events).isEmpty();
    assertThat(rows()).isZero();
    assertAllIsWell();
  }

  @Test
  void workThatClosesItsConnectionIsRolledBackForSure() throws SQLException {
    assertThatThrownBy(() ->
            tracker.inTransaction(
                HOLD,
                connection -> {
                  execute(connection, "INSERT INTO t VALUES (1)");
                  connection.close();
                  return 1;
                }))
        .isInstanceOf(SQLException.class)
        .isNotInstanceOf(CommitOutcomeUnknownException.class);

    assertThat(calls).doesNotContain("commit");
    assertThat(rows()).isZero();
    assertAllIsWell();
  }

  @Test
  void connectionOfAnotherPoolIsAbortedBeforeItGoesBackUnsettled() throws SQLException {
    try (ConnectionTracker plain = ConnectionTracker.over(failingDatabase())) {
      failures.put("rollback", new SQLException("cannot roll back", "HY000"));

      assertThatThrownBy(() ->
              plain.inTransaction(
                  HOLD,
                  connection -> {
                    throw new IllegalStateException("in the middle");
                  }))
          .hasMessage("in the middle");

      assertThat(calls).containsSubsequence("rollback", "abort", "close");
      assertThat(plain.report().trackingStats().totalActive()).isZero();
    }
  }

  @Test
  void transactionThatCannotBeginGivesItsConnectionBack() throws SQLException {
    failures.put("setAutoCommit false", new SQLException("no transaction today", "HY000"));

    assertThatThrownBy(() -> insert(1)).hasMessage("no transaction today");
    failures.clear();

    assertThat(rows()).isZero();
    assertAllIsWell();
  }

  private int insert(int number) throws SQLException {
    return tracker.<Integer, RuntimeException>inTransaction(
        HOLD, connection -> execute(connection, "INSERT INTO t VALUES (" + number + ")"));
  }

  private int rows() throws SQLException {
    return tracker.<Integer, RuntimeException>call(
        HOLD,
        connection -> {
          try (Statement statement = connection.createStatement();
              ResultSet rows = statement.executeQuery("SELECT count(*) FROM t")) {
            rows.next();
            return rows.getInt(1);
          }
        });
  }

  private void assertAllIsWell() {
    LeakReport report = tracker.report();
    assertThat(report.trackingStats().totalReleased())
        .isEqualTo(report.trackingStats().totalAcquired());
    assertThat(report.checkedOut()).isZero();
    assertThat(report.trackingDiscrepancy()).isZero();
  }

  private static int execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      return statement.executeUpdate(sql);
    }
  }

  private DataSource failingDatabase() {
    JdbcDataSource database = new JdbcDataSource();
    database.setURL("jdbc:h2:mem:failing" + DATABASES.incrementAndGet() + ";DB_CLOSE_DELAY=-1");
    return failing(DataSource.class, database);
  }

  @SuppressWarnings("MustBeClosedChecker") // closed after each test
  private HikariDataSource poolOfOne() {
    HikariConfig config = new HikariConfig();
    config.setDataSource(failingDatabase());
    config.setMaximumPoolSize(1);
    return HikariPools.tracked(config);
  }

  /// Passes everything on, but throws what [#failures] holds for a call.
  private <T> T failing(Class<T> type, T target) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (_, method, arguments) -> {
              String call = method.getName();
              if (call.equals("setAutoCommit")) {
                call += " " + arguments[0];
              }
              calls.add(call);
              SQLException failure = failures.get(call);
              if (failure != null) {
                throw failure;
              }
              try {
                Object result = method.invoke(target, arguments);
                return result instanceof Connection connection
                    ? failing(Connection.class, connection)
                    : result;
              } catch (InvocationTargetException thrown) {
                throw thrown.getCause();
              }
            }));
  }
}
