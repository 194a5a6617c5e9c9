package dev.pitboss.connections;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.logging.Logger;
import javax.sql.DataSource;

/// The data source a pool uses as its driver: every connection it opens gets a slot in the ledger.
final class PhysicalDataSource implements DataSource {
  private final DataSource driver;
  private final PoolState ledger = new PoolState(SlotFinder.SANDWICH);

  PhysicalDataSource(DataSource driver) {
    this.driver = driver;
  }

  PoolState ledger() {
    return ledger;
  }

  @Override
  public PhysicalConnection getConnection() throws SQLException {
    return tracked(driver.getConnection());
  }

  @Override
  public PhysicalConnection getConnection(String user, String password) throws SQLException {
    return tracked(driver.getConnection(user, password));
  }

  /// Puts a wrapper around a connection just opened. The pool never sees it when that fails, so it
  /// is closed here.
  @SuppressWarnings("IllegalCatch") // an error would lose the connection as well
  private PhysicalConnection tracked(Connection opened) {
    try {
      return PhysicalConnection.over(opened, ledger);
    } catch (RuntimeException | Error failure) {
      try {
        opened.close();
      } catch (SQLException e) {
        failure.addSuppressed(e);
      }
      throw failure;
    }
  }

  @Override
  public PrintWriter getLogWriter() throws SQLException {
    return driver.getLogWriter();
  }

  @Override
  public void setLogWriter(PrintWriter out) throws SQLException {
    driver.setLogWriter(out);
  }

  @Override
  public void setLoginTimeout(int seconds) throws SQLException {
    driver.setLoginTimeout(seconds);
  }

  @Override
  public int getLoginTimeout() throws SQLException {
    return driver.getLoginTimeout();
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    return driver.getParentLogger();
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    if (type.isInstance(this)) {
      return type.cast(this);
    }
    return type.isInstance(driver) ? type.cast(driver) : driver.unwrap(type);
  }

  @Override
  public boolean isWrapperFor(Class<?> type) throws SQLException {
    return type.isInstance(this) || type.isInstance(driver) || driver.isWrapperFor(type);
  }
}
