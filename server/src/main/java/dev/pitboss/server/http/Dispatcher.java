package dev.pitboss.server.http;

import dev.pitboss.server.background.FatalErrors;
import dev.pitboss.server.db.DatabaseFailure;
import dev.pitboss.server.json.InvalidInput;
import dev.pitboss.server.logging.ThrottledLog;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Carries a request from its event loop to a virtual thread and the reply back. Bounds how many
/// are in work at once and how long a client waits. Thread-safe.
final class Dispatcher {
  private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

  /// What every request meets is logged once a second.
  private static final ThrottledLog THROTTLED = new ThrottledLog();

  /// More than this many in work means the database is far behind; refusing early keeps answers
  /// fast.
  private static final int MAX_IN_WORK = 1024;

  private static final int NO_CONTENT = 204;
  private static final int NOT_MODIFIED = 304;

  private final Vertx vertx;
  private final Gate gate;
  private final RequestMetrics metrics;
  private final AllowedMethods allowed;
  private final Semaphore inWork = new Semaphore(MAX_IN_WORK);
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("request-", 0).factory());

  Dispatcher(Vertx vertx, Gate gate, RequestMetrics metrics, AllowedMethods allowed) {
    this.vertx = vertx;
    this.gate = gate;
    this.metrics = metrics;
    this.allowed = allowed;
  }

  /// One request's answer: the first of reply and deadline. Lives on the request's event loop.
  private final class Exchange implements Deadlines.Waiting {
    private final RoutingContext context;
    private final String route;
    private final Supplier<Reply> late;
    private final long startNanos = System.nanoTime();
    private boolean answered;

    Exchange(RoutingContext context, String route, Supplier<Reply> late) {
      this.context = context;
      this.route = route;
      this.late = late;
    }

    void answer(Reply reply) {
      if (answered) {
        return;
      }
      answered = true;
      metrics.answered(route, reply, System.nanoTime() - startNanos);
      write(context.response(), reply);
    }

    @Override
    public void end() {
      answer(late.get());
    }
  }

  /// Has a request answered, in time.
  ///
  /// @param deadlines of the event loop this is called on
  void dispatch(RoutingContext context, Endpoint endpoint, Deadlines deadlines) {
    Request request = Request.of(context);
    run(
        new Exchange(context, endpoint.path(), () -> lateReply(endpoint, request)),
        deadlines,
        endpoint.time(),
        request,
        () -> gate.pass(endpoint, request));
  }

  /// Asks whether the client may listen; from then on the feed answers.
  void dispatchListener(RoutingContext context, Endpoint endpoint, LiveFeed feed) {
    Request request = Request.of(context);
    if (!inWork.tryAcquire()) {
      metrics.answered(endpoint.path(), 503, 0);
      write(context.response(), busy());
      return;
    }
    context.request().pause(); // a request that has ended cannot become a WebSocket
    Context loop = vertx.getOrCreateContext();
    long startNanos = System.nanoTime();
    execute(() -> {
      Gate.Admission admission;
      try {
        admission = admit(feed, request);
      } finally {
        inWork.release();
      }
      loop.runOnContext(_ -> {
        context.request().resume();
        switch (admission) {
          case Gate.Admission.Admitted(long playerId) -> {
            metrics.answered(endpoint.path(), 200, System.nanoTime() - startNanos);
            if (context.response().closed()) {
              feed.dismiss(playerId);
            } else if (context.request().method().equals(HttpMethod.HEAD)) {
              feed.dismiss(playerId);
              context.response().putHeader("Content-Type", "text/event-stream").end();
            } else {
              feed.serve(context, playerId);
            }
          }
          case Gate.Admission.Refused(Reply reply) -> {
            metrics.answered(endpoint.path(), reply, System.nanoTime() - startNanos);
            write(context.response(), reply);
          }
        }
      });
    });
  }

  @SuppressWarnings("IllegalCatch") // who waits must be answered
  private Gate.Admission admit(LiveFeed feed, Request request) {
    try {
      return gate.admit(feed, request);
    } catch (RuntimeException | Error failure) {
      return new Gate.Admission.Refused(
          answer(
              request,
              () -> {
                throw failure;
              }));
    }
  }

  /// Has a file sent, in time.
  void dispatchFile(RoutingContext context, StaticFiles files, Deadlines deadlines) {
    Request request = Request.of(context);
    Exchange exchange = new Exchange(context, "/*", Dispatcher::busy);
    run(exchange, deadlines, Deadlines.Time.USUAL, request, () -> files.serve(request));
  }

  /// Lists the methods of a path. Permissions are checked when they are used.
  void dispatchOptions(RoutingContext context) {
    String methods = allowed.at(pathOf(context));
    Reply reply =
        methods.isEmpty()
            ? Reply.problem(notFound())
            : Reply.noContent().withHeader("Allow", methods);
    metrics.answered("(none)", reply, 0);
    write(context.response(), reply);
  }

  private static String pathOf(RoutingContext context) {
    return Objects.requireNonNullElse(context.request().path(), "/");
  }

  /// Waits until no request is in work any more, or the time is up.
  void drain(Duration atMost) {
    threads.shutdown();
    try {
      if (!threads.awaitTermination(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("aborting requests still in progress after {} ms", atMost.toMillis());
        threads.shutdownNow();
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /// Answers what never reached a handler: no such path or method, or a body whose client left.
  void fail(RoutingContext context, int status) {
    if (context.response().ended() || context.response().closed()) {
      return;
    }
    Reply reply =
        switch (status) {
          case 404 -> Reply.problem(notFound());
          case 405 -> methodNotAllowed(context);
          default ->
              Reply.problem(
                  status >= 400 && status < 500
                      ? Problem.of(
                          Problem.Status.BAD_REQUEST, "bad_request", "malformed HTTP request")
                      : internal(context.failure()));
        };
    metrics.answered("(none)", reply, 0);
    write(context.response(), reply);
  }

  private Reply methodNotAllowed(RoutingContext context) {
    String methods = allowed.at(pathOf(context));
    return methods.isEmpty()
        ? Reply.problem(notFound())
        : Reply.problem(
                Problem.of(
                    Problem.Status.METHOD_NOT_ALLOWED,
                    "method_not_allowed",
                    "method not allowed at this path: " + context.request().method().name()))
            .withHeader("Allow", methods);
  }

  static Problem notFound() {
    return Problem.of(Problem.Status.NOT_FOUND, "not_found", "no such path");
  }

  private void run(
      Exchange exchange,
      Deadlines deadlines,
      Deadlines.Time time,
      Request request,
      Supplier<Reply> work) {
    if (!inWork.tryAcquire()) {
      exchange.answer(busy());
      return;
    }
    deadlines.watch(exchange, time);
    Context loop = vertx.getOrCreateContext();
    execute(() -> {
      Reply reply;
      try {
        reply = answer(request, work);
      } finally {
        inWork.release();
      }
      loop.runOnContext(_ -> {
        deadlines.forget(exchange, time);
        exchange.answer(reply);
      });
    });
  }

  /// Starts work that has its place among those in work.
  @SuppressWarnings("IllegalCatch") // who waits must be answered
  private void execute(Runnable work) {
    try {
      threads.execute(work);
    } catch (RuntimeException | Error failure) {
      inWork.release(); // or the places would be used up by what never ran
      throw failure;
    }
  }

  /// The one place where what went wrong becomes a status.
  @SuppressWarnings("IllegalCatch") // who waits must be answered
  private static Reply answer(Request request, Supplier<Reply> work) {
    try {
      return work.get();
    } catch (InvalidInput invalid) {
      return invalid(invalid);
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
          yield busy();
        }
        case REFUSED -> Reply.problem(internal(failure));
      };
    } catch (RuntimeException | Error unexpected) {
      FatalErrors.check(unexpected);
      return Reply.problem(internal(unexpected));
    }
  }

  /// The answer to what cannot be taken.
  static Reply invalid(InvalidInput invalid) {
    Problem problem = Problem.of(Problem.Status.BAD_REQUEST, invalid.code(), invalid.reason());
    return Reply.problem(invalid.field().isEmpty() ? problem : problem.atField(invalid.field()));
  }

  private static Reply lateReply(Endpoint endpoint, Request request) {
    return switch (endpoint.late()) {
      case UNAVAILABLE -> busy();
      case PENDING -> PlayRoutes.pending(request.idempotencyKey());
    };
  }

  /// The answer when there was no time.
  static Reply busy() {
    return Reply.problem(
            Problem.of(
                Problem.Status.UNAVAILABLE,
                "try_again",
                "the service is temporarily unavailable; nothing was lost, try again"))
        .withHeader("Retry-After", "1");
  }

  /// Logs each kind of failure once a second, with its stack and an id that the reply repeats.
  private static Problem internal(@Nullable Throwable failure) {
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

  static void write(HttpServerResponse response, Reply reply) {
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
