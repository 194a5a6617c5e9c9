package casino;

import dev.pitboss.connections.ConnectionTracker;
import io.helidon.dbclient.jdbc.JdbcConnectionPool;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/// All that tracking takes: what Helidon's client borrows from. Its callers are the lines to name.
record TrackedPool(ConnectionTracker tracker) implements JdbcConnectionPool {
  static TrackedPool over(DataSource pool) {
    return new TrackedPool(
        ConnectionTracker.builder(pool).framework(TrackedPool.class.getName()).build());
  }

  @Override
  public Connection connection() {
    try {
      return tracker.asDataSource().getConnection();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
