package dev.pitboss.server.api.rgs;

import dev.pitboss.server.http.Response;
import dev.pitboss.server.json.InvalidInput;
import dev.pitboss.server.json.JsonValue;
import io.avaje.jsonb.Json;
import java.nio.charset.StandardCharsets;

/// Puts the problems of our own API into the protocol's form: an error code of its few, at 400 when
/// the front end can do something about it, at 500 when it cannot.
final class RgsAnswers {
  private static final int CLIENT = 400;
  private static final int TOO_MANY = 429;
  private static final int SERVER = 500;
  private static final int PENDING = 202;

  private RgsAnswers() {}

  /// An error.
  ///
  /// @param error `ERR_VAL` and its like
  /// @param code the same: clients look for either name
  /// @param message for people
  @Json
  record ErrorView(String error, String code, String message) {}

  /// The answer as the protocol has it.
  static Response told(Response reply) {
    if (reply.status() == PENDING) {
      return error(SERVER, "ERR_GEN", "no answer in time; authenticate to see the round", reply);
    }
    if (reply.code().isEmpty()) {
      return reply;
    }
    String error = errorOf(reply.code(), reply.status());
    return error(statusOf(reply, error), error, detail(reply), reply);
  }

  private static int statusOf(Response reply, String error) {
    if (reply.status() == TOO_MANY) {
      return TOO_MANY; // clients wait and repeat
    }
    return error.equals("ERR_GEN") || error.equals("ERR_MAINTENANCE") ? SERVER : CLIENT;
  }

  private static String errorOf(String code, int status) {
    return switch (code) {
      case "no_session" -> "ERR_IS";
      case "insufficient_funds" -> "ERR_IPB";
      case "stake_limit",
          "payout_limit",
          "stake_too_high",
          "too_fast",
          "self_excluded",
          "cooling_off",
          "limits_required",
          "limit_reached",
          "reality_check_due" ->
          "ERR_GLE";
      case "mode_not_allowed" -> "ERR_LOC";
      case "round_open" -> "ERR_PAB";
      case "no_such_round" -> "ERR_BNF";
      case "betting_stopped" -> "ERR_MAINTENANCE";
      case "bet_taken_back", "rules_unavailable", "rate_limited" -> "ERR_GEN";
      default -> status >= SERVER ? "ERR_GEN" : "ERR_VAL";
    };
  }

  private static Response error(int status, String error, String message, Response reply) {
    Response told = Response.json(status, new ErrorView(error, error, message));
    String wait = reply.headers().get("Retry-After");
    return wait == null ? told : told.withHeader("Retry-After", wait);
  }

  private static String detail(Response problem) {
    try {
      JsonValue body = JsonValue.parse(new String(problem.body(), StandardCharsets.UTF_8));
      String detail = body.field("detail").text();
      boolean isRule = detail.startsWith("must ") || detail.startsWith("is ");
      return isRule && body.optionalField("field").isPresent()
          ? body.field("field").text() + " " + detail
          : detail;
    } catch (InvalidInput _) {
      return problem.code(); // its text cannot be read back; the code says what it is
    }
  }
}
