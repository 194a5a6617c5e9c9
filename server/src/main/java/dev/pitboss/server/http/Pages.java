package dev.pitboss.server.http;

/// What is served at paths that no route has. Thread-safe.
@FunctionalInterface
public interface Pages {
  /// The page or file at the request's path, or a 404.
  Response serve(Request request);
}
