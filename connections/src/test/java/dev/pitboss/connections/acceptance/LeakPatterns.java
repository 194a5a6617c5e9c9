package dev.pitboss.connections.acceptance;

import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
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

/// The ways applications lose connections, each in as little code as shows it. The line that
/// borrows the connection that gets lost is marked. What a pattern returns stays reachable, as an
/// application would keep it.
final class LeakPatterns {
  private LeakPatterns() {}

  static Object neverClosed(DataSource pool) throws SQLException {
    Connection connection = pool.getConnection(); // lost by neverClosed
    return connection.isReadOnly();
  }

  static Object resultDiscarded(DataSource pool) throws SQLException {
    pool.getConnection(); // lost by resultDiscarded
    return "started";
  }

  static Object closeNotInFinally(DataSource pool) throws SQLException {
    Connection connection = pool.getConnection(); // lost by closeNotInFinally
    connection.createStatement().execute("select * from missing");
    connection.close();
    return "unreachable";
  }

  static Object earlyReturn(DataSource pool) throws SQLException {
    Connection connection = pool.getConnection(); // lost by earlyReturn
    if (!connection.isReadOnly()) {
      return "nothing to do";
    }
    connection.close();
    return "done";
  }

  static Object switchBranch(DataSource pool) throws SQLException {
    Connection connection = pool.getConnection(); // lost by switchBranch
    return switch (connection.getTransactionIsolation()) {
      case Connection.TRANSACTION_SERIALIZABLE -> {
        connection.close();
        yield "closed";
      }
      default -> "forgotten";
    };
  }

  static Object conditionalClose(DataSource pool) throws SQLException {
    Connection connection = pool.getConnection(); // lost by conditionalClose
    boolean owner = connection.isReadOnly();
    if (owner) {
      connection.close();
    }
    return owner;
  }

  static Object closeOnlyInTry(DataSource pool) throws SQLException {
    Connection connection = pool.getConnection(); // lost by closeOnlyInTry
    try {
      connection.createStatement().execute("select * from missing");
      connection.close();
    } catch (SQLException e) {
      return e.toString();
    }
    return "unreachable";
  }

  static Object reassignedInRetry(DataSource pool) throws SQLException {
    Connection connection = pool.getConnection(); // lost by reassignedInRetry
    if (!connection.isReadOnly()) {
      connection = pool.getConnection();
    }
    connection.close();
    return "retried";
  }

  static Object anonymousChain(DataSource pool) throws SQLException {
    try (Statement statement = pool.getConnection().createStatement()) { // lost by anonymousChain
      return statement.execute("select 1");
    }
  }

  static Object gapBeforeTry(DataSource pool) throws SQLException {
    Connection connection = pool.getConnection(); // lost by gapBeforeTry
    int limit = Integer.parseInt("not a number");
    try {
      return connection.isValid(limit);
    } finally {
      connection.close();
    }
  }

  static Object earlierCloseThrows(DataSource pool) throws Exception {
    AutoCloseable other =
        () -> {
          throw new IOException("earlier close");
        };
    Connection connection = pool.getConnection(); // lost by earlierCloseThrows
    try {
      return connection.isReadOnly();
    } finally {
      other.close();
      connection.close();
    }
  }

  static Object escapedToField(DataSource pool) throws SQLException {
    return new Repository(pool);
  }

  private static final class Repository {
    private final Connection connection;

    Repository(DataSource pool) throws SQLException {
      connection = pool.getConnection(); // lost by escapedToField
    }

    @Override
    public String toString() {
      return connection.toString();
    }
  }

  static Object escapedToLambda(DataSource pool) throws SQLException {
    Connection connection = pool.getConnection(); // lost by escapedToLambda
    Runnable later = () -> System.out.println(connection);
    return later;
  }

  static Object listBuiltPartly(DataSource pool) throws SQLException {
    List<Connection> all = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      all.add(pool.getConnection()); // lost by listBuiltPartly
      if (i == 0) {
        throw new SQLException("second one failed");
      }
    }
    for (Connection connection : all) {
      connection.close();
    }
    return "unreachable";
  }

  static Object constructorThrows(DataSource pool) throws SQLException {
    try (Session session = new Session(pool)) {
      return session.connection.isReadOnly();
    }
  }

  private static final class Session implements AutoCloseable {
    private final Connection connection;

    Session(DataSource pool) throws SQLException {
      connection = pool.getConnection(); // lost by constructorThrows
      connection.createStatement().execute("select * from missing");
    }

    @Override
    public void close() throws SQLException {
      connection.close();
    }
  }

  static Object returnedResultSet(DataSource pool) throws SQLException {
    Connection connection = pool.getConnection(); // lost by returnedResultSet
    ResultSet rows = connection.createStatement().executeQuery("select 1");
    return rows;
  }

  static Object returnedMetaData(DataSource pool) throws SQLException {
    DatabaseMetaData description = pool.getConnection().getMetaData(); // lost by returnedMetaData
    return description;
  }

  static Object returnedStream(DataSource pool) throws SQLException {
    Connection connection = pool.getConnection(); // lost by returnedStream
    ResultSet rows = connection.createStatement().executeQuery("select cast('ab' as bytea)");
    rows.next();
    InputStream bytes = rows.getBinaryStream(1);
    return bytes;
  }

  static Object closedByTheWrongOwner(DataSource pool) throws SQLException {
    Connection connection = pool.getConnection(); // lost by closedByTheWrongOwner
    try (Connection other = pool.getConnection()) {
      return other.isReadOnly() == connection.isReadOnly();
    }
  }

  static Object evaporatedVirtualThread(DataSource pool) throws InterruptedException {
    var borrowed = new CountDownLatch(1);
    ExecutorService forgotten = Executors.newVirtualThreadPerTaskExecutor();
    forgotten.execute(() -> waitForever(pool, borrowed));
    borrowed.await();
    return "no waiter";
  }

  private static void waitForever(DataSource pool, CountDownLatch borrowed) {
    try (Connection connection = pool.getConnection()) { // lost by evaporatedVirtualThread
      connection.clearWarnings();
      borrowed.countDown();
      new CountDownLatch(1).await();
    } catch (SQLException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  static Object cancelledTask(DataSource pool) throws SQLException {
    try (ExecutorService worker = Executors.newSingleThreadExecutor()) {
      var start = new CountDownLatch(1);
      worker.execute(() -> awaitQuietly(start));
      Connection connection = pool.getConnection(); // lost by cancelledTask
      Future<?> task = worker.submit(() -> closeQuietly(connection));
      task.cancel(true);
      start.countDown();
      return task.isCancelled();
    }
  }

  static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  static void closeQuietly(Connection connection) {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
