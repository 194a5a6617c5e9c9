package dev.pitboss.server.database;

import org.jspecify.annotations.Nullable;

/// A fault of the database.
///
/// @param sqlState of the error that told; null when no error did
/// @param detail in a sentence, for people
public record DatabaseProblem(FailureReason reason, @Nullable String sqlState, String detail) {
  static DatabaseProblem of(FailureReason reason) {
    return new DatabaseProblem(reason, null, reason.words());
  }

  static DatabaseProblem of(DatabaseFailure failure) {
    return new DatabaseProblem(
        failure.reason(), failure.sqlState().orElse(null), failure.reason().words());
  }

  /// With the SQLSTATE, where there is one.
  public String text() {
    return sqlState == null ? detail : detail + " (SQLSTATE " + sqlState + ")";
  }
}
