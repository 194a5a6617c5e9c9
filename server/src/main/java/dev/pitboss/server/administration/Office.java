package dev.pitboss.server.administration;

import com.google.errorprone.annotations.MustBeClosed;
import com.zaxxer.hikari.pool.HikariPool;
import dev.pitboss.cli.Arguments;
import dev.pitboss.cli.UsageException;
import dev.pitboss.server.ServerOptions;
import dev.pitboss.server.commands.Refused;
import dev.pitboss.server.commands.Terminal;
import dev.pitboss.server.database.Database;
import dev.pitboss.server.database.DatabaseOptions;
import dev.pitboss.server.database.Migrations;
import dev.pitboss.server.database.Pool;
import dev.pitboss.server.database.Requirements;
import dev.pitboss.server.database.embedded.DataDirectoryInUseException;
import dev.pitboss.server.database.embedded.EmbeddedDatabase;
import dev.pitboss.server.fairness.SeedKeyCheck;
import dev.pitboss.server.fairness.SeedVault;
import dev.pitboss.server.games.BooksGame;
import dev.pitboss.server.games.Game;
import dev.pitboss.server.games.Games;
import dev.pitboss.server.ledger.Wallet;
import dev.pitboss.server.operators.Operator;
import dev.pitboss.server.operators.OperatorKeys;
import dev.pitboss.server.operators.OperatorSettings;
import dev.pitboss.server.operators.Operators;
import dev.pitboss.server.operators.audit.AuditChain;
import dev.pitboss.server.operators.audit.AuditTrail;
import dev.pitboss.server.players.Sessions;
import dev.pitboss.server.players.Support;
import dev.pitboss.server.published.GameStore;
import dev.pitboss.server.published.StoredGame;
import dev.pitboss.server.restrictions.Limits;
import dev.pitboss.server.restrictions.RestrictionsModule;
import dev.pitboss.server.scheduling.Lifecycle;
import dev.pitboss.server.seamlesswallet.inbound.Providers;
import dev.pitboss.server.seamlesswallet.outbound.WalletModule;
import dev.pitboss.server.staff.Adjustments;
import dev.pitboss.server.staff.CommandLineMember;
import dev.pitboss.server.staff.StaffMember;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A casino's database as a command works on it: the running casino's own, or the one in its
/// folder, started for as long as the command takes, or one that is elsewhere. A casino is never
/// made: a folder without a casino is refused. Closing it stops what was started.
final class Office implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Office.class);

  /// Asks for output that programs read.
  static final String JSON = "--json";

  private static final int CONNECTIONS = 2;

  private final Lifecycle started = new Lifecycle();
  private final InstantSource clock = InstantSource.system();
  private final Path seedKey;
  private final GameStore store;
  private final boolean isElsewhere;
  private final Database database;
  private final AuditTrail audit = new AuditTrail(clock);
  private final Operators operators;

  private Office(ServerOptions options) throws IOException, Refused {
    seedKey = options.data().resolve("seed.key");
    store = new GameStore(options.data().resolve(GameStore.FOLDER));
    isElsewhere = options.database().isPresent();
    try {
      DatabaseOptions reach =
          options.database().isPresent() ? elsewhere(options.database().get()) : embedded(options);
      Pool pool = started.keep(pool(reach));
      database = new Database(pool.tracker());
      operators = started.keep(Operators.start(database));
    } catch (IOException | RuntimeException | Refused failure) {
      close();
      throw failure;
    }
  }

  /// Opens the casino the command line names.
  static Office open(Arguments line, Terminal terminal)
      throws UsageException, Refused, IOException {
    return new Office(options(line, terminal));
  }

  /// Opens a casino on the embedded database in a folder that no other process uses.
  static Office in(Path data) throws Refused, IOException {
    try {
      return new Office(
          ServerOptions.parse(
              new String[] {"--data", data.toString(), "--pool", Integer.toString(CONNECTIONS)},
              Map.of()));
    } catch (ServerOptions.Refused impossible) {
      throw new IllegalStateException("a folder that exists is valid", impossible);
    }
  }

  /// Where the casino of the command line is.
  static ServerOptions options(Arguments line, Terminal terminal) throws UsageException {
    List<String> words = new ArrayList<>(List.of("--pool", Integer.toString(CONNECTIONS)));
    for (String option :
        List.of("--data", "--database-url", "--database-password-file", "--config")) {
      line.value(option).ifPresent(value -> words.addAll(List.of(option, value)));
    }
    try {
      return ServerOptions.parse(words.toArray(String[]::new), terminal.environment());
    } catch (ServerOptions.Refused refused) {
      throw new UsageException(String.valueOf(refused.getMessage()));
    }
  }

  /// Tries twice: on a busy machine a first login may lose against the time it has.
  private static Pool pool(DatabaseOptions reach) {
    try {
      return Pool.open(reach, UnaryOperator.identity());
    } catch (HikariPool.PoolInitializationException late) {
      LOG.debug("reconnecting", late);
      return Pool.open(reach, UnaryOperator.identity());
    }
  }

  private static DatabaseOptions elsewhere(DatabaseOptions given) throws IOException, Refused {
    DatabaseOptions reach = given.forCommands();
    if (!Requirements.isCasino(reach)) {
      throw new Refused(
          "no casino in that database; start one with ./pitboss --database-url, or name"
              + " another database");
    }
    return reach;
  }

  private static void requireCasino(ServerOptions options) throws IOException, Refused {
    Path folder = options.data().resolve("database");
    switch (EmbeddedDatabase.presence(folder)) {
      case PRESENT -> {}
      case STARTING -> throw justStarting(options);
      case ABSENT ->
          throw new Refused(
              Files.exists(options.data().resolve("seed.key"))
                  ? "the casino in %s uses an external database; name it with --database-url"
                      .formatted(options.data())
                  : ("no casino in %1$s; start one with ./pitboss --data %1$s,"
                          + " or name another folder with --data")
                      .formatted(options.data()));
    }
  }

  private static Refused justStarting(ServerOptions options) {
    return new Refused(
        "the casino in " + options.data() + " is starting; try again in a few seconds");
  }

  private DatabaseOptions embedded(ServerOptions options) throws IOException, Refused {
    requireCasino(options);
    Path folder = options.data().resolve("database");
    try {
      EmbeddedDatabase database = started.keep(EmbeddedDatabase.start(folder));
      DatabaseOptions reach =
          new DatabaseOptions(
              database.url(), database.user(), database.password(), options.poolSize());
      Migrations.apply(reach);
      return reach.forCommands();
    } catch (DataDirectoryInUseException running) {
      return EmbeddedDatabase.ofRunning(folder, options.poolSize())
          .map(DatabaseOptions::forCommands)
          .orElseThrow(() -> justStarting(options));
    }
  }

  Database database() {
    return database;
  }

  Operators operators() {
    return operators;
  }

  /// All games: our own, and those that were imported.
  List<Game> games(Operator operator) throws IOException, Refused {
    List<Game> games = new ArrayList<>(Games.offered());
    for (GameStore.Offer offer : store.list()) {
      if (offer.isFor(operator.code())) {
        try {
          games.add(BooksGame.of(offer.id(), store.open(offer.hash())));
        } catch (StoredGame.DamagedException damaged) {
          throw new Refused(String.valueOf(damaged.getMessage()));
        }
      }
    }
    return games;
  }

  /// The operator of that code.
  Operator operator(String code) throws Refused {
    return operators.byCode(code).orElseThrow(() -> new Refused("no such operator: " + code));
  }

  OperatorSettings settings() {
    return new OperatorSettings(database, new Wallet(), audit, clock);
  }

  OperatorKeys keys() throws IOException, Refused {
    return new OperatorKeys(database, vault(), audit, clock);
  }

  Providers providers() {
    return new Providers(database, audit, clock);
  }

  /// Operations on external wallets. The caller closes it.
  @MustBeClosed
  WalletModule wallets() throws IOException, Refused {
    return WalletModule.open(database, keys(), audit, clock);
  }

  /// What is looked up about players, and done for them.
  Support support() {
    return new Support(database, new Sessions(database, clock), audit, clock);
  }

  /// What players do about their own play.
  Limits restrictions() {
    return started.keep(RestrictionsModule.open(database, clock, audit::exclusion)).limits();
  }

  Adjustments adjustments() {
    return new Adjustments(database, new Wallet(), audit, clock).actingAs(actor());
  }

  /// The account that stands for the command line in the books.
  StaffMember commandLine() throws Refused {
    return CommandLineMember.of(database, audit, actor(), clock.instant())
        .orElseThrow(() ->
            new Refused(
                "an adjustment requires a staff account besides the command line; create one first:"
                    + " pitboss staff create"));
  }

  AuditTrail audit() {
    return audit;
  }

  AuditChain chain() throws IOException, Refused {
    return new AuditChain(vault().derivedKey(AuditChain.KEY_PURPOSE));
  }

  InstantSource clock() {
    return clock;
  }

  /// Who does it, for the trail.
  String actor() {
    String user = System.getProperty("user.name", "").replaceAll("[^!-~]", "");
    return user.isEmpty() ? "cli" : "cli:" + user.substring(0, Math.min(64, user.length()));
  }

  /// The key beside the database. Of a database elsewhere it must be there: a new key would open
  /// nothing and seal data that no other server can open.
  private SeedVault vault() throws IOException, Refused {
    if (isElsewhere && !Files.exists(seedKey)) {
      throw new Refused(
          "the casino's key %s is missing: set --data to its folder".formatted(seedKey));
    }
    SeedVault vault = SeedVault.open(seedKey);
    SeedKeyCheck.check(database, vault, seedKey);
    return vault;
  }

  @Override
  public void close() {
    started.close();
  }
}
