package dev.pitboss.server.api.game;

import dev.pitboss.games.crash.ChainDraws;
import dev.pitboss.games.crash.GameHash;
import dev.pitboss.games.fair.ClientSeed;
import dev.pitboss.games.fair.DrawScheme;
import dev.pitboss.games.fair.ServerSeed;
import dev.pitboss.server.api.Endpoints;
import dev.pitboss.server.api.Inputs;
import dev.pitboss.server.api.Views;
import dev.pitboss.server.fairness.Fairness;
import dev.pitboss.server.fairness.SeedPairs;
import dev.pitboss.server.games.Bet;
import dev.pitboss.server.games.CrashGame;
import dev.pitboss.server.games.Game;
import dev.pitboss.server.games.GameCatalogue;
import dev.pitboss.server.history.ChainEvidence;
import dev.pitboss.server.history.Evidence;
import dev.pitboss.server.history.Replay;
import dev.pitboss.server.history.Rounds;
import dev.pitboss.server.history.Verification;
import dev.pitboss.server.http.Endpoint;
import dev.pitboss.server.http.Problem;
import dev.pitboss.server.http.Request;
import dev.pitboss.server.http.Response;
import dev.pitboss.server.json.InvalidInput;
import dev.pitboss.server.json.JsonObject;
import dev.pitboss.server.players.Player;
import java.util.List;
import java.util.Optional;

/// Seeds and proofs.
public final class FairnessRoutes {
  private final Fairness fairness;
  private final Replay replay;
  private final GameCatalogue catalogue;

  public FairnessRoutes(Fairness fairness, Replay replay, GameCatalogue catalogue) {
    this.fairness = fairness;
    this.replay = replay;
    this.catalogue = catalogue;
  }

  public List<Endpoint> endpoints() {
    return List.of(
        Endpoints.getByPlayer("/api/casino/fairness", this::active),
        Endpoints.postByPlayer("/api/casino/fairness", this::setClientSeed),
        Endpoints.postByPlayer("/api/casino/fairness/rotate", this::rotate),
        Endpoints.postByPlayer("/api/casino/fairness/verify", this::verify));
  }

  private Response active(Request request, Player player) {
    return Response.ok(Views.CommitmentView.of(fairness.active(player.playerId())));
  }

  private Response setClientSeed(Request request, Player player) {
    JsonObject body = request.json();
    ClientSeed clientSeed = clientSeed(body.requiredText("clientSeed"));
    body.refuseOtherFields();
    return fairness
        .setClientSeed(player.playerId(), clientSeed)
        .map(commitment -> Response.ok(Views.CommitmentView.of(commitment)))
        .orElseGet(() ->
            Response.problem(
                Problem.of(
                    Problem.Status.CONFLICT,
                    "seed_in_use",
                    "the client seed is already in use by rounds; rotate to use another")));
  }

  private Response rotate(Request request, Player player) {
    JsonObject body = request.json();
    Optional<ClientSeed> clientSeed =
        body.optionalText("clientSeed").map(FairnessRoutes::clientSeed);
    Optional<DrawScheme> scheme = body.optionalText("scheme").map(FairnessRoutes::scheme);
    body.refuseOtherFields();
    return fairness
        .rotate(player.playerId(), new SeedPairs.Settings(clientSeed, scheme))
        .map(rotation -> Response.ok(Views.RotationView.of(rotation)))
        .orElseGet(() ->
            Response.problem(
                Problem.of(
                    Problem.Status.CONFLICT,
                    "round_open",
                    "an open round depends on the seed; finish it first")));
  }

  private Response verify(Request request, Player player) {
    JsonObject body = request.json();
    Optional<String> ref = body.optionalText("ref");
    if (ref.isEmpty()) {
      return recompute(body);
    }
    body.refuseOtherFields();
    Verification verification =
        Inputs.ref(ref.get())
            .map(id -> replay.verify(player.playerId(), id))
            .orElseGet(Verification.NoSuchRound::new);
    return switch (verification) {
      case Verification.Proven(var detail, var again) -> Response.ok(view(true, detail, again));
      case Verification.Refuted(var detail, var again) -> Response.ok(view(false, detail, again));
      case Verification.SeedNotRevealed() ->
          Response.problem(
              Problem.of(
                  Problem.Status.CONFLICT,
                  "seed_not_revealed",
                  "the round's server seed is still active; rotate to reveal it"));
      case Verification.RulesUnavailable(var why) ->
          Response.problem(
              Problem.of(
                  Problem.Status.CONFLICT,
                  "rules_unavailable",
                  "the round cannot be verified here: " + why));
      case Verification.NoSuchRound() -> Response.problem(Inputs.noSuchRound());
    };
  }

  /// Plays a bet from given seeds; nothing is stored and no money moves.
  private Response recompute(JsonObject body) {
    String gameId = body.requiredText("game");
    Game game =
        catalogue
            .game(gameId)
            .orElseThrow(
                () -> InvalidInput.field("game", "must be an available game, got " + gameId));
    if (game instanceof CrashGame) {
      return recomputeOfTable(body, game);
    }
    ServerSeed serverSeed = serverSeed(body.requiredText("serverSeed"));
    ClientSeed clientSeed = clientSeed(body.requiredText("clientSeed"));
    long nonce = body.requiredLong("nonce");
    if (nonce < 0) {
      throw InvalidInput.field("nonce", "must not be negative");
    }
    DrawScheme scheme = scheme(body.optionalText("scheme").orElse(DrawScheme.PITBOSS_1.id()));
    Bet wager = game.read(body.requiredObject("bet"));
    body.refuseOtherFields();
    Bet.Decision decision = new Evidence(wager, scheme, serverSeed, clientSeed, nonce).decide();
    return Response.ok(
        new Views.RecomputationView(serverSeed.hash().hex(), Views.DecisionView.of(decision)));
  }

  /// The same of a live table: the server seed is the round's hash, the client seed the chain's
  /// salt, the nonce the round's number, and what is committed to is the chain's end.
  private static Response recomputeOfTable(JsonObject body, Game game) {
    GameHash hash;
    try {
      hash = GameHash.of(body.requiredText("serverSeed"));
    } catch (IllegalArgumentException refused) {
      throw InvalidInput.field("serverSeed", String.valueOf(refused.getMessage()));
    }
    String salt = clientSeed(body.requiredText("clientSeed")).text();
    long number = body.requiredLong("nonce");
    if (number < 1 || number > ChainEvidence.MAX_NUMBER) {
      throw InvalidInput.field("nonce", "must be from 1 to " + ChainEvidence.MAX_NUMBER);
    }
    body.optionalText("scheme")
        .filter(scheme -> !scheme.equals(ChainDraws.SCHEME))
        .ifPresent(scheme -> {
          throw InvalidInput.field("scheme", "must be crash's " + ChainDraws.SCHEME);
        });
    Bet wager = game.read(body.requiredObject("bet"));
    body.refuseOtherFields();
    ChainEvidence evidence = new ChainEvidence(wager, hash, salt, number);
    return Response.ok(
        new Views.RecomputationView(evidence.end(), Views.DecisionView.of(evidence.decide())));
  }

  private static Views.VerificationView view(
      boolean matches, Rounds.Detail detail, Bet.Decision again) {
    return new Views.VerificationView(
        matches,
        detail.round().ref().toString(),
        detail.round().draw().serverSeedHash(),
        Views.DecisionView.of(again),
        Views.DecisionView.of(detail.round().payout(), detail.round().outcome()));
  }

  private static DrawScheme scheme(String id) {
    return DrawScheme.of(id)
        .orElseThrow(() -> InvalidInput.field("scheme", "must be a known version, got " + id));
  }

  private static ClientSeed clientSeed(String text) {
    try {
      return new ClientSeed(text);
    } catch (IllegalArgumentException refused) {
      throw InvalidInput.field("clientSeed", String.valueOf(refused.getMessage()));
    }
  }

  private static ServerSeed serverSeed(String text) {
    try {
      return ServerSeed.of(text);
    } catch (IllegalArgumentException refused) {
      throw InvalidInput.field("serverSeed", String.valueOf(refused.getMessage()));
    }
  }
}
