package dev.pitboss.server.http;

import dev.pitboss.server.database.DatabaseFailure;
import dev.pitboss.server.json.InvalidInput;
import dev.pitboss.server.logging.ThrottledLog;
import dev.pitboss.server.scheduling.FatalErrors;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Turns what went wrong while a request was answered into a response and a line of the log.
/// Thread-safe.
final class Failures {
  private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

  /// What every request meets is logged once a second.
  private static final ThrottledLog THROTTLED = new ThrottledLog();

  private Failures() {}

  /// The one place where what went wrong becomes a status.
  @SuppressWarnings("IllegalCatch") // who waits must be answered
  static Response answer(Request request, Supplier<Response> work) {
    try {
      return work.get();
    } catch (InvalidInput invalid) {
      return Response.invalid(invalid);
    } catch (DatabaseFailure failure) {
      return switch (failure.kind()) {
        case UNAVAILABLE, OUTCOME_UNKNOWN -> {
          UUID _ =
              THROTTLED.log(
                  failure.kind() + failure.reason().code(),
                  (_, suffix) ->
                      LOG.warn(
                          "{} {}: {}{}",
                          request.method(),
                          request.path(),
                          failure.getMessage(),
                          suffix));
          yield Response.tryAgain();
        }
        case REFUSED -> Response.problem(internal(failure));
      };
    } catch (RuntimeException | Error unexpected) {
      FatalErrors.check(unexpected);
      return Response.problem(internal(unexpected));
    }
  }

  /// Logs each kind of failure once a second, with its stack and an id that the reply repeats.
  static Problem internal(@Nullable Throwable failure) {
    UUID id =
        THROTTLED.log(
            kindOf(failure),
            (line, suffix) -> LOG.error("unexpected failure {}{}", line, suffix, failure));
    return Problem.of(
        Problem.Status.INTERNAL, "internal_error", "internal error; reported as " + id);
  }

  /// The exception and where it was thrown: a fault met by a thousand requests is one kind.
  private static String kindOf(@Nullable Throwable failure) {
    if (failure == null) {
      return "none";
    }
    StackTraceElement[] stack = failure.getStackTrace();
    return failure.getClass().getName() + (stack.length == 0 ? "" : " " + stack[0]);
  }
}
