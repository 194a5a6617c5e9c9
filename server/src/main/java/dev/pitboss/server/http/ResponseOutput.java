package dev.pitboss.server.http;

import java.util.concurrent.Executor;

/// Takes the one response to a request. As an executor it runs work on the event loop of the
/// request's connection, and is thread-safe; everything else is confined to that event loop.
interface ResponseOutput extends Executor {
  /// Has no effect when there was a response, or when the client has left.
  void write(Response reply);
}
