package dev.pitboss.server.games;

import dev.pitboss.games.Rules;
import dev.pitboss.server.database.Database;
import dev.pitboss.server.database.Sql;
import dev.pitboss.server.ledger.OpenRound;
import dev.pitboss.server.operators.Operator;
import dev.pitboss.server.operators.Operators;
import dev.pitboss.server.published.PublishedGame;
import dev.pitboss.server.settlement.PlayerState;
import dev.pitboss.server.settlement.Settlement;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The games on offer, with the rules of each written to the database before its first round, so
/// that a round can be played again after the rules have changed: our own, which stay while the
/// casino runs, and the imported ones, which come and go. Thread-safe.
public final class GameCatalogue {
  private final Map<String, Entry> entries;
  private final ImportedGames imported;
  private final Map<Integer, SteppedGame> byRules;
  private final Operators operators;

  private record Entry(Game game, int rulesId) {}

  private GameCatalogue(
      Map<String, Entry> entries,
      ImportedGames imported,
      Map<Integer, SteppedGame> byRules,
      Operators operators) {
    this.entries = entries;
    this.imported = imported;
    this.byRules = byRules;
    this.operators = operators;
  }

  /// Offers the games on the operators' terms, recording their rules where they are new.
  ///
  /// @param games our own
  public static GameCatalogue of(
      List<Game> games,
      ImportedGames imported,
      Operators operators,
      Database database,
      InstantSource clock) {
    Map<String, Entry> entries = new LinkedHashMap<>();
    for (Game game : games) {
      entries.put(game.id(), new Entry(game, record(database, game, clock)));
    }
    Map<Integer, SteppedGame> byRules = new HashMap<>();
    for (Entry entry : entries.values()) {
      if (entry.game() instanceof SteppedGame stepped) {
        byRules.put(entry.rulesId(), stepped);
      }
    }
    return new GameCatalogue(entries, imported, byRules, operators);
  }

  /// Records a game's rules where they are new.
  ///
  /// @return their id
  static int record(Database database, Game game, InstantSource clock) {
    Rules rules = game.rules();
    byte[] hash = HexFormat.of().parseHex(rules.hash());
    return database.inTransaction(connection -> {
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
  }

  /// With the games of those open rounds that were begun under earlier rules.
  public GameCatalogue withRulesOfOpenRounds(Database database) {
    record Stored(int rulesId, String game, Rules rules) {}
    List<Stored> stored =
        database.read(connection ->
            Sql.list(
                connection,
                """
                SELECT rules_id, game, version, document FROM game_rules
                 WHERE rules_id IN (SELECT rules_id FROM open_round)
                """,
                row ->
                    new Stored(
                        row.getInt(1),
                        row.getString(2),
                        new Rules(row.getString(3), row.getString(4)))));
    Map<Integer, SteppedGame> all = new HashMap<>(byRules);
    for (Stored rules : stored) {
      if (!all.containsKey(rules.rulesId())
          && !PublishedGame.isPublished(rules.rules())
          && Games.underRules(rules.game(), rules.rules()) instanceof SteppedGame stepped) {
        all.put(rules.rulesId(), stepped);
      }
    }
    return new GameCatalogue(entries, imported, all, operators);
  }

  /// Why a round cannot begin at that state, by what its operator offers; empty when nothing is in
  /// the way. By memory alone, so that no bet waits for it.
  ///
  /// @param stake minor units
  /// @param maxPayout the most the round can be paid, minor units
  public Optional<Settlement.Refusal> refusal(
      PlayerState playerState, String game, long stake, long maxPayout) {
    Operator operator = operators.byId(playerState.account().operatorId());
    return isFor(operator, game)
        ? operator.refusal(game, stake, maxPayout)
        : Optional.of(new Settlement.GameOff(game));
  }

  /// Whether the game can be offered by that operator: our own by each, an imported one by those it
  /// was imported for.
  public boolean isFor(Operator operator, String game) {
    return entries.containsKey(game) || imported.isOffered(game, operator.code());
  }

  /// All games, in the order they are shown.
  public List<Game> games() {
    List<Game> games = new ArrayList<>();
    entries.values().forEach(entry -> games.add(entry.game()));
    games.addAll(imported.games());
    return games;
  }

  /// The games that an operator can offer, in the order they are shown.
  public List<Game> games(Operator operator) {
    return games().stream().filter(game -> isFor(operator, game.id())).toList();
  }

  /// The game of that id, if it is on offer.
  public Optional<Game> game(String id) {
    Entry own = entries.get(id);
    return own == null ? imported.game(id).map(Game.class::cast) : Optional.of(own.game());
  }

  /// The published game of that id, if that operator can offer it.
  public Optional<BooksGame> published(Operator operator, String id) {
    return game(id)
        .filter(BooksGame.class::isInstance)
        .map(BooksGame.class::cast)
        .filter(it -> isFor(operator, it.id()));
  }

  /// The game as it was played under those rules.
  ///
  /// @throws IllegalStateException when it cannot be played by them any more; says why
  public Game underRules(String game, Rules rules) {
    return imported.underRules(game, rules);
  }

  /// Works out every game's mathematics in the background, so that the first to ask need not wait.
  ///
  /// @param after a start has enough to do by itself
  public void prepare(Duration after) {
    // what it could not work out is worked out for the first to ask; the default handler logs it
    Thread.ofPlatform()
        .daemon()
        .name("par-sheets")
        .start(() -> {
          try {
            Thread.sleep(after);
          } catch (InterruptedException _) {
            return; // nothing interrupts it but the end of the process
          }
          games().forEach(Game::parSheet);
        });
  }

  /// How an open round ends, by the rules it was opened under. Every game that is not our own is a
  /// published one.
  ///
  /// @throws IllegalStateException when this version does not know them
  public EndsByRule asOpened(OpenRound open) {
    if (!entries.containsKey(open.game())) {
      return DrawnBook.ENDS;
    }
    SteppedGame game = byRules.get(open.rulesId());
    if (game == null) {
      throw new IllegalStateException(
          "%s of round %s was opened under rules %d, which this server does not know"
              .formatted(open.game(), open.ref(), open.rulesId()));
    }
    return game;
  }

  /// Whether a round was played by rules, or is open. Reads rounds one after the other until it
  /// finds one, so only commands ask for it.
  public static boolean isPlayed(Database database, String game, String rulesHash) {
    return database.read(connection ->
        Sql.one(
            connection,
            """
            WITH rules AS (SELECT rules_id FROM game_rules WHERE game = ? AND hash = ?)
            SELECT EXISTS (SELECT FROM round WHERE rules_id IN (SELECT rules_id FROM rules))
                OR EXISTS (SELECT FROM bet_month WHERE rules && ARRAY(SELECT rules_id FROM rules))
                OR EXISTS (SELECT FROM open_round WHERE rules_id IN (SELECT rules_id FROM rules))
            """,
            row -> row.getBoolean(1),
            game,
            HexFormat.of().parseHex(rulesHash)));
  }

  /// Whether a server has ever offered a game by those rules.
  public static boolean wasOffered(Database database, String game, String rulesHash) {
    return database.read(connection ->
        Sql.one(
            connection,
            "SELECT EXISTS (SELECT FROM game_rules WHERE game = ? AND hash = ?)",
            row -> row.getBoolean(1),
            game,
            HexFormat.of().parseHex(rulesHash)));
  }

  /// Rules by which some round was played.
  public static Rules rules(Connection connection, int rulesId) throws SQLException {
    return Sql.one(
        connection,
        "SELECT version, document FROM game_rules WHERE rules_id = ?",
        row -> new Rules(row.getString(1), row.getString(2)),
        rulesId);
  }

  /// Id of the rules that a bet was read by.
  ///
  /// @throws IllegalArgumentException when the game is not on offer
  public int rulesId(Bet bet) {
    return bet.rulesHash().isPresent()
        ? imported.rulesId(bet.game(), bet.rulesHash().get())
        : rulesId(bet.game());
  }

  /// Id of the rules one of our own games is played by.
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
