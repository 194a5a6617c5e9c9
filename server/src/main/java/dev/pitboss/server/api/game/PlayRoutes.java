package dev.pitboss.server.api.game;

import dev.pitboss.server.api.Endpoints;
import dev.pitboss.server.api.Inputs;
import dev.pitboss.server.api.Refusals;
import dev.pitboss.server.api.Views;
import dev.pitboss.server.games.Bet;
import dev.pitboss.server.games.Game;
import dev.pitboss.server.games.GameCatalogue;
import dev.pitboss.server.games.OneShotGame;
import dev.pitboss.server.http.Endpoint;
import dev.pitboss.server.http.Request;
import dev.pitboss.server.http.Response;
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
            Endpoints.bet(
                "/api/casino/play/" + game.id(), (request, player) -> bet(request, player, game)))
        .toList();
  }

  private Response bet(Request request, Player player, Game game) {
    IdempotencyKey key = Inputs.keyOf(request);
    Bet wager = game.read(request.json());
    return switch (play.bet(player, key, wager)) {
      case Settlement.Posted(var round) -> Response.ok(Views.PlayView.of(round));
      case Settlement.Replayed(var round) ->
          Response.ok(Views.PlayView.of(round)).withHeader("Idempotent-Replayed", "true");
      case Settlement.Refusal refusal -> Refusals.refusal(refusal, key.text());
    };
  }
}
