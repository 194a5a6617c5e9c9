package twins;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import lombok.Cleanup;
import lombok.SneakyThrows;
import lombok.val;

/* Lombok is not on the class path of this scan. */
class Cleaned {
  private final DataSource pool;

  Cleaned(DataSource pool) { this.pool = pool; }

  int plain() throws SQLException {
    @Cleanup Connection c = pool.getConnection();
    return c.createStatement().executeUpdate("x");
  }

  int named() throws SQLException {
    @Cleanup("close") final Connection c = pool.getConnection();
    @Cleanup Statement s = c.createStatement();
    @Cleanup ResultSet rows = s.executeQuery("x");
    return rows.getFetchSize();
  }

  int qualified() throws SQLException {
    @lombok.Cleanup var c = pool.getConnection();
    return c.createStatement().executeUpdate("x");
  }

  @SneakyThrows
  boolean inABlock(boolean wanted) {
    if (wanted) {
      @Cleanup
      Connection c =
          pool.getConnection();
      return c.isValid(1);
    }
    return false;
  }

  int statementOnly() throws SQLException {
    Connection c = pool.getConnection(); // lost: NEVER_CLOSED
    @Cleanup Statement s = c.createStatement();
    return s.executeUpdate("x");
  }

  int lateOne() throws SQLException {
    @Cleanup Connection first = pool.getConnection();
    Connection second = pool.getConnection(); // lost: NEVER_CLOSED
    return second.createStatement().executeUpdate("x");
  }
}
