package dev.pitboss.server.http;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Carries a request from its event loop to a virtual thread and the reply back, or has it answered
/// from the event loop where that can begin without blocking. Bounds how many are in work at once
/// and how long a client waits. Thread-safe.
final class Dispatcher {
  private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

  /// More than this many in work means the database is far behind; refusing early keeps answers
  /// fast.
  private static final int MAX_IN_WORK = 1024;

  private final Vertx vertx;
  private final Authorizer authorizer;
  private final RequestMetrics metrics;
  private final AllowedMethods allowed;
  private final Semaphore inWork = new Semaphore(MAX_IN_WORK);
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("request-", 0).factory());

  Dispatcher(Vertx vertx, Authorizer authorizer, RequestMetrics metrics, AllowedMethods allowed) {
    this.vertx = vertx;
    this.authorizer = authorizer;
    this.metrics = metrics;
    this.allowed = allowed;
  }

  /// One request's answer: the first of reply and deadline. Lives on the request's event loop.
  private final class Exchange implements ResponseTimeouts.Waiting {
    private final ResponseOutput output;
    private final String route;
    private final UnaryOperator<Response> form;
    private final Supplier<Response> late;
    private final long startNanos = System.nanoTime();
    private boolean answered;

    Exchange(
        ResponseOutput output,
        String route,
        UnaryOperator<Response> form,
        Supplier<Response> late) {
      this.output = output;
      this.route = route;
      this.form = form;
      this.late = late;
    }

    void answer(Response made) {
      if (answered) {
        return;
      }
      answered = true;
      Response reply = form.apply(made);
      metrics.answered(route, reply, System.nanoTime() - startNanos);
      output.write(reply);
    }

    @Override
    public void end() {
      answer(late.get());
    }
  }

  /// Has a request answered, in time.
  ///
  /// @param deadlines of the event loop this is called on
  void dispatch(
      ResponseOutput output, Request request, Endpoint endpoint, ResponseTimeouts deadlines) {
    Exchange exchange =
        new Exchange(
            output,
            endpoint.path(),
            reply -> inForm(endpoint, reply),
            () -> lateReply(endpoint, request));
    if (inWork.tryAcquire()) {
      InWork place = new InWork(exchange, deadlines, endpoint.time(), request);
      if (!begin(endpoint, request, place)) {
        place.withBlocking(() -> authorizer.pass(endpoint, request));
      }
    } else {
      exchange.answer(Response.tryAgain());
    }
  }

  @SuppressWarnings("IllegalCatch") // who waits must be answered
  private boolean begin(Endpoint endpoint, Request request, Reply reply) {
    return RequestScope.call(
        request.id(),
        () -> {
          try {
            return authorizer.begin(endpoint, request, reply);
          } catch (RuntimeException | Error failure) {
            reply.with(() -> {
              throw failure;
            });
            return true;
          }
        });
  }

  /// A request that has one of the places, until it is answered.
  private final class InWork implements Reply {
    private final Exchange exchange;
    private final ResponseTimeouts deadlines;
    private final ResponseTimeouts.Time time;
    private final Request request;
    private final AtomicBoolean taken = new AtomicBoolean();

    /// Called on the request's event loop.
    InWork(
        Exchange exchange,
        ResponseTimeouts deadlines,
        ResponseTimeouts.Time time,
        Request request) {
      this.exchange = exchange;
      this.deadlines = deadlines;
      this.time = time;
      this.request = request;
      deadlines.watch(exchange, time);
    }

    @Override
    public void with(Supplier<Response> work) {
      if (taken.compareAndSet(false, true)) {
        exchange.output.execute(() -> {
          try {
            written(RequestScope.call(request.id(), () -> Failures.answer(request, work)));
          } finally {
            inWork.release();
          }
        });
      }
    }

    @Override
    public void withBlocking(Supplier<Response> work) {
      if (taken.compareAndSet(false, true)) {
        execute(() -> {
          Response reply;
          try {
            reply = RequestScope.call(request.id(), () -> Failures.answer(request, work));
          } finally {
            inWork.release();
          }
          exchange.output.execute(() -> written(reply));
        });
      }
    }

    private void written(Response reply) {
      deadlines.forget(exchange, time);
      exchange.answer(reply);
    }
  }

  /// Asks whether the client may listen; from then on the feed answers.
  void dispatchListener(RoutingContext context, Endpoint endpoint, LiveFeed feed) {
    Request request = Request.of(context);
    if (!inWork.tryAcquire()) {
      metrics.answered(endpoint.path(), 503, 0);
      ResponseWriter.write(context.response(), Response.tryAgain());
      return;
    }
    context.request().pause(); // a request that has ended cannot become a WebSocket
    Context loop = vertx.getOrCreateContext();
    long startNanos = System.nanoTime();
    execute(() -> {
      Authorizer.Admission admission;
      try {
        admission = RequestScope.call(request.id(), () -> admit(feed, request));
      } finally {
        inWork.release();
      }
      long nanos = System.nanoTime() - startNanos;
      loop.runOnContext(_ -> listen(context, endpoint.path(), feed, admission, nanos));
    });
  }

  private void listen(
      RoutingContext context,
      String route,
      LiveFeed feed,
      Authorizer.Admission admission,
      long nanos) {
    context.request().resume();
    switch (admission) {
      case Authorizer.Admission.Admitted(long listener) -> {
        metrics.answered(route, 200, nanos);
        if (context.response().closed()) {
          feed.dismiss(listener);
        } else if (context.request().method().equals(HttpMethod.HEAD)) {
          feed.dismiss(listener);
          context.response().putHeader("Content-Type", "text/event-stream").end();
        } else {
          feed.serve(context, listener);
        }
      }
      case Authorizer.Admission.Refused(Response reply) -> {
        metrics.answered(route, reply, nanos);
        ResponseWriter.write(context.response(), reply);
      }
    }
  }

  @SuppressWarnings("IllegalCatch") // who waits must be answered
  private Authorizer.Admission admit(LiveFeed feed, Request request) {
    try {
      return authorizer.admit(feed, request);
    } catch (RuntimeException | Error failure) {
      return new Authorizer.Admission.Refused(
          Failures.answer(
              request,
              () -> {
                throw failure;
              }));
    }
  }

  /// Has a file sent, in time; a path of the API that takes other methods is no file.
  void dispatchFile(RoutingContext context, Pages files, ResponseTimeouts deadlines) {
    String path = pathOf(context.request());
    if (path.startsWith("/api/") && !allowed.at(path).isEmpty()) {
      fail(context.request(), 405, null);
      return;
    }
    Request request = Request.of(context);
    Exchange exchange =
        new Exchange(
            ResponseWriter.of(context.response(), vertx),
            "/*",
            UnaryOperator.identity(),
            Response::tryAgain);
    if (inWork.tryAcquire()) {
      new InWork(exchange, deadlines, ResponseTimeouts.Time.USUAL, request)
          .withBlocking(() -> files.serve(request));
    } else {
      exchange.answer(Response.tryAgain());
    }
  }

  /// Lists the methods of a path. Permissions are checked when they are used.
  void dispatchOptions(RoutingContext context) {
    Response reply = allowed.answer(pathOf(context.request()));
    metrics.answered("(none)", reply, 0);
    ResponseWriter.write(context.response(), reply);
  }

  private static Response inForm(Endpoint endpoint, Response reply) {
    Response told = endpoint.access().told(reply);
    return endpoint.access().isForAnyOrigin()
        ? told.withHeader(AllowedMethods.ANY_ORIGIN, "*")
        : told;
  }

  private static String pathOf(HttpServerRequest request) {
    return Objects.requireNonNullElse(request.path(), "/");
  }

  /// Waits until no request is in work any more, or the time is up.
  void drain(Duration atMost) {
    try {
      boolean done = inWork.tryAcquire(MAX_IN_WORK, atMost.toMillis(), TimeUnit.MILLISECONDS);
      threads.shutdown();
      if (!done) {
        LOG.warn("aborting requests still in progress after {} ms", atMost.toMillis());
        threads.shutdownNow();
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /// Answers what never reached a handler: no such path or method, or a body whose client left.
  ///
  /// @param cause what failed, if something did
  void fail(HttpServerRequest request, int status, @Nullable Throwable cause) {
    if (request.response().ended() || request.response().closed()) {
      return;
    }
    String requestId = RequestIds.of(request.headers());
    Response reply = RequestScope.call(requestId, () -> failure(request, status, cause));
    metrics.answered("(none)", reply, 0);
    ResponseWriter.write(request.response(), reply);
  }

  /// Answers a request whose handling failed before it could be answered.
  void fail(ResponseOutput output, Request request, Throwable cause) {
    Response reply =
        RequestScope.call(request.id(), () -> Response.problem(Failures.internal(cause)));
    metrics.answered("(none)", reply, 0);
    output.write(reply);
  }

  private Response failure(HttpServerRequest request, int status, @Nullable Throwable cause) {
    return switch (status) {
      case 404 -> Response.problem(Problem.notFound());
      case 405 -> methodNotAllowed(request);
      default ->
          Response.problem(
              status >= 400 && status < 500
                  ? Problem.of(Problem.Status.BAD_REQUEST, "bad_request", "malformed HTTP request")
                  : Failures.internal(cause));
    };
  }

  private Response methodNotAllowed(HttpServerRequest request) {
    String methods = allowed.at(pathOf(request));
    return methods.isEmpty()
        ? Response.problem(Problem.notFound())
        : Response.problem(
                Problem.of(
                    Problem.Status.METHOD_NOT_ALLOWED,
                    "method_not_allowed",
                    "method not allowed at this path: " + request.method().name()))
            .withHeader("Allow", methods);
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

  private static Response lateReply(Endpoint endpoint, Request request) {
    return switch (endpoint.late()) {
      case UNAVAILABLE -> Response.tryAgain();
      case PENDING -> Response.pending(request.idempotencyKey());
    };
  }
}
