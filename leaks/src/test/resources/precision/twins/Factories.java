package twins;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.Supplier;
import javax.sql.DataSource;

/* Methods that return what they took, or what they were given. */
class Factories {
  private final DataSource ds;
  Factories(DataSource ds) { this.ds = ds; }

  Connection take() throws SQLException { return ds.getConnection(); }
  Connection takeOf(Supplier<DataSource> source) throws SQLException { return source.get().getConnection(); }
  Connection takeSafely() throws SQLException {
    Connection c = ds.getConnection();
    try {
      c.setAutoCommit(false);
      return c;
    } catch (SQLException | RuntimeException e) {
      c.close();
      throw e;
    }
  }
  Connection takeCarelessly() throws SQLException {
    Connection c = ds.getConnection(); // lost: NEVER_CLOSED
    c.setAutoCommit(false);
    return c;
  }
  static Connection configured(Connection given) throws SQLException {
    given.setReadOnly(true);
    return given;
  }
  Optional<Connection> perhaps(boolean really) throws SQLException {
    return really ? Optional.of(ds.getConnection()) : Optional.empty();
  }
  static <T extends AutoCloseable> T same(T given) { return given; }

  boolean closed() throws SQLException {
    try (Connection c = take()) { return c.isValid(1); }
  }
  boolean closedSafely() throws SQLException {
    try (Connection c = takeSafely()) { return c.isValid(1); }
  }
  boolean closedSame() throws SQLException {
    Connection c = same(take());
    try { return c.isValid(1); } finally { c.close(); }
  }
  boolean lost() throws SQLException {
    Connection c = take(); // lost: NEVER_CLOSED
    return c.isValid(1);
  }
  boolean lostOf(Supplier<DataSource> source) throws SQLException {
    Connection c = takeOf(source); // lost: CLOSE_NOT_IN_FINALLY
    boolean valid = c.isValid(1);
    c.close();
    return valid;
  }
  boolean lostSame() throws SQLException {
    Connection c = same(takeSafely()); // lost: NEVER_CLOSED
    return c.isValid(1);
  }
  boolean lostOnTheWay() throws SQLException {
    Connection c = configured(take()); // lost: GAP_BEFORE_TRY
    try { return c.isValid(1); } finally { c.close(); }
  }
}
