package dev.pitboss.server.api.backoffice;

import dev.pitboss.server.api.Access.Need;
import dev.pitboss.server.api.Endpoints;
import dev.pitboss.server.api.Inputs;
import dev.pitboss.server.http.Endpoint;
import dev.pitboss.server.http.Problem;
import dev.pitboss.server.http.Request;
import dev.pitboss.server.http.Response;
import dev.pitboss.server.json.InvalidInput;
import dev.pitboss.server.json.JsonObject;
import dev.pitboss.server.ledger.IdempotencyKey;
import dev.pitboss.server.operators.CurrencyCode;
import dev.pitboss.server.operators.Operator;
import dev.pitboss.server.operators.Operators;
import dev.pitboss.server.staff.Adjustment;
import dev.pitboss.server.staff.Adjustments;
import dev.pitboss.server.staff.StaffMember;
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

  public AdjustmentRoutes(Adjustments adjustments, Operators operators, InstantSource clock) {
    this.adjustments = adjustments;
    this.operators = operators;
    this.clock = clock;
  }

  public List<Endpoint> endpoints() {
    return List.of(
        Endpoints.byStaff("GET", ADJUSTMENTS, Need.READ, this::list),
        Endpoints.byStaff("POST", ADJUSTMENTS, Need.CHANGE, this::request),
        Endpoints.byStaff("POST", ADJUSTMENTS + "/:id/reversal", Need.CHANGE, this::reverse),
        Endpoints.byStaff(
            "POST",
            ADJUSTMENTS + "/:id/approve",
            Need.CHANGE,
            (request, member) -> decided(adjustments.approve(member, bare(request)))),
        Endpoints.byStaff(
            "POST",
            ADJUSTMENTS + "/:id/reject",
            Need.CHANGE,
            (request, member) -> decided(adjustments.reject(member, bare(request)))));
  }

  private Response list(Request request, StaffMember member) {
    long before = request.queryText("before").map(AdjustmentRoutes::id).orElse(Long.MAX_VALUE);
    int limit = request.queryInt("limit", 1, MAX_PAGE, MAX_PAGE);
    Optional<String> state = request.queryText("state");
    if (state.isPresent() && !state.get().equals("waiting")) {
      throw InvalidInput.field("state", "must be waiting or absent, got " + state.get());
    }
    Adjustments.Query query = new Adjustments.Query(before, state.isPresent(), limit);
    return Response.ok(
        new AdjustmentsView(
            adjustments.list(member, query).stream()
                .map(seen -> view(seen.adjustment(), seen.sharedController()))
                .toList()));
  }

  private Response request(Request request, StaffMember member) {
    IdempotencyKey key = Inputs.keyOf(request);
    JsonObject body = request.json();
    String player = body.requiredText("playerId");
    if (!player.matches("\\d{1,18}")) {
      throw InvalidInput.field("playerId", "must be a player id");
    }
    long amount = body.requiredLong("amount");
    if (amount == 0 || amount > Adjustments.MAX_AMOUNT || amount < -Adjustments.MAX_AMOUNT) {
      throw InvalidInput.field(
          "amount",
          "must be -%d to %d minor units and not 0"
              .formatted(Adjustments.MAX_AMOUNT, Adjustments.MAX_AMOUNT));
    }
    String reason = reason(body);
    return requested(
        adjustments.request(
            member, new Adjustments.Proposal(Long.parseLong(player), amount, reason, key)));
  }

  private Response reverse(Request request, StaffMember member) {
    IdempotencyKey key = Inputs.keyOf(request);
    long id = id(request.pathParameter("id"));
    String reason = reason(request.json());
    return requested(adjustments.requestReversal(member, id, reason, key));
  }

  private static String reason(JsonObject body) {
    String reason = body.requiredText("reason");
    body.refuseOtherFields();
    if (!Adjustments.Proposal.isReason(reason)) {
      throw InvalidInput.field("reason", "must be 1 to 500 printable characters");
    }
    return reason;
  }

  private Response requested(Adjustments.Request outcome) {
    return switch (outcome) {
      case Adjustments.Request.Made(Adjustment made) -> Response.json(201, view(made));
      case Adjustments.Request.Replayed(Adjustment before) ->
          Response.json(201, view(before)).withHeader("Idempotent-Replayed", "true");
      case Adjustments.Request.KeyReused() ->
          Response.problem(
              Problem.of(
                      Problem.Status.UNPROCESSABLE,
                      "idempotency_key_reused",
                      "Idempotency-Key was already used for a different adjustment")
                  .atField("Idempotency-Key"));
      case Adjustments.Request.NoSuchPlayer() ->
          Response.problem(
              Problem.of(Problem.Status.NOT_FOUND, "no_such_player", "no such player"));
      case Adjustments.Request.NotReversible() ->
          Response.problem(
              Problem.of(
                  Problem.Status.CONFLICT,
                  "not_reversible",
                  "no such approved adjustment, or it is already reversed"));
    };
  }

  private Response decided(Adjustments.Decision decision) {
    return switch (decision) {
      case Adjustments.Decision.Decided(Adjustment now) -> Response.ok(view(now));
      case Adjustments.Decision.AlreadyDecided(Adjustment before) ->
          conflict(
              "already_decided",
              "already decided by %s: %s".formatted(before.decidedBy(), state(before)));
      case Adjustments.Decision.OwnRequest() ->
          Response.problem(
              Problem.of(
                  Problem.Status.FORBIDDEN,
                  "own_request",
                  "a different staff member must approve your request"));
      case Adjustments.Decision.NotIndependent(String controller) -> notIndependent(controller);
      case Adjustments.Decision.Expired() ->
          conflict("expired", "the request expired undecided; submit it again");
      case Adjustments.Decision.NoSuchAdjustment() ->
          Response.problem(
              Problem.of(Problem.Status.NOT_FOUND, "no_such_adjustment", "no such adjustment"));
      case Adjustments.Decision.InsufficientFunds(long balance, int operatorId) ->
          Response.problem(
              Problem.of(
                      Problem.Status.CONFLICT,
                      "insufficient_funds",
                      "insufficient funds: the player's balance is "
                          + CurrencyCode.of(operators.byId(operatorId).currency()).amount(balance))
                  .withBalance(balance));
      case Adjustments.Decision.AlreadyReversed() ->
          conflict("already_reversed", "the adjustment is already reversed");
    };
  }

  /// Who made or reset an account can sign in by it, so the two are one person.
  static Response notIndependent(String controller) {
    return Response.problem(
        Problem.of(
            Problem.Status.FORBIDDEN,
            "not_independent",
            ("approval requires an independent staff member: %s created or reset one of the two accounts"
                    + " and no independent staff member has confirmed it since")
                .formatted(controller)));
  }

  private static Response conflict(String code, String detail) {
    return Response.problem(Problem.of(Problem.Status.CONFLICT, code, detail));
  }

  /// The id in the path of a request without a body.
  private static long bare(Request request) {
    request.json().refuseOtherFields();
    return id(request.pathParameter("id"));
  }

  private static long id(String text) {
    if (!text.matches("\\d{1,18}")) {
      throw InvalidInput.field("id", "must be an adjustment id");
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
        adjustment.username(),
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
      @Nullable String username,
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
