import java.sql.*;
import javax.sql.DataSource;
import lombok.Cleanup;
class L {
  final DataSource ds; L(DataSource d){ds=d;}
  int cleaned() throws SQLException {
    @Cleanup Connection c = ds.getConnection();
    @Cleanup Statement s = c.createStatement();
    return s.executeUpdate("x");
  }
  int lost() throws SQLException {
    Connection c = ds.getConnection(); // lost: NEVER_CLOSED
    return c.createStatement().executeUpdate("x");
  }
}
