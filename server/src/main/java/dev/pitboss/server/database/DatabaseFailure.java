package dev.pitboss.server.database;

import java.io.IOException;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;

/// The database did not do what was asked. Unchecked, because no caller but the edge can do
/// anything about it; [#kind()] says what the edge may answer, [#reason()] why it came to that.
public final class DatabaseFailure extends RuntimeException {
  private static final long serialVersionUID = 1;

  /// Classes of errors with which a server may die while it writes a commit: resources, disk,
  /// internal.
  private static final Set<String> OF_A_DYING_SERVER = Set.of("53", "58", "XX");

  /// What is known about the work that failed.
  public enum Kind {
    /// Not reachable, not writable, overloaded or too slow, and nothing was committed: the caller
    /// may try again.
    UNAVAILABLE,
    /// The answer to COMMIT was lost: the work may or may not have been done.
    OUTCOME_UNKNOWN,
    /// A statement was refused for a reason that trying again does not mend; nothing was committed.
    REFUSED
  }

  /// SQLSTATE of an input or output that failed.
  private static final String IO_ERROR = "58030";

  private final Kind kind;
  private final FailureReason reason;
  private final @Nullable String sqlState;

  DatabaseFailure(Kind kind, SQLException cause) {
    super(message(kind, FailureReason.of(cause), cause.getSQLState()), cause);
    this.kind = kind;
    this.reason = FailureReason.of(cause);
    this.sqlState = cause.getSQLState();
  }

  /// What left the database cannot be read where it went to.
  public static DatabaseFailure ofArchive(String message, IOException cause) {
    return new DatabaseFailure(Kind.UNAVAILABLE, new SQLException(message, IO_ERROR, cause));
  }

  /// Writes are not attempted while the monitor knows that they fail: surely nothing was done.
  DatabaseFailure(DatabaseProblem known) {
    super(
        message(Kind.UNAVAILABLE, known.reason(), known.sqlState()),
        null,
        false,
        false); // refused by the thousand: without a stack
    this.kind = Kind.UNAVAILABLE;
    this.reason = known.reason();
    this.sqlState = known.sqlState();
  }

  private static String message(Kind kind, FailureReason reason, @Nullable String state) {
    return kind + " (" + (state == null ? "" : "SQLSTATE " + state + ": ") + reason.words() + ")";
  }

  /// What is known about the work that failed.
  public Kind kind() {
    return kind;
  }

  /// Why it failed.
  public FailureReason reason() {
    return reason;
  }

  /// The SQLSTATE; empty when the failure was not the server's.
  public Optional<String> sqlState() {
    return Optional.ofNullable(sqlState);
  }

  /// Whether all other work fails for the same reason at this moment.
  public boolean concernsAllWork() {
    return reason.isOfServer();
  }

  /// What is known of failed work that was surely not committed.
  static Kind kindOf(SQLException failure) {
    return FailureReason.of(failure).isOfStatement() ? Kind.REFUSED : Kind.UNAVAILABLE;
  }

  /// Whether a statement that commits itself, or a COMMIT, may have taken effect although it
  /// failed: its answer was lost on the way, or the server died over it. An error that a server
  /// reports and survives has undone the statement.
  static boolean isOutcomeOpen(SQLException failure) {
    String state = failure.getSQLState();
    return state == null
        || state.startsWith("08")
        || state.startsWith("57P")
        || state.equals("40003") // statement completion unknown
        || isDeathOfServer(failure);
  }

  /// A PANIC comes while the commit record is written, which recovery may find or not.
  static boolean isDeathOfServer(SQLException failure) {
    String state = failure.getSQLState();
    return state != null
        && state.length() == 5
        && OF_A_DYING_SERVER.contains(state.substring(0, 2))
        && failure instanceof PSQLException ofServer
        && ofServer.getServerErrorMessage() != null
        // in another language it is not recognised, and the outcome then counts as open
        && !"ERROR".equals(ofServer.getServerErrorMessage().getSeverity());
  }

  /// Conflicts between transactions that the loser simply runs again.
  static boolean isRetryable(SQLException failure) {
    return "40001".equals(failure.getSQLState()) || "40P01".equals(failure.getSQLState());
  }
}
