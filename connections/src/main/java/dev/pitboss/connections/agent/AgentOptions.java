package dev.pitboss.connections.agent;

import dev.pitboss.connections.ConnectionTracker;
import dev.pitboss.connections.ReclaimPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// What follows the `=` of `-javaagent:pitboss-connections.jar=…`: `key=value` pairs with commas
/// between them.
///
/// @param port where reports are served on 127.0.0.1, the next free port if it is taken; empty for
///   nowhere
/// @param hold how long a connection may be held before it counts as overdue
/// @param reclaim what is taken back
/// @param excluded prefixes of classes to leave alone
/// @param frameworks prefixes of classes that borrow for others
record AgentOptions(
    OptionalInt port,
    Duration hold,
    ReclaimPolicy reclaim,
    List<String> excluded,
    List<String> frameworks) {
  private static final int DEFAULT_PORT = 7075;
  private static final int MAX_PORT = 65_535;

  /// @throws IllegalArgumentException if an option is unknown or its value makes no sense
  static AgentOptions parse(@Nullable String arguments) {
    OptionalInt port = OptionalInt.of(DEFAULT_PORT);
    Duration hold = ConnectionTracker.DEFAULT_HOLD;
    // An agent that was added to look at an application must not change what it does.
    ReclaimPolicy reclaim = ReclaimPolicy.NOTHING;
    List<String> excluded = new ArrayList<>();
    List<String> frameworks = new ArrayList<>();
    for (String argument : arguments == null ? List.<String>of() : split(arguments, ",")) {
      int equals = argument.indexOf('=');
      String key = equals < 0 ? argument : argument.substring(0, equals);
      String value = equals < 0 ? "" : argument.substring(equals + 1);
      switch (key) {
        case "port" -> port = port(value);
        case "hold" -> hold = hold(value);
        case "reclaim" -> reclaim = reclaim(value);
        case "exclude" -> excluded.addAll(split(value, ";"));
        case "framework" -> frameworks.addAll(split(value, ";"));
        default ->
            throw new IllegalArgumentException(
                "there is no option '"
                    + key
                    + "'; there are port, hold, reclaim, exclude, framework");
      }
    }
    return new AgentOptions(port, hold, reclaim, List.copyOf(excluded), List.copyOf(frameworks));
  }

  private static List<String> split(String text, String separator) {
    return List.of(text.split(separator, -1)).stream().filter(part -> !part.isBlank()).toList();
  }

  private static OptionalInt port(String value) {
    if (value.equals("off")) {
      return OptionalInt.empty();
    }
    if (!value.matches("\\d{1,5}") || Integer.parseInt(value) > MAX_PORT) {
      throw new IllegalArgumentException("port wants a port number or off, not '" + value + "'");
    }
    return OptionalInt.of(Integer.parseInt(value));
  }

  private static Duration hold(String value) {
    if (!value.matches("[1-9]\\d{0,6}(ms|s|m)")) {
      throw new IllegalArgumentException(
          "hold wants a time such as 500ms, 30s or 5m, not '" + value + "'");
    }
    int unit = value.length() - (value.endsWith("ms") ? 2 : 1);
    long amount = Long.parseLong(value.substring(0, unit));
    return switch (value.substring(unit)) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      default -> Duration.ofMinutes(amount);
    };
  }

  private static ReclaimPolicy reclaim(String value) {
    return switch (value) {
      case "off" -> ReclaimPolicy.NOTHING;
      case "proven" -> ReclaimPolicy.PROVEN_LEAKS;
      default ->
          throw new IllegalArgumentException("reclaim wants off or proven, not '" + value + "'");
    };
  }
}
