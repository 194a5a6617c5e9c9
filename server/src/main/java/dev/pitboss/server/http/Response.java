package dev.pitboss.server.http;

import dev.pitboss.server.json.InvalidInput;
import dev.pitboss.server.json.JsonWriter;
import io.avaje.jsonb.Json;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/// A whole answer, made on the request's thread and written by the event loop.
///
/// @param headers besides `Content-Type` and `Content-Length`
/// @param code of a problem; empty for any other answer
@SuppressWarnings("ArrayRecordComponent") // written once to the socket, never compared
public record Response(
    int status, String contentType, byte[] body, Map<String, String> headers, String code) {
  /// A bet whose outcome is unknown: ask again with the key.
  @Json
  public record PendingView(String status, String idempotencyKey) {}

  static final String JSON = "application/json";
  private static final byte[] NOTHING = {};

  public Response {
    headers = Map.copyOf(headers);
  }

  public Response(int status, String contentType, byte[] body, Map<String, String> headers) {
    this(status, contentType, body, headers, "");
  }

  public static Response ok(Object record) {
    return json(200, record);
  }

  public static Response json(int status, Object record) {
    return new Response(status, JSON, JsonWriter.bytes(record), Map.of());
  }

  public static Response text(String contentType, String text) {
    return new Response(200, contentType, text.getBytes(StandardCharsets.UTF_8), Map.of());
  }

  public static Response noContent() {
    return new Response(204, "", NOTHING, Map.of());
  }

  /// The answer while it is unknown whether a bet was settled. Not an error: it may well be.
  public static Response pending(String idempotencyKey) {
    return json(202, new PendingView("pending", idempotencyKey)).withHeader("Retry-After", "1");
  }

  /// The answer to input that breaks a rule.
  public static Response invalid(InvalidInput invalid) {
    Problem problem = Problem.of(Problem.Status.BAD_REQUEST, invalid.code(), invalid.reason());
    return problem(invalid.field().isEmpty() ? problem : problem.atField(invalid.field()));
  }

  /// The answer when there was no time.
  public static Response tryAgain() {
    return problem(
            Problem.of(
                Problem.Status.UNAVAILABLE,
                "try_again",
                "the service is temporarily unavailable; nothing was lost, try again"))
        .withHeader("Retry-After", "1");
  }

  public static Response problem(Problem problem) {
    return new Response(
        problem.status(),
        "application/problem+json",
        JsonWriter.bytes(problem),
        Map.of(),
        problem.code());
  }

  public Response withStatus(int other) {
    return new Response(other, contentType, body, headers, code);
  }

  public Response withHeader(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new Response(status, contentType, body, more, code);
  }
}
