package dev.pitboss.server.http;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.util.Map;

/// Writes a whole response by Vert.x.
record ResponseWriter(HttpServerResponse response, Context loop) implements ResponseOutput {
  static final int NO_CONTENT = 204;
  static final int NOT_MODIFIED = 304;

  /// Called on the event loop of the request.
  static ResponseWriter of(HttpServerResponse response, Vertx vertx) {
    return new ResponseWriter(response, vertx.getOrCreateContext());
  }

  /// Whether a response tells its length. Without it the answer to HEAD would not tell how long the
  /// one to GET is.
  static boolean hasLength(Response reply) {
    return reply.status() != NO_CONTENT && reply.status() != NOT_MODIFIED;
  }

  @Override
  public void execute(Runnable work) {
    loop.runOnContext(_ -> work.run());
  }

  @Override
  public void write(Response reply) {
    write(response, reply);
  }

  /// Has no effect on a response that has ended, or whose client left.
  static void write(HttpServerResponse response, Response reply) {
    if (response.ended() || response.closed()) {
      return;
    }
    response.setStatusCode(reply.status());
    if (!reply.contentType().isEmpty()) {
      response.putHeader("Content-Type", reply.contentType());
    }
    response.putHeader("X-Content-Type-Options", "nosniff").putHeader("Cache-Control", "no-store");
    for (Map.Entry<String, String> header : reply.headers().entrySet()) {
      response.putHeader(header.getKey(), header.getValue());
    }
    if (hasLength(reply)) {
      response.putHeader("Content-Length", Integer.toString(reply.body().length));
    }
    response.end(Buffer.buffer(reply.body()));
  }
}
