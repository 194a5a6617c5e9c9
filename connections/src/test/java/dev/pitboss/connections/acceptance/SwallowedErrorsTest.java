package dev.pitboss.connections.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.errorprone.annotations.Immutable;
import dev.pitboss.connections.ConnectionTracker;
import dev.pitboss.connections.TransactionRolledBackException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.time.Duration;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.postgresql.PGConnection;

/// `inTransaction` returns only what is stored. A body may catch an SQL error and return; some
/// databases have aborted its transaction by then, and answer COMMIT with a rollback and no error.
@Tag("slow")
final class SwallowedErrorsTest {
  private static final Duration HOLD = Duration.ofSeconds(30);

  @Immutable
  private interface Work {
    void on(Connection connection) throws SQLException;
  }

  /// Ways to fail that leave a transaction of PostgreSQL aborted.
  enum Failure {
    STATEMENT(connection -> execute(connection, "INSERT INTO ledger VALUES (1)")),
    SYNTAX(connection -> execute(connection, "SELEKT")),
    PREPARED(SwallowedErrorsTest::prepared),
    BATCH(SwallowedErrorsTest::batch),
    CURSOR(SwallowedErrorsTest::cursor),
    CANCELLED(SwallowedErrorsTest::timedOut),
    SAVEPOINT_UNKNOWN(connection -> execute(connection, "ROLLBACK TO SAVEPOINT nowhere")),
    UNWRAPPED(SwallowedErrorsTest::unwrapped);

    private final Work work;

    Failure(Work work) {
      this.work = work;
    }
  }

  private static void prepared(Connection connection) throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement("INSERT INTO ledger VALUES (?)")) {
      insert.setInt(1, 1);
      insert.executeUpdate();
    }
  }

  private static void batch(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.addBatch("INSERT INTO ledger VALUES (5)");
      statement.addBatch("INSERT INTO ledger VALUES (1)");
      statement.executeBatch();
    }
  }

  /// The tenth row fails, long after the statement was executed.
  private static void cursor(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.setFetchSize(1);
      try (ResultSet rows =
          statement.executeQuery("SELECT 1 / (10 - i) FROM generate_series(1, 20) i")) {
        while (rows.next()) {
          assertThat(rows.getInt(1)).isNotNegative();
        }
      }
    }
  }

  private static void timedOut(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET LOCAL statement_timeout = '20ms'");
      statement.execute("SELECT pg_sleep(60)");
    }
  }

  private static void unwrapped(Connection connection) throws SQLException {
    var raw = (Connection) connection.unwrap(PGConnection.class);
    try (Statement statement = raw.createStatement()) {
      statement.execute("SELEKT");
    }
  }

  @ParameterizedTest
  @EnumSource
  void postgresqlTransactionWithACaughtErrorThrows(Failure failure) throws Exception {
    try (AnyDriver.Target database = AnyDriver.POSTGRESQL.open();
        ConnectionTracker tracker = ConnectionTracker.over(plain(database))) {
      assertThatThrownBy(() -> tracker.inTransaction(HOLD, connection -> book(connection, failure)))
          .isInstanceOf(TransactionRolledBackException.class)
          .hasMessageContaining("SwallowedErrorsTest.java")
          .cause()
          .isInstanceOf(SQLException.class);

      assertThat(database.rows()).isZero();
      assertThat(tracker.report().trackingStats().totalActive()).isZero();
    }
  }

  private static boolean book(Connection connection, Failure failure) throws SQLException {
    execute(connection, "INSERT INTO ledger VALUES (1)");
    return swallow(connection, failure.work);
  }

  private static boolean swallow(Connection connection, Work work) {
    try {
      work.on(connection);
      return true;
    } catch (SQLException _) {
      return false;
    }
  }

  /// The control: the driver says nothing at all.
  @Test
  void driversAnswerTheCommitOfAnAbortedTransactionInSilence() throws Exception {
    try (AnyDriver.Target database = AnyDriver.DUCKDB.open();
        Connection connection = plain(database).getConnection()) {
      connection.setAutoCommit(false);
      assertThat(book(connection, Failure.STATEMENT)).isFalse();
      assertThatCode(connection::commit).doesNotThrowAnyException();
      assertThat(database.rows()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatIsReturnedIsStoredInEveryDatabase(AnyDriver driver) throws Exception {
    try (AnyDriver.Target database = driver.open();
        ConnectionTracker tracker = ConnectionTracker.over(plain(database))) {
      boolean returned;
      try {
        tracker.<Boolean, SQLException>inTransaction(
            HOLD, connection -> book(connection, Failure.STATEMENT));
        returned = true;
      } catch (TransactionRolledBackException _) {
        returned = false;
      }
      assertThat(database.rows()).isEqualTo(returned ? 1 : 0);
      assertThat(returned)
          .as("only these abort the transaction")
          .isEqualTo(driver != AnyDriver.POSTGRESQL && driver != AnyDriver.DUCKDB);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"H2", "HSQLDB", "DERBY", "SQLITE", "POSTGRESQL"})
  void errorThatWasRolledBackToItsSavepointIsNoMatter(AnyDriver driver) throws Exception {
    try (AnyDriver.Target database = driver.open();
        ConnectionTracker tracker = ConnectionTracker.over(plain(database))) {
      tracker.run(HOLD, connection -> execute(connection, "INSERT INTO ledger VALUES (1)"));
      int stored =
          tracker.<Integer, SQLException>inTransaction(
              HOLD,
              connection -> {
                execute(connection, "INSERT INTO ledger VALUES (2)");
                Savepoint savepoint = connection.setSavepoint();
                assertThat(swallow(connection, Failure.STATEMENT.work)).isFalse();
                connection.rollback(savepoint);
                return execute(connection, "INSERT INTO ledger VALUES (3)");
              });
      assertThat(stored).isEqualTo(1);
      assertThat(database.rows()).isEqualTo(3);
    }
  }

  @Test
  void savepointInSqlAndAutosaveAreNoMatterEither() throws Exception {
    try (AnyDriver.Target database = AnyDriver.POSTGRESQL.open();
        ConnectionTracker tracker = ConnectionTracker.over(plain(database))) {
      tracker.inTransaction(
          HOLD,
          connection -> {
            execute(connection, "INSERT INTO ledger VALUES (1)");
            execute(connection, "SAVEPOINT here");
            swallow(connection, Failure.STATEMENT.work);
            return execute(connection, "ROLLBACK TO SAVEPOINT here");
          });
      tracker.inTransaction(
          HOLD,
          connection -> {
            connection.unwrap(PGConnection.class).setAutosave(org.postgresql.jdbc.AutoSave.ALWAYS);
            execute(connection, "INSERT INTO ledger VALUES (2)");
            return swallow(connection, Failure.STATEMENT.work);
          });
      assertThat(database.rows()).isEqualTo(2);
    }
  }

  @Test
  void bodyThatCommitsByItselfIsToldAsWell() throws Exception {
    try (AnyDriver.Target database = AnyDriver.POSTGRESQL.open();
        ConnectionTracker tracker = ConnectionTracker.over(plain(database))) {
      for (Work commit :
          new Work[] {Connection::commit, connection -> connection.setAutoCommit(true)}) {
        assertThatThrownBy(() ->
                tracker.inTransaction(
                    HOLD,
                    connection -> {
                      book(connection, Failure.STATEMENT);
                      commit.on(connection);
                      return 1;
                    }))
            .isInstanceOf(TransactionRolledBackException.class);
        assertThat(database.rows()).isZero();
      }
    }
  }

  @Test
  void bodyThatRolledBackItselfMayGoOn() throws Exception {
    try (AnyDriver.Target database = AnyDriver.POSTGRESQL.open();
        ConnectionTracker tracker = ConnectionTracker.over(plain(database))) {
      tracker.inTransaction(
          HOLD,
          connection -> {
            book(connection, Failure.STATEMENT);
            connection.rollback();
            return execute(connection, "INSERT INTO ledger VALUES (2)");
          });
      assertThat(database.rows()).isEqualTo(1);
    }
  }

  /// The deferred constraint fails at the body's own COMMIT: what comes after is another
  /// transaction.
  @Test
  void commitThatFailedInTheBodyIsNotForgotten() throws Exception {
    try (AnyDriver.Target database = AnyDriver.POSTGRESQL.open();
        ConnectionTracker tracker = ConnectionTracker.over(plain(database))) {
      tracker.run(
          HOLD,
          connection ->
              execute(
                  connection,
                  "ALTER TABLE ledger ADD CONSTRAINT late UNIQUE (v) DEFERRABLE INITIALLY"
                      + " DEFERRED, DROP CONSTRAINT ledger_pkey"));
      assertThatThrownBy(() ->
              tracker.inTransaction(
                  HOLD,
                  connection -> {
                    execute(connection, "INSERT INTO ledger VALUES (1), (1)");
                    return swallow(connection, Connection::commit);
                  }))
          .isInstanceOf(TransactionRolledBackException.class);
      assertThat(database.rows()).isZero();
    }
  }

  /// H2 rolls the whole transaction back at a deadlock, and lets its rest run in a new one.
  @Test
  void errorThatEndsAWholeTransactionIsNotForgottenInTheNext() throws Exception {
    var faults = new FaultyDriver.Faults();
    try (AnyDriver.Target database = AnyDriver.H2.open();
        ConnectionTracker tracker =
            ConnectionTracker.over(plain(FaultyDriver.over(database, "deadlock", faults)))) {
      faults.fail("nativeSQL", 1, new SQLException("deadlock", "40001"));
      assertThatThrownBy(() ->
              tracker.inTransaction(
                  HOLD,
                  connection -> {
                    swallow(connection, victim -> victim.nativeSQL("SELECT 1"));
                    return execute(connection, "INSERT INTO ledger VALUES (1)");
                  }))
          .isInstanceOfSatisfying(
              TransactionRolledBackException.class,
              thrown ->
                  assertThat(thrown.getSQLState()).as("to be tried again").isEqualTo("40001"));
      assertThat(database.rows()).isZero();
    }
  }

  @Test
  void driverWithoutTransactionsIsRefusedAndItsConnectionsCloseInSilence() throws Exception {
    DataSource csv = Sources.of(() -> DriverManager.getConnection("jdbc:relique:csv:" + "target"));
    try (ConnectionTracker tracker = ConnectionTracker.over(csv)) {
      tracker.addListener(event -> {
        throw new AssertionError("nothing has happened: " + event);
      });
      try (Connection connection = tracker.asDataSource().getConnection()) {
        assertThat(connection.getAutoCommit()).as("from birth").isFalse();
        swallow(connection, session -> execute(session, "SELECT * FROM nothing"));
      }
      assertThatThrownBy(() -> tracker.inTransaction(HOLD, Connection::getMetaData))
          .isInstanceOf(SQLFeatureNotSupportedException.class)
          .hasMessageContaining("supports no transactions");
    }
  }

  private static DataSource plain(AnyDriver.Target database) {
    return Sources.of(
        () -> DriverManager.getConnection(database.url(), database.user(), database.password()));
  }

  private static int execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      return statement.executeUpdate(sql);
    }
  }
}
