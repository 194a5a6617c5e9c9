package dev.pitboss.server.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.impl.RoutingContextInternal;

/// Reads a body whole before its route. Its size and time are bounded by [ConnectionGuard]; unlike
/// Vert.x' own handler this one knows no forms, so that no `Content-Type` can make it fail.
/// Stateless.
final class BodyReader implements Handler<RoutingContext> {
  @Override
  public void handle(RoutingContext context) {
    HttpServerRequest request = context.request();
    if (!request.headers().contains(HttpHeaderNames.CONTENT_LENGTH)
        && !request.headers().contains(HttpHeaderNames.TRANSFER_ENCODING)) {
      context.next();
      return;
    }
    if (request.headers().contains(HttpHeaderNames.EXPECT)
        && request.version() == HttpVersion.HTTP_1_1) {
      context.response().writeContinue();
    }
    request
        .body()
        .onSuccess(body -> {
          ((RoutingContextInternal) context).setBody(body);
          context.next();
        })
        .onFailure(failure -> context.fail(400, failure));
  }
}
