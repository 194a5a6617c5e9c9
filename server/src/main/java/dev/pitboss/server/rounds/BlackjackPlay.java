package dev.pitboss.server.rounds;

import dev.pitboss.games.Draws;
import dev.pitboss.games.blackjack.Action;
import dev.pitboss.games.blackjack.BlackjackRound;
import dev.pitboss.games.blackjack.BlackjackTable;
import dev.pitboss.server.games.BlackjackBet;
import dev.pitboss.server.games.BlackjackGame;
import dev.pitboss.server.games.BlackjackRequest;
import dev.pitboss.server.json.JsonObject;
import dev.pitboss.server.ledger.IdempotencyKey;
import dev.pitboss.server.ledger.Move;
import dev.pitboss.server.ledger.OpenRound;
import dev.pitboss.server.ledger.Posting;
import dev.pitboss.server.ledger.Round;
import dev.pitboss.server.rounds.SteppedPlay.RoundRequest;
import dev.pitboss.server.settlement.Operation.Decision;
import dev.pitboss.server.settlement.PlayerState;
import dev.pitboss.server.settlement.Settlement;
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
  public RoundResult<View> take(long playerId, IdempotencyKey key, BlackjackRequest request) {
    RoundRequest asked = RoundRequest.of(playerId, key, request.text());
    RoundResult<View> roundResult =
        play.once(
            playerId,
            asked,
            this::again,
            (playerState, now) ->
                switch (request) {
                  case BlackjackRequest.Deal(long stake) -> deal(playerState, asked, stake, now);
                  case BlackjackRequest.Move(Action action, UUID ref, long version) ->
                      act(playerState, asked, ref, version, action, now);
                });
    return roundResult instanceof RoundResult.NoSuchRound<View>
            && request instanceof BlackjackRequest.Move move
        ? overOrNone(playerId, move.ref())
        : roundResult;
  }

  /// Handles an action on a round that is not open: it may be over.
  private RoundResult<View> overOrNone(long playerId, UUID ref) {
    return play.findSettled(playerId, ref, game.id())
        .<RoundResult<View>>map(
            round -> new RoundResult.Stale<>(ref, bet(round.bet()).actions().size()))
        .orElseGet(RoundResult.NoSuchRound::new);
  }

  /// The open round, to resume it.
  public Optional<View> open(long playerId) {
    return play.open(
        playerId,
        game.id(),
        (connection, open, balance) ->
            new View(
                open.ref(),
                round(open, play.draws(connection, playerId, open.draw())).table(),
                balance,
                open.draw(),
                open.endsAt()));
  }

  private Decision<RoundResult<View>> deal(
      PlayerState playerState, RoundRequest asked, long stake, Instant now) {
    Optional<RoundResult<View>> refusal =
        play.refusal(playerState, game.id(), stake, BlackjackGame.maxPayout(stake), now);
    if (refusal.isPresent()) {
      return new Decision.Refuse<>(refusal.get());
    }
    BlackjackBet bet = BlackjackBet.deal(stake);
    OpenRound open = play.begin(playerState, asked, game, stake, bet.text(), now);
    BlackjackRound round = round(open, playerState.draws(open.draw()));
    if (round.isOver()) {
      Round settled =
          SteppedPlay.ended(playerState, open, 0, BlackjackGame.ending(bet, round.table()), now);
      Move move = SteppedPlay.move(asked, open.ref(), 0, settled.balanceAfter(), null, now);
      return post(
          new Posting.Settled(playerState.account(), settled, move),
          view(move, round, open.draw()));
    }
    Move move =
        SteppedPlay.move(asked, open.ref(), 0, playerState.balance() - stake, open.endsAt(), now);
    return post(
        new Posting.Opened(playerState.account(), open, move), view(move, round, open.draw()));
  }

  private Decision<RoundResult<View>> act(
      PlayerState playerState,
      RoundRequest asked,
      UUID ref,
      long version,
      Action action,
      Instant now) {
    Optional<OpenRound> found = playerState.open(game.id(), ref);
    if (found.isEmpty()) {
      return new Decision.Refuse<>(new RoundResult.NoSuchRound<>());
    }
    OpenRound open = found.get();
    if (open.version() != version) {
      return new Decision.Refuse<>(new RoundResult.Stale<>(ref, open.version()));
    }
    BlackjackRound round = round(open, playerState.draws(open.draw()));
    if (!round.legalActions().contains(action)) {
      return new Decision.Refuse<>(
          new RoundResult.NotPossible<>(
              ref,
              open.version(),
              "possible now: "
                  + String.join(", ", round.legalActions().stream().map(Action::id).toList())));
    }
    long cost = round.cost(action);
    Optional<Settlement.Refusal> barrier = playerState.barrierToAdd(game.id(), cost, now);
    if (barrier.isPresent()) {
      return new Decision.Refuse<>(new RoundResult.Refused<>(barrier.get()));
    }
    // Not by what it will have cost: under an ace that depends on the hole card, and the refusal
    // would tell.
    if (playerState.balance() < cost) {
      return new Decision.Refuse<>(
          new RoundResult.Refused<>(new Settlement.InsufficientFunds(playerState.balance())));
    }
    round.take(action);
    BlackjackBet bet = bet(open.bet()).and(action);
    return round.isOver()
        ? over(
            playerState,
            asked,
            open,
            SteppedPlay.ended(
                playerState, open, open.staked(), BlackjackGame.ending(bet, round.table()), now),
            round)
        : goesOn(playerState, asked, open, bet, round, now);
  }

  private Decision<RoundResult<View>> goesOn(
      PlayerState playerState,
      RoundRequest asked,
      OpenRound open,
      BlackjackBet bet,
      BlackjackRound round,
      Instant now) {
    long added = round.stakedMinor() - open.staked();
    OpenRound next = open.next(bet.text(), added, now.plus(SteppedPlay.TIME_TO_FINISH));
    Move move =
        SteppedPlay.move(
            asked, next.ref(), next.version(), playerState.balance() - added, next.endsAt(), now);
    return post(
        new Posting.Continued(playerState.account(), next, added, move),
        view(move, round, open.draw()));
  }

  private Decision<RoundResult<View>> over(
      PlayerState playerState,
      RoundRequest asked,
      OpenRound open,
      Round settled,
      BlackjackRound round) {
    Move move =
        SteppedPlay.move(
            asked,
            open.ref(),
            open.version() + 1,
            settled.balanceAfter(),
            null,
            settled.settledAt());
    return post(
        new Posting.Closed(playerState.account(), asked.requestId(), open, settled, move),
        view(move, round, open.draw()));
  }

  private static Decision<RoundResult<View>> post(Posting posting, View view) {
    return new Decision.Post<>(posting, new RoundResult.Taken<>(view));
  }

  /// What a move showed: the round as it was then.
  private View again(Connection connection, long playerId, Move move) throws SQLException {
    Optional<OpenRound> open =
        play.findOpen(connection, playerId, game.id())
            .filter(round -> round.ref().equals(move.ref()));
    String bet;
    Round.DrawReference draw;
    if (open.isPresent()) {
      bet = open.get().bet();
      draw = open.get().draw();
    } else {
      Round settled = play.findSettled(connection, playerId, move.ref(), game.id()).orElseThrow();
      bet = settled.bet();
      draw = settled.draw();
    }
    return view(
        move,
        bet(bet)
            .upTo(move.version())
            .play(BlackjackGame.RULES, play.draws(connection, playerId, draw)),
        draw);
  }

  private static View view(Move move, BlackjackRound round, Round.DrawReference draw) {
    return new View(move.ref(), round.table(), move.balanceAfter(), draw, move.endsAt());
  }

  private BlackjackRound round(OpenRound open, Draws draws) {
    return bet(open.bet()).play(BlackjackGame.RULES, draws);
  }

  private BlackjackBet bet(String stored) {
    return BlackjackBet.read(
        JsonObject.parse(stored.getBytes(StandardCharsets.UTF_8)), game.limits());
  }
}
