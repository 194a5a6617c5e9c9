package dev.pitboss.bench.settlement;

import java.util.List;

/// What the players do.
enum Scenario {
  /// The bet that the naive transaction stores too.
  ROULETTE("roulette"),
  SLOTS_20("slots-20"),
  MIXED("mixed"),
  HISTORY("slots-20 beside history reads");

  private static final String SPIN = "{\"stake\":20}";
  private static final String RED = "{\"bets\":[{\"type\":\"red\",\"stake\":20}]}";
  private static final String PLAYER = "{\"bets\":[{\"on\":\"player\",\"stake\":20}]}";

  private final String title;

  Scenario(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }

  /// The bet, or the first of several, as JSON.
  String bet() {
    return this == ROULETTE ? RED : SPIN;
  }

  /// What a player sends in turn.
  List<byte[]> requests(String token) {
    byte[] spin = bet("slots-20", token, SPIN);
    byte[] red = bet("roulette", token, RED);
    return switch (this) {
      case ROULETTE -> List.of(red);
      case SLOTS_20 -> List.of(spin);
      case MIXED -> List.of(spin, red, bet("baccarat", token, PLAYER));
      case HISTORY ->
          List.of(
              spin,
              spin,
              spin,
              spin,
              HttpLoad.request("GET", "/api/casino/game-history?limit=20", token, ""));
    };
  }

  private static byte[] bet(String game, String token, String body) {
    return HttpLoad.request("POST", "/api/casino/play/" + game, token, body);
  }
}
