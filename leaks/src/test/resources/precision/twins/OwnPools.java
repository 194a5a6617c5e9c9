package twins;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/* A pool that a method makes for itself and closes as a whole closes what it handed over. */
class OwnPools {
  private final HikariDataSource shared;
  OwnPools(HikariDataSource shared) { this.shared = shared; }

  boolean closedAsAWhole(HikariConfig config) throws SQLException {
    HikariDataSource pool = new HikariDataSource(config);
    try {
      Connection c = pool.getConnection();
      return c.isValid(1);
    } finally {
      pool.close();
    }
  }

  boolean resource(HikariConfig config) throws SQLException {
    try (HikariDataSource pool = new HikariDataSource(config)) {
      Connection c = pool.getConnection();
      c.setAutoCommit(false);
      return c.isValid(1);
    }
  }

  void many(HikariConfig config, int count) throws SQLException {
    HikariDataSource pool = new HikariDataSource(config);
    try {
      for (int i = 0; i < count; i++) {
        Connection c = pool.getConnection();
        c.setReadOnly(true);
      }
    } finally {
      pool.close();
    }
  }

  void byHelper(HikariConfig config) throws SQLException {
    HikariDataSource pool = new HikariDataSource(config);
    try {
      pool.getConnection().commit();
    } finally {
      end(pool);
    }
  }
  private static void end(HikariDataSource pool) { if (pool != null) pool.close(); }

  void madeLater(HikariConfig config) throws SQLException {
    HikariDataSource pool = null;
    try {
      pool = createPool(config);
      Connection c = pool.getConnection();
      c.commit();
    } finally {
      if (pool != null) pool.close();
    }
  }
  private static HikariDataSource createPool(HikariConfig config) { return new HikariDataSource(config); }

  boolean notInFinally(HikariConfig config) throws SQLException {
    HikariDataSource pool = new HikariDataSource(config);
    Connection c = pool.getConnection(); // lost: NEVER_CLOSED
    boolean valid = c.isValid(1);
    pool.close();
    return valid;
  }

  boolean neverClosed(HikariConfig config) throws SQLException {
    HikariDataSource pool = new HikariDataSource(config);
    Connection c = pool.getConnection(); // lost: NEVER_CLOSED
    return c.isValid(1);
  }

  boolean otherPool(HikariConfig config) throws SQLException {
    HikariDataSource pool = new HikariDataSource(config);
    HikariDataSource spare = new HikariDataSource(config);
    try {
      Connection c = pool.getConnection(); // lost: NEVER_CLOSED
      return c.isValid(1);
    } finally {
      spare.close();
    }
  }

  boolean given(HikariDataSource pool) throws SQLException {
    try {
      Connection c = pool.getConnection(); // lost: NEVER_CLOSED
      return c.isValid(1);
    } finally {
      pool.close();
    }
  }

  boolean sharedOne() throws SQLException {
    HikariDataSource pool = shared;
    try {
      Connection c = pool.getConnection(); // lost: NEVER_CLOSED
      return c.isValid(1);
    } finally {
      pool.close();
    }
  }

  boolean lookedUp() throws SQLException {
    HikariDataSource pool = pool();
    try {
      Connection c = pool.getConnection(); // lost: NEVER_CLOSED
      return c.isValid(1);
    } finally {
      pool.close();
    }
  }
  private HikariDataSource pool() { return shared; }

  boolean ofTree(DataSource below) throws SQLException {
    KeptPool pool = new KeptPool(below);
    try {
      Connection c = pool.getConnection();
      return c.isValid(1);
    } finally {
      pool.forceCloseAll();
    }
  }

  boolean ofTreeThatOnlySaysSo(DataSource below) throws SQLException {
    ForgetfulPool pool = new ForgetfulPool(below);
    try {
      Connection c = pool.getConnection(); // lost: NEVER_CLOSED
      return c.isValid(1);
    } finally {
      pool.closeAll();
    }
  }

  void collection(DataSource pool, int count) throws SQLException {
    List<Connection> all = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) all.add(pool.getConnection());
      Connection first = all.get(0);
      first.commit();
    } finally {
      for (Connection c : all) c.close();
    }
  }

  void collectionForgotten(DataSource pool, int count) throws SQLException {
    List<Connection> all = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) all.add(pool.getConnection()); // lost: NEVER_CLOSED
      all.get(0).commit();
    } finally {
      all.clear();
    }
  }
}

class KeptPool {
  private final DataSource below;
  private final List<Connection> lent = new ArrayList<>();
  KeptPool(DataSource below) { this.below = below; }
  Connection getConnection() throws SQLException {
    Connection c = below.getConnection();
    lent.add(c);
    return c;
  }
  void forceCloseAll() { lent.forEach(KeptPool::end); }
  private static void end(Connection c) { try { c.close(); } catch (SQLException e) { e.printStackTrace(); } }
}

class ForgetfulPool {
  private final DataSource below;
  ForgetfulPool(DataSource below) { this.below = below; }
  Connection getConnection() throws SQLException { return below.getConnection(); }
  void closeAll() { System.out.println("closed"); }
}
