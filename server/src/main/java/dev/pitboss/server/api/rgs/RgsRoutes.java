package dev.pitboss.server.api.rgs;

import dev.pitboss.server.api.Endpoints;
import dev.pitboss.server.api.Inputs;
import dev.pitboss.server.api.PlayerBalances;
import dev.pitboss.server.api.PublishedModes;
import dev.pitboss.server.api.RateLimits;
import dev.pitboss.server.api.RequestAuthorizer;
import dev.pitboss.server.api.Services;
import dev.pitboss.server.games.BooksGame;
import dev.pitboss.server.games.GameCatalogue;
import dev.pitboss.server.history.Rounds;
import dev.pitboss.server.http.Endpoint;
import dev.pitboss.server.http.Problem;
import dev.pitboss.server.http.Request;
import dev.pitboss.server.http.Response;
import dev.pitboss.server.json.InvalidInput;
import dev.pitboss.server.json.JsonObject;
import dev.pitboss.server.ledger.Balance;
import dev.pitboss.server.ledger.Round;
import dev.pitboss.server.operators.CurrencyCode;
import dev.pitboss.server.operators.Operator;
import dev.pitboss.server.operators.Operators;
import dev.pitboss.server.players.GameSessions;
import dev.pitboss.server.players.Player;
import dev.pitboss.server.players.SessionToken;
import dev.pitboss.server.published.BookArchive;
import dev.pitboss.server.published.BookEvents;
import dev.pitboss.server.published.FrontStore;
import dev.pitboss.server.restrictions.Profile;
import dev.pitboss.server.rounds.BooksPlay;
import dev.pitboss.server.rounds.RoundEvents;
import dev.pitboss.server.rounds.RoundResult;
import dev.pitboss.server.web.FrontFiles;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;

/// The protocol of front ends that studios make for published games. A front end is another's page
/// at an origin of its own: it knows a token for one player and one game, which it sends with each
/// call, and nothing else of the player.
public final class RgsRoutes {
  private static final int MAX_EVENT = 1000;

  /// The last round of a game is looked for among so many.
  private static final int LAST_ROUNDS = 20;

  private static final Pattern LANGUAGE = Pattern.compile("[a-z]{2}");
  private static final Set<String> DEVICES = Set.of("desktop", "mobile");

  private final GameSessions sessions;
  private final FrontStore fronts;
  private final Operators operators;
  private final GameCatalogue catalogue;
  private final BooksPlay books;
  private final RoundEvents events;
  private final Rounds rounds;
  private final PlayerBalances balances;
  private final RateLimits limits;
  private final RgsBets bets;

  public RgsRoutes(Services services, RateLimits limits) {
    this.sessions = services.playerModule().gameSessions();
    this.fronts = services.fronts();
    this.operators = services.operators();
    this.catalogue = services.catalogue();
    this.books = services.books();
    this.events = new RoundEvents(services.database());
    this.rounds = services.rounds();
    this.balances = new PlayerBalances(services.database(), services.wallet(), services.remote());
    this.limits = limits;
    this.bets = new RgsBets(services.books(), services.remote());
  }

  public List<Endpoint> endpoints() {
    return List.of(
        Endpoints.postByPlayer("/api/casino/games/:id/launch", this::launch),
        call("/wallet/authenticate", this::authenticate),
        call("/wallet/balance", this::balance),
        call("/wallet/play", this::play),
        call("/wallet/end-round", this::endRound),
        call("/bet/event", this::event));
  }

  /// What a call is about.
  ///
  /// @param body in which fields that are not known are passed over: clients send more than is
  ///   asked
  record Call(
      Request request,
      JsonObject body,
      SessionToken token,
      Player player,
      Operator operator,
      String game) {
    MicroUnits micros() {
      return MicroUnits.of(CurrencyCode.of(operator.currency()).decimals());
    }
  }

  private interface Handler {
    Response handle(Call call);
  }

  private Endpoint call(String path, Handler handler) {
    return Endpoints.byFrontEnd(
        "/rgs/:id" + path, request -> answer(request, handler), RgsAnswers::told);
  }

  /// A game session is of one player, so of one operator, and none at another operator's host.
  private Response answer(Request request, Handler handler) {
    JsonObject body = request.json();
    String game = request.pathParameter("id");
    Operator operator = operators.at(request.host());
    Optional<SessionToken> token = SessionToken.of(body.requiredText("sessionID"));
    Optional<Player> player =
        token
            .flatMap(it -> sessions.find(it, game))
            .filter(it -> it.operatorId() == operator.operatorId());
    if (player.isEmpty()) {
      return RequestAuthorizer.noSession();
    }
    Call call = new Call(request, body, token.orElseThrow(), player.get(), operator, game);
    return limits
        .refuse(RateLimits.Rate.REQUESTS_OF_ACCOUNT, "" + player.get().playerId())
        .orElseGet(() -> handler.handle(call));
  }

  private Response launch(Request request, Player player) {
    JsonObject body = request.json();
    String language = body.optionalText("language").orElse("en");
    String device = body.optionalText("device").orElse("desktop");
    body.refuseOtherFields();
    if (!LANGUAGE.matcher(language).matches()) {
      throw InvalidInput.field("language", "must be two lower-case letters, got " + language);
    }
    if (!DEVICES.contains(device)) {
      throw InvalidInput.field("device", "must be desktop or mobile, got " + device);
    }
    Operator operator = operators.byId(player.operatorId());
    Optional<BooksGame> game = catalogue.published(operator, request.pathParameter("id"));
    if (game.isEmpty()) {
      return PublishedModes.noSuchGame();
    }
    String id = game.get().id();
    String rgs = request.host() + "/rgs/" + id;
    return RequestAuthorizer.tokenOf(request)
        .flatMap(session -> sessions.launch(player.playerId(), id, session))
        .map(launched ->
            Response.json(
                201,
                new RgsViews.LaunchView(
                    launched.token().text(),
                    launched.expiresAt().toString(),
                    rgs,
                    FrontFiles.pathOf(fronts, id)
                        .map(path ->
                            "%s?sessionID=%s&lang=%s&device=%s&rgs_url=%s"
                                .formatted(path, launched.token().text(), language, device, rgs))
                        .orElse(null))))
        .orElseGet(RequestAuthorizer::noSession);
  }

  private Response authenticate(Call call) {
    bets.forget(call.token());
    Optional<BooksGame> game = catalogue.published(call.operator(), call.game());
    if (game.isEmpty()) {
      return PublishedModes.noSuchGame();
    }
    Profile profile = PublishedModes.profile(call.operator());
    RgsViews.ConfigView config =
        RgsConfig.of(game.get(), call.operator(), profile)
            .view(game.get(), call.operator(), profile);
    Optional<BooksPlay.View> view = lastRound(call);
    Optional<RgsViews.RoundView> round;
    try {
      round = view.map(it -> roundView(call, it));
    } catch (IllegalStateException | BookArchive.DamagedException unreadable) {
      return unreadable(unreadable);
    }
    return balances.with(
        call.player(),
        balance -> Response.ok(RgsViews.AuthenticateView.of(amount(call, balance), config, round)));
  }

  /// The open round, or the last one.
  private Optional<BooksPlay.View> lastRound(Call call) {
    return books
        .open(call.player().playerId(), call.game())
        .or(() -> lastSettled(call).map(BooksPlay.View::of));
  }

  private Optional<Round> lastSettled(Call call) {
    Rounds.Query last = Rounds.Query.last(Optional.empty(), LAST_ROUNDS);
    return rounds.page(call.player().playerId(), last).rounds().stream()
        .filter(round -> round.game().equals(call.game()))
        .findFirst();
  }

  private RgsViews.RoundView roundView(Call call, BooksPlay.View view) {
    return RgsViews.RoundView.of(
        view,
        events.find(call.player().playerId(), call.game(), view.ref()),
        BookEvents.of(books.book(call.game(), view)),
        call.micros());
  }

  private static Response unreadable(RuntimeException unreadable) {
    return Response.problem(
        Problem.of(
            Problem.Status.CONFLICT,
            "rules_unavailable",
            "the book of the round cannot be shown: " + unreadable.getMessage()));
  }

  private Response balance(Call call) {
    return balances.with(
        call.player(), balance -> Response.ok(new RgsViews.BalanceView(amount(call, balance))));
  }

  private static RgsViews.AmountView amount(Call call, Balance balance) {
    return RgsViews.AmountView.of(balance, call.micros());
  }

  private Response play(Call call) {
    Optional<BooksGame> game = catalogue.published(call.operator(), call.game());
    if (game.isEmpty()) {
      return PublishedModes.noSuchGame();
    }
    long baseBet = baseBet(call, game.get());
    String currency = call.body().optionalText("currency").orElse(call.operator().currency());
    if (!currency.equalsIgnoreCase(call.operator().currency())) {
      throw InvalidInput.field(
          "currency", "must be %s, got %s".formatted(call.operator().currency(), currency));
    }
    return bets.bet(
        call,
        game.get(),
        baseBet,
        view -> {
          try {
            return Response.ok(
                new RgsViews.PlayView(
                    new RgsViews.AmountView(
                        call.micros().of(view.balance()), call.operator().currency()),
                    roundView(call, view)));
          } catch (IllegalStateException | BookArchive.DamagedException unreadable) {
            return unreadable(unreadable);
          }
        });
  }

  private static long baseBet(Call call, BooksGame game) {
    long amount = call.body().requiredLong("amount");
    MicroUnits micros = call.micros();
    OptionalLong minor = micros.minor(amount);
    var bets = game.baseBets();
    if (minor.isEmpty()
        || minor.getAsLong() < bets.min()
        || minor.getAsLong() > bets.max()
        || minor.getAsLong() % bets.step() != 0) {
      throw InvalidInput.field(
          "amount",
          "must be a multiple of %d from %d to %d, got %d"
              .formatted(
                  micros.of(bets.step()), micros.of(bets.min()), micros.of(bets.max()), amount));
    }
    return minor.getAsLong();
  }

  /// Pays the open round. Without one the last has been paid, and asking again changes nothing.
  private Response endRound(Call call) {
    bets.forget(call.token());
    long playerId = call.player().playerId();
    Optional<BooksPlay.View> open = books.open(playerId, call.game());
    if (open.isEmpty()) {
      return lastSettled(call).isPresent() ? balance(call) : Response.problem(Inputs.noSuchRound());
    }
    return switch (books.end(playerId, open.get().ref(), call.game())) {
      case RoundResult.Taken<Round> _, RoundResult.Replayed<Round> _ -> balance(call);
      case RoundResult<Round> other -> bets.refusal(call, other);
    };
  }

  private Response event(Call call) {
    String event = call.body().requiredText("event");
    if (event.length() > MAX_EVENT) {
      throw InvalidInput.field(
          "event", "must have at most %d characters, got %d".formatted(MAX_EVENT, event.length()));
    }
    Optional<BooksPlay.View> round = lastRound(call);
    if (round.isEmpty()) {
      return Response.problem(Inputs.noSuchRound());
    }
    events.put(call.player().playerId(), call.game(), round.get().ref(), event);
    return Response.ok(new RgsViews.EventView(event));
  }
}
