package dev.pitboss.connections;

import dev.pitboss.connections.internal.DropIn;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// The drop-in: a pool whose `getConnection()` is tracked, under one site or the caller's own line.
final class TrackedDataSource extends DropIn {
  private final ConnectionTracker tracker;
  private final DataSource pool;
  private final @Nullable CallSite site;

  /// @param site the borrowing call site; null to find it from the stack
  TrackedDataSource(ConnectionTracker tracker, DataSource pool, @Nullable CallSite site) {
    this.tracker = tracker;
    this.pool = pool;
    this.site = site;
  }

  @Override
  public Connection getConnection() throws SQLException {
    return tracker.lendToDropIn(site, DataSource::getConnection);
  }

  @Override
  public Connection getConnection(String user, String password) throws SQLException {
    return tracker.lendToDropIn(site, source -> source.getConnection(user, password));
  }

  @Override
  public boolean takesLineOf(Class<?> caller) {
    return site == null && tracker.isBorrower(caller);
  }

  @Override
  public Connection getConnection(CallSite line) throws SQLException {
    return tracker.lendToDropIn(line, DataSource::getConnection);
  }

  @Override
  public Connection getConnection(CallSite line, String user, String password) throws SQLException {
    return tracker.lendToDropIn(line, source -> source.getConnection(user, password));
  }

  @Override
  public PrintWriter getLogWriter() throws SQLException {
    return pool.getLogWriter();
  }

  @Override
  public void setLogWriter(PrintWriter out) throws SQLException {
    pool.setLogWriter(out);
  }

  @Override
  public void setLoginTimeout(int seconds) throws SQLException {
    pool.setLoginTimeout(seconds);
  }

  @Override
  public int getLoginTimeout() throws SQLException {
    return pool.getLoginTimeout();
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    return pool.getParentLogger();
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    if (type.isInstance(this)) {
      return type.cast(this);
    }
    return type.isInstance(pool) ? type.cast(pool) : pool.unwrap(type);
  }

  @Override
  public boolean isWrapperFor(Class<?> type) throws SQLException {
    return type.isInstance(this) || type.isInstance(pool) || pool.isWrapperFor(type);
  }

  @Override
  public String toString() {
    return "tracked " + pool;
  }
}
