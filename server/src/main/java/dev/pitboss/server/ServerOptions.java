package dev.pitboss.server;

import dev.pitboss.server.api.AccessOptions;
import dev.pitboss.server.database.DatabaseOptions;
import dev.pitboss.server.openid.OpenIdOptions;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// Options of the server, parsed and checked before anything starts.
///
/// @param host address to bind
/// @param port where to listen
/// @param takesNextPort whether the next free port above is used when that one is taken
/// @param data folder of everything that must survive: the embedded database and the seed key
/// @param database an existing PostgreSQL, instead of the embedded one
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
    int poolSize,
    AccessOptions access,
    Optional<OpenIdOptions> openId,
    boolean train) {
  private static final int DEFAULT_PORT = 8080;

  private static final int MAX_PORT = 65_535;

  /// How to start the server, line by line.
  public static final String USAGE =
      """
      Usage: pitboss [options]

        --port N            port to serve on; N+ takes the next free one if N is taken (8080+)
        --host ADDRESS      address to bind (127.0.0.1; 0.0.0.0 lets other machines in)
        --data DIR          folder of the database and the seed key (~/.local/share/pitboss)
        --database-url URL  an existing PostgreSQL 15-18 instead of the embedded one, as
                            postgresql://user:password@host:port/name; the password may also
                            come from PITBOSS_DATABASE_PASSWORD
        --pool N            database connections (12)
        --proxies N         proxies of yours in front, each adding to X-Forwarded-For (0: what
                            is there is not believed)
        --rate-factor N     how many times the usual request rates are let through (1; for load
                            tests; also PITBOSS_RATE_FACTOR)

        Single sign-on by OpenID Connect: PITBOSS_OIDC_ISSUER (its URL),
        PITBOSS_OIDC_CLIENT_ID, PITBOSS_OIDC_CLIENT_SECRET, PITBOSS_OIDC_NAME (for the button);
        register https://HOST/account.html there as redirect URI.
      """;

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
  /// @throws Refused when an option is unknown or its value cannot be taken
  public static ServerOptions parse(String[] arguments, Map<String, String> environment)
      throws Refused {
    String host = "127.0.0.1";
    int port = DEFAULT_PORT;
    boolean takesNextPort = true;
    Path data = defaultData(environment);
    String databaseUrl = "";
    int pool = DatabaseOptions.DEFAULT_POOL_SIZE;
    int proxies = 0;
    int rateFactor = rateFactor(environment);
    boolean train = false;
    for (int i = 0; i < arguments.length; i++) {
      String argument = arguments[i];
      int equals = argument.startsWith("--") ? argument.indexOf('=') : -1;
      String name = equals < 0 ? argument : argument.substring(0, equals);
      if (name.equals("--train")) {
        train = true;
        continue;
      }
      String value;
      if (equals >= 0) {
        value = argument.substring(equals + 1);
      } else if (i + 1 < arguments.length) {
        value = arguments[++i];
      } else {
        throw new Refused(isOption(name) ? name + " needs a value" : unknown(name));
      }
      switch (name) {
        case "--host" -> host = given(name, value);
        case "--port" -> {
          takesNextPort = value.endsWith("+");
          port = port(name, value);
        }
        case "--data" -> data = Path.of(given(name, value));
        case "--database-url" -> databaseUrl = value;
        case "--pool" -> pool = number(name, value, 1, 200);
        case "--proxies" -> proxies = number(name, value, 0, AccessOptions.MAX_PROXIES);
        case "--rate-factor" -> rateFactor = number(name, value, 1, AccessOptions.MAX_RATE_FACTOR);
        default -> throw new Refused(unknown(name));
      }
    }
    Optional<DatabaseOptions> database =
        databaseUrl.isEmpty()
            ? Optional.empty()
            : Optional.of(database(databaseUrl, pool, environment));
    AccessOptions access = new AccessOptions(proxies, rateFactor);
    return new ServerOptions(
        host,
        port,
        takesNextPort,
        data.toAbsolutePath(),
        database,
        pool,
        access,
        openId(environment),
        train);
  }

  private static int port(String name, String value) throws Refused {
    String digits = value.endsWith("+") ? value.substring(0, value.length() - 1) : value;
    return number(name, digits, 1, MAX_PORT);
  }

  /// A script whose variable is empty would otherwise get a default, or a folder that it did not
  /// mean.
  private static String given(String name, String value) throws Refused {
    if (value.isBlank()) {
      throw new Refused(name + " needs a value");
    }
    return value;
  }

  private static boolean isOption(String name) {
    return switch (name) {
      case "--host", "--port", "--data", "--database-url", "--pool" -> true;
      case "--proxies", "--rate-factor" -> true;
      default -> false;
    };
  }

  private static String unknown(String name) {
    return name.startsWith("-") ? "unknown option " + name : "unknown command " + name;
  }

  /// From the environment only: a command line is visible to all users of the machine.
  private static Optional<OpenIdOptions> openId(Map<String, String> environment) throws Refused {
    String issuer = environment.getOrDefault("PITBOSS_OIDC_ISSUER", "");
    if (issuer.isEmpty()) {
      return Optional.empty();
    }
    try {
      URI url = new URI(issuer);
      return Optional.of(
          new OpenIdOptions(
              url,
              environment.getOrDefault("PITBOSS_OIDC_CLIENT_ID", ""),
              environment.getOrDefault("PITBOSS_OIDC_CLIENT_SECRET", ""),
              environment.getOrDefault(
                  "PITBOSS_OIDC_NAME", Optional.ofNullable(url.getHost()).orElse(""))));
    } catch (URISyntaxException | IllegalArgumentException refused) {
      throw new Refused("PITBOSS_OIDC_ISSUER and PITBOSS_OIDC_CLIENT_ID: " + refused.getMessage());
    }
  }

  private static int rateFactor(Map<String, String> environment) throws Refused {
    String name = "PITBOSS_RATE_FACTOR";
    return number(name, environment.getOrDefault(name, "1"), 1, AccessOptions.MAX_RATE_FACTOR);
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

  private static DatabaseOptions database(String url, int pool, Map<String, String> environment)
      throws Refused {
    String form = url.startsWith("jdbc:") ? url.substring("jdbc:".length()) : url;
    try {
      URI uri = new URI(form.replaceFirst("^postgres:", "postgresql:"));
      String host = uri.getHost();
      if (!"postgresql".equals(uri.getScheme()) || host == null || uri.getPath().length() < 2) {
        throw new Refused("--database-url takes postgresql://user:password@host:port/name");
      }
      String[] user = Optional.ofNullable(uri.getUserInfo()).orElse("").split(":", 2);
      String password =
          user.length == 2 ? user[1] : environment.getOrDefault("PITBOSS_DATABASE_PASSWORD", "");
      String name = user[0].isEmpty() ? System.getProperty("user.name") : user[0];
      int port = uri.getPort() < 0 ? 5432 : uri.getPort();
      return new DatabaseOptions(
          "jdbc:postgresql://" + host + ":" + port + uri.getPath(), name, password, pool);
    } catch (URISyntaxException malformed) {
      // its own message would repeat the URL, password and all
      throw new Refused("--database-url is not a URL: " + malformed.getReason());
    }
  }

  private static Path defaultData(Map<String, String> environment) {
    String base =
        environment.getOrDefault(
            "XDG_DATA_HOME",
            Path.of(System.getProperty("user.home"), ".local", "share").toString());
    return Path.of(base, "pitboss");
  }
}
