package dev.pitboss.connections.acceptance;

import dev.pitboss.connections.PoolView;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/// What a pool of one connection does without a tracker, and what a tracker has of it.
final class PoolFacts {
  private static final int TRIES = 5;

  private PoolFacts() {}

  /// Makes a pool over a database.
  interface Making {
    DataSource make(AnyDriver.Target database) throws Exception;
  }

  /// Closes a pool.
  interface Ending {
    void close(DataSource pool) throws Exception;
  }

  static String withTracker(Making making, Ending ending, AnyDriver driver) throws Exception {
    try (AnyDriver.Target database = driver.open()) {
      DataSource pool = making.make(database);
      try {
        Optional<PoolView> view = PoolView.of(pool);
        return view.map(known -> known.evicts() ? "counts, evicts" : "counts").orElse("neither");
      } finally {
        ending.close(pool);
      }
    }
  }

  static String atClose(Making making, Ending ending, AnyDriver driver) throws Exception {
    try (AnyDriver.Target database = driver.open()) {
      DataSource pool = making.make(database);
      try {
        try (Connection connection = pool.getConnection()) {
          connection.setAutoCommit(false);
          insert(connection, 1);
        }
        if (database.rows() == 1) {
          return "**commits** it";
        }
        try (Connection next = pool.getConnection()) {
          insert(next, 1); // fails where the row is still there, uncommitted
          return "rolls it back";
        } catch (SQLException duplicate) {
          return "**lends it on**";
        }
      } finally {
        ending.close(pool);
      }
    }
  }

  static void insert(Connection connection, int value) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("INSERT INTO ledger VALUES (" + value + ")");
    }
  }

  static String inherited(Making making, Ending ending, AnyDriver driver) throws Exception {
    try (AnyDriver.Target database = driver.open()) {
      DataSource pool = making.make(database);
      try {
        for (int i = 0; i < TRIES; i++) {
          Optional<String> inherited = inheritedOnce(pool, driver);
          if (inherited.isPresent()) {
            return inherited.get();
          }
        }
        throw new AssertionError("a new session each time");
      } finally {
        ending.close(pool);
      }
    }
  }

  /// Empty if the pool replaced the connection meanwhile, as some do after half a second.
  private static Optional<String> inheritedOnce(DataSource pool, AnyDriver driver)
      throws SQLException {
    long session;
    try (Connection connection = pool.getConnection()) {
      session = session(connection, driver);
      connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
      connection.setReadOnly(true);
      connection.setSchema(driver.otherSchema());
      connection.setAutoCommit(false);
    }
    try (Connection next = pool.getConnection()) {
      List<String> inherited = new ArrayList<>();
      if (!next.getAutoCommit()) {
        inherited.add("auto-commit");
      }
      if (next.getTransactionIsolation() == Connection.TRANSACTION_SERIALIZABLE) {
        inherited.add("isolation");
      }
      if (next.isReadOnly()) {
        inherited.add("read-only");
      }
      if (driver.otherSchema().equals(next.getSchema())) {
        inherited.add("schema");
      }
      return session(next, driver) == session
          ? Optional.of(inherited.isEmpty() ? "nothing" : String.join(", ", inherited))
          : Optional.empty();
    }
  }

  private static long session(Connection connection, AnyDriver driver) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(driver.session())) {
      rows.next();
      return rows.getLong(1);
    }
  }
}
