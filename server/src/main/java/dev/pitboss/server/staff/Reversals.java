package dev.pitboss.server.staff;

import dev.pitboss.server.database.Sql;
import java.sql.Connection;
import java.sql.SQLException;

/// Which adjustments were taken back. Stateless and thread-safe.
final class Reversals {
  private Reversals() {}

  static boolean isReversed(Connection connection, long adjustmentId) throws SQLException {
    return Sql.first(
            connection,
            "SELECT 1 FROM adjustment_decision WHERE reverses = ?",
            row -> row.getInt(1),
            adjustmentId)
        .isPresent();
  }
}
