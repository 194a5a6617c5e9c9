package dev.pitboss.server.database;

import dev.pitboss.cli.Suggestion;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Takes a PostgreSQL URL apart, in the forms of libpq and of pgjdbc. What it leaves open is taken
/// from libpq's variables. Messages name the parameter and no part of a password.
public final class DatabaseUrl {
  /// A failover group has a handful.
  private static final int MAX_HOSTS = 16;

  private static final int MAX_PORT = 65_535;

  /// Longer ones are no slip of a known name.
  private static final int MAX_NAME_LENGTH = 40;

  private static final String DEFAULT_PORT = "5432";

  private static final Pattern HOST =
      Pattern.compile("(\\[[0-9A-Fa-f:.%]+\\]|[A-Za-z0-9._-]+|/[^:]*)(?::(.*))?");

  /// A character that separates the parts of a URL stands in the password as it is.
  private static final String ENCODE =
      "percent-encode the characters : / ? # @ and % in user and password";

  private final String name;

  /// By the driver's name.
  private final Map<String, String> values = new LinkedHashMap<>();

  private DatabaseUrl(String name) {
    this.name = name;
  }

  /// How to reach the database of a URL.
  ///
  /// @param name of the parameter that gave the URL, for messages
  /// @param password given elsewhere than in the URL; counts before the variables
  /// @param environment as of `System.getenv()`
  /// @throws IllegalArgumentException when a part cannot be taken; the message names it
  public static DatabaseOptions options(
      String name,
      String url,
      Optional<PasswordSource> password,
      int poolSize,
      Map<String, String> environment) {
    DatabaseUrl parts = new DatabaseUrl(name);
    parts.readUrl(url.startsWith("jdbc:") ? url.substring("jdbc:".length()) : url);
    if (password.isPresent() && parts.values.containsKey("password")) {
      if (password.get() instanceof PasswordSource.OfFile) {
        throw new IllegalArgumentException(
            name + " has a password, and a password file is given: only one of them may be");
      }
    }
    parts.readVariables(environment, password.isPresent());
    return parts.assemble(password, poolSize, environment);
  }

  private IllegalArgumentException refused(String why) {
    return new IllegalArgumentException(name + why);
  }

  private void readUrl(String url) {
    Matcher form =
        Pattern.compile("([a-z][a-z0-9+.-]*)://([^/?#]*)(/[^?#]*)?(\\?[^#]*)?(#.*)?").matcher(url);
    if (!form.matches()) {
      throw refused(" is not a URL: it takes postgresql://user:password@host:port/name");
    }
    if (!List.of("postgresql", "postgres").contains(form.group(1))) {
      throw refused(" takes postgresql://user:password@host:port/name");
    }
    String authority = form.group(2);
    String path = Optional.ofNullable(form.group(3)).orElse("");
    String query = Optional.ofNullable(form.group(4)).orElse("");
    if (form.group(5) != null || path.contains("@") || query.contains("@")) {
      throw refused(" is not a URL: " + ENCODE + ", and @ in parameters");
    }
    int at = authority.lastIndexOf('@');
    if (at >= 0) {
      String[] login = authority.substring(0, at).split(":", 2);
      put("user", login[0]);
      if (login.length == 2) {
        put("password", login[1]);
      }
    }
    put("host", authority.substring(at + 1));
    put("dbname", path.isEmpty() ? "" : path.substring(1));
    if (query.length() > 1) {
      Stream.of(query.substring(1).split("&")).forEach(this::readParameter);
    }
  }

  /// Of the URL itself.
  private void put(String part, String encoded) {
    if (!encoded.isEmpty()) {
      values.put(part, decoded(encoded));
    }
  }

  private String decoded(String encoded) {
    try {
      return URLDecoder.decode(encoded.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      // its own message would repeat the value
      throw refused(" is not a URL: a % is not followed by two hexadecimal digits; " + ENCODE);
    }
  }

  private void readParameter(String text) {
    String[] pair = text.split("=", 2);
    String key = decoded(pair[0]);
    Optional<UrlParameter> known = UrlParameter.of(key);
    if (known.isEmpty()) {
      String shown = key.matches("\\w{1," + MAX_NAME_LENGTH + "}") ? key : "of that name";
      throw refused(
          Suggestion.after(": unknown parameter " + shown, shown, UrlParameter.all().keySet()));
    }
    String value = pair.length == 2 ? decoded(pair[1]) : key.equals("ssl") ? "true" : "";
    UrlParameter parameter = known.get();
    if (!parameter.isHonoured()) {
      throw refused(": parameter %s is refused: %s".formatted(key, parameter.refused()));
    }
    if (value.isEmpty()) {
      throw refused(": parameter " + key + " needs a value");
    }
    if (values.containsKey(parameter.driverName())) {
      throw refused(": parameter " + key + " is given twice");
    }
    take(": parameter " + key, name, parameter, value);
  }

  /// What is not in the URL. Variables that cannot be honoured are refused even so.
  private void readVariables(Map<String, String> environment, boolean hasPassword) {
    for (Map.Entry<String, String> variable : UrlParameter.variables().entrySet()) {
      String value = environment.getOrDefault(variable.getKey(), "");
      UrlParameter parameter = UrlParameter.of(variable.getValue()).orElseThrow();
      if (value.isEmpty()) {
        continue;
      }
      if (!parameter.isHonoured()) {
        throw new IllegalArgumentException(
            "variable %s is refused: %s".formatted(variable.getKey(), parameter.refused()));
      }
      boolean isOpen =
          !values.containsKey(parameter.driverName())
              && !(hasPassword && parameter.driverName().equals("password"));
      if (isOpen) {
        take("", "variable " + variable.getKey(), parameter, value);
      }
    }
  }

  private void take(String rest, String source, UrlParameter parameter, String value) {
    try {
      values.put(parameter.driverName(), UrlValues.checked(parameter.name(), value));
    } catch (IllegalArgumentException unsuitable) {
      throw new IllegalArgumentException(source + rest + " " + unsuitable.getMessage());
    }
  }

  private DatabaseOptions assemble(
      Optional<PasswordSource> given, int poolSize, Map<String, String> environment) {
    List<String> hosts = hosts();
    Map<String, String> rest = new TreeMap<>(values);
    String user = taken(rest, "user").orElseGet(() -> System.getProperty("user.name"));
    String database = taken(rest, "dbname").orElse(user);
    Optional<String> passfile = taken(rest, "passfile");
    PasswordSource password =
        taken(rest, "password")
            .<PasswordSource>map(PasswordSource.Fixed::new)
            .or(() -> given)
            .orElseGet(() -> passwordFile(passfile, environment, hosts, database, user));
    List.of("host", "port").forEach(rest::remove);
    UrlValues.complete(name, rest, hosts);
    return new DatabaseOptions(
        "jdbc:postgresql://"
            + String.join(",", hosts.stream().map(DatabaseUrl::address).toList())
            + "/"
            + URLEncoder.encode(database, StandardCharsets.UTF_8),
        user,
        password,
        rest,
        poolSize,
        DatabaseOptions.Waits.OF_REQUESTS);
  }

  private static Optional<String> taken(Map<String, String> rest, String part) {
    return Optional.ofNullable(rest.remove(part));
  }

  private static PasswordSource passwordFile(
      Optional<String> named,
      Map<String, String> environment,
      List<String> hosts,
      String database,
      String user) {
    Path file =
        Path.of(
            named.orElseGet(() ->
                environment.getOrDefault("HOME", System.getProperty("user.home")) + "/.pgpass"));
    return new PasswordSource.OfPgPass(
        file, hosts.stream().map(DatabaseUrl::address).toList(), database, user, named.isPresent());
  }

  /// Each as `host:port`, or as the folder of its Unix socket and the port.
  private List<String> hosts() {
    String[] names = values.getOrDefault("host", "localhost").split(",", -1);
    String[] ports = values.getOrDefault("port", DEFAULT_PORT).split(",", -1);
    if (names.length > MAX_HOSTS) {
      throw refused(" takes at most %d hosts, got %d".formatted(MAX_HOSTS, names.length));
    }
    if (ports.length != 1 && ports.length != names.length) {
      throw refused(" has %d hosts and %d ports".formatted(names.length, ports.length));
    }
    List<String> hosts = new ArrayList<>();
    for (int i = 0; i < names.length; i++) {
      Matcher host = HOST.matcher(names[i]);
      if (!host.matches()) {
        throw refused(": host %d is not a host name; %s".formatted(i + 1, ENCODE));
      }
      String own = Optional.ofNullable(host.group(2)).orElse("");
      String port = own.isEmpty() ? ports[ports.length == 1 ? 0 : i] : own;
      if (!port.matches("\\d{1,5}") || !isPort(Integer.parseInt(port))) {
        throw refused(
            ": the port of host %d is not a number from 1 to %d; %s"
                .formatted(i + 1, MAX_PORT, ENCODE));
      }
      hosts.add(host.group(1) + ":" + port);
    }
    return hosts;
  }

  private static boolean isPort(int number) {
    return number >= 1 && number <= MAX_PORT;
  }

  /// As the driver and password files name it: a Unix socket is on this machine.
  private static String address(String host) {
    return host.startsWith("/") ? "localhost" + host.substring(host.lastIndexOf(':')) : host;
  }
}
