package dev.pitboss.server.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pitboss.server.http.Endpoint;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.random.RandomGenerator;

/// Requests of the documented routes with implausible values: some of each request are plausible,
/// so that the others are read at all.
final class NastyRequests {
  private static final int MAX_DEPTH = 4;

  /// As they stand in a path or query.
  private static final List<String> ENCODED =
      List.of(
          "%00",
          "a%00b",
          "%0a",
          "%0d%0aX:%20y",
          "%7f",
          "%ff",
          "%c0%af",
          "%ed%a0%80",
          "%ZZ",
          "%",
          "%f0%9f%8e%b0",
          "%e2%80%ae",
          "%2e%2e%2f",
          "..;/",
          "%27%20OR%201=1--",
          "%3Cscript%3E",
          "-1",
          "0",
          "9223372036854775808",
          "1e400",
          "NaN",
          "+",
          "%20",
          "null",
          "[]",
          "{}",
          "2026-02-30",
          "9999-12-31T23:59:59.999999999Z",
          "-999999999-01-01T00:00:00Z",
          "+999999999-12-31T23:59:59Z",
          "2026-13-01T00:00:00Z",
          "0000-00-00",
          "00000000-0000-0000-0000-000000000000",
          "1-1-1-1-1",
          "a".repeat(600),
          "%25",
          "%2525",
          "2026-05-31",
          "2026-05-31T00:00:00Z",
          "house",
          "slots-20",
          "50",
          "*");

  /// As they stand in a body.
  private static final List<String> VALUES =
      List.of(
          "null",
          "true",
          "-1",
          "0",
          "1.5",
          "1e400",
          "-0",
          "9223372036854775807",
          "9223372036854775808",
          "-9223372036854775808",
          "1" + "0".repeat(70),
          "[]",
          "{}",
          "[null]",
          "[[[[[[[[[1]]]]]]]]]",
          "{\"a\":{\"a\":{\"a\":{}}}}",
          "\"\"",
          "\" \"",
          "\"\\u0000\"",
          "\"a\\u0000b\"",
          "\"\\ud800\"",
          "\"\\udc00\\ud800\"",
          "\"\\u202e\"",
          "\"\\n\\t\"",
          "\"' OR 1=1 --\"",
          "\"<script>\"",
          "\"../../etc\"",
          "\"%00\"",
          "\"NaN\"",
          "\"1e400\"",
          "\"9999-12-31T23:59:59.999999999Z\"",
          "\"-999999999-01-01T00:00:00Z\"",
          "\"+999999999-12-31\"",
          "\"2026-02-30\"",
          "\"Europe/Nowhere\"",
          "\"00000000-0000-0000-0000-000000000000\"",
          "\"1-1-1-1-1\"",
          "\"QQQ\"",
          "\"" + "a".repeat(1_024) + "\"",
          "\"" + "a".repeat(1_025) + "\"",
          "\"\uD83C\uDFB0\"",
          "\"http://[::1\"",
          "\"http://localhost:99999/\"",
          "\"AAAA\"");

  private static final List<String> BODIES =
      List.of(
          "",
          " ",
          "{",
          "[]",
          "1",
          "null",
          "\"a\"",
          "{\"a\":1,\"a\":2}",
          "{\"a\":}",
          "{} {}",
          "\u00ff\u00fe",
          "\u00ef\u00bb\u00bf{}",
          "{\"\u00c0\u00af\":1}",
          "[".repeat(2_000),
          "{\"a\":\"" + "x".repeat(9_000) + "\"}",
          "\u0000",
          "{\"\\u0000\":1}");

  private static final List<String> HEADERS =
      List.of(
          "Idempotency-Key: \u0001",
          "Idempotency-Key: ",
          "Idempotency-Key: " + "k".repeat(300),
          "Idempotency-Key: \u00e9\u00ff",
          "Idempotency-Key: ' OR 1=1",
          "X-Forwarded-For: ::::",
          "X-Forwarded-For: " + "1.1.1.1,".repeat(200),
          "Accept: ;;q=x,*/*;q=9999999999",
          "Accept: text/csv",
          "Accept-Language: \u00ff;q=",
          "Cookie: __Host-pitboss=\u0001",
          "Cookie: ====;;;",
          "Content-Type: application/json; charset=utf-99",
          "Content-Type: multipart/form-data",
          "Content-Type: ",
          "Origin: null",
          "Sec-Fetch-Site: x",
          "User-Agent: \u0001\u00ff",
          "User-Agent: " + "a".repeat(3_000),
          "If-None-Match: \"",
          "Range: bytes=0-",
          "Upgrade: websocket",
          "Host: localhost",
          "Authorization: Bearer",
          "Pitboss-Key: \u0001",
          "Transfer-Encoding: x",
          "Expect: x");

  private final JsonNode document;
  private final RandomGenerator random;

  NastyRequests(JsonNode document, RandomGenerator random) {
    this.document = document;
    this.random = random;
  }

  /// @param body as it is sent; empty for none
  record Nasty(String method, String target, List<String> headers, String body) {
    /// As latin-1.
    String bytes(String token) {
      StringBuilder all = new StringBuilder();
      all.append(method + " " + target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n");
      if (!token.isEmpty()) {
        all.append("Authorization: Bearer " + token + "\r\n");
      }
      headers.forEach(header -> all.append(header).append("\r\n"));
      if (!body.isEmpty()) {
        if (headers.stream().noneMatch(header -> header.startsWith("Content-Type"))) {
          all.append("Content-Type: application/json\r\n");
        }
        all.append("Content-Length: " + body.length() + "\r\n");
      }
      return all.append("\r\n").append(body).toString();
    }
  }

  Nasty of(Endpoint endpoint) {
    String documented = endpoint.path().replaceAll(":(\\w+)", "{$1}");
    JsonNode operation =
        document.path("paths").path(documented).path(endpoint.method().toLowerCase(Locale.ROOT));
    StringBuilder target = new StringBuilder();
    for (String part : endpoint.path().substring(1).split("/", -1)) {
      target.append('/').append(part.startsWith(":") ? pathValue() : part);
    }
    char mark = '?';
    for (JsonNode parameter : operation.path("parameters")) {
      JsonNode resolved = resolved(parameter);
      if (resolved.path("in").asText().equals("query") && random.nextInt(4) > 0) {
        target
            .append(mark)
            .append(resolved.path("name").asText())
            .append('=')
            .append(pick(ENCODED));
        mark = '&';
      }
    }
    List<String> headers = new ArrayList<>();
    if (random.nextInt(4) == 0) {
      headers.add(pick(HEADERS));
    }
    return new Nasty(endpoint.method(), target.toString(), headers, body(operation));
  }

  private String pathValue() {
    return switch (random.nextInt(5)) {
      case 0 -> UUID.randomUUID().toString();
      case 1 -> Integer.toString(random.nextInt(1, 4));
      default -> pick(ENCODED);
    };
  }

  private String body(JsonNode operation) {
    JsonNode schema =
        resolved(operation.path("requestBody")).at("/content/application~1json/schema");
    if (schema.isMissingNode()) {
      return random.nextInt(4) == 0 ? pick(BODIES) : "";
    }
    String body = random.nextInt(6) == 0 ? pick(BODIES) : value(schema, 0);
    return new String(body.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  /// JSON of that schema, or not.
  private String value(JsonNode unresolved, int depth) {
    JsonNode schema = resolved(unresolved);
    if (depth > MAX_DEPTH || (depth > 0 && random.nextInt(3) == 0)) {
      return pick(VALUES);
    }
    if (schema.has("oneOf")) {
      return value(schema.path("oneOf").path(random.nextInt(schema.path("oneOf").size())), depth);
    }
    if (schema.has("properties")) {
      return object(schema.path("properties"), depth);
    }
    if (schema.has("enum")) {
      return schema.path("enum").path(random.nextInt(schema.path("enum").size())).toString();
    }
    return switch (schema.path("type").asText()) {
      case "integer" -> random.nextBoolean() ? "20" : Long.toString(random.nextLong());
      case "boolean" -> Boolean.toString(random.nextBoolean());
      case "array" -> "[" + value(schema.path("items"), depth + 1) + "]";
      case "object" -> "{}";
      default -> text(schema);
    };
  }

  private String object(JsonNode properties, int depth) {
    StringBuilder object = new StringBuilder("{");
    for (Map.Entry<String, JsonNode> property : properties.properties()) {
      if (random.nextInt(6) > 0) {
        object.append(object.length() == 1 ? "" : ",").append('"').append(property.getKey());
        object.append("\":").append(value(property.getValue(), depth + 1));
      }
    }
    return object.append('}').toString();
  }

  private String text(JsonNode schema) {
    String plausible =
        switch (schema.path("format").asText()) {
          case "uuid" -> UUID.randomUUID().toString();
          case "date-time" -> "2026-05-31T00:00:00Z";
          case "date" -> "2026-05-31";
          default -> "abc" + random.nextInt(100);
        };
    return '"' + plausible + '"';
  }

  private JsonNode resolved(JsonNode node) {
    JsonNode at = node;
    while (at.has("$ref")) {
      at = document.at(at.path("$ref").asText().substring(1));
    }
    return at;
  }

  private String pick(List<String> of) {
    return of.get(random.nextInt(of.size()));
  }
}
