package twins;

import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
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

  Connection failing(DataSource real) throws SQLException {
    Connection c = real.getConnection();
    doThrow(new SQLException("down")).when(c).prepareStatement("SELECT 1");
    when(c.nativeSQL("SELECT 1")).thenReturn("select 1");
    return c;
  }

  void mocked() throws SQLException {
    DataSource pool = mock(DataSource.class);
    when(pool.getConnection()).thenReturn(mock(Connection.class));
    verify(pool).getConnection();
  }

  boolean beside(DataSource real) throws SQLException {
    Connection c = real.getConnection(); // lost: CLOSE_NOT_IN_FINALLY
    when(c.isValid(anyInt())).thenReturn(true);
    boolean valid = c.isReadOnly();
    c.close();
    return valid;
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
