package dev.pitboss.server.api.player;

import dev.pitboss.server.api.Endpoints;
import dev.pitboss.server.api.GuardedCookie;
import dev.pitboss.server.api.RateLimits;
import dev.pitboss.server.api.Services;
import dev.pitboss.server.api.Views;
import dev.pitboss.server.http.ClientAddressResolver;
import dev.pitboss.server.http.Endpoint;
import dev.pitboss.server.http.Problem;
import dev.pitboss.server.http.Request;
import dev.pitboss.server.http.Response;
import dev.pitboss.server.json.InvalidInput;
import dev.pitboss.server.json.JsonObject;
import dev.pitboss.server.openid.OpenIdAttempt;
import dev.pitboss.server.openid.OpenIdIssuer;
import dev.pitboss.server.operators.Operators;
import dev.pitboss.server.players.Identities;
import dev.pitboss.server.players.Identity;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Signing in at an OpenID Connect issuer: out to it, and back to the account page, which hands
/// over what it brought in its query. So both steps are calls of our own pages, and both carry the
/// session, which no navigation from another site does.
public final class OpenIdRoutes {
  /// Time enough to sign in at the issuer.
  private static final Duration ATTEMPT_LIFETIME = Duration.ofMinutes(10);

  private final Optional<OpenIdIssuer> issuer;
  private final Identities identities;
  private final Operators operators;
  private final SessionRoutes arrivals;
  private final AccountRoutes accounts;
  private final RateLimits limits;
  private final ClientAddressResolver clients;
  private final SecureRandom random = new SecureRandom();

  public OpenIdRoutes(
      Services services,
      SessionRoutes arrivals,
      AccountRoutes accounts,
      RateLimits limits,
      ClientAddressResolver clients) {
    this.issuer = services.openId();
    this.identities = services.playerModule().identities();
    this.operators = services.operators();
    this.arrivals = arrivals;
    this.accounts = accounts;
    this.limits = limits;
    this.clients = clients;
  }

  public List<Endpoint> endpoints() {
    return List.of(
        Endpoints.get("/api/session/providers", _ -> providers()),
        Endpoints.post("/api/session/openid", this::leave),
        Endpoints.post("/api/session/openid/callback", this::comeBack));
  }

  private Response providers() {
    return Response.ok(
        new Views.ProvidersView(
            issuer.map(it -> List.of(new Views.ProviderView(it.name()))).orElse(List.of())));
  }

  private Response leave(Request request) {
    request.json().refuseOtherFields();
    if (issuer.isEmpty()) {
      return notConfigured();
    }
    Optional<Response> refusal =
        limits.refuse(RateLimits.Rate.LOGINS_OF_ADDRESS, clients.addressOf(request));
    if (refusal.isPresent()) {
      return refusal.get();
    }
    OpenIdAttempt attempt = OpenIdAttempt.fresh(random);
    return issuer
        .get()
        .entrance(attempt, accountPage(request))
        .map(location ->
            Response.ok(new Views.EntranceView(location.toString()))
                .withHeader(
                    "Set-Cookie",
                    GuardedCookie.OPENID_ATTEMPT.set(
                        attempt.verifier(), ATTEMPT_LIFETIME, request.headers())))
        .orElseGet(OpenIdRoutes::away);
  }

  private Response comeBack(Request request) {
    JsonObject body = request.json();
    String code = body.requiredText("code");
    String state = body.requiredText("state");
    body.refuseOtherFields();
    if (code.isBlank()) {
      throw InvalidInput.field("code", "must not be blank");
    }
    if (issuer.isEmpty()) {
      return notConfigured();
    }
    Optional<Response> refusal =
        limits.refuse(RateLimits.Rate.LOGINS_OF_ADDRESS, clients.addressOf(request));
    if (refusal.isPresent()) {
      return refusal.get();
    }
    Optional<OpenIdAttempt> attempt =
        GuardedCookie.OPENID_ATTEMPT
            .read(request.headers())
            .flatMap(OpenIdAttempt::of)
            .filter(it -> it.isAnsweredBy(state));
    if (attempt.isEmpty()) {
      return notThisBrowser();
    }
    return switch (issuer.get().redeem(code, attempt.get(), accountPage(request))) {
      case OpenIdIssuer.Answer.Identified(Identity identity) ->
          arrivals.arrived(
              200,
              identities.signIn(operators.at(request.host()), identity, accounts.client(request)),
              request);
      case OpenIdIssuer.Answer.Refused() -> notThisBrowser();
      case OpenIdIssuer.Answer.Away() -> away();
    };
  }

  /// Where the issuer sends the browser back: of the host it came from, which the issuer knows.
  private static URI accountPage(Request request) {
    String scheme = request.isOverTls() ? "https" : "http";
    try {
      return URI.create(scheme + "://" + request.header("Host").orElse("") + "/account.html");
    } catch (IllegalArgumentException _) {
      throw InvalidInput.field("Host", "is no host");
    }
  }

  private static Response notConfigured() {
    return Response.problem(
        Problem.of(
            Problem.Status.NOT_FOUND, "no_such_provider", "single sign-on is not configured"));
  }

  private static Response notThisBrowser() {
    return Response.problem(
        Problem.of(
            Problem.Status.UNAUTHORIZED,
            "sign_in_failed",
            "sign-in failed or expired; start again"));
  }

  private static Response away() {
    return Response.problem(
            Problem.of(
                Problem.Status.UNAVAILABLE,
                "provider_away",
                "the identity provider is unavailable; nothing was changed, try again"))
        .withHeader("Retry-After", "5");
  }
}
