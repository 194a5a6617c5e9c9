package dev.pitboss.server.api.game;

import dev.pitboss.server.api.Endpoints;
import dev.pitboss.server.api.Inputs;
import dev.pitboss.server.api.InternalWalletOnly;
import dev.pitboss.server.crash.LiveTable;
import dev.pitboss.server.crash.PastRound;
import dev.pitboss.server.crash.RoundId;
import dev.pitboss.server.games.CrashBet;
import dev.pitboss.server.games.CrashGame;
import dev.pitboss.server.history.Rounds;
import dev.pitboss.server.http.Endpoint;
import dev.pitboss.server.http.LiveFeed;
import dev.pitboss.server.http.Problem;
import dev.pitboss.server.http.Request;
import dev.pitboss.server.http.Response;
import dev.pitboss.server.json.JsonObject;
import dev.pitboss.server.ledger.IdempotencyKey;
import dev.pitboss.server.ledger.Round;
import dev.pitboss.server.operators.Operator;
import dev.pitboss.server.players.Player;
import dev.pitboss.server.rounds.CrashPlay.PlacedBet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The live table of crash.
public final class CrashRoutes {
  private static final String CRASH = "/api/casino/play/crash";

  private static final int LAST = 50;

  private static final Pattern ROUND_ID = Pattern.compile("([1-9]\\d{0,17})-([1-9]\\d{0,8})");

  private final LiveTable table;
  private final Rounds rounds;
  private final LiveFeed feed;
  private final InternalWalletOnly ownMoney;

  public CrashRoutes(LiveTable table, Rounds rounds, InternalWalletOnly ownMoney) {
    this.table = table;
    this.rounds = rounds;
    this.ownMoney = ownMoney;
    this.feed = new LiveFeed(new TableFeed(table));
  }

  public List<Endpoint> endpoints() {
    return List.of(
        Endpoints.bet(CRASH, ownMoney.only(this::bet)),
        Endpoints.getByPlayer(CRASH, this::open),
        Endpoints.cancel(CRASH, this::cancel),
        Endpoints.bet(CRASH + "/cashout", this::cashOut),
        Endpoints.getByPlayer(CRASH + "/history", this::history),
        Endpoints.get(CRASH + "/rounds/:id", this::round),
        Endpoints.live(CRASH + "/live", feed));
  }

  private Response bet(Request request, Player player) {
    IdempotencyKey key = Inputs.keyOf(request);
    CrashBet bet = CrashBet.sent(request.json());
    return reply(
        table.bet(player.playerId(), shownName(player), key, bet),
        CrashViews.PlacedView::of,
        request);
  }

  /// The name is sent to all clients of the table, other operators' players too: of a player of
  /// another operator they get the beginning.
  static String shownName(Player player) {
    String name = player.username();
    return player.operatorId() == Operator.HOUSE
        ? name
        : name.substring(
                0, name.offsetByCodePoints(0, Math.min(2, name.codePointCount(0, name.length()))))
            + "***";
  }

  private Response open(Request request, Player player) {
    return Response.ok(
        new CrashViews.OpenView(
            table.runsHere(),
            table.betsOf(player.playerId()).stream().map(CrashViews.BetView::of).toList()));
  }

  private Response cancel(Request request, Player player) {
    IdempotencyKey key = Inputs.keyOf(request);
    return reply(
        table.cancel(player.playerId(), key),
        placed -> new CrashViews.CancelledView(placed.ref().toString(), placed.balance()),
        request);
  }

  /// The moment the request arrived decides, not the moment it is heard.
  private Response cashOut(Request request, Player player) {
    long waited = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - request.arrivedAtNanos());
    long arrived = table.now() - waited;
    IdempotencyKey key = Inputs.keyOf(request);
    JsonObject body = request.json();
    UUID ref = HistoryRoutes.requiredRef(body);
    body.refuseOtherFields();
    return reply(
        table.leave(player.playerId(), key, ref, arrived), CrashViews.LeftView::of, request);
  }

  private Response history(Request request, Player player) {
    int limit = request.queryInt("limit", 1, LAST, LAST);
    Rounds.Query own = Rounds.Query.last(Optional.of(CrashGame.ID), limit);
    Map<RoundId, Round> bets =
        rounds.page(player.playerId(), own).rounds().stream()
            .collect(
                Collectors.toMap(
                    round ->
                        new RoundId(
                            round.draw().seedPairId(), Math.toIntExact(round.draw().nonce())),
                    round -> round,
                    (newer, _) -> newer));
    return Response.ok(
        new CrashViews.HistoryView(
            table.commitment().map(CrashViews.ChainView::of).orElse(null),
            table.last(limit).stream()
                .map(past -> CrashViews.PastView.of(past, bets.get(past.id())))
                .toList()));
  }

  private Response round(Request request) {
    Matcher id = ROUND_ID.matcher(request.pathParameter("id"));
    Optional<PastRound> past =
        id.matches()
            ? table.past(new RoundId(Long.parseLong(id.group(1)), Integer.parseInt(id.group(2))))
            : Optional.empty();
    return past.map(it -> Response.ok(CrashViews.ProofView.of(it)))
        .orElseGet(() ->
            Response.problem(
                Problem.of(Problem.Status.NOT_FOUND, "no_such_round", "no such crashed round")));
  }

  private static Response reply(
      LiveTable.Answer answer, Function<PlacedBet, Object> view, Request request) {
    return switch (answer) {
      case LiveTable.Answer.Of(var roundResult) -> TableRoutes.reply(roundResult, view, request);
      case LiveTable.Answer.Away() ->
          Response.problem(
                  Problem.of(
                      Problem.Status.UNAVAILABLE,
                      "table_away",
                      "the crash table runs on another server or is starting; nothing was done"))
              .withHeader("Retry-After", "1");
      case LiveTable.Answer.Full() ->
          Response.problem(
              Problem.of(
                  Problem.Status.CONFLICT,
                  "round_full",
                  "the round's maximum payout is reached; bet in a later round"));
      case LiveTable.Answer.TooEarly() ->
          Response.problem(
              Problem.of(
                  Problem.Status.CONFLICT, "not_running", "the bet's round has not started"));
      case LiveTable.Answer.TooLate() ->
          Response.problem(
              Problem.of(Problem.Status.CONFLICT, "crashed", "the round had already crashed"));
    };
  }

  /// The messages of the table, for all of its viewers.
  private record TableFeed(LiveTable table) implements LiveFeed.Source {
    @Override
    public void subscribe(Consumer<String> listener) {
      table.subscribe(frame -> listener.accept(frame.text()));
    }

    @Override
    public void arrive(Consumer<String> snapshot) {
      table.arrive(frame -> snapshot.accept(frame.text()));
    }

    @Override
    public void depart() {
      table.depart();
    }
  }
}
