package dev.pitboss.server.http;

import dev.pitboss.games.par.BetPar;
import dev.pitboss.games.roulette.BetType;
import dev.pitboss.server.play.Game;
import dev.pitboss.server.play.GameCatalogue;
import dev.pitboss.server.play.RouletteGame;
import dev.pitboss.server.play.SlotsGame;
import io.avaje.jsonb.Json;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is on offer: limits, rules and the exact mathematics, open to everybody.
public final class GameRoutes {
  private static final int DECIMALS = 10;

  private final GameCatalogue catalogue;

  GameRoutes(GameCatalogue catalogue) {
    this.catalogue = catalogue;
  }

  List<Endpoint> endpoints() {
    return List.of(
        Endpoint.get("/api/casino/games", _ -> list()),
        Endpoint.get("/api/casino/games/:id", this::one));
  }

  private Reply list() {
    return Reply.ok(
        new GamesView(catalogue.games().stream().map(game -> view(game, false)).toList()));
  }

  private Reply one(Request request) {
    return catalogue
        .game(request.pathParameter("id"))
        .map(game -> Reply.ok(view(game, true)))
        .orElseGet(() ->
            Reply.problem(
                Problem.of(
                    Problem.Status.NOT_FOUND,
                    "no_such_game",
                    "no game of that id is on offer: "
                        + String.join(", ", catalogue.games().stream().map(Game::id).toList()))));
  }

  private static GameView view(Game game, boolean whole) {
    Game.StakeLimits limits = game.limits();
    return new GameView(
        game.id(),
        game.name(),
        limits.min(),
        limits.max(),
        limits.step(),
        game.rules().version(),
        game.rules().hash(),
        decimal(game.parSheet().usualBet().rtp()),
        whole ? ParView.of(game.parSheet().usualBet()) : null,
        whole ? machine(game) : null,
        whole ? betTypes(game) : null);
  }

  private static @Nullable String machine(Game game) {
    return switch (game) {
      case SlotsGame slots -> slots.machineJson();
      case RouletteGame _ -> null;
    };
  }

  private static @Nullable List<BetTypeView> betTypes(Game game) {
    return switch (game) {
      case SlotsGame _ -> null;
      case RouletteGame roulette ->
          Arrays.stream(BetType.values()).map(type -> betType(type, roulette)).toList();
    };
  }

  private static BetTypeView betType(BetType type, RouletteGame roulette) {
    BetPar par =
        roulette.parSheet().bets().stream()
            .filter(bet -> bet.bet().equals(type.id()))
            .findFirst()
            .orElseThrow();
    return new BetTypeView(
        type.id(),
        type.payoutMultiple(),
        roulette.limits().min(),
        roulette.limits().max(),
        type.places(),
        ParView.of(par));
  }

  private static double decimal(dev.pitboss.games.par.Fraction fraction) {
    return fraction.decimal(DECIMALS).doubleValue();
  }

  /// The games on offer.
  @Json
  public record GamesView(List<GameView> games) {}

  /// A game on offer; the last three only where one game is asked for.
  ///
  /// @param rtp return to player, as a fraction of the stake
  /// @param machine a slot machine's whole definition
  /// @param betTypes roulette's bets
  @Json
  public record GameView(
      String id,
      String name,
      long minStake,
      long maxStake,
      long stakeStep,
      String rulesVersion,
      String rulesHash,
      double rtp,
      @Nullable ParView parSheet,
      @Json.Raw @Nullable String machine,
      @Nullable List<BetTypeView> betTypes) {}

  /// One of roulette's bets.
  ///
  /// @param pays times the stake, stake included
  /// @param places the pockets covered, for every place on the layout
  @Json
  public record BetTypeView(
      String type,
      int pays,
      long minStake,
      long maxStake,
      List<List<Integer>> places,
      ParView parSheet) {}

  /// A bet's mathematics per unit staked; fractions are exact, decimals rounded to ten places.
  ///
  /// @param lostToLimits how much of the RTP the game's limits can take at the most
  @Json
  public record ParView(
      double rtp,
      String rtpExact,
      double houseEdge,
      double hitFrequency,
      double volatility,
      double maxWin,
      double lostToLimits,
      List<ContributionView> contributions) {
    static ParView of(BetPar par) {
      return new ParView(
          decimal(par.rtp()),
          par.rtp().toString(),
          decimal(par.houseEdge()),
          decimal(par.hitFrequency()),
          par.volatility(),
          decimal(par.maxWin()),
          par.lostToLimits(),
          par.contributions().stream()
              .map(part ->
                  new ContributionView(part.name(), decimal(part.frequency()), decimal(part.rtp())))
              .toList());
    }
  }

  /// What part of the return comes from one kind of win.
  @Json
  public record ContributionView(String name, double frequency, double rtp) {}
}
