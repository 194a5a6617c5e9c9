package dev.pitboss.connections.acceptance;

import java.io.PrintWriter;
import java.io.Writer;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Logger;
import javax.sql.DataSource;

/// A small pool that no library knows: it hands out its connections in turn and takes each back
/// once.
final class FakePool implements DataSource {
  final FakeDriver driver = new FakeDriver();
  final List<FakeDriver.FakeConnection> physical = new ArrayList<>();
  private final BlockingDeque<Connection> idle = new LinkedBlockingDeque<>();
  private final int size;

  FakePool(int size) {
    this.size = size;
    for (int i = 0; i < size; i++) {
      FakeDriver.FakeConnection connection = driver.connect();
      physical.add(connection);
      idle.add(connection.jdbc);
    }
  }

  int checkedOut() {
    return size - idle.size();
  }

  @Override
  public Connection getConnection() throws SQLException {
    try {
      Connection connection = idle.poll(2, TimeUnit.SECONDS);
      if (connection == null) {
        throw new SQLTransientConnectionException("all " + size + " connections are out");
      }
      return returning(connection);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SQLException("interrupted", e);
    }
  }

  private Connection returning(Connection connection) {
    var returned = new AtomicBoolean();
    return (Connection)
        Proxy.newProxyInstance(
            FakePool.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (_, method, arguments) -> {
              if (method.getName().equals("close")) {
                if (returned.compareAndSet(false, true)) {
                  idle.push(connection);
                }
                return null;
              }
              try {
                return method.invoke(connection, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause() == null ? e : e.getCause();
              }
            });
  }

  @Override
  public Connection getConnection(String user, String password) throws SQLException {
    return getConnection();
  }

  @Override
  public PrintWriter getLogWriter() {
    return new PrintWriter(Writer.nullWriter());
  }

  @Override
  public void setLogWriter(PrintWriter out) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void setLoginTimeout(int seconds) {
    throw new UnsupportedOperationException();
  }

  @Override
  public int getLoginTimeout() {
    return 0;
  }

  @Override
  public Logger getParentLogger() {
    return Logger.getGlobal();
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    throw new SQLException("wraps nothing");
  }

  @Override
  public boolean isWrapperFor(Class<?> type) {
    return false;
  }
}
