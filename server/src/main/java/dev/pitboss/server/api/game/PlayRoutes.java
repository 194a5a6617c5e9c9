package dev.pitboss.server.api.game;

import dev.pitboss.server.api.Views;
import dev.pitboss.server.api.player.LimitRoutes;
import dev.pitboss.server.games.Bet;
import dev.pitboss.server.games.Game;
import dev.pitboss.server.games.GameCatalogue;
import dev.pitboss.server.games.OneShotGame;
import dev.pitboss.server.http.Endpoint;
import dev.pitboss.server.http.Problem;
import dev.pitboss.server.http.Request;
import dev.pitboss.server.http.Response;
import dev.pitboss.server.json.InvalidInput;
import dev.pitboss.server.ledger.IdempotencyKey;
import dev.pitboss.server.players.Player;
import dev.pitboss.server.seamlesswallet.outbound.OutboundPlay;
import dev.pitboss.server.settlement.Settlement;
import java.util.List;

/// One route per one-shot game: `POST /api/casino/play/{game}`.
public final class PlayRoutes {
  private final OutboundPlay play;
  private final GameCatalogue catalogue;

  public PlayRoutes(OutboundPlay play, GameCatalogue catalogue) {
    this.play = play;
    this.catalogue = catalogue;
  }

  public List<Endpoint> endpoints() {
    return catalogue.games().stream()
        .filter(OneShotGame.class::isInstance)
        .map(game ->
            Endpoint.bet(
                "/api/casino/play/" + game.id(), (request, player) -> bet(request, player, game)))
        .toList();
  }

  private Response bet(Request request, Player player, Game game) {
    IdempotencyKey key = keyOf(request);
    Bet wager = game.read(request.json());
    return switch (play.bet(player, key, wager)) {
      case Settlement.Posted(var round) -> Response.ok(Views.PlayView.of(round));
      case Settlement.Replayed(var round) ->
          Response.ok(Views.PlayView.of(round)).withHeader("Idempotent-Replayed", "true");
      case Settlement.Refusal refusal -> refusal(refusal, key.text());
    };
  }

  /// The answer when nothing moved, as far as is known.
  ///
  /// @param key of the request
  static Response refusal(Settlement.Refusal why, String key) {
    return switch (why) {
      case Settlement.KeyReused() ->
          Response.problem(
              Problem.of(
                      Problem.Status.UNPROCESSABLE,
                      "idempotency_key_reused",
                      "Idempotency-Key was already used for a different bet")
                  .atField("Idempotency-Key"));
      case Settlement.InsufficientFunds(long balance) ->
          Response.problem(
              Problem.of(
                      Problem.Status.CONFLICT,
                      "insufficient_funds",
                      "the stake exceeds the balance of " + balance)
                  .withBalance(balance));
      case Settlement.GameOff(String game) ->
          Response.problem(
              Problem.of(
                  Problem.Status.FORBIDDEN,
                  "game_off",
                  game + " is not available for this operator"));
      case Settlement.StakeOutsideLimits(long min, long max) ->
          Response.problem(
              Problem.of(
                      Problem.Status.BAD_REQUEST,
                      "stake_limit",
                      max == Long.MAX_VALUE
                          ? "the stake must be at least %d".formatted(min)
                          : "the stake must be %d to %d".formatted(min, max))
                  .atField("stake"));
      case Settlement.PayoutAboveLimit(long possible, long max) ->
          Response.problem(
              Problem.of(
                      Problem.Status.BAD_REQUEST,
                      "payout_limit",
                      "the bet's maximum payout of %d exceeds the payout limit of %d"
                          .formatted(possible, max))
                  .atField("stake"));
      case Settlement.AtWallet external -> refusal(external);
      case Settlement.BettingStopped(String reason) -> stopped(reason);
      case Settlement.Barred(var barrier) -> LimitRoutes.barred(barrier);
      case Settlement.Busy() -> busy();
      case Settlement.Unknown() -> Response.pending(key);
    };
  }

  /// The answer when there was no time for a bet.
  public static Response busy() {
    return Response.problem(
            Problem.of(
                Problem.Status.UNAVAILABLE,
                "busy",
                "the settlement queue is full; nothing was done"))
        .withHeader("Retry-After", "1");
  }

  private static Response refusal(Settlement.AtWallet refusal) {
    return switch (refusal) {
      case Settlement.WalletAway(String why) ->
          Response.problem(
                  Problem.of(
                      Problem.Status.UNAVAILABLE,
                      "wallet_away",
                      "the operator's wallet is unavailable; nothing was done: " + why))
              .withHeader("Retry-After", "2");
      case Settlement.WalletRefused(String reason) ->
          Response.problem(
              Problem.of(
                  Problem.Status.CONFLICT,
                  "wallet_refused",
                  "the operator's wallet refused the stake: " + reason));
      case Settlement.TakenBack() ->
          Response.problem(
              Problem.of(
                  Problem.Status.CONFLICT,
                  "bet_taken_back",
                  "the operator's wallet did not confirm the stake, which was returned; bet again with a"
                      + " new key"));
    };
  }

  /// The answer while an invariant is broken.
  public static Response stopped(String reason) {
    return Response.problem(
            Problem.of(
                Problem.Status.UNAVAILABLE, "betting_stopped", "betting is suspended: " + reason))
        .withHeader("Retry-After", "30");
  }

  public static IdempotencyKey keyOf(Request request) {
    try {
      return new IdempotencyKey(request.idempotencyKey());
    } catch (IllegalArgumentException refused) {
      throw InvalidInput.field("Idempotency-Key", String.valueOf(refused.getMessage()));
    }
  }
}
