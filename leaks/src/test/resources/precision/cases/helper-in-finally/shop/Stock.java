package shop;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import javax.sql.DataSource;

class Stock {
  private final DataSource pool;

  Stock(DataSource pool) {
    this.pool = pool;
  }

  /** Not lost: the helper closes it. */
  void sell(int item) {
    Connection con = null;
    PreparedStatement stmt = null;
    try {
      con = pool.getConnection();
      stmt = con.prepareStatement("update stock set n = n - 1 where id = ?");
      stmt.setInt(1, item);
      stmt.executeUpdate();
    } catch (SQLException e) {
      System.err.println(e);
    } finally {
      Closers.close(stmt, con);
    }
  }

  /** Not lost. */
  void sellOne(int item) throws SQLException {
    Connection con = pool.getConnection();
    try {
      con.prepareStatement("update stock set n = n - 1").execute();
    } finally {
      Closers.close(con);
    }
  }

  /** Not lost: own helper. */
  void sellTwo(int item) throws SQLException {
    Connection con = null;
    try {
      con = pool.getConnection();
      con.prepareStatement("update stock set n = n - 1").execute();
    } finally {
      free(con);
    }
  }

  private void free(Connection con) throws SQLException {
    if (con != null) {
      con.close();
    }
  }

  /** Not lost: guarded by null check in one line. */
  void sellThree() throws SQLException {
    Connection con = null;
    try {
      con = pool.getConnection();
      con.prepareStatement("update stock set n = n - 1").execute();
    } finally {
      try { if (con != null) con.close(); } catch (SQLException e) { }
    }
  }

  /** Lost: the helper is not in a finally. */
  void sellFour() throws SQLException {
    Connection con = pool.getConnection(); // lost: CLOSE_NOT_IN_FINALLY
    con.prepareStatement("update stock set n = n - 1").execute();
    Closers.close(con);
  }
}
