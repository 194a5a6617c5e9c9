package dev.pitboss.connections.acceptance;

import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;

/// What each of the [LeakPatterns] should have been: same work, same failures, nothing lost.
final class CleanTwins {
  private CleanTwins() {}

  static Object neverClosed(DataSource pool) throws SQLException {
    try (Connection connection = pool.getConnection()) {
      return connection.isReadOnly();
    }
  }

  static Object resultDiscarded(DataSource pool) throws SQLException {
    pool.getConnection().close();
    return "started";
  }

  static Object closeNotInFinally(DataSource pool) throws SQLException {
    Connection connection = pool.getConnection();
    try (Statement statement = connection.createStatement()) {
      return statement.execute("select * from missing");
    } finally {
      connection.close();
    }
  }

  static Object earlyReturn(DataSource pool) throws SQLException {
    try (Connection connection = pool.getConnection()) {
      if (!connection.isReadOnly()) {
        return "nothing to do";
      }
    }
    return "done";
  }

  static Object switchBranch(DataSource pool) throws SQLException {
    try (Connection connection = pool.getConnection()) {
      return switch (connection.getTransactionIsolation()) {
        case Connection.TRANSACTION_SERIALIZABLE -> "one";
        default -> "other";
      };
    }
  }

  static Object conditionalClose(DataSource pool) throws SQLException {
    Connection connection = pool.getConnection();
    try {
      return connection.isReadOnly();
    } finally {
      if (connection != null) {
        connection.close();
      }
    }
  }

  static Object closeOnlyInTry(DataSource pool) {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      return statement.execute("select * from missing");
    } catch (SQLException e) {
      return e.toString();
    }
  }

  static Object reassignedInRetry(DataSource pool) throws SQLException {
    Connection connection = pool.getConnection();
    try {
      if (!connection.isReadOnly()) {
        connection.close();
        connection = pool.getConnection();
      }
      return "retried";
    } finally {
      connection.close();
    }
  }

  static Object anonymousChain(DataSource pool) throws SQLException {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      return statement.execute("select 1");
    }
  }

  static Object gapBeforeTry(DataSource pool) throws SQLException {
    try (Connection connection = pool.getConnection()) {
      return connection.isValid(Integer.parseInt("not a number"));
    }
  }

  static Object earlierCloseThrows(DataSource pool) throws Exception {
    AutoCloseable other =
        () -> {
          throw new IOException("earlier close");
        };
    try (Connection connection = pool.getConnection();
        AutoCloseable first = other) {
      return connection.isReadOnly() && first != null;
    }
  }

  static Object escapedToField(DataSource pool) throws SQLException {
    try (Connection connection = pool.getConnection()) {
      return List.of(connection); // kept, but closed
    }
  }

  static Object escapedToLambda(DataSource pool) throws SQLException {
    Connection connection = pool.getConnection();
    try (AutoCloseableConnection later = connection::close) {
      return connection.isReadOnly() && later != null;
    }
  }

  @FunctionalInterface
  private interface AutoCloseableConnection extends AutoCloseable {
    @Override
    void close() throws SQLException;
  }

  static Object listBuiltPartly(DataSource pool) throws SQLException {
    List<Connection> all = new ArrayList<>();
    try {
      for (int i = 0; i < 2; i++) {
        all.add(pool.getConnection());
        if (i == 0) {
          throw new SQLException("second one failed");
        }
      }
      return "unreachable";
    } finally {
      for (Connection connection : all) {
        connection.close();
      }
    }
  }

  static Object constructorThrows(DataSource pool) throws SQLException {
    Connection connection = pool.getConnection();
    try {
      connection.createStatement().execute("select * from missing");
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  static Object returnedResultSet(DataSource pool) throws SQLException {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select 1")) {
      return rows; // closed: the caller gets nothing out of it, and nothing is lost
    }
  }

  static Object returnedMetaData(DataSource pool) throws SQLException {
    try (Connection connection = pool.getConnection()) {
      return connection.getMetaData().getDatabaseProductName();
    }
  }

  static Object returnedStream(DataSource pool) throws SQLException, IOException {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select cast('ab' as bytea)")) {
      rows.next();
      try (InputStream bytes = rows.getBinaryStream(1)) {
        return bytes.readAllBytes();
      }
    }
  }

  static Object closedByTheWrongOwner(DataSource pool) throws SQLException {
    try (Connection connection = pool.getConnection();
        Connection other = pool.getConnection()) {
      return other.isReadOnly() == connection.isReadOnly();
    }
  }

  static Object evaporatedVirtualThread(DataSource pool) {
    try (ExecutorService awaited = Executors.newVirtualThreadPerTaskExecutor()) {
      awaited.execute(() -> resultOf(pool));
    }
    return "all were returned";
  }

  private static void resultOf(DataSource pool) {
    try (Connection connection = pool.getConnection()) {
      connection.clearWarnings();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  static Object cancelledTask(DataSource pool) {
    try (ExecutorService worker = Executors.newSingleThreadExecutor()) {
      var start = new CountDownLatch(1);
      worker.execute(() -> LeakPatterns.awaitQuietly(start));
      Future<?> task = worker.submit(() -> resultOf(pool)); // borrows when it runs, or never
      task.cancel(true);
      start.countDown();
      return task.isCancelled();
    }
  }
}
