package dev.pitboss.server.api.player;

import dev.pitboss.server.api.Endpoints;
import dev.pitboss.server.api.RateLimits;
import dev.pitboss.server.api.RequestAuthorizer;
import dev.pitboss.server.api.Services;
import dev.pitboss.server.api.Views;
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
import dev.pitboss.server.passwords.PasswordRules;
import dev.pitboss.server.players.Accounts;
import dev.pitboss.server.players.OpenSession;
import dev.pitboss.server.players.Player;
import dev.pitboss.server.players.PlayerOpenings;
import dev.pitboss.server.players.Players;
import dev.pitboss.server.players.SessionToken;
import dev.pitboss.server.players.Sessions;
import dev.pitboss.server.players.Username;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Registering, signing in, the password, and the sessions one has.
public final class AccountRoutes {
  private final Operators operators;
  private final Accounts accounts;
  private final Players players;
  private final Sessions sessions;
  private final PlayerOpenings openings;
  private final SessionRoutes arrivals;
  private final RateLimits limits;
  private final ClientAddressResolver clients;

  public AccountRoutes(
      Services services, SessionRoutes arrivals, RateLimits limits, ClientAddressResolver clients) {
    this.operators = services.operators();
    this.accounts = services.playerModule().accounts();
    this.players = services.players();
    this.sessions = services.playerModule().sessions();
    this.openings = services.playerModule().openings();
    this.arrivals = arrivals;
    this.limits = limits;
    this.clients = clients;
  }

  public List<Endpoint> endpoints() {
    return List.of(
        Endpoints.post("/api/session/register", this::register).hashing(),
        Endpoints.post("/api/session/login", this::login).hashing(),
        Endpoints.postByPlayer("/api/session/password", this::changePassword).hashing(),
        Endpoints.getByPlayer("/api/session/sessions", this::list),
        Endpoints.deleteByPlayer("/api/session/sessions", this::endOthers),
        Endpoints.deleteByPlayer("/api/session/sessions/:id", this::end));
  }

  private Response register(Request request) {
    JsonObject body = request.json();
    String name = body.requiredText("username");
    Password password = new Password(body.requiredText("password"));
    body.refuseOtherFields();
    refuse("username", Username.refusal(name));
    refuse("password", PasswordRules.PLAYERS.refusal(password, name));
    ClientAddress address = clients.addressOf(request);
    Optional<Response> refusal = limits.refuse(RateLimits.Rate.REGISTRATIONS_OF_ADDRESS, address);
    if (refusal.isPresent()) {
      return refusal.get();
    }
    Operator operator = operators.at(request.host());
    Optional<Duration> tooMany =
        openings.refuse(PlayerOpenings.Kind.REGISTRATION, operator.operatorId(), address);
    if (tooMany.isPresent()) {
      return SessionRoutes.tooManyPlayers(tooMany.get());
    }
    return switch (accounts.register(operator, new Username(name), password, client(request))) {
      case Accounts.Registration.Registered(Players.Arrival arrival) ->
          arrivals.arrived(201, arrival, request);
      case Accounts.Registration.UsernameTaken() ->
          Response.problem(
              Problem.of(Problem.Status.CONFLICT, "username_taken", "username is already taken")
                  .atField("username"));
      case Accounts.Registration.NotAGuest() ->
          Response.problem(
              Problem.of(
                  Problem.Status.CONFLICT,
                  "already_registered",
                  "this session belongs to a registered player; sign out to register another account"));
      case Accounts.Registration.Busy() -> busy();
    };
  }

  private Response login(Request request) {
    JsonObject body = request.json();
    String name = body.requiredText("username");
    Password password = new Password(body.requiredText("password"));
    body.refuseOtherFields();
    Operator operator = operators.at(request.host());
    return tooMany(request, operator, name)
        .orElseGet(() ->
            signedIn(
                accounts.signIn(operator.operatorId(), name, password, client(request)),
                request,
                Problem.of(
                    Problem.Status.UNAUTHORIZED,
                    "wrong_credentials",
                    "incorrect username or password")));
  }

  /// The response to too many sign-in attempts from an address or for a name.
  Optional<Response> tooMany(Request request, Operator operator, String name) {
    return limits
        .refuse(RateLimits.Rate.LOGINS_OF_ADDRESS, clients.addressOf(request))
        .or(() ->
            limits.refuse(
                RateLimits.Rate.LOGINS_OF_NAME,
                RateLimits.hashed(operator.operatorId() + " " + name.toLowerCase(Locale.ROOT))));
  }

  private Response changePassword(Request request, Player player) {
    JsonObject body = request.json();
    Password old = new Password(body.requiredText("currentPassword"));
    Password fresh = new Password(body.requiredText("newPassword"));
    body.refuseOtherFields();
    refuse("newPassword", PasswordRules.PLAYERS.refusal(fresh, player.username()));
    Optional<Response> refusal =
        limits.refuse(RateLimits.Rate.PASSWORDS_OF_ACCOUNT, Long.toString(player.playerId()));
    return refusal.isPresent()
        ? refusal.get()
        : signedIn(
            accounts.changePassword(player.operatorId(), old, fresh, client(request)),
            request,
            Problem.of(Problem.Status.FORBIDDEN, "wrong_password", "current password is incorrect")
                .atField("currentPassword"));
  }

  /// The response to a sign-in attempt.
  Response signedIn(Accounts.Login login, Request request, Problem refused) {
    return switch (login) {
      case Accounts.Login.SignedIn(Players.Arrival arrival) ->
          arrivals.arrived(200, arrival, request);
      case Accounts.Login.Refused() -> Response.problem(refused);
      case Accounts.Login.Locked(var until) ->
          RateLimits.tooMany(
              "locked_out",
              "too many failed attempts; sign-in to this account is locked temporarily",
              until.toSeconds());
      case Accounts.Login.Busy() -> busy();
    };
  }

  private Response list(Request request, Player player) {
    List<OpenSession> open = sessions.of(player, ownToken(request));
    return Response.ok(new Views.SessionsView(open.stream().map(Views.SessionLine::of).toList()));
  }

  private Response endOthers(Request request, Player player) {
    return Response.ok(new Views.EndedView(sessions.endOthers(player, ownToken(request))));
  }

  private Response end(Request request, Player player) {
    return request.pathId("id").filter(id -> sessions.end(player, id)).isPresent()
        ? Response.noContent()
        : Response.problem(
            Problem.of(Problem.Status.NOT_FOUND, "no_such_session", "no such session"));
  }

  /// Who asks, and what they are signed in as here already.
  Accounts.Client client(Request request) {
    int operatorId = operators.at(request.host()).operatorId();
    Optional<Accounts.Current> current =
        RequestAuthorizer.tokenOf(request)
            .flatMap(token ->
                players
                    .authenticate(token)
                    .filter(player -> player.operatorId() == operatorId)
                    .map(player -> new Accounts.Current(token, player)));
    return new Accounts.Client(clients.addressOf(request), clients.clientInfo(request), current);
  }

  /// Requests past the gate have a token.
  private static SessionToken ownToken(Request request) {
    return RequestAuthorizer.tokenOf(request).orElseThrow();
  }

  private static void refuse(String field, Optional<String> reason) {
    if (reason.isPresent()) {
      throw InvalidInput.field(field, reason.get());
    }
  }

  private static Response busy() {
    return Response.problem(
            Problem.of(
                Problem.Status.UNAVAILABLE,
                "try_again",
                "sign-in is overloaded; nothing was changed, try again"))
        .withHeader("Retry-After", "2");
  }
}
