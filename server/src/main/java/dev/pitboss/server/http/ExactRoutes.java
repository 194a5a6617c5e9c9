package dev.pitboss.server.http;

import dev.pitboss.server.scheduling.FatalErrors;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.AsciiString;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Finds the route of a request whose path is written in the API as it stands: most requests. Those
/// of ordinary form are dispatched without Vert.x. All others go through the router, which tries
/// one route after the other and knows parameters, HEAD, queries and what is no route at all. For
/// one event loop.
final class ExactRoutes implements Handler<HttpServerRequest> {
  private final Map<String, Map<String, Endpoint>> endpoints = new HashMap<>();
  private final Vertx vertx;
  private final Dispatcher dispatcher;
  private final ResponseTimeouts deadlines;
  private final Handler<HttpServerRequest> router;

  ExactRoutes(
      Vertx vertx,
      List<Endpoint> all,
      Dispatcher dispatcher,
      ResponseTimeouts deadlines,
      Handler<HttpServerRequest> router) {
    this.vertx = vertx;
    this.dispatcher = dispatcher;
    this.deadlines = deadlines;
    this.router = router;
    for (Endpoint endpoint : all) {
      if (endpoint.path().indexOf(':') < 0 && endpoint.access().feed() == null) {
        endpoints
            .computeIfAbsent(endpoint.path(), _ -> new HashMap<>())
            .putIfAbsent(endpoint.method(), endpoint);
      }
    }
  }

  @Override
  public void handle(HttpServerRequest request) {
    Endpoint endpoint =
        request.query() == null ? endpointOf(request.path(), request.method().name()) : null;
    if (endpoint == null) {
      router.handle(request);
      return;
    }
    BodyReader.read(
        request,
        body ->
            dispatch(
                Request.of(request, body), endpoint, ResponseWriter.of(request.response(), vertx)),
        _ -> dispatcher.fail(request, 400, null));
  }

  /// Begins to read a request that needs nothing of Vert.x: its route is here, its connection stays
  /// open, and it expects and upgrades nothing.
  ///
  /// @return null for any other request
  @Nullable DirectExchange begin(
      HttpRequest head, ConnectionGuard guard, ChannelHandlerContext context) {
    HttpHeaders headers = head.headers();
    if (!head.protocolVersion().equals(HttpVersion.HTTP_1_1)
        || !staysOpen(headers)
        || headers.contains(HttpHeaderNames.EXPECT)) {
      return null;
    }
    Endpoint endpoint = endpointOf(head.uri(), head.method().name());
    return endpoint == null ? null : new DirectExchange(guard, context, this, endpoint, head);
  }

  /// Browsers say of each connection what is true of it anyway.
  private static boolean staysOpen(HttpHeaders headers) {
    Iterator<? extends CharSequence> values =
        headers.valueCharSequenceIterator(HttpHeaderNames.CONNECTION);
    return !values.hasNext()
        || (AsciiString.contentEqualsIgnoreCase(values.next(), HttpHeaderValues.KEEP_ALIVE)
            && !values.hasNext());
  }

  private @Nullable Endpoint endpointOf(@Nullable String path, String method) {
    Map<String, Endpoint> methods = endpoints.get(path);
    return methods == null ? null : methods.get(method);
  }

  /// Has a request answered, in time.
  @SuppressWarnings("IllegalCatch") // who waits must be answered
  void dispatch(Request request, Endpoint endpoint, ResponseOutput output) {
    try {
      dispatcher.dispatch(output, request, endpoint, deadlines);
    } catch (RuntimeException | Error failure) {
      FatalErrors.check(failure);
      dispatcher.fail(output, request, failure);
    }
  }
}
