package dev.pitboss.server.games;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.pitboss.games.Rules;
import dev.pitboss.server.database.Database;
import dev.pitboss.server.published.GameStore;
import dev.pitboss.server.published.PublishedGame;
import dev.pitboss.server.published.StoredGame;
import dev.pitboss.server.scheduling.PeriodicTask;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The imported games as the store in the data folder had them a moment ago. Read in the background
/// every [#MEMORY]; while the folder cannot be read, what was last read holds. Thread-safe.
public final class ImportedGames implements AutoCloseable {
  /// How long an import or a removal may take to be seen here.
  public static final Duration MEMORY = Duration.ofSeconds(2);

  private static final Logger LOG = LoggerFactory.getLogger(ImportedGames.class);

  /// Earlier versions of games in memory, for rounds that are replayed: tables of a few megabytes.
  private static final int MAX_EARLIER = 4;

  private static final Duration EARLIER_FOR = Duration.ofMinutes(10);

  private final GameStore store;
  private final Database database;
  private final InstantSource clock;
  private final PeriodicTask schedule = new PeriodicTask("imported-games", LOG);

  /// Of every version that this server has offered: a bet that was read by it is settled by it.
  private final Map<Version, Integer> rulesIds = new ConcurrentHashMap<>();

  private final Cache<Version, BooksGame> earlier =
      Caffeine.newBuilder().maximumSize(MAX_EARLIER).expireAfterAccess(EARLIER_FOR).build();

  /// What cannot be offered is said once.
  private final Set<Version> reported = new HashSet<>();

  private volatile Map<String, Imported> current = Map.of();

  private record Version(String id, String hash) {}

  private record Imported(BooksGame game, GameStore.Offer offer) {}

  private ImportedGames(GameStore store, Database database, InstantSource clock) {
    this.store = store;
    this.database = database;
    this.clock = clock;
  }

  /// Reads them now, and from now on.
  public static ImportedGames start(GameStore store, Database database, InstantSource clock) {
    ImportedGames games = new ImportedGames(store, database, clock);
    games.refresh();
    games.schedule.start(MEMORY, games::refresh, "cannot reload the imported games");
    return games;
  }

  /// All of them, by id.
  List<BooksGame> games() {
    return current.values().stream().map(Imported::game).toList();
  }

  /// The game of that id.
  public Optional<BooksGame> game(String id) {
    return Optional.ofNullable(current.get(id)).map(Imported::game);
  }

  /// Whether that operator offers the game.
  boolean isOffered(String id, String operator) {
    Imported imported = current.get(id);
    return imported != null && imported.offer().isFor(operator);
  }

  /// Id of the rules that a bet was read by.
  ///
  /// @throws IllegalArgumentException when this server has never offered such a game
  int rulesId(String id, String hash) {
    Integer rulesId = rulesIds.get(new Version(id, hash));
    if (rulesId == null) {
      throw new IllegalArgumentException("not on offer: " + id + " by the rules " + hash);
    }
    return rulesId;
  }

  /// The game as it was played under those rules, of ours or imported.
  ///
  /// @throws IllegalStateException when it cannot be played by them any more; says why
  public Game underRules(String id, Rules rules) {
    if (!PublishedGame.isPublished(rules)) {
      return Games.underRules(id, rules);
    }
    Optional<BooksGame> now = game(id).filter(it -> it.rules().hash().equals(rules.hash()));
    return now.isPresent()
        ? now.get()
        : earlier.get(new Version(id, rules.hash()), version -> opened(version));
  }

  private BooksGame opened(Version version) {
    try {
      return BooksGame.of(version.id(), store.open(version.hash()));
    } catch (IOException | StoredGame.DamagedException failure) {
      // players are told without the paths of this machine
      LOG.warn("an earlier version of {} cannot be read: {}", version.id(), failure.getMessage());
      throw new IllegalStateException(
          "the content of %s by the rules %s cannot be read"
              .formatted(version.id(), version.hash()),
          failure);
    }
  }

  /// Reads them now: what was imported here holds at once.
  public synchronized void refresh() {
    List<GameStore.Offer> offers;
    try {
      offers = store.list();
    } catch (IOException failure) {
      LOG.warn("cannot read the imported games: {}", failure.getMessage());
      return;
    }
    Map<String, Imported> before = current;
    Map<String, Imported> now = new LinkedHashMap<>();
    for (GameStore.Offer offer : offers) {
      Imported known = before.get(offer.id());
      if (known != null && known.offer().hash().equals(offer.hash())) {
        now.put(offer.id(), new Imported(known.game(), offer));
      } else if (Games.named(offer.id()).isEmpty()) {
        open(offer).ifPresent(game -> now.put(offer.id(), new Imported(game, offer)));
      }
    }
    Map<String, Imported> gone = new HashMap<>(before);
    gone.keySet().removeAll(now.keySet());
    gone.keySet().forEach(id -> LOG.info("game {} is not offered any more", id));
    current = now;
  }

  private Optional<BooksGame> open(GameStore.Offer offer) {
    Version version = new Version(offer.id(), offer.hash());
    try {
      BooksGame game = BooksGame.of(offer.id(), store.open(offer.hash()));
      rulesIds.put(version, GameCatalogue.record(database, game, clock));
      reported.remove(version);
      LOG.info("game {} is offered by the rules {}", offer.id(), offer.hash());
      return Optional.of(game);
    } catch (IOException | StoredGame.DamagedException | RuntimeException failure) {
      if (reported.add(version)) {
        LOG.error("game {} is not offered: {}", offer.id(), failure.getMessage());
      }
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    schedule.interrupt();
  }
}
