package dev.pitboss.connections;

import com.google.errorprone.annotations.MustBeClosed;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import javax.sql.DataSource;

/// A tracker as a plain data source, for code that knows no better.
final class TrackedDataSource extends DelegatingDataSource {
  private final ConnectionTracker tracker;

  TrackedDataSource(ConnectionTracker tracker, DataSource pool) {
    super(pool);
    this.tracker = tracker;
  }

  @MustBeClosed
  @Override
  public Connection getConnection() throws SQLException {
    return tracker.acquireFor(CallSite.ofUntracked());
  }

  /// Refused: a connection of another user would not come from the pool that is watched.
  @Override
  public Connection getConnection(String user, String password) throws SQLException {
    throw new SQLFeatureNotSupportedException("a tracked pool has one user, that of its settings");
  }
}
