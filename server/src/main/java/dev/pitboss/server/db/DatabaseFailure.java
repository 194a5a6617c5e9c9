package dev.pitboss.server.db;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;

/// The database did not do what was asked. Unchecked, because no caller but the edge can do
/// anything about it; [#kind()] says what the edge may answer.
public final class DatabaseFailure extends RuntimeException {
  private static final long serialVersionUID = 1;

  /// What is known about the work that failed.
  public enum Kind {
    /// Not reachable, overloaded or too slow, and nothing was committed: the caller may try again.
    UNAVAILABLE,
    /// The answer to COMMIT was lost: the work may or may not have been done.
    OUTCOME_UNKNOWN,
    /// A statement was refused for a reason that trying again does not mend; nothing was committed.
    REFUSED
  }

  private final Kind kind;

  DatabaseFailure(Kind kind, SQLException cause) {
    super(kind + " (SQLSTATE " + cause.getSQLState() + ")", cause);
    this.kind = kind;
  }

  /// What is known about the work that failed.
  public Kind kind() {
    return kind;
  }

  /// The one place where a SQLSTATE of failed work that was surely not committed gets its meaning.
  static Kind kindOf(SQLException failure) {
    if (failure instanceof SQLTransientConnectionException) {
      return Kind.UNAVAILABLE; // the pool had no connection in time
    }
    String state = failure.getSQLState();
    if (state == null) {
      return Kind.REFUSED;
    }
    return switch (state.substring(0, 2)) {
      // connection lost; no resources; operator intervention (timeouts, shutdown); object in use
      // (lock timeout); serialization conflict that outlived its retries
      case "08", "53", "57", "55", "40" -> Kind.UNAVAILABLE;
      default -> Kind.REFUSED;
    };
  }

  /// Whether the answer may have been lost on its way.
  static boolean isConnectionLost(SQLException failure) {
    String state = failure.getSQLState();
    return state == null || state.startsWith("08") || state.startsWith("57P");
  }

  /// Conflicts between transactions that the loser simply runs again.
  static boolean isRetryable(SQLException failure) {
    return "40001".equals(failure.getSQLState()) || "40P01".equals(failure.getSQLState());
  }
}
