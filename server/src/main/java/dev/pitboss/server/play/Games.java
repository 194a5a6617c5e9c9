package dev.pitboss.server.play;

import dev.pitboss.games.Rules;
import java.util.List;

/// The games this version knows.
public final class Games {
  private Games() {}

  /// What the casino offers, in the order it is shown.
  public static List<Game> offered() {
    return List.of(new RouletteGame());
  }

  /// The game as it was played under those rules.
  ///
  /// @throws IllegalStateException when this version cannot play by them any more
  public static Game underRules(String game, Rules rules) {
    return switch (game) {
      case "roulette" -> new RouletteGame();
      default -> throw new IllegalStateException("this version does not know the game " + game);
    };
  }
}
