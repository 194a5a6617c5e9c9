package dev.pitboss.server.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.impl.RoutingContextInternal;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Reads a body whole before its route. Its size and time are bounded by [ConnectionGuard]; unlike
/// Vert.x' own handler this one knows no forms, so that no `Content-Type` can make it fail.
/// Stateless.
final class BodyReader implements Handler<RoutingContext> {
  @Override
  public void handle(RoutingContext context) {
    read(
        context.request(),
        body -> {
          if (body != null) {
            ((RoutingContextInternal) context).setBody(body);
          }
          context.next();
        },
        failure -> context.fail(400, failure));
  }

  /// Reads the body of a request.
  ///
  /// @param whole gets the body, or null for a request without one
  static void read(
      HttpServerRequest request, Consumer<@Nullable Buffer> whole, Consumer<Throwable> failed) {
    if (!request.headers().contains(HttpHeaderNames.CONTENT_LENGTH)
        && !request.headers().contains(HttpHeaderNames.TRANSFER_ENCODING)) {
      whole.accept(null);
      return;
    }
    if (request.headers().contains(HttpHeaderNames.EXPECT)
        && request.version() == HttpVersion.HTTP_1_1) {
      request.response().writeContinue();
    }
    request.body().onSuccess(whole::accept).onFailure(failed::accept);
  }
}
