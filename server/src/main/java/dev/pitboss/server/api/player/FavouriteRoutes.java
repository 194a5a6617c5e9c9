package dev.pitboss.server.api.player;

import dev.pitboss.server.api.Endpoints;
import dev.pitboss.server.games.GameCatalogue;
import dev.pitboss.server.http.Endpoint;
import dev.pitboss.server.http.Request;
import dev.pitboss.server.http.Response;
import dev.pitboss.server.json.InvalidInput;
import dev.pitboss.server.json.JsonObject;
import dev.pitboss.server.operators.Operators;
import dev.pitboss.server.players.FavouriteGames;
import dev.pitboss.server.players.Player;
import io.avaje.jsonb.Json;
import java.util.List;

/// The games that a player has marked as favourites: the same on each of their devices.
public final class FavouriteRoutes {
  private static final String FAVOURITES = "/api/casino/favourites";

  private final FavouriteGames favourites;
  private final GameCatalogue catalogue;
  private final Operators operators;

  public FavouriteRoutes(FavouriteGames favourites, GameCatalogue catalogue, Operators operators) {
    this.favourites = favourites;
    this.catalogue = catalogue;
    this.operators = operators;
  }

  public List<Endpoint> endpoints() {
    return List.of(
        Endpoints.getByPlayer(FAVOURITES, this::list),
        Endpoints.putByPlayer(FAVOURITES, this::mark));
  }

  private Response list(Request request, Player player) {
    return Response.ok(new FavouritesView(favourites.of(player)));
  }

  private Response mark(Request request, Player player) {
    JsonObject body = request.json();
    String game = body.requiredText("game");
    boolean isFavourite =
        body.optionalFlag("favourite")
            .orElseThrow(() -> new InvalidInput("missing_field", "favourite", "is required"));
    body.refuseOtherFields();
    if (!isFavourite) {
      return Response.ok(new FavouritesView(favourites.remove(player, game)));
    }
    if (!catalogue.isFor(operators.byId(player.operatorId()), game)) {
      throw InvalidInput.field("game", "must be the id of a game of this casino");
    }
    List<String> games = favourites.add(player, game);
    if (!games.contains(game)) {
      throw InvalidInput.field(
          "game", "must be one of at most " + FavouriteGames.MAX_GAMES + " favourites");
    }
    return Response.ok(new FavouritesView(games));
  }

  /// A player's favourites.
  ///
  /// @param games ids, in the order in which they were marked
  @Json
  public record FavouritesView(List<String> games) {}
}
