package dev.pitboss.server;

import dev.pitboss.connections.ConnectionTracker;
import dev.pitboss.server.CasinoClient.Answer;
import dev.pitboss.server.CasinoClient.Guest;
import dev.pitboss.server.api.AccessOptions;
import dev.pitboss.server.database.DatabaseOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// A whole casino on an embedded PostgreSQL of its own and a free port, spoken to over HTTP.
public final class CasinoFixture implements AutoCloseable {
  /// All players of all tests come from one address.
  public static final String MANY = "1000000";

  /// One casino for all tests that only play in it; stopped with the JVM.
  private static final class Shared {
    private static final CasinoFixture CASINO = start();

    static {
      Runtime.getRuntime().addShutdownHook(new Thread(CASINO::close, "shared-casino-stop"));
    }
  }

  private final Casino casino;
  private final CasinoClient client;
  private final Path data;
  private final InstantSource clock;

  private CasinoFixture(Casino casino, Path data, InstantSource clock) {
    this.casino = casino;
    this.data = data;
    this.clock = clock;
    this.client = new CasinoClient(casino.url());
  }

  public static CasinoFixture shared() {
    return Shared.CASINO;
  }

  public static CasinoFixture start() {
    return start(UnaryOperator.identity());
  }

  /// Starts a casino whose pool takes its connections through `physical`.
  public static CasinoFixture start(UnaryOperator<DataSource> physical) {
    return start(physical, () -> System.nanoTime() / 1_000_000);
  }

  /// Starts a casino whose crash table goes by that clock.
  public static CasinoFixture startWithCrashClock(LongSupplier millis) {
    return start(UnaryOperator.identity(), millis);
  }

  /// Starts a casino that goes by that clock.
  public static CasinoFixture startWithClock(InstantSource clock) {
    return start(Map.of(), UnaryOperator.identity(), () -> System.nanoTime() / 1_000_000, clock);
  }

  /// Starts a casino with that environment.
  public static CasinoFixture startWith(Map<String, String> environment) {
    return start(
        environment,
        UnaryOperator.identity(),
        () -> System.nanoTime() / 1_000_000,
        InstantSource.system());
  }

  private static CasinoFixture start(UnaryOperator<DataSource> physical, LongSupplier millis) {
    return start(Map.of(), physical, millis, InstantSource.system());
  }

  private static CasinoFixture start(
      Map<String, String> more,
      UnaryOperator<DataSource> physical,
      LongSupplier millis,
      InstantSource clock) {
    try {
      Map<String, String> environment = new HashMap<>(more);
      environment.put("PITBOSS_RATE_FACTOR", MANY);
      Path data = Files.createTempDirectory("pitboss-test");
      ServerOptions options =
          ServerOptions.parse(
              new String[] {"--data", data.toString(), "--port", "20000+"}, environment);
      return new CasinoFixture(new Casino(options, physical, millis, clock), data, clock);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (ServerOptions.Refused impossible) {
      throw new AssertionError(impossible);
    }
  }

  /// Another server over the same database, with the same seed key.
  public CasinoFixture another() {
    return another(Integer.parseInt(MANY));
  }

  /// Another server over the same database, which lets one address do no more than players get.
  public CasinoFixture anotherWithUsualRates() {
    return another(1);
  }

  private CasinoFixture another(int rateFactor) {
    try {
      Path folder = Files.createTempDirectory("pitboss-test");
      Files.copy(data.resolve("seed.key"), folder.resolve("seed.key"));
      DatabaseOptions shared = casino.databaseOptions();
      ServerOptions options =
          new ServerOptions(
              "127.0.0.1",
              20_000,
              true,
              folder,
              Optional.of(shared),
              Optional.empty(),
              shared.poolSize(),
              new AccessOptions(0, rateFactor),
              Optional.empty(),
              false);
      return new CasinoFixture(
          new Casino(options, UnaryOperator.identity(), () -> System.nanoTime() / 1_000_000, clock),
          folder,
          clock);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /// The file that seals this casino's seeds.
  public Path seedKey() {
    return data.resolve("seed.key");
  }

  /// This casino's database, for a server's command line.
  public String databaseUrl() {
    DatabaseOptions options = casino.databaseOptions();
    return options
        .url()
        .replaceFirst(
            "^jdbc:postgresql://",
            "postgresql://" + options.user() + ":" + options.password() + "@")
        .replaceFirst("\\?.*", "");
  }

  /// A guest of another server over the same database.
  public Guest known(Guest elsewhere) {
    return new Guest(client, elsewhere.token());
  }

  /// The player with that session.
  public Guest player(String token) {
    return new Guest(client, token);
  }

  /// What is wired inside.
  public Casino casino() {
    return casino;
  }

  /// Where it answers, without a slash at the end.
  public String url() {
    return casino.url();
  }

  /// The tracker all of the casino's connections go through.
  public ConnectionTracker tracker() {
    return casino.tracker();
  }

  /// A connection as the owner of the schema, past the casino: to look, and to break things.
  public Connection owner() throws SQLException {
    return DriverManager.getConnection(
        casino.databaseOptions().url(),
        casino.databaseOptions().user(),
        casino.databaseOptions().password());
  }

  /// How to reach the database as that owner.
  public DatabaseOptions databaseOptions() {
    return casino.databaseOptions();
  }

  /// Login of that owner.
  public String databaseUser() {
    return casino.databaseOptions().user();
  }

  /// Its password.
  public String databasePassword() {
    return casino.databaseOptions().password();
  }

  /// Runs SQL as the owner.
  public void sql(String sql) throws SQLException {
    try (Connection connection = owner();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /// One number from the database, as the owner.
  public long number(String sql) throws SQLException {
    try (Connection connection = owner();
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  /// Opens a guest's account.
  public Guest guest() {
    return client.guest();
  }

  /// Speaks to it.
  public CasinoClient client() {
    return client;
  }

  public Answer get(String path) {
    return client.get(path);
  }

  public Answer send(
      String method, String path, @Nullable String body, Map<String, String> headers) {
    return client.send(method, path, body, headers);
  }

  @Override
  public void close() {
    casino.close();
  }
}
