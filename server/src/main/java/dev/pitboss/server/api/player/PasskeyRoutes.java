package dev.pitboss.server.api.player;

import dev.pitboss.server.api.Endpoints;
import dev.pitboss.server.api.GuardedCookie;
import dev.pitboss.server.api.RateLimits;
import dev.pitboss.server.api.Services;
import dev.pitboss.server.http.ClientAddressResolver;
import dev.pitboss.server.http.Endpoint;
import dev.pitboss.server.http.Problem;
import dev.pitboss.server.http.Request;
import dev.pitboss.server.http.Response;
import dev.pitboss.server.json.InvalidInput;
import dev.pitboss.server.json.JsonObject;
import dev.pitboss.server.operators.Operators;
import dev.pitboss.server.passkeys.Answers;
import dev.pitboss.server.passkeys.Challenges;
import dev.pitboss.server.passkeys.PasskeyAttempt;
import dev.pitboss.server.passkeys.Proofs;
import dev.pitboss.server.passkeys.RelyingParty;
import dev.pitboss.server.players.Accounts;
import dev.pitboss.server.players.Passkeys;
import dev.pitboss.server.players.Passkeys.Objection;
import dev.pitboss.server.players.Player;
import dev.pitboss.server.players.SignInMethodService;
import dev.pitboss.server.players.Username;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// Passkeys: made and used in two calls each, one that says what to ask the authenticator, and one
/// that brings what it answered. A cookie holds both together.
public final class PasskeyRoutes {
  private static final int MAX_NAME = 64;

  private final Passkeys passkeys;
  private final SignInMethodService signInService;
  private final Operators operators;
  private final SessionRoutes arrivals;
  private final AccountRoutes accounts;
  private final RateLimits limits;
  private final ClientAddressResolver clients;
  private final SecureRandom random = new SecureRandom();

  public PasskeyRoutes(
      Services services,
      SessionRoutes arrivals,
      AccountRoutes accounts,
      RateLimits limits,
      ClientAddressResolver clients) {
    this.passkeys = services.playerModule().passkeys();
    this.signInService = services.playerModule().signInService();
    this.operators = services.operators();
    this.arrivals = arrivals;
    this.accounts = accounts;
    this.limits = limits;
    this.clients = clients;
  }

  public List<Endpoint> endpoints() {
    return List.of(
        Endpoints.getByPlayer("/api/session/ways-in", this::waysIn),
        Endpoints.post("/api/session/passkeys/challenge", this::challenge),
        Endpoints.post("/api/session/passkeys/login", this::signIn),
        Endpoints.postByPlayer("/api/session/passkeys/options", this::options),
        Endpoints.postByPlayer("/api/session/passkeys", this::add),
        Endpoints.putByPlayer("/api/session/passkeys/:id", this::rename),
        Endpoints.deleteByPlayer("/api/session/passkeys/:id", this::remove));
  }

  private Response waysIn(Request request, Player player) {
    return Response.ok(PasskeyViews.WaysInView.of(signInService.of(current(request))));
  }

  private Response challenge(Request request) {
    request.json().refuseOtherFields();
    Optional<RelyingParty> site = site(request);
    if (site.isEmpty()) {
      return noPasskeysHere();
    }
    PasskeyAttempt attempt = PasskeyAttempt.fresh(random);
    return Response.ok(
            new PasskeyViews.SignInView(
                PasskeyViews.text(passkeys.challenges().toSignIn(attempt)),
                site.get().id(),
                Challenges.LIFETIME.toMillis()))
        .withHeader(
            "Set-Cookie",
            GuardedCookie.PASSKEY_ATTEMPT.set(
                attempt.secret(), Challenges.LIFETIME, request.headers()));
  }

  private Response signIn(Request request) {
    JsonObject body = request.json();
    Answers.Signed answer =
        new Answers.Signed(
            bytes(body, "id"),
            bytes(body, "userHandle"),
            bytes(body, "authenticatorData"),
            bytes(body, "clientData"),
            bytes(body, "signature"));
    body.refuseOtherFields();
    Optional<Response> refusal =
        limits.refuse(RateLimits.Rate.LOGINS_OF_ADDRESS, clients.addressOf(request));
    if (refusal.isPresent()) {
      return refusal.get();
    }
    Optional<RelyingParty> site = site(request);
    if (site.isEmpty()) {
      return noPasskeysHere();
    }
    Optional<PasskeyAttempt> attempt = attemptOf(request);
    if (attempt.isEmpty()) {
      return refused();
    }
    int operatorId = operators.at(request.host()).operatorId();
    return switch (passkeys.signIn(
        operatorId, site.get(), attempt.get(), answer, accounts.client(request))) {
      case Passkeys.SignIn.SignedIn(var arrival) -> arrivals.arrived(200, arrival, request);
      case Passkeys.SignIn.Refused() -> refused();
    };
  }

  private Response options(Request request, Player player) {
    JsonObject body = request.json();
    Optional<Username> preferred = preferredName(body, player);
    body.refuseOtherFields();
    Optional<RelyingParty> site = site(request);
    if (site.isEmpty()) {
      return noPasskeysHere();
    }
    Optional<Objection> objection = passkeys.objection(accounts.client(request), preferred);
    if (objection.isPresent()) {
      return objected(objection.get());
    }
    PasskeyAttempt attempt = PasskeyAttempt.fresh(random);
    Challenges challenges = passkeys.challenges();
    return Response.ok(
            new PasskeyViews.AddView(
                PasskeyViews.text(challenges.toAdd(attempt, player.playerId())),
                site.get().id(),
                PasskeyViews.text(challenges.userHandle(player.playerId())),
                preferred.map(Username::text).orElse(player.username()),
                Proofs.ALGORITHMS,
                passkeys.credentialIds(player, site.get()).stream()
                    .map(PasskeyViews::text)
                    .toList(),
                Challenges.LIFETIME.toMillis()))
        .withHeader(
            "Set-Cookie",
            GuardedCookie.PASSKEY_ATTEMPT.set(
                attempt.secret(), Challenges.LIFETIME, request.headers()));
  }

  private Response add(Request request, Player player) {
    JsonObject body = request.json();
    String name = name(body);
    Optional<Username> preferred = preferredName(body, player);
    Answers.Made answer = new Answers.Made(bytes(body, "clientData"), bytes(body, "attestation"));
    body.refuseOtherFields();
    Optional<Response> tooMany =
        limits.refuse(RateLimits.Rate.LASTING_ACTS_OF_ACCOUNT, Long.toString(player.playerId()));
    if (tooMany.isPresent()) {
      return tooMany.get();
    }
    Optional<RelyingParty> site = site(request);
    if (site.isEmpty()) {
      return noPasskeysHere();
    }
    Optional<PasskeyAttempt> attempt = attemptOf(request);
    if (attempt.isEmpty()) {
      return refused();
    }
    return switch (passkeys.add(
        accounts.client(request), preferred, name, site.get(), attempt.get(), answer)) {
      case Passkeys.Addition.Added(var passkey, var arrival) ->
          arrival
              .map(come -> arrivals.arrived(201, come, request))
              .orElseGet(() -> Response.json(201, PasskeyViews.PasskeyView.of(passkey)));
      case Passkeys.Addition.Refused() -> refused();
      case Passkeys.Addition.NotAllowed(Objection objection) -> objected(objection);
    };
  }

  private Response rename(Request request, Player player) {
    JsonObject body = request.json();
    String name = name(body);
    body.refuseOtherFields();
    return request.pathId("id").filter(id -> signInService.rename(player, id, name)).isPresent()
        ? Response.noContent()
        : objected(Objection.NOT_FOUND);
  }

  private Response remove(Request request, Player player) {
    Optional<Objection> objection =
        request
            .pathId("id")
            .map(id -> signInService.remove(current(request), id))
            .orElse(Optional.of(Objection.NOT_FOUND));
    return objection.map(PasskeyRoutes::objected).orElseGet(Response::noContent);
  }

  /// The response to a refused change of sign-in methods.
  static Response objected(Objection objection) {
    return Response.problem(
        switch (objection) {
          case PROVE_AGAIN ->
              Problem.of(
                  Problem.Status.FORBIDDEN,
                  "sign_in_again",
                  "the last sign-in is older than ten minutes; sign in again");
          case USERNAME_TAKEN ->
              Problem.of(Problem.Status.CONFLICT, "username_taken", "username is already taken")
                  .atField("username");
          case TOO_MANY ->
              Problem.of(
                  Problem.Status.CONFLICT,
                  "too_many_passkeys",
                  "there are " + Passkeys.MAX_PER_PLAYER + " already; remove one");
          case VOUCHED_FOR ->
              Problem.of(
                  Problem.Status.FORBIDDEN,
                  "signed_in_elsewhere",
                  "this account signs in through its operator only");
          case LAST_WAY_IN ->
              Problem.of(
                  Problem.Status.CONFLICT,
                  "last_way_in",
                  "the last sign-in method cannot be removed");
          case NOT_FOUND ->
              Problem.of(Problem.Status.NOT_FOUND, "no_such_passkey", "no such passkey");
          case NOT_REGISTERED ->
              Problem.of(
                  Problem.Status.FORBIDDEN,
                  "not_registered",
                  "guest accounts cannot be recovered; register or add a passkey first");
        });
  }

  private Optional<RelyingParty> site(Request request) {
    return RelyingParty.of(request.host(), request.isOverTls(), operators::isHost);
  }

  private Accounts.Current current(Request request) {
    return accounts.client(request).current().orElseThrow();
  }

  private static Optional<PasskeyAttempt> attemptOf(Request request) {
    return GuardedCookie.PASSKEY_ATTEMPT.read(request.headers()).flatMap(PasskeyAttempt::of);
  }

  /// The name a guest would like; the others have theirs.
  private static Optional<Username> preferredName(JsonObject body, Player player) {
    Optional<String> name = body.optionalText("username");
    if (name.isEmpty()) {
      return Optional.empty();
    }
    if (!player.guest()) {
      throw InvalidInput.field("username", "must be absent: the account already has a username");
    }
    Optional<String> refusal = Username.refusal(name.get());
    if (refusal.isPresent()) {
      throw InvalidInput.field("username", refusal.get());
    }
    return Optional.of(new Username(name.get()));
  }

  private static String name(JsonObject body) {
    String name = body.requiredText("name").strip();
    if (name.isEmpty()
        || name.length() > MAX_NAME
        || name.chars().anyMatch(Character::isISOControl)) {
      throw InvalidInput.field("name", "must be 1 to " + MAX_NAME + " printable characters");
    }
    return name;
  }

  private static byte[] bytes(JsonObject body, String field) {
    try {
      return Base64.getUrlDecoder().decode(body.requiredText(field));
    } catch (IllegalArgumentException _) {
      throw InvalidInput.field(field, "must be base64url");
    }
  }

  private static Response noPasskeysHere() {
    return Response.problem(
        Problem.of(
            Problem.Status.NOT_FOUND,
            "no_passkeys_here",
            "passkeys require a host name with TLS, or localhost"));
  }

  private static Response refused() {
    return Response.problem(
        Problem.of(
            Problem.Status.UNAUTHORIZED,
            "passkey_refused",
            "passkey verification failed or expired; start again"));
  }
}
