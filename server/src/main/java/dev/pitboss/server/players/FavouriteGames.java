package dev.pitboss.server.players;

import dev.pitboss.server.database.Database;
import dev.pitboss.server.database.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/// The games that players have marked as their favourites. Thread-safe.
public final class FavouriteGames {
  /// More than a lobby shows; the database has the same bound.
  public static final int MAX_GAMES = 100;

  private final Database database;

  public FavouriteGames(Database database) {
    this.database = database;
  }

  /// The ids of the player's favourites, in the order in which they were marked.
  public List<String> of(Player player) {
    return database.read(connection -> games(connection, player.playerId()));
  }

  /// Marks a game, as the last of the favourites. One that is marked stays where it is.
  ///
  /// @return the favourites after it, without the game when there are [#MAX_GAMES] others
  public List<String> add(Player player, String game) {
    return database.inTransaction(connection -> {
      Sql.update(
          connection,
          """
          INSERT INTO favourite_games AS f (player_id, games) VALUES (?, ARRAY[?])
          ON CONFLICT (player_id) DO UPDATE SET games = f.games || EXCLUDED.games
           WHERE NOT EXCLUDED.games <@ f.games AND cardinality(f.games) < ?
          """,
          player.playerId(),
          game,
          MAX_GAMES);
      return games(connection, player.playerId());
    });
  }

  /// Takes the mark away, if there is one.
  ///
  /// @return the favourites after it
  public List<String> remove(Player player, String game) {
    return database.inTransaction(connection -> {
      Sql.update(
          connection,
          "UPDATE favourite_games SET games = array_remove(games, ?) WHERE player_id = ?",
          game,
          player.playerId());
      return games(connection, player.playerId());
    });
  }

  private static List<String> games(Connection connection, long playerId) throws SQLException {
    return Sql.list(
        connection,
        """
        SELECT game FROM favourite_games, unnest(games) WITH ORDINALITY AS marked (game, place)
         WHERE player_id = ? ORDER BY place
        """,
        row -> row.getString(1),
        playerId);
  }
}
