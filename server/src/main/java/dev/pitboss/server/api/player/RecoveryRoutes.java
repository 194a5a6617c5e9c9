package dev.pitboss.server.api.player;

import dev.pitboss.server.api.Endpoints;
import dev.pitboss.server.api.RateLimits;
import dev.pitboss.server.api.Services;
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
import dev.pitboss.server.players.Player;
import dev.pitboss.server.players.Recovery;
import java.util.List;
import java.util.Optional;

/// Codes that a player writes down, and the way back by one of them.
public final class RecoveryRoutes {
  private final Recovery recovery;
  private final Operators operators;
  private final AccountRoutes accounts;
  private final RateLimits limits;

  public RecoveryRoutes(Services services, AccountRoutes accounts, RateLimits limits) {
    this.recovery = services.playerModule().recovery();
    this.operators = services.operators();
    this.accounts = accounts;
    this.limits = limits;
  }

  public List<Endpoint> endpoints() {
    return List.of(
        Endpoints.postByPlayer("/api/session/recovery-codes", this::make),
        Endpoints.post("/api/session/recover", this::recover).hashing());
  }

  private Response make(Request request, Player player) {
    request.json().refuseOtherFields();
    Optional<Response> refusal =
        limits.refuse(RateLimits.Rate.PASSWORDS_OF_ACCOUNT, Long.toString(player.playerId()));
    if (refusal.isPresent()) {
      return refusal.get();
    }
    return switch (recovery.make(accounts.client(request).current().orElseThrow())) {
      case Recovery.Making.Made(List<String> codes) ->
          Response.json(201, new PasskeyViews.CodesView(codes));
      case Recovery.Making.NotAllowed(var objection) -> PasskeyRoutes.objected(objection);
    };
  }

  private Response recover(Request request) {
    JsonObject body = request.json();
    String name = body.requiredText("username");
    String code = body.requiredText("code");
    Password fresh = new Password(body.requiredText("newPassword"));
    body.refuseOtherFields();
    Optional<String> weak = PasswordRules.PLAYERS.refusal(fresh, name);
    if (weak.isPresent()) {
      throw InvalidInput.field("newPassword", weak.get());
    }
    Operator operator = operators.at(request.host());
    return accounts
        .tooMany(request, operator, name)
        .orElseGet(() ->
            accounts.signedIn(
                recovery.recover(
                    operator.operatorId(), name, code, fresh, accounts.client(request)),
                request,
                Problem.of(
                    Problem.Status.UNAUTHORIZED,
                    "wrong_code",
                    "incorrect username or recovery code, or the code was used")));
  }
}
