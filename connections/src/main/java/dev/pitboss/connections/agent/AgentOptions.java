package dev.pitboss.connections.agent;

import dev.pitboss.connections.ConnectionTracker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// Options after the `=` of `-javaagent:pitboss-connections.jar=port=7075,hold=30s`.
///
/// @param port where to serve the report, on the loopback interface: 0 for any free port, empty for
///   nowhere; and whether another one will do
/// @param anyPort whether the next free port will do when [#port()] is taken: not if the
///   application's owner asked for that one
/// @param hold how long a connection may be held
/// @param name what the trackers' names start with; empty for nothing
/// @param reclaim whether a pool gets back what is proven lost
/// @param exclude prefixes of class names that are not woven
/// @param frameworks prefixes of class names whose callers are named in their stead
record AgentOptions(
    OptionalInt port,
    boolean anyPort,
    Duration hold,
    Optional<String> name,
    boolean reclaim,
    List<String> exclude,
    List<String> frameworks) {
  private static final int DEFAULT_PORT = 7075;
  private static final int MAX_PORT = 65_535;

  static final AgentOptions DEFAULT =
      new AgentOptions(
          OptionalInt.of(DEFAULT_PORT),
          true,
          ConnectionTracker.DEFAULT_HOLD,
          Optional.empty(),
          false,
          List.of(),
          List.of());

  AgentOptions {
    exclude = List.copyOf(exclude);
    frameworks = List.copyOf(frameworks);
  }

  /// @throws IllegalArgumentException if an option is not known or has no such value; the message
  ///   says what is
  static AgentOptions parse(@Nullable String text) {
    AgentOptions options = DEFAULT;
    if (text == null || text.isBlank()) {
      return options;
    }
    for (String option : text.split(",", -1)) {
      int equals = option.indexOf('=');
      if (equals < 1) {
        throw new IllegalArgumentException("an option is name=value, got '" + option + "'");
      }
      options = options.with(option.substring(0, equals).strip(), option.substring(equals + 1));
    }
    return options;
  }

  private AgentOptions with(String option, String value) {
    return switch (option) {
      case "port" ->
          new AgentOptions(parsePort(value), false, hold, name, reclaim, exclude, frameworks);
      case "hold" ->
          new AgentOptions(port, anyPort, parseDuration(value), name, reclaim, exclude, frameworks);
      case "name" ->
          new AgentOptions(port, anyPort, hold, Optional.of(value), reclaim, exclude, frameworks);
      case "reclaim" ->
          new AgentOptions(port, anyPort, hold, name, parseReclaim(value), exclude, frameworks);
      case "exclude" ->
          new AgentOptions(
              port, anyPort, hold, name, reclaim, prefixes(exclude, value), frameworks);
      case "framework" ->
          new AgentOptions(
              port, anyPort, hold, name, reclaim, exclude, prefixes(frameworks, value));
      default ->
          throw new IllegalArgumentException(
              "no option '"
                  + option
                  + "': there are port, hold, name, reclaim, exclude and framework");
    };
  }

  private static OptionalInt parsePort(String value) {
    if (value.equals("off")) {
      return OptionalInt.empty();
    }
    if (value.matches("[0-9]{1,5}") && Integer.parseInt(value) <= MAX_PORT) {
      return OptionalInt.of(Integer.parseInt(value));
    }
    throw new IllegalArgumentException("port is a number up to 65535, or off; got '" + value + "'");
  }

  private static Duration parseDuration(String value) {
    if (value.matches("[0-9]{1,9}(ms|s|m|h)") && value.matches(".*[1-9].*")) {
      String unit = value.replaceAll("[0-9]", "");
      long amount = Long.parseLong(value.substring(0, value.length() - unit.length()));
      return switch (unit) {
        case "ms" -> Duration.ofMillis(amount);
        case "s" -> Duration.ofSeconds(amount);
        case "m" -> Duration.ofMinutes(amount);
        default -> Duration.ofHours(amount);
      };
    }
    throw new IllegalArgumentException(
        "hold is a time above zero such as 500ms, 30s, 5m or 2h; got '" + value + "'");
  }

  private static boolean parseReclaim(String value) {
    return switch (value) {
      case "off" -> false;
      case "proven" -> true;
      default ->
          throw new IllegalArgumentException("reclaim is off or proven; got '" + value + "'");
    };
  }

  private static List<String> prefixes(List<String> before, String value) {
    List<String> all = new ArrayList<>(before);
    for (String prefix : value.split(";", -1)) {
      if (!prefix.isBlank()) {
        all.add(prefix.strip());
      }
    }
    return all;
  }
}
