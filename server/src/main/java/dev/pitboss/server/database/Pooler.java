package dev.pitboss.server.database;

import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.PGConnection;

/// A pooler between the server and the database, as PgBouncer. With one that lends a database
/// session for a transaction or a statement only, role and time-outs of one client would be those
/// of another, or none.
final class Pooler {
  static final String ADVICE =
      "Pitboss needs sessions of its own: connect to the database directly, or set pool_mode ="
          + " session for this database in the pooler";

  static final String SHARED = "a pooler shares one database session between clients. " + ADVICE;

  /// Other clients of the pooler can hide in a few looks that sessions are shared, hardly in these.
  private static final int LOOKS = 8;

  private Pooler() {}

  /// Whether something between answers in the database's place: the process that it named at the
  /// login is not the one that runs statements.
  static boolean isBefore(Connection connection, int backend) throws SQLException {
    return connection.unwrap(PGConnection.class).getBackendPID() != backend;
  }

  /// Has two connections look in turns which process serves them.
  ///
  /// @throws DatabaseUnsuitableException when it is not one of its own for each
  static void refuseShared(Connection first, Connection second)
      throws SQLException, DatabaseUnsuitableException {
    int ofFirst = backend(first);
    int ofSecond = backend(second);
    for (int i = 0; i < LOOKS; i++) {
      if (ofFirst == ofSecond || backend(first) != ofFirst || backend(second) != ofSecond) {
        throw new DatabaseUnsuitableException(SHARED);
      }
    }
  }

  private static int backend(Connection connection) throws SQLException {
    return Sql.one(connection, "SELECT pg_backend_pid()", row -> row.getInt(1));
  }
}
