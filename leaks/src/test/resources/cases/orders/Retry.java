package orders;

import java.sql.SQLException;
import javax.sql.DataSource;

/* Tries again; java.sql.Connection is not imported. */
public class Retry {
  private final DataSource pool;

  public Retry(DataSource pool) {
    this.pool = pool;
  }

  public int attempts() throws SQLException {
    int attempts = 0;
    while (attempts < 3) {
      attempts++;
      var connection = pool.getConnection(); // lost: CONDITIONAL_CLOSE
      if (connection.isValid(1)) {
        connection.close();
      }
    }
    return attempts;
  }

  public int lastWins() throws SQLException {
    java.sql.Connection connection = null;
    int tries = 0;
    for (int i = 0; i < 3; i++) {
      connection = pool.getConnection(); // lost: REASSIGNED
      tries += connection.isValid(1) ? 1 : 2;
    }
    connection.close();
    return tries;
  }

  public String sql() throws SQLException {
    String sql =
        """
        select 1
          from dual
        """;
    pool.getConnection().createStatement().execute(sql); // lost: ANONYMOUS_CHAIN
    return sql;
  }
}
