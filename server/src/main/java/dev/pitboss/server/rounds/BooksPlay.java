package dev.pitboss.server.rounds;

import dev.pitboss.server.games.Bet;
import dev.pitboss.server.games.BooksGame;
import dev.pitboss.server.games.DrawnBook;
import dev.pitboss.server.games.GameCatalogue;
import dev.pitboss.server.ledger.IdempotencyKey;
import dev.pitboss.server.ledger.Move;
import dev.pitboss.server.ledger.OpenRound;
import dev.pitboss.server.ledger.Posting;
import dev.pitboss.server.ledger.Round;
import dev.pitboss.server.settlement.Operation.Decision;
import dev.pitboss.server.settlement.PlayerState;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// The life of a round of a published game in two steps, on one screen: the bet draws its book and
/// holds the stake, the end of the round pays it. The book is fixed by the bet; a round that pays
/// nothing ends with it. Thread-safe.
public final class BooksPlay {
  private final SteppedPlay play;
  private final GameCatalogue catalogue;

  public BooksPlay(SteppedPlay play, GameCatalogue catalogue) {
    this.play = play;
    this.catalogue = catalogue;
  }

  /// A round as its player sees it after the bet.
  ///
  /// @param rulesId of the rules it was drawn by
  /// @param isOpen whether its payout is still to come
  /// @param balance player's cash right after the bet, minor units
  public record View(UUID ref, int rulesId, DrawnBook drawn, boolean isOpen, long balance) {
    /// A settled round.
    public static View of(Round round) {
      return new View(
          round.ref(), round.rulesId(), DrawnBook.of(round), false, round.balanceAfter());
    }
  }

  /// Bets.
  ///
  /// @param shownMode the mode as the client wrote it
  public RoundResult<View> bet(long playerId, IdempotencyKey key, Bet wager, String shownMode) {
    SteppedPlay.RoundRequest asked =
        SteppedPlay.RoundRequest.of(playerId, key, wager.game() + " " + wager.choices());
    return play.once(
        playerId,
        asked,
        (connection, _, move) -> again(connection, playerId, wager.game(), move),
        (playerState, now) ->
            play.<View>refusal(playerState, wager.game(), wager.stake(), wager.maxPayout(), now)
                .<Decision<RoundResult<View>>>map(Decision.Refuse::new)
                .orElseGet(() -> draw(playerState, asked, wager, shownMode, now)));
  }

  private Decision<RoundResult<View>> draw(
      PlayerState playerState,
      SteppedPlay.RoundRequest asked,
      Bet wager,
      String shownMode,
      Instant now) {
    Round.DrawReference draw = playerState.nextDraw();
    DrawnBook drawn = DrawnBook.of(wager, wager.rule().apply(playerState.draws(draw)), shownMode);
    OpenRound round =
        new OpenRound(
            asked.requestId(),
            playerState.playerId(),
            wager.game(),
            catalogue.rulesId(wager),
            wager.stake(),
            drawn.text(),
            0,
            draw,
            now.plus(SteppedPlay.TIME_TO_FINISH));
    long balance = Math.subtractExact(playerState.balance(), wager.stake());
    View view = new View(round.ref(), round.rulesId(), drawn, drawn.payout() > 0, balance);
    Posting posting =
        drawn.payout() > 0
            ? new Posting.Opened(
                playerState.account(),
                round,
                SteppedPlay.move(asked, round.ref(), 0, balance, round.endsAt(), now))
            : new Posting.Settled(
                playerState.account(),
                SteppedPlay.ended(playerState, round, 0, drawn.ending(), now),
                SteppedPlay.move(asked, round.ref(), 0, balance, null, now));
    return new Decision.Post<>(posting, new RoundResult.Taken<>(view));
  }

  /// What a bet showed, with the round as it is by now.
  private View again(Connection connection, long playerId, String game, Move move)
      throws SQLException {
    Optional<OpenRound> open =
        play.findOpen(connection, playerId, game).filter(it -> it.ref().equals(move.ref()));
    if (open.isPresent()) {
      return view(open.get(), move.balanceAfter());
    }
    Round settled = play.findSettled(connection, playerId, move.ref(), game).orElseThrow();
    return new View(
        settled.ref(), settled.rulesId(), DrawnBook.of(settled), false, move.balanceAfter());
  }

  /// The player's open round of that game.
  public Optional<View> open(long playerId, String game) {
    return play.open(playerId, game, (_, open, balance) -> view(open, balance));
  }

  private static View view(OpenRound open, long balance) {
    return new View(open.ref(), open.rulesId(), DrawnBook.parse(open.bet()), true, balance);
  }

  /// The book that a round drew, as the studio published it.
  ///
  /// @throws IllegalStateException when the game's content cannot be read
  /// @throws dev.pitboss.server.published.BookArchive.DamagedException when it is not the book that
  ///   was imported
  public byte[] book(String game, View view) {
    if (catalogue.underRules(game, play.rules(view.rulesId())) instanceof BooksGame books) {
      return books.book(view.drawn().result()).orElseThrow();
    }
    throw new IllegalStateException(game + " is not played with books");
  }

  /// Pays an open round, or finds how it ended. The ref names the intention, so no key is needed.
  public RoundResult<Round> end(long playerId, UUID ref, String game) {
    return play.finish(playerId, ref, game);
  }
}
