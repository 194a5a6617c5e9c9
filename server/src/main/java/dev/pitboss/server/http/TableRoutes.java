package dev.pitboss.server.http;

import dev.pitboss.server.json.JsonObject;
import dev.pitboss.server.play.BlackjackGame;
import dev.pitboss.server.play.BlackjackPlay;
import dev.pitboss.server.play.BlackjackRequest;
import dev.pitboss.server.play.FruitGame;
import dev.pitboss.server.play.FruitPlay;
import dev.pitboss.server.play.Turn;
import dev.pitboss.server.players.Player;
import dev.pitboss.server.wallet.IdempotencyKey;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/// Games whose rounds take several requests: `slots/bet` with `slots/result`, and blackjack.
final class TableRoutes {
  private static final String SLOTS_BET = "/api/casino/slots/bet";
  private static final String BLACKJACK = "/api/casino/play/blackjack";

  private final FruitPlay fruit;
  private final BlackjackPlay blackjack;
  private final OwnMoney ownMoney;
  private final FruitGame fruitGame = new FruitGame();
  private final BlackjackGame blackjackGame = new BlackjackGame();

  TableRoutes(FruitPlay fruit, BlackjackPlay blackjack, OwnMoney ownMoney) {
    this.fruit = fruit;
    this.blackjack = blackjack;
    this.ownMoney = ownMoney;
  }

  List<Endpoint> endpoints() {
    return List.of(
        Endpoint.bet(SLOTS_BET, ownMoney.only(this::slotsBet)),
        Endpoint.getByPlayer(SLOTS_BET, this::openSlotsBet),
        Endpoint.bet("/api/casino/slots/result", this::slotsResult),
        Endpoint.bet(BLACKJACK, ownMoney.only(this::blackjack)),
        Endpoint.getByPlayer(BLACKJACK, this::openBlackjack));
  }

  private Reply slotsBet(Request request, Player player) {
    IdempotencyKey key = PlayRoutes.keyOf(request);
    return reply(
        fruit.bet(player.playerId(), key, fruitGame.read(request.json())),
        TableViews.OpenBetView::of,
        request);
  }

  private Reply openSlotsBet(Request request, Player player) {
    return fruit
        .open(player.playerId())
        .map(bet -> Reply.ok(TableViews.OpenBetView.of(bet)))
        .orElseGet(Reply::noContent);
  }

  private Reply slotsResult(Request request, Player player) {
    JsonObject body = request.json();
    UUID ref = HistoryRoutes.requiredRef(body);
    body.refuseOtherFields();
    return reply(fruit.result(player.playerId(), ref), Views.PlayView::of, request);
  }

  private Reply blackjack(Request request, Player player) {
    IdempotencyKey key = PlayRoutes.keyOf(request);
    BlackjackRequest asked = BlackjackRequest.read(request.json(), blackjackGame.limits());
    return reply(
        blackjack.take(player.playerId(), key, asked), TableViews.BlackjackView::of, request);
  }

  private Reply openBlackjack(Request request, Player player) {
    return blackjack
        .open(player.playerId())
        .map(view -> Reply.ok(TableViews.BlackjackView.of(view)))
        .orElseGet(Reply::noContent);
  }

  static <V> Reply reply(Turn<V> turn, Function<V, Object> view, Request request) {
    return switch (turn) {
      case Turn.Taken<V>(V seen) -> Reply.ok(view.apply(seen));
      case Turn.Replayed<V>(V seen) ->
          Reply.ok(view.apply(seen)).withHeader("Idempotent-Replayed", "true");
      case Turn.Refused<V>(var why) -> PlayRoutes.refusal(why, request.idempotencyKey());
      case Turn.NoSuchRound<V>() -> Reply.problem(HistoryRoutes.noSuchRound());
      case Turn.RoundOpen<V>(UUID ref) ->
          Reply.problem(
              Problem.of(
                      Problem.Status.CONFLICT,
                      "round_open",
                      "a round of this game is already open; finish it first")
                  .withRound(ref, null));
      case Turn.Stale<V>(UUID ref, int version) ->
          Reply.problem(
              Problem.of(
                      Problem.Status.CONFLICT,
                      "stale_version",
                      "the round is at version " + version + "; nothing was done")
                  .atField("version")
                  .withRound(ref, version));
      case Turn.NotPossible<V>(UUID ref, int version, String reason) ->
          Reply.problem(
              Problem.of(Problem.Status.CONFLICT, "action_not_possible", reason)
                  .atField("action")
                  .withRound(ref, version));
    };
  }
}
