package dev.pitboss.server.play;

import dev.pitboss.games.Rules;
import dev.pitboss.server.db.Database;
import dev.pitboss.server.db.Sql;
import dev.pitboss.server.wallet.OpenRound;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The games on offer, with the rules of each written to the database before its first round, so
/// that a round can be played again after the rules have changed. Immutable and thread-safe.
public final class GameCatalogue {
  private final Map<String, Entry> entries;

  private record Entry(Game game, int rulesId) {}

  private GameCatalogue(Map<String, Entry> entries) {
    this.entries = entries;
  }

  /// Offers the games, recording their rules where they are new.
  public static GameCatalogue of(List<Game> games, Database database, InstantSource clock) {
    Map<String, Entry> entries = new LinkedHashMap<>();
    for (Game game : games) {
      Rules rules = game.rules();
      byte[] hash = HexFormat.of().parseHex(rules.hash());
      int rulesId =
          database.inTransaction(connection -> {
            Sql.update(
                connection,
                """
                INSERT INTO game_rules (game, version, hash, document, created_at)
                VALUES (?, ?, ?, ?, ?) ON CONFLICT (game, hash) DO NOTHING
                """,
                game.id(),
                rules.version(),
                hash,
                rules.text(),
                clock.instant());
            return Sql.one(
                connection,
                "SELECT rules_id FROM game_rules WHERE game = ? AND hash = ?",
                row -> row.getInt(1),
                game.id(),
                hash);
          });
      entries.put(game.id(), new Entry(game, rulesId));
    }
    return new GameCatalogue(entries);
  }

  /// All games, in the order they are shown.
  public List<Game> games() {
    return entries.values().stream().map(Entry::game).toList();
  }

  /// The game of that id, if it is on offer.
  public Optional<Game> game(String id) {
    return Optional.ofNullable(entries.get(id)).map(Entry::game);
  }

  /// Works out every game's mathematics in the background, so that the first to ask need not wait.
  public void prepare() {
    Thread.ofPlatform().daemon().name("par-sheets").start(() -> games().forEach(Game::parSheet));
  }

  /// The game of an open round, by the rules it was opened under.
  ///
  /// @throws IllegalStateException when this version cannot play by them any more
  SteppedGame asOpened(Connection connection, OpenRound open) throws SQLException {
    Entry entry = entries.get(open.game());
    Game game =
        entry != null && entry.rulesId() == open.rulesId()
            ? entry.game()
            : Games.underRules(open.game(), rules(connection, open.rulesId()));
    if (game instanceof SteppedGame stepped) {
      return stepped;
    }
    throw new IllegalStateException(open.game() + " has no rounds of several steps");
  }

  /// Rules by which some round was played.
  public static Rules rules(Connection connection, int rulesId) throws SQLException {
    return Sql.one(
        connection,
        "SELECT version, document FROM game_rules WHERE rules_id = ?",
        row -> new Rules(row.getString(1), row.getString(2)),
        rulesId);
  }

  /// Id of the rules the game is played by today.
  ///
  /// @throws IllegalArgumentException when the game is not on offer
  public int rulesId(String game) {
    Entry entry = entries.get(game);
    if (entry == null) {
      throw new IllegalArgumentException("not on offer: " + game);
    }
    return entry.rulesId();
  }
}
