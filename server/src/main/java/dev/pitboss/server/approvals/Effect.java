package dev.pitboss.server.approvals;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/// Carries out one kind of change, in the transaction that approves it. Calls no other service.
@FunctionalInterface
interface Effect {
  /// Carries it out. A refusal has changed nothing.
  ///
  /// @param actor who approves, for the audit trail
  Result apply(Connection connection, ChangeRequest request, String actor) throws SQLException;

  /// Result of a change.
  sealed interface Result {
    /// It is done.
    ///
    /// @param secretPart of a key: the second half of its secret, for the approver only
    record Done(Optional<String> secretPart) implements Result {
      static final Done PLAIN = new Done(Optional.empty());

      @Override
      public String toString() {
        return "Done[…]";
      }
    }

    /// It cannot be done any more.
    ///
    /// @param why for people
    record Refused(String why) implements Result {}
  }
}
