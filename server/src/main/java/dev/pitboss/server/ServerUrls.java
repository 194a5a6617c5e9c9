package dev.pitboss.server;

import java.util.Set;

/// Where a server answers on this machine.
///
/// @param host the address it is bound to
/// @param port the port it listens on
record ServerUrls(String host, int port) {
  /// Addresses to bind that `localhost` reaches.
  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "::1", "localhost");

  /// Addresses to bind that stand for all of them.
  private static final Set<String> ANY = Set.of("0.0.0.0", "::", "0");

  /// For programs on this machine, without a slash at the end.
  String local() {
    return url(listensOnAll() ? "127.0.0.1" : host);
  }

  /// For a browser on this machine: by the name `localhost` where that reaches the server, because
  /// browsers have no passkeys at an address.
  String browser() {
    return url(listensOnAll() || LOOPBACK.contains(host) ? "localhost" : host);
  }

  /// Whether the server listens on every address of this machine.
  boolean listensOnAll() {
    return ANY.contains(host);
  }

  private String url(String name) {
    return "http://" + (name.contains(":") ? "[" + name + "]" : name) + ":" + port;
  }
}
