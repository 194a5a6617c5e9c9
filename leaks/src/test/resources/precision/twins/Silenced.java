package twins;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

class Silenced {
  @SuppressWarnings("all")
  boolean all(DataSource pool) throws SQLException {
    Connection c = pool.getConnection();
    return c.isValid(1);
  }

  @SuppressWarnings({"unused", "resourceleak"})
  boolean checker(DataSource pool) throws SQLException {
    Connection c = pool.getConnection();
    return c.isValid(1);
  }

  @SuppressWarnings("required.method.not.called")
  boolean key(DataSource pool) throws SQLException {
    Connection c = pool.getConnection();
    return c.isValid(1);
  }

  @SuppressWarnings("unused")
  boolean other(DataSource pool) throws SQLException {
    Connection c = pool.getConnection(); // lost: NEVER_CLOSED
    return c.isValid(1);
  }
}
