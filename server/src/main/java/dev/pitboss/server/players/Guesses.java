package dev.pitboss.server.players;

import dev.pitboss.server.db.Database;
import dev.pitboss.server.db.Sql;
import dev.pitboss.server.operators.audit.Act;
import dev.pitboss.server.operators.audit.AuditTrail;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What becomes of attempts to come in as somebody: counted beforehand, and told of when they were
/// wrong. Thread-safe.
///
/// @param lockout which counts them
/// @param audit which is told when a name is locked
record Guesses(Database database, Lockout lockout, AuditTrail audit) {
  private static final Logger LOG = LoggerFactory.getLogger(Guesses.class);

  /// Somebody guessed wrong. When that has locked the name, the trail tells, also of a name that
  /// nobody has, so that the time of it tells nothing.
  ///
  /// @param what they guessed, for the log
  void wereWrong(
      int operatorId,
      String typedName,
      Lockout.Attempt attempt,
      Accounts.Client client,
      String what) {
    LOG.info("{} was refused, from {}", what, client.visitor().network());
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
              .orElse("player:nobody");
      audit.record(connection, Act.of("system", "player.locked", subject).at(operatorId));
      return true;
    });
  }
}
