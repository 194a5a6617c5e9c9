package dev.pitboss.server.api.game;

import dev.pitboss.server.api.Endpoints;
import dev.pitboss.server.api.Inputs;
import dev.pitboss.server.api.InternalWalletOnly;
import dev.pitboss.server.api.Refusals;
import dev.pitboss.server.api.Views;
import dev.pitboss.server.games.BlackjackGame;
import dev.pitboss.server.games.BlackjackRequest;
import dev.pitboss.server.games.FruitSlotsGame;
import dev.pitboss.server.http.Endpoint;
import dev.pitboss.server.http.Problem;
import dev.pitboss.server.http.Request;
import dev.pitboss.server.http.Response;
import dev.pitboss.server.json.JsonObject;
import dev.pitboss.server.ledger.IdempotencyKey;
import dev.pitboss.server.players.Player;
import dev.pitboss.server.rounds.BlackjackPlay;
import dev.pitboss.server.rounds.FruitSlotsPlay;
import dev.pitboss.server.rounds.RoundResult;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/// Games whose rounds take several requests: `slots/bet` with `slots/result`, and blackjack.
public final class TableRoutes {
  private static final String SLOTS_BET = "/api/casino/slots/bet";
  private static final String BLACKJACK = "/api/casino/play/blackjack";

  private final FruitSlotsPlay fruit;
  private final BlackjackPlay blackjack;
  private final InternalWalletOnly ownMoney;
  private final FruitSlotsGame fruitGame = new FruitSlotsGame();
  private final BlackjackGame blackjackGame = new BlackjackGame();

  public TableRoutes(FruitSlotsPlay fruit, BlackjackPlay blackjack, InternalWalletOnly ownMoney) {
    this.fruit = fruit;
    this.blackjack = blackjack;
    this.ownMoney = ownMoney;
  }

  public List<Endpoint> endpoints() {
    return List.of(
        Endpoints.bet(SLOTS_BET, ownMoney.only(this::slotsBet)),
        Endpoints.getByPlayer(SLOTS_BET, this::openSlotsBet),
        Endpoints.bet("/api/casino/slots/result", this::slotsResult),
        Endpoints.bet(BLACKJACK, ownMoney.only(this::blackjack)),
        Endpoints.getByPlayer(BLACKJACK, this::openBlackjack));
  }

  private Response slotsBet(Request request, Player player) {
    IdempotencyKey key = Inputs.keyOf(request);
    return reply(
        fruit.bet(player.playerId(), key, fruitGame.read(request.json())),
        TableViews.OpenBetView::of,
        request);
  }

  private Response openSlotsBet(Request request, Player player) {
    return fruit
        .open(player.playerId())
        .map(bet -> Response.ok(TableViews.OpenBetView.of(bet)))
        .orElseGet(Response::noContent);
  }

  private Response slotsResult(Request request, Player player) {
    JsonObject body = request.json();
    UUID ref = HistoryRoutes.requiredRef(body);
    body.refuseOtherFields();
    return reply(fruit.result(player.playerId(), ref), Views.PlayView::of, request);
  }

  private Response blackjack(Request request, Player player) {
    IdempotencyKey key = Inputs.keyOf(request);
    BlackjackRequest asked = BlackjackRequest.read(request.json(), blackjackGame.limits());
    return reply(
        blackjack.take(player.playerId(), key, asked), TableViews.BlackjackView::of, request);
  }

  private Response openBlackjack(Request request, Player player) {
    return blackjack
        .open(player.playerId())
        .map(view -> Response.ok(TableViews.BlackjackView.of(view)))
        .orElseGet(Response::noContent);
  }

  static <V> Response reply(RoundResult<V> roundResult, Function<V, Object> view, Request request) {
    return switch (roundResult) {
      case RoundResult.Taken<V>(V seen) -> Response.ok(view.apply(seen));
      case RoundResult.Replayed<V>(V seen) ->
          Response.ok(view.apply(seen)).withHeader("Idempotent-Replayed", "true");
      case RoundResult.Refused<V>(var why) -> Refusals.refusal(why, request.idempotencyKey());
      case RoundResult.NoSuchRound<V>() -> Response.problem(Inputs.noSuchRound());
      case RoundResult.RoundOpen<V>(UUID ref) ->
          Response.problem(
              Problem.of(
                      Problem.Status.CONFLICT,
                      "round_open",
                      "a round of this game is already open; finish it first")
                  .withRound(ref, null));
      case RoundResult.Stale<V>(UUID ref, int version) ->
          Response.problem(
              Problem.of(
                      Problem.Status.CONFLICT,
                      "stale_version",
                      "the round is at version " + version + "; nothing was done")
                  .atField("version")
                  .withRound(ref, version));
      case RoundResult.NotPossible<V>(UUID ref, int version, String reason) ->
          Response.problem(
              Problem.of(Problem.Status.CONFLICT, "action_not_possible", reason)
                  .atField("action")
                  .withRound(ref, version));
    };
  }
}
