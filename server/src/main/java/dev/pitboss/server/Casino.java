package dev.pitboss.server;

import dev.pitboss.connections.ConnectionTracker;
import dev.pitboss.server.api.Routes;
import dev.pitboss.server.api.Services;
import dev.pitboss.server.archive.BetArchive;
import dev.pitboss.server.database.DatabaseOptions;
import dev.pitboss.server.fairness.SeedKeyCheck;
import dev.pitboss.server.fairness.SeedPairs;
import dev.pitboss.server.fairness.SeedVault;
import dev.pitboss.server.games.Games;
import dev.pitboss.server.http.Api;
import dev.pitboss.server.http.EventLoops;
import dev.pitboss.server.http.ListenAddress;
import dev.pitboss.server.http.WebServer;
import dev.pitboss.server.ledger.OpenRounds;
import dev.pitboss.server.ledger.Wallet;
import dev.pitboss.server.monitoring.Metrics;
import dev.pitboss.server.scheduling.Lifecycle;
import dev.pitboss.server.staff.StaffSetup;
import dev.pitboss.server.staff.StaffToken;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;

/// A running casino. Closing it lets requests in flight finish and stops everything in the opposite
/// order.
public final class Casino implements AutoCloseable {
  /// By then a start is over, and the lobby's first visitors have their pages.
  private static final Duration SETTLED = Duration.ofSeconds(10);

  private final Lifecycle started = new Lifecycle();
  private final DatabaseModule database;
  private final Services services;
  private final Api api;
  private final WebServer server;
  private final ServerUrls urls;

  /// Starts the casino with clocks of its own.
  ///
  /// @param physical wraps the database's connections
  /// @param crashMillis the crash table's clock
  Casino(
      ServerOptions options,
      UnaryOperator<DataSource> physical,
      LongSupplier crashMillis,
      InstantSource clock)
      throws IOException {
    try {
      var address = new ListenAddress(options.host(), options.port(), options.takesNextPort());
      address.check(); // before anything is made
      // what needs no database is made while the database starts
      Supplier<EventLoops> loops = started.keepMeanwhile(EventLoops::start);
      Thread _ = Thread.ofPlatform().daemon().name("games").start(Games::offered);
      Metrics metrics = started.keep(new Metrics());
      database = DatabaseModule.open(options, physical, clock, started);
      Path keyFile = options.data().resolve("seed.key");
      SeedVault vault = SeedVault.open(keyFile);
      SeedKeyCheck.check(database.database(), vault, keyFile);
      Shared shared =
          new Shared(
              database.database(),
              new Wallet(),
              new OpenRounds(),
              vault,
              new SeedPairs(vault),
              new BetArchive(database.database(), options.data().resolve(BetArchive.FOLDER)),
              clock,
              started);
      services = ServicesModule.open(shared, database, metrics, options, crashMillis);
      api = Routes.of(services, options.access());
      server = started.keep(WebServer.start(loops.get(), address, api));
      started.keep(services.health()::beginClosing);
      services.catalogue().prepare(SETTLED);
      urls = new ServerUrls(options.host(), server.port());
    } catch (IOException | RuntimeException failure) {
      close();
      throw failure;
    }
  }

  /// Starts the casino; it serves when this returns.
  ///
  /// @throws IOException when the data folder, the database or the port cannot be had
  public static Casino open(ServerOptions options) throws IOException {
    LongSupplier millis = () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    return new Casino(options, UnaryOperator.identity(), millis, InstantSource.system());
  }

  /// Where it answers on this machine, without a slash at the end.
  public String url() {
    return urls.local();
  }

  ServerUrls urls() {
    return urls;
  }

  /// A setup token for the first staff account, while no staff account exists.
  public Optional<StaffToken> setupToken() {
    return StaffSetup.offer(services.database(), InstantSource.system());
  }

  public Services services() {
    return services;
  }

  public Api api() {
    return api;
  }

  ConnectionTracker tracker() {
    return database.pool().tracker();
  }

  DatabaseOptions databaseOptions() {
    return database.options();
  }

  @Override
  public void close() {
    started.close();
  }
}
