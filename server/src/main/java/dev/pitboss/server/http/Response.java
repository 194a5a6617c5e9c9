package dev.pitboss.server.http;

import dev.pitboss.server.json.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/// A whole answer, made on the request's thread and written by the event loop.
///
/// @param headers besides `Content-Type` and `Content-Length`
/// @param code of a problem; empty for any other answer
@SuppressWarnings("ArrayRecordComponent") // written once to the socket, never compared
record Response(
    int status, String contentType, byte[] body, Map<String, String> headers, String code) {
  private static final String JSON = "application/json";
  private static final byte[] NOTHING = {};

  Response {
    headers = Map.copyOf(headers);
  }

  Response(int status, String contentType, byte[] body, Map<String, String> headers) {
    this(status, contentType, body, headers, "");
  }

  static Response ok(Object record) {
    return json(200, record);
  }

  static Response json(int status, Object record) {
    return new Response(status, JSON, JsonWriter.bytes(record), Map.of());
  }

  static Response text(String contentType, String text) {
    return new Response(200, contentType, text.getBytes(StandardCharsets.UTF_8), Map.of());
  }

  static Response noContent() {
    return new Response(204, "", NOTHING, Map.of());
  }

  static Response problem(Problem problem) {
    return new Response(
        problem.status(),
        "application/problem+json",
        JsonWriter.bytes(problem),
        Map.of(),
        problem.code());
  }

  Response withStatus(int other) {
    return new Response(other, contentType, body, headers, code);
  }

  Response withHeader(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new Response(status, contentType, body, more, code);
  }
}
