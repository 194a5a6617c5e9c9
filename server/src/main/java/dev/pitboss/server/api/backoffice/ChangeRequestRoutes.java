package dev.pitboss.server.api.backoffice;

import dev.pitboss.server.api.Access.Need;
import dev.pitboss.server.api.Endpoints;
import dev.pitboss.server.approvals.ChangeRequest;
import dev.pitboss.server.approvals.ChangeRequests;
import dev.pitboss.server.http.Endpoint;
import dev.pitboss.server.http.Problem;
import dev.pitboss.server.http.Request;
import dev.pitboss.server.http.Response;
import dev.pitboss.server.json.InvalidInput;
import dev.pitboss.server.json.JsonWriter;
import dev.pitboss.server.operators.Operators;
import dev.pitboss.server.staff.StaffMember;
import io.avaje.jsonb.Json;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Changes that create power over money: listed, approved by a second person, rejected.
public final class ChangeRequestRoutes {
  private static final String REQUESTS = "/api/ops/change-requests";
  private static final int MAX_PAGE = 200;

  private final ChangeRequests requests;
  private final Operators operators;
  private final InstantSource clock;

  public ChangeRequestRoutes(ChangeRequests requests, Operators operators, InstantSource clock) {
    this.requests = requests;
    this.operators = operators;
    this.clock = clock;
  }

  public List<Endpoint> endpoints() {
    return List.of(
        Endpoints.byStaff("GET", REQUESTS, Need.READ, this::list),
        Endpoints.byStaff(
            "POST",
            REQUESTS + "/:id/approve",
            Need.CHANGE,
            (request, member) -> decided(requests.approve(member, bare(request)))),
        Endpoints.byStaff(
            "POST",
            REQUESTS + "/:id/reject",
            Need.CHANGE,
            (request, member) -> decided(requests.reject(member, bare(request)))));
  }

  /// What is answered instead of doing what one person alone may only ask for.
  static Response waiting(ChangeRequests.Asked asked, Operators operators) {
    return switch (asked) {
      case ChangeRequests.Asked.Waiting(ChangeRequest request) ->
          Response.json(202, view(request, ChangeRequest.State.WAITING, null, operators));
      case ChangeRequests.Asked.TooMany() -> tooMany();
    };
  }

  static Response tooMany() {
    return Response.problem(
        Problem.of(
            Problem.Status.CONFLICT,
            "too_many_change_requests",
            "an operator has at most %d pending change requests; decide some first"
                .formatted(ChangeRequests.MAX_WAITING)));
  }

  private Response list(Request request, StaffMember member) {
    long before = request.queryText("before").map(ChangeRequestRoutes::id).orElse(Long.MAX_VALUE);
    int limit = request.queryInt("limit", 1, MAX_PAGE, MAX_PAGE);
    Optional<String> state = request.queryText("state");
    if (state.isPresent() && !state.get().equals("waiting")) {
      throw InvalidInput.field("state", "must be waiting or absent, got " + state.get());
    }
    ChangeRequests.Query query = new ChangeRequests.Query(before, state.isPresent(), limit);
    Instant now = clock.instant();
    return Response.ok(
        new ChangeRequestsView(
            requests.list(member, query).stream()
                .map(seen ->
                    view(
                        seen.request(), seen.request().at(now), seen.sharedController(), operators))
                .toList()));
  }

  private Response decided(ChangeRequests.Decision decision) {
    return switch (decision) {
      case ChangeRequests.Decision.Decided(ChangeRequest now, Optional<String> secretPart) -> {
        operators.refresh();
        yield Response.ok(
            new DecidedView(
                view(now, now.at(clock.instant()), null, operators), secretPart.orElse(null)));
      }
      case ChangeRequests.Decision.AlreadyDecided(ChangeRequest before) ->
          conflict(
              "already_decided",
              "already decided by %s: %s"
                  .formatted(before.decidedBy(), text(before.at(clock.instant()))));
      case ChangeRequests.Decision.OwnRequest() ->
          Response.problem(
              Problem.of(
                  Problem.Status.FORBIDDEN,
                  "own_request",
                  "a different staff member must approve your request"));
      case ChangeRequests.Decision.NotIndependent(String controller) ->
          AdjustmentRoutes.notIndependent(controller);
      case ChangeRequests.Decision.Expired() ->
          conflict("expired", "the request expired undecided; submit it again");
      case ChangeRequests.Decision.NoSuchRequest() ->
          Response.problem(
              Problem.of(
                  Problem.Status.NOT_FOUND, "no_such_change_request", "no such change request"));
      case ChangeRequests.Decision.Impossible(String why) -> conflict("not_possible", why);
    };
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
      throw InvalidInput.field("id", "must be a change request id");
    }
    return Long.parseLong(text);
  }

  private static ChangeRequestView view(
      ChangeRequest request,
      ChangeRequest.State state,
      @Nullable String sharedController,
      Operators operators) {
    return new ChangeRequestView(
        request.changeRequestId(),
        operators.byId(request.operatorId()).code(),
        request.kind().id(),
        request.subject(),
        JsonWriter.raw(request.payload()),
        text(state),
        request.requestedBy(),
        request.requestedAt(),
        request.expiresAt(),
        request.decidedBy(),
        request.decidedAt(),
        sharedController);
  }

  private static String text(ChangeRequest.State state) {
    return state.name().toLowerCase(Locale.ROOT);
  }

  /// Change requests, the newest first.
  @Json
  public record ChangeRequestsView(List<ChangeRequestView> changeRequests) {}

  /// A change that was asked for.
  ///
  /// @param kind as `operator.settings`
  /// @param subject what it is about, as `provider:acme-sports`
  /// @param change what exactly is to be changed, as JSON
  /// @param state `waiting`, `approved`, `rejected` or `expired`
  /// @param sharedController in lists: the account because of which the member who looks cannot
  ///   approve; absent when they can
  @Json
  public record ChangeRequestView(
      long id,
      String operator,
      String kind,
      String subject,
      @Json.Raw String change,
      String state,
      String requestedBy,
      Instant requestedAt,
      Instant expiresAt,
      @Nullable String decidedBy,
      @Nullable Instant decidedAt,
      @Nullable String sharedController) {}

  /// A change request that was decided.
  ///
  /// @param secretPart of a key: the second half of its secret, shown only here
  @Json
  public record DecidedView(ChangeRequestView changeRequest, @Nullable String secretPart) {}
}
