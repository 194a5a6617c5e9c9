package shop;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class Audit {
  private static final Logger logger = LoggerFactory.getLogger(Audit.class);

  /** Lost, and cut out because of the line that logs. */
  boolean alive(DataSource pool) throws SQLException {
    Connection connection = pool.getConnection(); // lost: NEVER_CLOSED
    logger.debug("got {}", connection);
    return connection.isValid(1);
  }
}
