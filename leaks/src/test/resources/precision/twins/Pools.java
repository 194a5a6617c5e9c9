package twins;

import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Properties;
import javax.sql.DataSource;

/* A pool of the project's own: what it hands over comes out of a queue. */
class ShopPool {
  private final Deque<Connection> idle = new ArrayDeque<>();
  Connection getConnection() throws SQLException { return idle.poll(); }
}

/* One that has a single connection keeps it. */
class SinglePool {
  private Connection only;
  Connection getConnection() { return only; }
  void close() throws SQLException { only.close(); }
}

class PoolUsers {
  boolean lost(ShopPool pool) throws SQLException {
    Connection c = pool.getConnection(); // lost: CLOSE_NOT_IN_FINALLY
    boolean valid = c.isValid(1);
    c.close();
    return valid;
  }
  boolean returned(ShopPool pool) throws SQLException {
    try (Connection c = pool.getConnection()) { return c.isValid(1); }
  }
  boolean kept(SinglePool pool) throws SQLException {
    return pool.getConnection().isValid(1);
  }
}

/* Which of several databases closes what it is given back is its own affair. */
abstract class Store {
  abstract Connection open() throws SQLException;
  abstract void returnToPool(Connection connection);
}
class PooledStore extends Store {
  private final DataSource pool;
  PooledStore(DataSource pool) { this.pool = pool; }
  @Override Connection open() throws SQLException { return pool.getConnection(); }
  @Override void returnToPool(Connection connection) {
    try { if (connection != null) connection.close(); } catch (SQLException e) { e.printStackTrace(); }
  }
}
class SingleStore extends Store {
  private Connection only;
  @Override Connection open() throws SQLException { return only; }
  @Override void returnToPool(Connection connection) { System.out.println("kept"); }
}
class Work {
  private Connection held;
  void run(Store store) throws SQLException {
    try {
      held = store.open();
      held.commit();
    } finally {
      store.returnToPool(held);
    }
  }
  void local(Store store) throws SQLException {
    Connection c = null;
    try {
      c = store.open();
      c.commit();
    } finally {
      store.returnToPool(c);
    }
  }
  void forgotten(Store store) throws SQLException {
    Connection c = store.open(); // lost: NEVER_CLOSED
    c.commit();
  }
}

/* Closed by the object's own getter, in a try. */
class Base {
  private Connection connection;
  Connection getConnection() { return connection; }
  void setConnection(Connection given) { connection = given; }
  void close() throws SQLException {
    try (Connection mine = getConnection()) { mine.commit(); }
  }
}
class BaseUser {
  void closed(DataSource ds) throws SQLException {
    Base base = new Base();
    try { base.setConnection(ds.getConnection()); } finally { base.close(); }
  }
}

/* A list that is gone through by its index. */
class Indexed {
  void closed(DataSource ds, int count) {
    List<Connection> all = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) all.add(ds.getConnection());
    } catch (SQLException e) {
      e.printStackTrace();
    }
    for (int i = 0; i < count; i++) {
      try { all.get(i).close(); } catch (SQLException e) { e.printStackTrace(); }
    }
  }
  void counted(DataSource ds, int count) {
    List<Connection> all = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) all.add(ds.getConnection()); // lost: NEVER_CLOSED
    } catch (SQLException e) {
      e.printStackTrace();
    }
    for (int i = 0; i < count; i++) {
      System.out.println(i);
    }
  }
}

/* Derby ends, and drops a database in memory, by a URL, and answers with an exception. */
class DerbyEnds {
  private final Driver driver;
  DerbyEnds(Driver driver) { this.driver = driver; }
  void assembled(String url) {
    String ending = (url.indexOf(';') < 0 ? url : url.substring(0, url.indexOf(';'))) + ";shutdown=true";
    try { driver.connect(ending, new Properties()); } catch (SQLException e) { e.printStackTrace(); }
  }
  void appended(String url) {
    try { url += ";shutdown=true"; driver.connect(url, null); } catch (SQLException e) { e.printStackTrace(); }
  }
  void dropped() {
    try { DriverManager.getConnection("jdbc:derby:memory:shop;drop=true"); } catch (SQLException e) { e.printStackTrace(); }
  }
  void started(String url) throws SQLException {
    Connection c = DriverManager.getConnection(url + ";create=true"); // lost: NEVER_CLOSED
    c.commit();
    try { DriverManager.getConnection(url + ";shutdown=true"); } catch (SQLException e) { e.printStackTrace(); }
  }
}
