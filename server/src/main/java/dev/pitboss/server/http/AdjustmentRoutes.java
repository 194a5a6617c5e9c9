package dev.pitboss.server.http;

import dev.pitboss.server.http.Endpoint.Need;
import dev.pitboss.server.json.InvalidInput;
import dev.pitboss.server.json.JsonObject;
import dev.pitboss.server.operators.Operator;
import dev.pitboss.server.operators.Operators;
import dev.pitboss.server.staff.Adjustment;
import dev.pitboss.server.staff.Adjustments;
import dev.pitboss.server.staff.StaffMember;
import dev.pitboss.server.wallet.IdempotencyKey;
import io.avaje.jsonb.Json;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Money given or taken back by hand: one asks, another approves.
public final class AdjustmentRoutes {
  private static final String ADJUSTMENTS = "/api/ops/adjustments";
  private static final int MAX_PAGE = 200;

  private final Adjustments adjustments;
  private final Operators operators;
  private final InstantSource clock;

  AdjustmentRoutes(Adjustments adjustments, Operators operators, InstantSource clock) {
    this.adjustments = adjustments;
    this.operators = operators;
    this.clock = clock;
  }

  List<Endpoint> endpoints() {
    return List.of(
        Endpoint.byStaff("GET", ADJUSTMENTS, Need.READ, this::list),
        Endpoint.byStaff("POST", ADJUSTMENTS, Need.CHANGE, this::request),
        Endpoint.byStaff("POST", ADJUSTMENTS + "/:id/reversal", Need.CHANGE, this::reverse),
        Endpoint.byStaff(
            "POST",
            ADJUSTMENTS + "/:id/approve",
            Need.CHANGE,
            (request, member) -> decided(adjustments.approve(member, bare(request)))),
        Endpoint.byStaff(
            "POST",
            ADJUSTMENTS + "/:id/reject",
            Need.CHANGE,
            (request, member) -> decided(adjustments.reject(member, bare(request)))));
  }

  private Reply list(Request request, StaffMember member) {
    long before = request.queryText("before").map(AdjustmentRoutes::id).orElse(Long.MAX_VALUE);
    int limit = request.queryInt("limit", 1, MAX_PAGE, MAX_PAGE);
    Optional<String> state = request.queryText("state");
    if (state.isPresent() && !state.get().equals("waiting")) {
      throw InvalidInput.field("state", "can be waiting, or nothing, not " + state.get());
    }
    Adjustments.Query query = new Adjustments.Query(before, state.isPresent(), limit);
    return Reply.ok(
        new AdjustmentsView(
            adjustments.list(member, query).stream()
                .map(seen -> view(seen.adjustment(), seen.sharedController()))
                .toList()));
  }

  private Reply request(Request request, StaffMember member) {
    IdempotencyKey key = PlayRoutes.keyOf(request);
    JsonObject body = request.json();
    String player = body.requiredText("playerId");
    if (!player.matches("\\d{1,18}")) {
      throw InvalidInput.field("playerId", "must be the id of a player");
    }
    long amount = body.requiredLong("amount");
    if (amount == 0 || amount > Adjustments.MAX_AMOUNT || amount < -Adjustments.MAX_AMOUNT) {
      throw InvalidInput.field(
          "amount",
          "must be minor units from -%d to %d, and not 0"
              .formatted(Adjustments.MAX_AMOUNT, Adjustments.MAX_AMOUNT));
    }
    String reason = reason(body);
    return requested(
        adjustments.request(
            member, new Adjustments.Wish(Long.parseLong(player), amount, reason, key)));
  }

  private Reply reverse(Request request, StaffMember member) {
    IdempotencyKey key = PlayRoutes.keyOf(request);
    long id = id(request.pathParameter("id"));
    String reason = reason(request.json());
    return requested(adjustments.requestReversal(member, id, reason, key));
  }

  private static String reason(JsonObject body) {
    String reason = body.requiredText("reason");
    body.refuseOtherFields();
    if (!Adjustments.Wish.isReason(reason)) {
      throw InvalidInput.field("reason", "must say why in 1 to 500 printable characters");
    }
    return reason;
  }

  private Reply requested(Adjustments.Request outcome) {
    return switch (outcome) {
      case Adjustments.Request.Made(Adjustment made) -> Reply.json(201, view(made));
      case Adjustments.Request.Replayed(Adjustment before) ->
          Reply.json(201, view(before)).withHeader("Idempotent-Replayed", "true");
      case Adjustments.Request.KeyReused() ->
          Reply.problem(
              Problem.of(
                      Problem.Status.UNPROCESSABLE,
                      "idempotency_key_reused",
                      "this Idempotency-Key was used for another adjustment")
                  .atField("Idempotency-Key"));
      case Adjustments.Request.NoSuchPlayer() ->
          Reply.problem(
              Problem.of(
                  Problem.Status.NOT_FOUND, "no_such_player", "there is no player of that id"));
      case Adjustments.Request.NotReversible() ->
          Reply.problem(
              Problem.of(
                  Problem.Status.CONFLICT,
                  "not_reversible",
                  "there is no approved adjustment of that id, or it was taken back already"));
    };
  }

  private Reply decided(Adjustments.Decision decision) {
    return switch (decision) {
      case Adjustments.Decision.Decided(Adjustment now) -> Reply.ok(view(now));
      case Adjustments.Decision.AlreadyDecided(Adjustment before) ->
          conflict(
              "already_decided",
              "%s has decided it: %s".formatted(before.decidedBy(), state(before)));
      case Adjustments.Decision.OwnRequest() ->
          Reply.problem(
              Problem.of(
                  Problem.Status.FORBIDDEN,
                  "own_request",
                  "somebody else has to approve what you asked for"));
      case Adjustments.Decision.NotIndependent(String controller) -> notIndependent(controller);
      case Adjustments.Decision.Expired() ->
          conflict("expired", "nobody decided it in time; ask again");
      case Adjustments.Decision.NoSuchAdjustment() ->
          Reply.problem(
              Problem.of(
                  Problem.Status.NOT_FOUND,
                  "no_such_adjustment",
                  "there is no adjustment of that id"));
      case Adjustments.Decision.InsufficientFunds(long balance) ->
          Reply.problem(
              Problem.of(
                      Problem.Status.CONFLICT,
                      "insufficient_funds",
                      "the player has only " + balance)
                  .withBalance(balance));
      case Adjustments.Decision.AlreadyReversed() ->
          conflict("already_reversed", "what it takes back was taken back already");
    };
  }

  /// Who made or reset an account can sign in by it, so the two are one person.
  static Reply notIndependent(String controller) {
    return Reply.problem(
        Problem.of(
            Problem.Status.FORBIDDEN,
            "not_independent",
            ("a second person has to approve: %s made or reset one of the two accounts, and nobody"
                    + " independent has confirmed it since")
                .formatted(controller)));
  }

  private static Reply conflict(String code, String detail) {
    return Reply.problem(Problem.of(Problem.Status.CONFLICT, code, detail));
  }

  /// The id in the path of a request without a body.
  private static long bare(Request request) {
    request.json().refuseOtherFields();
    return id(request.pathParameter("id"));
  }

  private static long id(String text) {
    if (!text.matches("\\d{1,18}")) {
      throw InvalidInput.field("id", "must be the id of an adjustment");
    }
    return Long.parseLong(text);
  }

  private AdjustmentView view(Adjustment adjustment) {
    return view(adjustment, null);
  }

  private AdjustmentView view(Adjustment adjustment, @Nullable String sharedController) {
    Operator operator = operators.byId(adjustment.operatorId());
    return new AdjustmentView(
        adjustment.adjustmentId(),
        operator.code(),
        Long.toString(adjustment.playerId()),
        adjustment.amount(),
        operator.currency(),
        adjustment.reason(),
        adjustment.reverses(),
        state(adjustment),
        adjustment.requestedBy(),
        adjustment.requestedAt(),
        adjustment.expiresAt(),
        adjustment.decidedBy(),
        adjustment.decidedAt(),
        sharedController);
  }

  private String state(Adjustment adjustment) {
    return adjustment.at(clock.instant()).name().toLowerCase(Locale.ROOT);
  }

  /// Adjustments, the newest first.
  @Json
  public record AdjustmentsView(List<AdjustmentView> adjustments) {}

  /// An adjustment.
  ///
  /// @param state `waiting`, `approved`, `rejected` or `expired`
  /// @param sharedController in lists: the account because of which the member who looks cannot
  ///   approve; absent when they can
  @Json
  public record AdjustmentView(
      long id,
      String operator,
      String playerId,
      long amount,
      String currency,
      String reason,
      @Nullable Long reverses,
      String state,
      String requestedBy,
      Instant requestedAt,
      Instant expiresAt,
      @Nullable String decidedBy,
      @Nullable Instant decidedAt,
      @Nullable String sharedController) {}
}
