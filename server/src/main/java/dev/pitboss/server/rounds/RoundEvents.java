package dev.pitboss.server.rounds;

import dev.pitboss.server.database.Database;
import dev.pitboss.server.database.Sql;
import java.util.Optional;
import java.util.UUID;

/// How far front ends have shown rounds of published games: a text of theirs, of a player's last
/// such round in each game. Thread-safe.
public final class RoundEvents {
  private final Database database;

  public RoundEvents(Database database) {
    this.database = database;
  }

  /// Keeps it for a round, in place of what was kept for it and for earlier ones.
  public void put(long playerId, String game, UUID ref, String event) {
    database.inOneStatement(connection ->
        Sql.update(
            connection,
            """
            INSERT INTO round_event (player_id, game, round_id, event) VALUES (?, ?, ?, ?)
            ON CONFLICT (player_id, game) DO UPDATE
               SET round_id = excluded.round_id, event = excluded.event
            """,
            playerId,
            game,
            ref,
            event));
  }

  /// What was kept for a round last.
  public Optional<String> find(long playerId, String game, UUID ref) {
    return database.read(connection ->
        Sql.first(
            connection,
            "SELECT event FROM round_event WHERE player_id = ? AND game = ? AND round_id = ?",
            row -> row.getString(1),
            playerId,
            game,
            ref));
  }
}
