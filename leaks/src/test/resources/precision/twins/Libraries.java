package twins;

import com.missing.metrics.Meter;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.apache.commons.dbutils.DbUtils;
import org.apache.commons.io.IOUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.jdbc.support.JdbcUtils;

/* None of these libraries is on the class path. */
class Libraries {
  private static final Logger log = LoggerFactory.getLogger(Libraries.class);
  private final Meter meter = Meter.of("x");
  private final DataSource pool;

  Libraries(DataSource pool) { this.pool = pool; }

  void spring() throws SQLException {
    Connection c = pool.getConnection();
    try {
      c.commit();
    } finally {
      JdbcUtils.closeConnection(c);
    }
  }

  void released() throws SQLException {
    Connection c = pool.getConnection();
    try {
      c.commit();
    } finally {
      DataSourceUtils.releaseConnection(c, pool);
    }
  }

  void dbUtils() throws SQLException {
    Connection c = null;
    PreparedStatement s = null;
    try {
      c = pool.getConnection();
      log.debug("borrowed {}", c);
      s = c.prepareStatement("x");
      s.execute();
    } finally {
      DbUtils.closeQuietly(s);
      if (c != null) DbUtils.closeQuietly(c);
    }
  }

  void ioUtils() throws SQLException {
    Connection c = pool.getConnection();
    try {
      c.commit();
    } finally {
      IOUtils.closeQuietly(c);
    }
  }

  boolean logged() throws SQLException {
    Connection c = pool.getConnection(); // lost: NEVER_CLOSED
    log.info("got {}", c);
    meter.mark();
    return c.isValid(1);
  }

  int counted() throws SQLException {
    int before = meter.count();
    if (meter.isHot()) {
      before++;
    }
    Connection c = pool.getConnection(); // lost: CLOSE_NOT_IN_FINALLY
    c.commit();
    log.atInfo().log("done");
    c.close();
    return before;
  }

  void wrapped() {
    try {
      Connection c = pool.getConnection(); // lost: CLOSE_ONLY_IN_TRY
      c.commit();
      c.close();
    } catch (SQLException e) {
      log.error("failed", e);
      throw new com.missing.StorageException("failed", e);
    }
  }

  void fine() throws SQLException {
    try (Connection c = pool.getConnection()) {
      meter.mark(c.isValid(1) ? 1 : 0);
      log.trace("ok");
    }
  }
}
