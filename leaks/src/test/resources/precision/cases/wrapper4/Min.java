import java.sql.*;
import javax.sql.DataSource;
class Min {
  void lost(DataSource ds) throws SQLException { new Session(ds.getConnection()).run(); } // lost: ANONYMOUS_CHAIN
}
class Session implements AutoCloseable {
  private final Connection c;
  Session(Connection c) { this.c = c; }
  void run() throws SQLException { c.createStatement().execute("x"); }
  @Override public void close() throws SQLException { c.close(); }
}
