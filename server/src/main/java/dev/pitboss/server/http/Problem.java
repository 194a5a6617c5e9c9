package dev.pitboss.server.http;

import io.avaje.jsonb.Json;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// An error as RFC 9457 `application/problem+json`. `code` is for programs, `detail` for people;
/// both are documented in `openapi.yaml`.
///
/// @param field path of the field at fault, when there is one
/// @param balance the player's cash in minor units, with `insufficient_funds`
/// @param ref of the round in the way, with `round_open`, `stale_version`, `action_not_possible`
/// @param version of that round as it is now
/// @param restriction what responsible play asks for, with `limit_reached` and its kin
@Json
public record Problem(
    String type,
    String title,
    int status,
    String code,
    String detail,
    @Nullable String field,
    @Nullable Long balance,
    @Nullable String ref,
    @Nullable Integer version,
    @Nullable RestrictionView restriction) {

  public static Problem of(Status status, String code, String detail) {
    return new Problem(
        "about:blank", status.title, status.code, code, detail, null, null, null, null, null);
  }

  public static Problem notFound() {
    return Problem.of(Status.NOT_FOUND, "not_found", "no such path");
  }

  public Problem atField(String path) {
    return new Problem(type, title, status, code, detail, path, balance, ref, version, restriction);
  }

  public Problem withBalance(long minor) {
    return new Problem(type, title, status, code, detail, field, minor, ref, version, restriction);
  }

  public Problem withRound(UUID round, @Nullable Integer at) {
    return new Problem(
        type, title, status, code, detail, field, balance, round.toString(), at, restriction);
  }

  public Problem withRestriction(RestrictionView what) {
    return new Problem(type, title, status, code, detail, field, balance, ref, version, what);
  }

  /// The statuses the API answers errors with.
  public enum Status {
    BAD_REQUEST(400, "Bad Request"),
    UNAUTHORIZED(401, "Unauthorized"),
    FORBIDDEN(403, "Forbidden"),
    NOT_FOUND(404, "Not Found"),
    METHOD_NOT_ALLOWED(405, "Method Not Allowed"),
    REQUEST_TIMEOUT(408, "Request Timeout"),
    CONFLICT(409, "Conflict"),
    CONTENT_TOO_LARGE(413, "Content Too Large"),
    URI_TOO_LONG(414, "URI Too Long"),
    UNSUPPORTED_MEDIA_TYPE(415, "Unsupported Media Type"),
    EXPECTATION_FAILED(417, "Expectation Failed"),
    UNPROCESSABLE(422, "Unprocessable Content"),
    UPGRADE_REQUIRED(426, "Upgrade Required"),
    TOO_MANY_REQUESTS(429, "Too Many Requests"),
    REQUEST_HEADER_FIELDS_TOO_LARGE(431, "Request Header Fields Too Large"),
    INTERNAL(500, "Internal Server Error"),
    UNAVAILABLE(503, "Service Unavailable"),
    HTTP_VERSION_NOT_SUPPORTED(505, "HTTP Version Not Supported");

    private final int code;
    private final String title;

    Status(int code, String title) {
      this.code = code;
      this.title = title;
    }

    int code() {
      return code;
    }

    String title() {
      return title;
    }
  }
}
