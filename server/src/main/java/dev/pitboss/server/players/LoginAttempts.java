package dev.pitboss.server.players;

import dev.pitboss.server.database.Database;
import dev.pitboss.server.database.Sql;
import dev.pitboss.server.operators.audit.AuditEvent;
import dev.pitboss.server.operators.audit.AuditTrail;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sign-in attempts: counted before they are verified, and reported when wrong. Thread-safe.
///
/// @param lockout which counts them
/// @param audit which is told when a name is locked
record LoginAttempts(Database database, Lockout lockout, AuditTrail audit) {
  private static final Logger LOG = LoggerFactory.getLogger(LoginAttempts.class);

  /// Records a failed attempt. When it locked the name, the audit trail has an entry, also for an
  /// unknown name, so that the time taken reveals nothing.
  ///
  /// @param what they guessed, for the log
  void wereWrong(
      int operatorId,
      String typedName,
      Lockout.Attempt attempt,
      Accounts.Client client,
      String what) {
    LOG.info("sign-in as {} was refused, from {}", what, client.clientInfo().network());
    if (!attempt.locks()) {
      return;
    }
    database.inTransaction(connection -> {
      String subject =
          Sql.first(
                  connection,
                  "SELECT player_id FROM player_login WHERE operator_id = ? AND login_name = ?",
                  row -> "player:" + row.getLong(1),
                  operatorId,
                  Username.keyOf(typedName))
              .orElse("player:unknown");
      audit.record(connection, AuditEvent.of("system", "player.locked", subject).at(operatorId));
      return true;
    });
  }
}
