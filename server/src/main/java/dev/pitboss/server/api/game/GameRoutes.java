package dev.pitboss.server.api.game;

import dev.pitboss.games.baccarat.Spot;
import dev.pitboss.games.blackjack.BlackjackRules;
import dev.pitboss.games.fruit.Fruit;
import dev.pitboss.games.fruit.FruitMachine;
import dev.pitboss.games.par.BetPar;
import dev.pitboss.games.par.ParSheet;
import dev.pitboss.games.roulette.BetType;
import dev.pitboss.server.api.Endpoints;
import dev.pitboss.server.games.BaccaratGame;
import dev.pitboss.server.games.BlackjackGame;
import dev.pitboss.server.games.BooksGame;
import dev.pitboss.server.games.CrashGame;
import dev.pitboss.server.games.FruitSlotsGame;
import dev.pitboss.server.games.Game;
import dev.pitboss.server.games.GameCatalogue;
import dev.pitboss.server.games.OriginalGame;
import dev.pitboss.server.games.ReelGame;
import dev.pitboss.server.games.RouletteGame;
import dev.pitboss.server.games.SteppedGame;
import dev.pitboss.server.http.Endpoint;
import dev.pitboss.server.http.Problem;
import dev.pitboss.server.http.Request;
import dev.pitboss.server.http.Response;
import dev.pitboss.server.json.JsonWriter;
import dev.pitboss.server.operators.GameTerms;
import dev.pitboss.server.operators.Operator;
import dev.pitboss.server.operators.Operators;
import dev.pitboss.server.restrictions.Profile;
import dev.pitboss.server.restrictions.Profiles;
import dev.pitboss.server.rounds.SteppedPlay;
import io.avaje.jsonb.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// The available games: limits, rules and the exact mathematics, public.
public final class GameRoutes {
  private static final int DECIMALS = 10;

  /// Longer than all games take together but blackjack.
  private static final Duration LIST_WAITS = Duration.ofSeconds(1);

  private final GameCatalogue catalogue;
  private final Operators operators;

  public GameRoutes(GameCatalogue catalogue, Operators operators) {
    this.catalogue = catalogue;
    this.operators = operators;
  }

  public List<Endpoint> endpoints() {
    return List.of(
        Endpoints.get("/api/casino/games", this::list),
        Endpoints.get("/api/casino/games/:id", this::one));
  }

  /// Does not wait for a sheet that is still being worked out in the first seconds after a start.
  private Response list(Request request) {
    Operator operator = operators.at(request.host());
    List<GameView> views = new ArrayList<>();
    long start = System.nanoTime();
    for (Game game : catalogue.games(operator)) {
      Duration left = LIST_WAITS.minusNanos(System.nanoTime() - start);
      if (operator.terms(game.id()).isOn()) {
        views.add(view(game, operator, game.parSheetWithin(left).map(ParSheet::usualBet), null));
      }
    }
    return Response.ok(new GamesView(operator.currency(), views));
  }

  private Response one(Request request) {
    Operator operator = operators.at(request.host());
    return catalogue
        .game(request.pathParameter("id"))
        .filter(game -> isOffered(game, operator))
        .map(game ->
            Response.ok(
                view(game, operator, Optional.of(game.parSheet().usualBet()), details(game))))
        .orElseGet(() ->
            Response.problem(
                Problem.of(
                    Problem.Status.NOT_FOUND,
                    "no_such_game",
                    "no such game; available: "
                        + String.join(
                            ", ",
                            catalogue.games(operator).stream()
                                .map(Game::id)
                                .filter(id -> operator.terms(id).isOn())
                                .toList()))));
  }

  private boolean isOffered(Game game, Operator operator) {
    return catalogue.isFor(operator, game.id()) && operator.terms(game.id()).isOn();
  }

  private static GameView view(
      Game game, Operator operator, Optional<BetPar> par, @Nullable Details details) {
    Game.StakeLimits limits = game.limits();
    GameTerms terms = operator.terms(game.id());
    return new GameView(
        game.id(),
        game.name(),
        operator.currency(),
        terms.minStakeOr(limits.min()),
        highestStake(game, terms),
        limits.step(),
        terms.maxPayout(),
        game.rules().version(),
        game.rules().hash(),
        par.map(it -> decimal(it.rtp())).orElse(null),
        details == null ? null : allowsAutoplay(operator),
        game instanceof SteppedGame ? SteppedPlay.TIME_TO_FINISH.toSeconds() : null,
        details == null ? null : par.map(ParView::of).orElse(null),
        details == null ? null : details.machine(),
        details == null ? null : details.betTypes(),
        details == null ? null : details.spots(),
        details == null ? null : details.table(),
        details == null ? null : details.modes(),
        details == null ? null : details.payTables());
  }

  /// The highest stake of the terms; of slots, whose bets all can win the same multiple, also the
  /// highest that could not be paid more than the operator pays.
  private static long highestStake(Game game, GameTerms terms) {
    Game.StakeLimits limits = game.limits();
    long highest = terms.maxStakeOr(limits.max());
    Long maxPayout = terms.maxPayout();
    OptionalLong maxWin = game.maxWinMultiple();
    if (maxPayout == null || maxWin.isEmpty()) {
      return highest;
    }
    long payable = maxPayout / maxWin.getAsLong();
    return Math.max(
        terms.minStakeOr(limits.min()), Math.min(highest, payable - payable % limits.step()));
  }

  private static boolean allowsAutoplay(Operator operator) {
    return Profiles.shipped()
        .find(operator.jurisdiction())
        .map(Profile::allowsAutoplay)
        .orElse(false);
  }

  private static Details details(Game game) {
    return switch (game) {
      case ReelGame slots -> Details.ofMachine(slots.machineJson());
      case FruitSlotsGame _ -> Details.ofMachine(JsonWriter.text(FruitMachineView.ofMachine()));
      case RouletteGame roulette ->
          Details.ofBetTypes(
              Arrays.stream(BetType.values()).map(type -> betType(type, roulette)).toList());
      case BaccaratGame baccarat ->
          Details.ofSpots(Arrays.stream(Spot.values()).map(spot -> spot(spot, baccarat)).toList());
      case BlackjackGame blackjack -> Details.ofTable(BlackjackRulesView.of(blackjack));
      case CrashGame _ -> Details.NONE;
      case OriginalGame original -> Details.ofPayTables(PayTableView.all(original));
      case BooksGame books -> Details.ofModes(BookViews.ModeView.all(books));
    };
  }

  /// What only the page of one game shows: what it is played with.
  private record Details(
      @Nullable String machine,
      @Nullable List<BetTypeView> betTypes,
      @Nullable List<SpotView> spots,
      @Nullable BlackjackRulesView table,
      @Nullable List<BookViews.ModeView> modes,
      @Nullable List<PayTableView> payTables) {
    /// Rules and PAR sheet say all.
    static final Details NONE = new Details(null, null, null, null, null, null);

    static Details ofMachine(String json) {
      return new Details(JsonWriter.raw(json), null, null, null, null, null);
    }

    static Details ofBetTypes(List<BetTypeView> types) {
      return new Details(null, types, null, null, null, null);
    }

    static Details ofSpots(List<SpotView> spots) {
      return new Details(null, null, spots, null, null, null);
    }

    static Details ofTable(BlackjackRulesView table) {
      return new Details(null, null, null, table, null, null);
    }

    static Details ofModes(List<BookViews.ModeView> modes) {
      return new Details(null, null, null, null, modes, null);
    }

    static Details ofPayTables(List<PayTableView> payTables) {
      return new Details(null, null, null, null, null, payTables);
    }
  }

  private static SpotView spot(Spot spot, BaccaratGame baccarat) {
    BetPar par = par(baccarat, spot.id());
    Game.StakeLimits limits = baccarat.limits(spot);
    return new SpotView(
        spot.id(),
        decimal(par.maxWin()),
        limits.min(),
        limits.max(),
        limits.step(),
        ParView.of(par));
  }

  private static BetPar par(Game game, String bet) {
    return game.parSheet().bets().stream()
        .filter(par -> par.bet().equals(bet))
        .findFirst()
        .orElseThrow();
  }

  private static BetTypeView betType(BetType type, RouletteGame roulette) {
    BetPar par = par(roulette, type.id());
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
  public record GamesView(String currency, List<GameView> games) {}

  /// A game on offer; the last seven and `autoplay` only where one game is asked for.
  ///
  /// @param maxPayout no bet is taken that could be paid more, minor units; absent without limit
  /// @param rtp return to player, as a fraction of the stake; absent in the first seconds after a
  ///   start, while it is being worked out
  /// @param autoplay whether a page may play several rounds at one press; with one game only
  /// @param finishedAfterSeconds when the rule finishes a round that is left open; absent where no
  ///   round stays open
  /// @param machine a slot machine's whole definition
  /// @param betTypes roulette's bets
  /// @param spots baccarat's bets
  /// @param table blackjack's rules
  /// @param modes of a published game
  /// @param payTables of an original
  @Json
  public record GameView(
      String id,
      String name,
      String currency,
      long minStake,
      long maxStake,
      long stakeStep,
      @Nullable Long maxPayout,
      String rulesVersion,
      String rulesHash,
      @Nullable Double rtp,
      @Nullable Boolean autoplay,
      @Nullable Long finishedAfterSeconds,
      @Nullable ParView parSheet,
      @Json.Raw @Nullable String machine,
      @Nullable List<BetTypeView> betTypes,
      @Nullable List<SpotView> spots,
      @Nullable BlackjackRulesView table,
      @Nullable List<BookViews.ModeView> modes,
      @Nullable List<PayTableView> payTables) {}

  /// One of baccarat's bets.
  ///
  /// @param pays times the stake, stake included
  @Json
  public record SpotView(
      String on, double pays, long minStake, long maxStake, long stakeStep, ParView parSheet) {}

  /// What is played by at the blackjack table.
  ///
  /// @param insurance the mathematics of the side bet
  @Json
  public record BlackjackRulesView(
      int decks,
      boolean dealerHitsSoft17,
      boolean doubleAfterSplit,
      int maxHands,
      boolean lateSurrender,
      ParView insurance) {
    static BlackjackRulesView of(BlackjackGame game) {
      BlackjackRules rules = BlackjackGame.RULES;
      return new BlackjackRulesView(
          rules.decks(),
          rules.dealerHitsSoft17(),
          rules.doubleAfterSplit(),
          rules.maxHands(),
          rules.lateSurrender(),
          ParView.of(par(game, "insurance")));
    }
  }

  /// The fruit machine: what a cell can show, and what lines pay in line bets.
  ///
  /// @param lines the row on every column, 0 being the top
  /// @param royal across the middle line
  @Json
  public record FruitMachineView(
      List<List<Integer>> lines, List<FruitView> symbols, RoyalView royal) {
    /// The one there is.
    public static FruitMachineView ofMachine() {
      return new FruitMachineView(
          FruitMachine.LINES,
          Arrays.stream(Fruit.values())
              .map(fruit ->
                  new FruitView(
                      fruit.id(),
                      fruit.weight(),
                      List.of(fruit.pay(3), fruit.pay(4), fruit.pay(5))))
              .toList(),
          new RoyalView(
              FruitMachine.ROYAL_LINE,
              FruitMachine.ROYAL.stream().map(Fruit::id).toList(),
              FruitMachine.ROYAL_PAY));
    }
  }

  /// A fruit.
  ///
  /// @param weight how many cells in a hundred show it
  /// @param pays for three, four and five of a kind from the left
  @Json
  public record FruitView(String symbol, int weight, List<Integer> pays) {}

  /// The one line that pays for its order.
  @Json
  public record RoyalView(int line, List<String> symbols, int pays) {}

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

  /// A bet's mathematics per unit staked, decimals rounded to ten places, all limits of the game
  /// within.
  ///
  /// @param rtpExact the fraction; absent where the mathematics are decimals
  /// @param hitFrequency how often a round pays anything, a stake given back included, or awards
  ///   free spins
  /// @param lostToLimits how much lower the true RTP can be; above 0 only where what the limits
  ///   take is known between bounds, and then `rtpExact` is that of the game without limits
  @Json
  public record ParView(
      double rtp,
      @Nullable String rtpExact,
      double houseEdge,
      double hitFrequency,
      double volatility,
      double maxWin,
      double lostToLimits,
      List<ContributionView> contributions) {
    /// The view of a bet.
    public static ParView of(BetPar par) {
      return new ParView(
          decimal(par.rtp()),
          par.isFraction() ? par.rtp().toString() : null,
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
