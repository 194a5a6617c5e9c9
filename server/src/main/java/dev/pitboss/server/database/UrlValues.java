package dev.pitboss.server.database;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postgresql.PGProperty;

/// Values of the parameters that are honoured: what they may be, and what follows from them.
final class UrlValues {
  /// A server that has not answered by then is away.
  private static final int MAX_CONNECT_SECONDS = 60;

  private static final int MAX_NUMBER = 1 << 30;

  /// In PEM, of a key that is not in PKCS-8, the only form the driver reads.
  private static final List<String> OTHER_KEYS = List.of("RSA", "EC", "DSA", "OPENSSH");

  private static final String UNIX_SOCKETS = "org.newsclub.net.unix.AFUNIXSocketFactory$FactoryArg";

  /// libpq's words for what pgjdbc calls otherwise.
  private static final Map<String, Map<String, String>> WORDS =
      Map.of(
          "target_session_attrs",
          Map.of("any", "any", "read-write", "primary", "primary", "primary"),
          "targetServerType",
          Map.of("any", "any", "primary", "primary", "master", "primary"),
          "load_balance_hosts",
          Map.of("disable", "false", "random", "true"),
          "keepalives",
          Map.of("0", "false", "1", "true"),
          "gssEncMode",
          Map.of("disable", "disable"),
          "gssencmode",
          Map.of("disable", "disable"));

  private UrlValues() {}

  /// The value for the driver.
  ///
  /// @param name of the parameter in the URL
  /// @throws IllegalArgumentException when it cannot be taken; follows the parameter's name
  static String checked(String name, String value) {
    Map<String, String> words = WORDS.get(name);
    if (words != null) {
      String word = words.get(value);
      if (word == null) {
        throw takes(String.join(", ", words.keySet().stream().sorted().toList()), value);
      }
      return word;
    }
    return switch (name) {
      case "sslcert", "passfile" -> file(value);
      case "sslkey" -> privateKey(value);
      case "sslrootcert" -> value.equals("system") ? value : file(value);
      case "connectTimeout", "connect_timeout" -> number(value, 1, MAX_CONNECT_SECONDS);
      case "hostRecheckSeconds", "sslResponseTimeout", "scramMaxIterations" ->
          number(value, 0, MAX_NUMBER);
      case "sendBufferSize", "receiveBufferSize" -> number(value, 1, MAX_NUMBER);
      case "ssl", "loadBalanceHosts", "tcpKeepAlive", "tcpNoDelay" -> oneOf(value, "true", "false");
      case "sslmode", "sslNegotiation", "channelBinding" -> ofDriver(name, value);
      case "sslnegotiation" -> ofDriver("sslNegotiation", value);
      case "channel_binding" -> ofDriver("channelBinding", value);
      case "requireAuth", "require_auth" -> authentication(value);
      default -> value; // a name of its own
    };
  }

  /// Adds what follows from what was given.
  ///
  /// @param parameters by the driver's name
  /// @throws IllegalArgumentException when two of them exclude each other
  static void complete(String url, Map<String, String> parameters, List<String> hosts) {
    if (hosts.size() > 1 && "any".equals(parameters.get("targetServerType"))) {
      throw new IllegalArgumentException(
          url
              + ": Pitboss writes, so with several hosts targetServerType must be primary, got any");
    }
    if (hosts.size() > 1) {
      parameters.put("targetServerType", "primary");
    }
    if ("system".equals(parameters.get("sslrootcert"))) {
      trustTheJvms(url, parameters);
    }
    Optional<String> socket = hosts.stream().filter(host -> host.startsWith("/")).findFirst();
    if (socket.isPresent()) {
      if (hosts.size() > 1) {
        throw new IllegalArgumentException(
            url + " takes either one Unix socket or several hosts, not both");
      }
      int colon = socket.get().lastIndexOf(':');
      parameters.put("socketFactory", UNIX_SOCKETS);
      parameters.put(
          "socketFactoryArg",
          socket.get().substring(0, colon) + "/.s.PGSQL." + socket.get().substring(colon + 1));
    }
  }

  /// As in libpq, this needs the server's name to be verified: any server can have a certificate of
  /// a known authority.
  private static void trustTheJvms(String url, Map<String, String> parameters) {
    if (!"verify-full".equals(parameters.getOrDefault("sslmode", "verify-full"))
        || parameters.containsKey("sslcert")) {
      throw new IllegalArgumentException(
          url + ": sslrootcert=system takes sslmode=verify-full and no sslcert");
    }
    parameters.remove("sslrootcert");
    parameters.put("sslmode", "verify-full");
    parameters.put("sslfactory", "org.postgresql.ssl.DefaultJavaSSLFactory");
  }

  private static String file(String value) {
    Path file = Path.of(value);
    if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
      throw new IllegalArgumentException("takes a file that can be read, got " + value);
    }
    return file.toAbsolutePath().toString();
  }

  private static String privateKey(String value) {
    String file = file(value);
    try {
      String text = Files.readString(Path.of(file), StandardCharsets.ISO_8859_1);
      if (OTHER_KEYS.stream().anyMatch(kind -> text.contains("BEGIN " + kind + " PRIVATE KEY"))) {
        throw new IllegalArgumentException(
            "takes a key in PKCS-8 or PKCS-12; convert %s with openssl pkcs8 -topk8"
                .formatted(value));
      }
      return file;
    } catch (IOException _) {
      throw new IllegalArgumentException("takes a file that can be read, got " + value);
    }
  }

  private static String ofDriver(String property, String value) {
    for (PGProperty known : PGProperty.values()) {
      if (known.getName().equals(property)) {
        return oneOf(value, Optional.ofNullable(known.getChoices()).orElseThrow());
      }
    }
    throw new IllegalStateException("the driver has no property " + property);
  }

  private static String authentication(String value) {
    for (String method : value.split(",", -1)) {
      oneOf(
          method.replaceFirst("^!", ""), "password", "md5", "scram-sha-256", "gss", "sspi", "none");
    }
    return value;
  }

  private static String oneOf(String value, String... choices) {
    if (!Arrays.asList(choices).contains(value)) {
      throw takes(String.join(", ", choices), value);
    }
    return value;
  }

  private static String number(String value, int min, int max) {
    if (value.matches("\\d{1,10}")) {
      long number = Long.parseLong(value);
      if (number >= min && number <= max) {
        return value;
      }
    }
    throw takes("a number from " + min + " to " + max, value);
  }

  private static IllegalArgumentException takes(String what, String value) {
    return new IllegalArgumentException("takes " + what + ", got " + value);
  }
}
