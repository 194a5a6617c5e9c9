package dev.pitboss.server.monitoring;

/// Routes that are watched together: those of one kind of client, or of one price.
enum RouteGroup {
  BETS("Bets"),
  PLAYERS("Player API"),
  PROVIDERS("Wallet API"),
  STAFF("Staff API"),
  PAGES("Pages"),
  MONITORING("Monitoring"),
  OTHER("No such route");

  private final String title;

  RouteGroup(String title) {
    this.title = title;
  }

  /// For people.
  String title() {
    return title;
  }

  /// The group of a route's template.
  static RouteGroup of(String route) {
    if (route.startsWith("/api/casino/play/") || route.startsWith("/api/casino/slots/")) {
      return BETS;
    }
    if (route.startsWith("/api/ops")) {
      return STAFF;
    }
    if (route.startsWith("/api/wallet/")) {
      return PROVIDERS;
    }
    if (route.startsWith("/health") || route.equals("/metrics")) {
      return MONITORING;
    }
    if (route.equals("/*") || route.startsWith("/api/openapi")) {
      return PAGES;
    }
    return route.startsWith("/api/") ? PLAYERS : OTHER;
  }
}
