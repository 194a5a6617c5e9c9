package dev.pitboss.server;

import dev.pitboss.cli.Arguments;
import dev.pitboss.cli.Grammar;
import dev.pitboss.cli.UsageException;
import dev.pitboss.server.api.AccessOptions;
import dev.pitboss.server.database.DatabaseOptions;
import dev.pitboss.server.database.DatabaseUrl;
import dev.pitboss.server.database.PasswordSource;
import dev.pitboss.server.openid.OpenIdOptions;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Options of the server, parsed and checked before anything starts.
///
/// @param host address to bind
/// @param port where to listen
/// @param takesNextPort whether the next free port above is used when that one is taken
/// @param data folder of everything that must survive: the embedded database and the seed key
/// @param database an existing PostgreSQL, instead of the embedded one
/// @param walArchive folder of archives of the embedded database's log
/// @param poolSize database connections
/// @param access how clients are told apart and limited
/// @param openId where players may sign in besides here
/// @param train start, answer a few requests to ourselves and stop: fills the start-up cache
public record ServerOptions(
    String host,
    int port,
    boolean takesNextPort,
    Path data,
    Optional<DatabaseOptions> database,
    Optional<Path> walArchive,
    int poolSize,
    AccessOptions access,
    Optional<OpenIdOptions> openId,
    boolean train) {
  private static final int MAX_POOL = 200;
  private static final int MAX_PORT = 65_535;

  /// An invalid command line; the message names the part.
  public static final class Refused extends Exception {
    private static final long serialVersionUID = 1;

    Refused(String message) {
      super(message);
    }
  }

  /// Parses a command line.
  ///
  /// @param arguments as given, without the program's name
  /// @param environment as of `System.getenv()`
  /// @throws Refused when an option is unknown or a value cannot be taken
  public static ServerOptions parse(String[] arguments, Map<String, String> environment)
      throws Refused {
    try {
      Arguments parsed = Grammar.parse(Grammar.SERVE, List.of(arguments));
      return of(Configuration.of(parsed, environment), parsed.has("--train"), environment);
    } catch (UsageException refused) {
      throw new Refused(String.valueOf(refused.getMessage()));
    }
  }

  /// Checks the values of a configuration.
  ///
  /// @param train see above
  /// @param environment with libpq's variables
  /// @throws Refused when a value cannot be taken; names what gave it
  static ServerOptions of(
      Configuration configuration, boolean train, Map<String, String> environment) throws Refused {
    Configuration.Value port = configuration.value(Setting.PORT);
    int pool = number(configuration.value(Setting.POOL), 1, MAX_POOL);
    AccessOptions access =
        new AccessOptions(
            number(configuration.value(Setting.PROXIES), 0, AccessOptions.MAX_PROXIES),
            number(configuration.value(Setting.RATE_FACTOR), 1, AccessOptions.MAX_RATE_FACTOR));
    Configuration.Value url = configuration.value(Setting.DATABASE_URL);
    Optional<DatabaseOptions> database =
        url.text().isEmpty()
            ? Optional.empty()
            : Optional.of(database(configuration, pool, environment));
    return new ServerOptions(
        given(configuration.value(Setting.HOST)),
        port(port),
        port.source() == Configuration.Source.DEFAULT || port.text().endsWith("+"),
        Path.of(given(configuration.value(Setting.DATA))).toAbsolutePath(),
        database,
        walArchive(configuration),
        pool,
        access,
        openId(configuration),
        train);
  }

  private static Optional<Path> walArchive(Configuration configuration) throws Refused {
    Configuration.Value folder = configuration.value(Setting.WAL_ARCHIVE);
    Configuration.Value url = configuration.value(Setting.DATABASE_URL);
    if (!folder.text().isEmpty() && !url.text().isEmpty()) {
      throw new Refused(
          "%s is for the embedded database and excludes %s: archive an external one with pgBackRest"
              .formatted(folder.name(), url.name()));
    }
    return folder.text().isEmpty()
        ? Optional.empty()
        : Optional.of(Path.of(given(folder)).toAbsolutePath());
  }

  private static int port(Configuration.Value value) throws Refused {
    String text = value.text();
    String digits = text.endsWith("+") ? text.substring(0, text.length() - 1) : text;
    return number(value.name(), digits, 1, MAX_PORT);
  }

  /// A script whose variable is empty would otherwise get a default, or a folder that it did not
  /// mean.
  private static String given(Configuration.Value value) throws Refused {
    if (value.text().isBlank()) {
      throw new Refused(value.name() + " needs a value");
    }
    return value.text();
  }

  private static Optional<OpenIdOptions> openId(Configuration configuration) throws Refused {
    Configuration.Value issuer = configuration.value(Setting.OIDC_ISSUER);
    if (issuer.text().isEmpty()) {
      return Optional.empty();
    }
    Configuration.Value client = configuration.value(Setting.OIDC_CLIENT_ID);
    Configuration.Value name = configuration.value(Setting.OIDC_NAME);
    try {
      URI url = new URI(issuer.text());
      return Optional.of(
          new OpenIdOptions(
              url,
              client.text(),
              configuration.value(Setting.OIDC_CLIENT_SECRET).text(),
              name.source() == Configuration.Source.DEFAULT
                  ? Optional.ofNullable(url.getHost()).orElse("")
                  : name.text()));
    } catch (URISyntaxException | IllegalArgumentException refused) {
      throw new Refused(
          "%s and %s: %s".formatted(issuer.name(), client.name(), refused.getMessage()));
    }
  }

  private static int number(Configuration.Value value, int min, int max) throws Refused {
    return number(value.name(), value.text(), min, max);
  }

  private static int number(String name, String value, int min, int max) throws Refused {
    try {
      int number = Integer.parseInt(value);
      if (number >= min && number <= max) {
        return number;
      }
    } catch (NumberFormatException _) {
      // refused below, like a number out of range
    }
    throw new Refused(name + " takes a number from " + min + " to " + max + ", got " + value);
  }

  private static DatabaseOptions database(
      Configuration configuration, int pool, Map<String, String> environment) throws Refused {
    Configuration.Value url = configuration.value(Setting.DATABASE_URL);
    String secret = configuration.value(Setting.DATABASE_PASSWORD).text();
    Configuration.Value file = configuration.value(Setting.DATABASE_PASSWORD_FILE);
    if (!secret.isEmpty() && !file.text().isEmpty()) {
      throw new Refused(
          "%s and %s exclude each other: give one of them"
              .formatted(file.name(), configuration.value(Setting.DATABASE_PASSWORD).name()));
    }
    Optional<PasswordSource> password =
        file.text().isEmpty()
            ? Optional.of(secret).filter(s -> !s.isEmpty()).map(PasswordSource.Fixed::new)
            : Optional.of(new PasswordSource.OfFile(Path.of(file.text()).toAbsolutePath()));
    try {
      return DatabaseUrl.options(url.name(), url.text(), password, pool, environment);
    } catch (IllegalArgumentException refused) {
      throw new Refused(String.valueOf(refused.getMessage()));
    }
  }
}
