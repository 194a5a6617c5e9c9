package dev.pitboss.server.api.backoffice;

import dev.pitboss.server.api.Access.Need;
import dev.pitboss.server.api.Endpoints;
import dev.pitboss.server.api.GuardedCookie;
import dev.pitboss.server.api.RateLimits;
import dev.pitboss.server.api.StaffAuthorizer;
import dev.pitboss.server.clients.ClientAddress;
import dev.pitboss.server.http.ClientAddressResolver;
import dev.pitboss.server.http.Endpoint;
import dev.pitboss.server.http.Problem;
import dev.pitboss.server.http.Request;
import dev.pitboss.server.http.Response;
import dev.pitboss.server.json.InvalidInput;
import dev.pitboss.server.json.JsonObject;
import dev.pitboss.server.operators.Operator;
import dev.pitboss.server.operators.Operators;
import dev.pitboss.server.passwords.Password;
import dev.pitboss.server.staff.Credentials;
import dev.pitboss.server.staff.Role;
import dev.pitboss.server.staff.Staff;
import dev.pitboss.server.staff.StaffMember;
import dev.pitboss.server.staff.StaffModule;
import dev.pitboss.server.staff.StaffSessions;
import dev.pitboss.server.staff.StaffToken;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Staff accounts and their sessions.
public final class StaffRoutes {
  private static final String SESSION = "/api/ops/session";
  private static final String STAFF = "/api/ops/staff";

  private final Staff staff;
  private final Credentials credentials;
  private final StaffSessions sessions;
  private final Operators operators;
  private final RateLimits limits;
  private final ClientAddressResolver clients;

  public StaffRoutes(
      StaffModule staffModule,
      Operators operators,
      RateLimits limits,
      ClientAddressResolver clients) {
    this.staff = staffModule.staff();
    this.credentials = staffModule.credentials();
    this.sessions = staffModule.sessions();
    this.operators = operators;
    this.limits = limits;
    this.clients = clients;
  }

  public List<Endpoint> endpoints() {
    return List.of(
        Endpoints.post("/api/ops/setup", this::setUp).hashing(),
        Endpoints.post(SESSION, this::signIn).hashing(),
        Endpoints.byStaff("DELETE", SESSION, Need.LEAVE, this::signOut),
        Endpoints.get(SESSION, this::whoAmI),
        Endpoints.byStaff("GET", STAFF, Need.READ, this::list),
        Endpoints.byStaff("POST", STAFF, Need.CHANGE, this::create).hashing(),
        Endpoints.byStaff("POST", STAFF + "/:username/password", Need.PASSWORD, this::setPassword)
            .hashing(),
        Endpoints.byStaff("POST", STAFF + "/:username/confirm", Need.CHANGE, this::confirm),
        Endpoints.byStaff("DELETE", STAFF + "/:username", Need.CHANGE, this::disable),
        Endpoints.byStaff(
            "DELETE", STAFF + "/:username/second-factor", Need.CHANGE, this::resetSecondFactor));
  }

  private Response setUp(Request request) {
    Optional<Response> tooMany =
        limits.refuse(RateLimits.Rate.LOGINS_OF_ADDRESS, clients.addressOf(request));
    return tooMany.orElseGet(() -> setUpFrom(request.json()));
  }

  private Response setUpFrom(JsonObject body) {
    Optional<StaffToken> token = StaffToken.of(body.requiredText("token"));
    Staff.Fresh fresh = fresh(body, Role.MANAGER, null);
    body.refuseOtherFields();
    return token.isEmpty()
        ? created(new Staff.Creation.NoSetup())
        : created(staff.setUp(token.get(), fresh));
  }

  private Response signIn(Request request) {
    JsonObject body = request.json();
    Credentials.Typed typed = typed(body.requiredText("username"), "password", body);
    ClientAddress address = clients.addressOf(request);
    Optional<Response> tooMany = limits.refuse(RateLimits.Rate.LOGINS_OF_ADDRESS, address);
    return tooMany.orElseGet(() ->
        switch (credentials.check(typed, address)) {
          case Credentials.Proof.Proven(StaffMember member) -> signedIn(member, request);
          case Credentials.Proof.Refusal refusal -> refused(refusal);
        });
  }

  /// What a body says for proof; nothing else that was not read yet may be in it.
  ///
  /// @param field where the password is
  static Credentials.Typed typed(String username, String field, JsonObject body) {
    Password password = new Password(body.requiredText(field));
    Optional<String> code = body.optionalText("code").filter(text -> !text.isBlank());
    body.refuseOtherFields();
    return new Credentials.Typed(username, password, code.map(String::strip));
  }

  private Response signedIn(StaffMember member, Request request) {
    StaffToken token = sessions.begin(member);
    return sessions
        .authenticate(token)
        .map(session ->
            Response.json(201, new StaffViews.SignedInView(token.text(), view(session)))
                .withHeader(
                    "Set-Cookie",
                    GuardedCookie.STAFF_SESSION.set(
                        token.text(), StaffSessions.LIFETIME, request.headers())))
        .orElseGet(StaffRoutes::wrongCredentials);
  }

  static Response refused(Credentials.Proof.Refusal refusal) {
    return switch (refusal) {
      case Credentials.Proof.WrongPassword() -> wrongCredentials();
      case Credentials.Proof.CodeNeeded() ->
          Response.problem(
              Problem.of(
                      Problem.Status.UNAUTHORIZED,
                      "code_needed",
                      "the second factor's code is missing")
                  .atField("code"));
      case Credentials.Proof.WrongCode() ->
          Response.problem(
              Problem.of(
                      Problem.Status.UNAUTHORIZED,
                      "wrong_code",
                      "incorrect or already used code; wait for the next one")
                  .atField("code"));
      case Credentials.Proof.Locked(var until) ->
          RateLimits.tooMany(
              "locked_out",
              "too many failed attempts; sign-in to this account is locked temporarily",
              until.toSeconds());
      case Credentials.Proof.Busy() -> busy();
    };
  }

  /// The session is a good one; so a wrong password does not require a new sign-in.
  static Response refusedInSession(Credentials.Proof.Refusal refusal, String field) {
    return refusal instanceof Credentials.Proof.WrongPassword
        ? Response.problem(
            Problem.of(Problem.Status.FORBIDDEN, "wrong_password", "incorrect password")
                .atField(field))
        : refused(refusal);
  }

  private static Response wrongCredentials() {
    return Response.problem(
        Problem.of(
            Problem.Status.UNAUTHORIZED, "wrong_credentials", "incorrect username or password"));
  }

  /// Asked by the staff's pages before anything else, so no session is no error.
  private Response whoAmI(Request request) {
    return StaffAuthorizer.tokenOf(request)
        .flatMap(sessions::authenticate)
        .map(session -> Response.ok(view(session)))
        .orElseGet(Response::noContent);
  }

  private Response signOut(Request request, StaffMember member) {
    StaffAuthorizer.tokenOf(request).ifPresent(sessions::end);
    return Response.noContent()
        .withHeader("Set-Cookie", GuardedCookie.STAFF_SESSION.removed(request.headers()));
  }

  private Response list(Request request, StaffMember member) {
    return Response.ok(
        new StaffViews.StaffView(
            staff.list(member).stream()
                .map(account ->
                    new StaffViews.AccountView(
                        account.member().username(),
                        account.member().role().id(),
                        codeOf(account.member()),
                        account.createdAt(),
                        account.disabled(),
                        account.hasSecondFactor(),
                        account.mustChangePassword(),
                        account.controllers()))
                .toList()));
  }

  /// Who works for one operator makes accounts for that operator only.
  private Response create(Request request, StaffMember member) {
    JsonObject body = request.json();
    String role = body.requiredText("role");
    Role known =
        Role.of(role)
            .orElseThrow(
                () -> InvalidInput.field("role", "must be manager or auditor, got " + role));
    Optional<String> code = body.optionalText("operator");
    Optional<Operator> operator =
        code.flatMap(operators::byCode).filter(it -> member.sees(it.operatorId()));
    if (code.isPresent() && operator.isEmpty()) {
      throw InvalidInput.field(
          "operator", "must be an operator your account can access, got " + code.get());
    }
    Integer operatorId = operator.map(Operator::operatorId).orElseGet(member::operatorId);
    Staff.Fresh fresh = fresh(body, known, operatorId);
    body.refuseOtherFields();
    return created(staff.create(fresh, member));
  }

  private static Staff.Fresh fresh(JsonObject body, Role role, @Nullable Integer operatorId) {
    return new Staff.Fresh(
        body.requiredText("username"),
        new Password(body.requiredText("password")),
        role,
        operatorId);
  }

  private Response created(Staff.Creation creation) {
    return switch (creation) {
      case Staff.Creation.Created(StaffMember made) -> Response.json(201, view(made));
      case Staff.Creation.UsernameTaken() ->
          Response.problem(
              Problem.of(Problem.Status.CONFLICT, "username_taken", "username is already taken")
                  .atField("username"));
      case Staff.Creation.NoSetup() ->
          Response.problem(
              Problem.of(
                  Problem.Status.FORBIDDEN,
                  "no_setup",
                  "invalid, used or expired setup token; a server start without staff"
                      + " accounts prints a new one"));
      case Staff.Creation.Busy() -> busy();
    };
  }

  /// Changes the own password, given the current one; or, with the role manager, another member's.
  private Response setPassword(Request request, StaffMember member) {
    String username = request.pathParameter("username");
    JsonObject body = request.json();
    Password password = new Password(body.requiredText("password"));
    if (username.equals(member.username())) {
      return setOwnPassword(request, body, member, password);
    }
    body.refuseOtherFields();
    if (!member.changes()) {
      return Response.problem(
          Problem.of(
              Problem.Status.FORBIDDEN,
              "role_missing",
              "permission denied: only the own password can be changed"));
    }
    if (!seen(member, username)) {
      return noSuchAccount();
    }
    return staff.setPasswordOfAnother(username, password, member) ? Response.noContent() : busy();
  }

  private Response setOwnPassword(
      Request request, JsonObject body, StaffMember member, Password password) {
    Credentials.Typed typed = typed(member.username(), "current", body);
    Staff.refuseWeak(password, member.username());
    if (password.text().equals(typed.password().text())) {
      throw InvalidInput.field("password", "must differ from the current password");
    }
    return switch (credentials.check(typed, clients.addressOf(request))) {
      case Credentials.Proof.Proven(StaffMember proven) ->
          staff.setOwnPassword(proven, password) ? Response.noContent() : busy();
      case Credentials.Proof.Refusal refusal -> refusedInSession(refusal, "current");
    };
  }

  private Response disable(Request request, StaffMember member) {
    String username = request.pathParameter("username");
    if (username.equals(member.username())) {
      return Response.problem(
          Problem.of(
              Problem.Status.CONFLICT,
              "own_account",
              "a different staff member must disable your account"));
    }
    return seen(member, username) && staff.disable(username, member.actor())
        ? Response.noContent()
        : noSuchAccount();
  }

  /// For a lost second factor; the own one is removed with a code of it.
  private Response resetSecondFactor(Request request, StaffMember member) {
    String username = request.pathParameter("username");
    if (username.equals(member.username())) {
      return Response.problem(
          Problem.of(
              Problem.Status.CONFLICT,
              "own_account",
              "a different staff member must reset your second factor"));
    }
    if (!seen(member, username)) {
      return noSuchAccount();
    }
    return staff.resetSecondFactor(username, member)
        ? Response.noContent()
        : Response.problem(
            Problem.of(
                Problem.Status.NOT_FOUND, "no_second_factor", "the account has no second factor"));
  }

  /// Confirms an account created or reset by a colleague as independent.
  private Response confirm(Request request, StaffMember member) {
    request.json().refuseOtherFields();
    String username = request.pathParameter("username");
    if (!seen(member, username)) {
      return noSuchAccount();
    }
    return switch (staff.confirm(username, Optional.of(member), member.actor())) {
      case CONFIRMED, NOT_CONTROLLED -> Response.noContent();
      case NO_SUCH_ACCOUNT -> noSuchAccount();
      case NOT_INDEPENDENT ->
          Response.problem(
              Problem.of(
                  Problem.Status.FORBIDDEN,
                  "not_independent",
                  "confirmation requires a staff member who neither created nor reset the account, nor was"
                      + " created or reset by the same person; platform staff always qualify"));
      case PASSWORD_OF_ANOTHER ->
          Response.problem(
              Problem.of(
                  Problem.Status.CONFLICT,
                  "password_of_another",
                  username + " must first change the password set by another staff member"));
    };
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

  private static Response noSuchAccount() {
    return Response.problem(
        Problem.of(Problem.Status.NOT_FOUND, "no_such_account", "no such staff account"));
  }

  private static Response busy() {
    return Response.problem(
            Problem.of(Problem.Status.UNAVAILABLE, "busy", "sign-in is overloaded; try again"))
        .withHeader("Retry-After", "2");
  }

  private StaffViews.MemberView view(StaffMember member) {
    return new StaffViews.MemberView(member.username(), member.role().id(), codeOf(member));
  }

  private StaffViews.SessionView view(StaffSessions.Session session) {
    StaffMember member = session.member();
    return new StaffViews.SessionView(
        member.username(),
        member.role().id(),
        codeOf(member),
        session.hasSecondFactor(),
        session.mustSetSecondFactor(),
        session.mustChangePassword());
  }

  private @Nullable String codeOf(StaffMember member) {
    Integer operatorId = member.operatorId();
    return operatorId == null ? null : operators.byId(operatorId).code();
  }
}
