package dev.pitboss.server.http;

/// Decides whether a request gets to the handler of its route. Called on virtual threads; may
/// block, within the request's deadline. Thread-safe.
public interface Authorizer {
  /// The answer of the endpoint's handler, or the refusal.
  Response pass(Endpoint endpoint, Request request);

  /// Lets a client listen, if there is room.
  Admission admit(LiveFeed feed, Request request);

  /// Result of an admission to a live feed.
  sealed interface Admission {
    /// The client may listen.
    ///
    /// @param listener id that the client's listeners are counted under
    record Admitted(long listener) implements Admission {}

    /// The client is answered at once.
    record Refused(Response reply) implements Admission {}
  }
}
