package dev.pitboss.connections.internal;

import dev.pitboss.connections.CallSite;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/// A data source that finds its callers' lines on the stack, unless woven code names them. A class
/// and no interface, because most woven calls ask another kind of data source, and have to find out
/// in no time.
public abstract class DropIn implements DataSource {
  /// For the library's own.
  protected DropIn() {}

  /// Whether a call in this class is a borrow by the line of that call: so a look at the stack
  /// would say, and there is no other site.
  public abstract boolean takesLineOf(Class<?> caller);

  /// Lends a connection by a line.
  public abstract Connection getConnection(CallSite site) throws SQLException;

  /// Lends a connection of a user by a line.
  public abstract Connection getConnection(CallSite site, String user, String password)
      throws SQLException;
}
