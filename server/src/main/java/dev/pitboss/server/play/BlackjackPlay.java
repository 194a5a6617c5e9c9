package dev.pitboss.server.play;

import dev.pitboss.games.blackjack.Action;
import dev.pitboss.games.blackjack.BlackjackRound;
import dev.pitboss.games.blackjack.BlackjackTable;
import dev.pitboss.server.json.JsonObject;
import dev.pitboss.server.play.SteppedPlay.Asked;
import dev.pitboss.server.play.SteppedPlay.Begun;
import dev.pitboss.server.play.SteppedPlay.Sitting;
import dev.pitboss.server.wallet.IdempotencyKey;
import dev.pitboss.server.wallet.Move;
import dev.pitboss.server.wallet.OpenRound;
import dev.pitboss.server.wallet.Round;
import dev.pitboss.server.wallet.Settlement;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The life of a hand of blackjack, on one screen. Nothing of a round is kept but the stake, the
/// actions and which draws it was given; the cards are dealt anew from those for every request.
/// Thread-safe.
public final class BlackjackPlay {
  private final SteppedPlay play;
  private final BlackjackGame game = new BlackjackGame();

  public BlackjackPlay(SteppedPlay play) {
    this.play = play;
  }

  /// A round as its player sees it after some request.
  ///
  /// @param table without the hole card, as long as it is hidden
  /// @param balance player's cash right after that request, minor units
  /// @param endsAt when the rule stands for the player; null when the round is over
  public record View(
      UUID ref,
      BlackjackTable table,
      long balance,
      Round.DrawReference draw,
      @Nullable Instant endsAt) {}

  /// Does what the player asks for.
  public Turn<View> take(long playerId, IdempotencyKey key, BlackjackRequest request) {
    Asked asked = Asked.of(key, request.text());
    return play.once(
        playerId,
        asked,
        this::again,
        sitting ->
            switch (request) {
              case BlackjackRequest.Deal(long stake) -> deal(sitting, asked, stake);
              case BlackjackRequest.Act(Action action, UUID ref, long version) ->
                  act(sitting, asked, ref, version, action);
            });
  }

  /// The open round, to resume it.
  public Optional<View> open(long playerId) {
    return play.open(
        playerId,
        game.id(),
        (connection, open, balance) ->
            new View(
                open.ref(), round(connection, open).table(), balance, open.draw(), open.endsAt()));
  }

  private Turn<View> deal(Sitting sitting, Asked asked, long stake) throws SQLException {
    Optional<Turn<View>> refusal = play.refusal(sitting, game, stake);
    if (refusal.isPresent()) {
      return refusal.get();
    }
    BlackjackBet bet = BlackjackBet.deal(stake);
    Begun begun = play.begin(sitting, asked.requestId(), game, stake, bet.text());
    BlackjackRound round = round(sitting.connection(), begun.round());
    return round.isOver()
        ? over(begun.sitting(), asked, begun.round(), bet, round)
        : goesOn(asked, begun, round);
  }

  private Turn<View> act(Sitting sitting, Asked asked, UUID ref, long version, Action action)
      throws SQLException {
    Optional<OpenRound> found = play.find(sitting, ref, game.id());
    if (found.isEmpty()) {
      return play.findSettled(sitting, ref, game.id())
          .<Turn<View>>map(round -> new Turn.Stale<>(ref, bet(round.bet()).actions().size()))
          .orElseGet(Turn.NoSuchRound::new);
    }
    OpenRound open = found.get();
    if (open.version() != version) {
      return new Turn.Stale<>(ref, open.version());
    }
    BlackjackRound round = round(sitting.connection(), open);
    if (!round.legalActions().contains(action)) {
      return new Turn.NotPossible<>(
          ref,
          open.version(),
          "possible now: "
              + String.join(", ", round.legalActions().stream().map(Action::id).toList()));
    }
    // Not by what it will have cost: under an ace that depends on the hole card, and the refusal
    // would tell.
    if (sitting.seat().balance() < round.cost(action)) {
      return new Turn.Refused<>(new Settlement.InsufficientFunds(sitting.seat().balance()));
    }
    round.take(action);
    BlackjackBet bet = bet(open.bet()).and(action);
    return round.isOver()
        ? over(sitting, asked, open, bet, round)
        : goesOn(
            asked,
            play.goOn(sitting, open, bet.text(), round.stakedMinor() - open.staked()),
            round);
  }

  private Turn<View> goesOn(Asked asked, Begun begun, BlackjackRound round) throws SQLException {
    return new Turn.Taken<>(view(play.keep(asked, begun), round, begun.round().draw()));
  }

  private Turn<View> over(
      Sitting sitting, Asked asked, OpenRound open, BlackjackBet bet, BlackjackRound round)
      throws SQLException {
    Round settled = play.end(sitting, open, BlackjackGame.ending(bet, round.table()));
    Move move = play.keepLast(sitting, asked, settled, bet.actions().size());
    return new Turn.Taken<>(view(move, round, open.draw()));
  }

  /// What a move showed: the round as it was then.
  private View again(Sitting sitting, Move move) throws SQLException {
    Optional<OpenRound> open = play.find(sitting, move.ref(), game.id());
    String bet;
    Round.DrawReference draw;
    if (open.isPresent()) {
      bet = open.get().bet();
      draw = open.get().draw();
    } else {
      Round settled = play.findSettled(sitting, move.ref(), game.id()).orElseThrow();
      bet = settled.bet();
      draw = settled.draw();
    }
    return view(
        move,
        bet(bet)
            .upTo(move.version())
            .play(
                BlackjackGame.RULES,
                play.draws(sitting.connection(), sitting.seat().playerId(), draw)),
        draw);
  }

  private static View view(Move move, BlackjackRound round, Round.DrawReference draw) {
    return new View(move.ref(), round.table(), move.balanceAfter(), draw, move.endsAt());
  }

  private BlackjackRound round(Connection connection, OpenRound open) throws SQLException {
    return bet(open.bet())
        .play(BlackjackGame.RULES, play.draws(connection, open.playerId(), open.draw()));
  }

  private BlackjackBet bet(String stored) {
    return BlackjackBet.read(
        JsonObject.parse(stored.getBytes(StandardCharsets.UTF_8)), game.limits());
  }
}
