package dev.pitboss.server.http;

import dev.pitboss.server.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/// A whole answer, made on the request's thread and written by the event loop.
///
/// @param headers besides `Content-Type` and `Content-Length`
/// @param code of a problem; empty for any other answer
@SuppressWarnings("ArrayRecordComponent") // written once to the socket, never compared
record Reply(
    int status, String contentType, byte[] body, Map<String, String> headers, String code) {
  private static final String JSON = "application/json";
  private static final byte[] NOTHING = {};

  Reply {
    headers = Map.copyOf(headers);
  }

  Reply(int status, String contentType, byte[] body, Map<String, String> headers) {
    this(status, contentType, body, headers, "");
  }

  static Reply ok(Object record) {
    return json(200, record);
  }

  static Reply json(int status, Object record) {
    return new Reply(status, JSON, Json.bytes(record), Map.of());
  }

  static Reply text(String contentType, String text) {
    return new Reply(200, contentType, text.getBytes(StandardCharsets.UTF_8), Map.of());
  }

  static Reply noContent() {
    return new Reply(204, "", NOTHING, Map.of());
  }

  static Reply problem(Problem problem) {
    return new Reply(
        problem.status(),
        "application/problem+json",
        Json.bytes(problem),
        Map.of(),
        problem.code());
  }

  Reply withStatus(int other) {
    return new Reply(other, contentType, body, headers, code);
  }

  Reply withHeader(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new Reply(status, contentType, body, more, code);
  }
}
