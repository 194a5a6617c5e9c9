package dev.pitboss.server.api.backoffice;

import dev.pitboss.server.api.Access.Need;
import dev.pitboss.server.api.Endpoints;
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
import dev.pitboss.server.staff.Credentials;
import dev.pitboss.server.staff.SecondFactors;
import dev.pitboss.server.staff.StaffMember;
import dev.pitboss.server.staff.StaffModule;
import dev.pitboss.server.staff.StaffToken;
import io.avaje.jsonb.Json;
import io.nayuki.qrcodegen.QrCode;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// A staff member's own second factor. Changing it requires the password again, so a session left
/// open is not enough to take an account over.
public final class SecondFactorRoutes {
  private static final String SECOND_FACTOR = "/api/ops/second-factor";

  private final SecondFactors factors;
  private final Credentials credentials;
  private final RateLimits limits;
  private final ClientAddressResolver clients;

  public SecondFactorRoutes(
      StaffModule staffModule, RateLimits limits, ClientAddressResolver clients) {
    this.factors = staffModule.secondFactors();
    this.credentials = staffModule.credentials();
    this.limits = limits;
    this.clients = clients;
  }

  public List<Endpoint> endpoints() {
    return List.of(
        Endpoints.byStaff("GET", SECOND_FACTOR, Need.SELF, this::state),
        proven("", this::begin),
        Endpoints.byStaff("POST", SECOND_FACTOR + "/confirm", Need.SELF, this::confirm),
        proven("/recovery-codes", this::renew),
        proven("/removal", this::remove));
  }

  private Endpoint proven(String path, Function<StaffMember, Response> change) {
    return Endpoints.byStaff(
            "POST",
            SECOND_FACTOR + path,
            Need.SELF,
            (request, member) -> {
              Credentials.Typed typed =
                  StaffRoutes.typed(member.username(), "password", request.json());
              ClientAddress address = clients.addressOf(request);
              return limits
                  .refuse(RateLimits.Rate.LOGINS_OF_ADDRESS, address)
                  .orElseGet(() ->
                      switch (credentials.check(typed, address)) {
                        case Credentials.Proof.Proven(StaffMember proven) -> change.apply(proven);
                        case Credentials.Proof.Refusal refusal ->
                            StaffRoutes.refusedInSession(refusal, "password");
                      });
            })
        .hashing();
  }

  private Response state(Request request, StaffMember member) {
    return Response.ok(new StateView(factors.recoveryCodesLeft(member)));
  }

  private Response begin(StaffMember member) {
    return factors
        .begin(member)
        .map(begun ->
            Response.json(201, new BegunView(begun.secret(), begun.uri(), QrView.of(begun.uri()))))
        .orElseGet(() ->
            Response.problem(
                Problem.of(
                    Problem.Status.CONFLICT,
                    "second_factor_set",
                    "a second factor is already set up; remove it first")));
  }

  private Response confirm(Request request, StaffMember member) {
    JsonObject body = request.json();
    String code = body.requiredText("code").strip();
    body.refuseOtherFields();
    Optional<StaffToken> session = StaffAuthorizer.tokenOf(request);
    return session
        .flatMap(token -> factors.confirm(member, code, token))
        .map(codes -> Response.ok(new RecoveryView(codes)))
        .orElseThrow(() -> InvalidInput.field("code", "does not match the secret issued last"));
  }

  private Response renew(StaffMember member) {
    return factors
        .renewRecoveryCodes(member)
        .map(codes -> Response.ok(new RecoveryView(codes)))
        .orElseGet(SecondFactorRoutes::none);
  }

  private Response remove(StaffMember member) {
    return factors.remove(member) ? Response.noContent() : none();
  }

  private static Response none() {
    return Response.problem(
        Problem.of(Problem.Status.CONFLICT, "no_second_factor", "no second factor is set up"));
  }

  /// How one stands.
  @Json
  public record StateView(int recoveryCodesLeft) {}

  /// A secret, shown once.
  ///
  /// @param secret base32, for typing
  /// @param uri the same for an app
  @Json
  public record BegunView(String secret, String uri, QrView qr) {}

  /// A QR code.
  ///
  /// @param size its width and height in modules, without a margin
  /// @param path SVG path data of the dark ones
  @Json
  public record QrView(int size, String path) {
    static QrView of(String text) {
      QrCode code = QrCode.encodeText(text, QrCode.Ecc.MEDIUM);
      StringBuilder path = new StringBuilder();
      for (int y = 0; y < code.size; y++) {
        for (int x = 0; x < code.size; x++) {
          if (code.getModule(x, y)) {
            path.append('M').append(x).append(' ').append(y).append("h1v1h-1z");
          }
        }
      }
      return new QrView(code.size, path.toString());
    }
  }

  /// Recovery codes, shown once.
  @Json
  public record RecoveryView(List<String> recoveryCodes) {}
}
