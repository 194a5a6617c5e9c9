package dev.pitboss.connections.agent;

import dev.pitboss.connections.CallSite;
import dev.pitboss.connections.internal.DropIn;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/// One woven call of a data source, which may be a drop-in of the library that would look for the
/// call's line on the stack. The line goes with the request, as an argument: nothing is left behind
/// that another borrow could take for its own. Thread-safe.
final class DropInSite {
  private final Class<?> type;
  private final CallSite site;
  private final boolean borrows;

  /// @param type the woven class
  /// @param borrows whether the borrower is this call, and not to be sought on the stack
  DropInSite(Class<?> type, CallSite site, boolean borrows) {
    this.type = type;
    this.site = site;
    this.borrows = borrows;
  }

  /// What a drop-in lends to this line; null if `source` is no drop-in, or one that has to look for
  /// the borrower itself.
  @Nullable Connection borrow(@Nullable Object source) throws SQLException {
    return source instanceof DropIn dropIn && borrows && dropIn.takesLineOf(type)
        ? dropIn.getConnection(site)
        : null;
  }

  /// The same for a user.
  @Nullable Connection borrowAs(@Nullable Object source, String user, String password)
      throws SQLException {
    return source instanceof DropIn dropIn && borrows && dropIn.takesLineOf(type)
        ? dropIn.getConnection(site, user, password)
        : null;
  }
}
