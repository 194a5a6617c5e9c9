package dev.pitboss.server.http;

import dev.pitboss.server.scheduling.Heartbeats;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.EventExecutor;
import io.vertx.core.Deployable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.internal.VertxInternal;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.net.BindException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// HTTP on a few event loops, which only read and write; each request is answered on a virtual
/// thread of its own.
public final class WebServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WebServer.class);

  private static final int MAX_FRAME_BYTES = 4 * 1024;

  /// Connections the system has accepted and we have not: a burst of them waits, and is not lost.
  private static final int ACCEPT_BACKLOG = 4 * 1024;

  /// Of the system, for a connection whose client does not read; it would take megabytes.
  private static final int SEND_BUFFER_BYTES = 256 * 1024;

  /// Of the system, for a connection that is not read.
  private static final int RECEIVE_BUFFER_BYTES = 64 * 1024;

  /// Requests in flight have this long to finish.
  static final Duration DRAIN = Duration.ofSeconds(10);

  /// Seldom enough to cost nothing, often enough for [Heartbeats].
  private static final long BEAT_MILLIS = 500;

  private final EventLoops loops;
  private final Heartbeats heartbeats;
  private final List<HttpServer> servers;
  private final Dispatcher dispatcher;
  private final List<LiveFeed> feeds;
  private final int port;

  private WebServer(
      EventLoops loops,
      Heartbeats heartbeats,
      List<HttpServer> servers,
      Dispatcher dispatcher,
      List<LiveFeed> feeds,
      int port) {
    this.loops = loops;
    this.heartbeats = heartbeats;
    this.servers = List.copyOf(servers);
    this.dispatcher = dispatcher;
    this.feeds = List.copyOf(feeds);
    this.port = port;
  }

  /// Starts listening, on event loops of its own.
  ///
  /// @throws ListenAddress.Refused when no port that may be used is free
  public static WebServer start(ListenAddress where, Api api) throws ListenAddress.Refused {
    return start(EventLoops.start(), where, api);
  }

  /// Starts listening.
  ///
  /// @param loops closed with the server, or when it cannot listen
  /// @throws ListenAddress.Refused when no port that may be used is free
  public static WebServer start(EventLoops loops, ListenAddress where, Api api)
      throws ListenAddress.Refused {
    Vertx vertx = loops.vertx();
    AllowedMethods allowed = AllowedMethods.of(api.endpoints());
    Dispatcher dispatcher = new Dispatcher(vertx, api.authorizer(), api.metrics(), allowed);
    for (int candidate = where.port(); candidate <= where.lastPort(); candidate++) {
      try {
        List<HttpServer> servers = listen(loops, where.host(), candidate, api, dispatcher);
        return new WebServer(loops, watch(vertx), servers, dispatcher, feeds(api), candidate);
      } catch (BindException taken) {
        LOG.debug("port {} is in use", candidate, taken);
      }
    }
    loops.close();
    throw where.noneFree();
  }

  private static List<LiveFeed> feeds(Api api) {
    List<LiveFeed> feeds = new ArrayList<>();
    for (Endpoint endpoint : api.endpoints()) {
      LiveFeed feed = endpoint.access().feed();
      if (feed != null) {
        feeds.add(feed);
      }
    }
    return feeds;
  }

  /// The port it listens on.
  public int port() {
    return port;
  }

  /// Takes no new connections, lets requests in flight finish for a bounded time, then closes.
  @Override
  public void close() {
    heartbeats.close();
    for (HttpServer server : servers) {
      EventLoops.await(server.shutdown(DRAIN.toSeconds(), TimeUnit.SECONDS));
    }
    dispatcher.drain(DRAIN);
    feeds.forEach(LiveFeed::close);
    loops.close();
  }

  /// Every event loop beats: those that read and write, and the one that accepts connections. Netty
  /// lets a loop end by an error, and logs it at best.
  private static Heartbeats watch(Vertx vertx) {
    Heartbeats heartbeats = Heartbeats.start();
    VertxInternal loops = (VertxInternal) vertx;
    beat(heartbeats, "an event loop", loops.eventLoopGroup());
    beat(heartbeats, "the loop that accepts connections", loops.acceptorEventLoopGroup());
    return heartbeats;
  }

  private static void beat(Heartbeats heartbeats, String name, EventLoopGroup group) {
    for (EventExecutor loop : group) {
      Heartbeats.Pulse pulse = heartbeats.watch(name);
      // ends with the loop, and beat does not throw
      var _ =
          loop.scheduleAtFixedRate(pulse::beat, BEAT_MILLIS, BEAT_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private static List<HttpServer> listen(
      EventLoops loops, String host, int port, Api api, Dispatcher dispatcher)
      throws BindException {
    Vertx vertx = loops.vertx();
    // The port is shared; a verticle's server runs on the event loop of its own.
    List<HttpServer> servers = new CopyOnWriteArrayList<>();
    Supplier<Deployable> listener =
        () ->
            new VerticleBase() {
              @Override
              public Future<?> start() {
                HttpServer server = vertx.createHttpServer(options());
                ExactRoutes routes = routes(vertx, api, dispatcher);
                Connections connections = Connections.onThisLoop(loops, api.door(), routes);
                server.connectionHandler(connections::accept);
                server.requestHandler(routes);
                return server.listen(port, host).onSuccess(servers::add);
              }
            };
    try {
      vertx
          .deployVerticle(listener, new DeploymentOptions().setInstances(EventLoops.COUNT))
          .toCompletionStage()
          .toCompletableFuture()
          .get(10, TimeUnit.SECONDS);
      return servers;
    } catch (ExecutionException failure) {
      if (failure.getCause() instanceof IOException refused) {
        throw bindException(refused);
      }
      throw new IllegalStateException("cannot listen on port " + port, failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while starting to listen", interrupted);
    } catch (TimeoutException late) {
      throw new IllegalStateException("listening on port " + port + " took too long", late);
    }
  }

  /// The native transport has its own exception for what the JDK calls a `BindException`.
  private static BindException bindException(IOException refused) {
    if (refused instanceof BindException taken) {
      return taken;
    }
    BindException taken = new BindException(refused.getMessage());
    taken.initCause(refused);
    return taken;
  }

  private static HttpServerOptions options() {
    return new HttpServerOptions()
        .setHttp2ClearTextEnabled(false)
        .setAcceptBacklog(ACCEPT_BACKLOG)
        .setSendBufferSize(SEND_BUFFER_BYTES)
        .setReceiveBufferSize(RECEIVE_BUFFER_BYTES)
        .setMaxHeaderSize(RequestRules.MAX_HEADER_BYTES)
        .setMaxInitialLineLength(RequestRules.MAX_LINE_BYTES)
        .setMaxFormAttributeSize(0)
        .setDecompressionSupported(false)
        // clients send little over a WebSocket, and a compressor for each would cost more than
        // it saves
        .setMaxWebSocketFrameSize(MAX_FRAME_BYTES)
        .setMaxWebSocketMessageSize(MAX_FRAME_BYTES)
        .setWebSocketClosingTimeout(0) // a disconnected client is not waited for
        .setPerFrameWebSocketCompressionSupported(false)
        .setPerMessageWebSocketCompressionSupported(false)
        .setTcpNoDelay(true)
        .setReuseAddress(true);
  }

  /// Called on the event loop that will ask it.
  private static ExactRoutes routes(Vertx vertx, Api api, Dispatcher dispatcher) {
    ResponseTimeouts deadlines = ResponseTimeouts.onThisLoop(vertx);
    Router router = router(vertx, api, dispatcher, deadlines);
    return new ExactRoutes(vertx, api.endpoints(), dispatcher, deadlines, router);
  }

  private static Router router(
      Vertx vertx, Api api, Dispatcher dispatcher, ResponseTimeouts deadlines) {
    Router router = Router.router(vertx);
    router
        .route()
        .handler(new BodyReader())
        .failureHandler(context -> fail(dispatcher, context, context.statusCode()));
    for (Endpoint endpoint : api.endpoints()) {
      Route route = router.route(HttpMethod.valueOf(endpoint.method()), endpoint.path());
      if (endpoint.method().equals("GET")) {
        route.method(HttpMethod.HEAD);
      }
      route.handler((RoutingContext context) -> {
        LiveFeed feed = endpoint.access().feed();
        if (feed != null) {
          dispatcher.dispatchListener(context, endpoint, feed);
        } else {
          ResponseOutput output = ResponseWriter.of(context.response(), vertx);
          dispatcher.dispatch(output, Request.of(context), endpoint, deadlines);
        }
      });
    }
    router
        .route("/*")
        .method(HttpMethod.GET)
        .method(HttpMethod.HEAD)
        .handler(context -> dispatcher.dispatchFile(context, api.files(), deadlines));
    router.route(HttpMethod.OPTIONS, "/*").handler(dispatcher::dispatchOptions);
    for (int status : new int[] {400, 404, 405, 500}) {
      router.errorHandler(status, context -> fail(dispatcher, context, status));
    }
    return router;
  }

  private static void fail(Dispatcher dispatcher, RoutingContext context, int status) {
    dispatcher.fail(context.request(), status, context.failure());
  }
}
