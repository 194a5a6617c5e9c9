package dev.pitboss.server.ops;

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
}
