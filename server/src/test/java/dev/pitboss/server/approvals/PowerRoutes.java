package dev.pitboss.server.approvals;

import java.util.Map;
import java.util.Set;

/// Which of the staff's routes that change something the search uses, and why not the others.
final class PowerRoutes {
  private PowerRoutes() {}

  /// Routes that the search uses, by moves or by trying everything.
  static final Set<String> MODELLED =
      Set.of(
          "POST /api/ops/staff",
          "POST /api/ops/staff/{username}/password",
          "DELETE /api/ops/staff/{username}/second-factor",
          "POST /api/ops/staff/{username}/confirm",
          "POST /api/ops/adjustments",
          "POST /api/ops/adjustments/{id}/reversal",
          "POST /api/ops/adjustments/{id}/approve",
          "POST /api/ops/change-requests/{id}/approve",
          "POST /api/ops/operators",
          "POST /api/ops/operators/{code}",
          "PUT /api/ops/operators/{code}/games/{game}",
          "PUT /api/ops/operators/{code}/hosts/{host}",
          "POST /api/ops/operators/{code}/keys",
          "POST /api/ops/operators/{code}/providers",
          "POST /api/ops/operators/{code}/providers/{provider}/enable",
          "PUT /api/ops/operators/{code}/providers/{provider}/limits",
          "POST /api/ops/operators/{code}/providers/{provider}/keys",
          "PUT /api/ops/operators/{code}/wallet",
          "DELETE /api/ops/operators/{code}/wallet",
          "POST /api/ops/operators/{code}/wallet/disputes/{ref}");

  /// Routes that the search leaves out, and why.
  static final Map<String, String> EXCLUDED =
      Map.ofEntries(
          Map.entry("POST /api/ops/setup", "works only while there is no account at all"),
          Map.entry("POST /api/ops/session", "the model holds a session of each usable account"),
          Map.entry("DELETE /api/ops/session", "ends the own session"),
          Map.entry("DELETE /api/ops/staff/{username}", "takes an account away, gives nothing"),
          Map.entry(
              "POST /api/ops/second-factor",
              "the own second factor, gives no access to another account"),
          Map.entry("POST /api/ops/second-factor/confirm", "the own second factor"),
          Map.entry("POST /api/ops/second-factor/recovery-codes", "the own recovery codes"),
          Map.entry("POST /api/ops/second-factor/removal", "the own second factor"),
          Map.entry("POST /api/ops/adjustments/{id}/reject", "ends a request, moves nothing"),
          Map.entry("POST /api/ops/change-requests/{id}/reject", "ends a request, changes nothing"),
          Map.entry(
              "DELETE /api/ops/operators/{code}/hosts/{host}",
              "for the platform's staff; gives nothing"),
          Map.entry("DELETE /api/ops/operators/{code}/keys/{key}", "takes a key away"),
          Map.entry(
              "DELETE /api/ops/operators/{code}/providers/{provider}/keys/{key}",
              "takes a key away"),
          Map.entry(
              "POST /api/ops/operators/{code}/providers/{provider}/disable",
              "takes a provider out of use"),
          Map.entry(
              "POST /api/ops/players/{id}/unlock",
              "moves nothing; how often is limited, see FourEyesIT"),
          Map.entry("DELETE /api/ops/players/{id}/sessions", "signs a player out, moves nothing"),
          Map.entry("POST /api/ops/audit/verify", "reads; for the platform's staff"));
}
