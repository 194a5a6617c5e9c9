package dev.pitboss.server.api.game;

import dev.pitboss.server.api.Access;
import dev.pitboss.server.api.Endpoints;
import dev.pitboss.server.api.Inputs;
import dev.pitboss.server.api.PublishedModes;
import dev.pitboss.server.api.Refusals;
import dev.pitboss.server.api.Views;
import dev.pitboss.server.games.Bet;
import dev.pitboss.server.games.BooksGame;
import dev.pitboss.server.games.Game;
import dev.pitboss.server.games.GameCatalogue;
import dev.pitboss.server.games.Games;
import dev.pitboss.server.games.OneShotGame;
import dev.pitboss.server.http.Endpoint;
import dev.pitboss.server.http.Reply;
import dev.pitboss.server.http.Request;
import dev.pitboss.server.http.Response;
import dev.pitboss.server.json.JsonObject;
import dev.pitboss.server.ledger.IdempotencyKey;
import dev.pitboss.server.operators.Operator;
import dev.pitboss.server.operators.Operators;
import dev.pitboss.server.players.Player;
import dev.pitboss.server.rounds.Play;
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
                (request, player) -> bet(request, player, own(game)),
                new Quick(game)));
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
    Optional<BooksGame> game = catalogue.published(operator, request.pathParameter("id"));
    if (game.isEmpty()) {
      return PublishedModes.noSuchGame();
    }
    JsonObject body = request.json();
    return body.optionalText("mode")
        .flatMap(game.get()::modeNamed)
        .flatMap(mode -> PublishedModes.refusal(operator, mode))
        .orElseGet(() -> bet(player, Inputs.keyOf(request), game.get().read(body)));
  }

  private Response bet(Request request, Player player, Game game) {
    return bet(player, Inputs.keyOf(request), game.read(request.json()));
  }

  private Response bet(Player player, IdempotencyKey key, Bet wager) {
    return answer(play.bet(player, key, wager), key);
  }

  /// Bets with money that is kept here: the event loop hands them to their lane, and the lane hands
  /// the outcome back.
  private final class Quick implements Access.QuickHandler {
    private final Game game;

    Quick(Game game) {
      this.game = game;
    }

    @Override
    public boolean takes(Player player) {
      return play.isKeptHere(player);
    }

    @Override
    public void begin(Request request, Player player, Reply reply) {
      IdempotencyKey key = Inputs.keyOf(request);
      var _ =
          play.begin(player, key, own(game).read(request.json()))
              .handle((begun, failure) -> {
                if (failure != null) {
                  reply.fail(failure);
                } else {
                  switch (begun) {
                    case Play.Begun.Known(var settlement) ->
                        reply.with(() -> answer(settlement, key));
                    case Play.Begun.Before(var lookUp) ->
                        reply.withBlocking(() -> answer(lookUp.get(), key));
                  }
                }
                return reply;
              });
    }
  }

  private static Response answer(Settlement settled, IdempotencyKey key) {
    return switch (settled) {
      case Settlement.Posted(var round) -> Response.ok(Views.PlayView.of(round));
      case Settlement.Replayed(var round) ->
          Response.ok(Views.PlayView.of(round)).withHeader("Idempotent-Replayed", "true");
      case Settlement.Refusal refusal -> Refusals.refusal(refusal, key.text());
    };
  }
}
