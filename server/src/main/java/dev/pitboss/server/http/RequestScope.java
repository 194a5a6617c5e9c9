package dev.pitboss.server.http;

import java.util.function.Supplier;
import org.slf4j.MDC;

/// Work that is done for one request: every line that it logs carries the request's id. The one
/// place where the id is handed to a thread. Thread-safe.
final class RequestScope {
  /// The name of the id in the log.
  private static final String LOGGED_AS = "requestId";

  private RequestScope() {}

  /// Does the work on this thread; the id is off it when this returns.
  static <T> T call(String requestId, Supplier<T> work) {
    MDC.put(LOGGED_AS, requestId);
    try {
      return work.get();
    } finally {
      MDC.remove(LOGGED_AS);
    }
  }
}
