package dev.pitboss.server.games;

import dev.pitboss.games.Rules;
import dev.pitboss.games.originals.Original;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The games this version knows.
public final class Games {

  private Games() {}

  /// Made once, by the first that asks.
  private static final class Offered {
    private static final List<Game> ALL =
        Stream.concat(
                Stream.of(
                    ReelGame.named("Slots", machine("slots-20")),
                    new RouletteGame(),
                    new BaccaratGame(),
                    new FruitSlotsGame(),
                    new BlackjackGame(),
                    new CrashGame()),
                Arrays.stream(Original.values()).map(OriginalGame::new))
            .toList();
  }

  /// What the casino offers, in the order it is shown.
  public static List<Game> offered() {
    return Offered.ALL;
  }

  /// The game of that id, if the casino offers it.
  public static Optional<Game> named(String id) {
    return offered().stream().filter(game -> game.id().equals(id)).findFirst();
  }

  /// The game as it was played under those rules.
  ///
  /// @throws IllegalStateException when this version cannot play by them any more
  public static Game underRules(String game, Rules rules) {
    return switch (game) {
      case RouletteGame.ID -> under(rules, new RouletteGame());
      case BaccaratGame.ID -> under(rules, new BaccaratGame());
      case BlackjackGame.ID -> under(rules, new BlackjackGame());
      case FruitSlotsGame.ID -> under(rules, new FruitSlotsGame());
      case CrashGame.ID -> under(rules, new CrashGame());
      // an original's, or a machine's, whose rules are its whole definition
      default ->
          Original.of(game)
              .map(original -> under(rules, new OriginalGame(original)))
              .orElseGet(() -> ReelGame.of(rules.text()));
    };
  }

  private static Game under(Rules rules, Game game) {
    if (!game.rules().hash().equals(rules.hash())) {
      throw new IllegalStateException("this version cannot play by the rules " + rules.version());
    }
    return game;
  }

  private static String machine(String id) {
    String resource = "/machines/" + id + ".json";
    try (InputStream in = Games.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("not on the class path: " + resource);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
