package dev.pitboss.server.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.util.Map;

/// Writes a whole answer to its client. Called on the event loop.
final class ResponseWriter {
  private static final int NO_CONTENT = 204;
  private static final int NOT_MODIFIED = 304;

  private ResponseWriter() {}

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
    if (reply.status() != NO_CONTENT && reply.status() != NOT_MODIFIED) {
      // without it the answer to HEAD would not tell how long the one to GET is
      response.putHeader("Content-Length", Integer.toString(reply.body().length));
    }
    response.end(Buffer.buffer(reply.body()));
  }
}
