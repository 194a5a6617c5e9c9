package dev.pitboss.server.database;

import static java.util.Map.entry;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Why the database did not do what was asked, in one word for programs and a few for people. The
/// one place where a SQLSTATE gets its meaning.
public enum FailureReason {
  /// The network, the server or the session is gone.
  UNREACHABLE("the database cannot be reached"),
  /// All connections of the pool were in use.
  NO_CONNECTION("no connection of the pool became free in time"),
  /// Neither an answer nor an error within the time a statement has.
  UNANSWERED("the database does not answer"),
  /// It reads but does not commit: mostly a synchronous standby that does not answer.
  COMMIT_HANGS("commits are not acknowledged: a synchronous standby or the disk does not answer"),
  /// The login role or its password is refused.
  LOGIN_REFUSED("the database refuses the login"),
  /// The database was dropped or renamed.
  NO_DATABASE("the database does not exist"),
  /// `max_connections` is reached.
  TOO_MANY_CONNECTIONS("the database has no connection slot left"),
  /// A standby, or `default_transaction_read_only`.
  READ_ONLY("the database is read-only"),
  /// A setting loses acknowledged transactions.
  NOT_DURABLE("the database does not keep what it acknowledges"),
  /// No space left, or a quota is reached.
  DISK_FULL("the database's disk is full"),
  /// The server's memory is exhausted.
  OUT_OF_MEMORY("the database is out of memory"),
  /// Another limit of the server's: descriptors, temporary files.
  NO_RESOURCES("the database is out of resources"),
  /// The file system fails.
  IO_ERROR("the database's disk fails"),
  /// An administrator or a crash ends sessions.
  SHUTTING_DOWN("the database ends its sessions"),
  /// Starting, or recovering after a crash.
  STARTING("the database is starting"),
  /// A statement or a transaction took too long, or was cancelled.
  TIMEOUT("the database took too long"),
  /// A lock was not had in time.
  LOCKED("another transaction holds a lock for too long"),
  /// Lost against other transactions, or against a standby's recovery.
  CONFLICT("a conflict with other transactions"),
  /// Rights were withdrawn, or files became unwritable.
  NOT_PERMITTED("the database denies permission"),
  /// What a standby or a server of another state cannot do.
  NOT_SUPPORTED("the database cannot do this in its present state"),
  /// The session lost its prepared statements, as behind a pooler that shares sessions.
  SESSION_LOST("the database lost the state of the session"),
  /// Pages or indexes are damaged.
  DAMAGED("the database found damaged data"),
  /// An internal error of the server's.
  SERVER_FAULT("an internal error of the database"),
  /// The statement itself is at fault: a constraint, a value, a mistake of ours.
  REFUSED("the database refused the statement");

  /// Where one code of a class means something else than its class.
  private static final Map<String, FailureReason> CODES =
      Map.ofEntries(
          entry("25006", READ_ONLY),
          entry("25P03", TIMEOUT),
          entry("25P04", TIMEOUT),
          entry("3D000", NO_DATABASE),
          entry("42501", NOT_PERMITTED),
          entry("42P05", SESSION_LOST),
          entry("53100", DISK_FULL),
          entry("53200", OUT_OF_MEMORY),
          entry("53300", TOO_MANY_CONNECTIONS),
          entry("57P01", SHUTTING_DOWN),
          entry("57P02", SHUTTING_DOWN),
          entry("57P03", STARTING),
          entry("57P04", NO_DATABASE),
          entry("XX001", DAMAGED),
          entry("XX002", DAMAGED));

  /// Every class of PostgreSQL's. What is at fault in the statement itself is `REFUSED`: trying
  /// again would not mend it.
  private static final Map<String, FailureReason> CLASSES =
      Map.ofEntries(
          entry("00", REFUSED), // successful completion
          entry("01", REFUSED), // warning
          entry("02", REFUSED), // no data
          entry("03", REFUSED), // SQL statement not yet complete
          entry("08", UNREACHABLE), // connection exception
          entry("09", REFUSED), // triggered action exception
          entry("0A", NOT_SUPPORTED), // feature not supported; an unlogged table at a standby
          entry("0B", REFUSED), // invalid transaction initiation
          entry("0F", REFUSED), // locator exception
          entry("0L", REFUSED), // invalid grantor
          entry("0P", REFUSED), // invalid role specification
          entry("0Z", REFUSED), // diagnostics exception
          entry("10", REFUSED), // XQuery error
          entry("20", REFUSED), // case not found
          entry("21", REFUSED), // cardinality violation
          entry("22", REFUSED), // data exception
          entry("23", REFUSED), // integrity constraint violation
          entry("24", REFUSED), // invalid cursor state
          entry("25", REFUSED), // invalid transaction state
          entry("26", SESSION_LOST), // invalid SQL statement name
          entry("27", REFUSED), // triggered data change violation
          entry("28", LOGIN_REFUSED), // invalid authorization specification
          entry("2B", REFUSED), // dependent privilege descriptors still exist
          entry("2D", REFUSED), // invalid transaction termination
          entry("2F", REFUSED), // SQL routine exception
          entry("34", REFUSED), // invalid cursor name
          entry("38", REFUSED), // external routine exception
          entry("39", REFUSED), // external routine invocation exception
          entry("3B", REFUSED), // savepoint exception
          entry("3D", REFUSED), // invalid catalog name
          entry("3F", REFUSED), // invalid schema name
          entry("40", CONFLICT), // transaction rollback
          entry("42", REFUSED), // syntax error or access rule violation
          entry("44", REFUSED), // WITH CHECK OPTION violation
          entry("53", NO_RESOURCES), // insufficient resources
          entry("54", REFUSED), // program limit exceeded
          entry("55", LOCKED), // object not in prerequisite state
          entry("57", TIMEOUT), // operator intervention
          entry("58", IO_ERROR), // system error
          entry("72", CONFLICT), // snapshot too old
          entry("F0", REFUSED), // configuration file error
          entry("HV", REFUSED), // foreign data wrapper error
          entry("P0", REFUSED), // PL/pgSQL error
          entry("XX", SERVER_FAULT)); // internal error; also a quota that is reached

  private final String words;

  FailureReason(String words) {
    this.words = words;
  }

  /// For programs: lower case with underscores.
  public String code() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }

  /// For people.
  public String words() {
    return words;
  }

  /// Whether the statement itself is at fault, so that trying again does not mend it.
  boolean isOfStatement() {
    return this == REFUSED;
  }

  /// Whether another attempt a moment later can surely not succeed: one statement's failure is that
  /// of the next.
  boolean isOfServer() {
    return switch (this) {
      case UNREACHABLE,
          NO_CONNECTION,
          UNANSWERED,
          COMMIT_HANGS,
          LOGIN_REFUSED,
          NO_DATABASE,
          TOO_MANY_CONNECTIONS,
          READ_ONLY,
          NOT_DURABLE,
          DISK_FULL,
          OUT_OF_MEMORY,
          NO_RESOURCES,
          IO_ERROR,
          SHUTTING_DOWN,
          STARTING,
          NOT_PERMITTED ->
          true;
      case TIMEOUT, LOCKED, CONFLICT, NOT_SUPPORTED, SESSION_LOST, DAMAGED, SERVER_FAULT, REFUSED ->
          false;
    };
  }

  /// Whether it tells of the server's state. Sessions that were ended, time-outs and lost conflicts
  /// come and go; a mistake of ours says nothing about the database.
  boolean isOfState() {
    return switch (this) {
      case READ_ONLY,
          NOT_DURABLE,
          DISK_FULL,
          OUT_OF_MEMORY,
          NO_RESOURCES,
          IO_ERROR,
          NOT_PERMITTED,
          NOT_SUPPORTED,
          SESSION_LOST,
          DAMAGED,
          SERVER_FAULT ->
          true;
      case UNREACHABLE,
          NO_CONNECTION,
          UNANSWERED,
          COMMIT_HANGS,
          LOGIN_REFUSED,
          NO_DATABASE,
          TOO_MANY_CONNECTIONS,
          SHUTTING_DOWN,
          STARTING,
          TIMEOUT,
          LOCKED,
          CONFLICT,
          REFUSED ->
          false;
    };
  }

  /// Whether the session is of no use any more, though it is still connected.
  boolean spoilsSession() {
    return switch (this) {
      case READ_ONLY, NOT_SUPPORTED, SESSION_LOST -> true;
      case UNREACHABLE,
          NO_CONNECTION,
          UNANSWERED,
          COMMIT_HANGS,
          LOGIN_REFUSED,
          NO_DATABASE,
          TOO_MANY_CONNECTIONS,
          NOT_DURABLE,
          DISK_FULL,
          OUT_OF_MEMORY,
          NO_RESOURCES,
          IO_ERROR,
          SHUTTING_DOWN,
          STARTING,
          TIMEOUT,
          LOCKED,
          CONFLICT,
          NOT_PERMITTED,
          DAMAGED,
          SERVER_FAULT,
          REFUSED ->
          false;
    };
  }

  /// The meaning of a failure.
  static FailureReason of(SQLException failure) {
    String state = failure.getSQLState();
    if (failure instanceof SQLTransientConnectionException) {
      // the pool's: with the state of its last attempt to connect, if that was why
      FailureReason reason = state == null ? NO_CONNECTION : ofState(state);
      return reason == REFUSED ? UNREACHABLE : reason;
    }
    // neither driver nor pool give a state to what happens to a connection that is closed
    return state == null ? UNREACHABLE : ofState(state);
  }

  /// The meaning of a SQLSTATE. A class that is not known is not PostgreSQL's.
  static FailureReason ofState(String state) {
    FailureReason exactly = CODES.get(state);
    if (exactly != null) {
      return exactly;
    }
    @Nullable FailureReason ofClass =
        state.length() < 2 ? null : CLASSES.get(state.substring(0, 2));
    return ofClass == null ? REFUSED : ofClass;
  }
}
