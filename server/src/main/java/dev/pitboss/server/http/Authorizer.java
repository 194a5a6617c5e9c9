package dev.pitboss.server.http;

/// Decides whether a request gets to the handler of its route. Thread-safe.
///
/// Most routes are answered on a virtual thread, which may block within the request's deadline. A
/// route that is asked for thousands of times a second may begin on the event loop, if everything
/// it needs is in memory: a virtual thread that starts, parks and is woken costs as much as the bet
/// it waits for.
public interface Authorizer {
  /// The answer of the endpoint's handler, or the refusal. Called on a virtual thread.
  Response pass(Endpoint endpoint, Request request);

  /// Begins to answer without blocking. Called on the event loop.
  ///
  /// @return false if that is not possible: nothing has happened, and [#pass] answers
  boolean begin(Endpoint endpoint, Request request, Reply reply);

  /// Lets a client listen, if there is room. Called on a virtual thread.
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
