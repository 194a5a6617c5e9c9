package dev.pitboss.server.http;

import dev.pitboss.server.http.Endpoint.Need;
import dev.pitboss.server.json.InvalidInput;
import dev.pitboss.server.json.JsonObject;
import dev.pitboss.server.operators.Operator;
import dev.pitboss.server.operators.Operators;
import dev.pitboss.server.players.ClientAddress;
import dev.pitboss.server.players.Password;
import dev.pitboss.server.staff.Role;
import dev.pitboss.server.staff.Staff;
import dev.pitboss.server.staff.StaffMember;
import dev.pitboss.server.staff.StaffOffice;
import dev.pitboss.server.staff.StaffSessions;
import dev.pitboss.server.staff.StaffToken;
import io.avaje.jsonb.Json;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Those who work here: how they come in, and who they are.
public final class StaffRoutes {
  private static final String SESSION = "/api/ops/session";
  private static final String STAFF = "/api/ops/staff";

  private final Staff staff;
  private final StaffSessions sessions;
  private final Operators operators;
  private final RateLimits limits;
  private final Clients clients;

  StaffRoutes(StaffOffice office, Operators operators, RateLimits limits, Clients clients) {
    this.staff = office.staff();
    this.sessions = office.sessions();
    this.operators = operators;
    this.limits = limits;
    this.clients = clients;
  }

  List<Endpoint> endpoints() {
    return List.of(
        Endpoint.post("/api/ops/setup", this::setUp),
        Endpoint.post(SESSION, this::signIn),
        Endpoint.byStaff("DELETE", SESSION, Need.READ, this::signOut),
        Endpoint.get(SESSION, this::whoAmI),
        Endpoint.byStaff("GET", STAFF, Need.READ, this::list),
        Endpoint.byStaff("POST", STAFF, Need.CHANGE, this::create),
        Endpoint.byStaff("POST", STAFF + "/:username/password", Need.READ, this::setPassword),
        Endpoint.byStaff("DELETE", STAFF + "/:username", Need.CHANGE, this::disable));
  }

  private Reply setUp(Request request) {
    Optional<Reply> tooMany =
        limits.refuse(RateLimits.Rate.LOGINS_OF_ADDRESS, clients.addressOf(request));
    return tooMany.orElseGet(() -> setUpFrom(request.json()));
  }

  private Reply setUpFrom(JsonObject body) {
    Optional<StaffToken> token = StaffToken.of(body.requiredText("token"));
    Staff.Fresh fresh = fresh(body, Role.OPERATOR, null);
    body.refuseOtherFields();
    return token.isEmpty()
        ? created(new Staff.Creation.NoSetup())
        : created(staff.setUp(token.get(), fresh));
  }

  private Reply signIn(Request request) {
    JsonObject body = request.json();
    String username = body.requiredText("username");
    Password password = new Password(body.requiredText("password"));
    body.refuseOtherFields();
    ClientAddress address = clients.addressOf(request);
    Optional<Reply> tooMany = limits.refuse(RateLimits.Rate.LOGINS_OF_ADDRESS, address);
    return tooMany.orElseGet(() -> signIn(username, password, address, request));
  }

  private Reply signIn(String username, Password password, ClientAddress address, Request request) {
    return switch (staff.signIn(username, password, address)) {
      case Staff.Login.SignedIn(StaffToken token, StaffMember member) ->
          Reply.json(201, new SignedInView(token.text(), view(member)))
              .withHeader("Set-Cookie", StaffCookie.carrying(token, request.headers()));
      case Staff.Login.Refused() ->
          Reply.problem(
              Problem.of(
                  Problem.Status.UNAUTHORIZED,
                  "wrong_credentials",
                  "there is no such account, or its password is another one"));
      case Staff.Login.Locked(var until) ->
          RateLimits.tooMany(
              "locked_out",
              "too many wrong attempts; this is locked for a while, for everybody",
              until.toSeconds());
      case Staff.Login.Busy() -> busy();
    };
  }

  /// Asked by the operators' page before anything else, so no session is no error.
  private Reply whoAmI(Request request) {
    return StaffGate.tokenOf(request)
        .flatMap(sessions::authenticate)
        .map(member -> Reply.ok(view(member)))
        .orElseGet(Reply::noContent);
  }

  private Reply signOut(Request request, StaffMember member) {
    StaffGate.tokenOf(request).ifPresent(sessions::end);
    return Reply.noContent().withHeader("Set-Cookie", StaffCookie.removing(request.headers()));
  }

  private Reply list(Request request, StaffMember member) {
    return Reply.ok(
        new StaffView(
            staff.list(member).stream()
                .map(account ->
                    new AccountView(
                        account.member().username(),
                        account.member().role().id(),
                        codeOf(account.member()),
                        account.createdAt(),
                        account.disabled()))
                .toList()));
  }

  /// Who works for one operator makes accounts for that operator only.
  private Reply create(Request request, StaffMember member) {
    JsonObject body = request.json();
    String role = body.requiredText("role");
    Role known =
        Role.of(role)
            .orElseThrow(
                () -> InvalidInput.field("role", "must be operator or auditor, not " + role));
    Optional<String> code = body.optionalText("operator");
    Optional<Operator> operator =
        code.flatMap(operators::byCode).filter(it -> member.sees(it.operatorId()));
    if (code.isPresent() && operator.isEmpty()) {
      throw InvalidInput.field("operator", "is not an operator you see: " + code.get());
    }
    Integer operatorId = operator.map(Operator::operatorId).orElseGet(member::operatorId);
    Staff.Fresh fresh = fresh(body, known, operatorId);
    body.refuseOtherFields();
    return created(staff.create(fresh, member.actor()));
  }

  private static Staff.Fresh fresh(JsonObject body, Role role, @Nullable Integer operatorId) {
    return new Staff.Fresh(
        body.requiredText("username"),
        new Password(body.requiredText("password")),
        role,
        operatorId);
  }

  private Reply created(Staff.Creation creation) {
    return switch (creation) {
      case Staff.Creation.Created(StaffMember made) -> Reply.json(201, view(made));
      case Staff.Creation.UsernameTaken() ->
          Reply.problem(
              Problem.of(
                      Problem.Status.CONFLICT, "username_taken", "there is an account of that name")
                  .atField("username"));
      case Staff.Creation.NoSetup() ->
          Reply.problem(
              Problem.of(
                  Problem.Status.FORBIDDEN,
                  "no_setup",
                  "that is no setup token, or it was used or has expired; a start without any"
                      + " account prints one"));
      case Staff.Creation.Busy() -> busy();
    };
  }

  /// One's own password, or with the role to change things another's.
  private Reply setPassword(Request request, StaffMember member) {
    String username = request.pathParameter("username");
    JsonObject body = request.json();
    Password password = new Password(body.requiredText("password"));
    body.refuseOtherFields();
    boolean own = username.equals(member.username());
    if (!own && !member.changes()) {
      return Reply.problem(
          Problem.of(
              Problem.Status.FORBIDDEN, "role_missing", "you may change your own password only"));
    }
    return seen(member, username) && staff.setPassword(username, password, member.actor())
        ? Reply.noContent()
        : noSuchAccount();
  }

  private Reply disable(Request request, StaffMember member) {
    String username = request.pathParameter("username");
    if (username.equals(member.username())) {
      return Reply.problem(
          Problem.of(
              Problem.Status.CONFLICT, "own_account", "somebody else has to disable your account"));
    }
    return seen(member, username) && staff.disable(username, member.actor())
        ? Reply.noContent()
        : noSuchAccount();
  }

  private boolean seen(StaffMember asking, String username) {
    return staff
        .find(username)
        .filter(found -> {
          Integer operatorId = found.operatorId();
          return operatorId == null ? asking.isOfPlatform() : asking.sees(operatorId);
        })
        .isPresent();
  }

  private static Reply noSuchAccount() {
    return Reply.problem(
        Problem.of(
            Problem.Status.NOT_FOUND, "no_such_account", "there is no account of that name"));
  }

  private static Reply busy() {
    return Reply.problem(
            Problem.of(Problem.Status.UNAVAILABLE, "busy", "too many sign in at once; try again"))
        .withHeader("Retry-After", "2");
  }

  private MemberView view(StaffMember member) {
    return new MemberView(member.username(), member.role().id(), codeOf(member));
  }

  private @Nullable String codeOf(StaffMember member) {
    Integer operatorId = member.operatorId();
    return operatorId == null ? null : operators.byId(operatorId).code();
  }

  /// A session that began.
  @Json
  public record SignedInView(String token, MemberView staff) {}

  /// Somebody who works here.
  ///
  /// @param operator code of the operator they work for; absent for the platform's
  @Json
  public record MemberView(String username, String role, @Nullable String operator) {}

  /// An account.
  @Json
  public record AccountView(
      String username,
      String role,
      @Nullable String operator,
      Instant createdAt,
      boolean disabled) {}

  /// The accounts.
  @Json
  public record StaffView(List<AccountView> staff) {}
}
