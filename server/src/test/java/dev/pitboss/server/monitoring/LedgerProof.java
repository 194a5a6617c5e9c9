package dev.pitboss.server.monitoring;

import dev.pitboss.server.database.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/// Every invariant, checked at once over a small ledger.
public final class LedgerProof {
  private LedgerProof() {}

  /// What is broken, as the connection's transaction sees it.
  public static List<Invariants.Broken> broken(Connection connection) throws SQLException {
    return Invariants.all(connection);
  }

  /// What a thorough check finds that had begun before something was done, and went on after it.
  public static List<Invariants.Broken> around(Database database, Runnable work) {
    LedgerAudit audit = new LedgerAudit(database, 5);
    audit.goOn();
    work.run();
    while (!audit.isComplete()) {
      audit.goOn();
    }
    return audit.broken();
  }
}
