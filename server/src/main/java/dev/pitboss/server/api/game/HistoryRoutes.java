package dev.pitboss.server.api.game;

import dev.pitboss.games.cards.Card;
import dev.pitboss.server.api.Endpoints;
import dev.pitboss.server.api.Inputs;
import dev.pitboss.server.api.MovementView;
import dev.pitboss.server.api.Views;
import dev.pitboss.server.games.GameCatalogue;
import dev.pitboss.server.history.Replay;
import dev.pitboss.server.history.Rounds;
import dev.pitboss.server.http.Endpoint;
import dev.pitboss.server.http.Problem;
import dev.pitboss.server.http.Request;
import dev.pitboss.server.http.Response;
import dev.pitboss.server.json.InvalidInput;
import dev.pitboss.server.json.JsonObject;
import dev.pitboss.server.ledger.Round;
import dev.pitboss.server.operators.CurrencyCode;
import dev.pitboss.server.operators.reporting.Csv;
import dev.pitboss.server.players.Player;
import dev.pitboss.server.players.Support;
import dev.pitboss.server.published.BookArchive;
import io.avaje.jsonb.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Routes of a player's history.
public final class HistoryRoutes {
  private static final int DEFAULT_PAGE = 20;
  private static final int MAX_PAGE = 100;

  /// A side of baccarat draws at most one card to its first two.
  private static final int MAX_CARDS = 3;

  private final Rounds rounds;
  private final Replay replay;
  private final GameCatalogue catalogue;
  private final Support support;

  public HistoryRoutes(Rounds rounds, Replay replay, GameCatalogue catalogue, Support support) {
    this.rounds = rounds;
    this.replay = replay;
    this.catalogue = catalogue;
    this.support = support;
  }

  public List<Endpoint> endpoints() {
    return List.of(
        Endpoints.getByPlayer("/api/casino/game-history", this::history),
        Endpoints.getByPlayer("/api/casino/transactions", this::transactions),
        Endpoints.getByPlayer("/api/casino/play/roulette/history", this::rouletteHistory),
        Endpoints.getByPlayer("/api/casino/play/baccarat/history", this::baccaratHistory),
        Endpoints.getByPlayer("/api/casino/rounds/:ref", this::round),
        Endpoints.getByPlayer("/api/casino/rounds/:ref/book", this::book));
  }

  private Response history(Request request, Player player) {
    Optional<String> game = request.queryText("game");
    if (game.isPresent() && catalogue.game(game.get()).isEmpty()) {
      throw InvalidInput.field("game", "must be an available game, got " + game.get());
    }
    Rounds.Query query =
        new Rounds.Query(
            game,
            Inputs.optionalInstant(request, "from"),
            Inputs.optionalInstant(request, "to"),
            Inputs.cursor(request),
            limit(request));
    Rounds.Page page = rounds.page(player.playerId(), query);
    return Inputs.wantsCsv(request)
        ? csv(page, CurrencyCode.of(player.currency()))
        : Response.ok(Views.HistoryView.of(page));
  }

  /// The page as CSV, for a spreadsheet: amounts in whole units. Where JSON has `nextCursor`, this
  /// has a header.
  private static Response csv(Rounds.Page page, CurrencyCode currency) {
    Csv csv =
        new Csv(
            List.of(
                "ref",
                "game",
                "at",
                "currency",
                "stake",
                "payout",
                "balanceAfter",
                "provider",
                "kind",
                "round"));
    for (Rounds.Line line : page.lines()) {
      switch (line) {
        case Rounds.Line.Played(Round round) ->
            csv.row(
                List.of(
                    round.ref(),
                    round.game(),
                    round.settledAt(),
                    currency.code(),
                    currency.decimal(round.stake()),
                    currency.decimal(round.payout()),
                    currency.decimal(round.balanceAfter()),
                    "",
                    "",
                    ""));
        case Rounds.Line.Elsewhere it ->
            csv.row(
                List.of(
                    it.ref(),
                    it.game(),
                    it.at(),
                    currency.code(),
                    currency.decimal(it.stake()),
                    currency.decimal(it.payout()),
                    currency.decimal(it.balanceAfter()),
                    it.provider(),
                    it.kind(),
                    it.round()));
      }
    }
    Response reply = Response.text("text/csv; charset=utf-8; header=present", csv.text());
    return page.next().isPresent()
        ? reply.withHeader("Next-Cursor", Long.toString(page.next().getAsLong()))
        : reply;
  }

  /// What moved on the balance besides rounds.
  private Response transactions(Request request, Player player) {
    Support.Transactions found = support.transactions(player.playerId());
    return Response.ok(
        new TransactionsView(
            found.movements().stream().map(MovementView::of).toList(), found.openStakes()));
  }

  private Response rouletteHistory(Request request, Player player) {
    List<Views.RouletteLine> lines =
        lastOf("roulette", request, player).stream().map(HistoryRoutes::rouletteLine).toList();
    return Response.ok(
        new Views.RouletteHistoryView(
            lines.stream().map(Views.RouletteLine::pocket).toList(), lines));
  }

  private Response baccaratHistory(Request request, Player player) {
    return Response.ok(
        new Views.BaccaratHistoryView(
            lastOf("baccarat", request, player).stream()
                .map(HistoryRoutes::baccaratLine)
                .toList()));
  }

  private List<Round> lastOf(String game, Request request, Player player) {
    Rounds.Query query = Rounds.Query.last(Optional.of(game), limit(request));
    return rounds.page(player.playerId(), query).rounds();
  }

  private Response round(Request request, Player player) {
    return Inputs.ref(request.pathParameter("ref"))
        .flatMap(ref -> rounds.find(player.playerId(), ref))
        .map(detail -> Response.ok(Views.RoundView.of(detail)))
        .orElseGet(() -> Response.problem(Inputs.noSuchRound()));
  }

  /// The book that a round of a published game drew.
  private Response book(Request request, Player player) {
    Optional<Rounds.Detail> found =
        Inputs.ref(request.pathParameter("ref"))
            .flatMap(ref -> rounds.find(player.playerId(), ref));
    if (found.isEmpty()) {
      return Response.problem(Inputs.noSuchRound());
    }
    try {
      return replay
          .book(found.get())
          .map(book -> Response.ok(BookViews.BookView.of(found.get().round(), book)))
          .orElseGet(() ->
              Response.problem(
                  Problem.of(
                      Problem.Status.NOT_FOUND,
                      "no_such_book",
                      "the round is of a game that is not played with books")));
    } catch (IllegalStateException | BookArchive.DamagedException unreadable) {
      return Response.problem(
          Problem.of(
              Problem.Status.CONFLICT,
              "rules_unavailable",
              "the book of the round cannot be shown: " + unreadable.getMessage()));
    }
  }

  /// The ref in a body's field `ref`.
  ///
  /// @throws InvalidInput when it has not the form of one
  static UUID requiredRef(JsonObject body) {
    String text = body.requiredText("ref");
    return Inputs.ref(text)
        .orElseThrow(
            () -> InvalidInput.field(body.pathOf("ref"), "must be a round ref, got " + text));
  }

  private static int limit(Request request) {
    return request.queryInt("limit", 1, MAX_PAGE, DEFAULT_PAGE);
  }

  private static Views.BaccaratLine baccaratLine(Round round) {
    JsonObject outcome = outcome(round);
    JsonObject player = outcome.requiredObject("player");
    JsonObject banker = outcome.requiredObject("banker");
    return new Views.BaccaratLine(
        round.ref().toString(),
        round.settledAt(),
        round.stake(),
        round.payout(),
        outcome.requiredText("winner"),
        player.requiredLong("total"),
        banker.requiredLong("total"),
        isPair(player),
        isPair(banker));
  }

  private static boolean isPair(JsonObject side) {
    List<Card> cards = side.optionalTexts("cards", MAX_CARDS).stream().map(Card::parse).toList();
    return cards.get(0).rank() == cards.get(1).rank();
  }

  private static JsonObject outcome(Round round) {
    return JsonObject.parse(round.outcome().getBytes(StandardCharsets.UTF_8));
  }

  private static Views.RouletteLine rouletteLine(Round round) {
    JsonObject outcome = outcome(round);
    return new Views.RouletteLine(
        round.ref().toString(),
        round.settledAt(),
        round.stake(),
        round.payout(),
        outcome.requiredLong("pocket"),
        outcome.requiredText("color"));
  }

  /// The newest transactions without a round.
  ///
  /// @param openStakes what was staked on rounds that have not ended, minor units
  @Json
  public record TransactionsView(List<MovementView> transactions, long openStakes) {}
}
