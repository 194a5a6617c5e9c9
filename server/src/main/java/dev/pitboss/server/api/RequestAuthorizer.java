package dev.pitboss.server.api;

import dev.pitboss.server.clients.ClientAddress;
import dev.pitboss.server.http.Authorizer;
import dev.pitboss.server.http.ClientAddressResolver;
import dev.pitboss.server.http.Endpoint;
import dev.pitboss.server.http.LiveFeed;
import dev.pitboss.server.http.Problem;
import dev.pitboss.server.http.Reply;
import dev.pitboss.server.http.Request;
import dev.pitboss.server.http.Response;
import dev.pitboss.server.json.InvalidInput;
import dev.pitboss.server.operators.Operators;
import dev.pitboss.server.players.Player;
import dev.pitboss.server.players.Players;
import dev.pitboss.server.players.SessionToken;
import dev.pitboss.server.seamlesswallet.WalletSignature;
import dev.pitboss.server.seamlesswallet.inbound.SignatureCheck;
import dev.pitboss.server.staff.StaffSessions;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Decides whether a request gets to its handler: it must come from our own pages or from a
/// program, carry JSON if it carries anything, and, where the route asks for it, a live session.
/// Thread-safe.
public final class RequestAuthorizer implements Authorizer {
  private static final Set<String> OWN_SITES = Set.of("same-origin", "none");

  private final Players players;
  private final Operators operators;
  private final StaffAuthorizer staff;
  private final SignatureCheck signatures;
  private final RateLimits limits;
  private final ClientAddressResolver clients;

  public RequestAuthorizer(
      Players players,
      Operators operators,
      StaffSessions staff,
      SignatureCheck signatures,
      RateLimits limits,
      ClientAddressResolver clients) {
    this.players = players;
    this.operators = operators;
    this.staff = new StaffAuthorizer(staff);
    this.signatures = signatures;
    this.limits = limits;
    this.clients = clients;
  }

  @Override
  public boolean begin(Endpoint endpoint, Request request, Reply reply) {
    if (!(endpoint.access() instanceof Access.PlayersOnly(_, var quick)) || quick.isEmpty()) {
      return false;
    }
    Optional<Player> player = player(request, players::remembered);
    if (player.isEmpty() || !quick.get().takes(player.get())) {
      return false;
    }
    ClientAddress address = clients.addressOf(request);
    Optional<Response> refusal =
        refusal(endpoint, request, address).or(() -> tooManyOf(player.get(), address));
    if (refusal.isPresent()) {
      reply.with(refusal::get);
    } else {
      quick.get().begin(request, player.get(), reply);
    }
    return true;
  }

  /// Why a request is refused before its session is looked up.
  private Optional<Response> refusal(Endpoint endpoint, Request request, ClientAddress address) {
    Optional<Response> tooMany =
        isOfKnownProvider(endpoint, request)
            ? Optional.empty()
            : refuse(RateLimits.Rate.REQUESTS_OF_ADDRESS, address, "");
    return tooMany.or(() ->
        endpoint.method().equals("GET") || endpoint.access().isForAnyOrigin()
            ? Optional.empty()
            : refuseUnsafe(request).map(Response::problem));
  }

  private Optional<Response> tooManyOf(Player player, ClientAddress address) {
    return refuse(RateLimits.Rate.REQUESTS_OF_ACCOUNT, address, "" + player.playerId());
  }

  @Override
  public Response pass(Endpoint endpoint, Request request) {
    ClientAddress address = clients.addressOf(request);
    Optional<Response> refusal = refusal(endpoint, request, address);
    if (refusal.isPresent()) {
      return refusal.get();
    }
    return switch ((Access) endpoint.access()) {
      case Access.Anyone(var handler) -> handler.handle(request);
      case Access.FrontEnds(var handler, _) -> handler.handle(request);
      case Access.PlayersOnly(var handler, _) ->
          player(request, players::authenticate)
              .map(player ->
                  tooManyOf(player, address).orElseGet(() -> handler.handle(request, player)))
              .orElseGet(RequestAuthorizer::noSession);
      case Access.StaffOnly access -> staff.pass(access, request);
      case Access.ProvidersOnly(var handler) -> byProvider(handler, request);
      case Access.Listeners _ ->
          throw new IllegalArgumentException("listeners are admitted, not answered");
    };
  }

  /// A provider's servers send what all of its players do from one address. A call under a
  /// provider's name without its secret is refused before anything is looked up.
  private boolean isOfKnownProvider(Endpoint endpoint, Request request) {
    return endpoint.access() instanceof Access.ProvidersOnly
        && signatures.knows(request.header(WalletSignature.KEY).orElse(""));
  }

  /// Answers a provider, and signs the answer. An invalid signature reveals nothing else.
  private Response byProvider(Access.ProviderHandler handler, Request request) {
    WalletSignature.Call call =
        new WalletSignature.Call(
            request.header(WalletSignature.KEY).orElse(""),
            request.method(),
            request.target(),
            request.body(),
            request.header(WalletSignature.TIMESTAMP).orElse(""),
            request.header(WalletSignature.NONCE).orElse(""));
    return signatures
        .verify(call, request.header(WalletSignature.SIGNATURE).orElse(""))
        .map(caller -> {
          Response reply;
          try {
            reply = handler.handle(request, caller.provider());
          } catch (InvalidInput invalid) {
            reply = Response.invalid(invalid);
          }
          return reply.withHeader(
              WalletSignature.SIGNATURE, caller.sign(reply.status(), reply.body()));
        })
        .orElseGet(() ->
            Response.problem(
                Problem.of(
                    Problem.Status.UNAUTHORIZED,
                    "unauthorized",
                    "unknown key, invalid signature, expired timestamp or reused nonce")));
  }

  /// A request from this machine is its owner's, or a proxy's that hides its clients: one count for
  /// all of them would lock out all clients.
  private Optional<Response> refuse(RateLimits.Rate rate, ClientAddress address, String account) {
    if (address.isLoopback()) {
      return Optional.empty();
    }
    return account.isEmpty() ? limits.refuse(rate, address) : limits.refuse(rate, account);
  }

  @Override
  public Admission admit(LiveFeed feed, Request request) {
    if (isForeign(request)) {
      return new Admission.Refused(Response.problem(foreign()));
    }
    Optional<Response> tooMany =
        refuse(RateLimits.Rate.REQUESTS_OF_ADDRESS, clients.addressOf(request), "");
    if (tooMany.isPresent()) {
      return new Admission.Refused(tooMany.get());
    }
    Optional<Player> player = player(request, players::authenticate);
    if (player.isEmpty()) {
      return new Admission.Refused(noSession());
    }
    long playerId = player.get().playerId();
    return feed.admit(playerId)
        ? new Admission.Admitted(playerId)
        : new Admission.Refused(
            Response.problem(
                    Problem.of(
                        Problem.Status.UNAVAILABLE,
                        "too_many_listeners",
                        "too many open live connections; close one"))
                .withHeader("Retry-After", "5"));
  }

  public static Optional<SessionToken> tokenOf(Request request) {
    return request
        .bearer()
        .or(() -> GuardedCookie.SESSION.read(request.headers()))
        .flatMap(SessionToken::of);
  }

  /// The player of the session. A session of one operator is invalid at another operator's host.
  ///
  /// @param lookUp finds the player of a token
  private Optional<Player> player(
      Request request, Function<SessionToken, Optional<Player>> lookUp) {
    int operatorId = operators.at(request.host()).operatorId();
    return tokenOf(request).flatMap(lookUp).filter(player -> player.operatorId() == operatorId);
  }

  /// Another site's page must not be able to play with a visitor's cookie.
  private static Optional<Problem> refuseUnsafe(Request request) {
    if (isForeign(request)) {
      return Optional.of(foreign());
    }
    boolean json =
        request
            .header("Content-Type")
            .map(type -> type.toLowerCase(java.util.Locale.ROOT).startsWith("application/json"))
            .orElse(request.body().length == 0);
    return json
        ? Optional.empty()
        : Optional.of(
            Problem.of(
                Problem.Status.UNSUPPORTED_MEDIA_TYPE,
                "not_json",
                "Content-Type must be application/json"));
  }

  private static boolean isForeign(Request request) {
    return request.header("Sec-Fetch-Site").filter(site -> !OWN_SITES.contains(site)).isPresent()
        || request.header("Origin").filter(origin -> !isOwn(origin, request)).isPresent();
  }

  private static Problem foreign() {
    return Problem.of(Problem.Status.FORBIDDEN, "foreign_origin", "cross-origin request rejected");
  }

  private static boolean isOwn(String origin, Request request) {
    String host = request.header("Host").orElse("");
    return origin.equals("http://" + host) || origin.equals("https://" + host);
  }

  public static Response noSession() {
    return Response.problem(
            Problem.of(
                Problem.Status.UNAUTHORIZED,
                "no_session",
                "session is missing or expired; sign in with POST /api/session/guest or /login"))
        .withHeader("WWW-Authenticate", "Bearer");
  }
}
