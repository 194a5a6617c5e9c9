package dev.pitboss.connections;

import java.sql.SQLException;

/// The database rolled the transaction back because of an error that its body caught: nothing of it
/// is stored, and the body, having returned, does not know.
///
/// The cause is the first error of the transaction; SQL state and error code are the cause's. To go
/// on after an expected error, set a savepoint before the statement and roll back to it.
public final class TransactionRolledBackException extends SQLException {
  private static final long serialVersionUID = 1;

  TransactionRolledBackException(CallSite site, Throwable cause) {
    super(
        "the transaction of %s was rolled back by the database after an error that its body caught: %s"
            .formatted(site, cause.getMessage()),
        cause instanceof SQLException sql ? sql.getSQLState() : null,
        cause instanceof SQLException sql ? sql.getErrorCode() : 0,
        cause);
  }
}
