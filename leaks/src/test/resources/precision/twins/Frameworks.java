package twins;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.apache.ibatis.session.SqlSession;
import org.hibernate.Session;
import org.springframework.jdbc.datasource.DataSourceUtils;

/* A pool of the project's own, behind an interface. */
interface ConnectionSource { Connection open() throws SQLException; }

class PoolSource implements ConnectionSource {
  private final DataSource pool;
  PoolSource(DataSource pool) { this.pool = pool; }
  @Override public Connection open() throws SQLException { return pool.getConnection(); }
}

abstract class Template {
  abstract Connection connection() throws SQLException;
  static Connection configured(DataSource pool) throws SQLException {
    Connection c = pool.getConnection();
    boolean ready = false;
    try {
      c.setAutoCommit(false);
      ready = true;
      return c;
    } finally {
      if (!ready) c.close();
    }
  }
}

class Kept extends Template {
  private Connection held;
  private final DataSource pool;
  Kept(DataSource pool) { this.pool = pool; }
  @Override Connection connection() throws SQLException {
    if (held == null || held.isClosed()) {
      held = pool.getConnection();
    }
    return held;
  }
  Connection getHeld() { return held; }
  Connection again() throws SQLException { return connection(); }
  void shutdown() throws SQLException {
    if (held != null) { held.close(); held = null; }
  }
  int uses() throws SQLException {
    Connection c = again();
    return c.getHoldability();
  }
}

/* What frameworks lend is theirs. */
class Frameworks {
  private final DataSource pool;
  private final ConnectionSource source;
  private final Map<String, Connection> byName = new HashMap<>();
  private final ThreadLocal<Connection> current = new ThreadLocal<>();

  Frameworks(DataSource pool, ConnectionSource source) {
    this.pool = pool;
    this.source = source;
  }

  int ofSession(SqlSession session) throws SQLException {
    Connection c = session.getConnection();
    return c.getHoldability();
  }
  int ofHibernate(Session session) throws SQLException {
    Connection c = session.connection();
    return c.getHoldability();
  }
  void ofStatement(PreparedStatement s) throws SQLException {
    Connection c = s.getConnection();
    c.commit();
  }
  void throughInterface() throws SQLException {
    Connection c = source.open(); // lost: NEVER_CLOSED
    c.commit();
  }
  void throughInterfaceClosed() throws SQLException {
    try (Connection c = source.open()) { c.commit(); }
  }
  void springs() throws SQLException {
    Connection c = DataSourceUtils.getConnection(pool);
    try {
      c.commit();
    } finally {
      DataSourceUtils.releaseConnection(c, pool);
    }
  }
  void springsLost() throws SQLException {
    Connection c = DataSourceUtils.getConnection(pool); // lost: NEVER_CLOSED
    c.commit();
  }
  void configured() throws SQLException {
    try (Connection c = Template.configured(pool)) { c.commit(); }
  }
  void ownCondition(Connection given) throws SQLException {
    Connection c = given;
    boolean mine = false;
    if (c == null) {
      c = pool.getConnection();
      mine = true;
    }
    try {
      c.commit();
    } finally {
      if (mine) c.close();
    }
  }
  void sameCondition(boolean direct, Connection given) throws SQLException {
    Connection c = direct ? pool.getConnection() : given;
    try {
      c.commit();
    } finally {
      if (direct) { c.close(); }
    }
  }
  void otherCondition(boolean direct, boolean other, Connection given) throws SQLException {
    Connection c = given;
    if (direct) {
      c = pool.getConnection(); // lost: CONDITIONAL_CLOSE
    }
    if (other) { c.close(); }
  }
  void cached(String name) throws SQLException { byName.put(name, pool.getConnection()); }
  Connection bound() throws SQLException {
    Connection c = current.get();
    if (c == null) {
      c = pool.getConnection();
      current.set(c);
    }
    return c;
  }
  void usesBound() throws SQLException { bound().commit(); }
  Stream<String> streamed() throws SQLException {
    Connection c = pool.getConnection();
    try {
      PreparedStatement s = c.prepareStatement("x");
      return rows(s.executeQuery()).onClose(() -> Closers.nonNull(c));
    } catch (SQLException | RuntimeException e) {
      c.close();
      throw e;
    }
  }
  private static Stream<String> rows(ResultSet rows) { return Stream.of(rows.toString()); }
  Iterator<String> iterated() throws SQLException {
    Connection c = pool.getConnection();
    return new Iterator<>() {
      @Override public boolean hasNext() { Closers.nonNull(c); return false; }
      @Override public String next() { return ""; }
    };
  }
  void aborted(java.util.concurrent.Executor executor) throws SQLException {
    Connection c = pool.getConnection();
    c.abort(executor);
  }
  void throughTheStatement() throws SQLException {
    PreparedStatement s = null;
    try {
      s = pool.getConnection().prepareStatement("x"); // lost: ANONYMOUS_CHAIN
      s.execute();
    } finally {
      if (s != null) s.getConnection().close();
    }
  }
  void derby() throws SQLException {
    java.sql.DriverManager.getConnection("jdbc:derby:;shutdown=true");
  }
}

/* Set-up and tear-down. */
class FrameworksTest {
  private Connection connection;
  private DataSource pool;
  @org.junit.jupiter.api.BeforeEach void open() throws SQLException { connection = pool.getConnection(); }
  @org.junit.jupiter.api.AfterEach void close() throws SQLException { connection.close(); }
  @org.junit.jupiter.api.Test void mocks() throws SQLException {
    org.mockito.Mockito.when(pool.getConnection()).thenReturn(connection);
    org.mockito.Mockito.verify(pool).getConnection();
  }
}

class ForgetfulTest {
  private Connection connection;
  private DataSource pool;
  @org.junit.jupiter.api.BeforeEach void open() throws SQLException {
    connection = pool.getConnection(); // lost: ESCAPED_TO_FIELD
  }
}
