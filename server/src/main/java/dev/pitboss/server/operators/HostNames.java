package dev.pitboss.server.operators;

import dev.pitboss.server.json.InvalidInput;
import java.util.Locale;
import java.util.regex.Pattern;

/// Names of hosts as requests and operators' settings have them.
public final class HostNames {
  private static final Pattern HOST =
      Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*");

  /// Of the domain name system.
  private static final int MAX_LENGTH = 253;

  private HostNames() {}

  /// The name of a host for an operator.
  ///
  /// @throws InvalidInput when it is invalid, such as one with scheme, port or path
  static String checked(String host) {
    String name = withoutFinalDot(host);
    if (name.length() > MAX_LENGTH || !HOST.matcher(name).matches()) {
      throw InvalidInput.field(
          "host",
          "must be a host name such as play.acme.example, without scheme, port or path, got "
              + host);
    }
    if (standsForTheMachine(name)) {
      throw InvalidInput.field(
          "host",
          "must have a dot and be no IP address: at such names the house answers, got " + host);
    }
    return name;
  }

  /// The name in a `Host` header: without port and final dot, in lower case.
  public static String of(String header) {
    int colon = header.lastIndexOf(':');
    return withoutFinalDot(
        colon >= 0 && colon > header.lastIndexOf(']') ? header.substring(0, colon) : header);
  }

  /// In lower case, without what the name system ignores: spaces around it and a dot at its end.
  static String withoutFinalDot(String name) {
    String host = name.strip().toLowerCase(Locale.ROOT);
    return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
  }

  /// Whether it stands for a machine and not for a casino: an IP address, `localhost` and what is
  /// below it, or a name without a dot, such as a container's.
  ///
  /// @param name as [#of] has it
  static boolean isLocal(String name) {
    return standsForTheMachine(name) || name.endsWith(".localhost") || name.charAt(0) == '[';
  }

  private static boolean standsForTheMachine(String name) {
    return name.indexOf('.') < 0 || name.chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9'));
  }
}
