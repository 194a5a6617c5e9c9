package dev.pitboss.server.http;

import java.util.function.Supplier;
import org.slf4j.MDC;

/// Work that is done for one request: every line that it logs and every problem that it answers
/// with carries the request's id. The one place where the id is handed to a thread. Thread-safe.
final class RequestScope {
  /// The name of the id in the log.
  static final String LOGGED_AS = "requestId";

  private static final ScopedValue<String> ID = ScopedValue.newInstance();

  private RequestScope() {}

  /// Does the work on this thread; the id is off it when this returns.
  static <T> T call(String requestId, Supplier<T> work) {
    MDC.put(LOGGED_AS, requestId);
    try {
      return ScopedValue.where(ID, requestId).call(work::get);
    } finally {
      MDC.remove(LOGGED_AS);
    }
  }

  /// Does the work on this thread, as [#call] does.
  static void run(String requestId, Runnable work) {
    boolean _ =
        call(
            requestId,
            () -> {
              work.run();
              return true;
            });
  }

  /// The id of the request that this thread serves; empty when it serves none.
  static String id() {
    return ID.orElse("");
  }
}
