package twins;

import java.io.Closeable;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

class Plain implements AutoCloseable {
  private final Connection c;
  Plain(Connection c) { this.c = c; }
  void run() throws SQLException { c.createStatement().execute("x"); }
  @Override public void close() throws SQLException { c.close(); }
}

class Sub extends Plain {
  Sub(Connection c) { super(c); }
}

class Quiet implements AutoCloseable {
  private Connection held;
  Quiet(DataSource pool) throws SQLException { held = pool.getConnection(); }
  void run() throws SQLException { held.createStatement().execute("x"); }
  @Override public void close() {
    if (held != null) { Closers.quiet(held); held = null; }
  }
}

class Old implements Closeable {
  private final Connection c;
  Old(Connection c) { this.c = c; }
  void run() throws SQLException { c.createStatement().execute("x"); }
  @Override public void close() { free(); }
  private void free() { Closers.nonNull(c); }
}

record Held(Connection c, String why) implements AutoCloseable {
  @Override public void close() throws SQLException { c.close(); }
}

class Forgetful implements AutoCloseable {
  private final Connection c;
  Forgetful(Connection c) { this.c = c; }
  void run() throws SQLException { c.createStatement().execute("x"); }
  @Override public void close() { System.out.println("closed"); }
}

/* Who makes a wrapper closes it. */
class Sessions {
  private final DataSource pool;
  private Plain kept;

  Sessions(DataSource pool) { this.pool = pool; }

  void chained() throws SQLException { new Plain(pool.getConnection()).run(); } // lost: ANONYMOUS_CHAIN
  void dropped() throws SQLException { new Plain(pool.getConnection()); } // lost: RESULT_DISCARDED
  void named() throws SQLException {
    Plain session = new Plain(pool.getConnection()); // lost: NEVER_CLOSED
    session.run();
  }
  void subclass() throws SQLException {
    Plain session = new Sub(pool.getConnection()); // lost: NEVER_CLOSED
    session.run();
  }
  void record() throws SQLException {
    Held held = new Held(pool.getConnection(), "x"); // lost: NEVER_CLOSED
    held.c().commit();
  }
  void borrowsItself() throws SQLException {
    Quiet session = new Quiet(pool); // lost: NEVER_CLOSED
    session.run();
  }
  void closeable() throws SQLException {
    Old session = new Old(pool.getConnection()); // lost: NEVER_CLOSED
    session.run();
  }
  void closedTooEarly() throws SQLException {
    Plain session = new Plain(pool.getConnection()); // lost: CLOSE_NOT_IN_FINALLY
    session.run();
    session.close();
  }
  void forgetful() throws SQLException {
    try (Forgetful session = new Forgetful(pool.getConnection())) { // lost: HANDED_OVER
      session.run();
    }
  }
  void resource() throws SQLException {
    try (Plain session = new Plain(pool.getConnection())) { session.run(); }
  }
  void twoSteps() throws SQLException {
    Connection c = pool.getConnection();
    try (Plain session = new Plain(c)) { session.run(); }
  }
  void subclassClosed() throws SQLException {
    try (Sub session = new Sub(pool.getConnection())) { session.run(); }
  }
  void recordClosed() throws SQLException {
    try (Held held = new Held(pool.getConnection(), "x")) { held.c().commit(); }
  }
  void quiet() throws SQLException {
    try (Quiet session = new Quiet(pool)) { session.run(); }
  }
  void oldStyle() throws SQLException {
    Old session = null;
    try {
      session = new Old(pool.getConnection());
      session.run();
    } finally {
      if (session != null) session.close();
    }
  }
  void closedByHelper() throws SQLException {
    Plain session = new Plain(pool.getConnection());
    try {
      session.run();
    } finally {
      Closers.quiet(session);
    }
  }
  Plain handedOut() throws SQLException { return new Plain(pool.getConnection()); }
  void keep() throws SQLException { kept = new Plain(pool.getConnection()); }
}
