package dev.pitboss.server.restrictions;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Keeps what has to be known later, in the transaction that does it.
@FunctionalInterface
public interface ExclusionListener {
  /// A player has kept themselves from betting.
  ///
  /// @param until null when permanent
  record KeptOut(long playerId, int operatorId, String kind, @Nullable Instant until) {}

  /// Keeps it.
  void saw(Connection connection, KeptOut act) throws SQLException;
}
