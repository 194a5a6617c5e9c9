package dev.pitboss.server.api.game;

import dev.pitboss.server.api.Endpoints;
import dev.pitboss.server.api.Inputs;
import dev.pitboss.server.api.Refusals;
import dev.pitboss.server.api.Views;
import dev.pitboss.server.games.Bet;
import dev.pitboss.server.games.BooksGame;
import dev.pitboss.server.games.Game;
import dev.pitboss.server.games.GameCatalogue;
import dev.pitboss.server.games.Games;
import dev.pitboss.server.games.OneShotGame;
import dev.pitboss.server.http.Endpoint;
import dev.pitboss.server.http.Problem;
import dev.pitboss.server.http.Request;
import dev.pitboss.server.http.Response;
import dev.pitboss.server.ledger.IdempotencyKey;
import dev.pitboss.server.operators.Operator;
import dev.pitboss.server.operators.Operators;
import dev.pitboss.server.players.Player;
import dev.pitboss.server.seamlesswallet.outbound.OutboundPlay;
import dev.pitboss.server.settlement.Settlement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One route per one-shot game of ours, `POST /api/casino/play/{game}`, and one for all published
/// games, `POST /api/casino/play/books/{id}`.
public final class PlayRoutes {
  private final OutboundPlay play;
  private final GameCatalogue catalogue;
  private final Operators operators;

  public PlayRoutes(OutboundPlay play, GameCatalogue catalogue, Operators operators) {
    this.play = play;
    this.catalogue = catalogue;
    this.operators = operators;
  }

  public List<Endpoint> endpoints() {
    List<Endpoint> endpoints = new ArrayList<>();
    for (Game game : Games.offered()) {
      if (game instanceof OneShotGame) {
        endpoints.add(
            Endpoints.bet(
                "/api/casino/play/" + game.id(),
                (request, player) -> bet(request, player, own(game))));
      }
    }
    endpoints.add(Endpoints.bet("/api/casino/play/books/:id", this::published));
    return endpoints;
  }

  /// The one that the catalogue has: it keeps what was worked out.
  private Game own(Game game) {
    return catalogue.game(game.id()).orElse(game);
  }

  private Response published(Request request, Player player) {
    Operator operator = operators.byId(player.operatorId());
    Optional<Game> game =
        catalogue
            .game(request.pathParameter("id"))
            .filter(BooksGame.class::isInstance)
            .filter(it -> catalogue.isFor(operator, it.id()));
    return game.isPresent()
        ? bet(request, player, game.get())
        : Response.problem(
            Problem.of(Problem.Status.NOT_FOUND, "no_such_game", "no such published game"));
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
