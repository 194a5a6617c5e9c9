package dev.pitboss.server.http;

import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/// Takes the answer to a request that was begun on its event loop. The first answer counts.
/// Thread-safe.
public interface Reply {
  /// Has the answer made on the event loop.
  ///
  /// @param work must not block; what it throws is answered as a handler's failure is
  void with(Supplier<Response> work);

  /// Has the answer made on a virtual thread.
  ///
  /// @param work may block, within the request's deadline
  void withBlocking(Supplier<Response> work);

  /// Answers that what was begun has failed, as a handler's failure is answered.
  default void fail(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    with(() -> {
      throw cause instanceof RuntimeException unchecked
          ? unchecked
          : new IllegalStateException(cause);
    });
  }
}
