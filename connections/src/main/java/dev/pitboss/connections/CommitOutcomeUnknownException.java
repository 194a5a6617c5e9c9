package dev.pitboss.connections;

import java.io.IOException;
import java.sql.SQLException;
import java.util.Set;

/// The connection was lost while COMMIT was under way: the work may be done or not, and only asking
/// the database again can tell.
public final class CommitOutcomeUnknownException extends SQLException {
  private static final long serialVersionUID = 1;

  /// The server was shutting down or killed the session, possibly after it had committed.
  private static final Set<String> SERVER_ENDED = Set.of("57P01", "57P02", "57P03");

  private CommitOutcomeUnknownException(SQLException cause) {
    super("the answer to COMMIT was lost: " + cause.getMessage(), cause.getSQLState(), cause);
  }

  /// What to throw for a failed COMMIT: this when its outcome is open, else the failure itself,
  /// which the database reported after it had rolled back.
  static SQLException of(SQLException failure) {
    return isConnectionLost(failure) ? new CommitOutcomeUnknownException(failure) : failure;
  }

  /// Whether the session is gone, by the word of its last failure.
  static boolean isConnectionLost(SQLException failure) {
    String state = failure.getSQLState();
    return state == null
        ? failure.getCause() instanceof IOException
        : state.startsWith("08") || SERVER_ENDED.contains(state);
  }
}
