package dev.pitboss.server.http;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.pitboss.server.clients.ClientAddress;
import dev.pitboss.server.json.InvalidInput;
import dev.pitboss.server.json.JsonObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.util.AsciiString;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.internal.http.HttpHeadersInternal;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A whole request, read by the event loop before its own thread starts. Immutable.
///
/// @param path as the client sent it, without the query
/// @param target path and query, as the client sent them
/// @param pathParameters values of the template's `:name` parts
/// @param idempotencyKey the client's, as sent, or one made here
/// @param peer the connected peer, which may be a proxy
/// @param arrivedAtNanos when the event loop had it whole, `System.nanoTime()`
@SuppressWarnings("ArrayRecordComponent") // read once, never compared
public record Request(
    String method,
    String path,
    String target,
    Map<String, String> pathParameters,
    MultiMap query,
    MultiMap headers,
    byte[] body,
    String idempotencyKey,
    ClientAddress peer,
    long arrivedAtNanos) {
  private static final byte[] NO_BODY = {};
  private static final MultiMap NO_QUERY = MultiMap.caseInsensitiveMultiMap(); // only read
  private static final CharSequence IDEMPOTENCY_KEY = AsciiString.cached("Idempotency-Key");

  static Request of(RoutingContext context) {
    return of(
        context.request(), context.pathParams(), context.queryParams(), context.body().buffer());
  }

  /// A request without parameters.
  static Request of(HttpServerRequest request, @Nullable Buffer body) {
    return of(request, Map.of(), NO_QUERY, body);
  }

  /// A request without parameters, as the decoder has it.
  static Request of(HttpRequest head, byte[] body, ClientAddress peer) {
    return new Request(
        head.method().name(),
        head.uri(),
        head.uri(),
        Map.of(),
        NO_QUERY,
        HttpHeadersInternal.headers(head.headers()),
        body,
        keyOf(head.headers().get(IDEMPOTENCY_KEY)),
        peer,
        System.nanoTime());
  }

  private static Request of(
      HttpServerRequest request,
      Map<String, String> pathParameters,
      MultiMap query,
      @Nullable Buffer body) {
    return new Request(
        request.method().name(),
        Objects.requireNonNullElse(request.path(), "/"),
        request.uri(),
        pathParameters,
        query,
        request.headers(),
        body == null ? NO_BODY : body.getBytes(),
        keyOf(request.getHeader(IDEMPOTENCY_KEY)),
        request.remoteAddress() == null
            ? ClientAddress.UNKNOWN
            : ClientAddress.of(request.remoteAddress().hostAddress()),
        System.nanoTime());
  }

  private static String keyOf(@Nullable String sent) {
    return sent == null ? UuidCreator.getTimeOrderedEpochFast().toString() : sent;
  }

  /// What the log has it under: the client's own id, or one made here.
  public String id() {
    return RequestIds.of(headers);
  }

  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  /// The token of the `Authorization` header.
  public Optional<String> bearer() {
    return header("Authorization")
        .filter(header -> header.regionMatches(true, 0, "Bearer ", 0, 7))
        .map(header -> header.substring(7).strip());
  }

  /// The `Host` header, empty without one.
  public String host() {
    return header("Host").orElse("");
  }

  public JsonObject json() {
    return JsonObject.parse(body);
  }

  /// A part of the path the route's template names.
  public String pathParameter(String name) {
    String value = pathParameters.get(name);
    if (value == null) {
      throw new IllegalArgumentException("the route has no path parameter :" + name);
    }
    return value;
  }

  public Optional<String> queryText(String name) {
    return Optional.ofNullable(query.get(name)).filter(text -> !text.isEmpty());
  }

  /// A part of the path that is an id; empty when it has not the form of one, like an unknown id.
  public Optional<UUID> pathId(String name) {
    try {
      return Optional.of(UUID.fromString(pathParameter(name)));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /// Whether the browser speaks TLS, to a proxy that says so.
  public boolean isOverTls() {
    return isOverTls(headers);
  }

  public static boolean isOverTls(MultiMap headers) {
    return "https".equals(headers.get("X-Forwarded-Proto"));
  }

  /// A whole number of the query within bounds.
  ///
  /// @throws InvalidInput when it is there and is something else
  public int queryInt(String name, int min, int max, int otherwise) {
    Optional<String> text = queryText(name);
    if (text.isEmpty()) {
      return otherwise;
    }
    try {
      int value = Integer.parseInt(text.get());
      if (value >= min && value <= max) {
        return value;
      }
    } catch (NumberFormatException _) {
      // refused below, like a number out of bounds
    }
    throw InvalidInput.field(name, "must be a whole number from " + min + " to " + max);
  }
}
