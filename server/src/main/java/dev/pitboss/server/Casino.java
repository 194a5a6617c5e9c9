package dev.pitboss.server;

import dev.pitboss.connections.ConnectionTracker;
import dev.pitboss.server.api.Routes;
import dev.pitboss.server.api.Services;
import dev.pitboss.server.approvals.Approvals;
import dev.pitboss.server.crash.LiveTable;
import dev.pitboss.server.database.Database;
import dev.pitboss.server.database.DatabaseMonitor;
import dev.pitboss.server.database.DatabaseOptions;
import dev.pitboss.server.database.Migrations;
import dev.pitboss.server.database.Pool;
import dev.pitboss.server.database.Requirements;
import dev.pitboss.server.database.embedded.EmbeddedDatabase;
import dev.pitboss.server.fairness.Chains;
import dev.pitboss.server.fairness.Fairness;
import dev.pitboss.server.fairness.SeedPairs;
import dev.pitboss.server.fairness.SeedVault;
import dev.pitboss.server.games.GameCatalogue;
import dev.pitboss.server.games.Games;
import dev.pitboss.server.history.Replay;
import dev.pitboss.server.history.Rounds;
import dev.pitboss.server.http.Api;
import dev.pitboss.server.http.ListenAddress;
import dev.pitboss.server.http.WebServer;
import dev.pitboss.server.ledger.OpenRounds;
import dev.pitboss.server.ledger.Wallet;
import dev.pitboss.server.monitoring.Activity;
import dev.pitboss.server.monitoring.GameReturns;
import dev.pitboss.server.monitoring.Health;
import dev.pitboss.server.monitoring.InvariantMonitor;
import dev.pitboss.server.monitoring.Invariants;
import dev.pitboss.server.monitoring.Metrics;
import dev.pitboss.server.monitoring.RecentIncidents;
import dev.pitboss.server.monitoring.Recorder;
import dev.pitboss.server.monitoring.Storage;
import dev.pitboss.server.openid.OpenIdIssuer;
import dev.pitboss.server.operators.OperatorModule;
import dev.pitboss.server.operators.Operators;
import dev.pitboss.server.operators.reporting.GgrToday;
import dev.pitboss.server.players.Lockout;
import dev.pitboss.server.players.PlayerModule;
import dev.pitboss.server.players.PlayerOpenings;
import dev.pitboss.server.players.Players;
import dev.pitboss.server.refills.Refills;
import dev.pitboss.server.restrictions.RestrictionsModule;
import dev.pitboss.server.rounds.BettingSwitch;
import dev.pitboss.server.rounds.BlackjackPlay;
import dev.pitboss.server.rounds.CrashPlay;
import dev.pitboss.server.rounds.ExpiredRoundSweeper;
import dev.pitboss.server.rounds.FruitSlotsPlay;
import dev.pitboss.server.rounds.Play;
import dev.pitboss.server.rounds.SteppedPlay;
import dev.pitboss.server.scheduling.Lifecycle;
import dev.pitboss.server.seamlesswallet.inbound.Launches;
import dev.pitboss.server.seamlesswallet.inbound.WalletForProviders;
import dev.pitboss.server.seamlesswallet.outbound.WalletsOfOperators;
import dev.pitboss.server.settlement.Lanes;
import dev.pitboss.server.staff.StaffModule;
import dev.pitboss.server.staff.StaffSetup;
import dev.pitboss.server.staff.StaffToken;
import java.io.IOException;
import java.nio.file.Files;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;

/// The whole casino, wired: what depends on what, in the order it starts. Closing it lets requests
/// in flight finish and stops everything in the opposite order.
public final class Casino implements AutoCloseable {
  /// Addresses to bind that `localhost` reaches.
  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "::1", "localhost");

  /// Addresses to bind that stand for all of them.
  private static final Set<String> ANY = Set.of("0.0.0.0", "::", "0");

  private final Lifecycle started = new Lifecycle();
  private final ServerOptions options;
  private final DatabaseOptions databaseOptions;
  private final ConnectionTracker tracker;
  private Optional<EmbeddedDatabase> embedded = Optional.empty();
  private final Services services;
  private final Api api;
  private final WebServer server;

  private Casino(
      ServerOptions options,
      UnaryOperator<DataSource> physical,
      LongSupplier crashMillis,
      InstantSource clock)
      throws IOException {
    this.options = options;
    try {
      databaseOptions = database();
      Metrics metrics = keep(new Metrics());
      Pool pool = keep(Pool.open(databaseOptions, physical));
      tracker = pool.tracker();
      Database database = new Database(tracker);
      DatabaseMonitor monitor = keep(DatabaseMonitor.start(database, pool, clock));
      Wallet wallet = new Wallet();
      OpenRounds openRounds = new OpenRounds();
      SeedVault vault = SeedVault.open(options.data().resolve("seed.key"));
      SeedPairs seeds = new SeedPairs(vault);
      OperatorModule tenancy = keep(OperatorModule.open(database, wallet, vault, clock));
      Refills refills = new Refills(database, wallet, tenancy.operators(), clock);
      Lockout lockout = lockout(database, clock);
      PlayerModule members = keep(members(database, wallet, vault, tenancy, lockout, clock));
      StaffModule.Locks locks = new StaffModule.Locks(lockout, vault);
      StaffModule office = keep(StaffModule.open(database, wallet, members, locks, tenancy, clock));
      Optional<OpenIdIssuer> openId = openId(clock);
      Fairness fairness = new Fairness(database, wallet, openRounds, seeds, clock);
      BettingSwitch betting = new BettingSwitch();
      GameCatalogue catalogue = catalogue(tenancy, database, clock);
      RestrictionsModule care = keep(care(tenancy, database, clock));
      Lanes lanes = keep(lanes(database, seeds, openRounds, care, metrics, clock));
      Play play = new Play(lanes, database, wallet, catalogue, betting);
      SteppedPlay.Stored stored = new SteppedPlay.Stored(wallet, openRounds, seeds);
      SteppedPlay stepped = new SteppedPlay(lanes, database, stored, catalogue, betting, clock);
      FruitSlotsPlay fruit = new FruitSlotsPlay(stepped);
      BlackjackPlay blackjack = new BlackjackPlay(stepped);
      LiveTable crash =
          keep(crash(database, openRounds, vault, new CrashPlay(stepped, catalogue), crashMillis));
      Rounds rounds = new Rounds(database, seeds);
      Replay replay = new Replay(rounds);
      InvariantMonitor watch = keep(invariants(database, betting, clock));
      keep(ExpiredRoundSweeper.start(stepped));
      Health health = health(database, new Health.Watched(monitor, watch), betting, pool, clock);
      Recorder.Watched recorded = recorded(health, catalogue, lanes, pool, clock);
      Recorder.Background background = background(database, tenancy, members, clock);
      Recorder recorder = keep(Recorder.start(recorded, background, metrics, clock));
      bind(metrics, pool, watch, lanes, crash, recorder);
      WalletForProviders providers =
          keep(WalletForProviders.start(database, wallet, tenancy, lanes, betting, clock));
      WalletsOfOperators remote = keep(remote(database, wallet, tenancy, members.players(), play));
      Approvals approvals = approvals(database, tenancy, providers, remote, clock);
      watchMoney(metrics, remote, health);
      services =
          new Services(
              database, tenancy, office, wallet, refills, members, openId, play, fruit, blackjack,
              crash, catalogue, fairness, rounds, replay, care, health, recorder, metrics,
              providers, remote, approvals);
      api = Routes.of(services, options.access());
      server = keep(WebServer.start(address(), api));
      keep(health::beginClosing);
      catalogue.prepare();
    } catch (IOException | RuntimeException failure) {
      close();
      throw failure;
    }
  }

  private void watchMoney(Metrics metrics, WalletsOfOperators remote, Health health) {
    metrics.bindRemoteBets(remote);
    embedded.ifPresent(it -> {
      metrics.bindEmbeddedDatabase(it);
      health.explainDatabaseBy(it::trouble);
    });
  }

  private ListenAddress address() {
    return new ListenAddress(options.host(), options.port(), options.takesNextPort());
  }

  /// Starts the casino; it serves when this returns.
  ///
  /// @throws IOException when the data folder, the database or the port cannot be had
  public static Casino open(ServerOptions options) throws IOException {
    return open(options, UnaryOperator.identity());
  }

  /// Starts the casino with the database's connections made through `physical`.
  static Casino open(ServerOptions options, UnaryOperator<DataSource> physical) throws IOException {
    return open(options, physical, () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()));
  }

  /// Starts the casino with a clock of the test's own for the crash table.
  static Casino open(
      ServerOptions options, UnaryOperator<DataSource> physical, LongSupplier crashMillis)
      throws IOException {
    return open(options, physical, crashMillis, InstantSource.system());
  }

  /// Starts the casino with clocks of the test's own.
  static Casino open(
      ServerOptions options,
      UnaryOperator<DataSource> physical,
      LongSupplier crashMillis,
      InstantSource clock)
      throws IOException {
    return new Casino(options, physical, crashMillis, clock);
  }

  /// Where it answers on this machine, without a slash at the end.
  public String url() {
    return url(listensOnAll() ? "127.0.0.1" : options.host());
  }

  /// The same for a browser on this machine: by the name `localhost` where that reaches it, because
  /// browsers have no passkeys at an address.
  public String browserUrl() {
    boolean isLocal = listensOnAll() || LOOPBACK.contains(options.host());
    return url(isLocal ? "localhost" : options.host());
  }

  /// The port it listens on.
  public int port() {
    return server.port();
  }

  /// Whether it listens on every address of this machine.
  public boolean listensOnAll() {
    return ANY.contains(options.host());
  }

  private String url(String host) {
    return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + server.port();
  }

  /// A setup token for the first staff account, while no staff account exists.
  public Optional<StaffToken> setupToken() {
    return StaffSetup.offer(services.database(), InstantSource.system());
  }

  /// The services behind the routes, for use without HTTP.
  public Services services() {
    return services;
  }

  /// What it answers.
  public Api api() {
    return api;
  }

  ConnectionTracker tracker() {
    return tracker;
  }

  DatabaseOptions databaseOptions() {
    return databaseOptions;
  }

  @Override
  public void close() {
    started.close();
  }

  private PlayerModule members(
      Database database,
      Wallet wallet,
      SeedVault vault,
      OperatorModule tenancy,
      Lockout lockout,
      InstantSource clock) {
    PlayerModule.Counted counted = new PlayerModule.Counted(lockout, openings(database, clock));
    return PlayerModule.open(database, wallet, vault, tenancy, counted, clock);
  }

  private Lockout lockout(Database database, InstantSource clock) {
    return new Lockout(database, clock, options.access().rateFactor());
  }

  private PlayerOpenings openings(Database database, InstantSource clock) {
    return PlayerOpenings.start(database, clock, options.access().rateFactor());
  }

  private static LiveTable crash(
      Database database,
      OpenRounds openRounds,
      SeedVault vault,
      CrashPlay play,
      LongSupplier millis) {
    Chains chains = new Chains(database, vault);
    return LiveTable.start(database, openRounds, chains, play, InstantSource.system(), millis);
  }

  private Optional<OpenIdIssuer> openId(InstantSource clock) {
    return options.openId().map(issuer -> keep(new OpenIdIssuer(issuer, clock)));
  }

  private static RestrictionsModule care(
      OperatorModule tenancy, Database database, InstantSource clock) {
    return RestrictionsModule.open(
        database, clock, Launches.endingSessions(tenancy.audit()::exclusion));
  }

  private static GameCatalogue catalogue(
      OperatorModule tenancy, Database database, InstantSource clock) {
    return GameCatalogue.of(Games.offered(), tenancy.operators(), database, clock)
        .withRulesOfOpenRounds(database);
  }

  private static WalletsOfOperators remote(
      Database database, Wallet wallet, OperatorModule tenancy, Players players, Play play) {
    return WalletsOfOperators.start(
        new WalletsOfOperators.Parts(
            database, wallet, tenancy, players, play, InstantSource.system()));
  }

  private static Approvals approvals(
      Database database,
      OperatorModule tenancy,
      WalletForProviders providers,
      WalletsOfOperators remote,
      InstantSource clock) {
    return new Approvals(
        database, tenancy, providers.providers(), remote.office().disputes(), clock);
  }

  private static InvariantMonitor invariants(
      Database database, BettingSwitch betting, InstantSource clock) {
    return InvariantMonitor.start(new Invariants(database), betting, clock);
  }

  private static Health health(
      Database database,
      Health.Watched watched,
      BettingSwitch betting,
      Pool pool,
      InstantSource clock) {
    RecentIncidents incidents = RecentIncidents.of(pool.tracker(), clock);
    return new Health(database, watched, betting, incidents, pool.acquireTimes(), clock);
  }

  private static Recorder.Watched recorded(
      Health health, GameCatalogue catalogue, Lanes lanes, Pool pool, InstantSource clock) {
    GameReturns returns = new GameReturns(catalogue, lanes.takings(), clock);
    return new Recorder.Watched(health, returns, pool.acquireTimes(), lanes::posted);
  }

  private Recorder.Background background(
      Database database, OperatorModule tenancy, PlayerModule members, InstantSource clock) {
    Operators operators = tenancy.operators();
    GgrToday ggr = new GgrToday(database, operators, clock);
    return new Recorder.Background(
        keep(Activity.start(operators, members.sessions().online(), ggr, clock)),
        keep(Storage.start(database, embedded.map(_ -> options.data()), clock)));
  }

  private static Lanes lanes(
      Database database,
      SeedPairs seeds,
      OpenRounds openRounds,
      RestrictionsModule care,
      Metrics metrics,
      InstantSource clock) {
    return Lanes.open(
        database, seeds, openRounds, care.restrictionsReader(), clock, metrics.settlementTimes());
  }

  private static void bind(
      Metrics metrics,
      Pool pool,
      InvariantMonitor watch,
      Lanes lanes,
      LiveTable crash,
      Recorder recorder) {
    metrics.bindConnections(pool.tracker());
    metrics.bindPool(pool);
    metrics.bindInvariants(watch);
    metrics.bindLanes(lanes);
    metrics.bindCrash(crash);
    metrics.bindGames(recorder.returns());
    metrics.bindLive(recorder);
  }

  private DatabaseOptions database() throws IOException {
    address().check(); // before anything is made
    Files.createDirectories(options.data());
    DatabaseOptions reach = options.database().isPresent() ? external() : embedded();
    Migrations.apply(reach);
    return reach;
  }

  private DatabaseOptions external() throws IOException {
    DatabaseOptions reach = options.database().orElseThrow();
    Requirements.check(reach);
    return reach;
  }

  private DatabaseOptions embedded() throws IOException {
    EmbeddedDatabase database = keep(EmbeddedDatabase.start(options.data().resolve("database")));
    embedded = Optional.of(database);
    return new DatabaseOptions(
        database.url(), database.user(), database.password(), options.poolSize());
  }

  private <T extends AutoCloseable> T keep(T resource) {
    return started.keep(resource);
  }
}
