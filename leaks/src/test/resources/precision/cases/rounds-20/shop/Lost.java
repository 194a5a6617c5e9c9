package shop;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

class Lost {
  boolean alive(DataSource pool) throws SQLException {
    Connection connection = pool.getConnection(); // lost: NEVER_CLOSED
    return connection.isValid(1);
  }
}
