package dev.pitboss.server.api;

import dev.pitboss.server.api.Access.Need;
import dev.pitboss.server.http.Endpoint;
import dev.pitboss.server.http.Problem;
import dev.pitboss.server.http.Request;
import dev.pitboss.server.http.Response;
import dev.pitboss.server.json.InvalidInput;
import dev.pitboss.server.operators.Authority;
import dev.pitboss.server.operators.Operator;
import dev.pitboss.server.operators.Operators;
import dev.pitboss.server.staff.StaffMember;
import java.util.Optional;
import java.util.function.BiFunction;

/// Routes below `/api/ops/operators/:code`: without access to the operator they answer as if it did
/// not exist. Immutable.
public final class OperatorScope {
  /// Where one operator's routes are.
  static final String ONE = "/api/ops/operators/:code";

  private final Operators operators;

  public OperatorScope(Operators operators) {
    this.operators = operators;
  }

  /// An operator, and the staff member with access to it.
  public record Asked(Operator operator, StaffMember member) {
    /// On whose word it is done.
    public Authority authority() {
      return member.isOfPlatform() ? Authority.PLATFORM : Authority.ALONE;
    }

    /// Who does it, for the trail.
    public String actor() {
      return member.actor();
    }
  }

  /// A route of one operator's.
  ///
  /// @param path what follows [#ONE]
  public Endpoint at(
      String method, String path, Need need, BiFunction<Request, Asked, Response> handler) {
    return Endpoints.byStaff(
        method,
        ONE + path,
        need,
        (request, member) ->
            seen(request.pathParameter("code"), member)
                .map(operator -> handler.apply(request, new Asked(operator, member)))
                .orElseGet(OperatorScope::noSuchOperator));
  }

  /// Whose business a query with `operator` is about, by id; empty for all operators there are.
  ///
  /// @throws InvalidInput when the member may not see it
  public Optional<Integer> queried(Request request, StaffMember member) {
    Optional<String> code = request.queryText("operator");
    Optional<Operator> operator = code.flatMap(it -> seen(it, member));
    if (code.isPresent() && operator.isEmpty()) {
      throw InvalidInput.field(
          "operator", "must be an operator your account can access, got " + code.get());
    }
    return operator.map(Operator::operatorId).or(() -> Optional.ofNullable(member.operatorId()));
  }

  private Optional<Operator> seen(String code, StaffMember member) {
    return operators.byCode(code).filter(operator -> member.sees(operator.operatorId()));
  }

  private static Response noSuchOperator() {
    return Response.problem(
        Problem.of(Problem.Status.NOT_FOUND, "no_such_operator", "no such operator"));
  }
}
