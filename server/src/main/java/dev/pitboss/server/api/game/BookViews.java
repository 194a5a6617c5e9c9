package dev.pitboss.server.api.game;

import dev.pitboss.games.books.BookMode;
import dev.pitboss.server.games.BooksGame;
import dev.pitboss.server.games.Game;
import dev.pitboss.server.json.JsonWriter;
import dev.pitboss.server.ledger.Round;
import io.avaje.jsonb.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// What is shown of published games and of the books they are played with.
public final class BookViews {
  private BookViews() {}

  /// A mode of a published game.
  ///
  /// @param cost of a round, in base bets; JSON's number, exact in all that money needs
  /// @param books how many outcomes there are
  /// @param totalWeight the sum of their weights, in decimal: it can have more than 64 bits
  /// @param minBaseBet minor units; a base bet times the cost is the stake
  @Json
  public record ModeView(
      String mode,
      double cost,
      int books,
      String totalWeight,
      long minBaseBet,
      long maxBaseBet,
      long baseBetStep,
      long minStake,
      long maxStake,
      GameRoutes.ParView parSheet) {
    static List<ModeView> all(BooksGame game) {
      return game.modes().stream().map(mode -> of(game, mode)).toList();
    }

    private static ModeView of(BooksGame game, BookMode mode) {
      Game.StakeLimits bets = game.baseBets();
      return new ModeView(
          mode.name(),
          mode.cost().doubleValue(),
          mode.table().size(),
          mode.table().totalWeight().toString(),
          bets.min(),
          bets.max(),
          bets.step(),
          game.stake(mode, bets.min()),
          game.stake(mode, bets.max()),
          GameRoutes.ParView.of(game.par(mode)));
    }
  }

  /// The book a round drew, as the studio published it.
  ///
  /// @param book with `id`, `events`, `payoutMultiplier` and what else the studio wrote
  @Json
  public record BookView(String ref, String game, @Json.Raw String book) {
    static BookView of(Round round, byte[] book) {
      return new BookView(
          round.ref().toString(),
          round.game(),
          JsonWriter.raw(new String(book, StandardCharsets.UTF_8)));
    }
  }
}
