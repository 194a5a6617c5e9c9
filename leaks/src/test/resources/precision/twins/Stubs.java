package twins;

import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/* What is only described neither throws nor closes. */
class Stubs {
  Connection described(DataSource real) throws SQLException {
    Connection c = real.getConnection();
    when(c.isValid(anyInt())).thenReturn(true);
    doAnswer(invocation -> null).when(c).close();
    return c;
  }

  void notClosed(DataSource real) throws SQLException {
    Connection c = real.getConnection(); // lost: NEVER_CLOSED
    verify(c).close();
  }

  void closedBefore(com.zaxxer.hikari.HikariDataSource pool) {
    pool.close();
    try { pool.getConnection(); } catch (SQLException e) { System.out.println(e.getMessage()); }
  }

  void open(com.zaxxer.hikari.HikariDataSource pool) throws SQLException {
    pool.getConnection(); // lost: RESULT_DISCARDED
    pool.close();
  }
}
