package dev.pitboss.server.http;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A live feed: over WebSocket, or as server-sent events. Each client gets a whole snapshot first
/// and then every message, or is cut: no client is waited for, and what is kept for a client that
/// does not read is bounded. Thread-safe.
public final class LiveFeed {
  private static final int MAX_CLIENTS = 10_000;

  /// A browser has one; a few more are tabs.
  private static final int MAX_PER_PLAYER = 8;

  /// What may wait in memory for a client that reads slowly, besides the system's own buffers.
  private static final int MAX_WAITING_BYTES = 32 * 1024;

  private static final long PING_EVERY_MILLIS = 1_500;

  /// A client that answers no ping for so long reads nothing.
  private static final long SILENCE_MILLIS = 3_000;

  /// A stream of events has no pings, so it ends now and then; browsers come back by themselves.
  private static final long EVENTS_LAST_MILLIS = 60_000;

  private static final short POLICY_VIOLATION = 1008;

  /// Base64 of 16 bytes.
  private static final Pattern KEY = Pattern.compile("[A-Za-z0-9+/]{22}==");

  private final Source source;
  private final Map<Context, Loop> loops = new ConcurrentHashMap<>();
  private final Map<Long, Integer> perPlayer = new ConcurrentHashMap<>();
  private final AtomicInteger clients = new AtomicInteger();
  private boolean closed; // guarded by this

  /// Where the messages come from.
  public interface Source {
    /// Passes every message from now on, from threads of its own.
    void subscribe(Consumer<String> listener);

    /// A client begins to listen: passes one snapshot, which contains all messages before it.
    void arrive(Consumer<String> snapshot);

    /// A client has stopped listening.
    void depart();
  }

  public LiveFeed(Source source) {
    this.source = source;
    source.subscribe(message -> loops.values().forEach(loop -> loop.tell(message)));
  }

  /// Stops sending: the event loops are about to end, and the table is not.
  synchronized void close() {
    closed = true;
  }

  /// Has it done on an event loop; once [#close] has returned, no loop is given anything.
  private synchronized void onLoop(Context eventLoop, Runnable work) {
    if (!closed) {
      eventLoop.runOnContext(_ -> work.run());
    }
  }

  /// Takes a place for one more client of the player; false when all are taken.
  public boolean admit(long playerId) {
    int all = clients.incrementAndGet();
    int own = perPlayer.merge(playerId, 1, Integer::sum);
    if (all <= MAX_CLIENTS && own <= MAX_PER_PLAYER) {
      return true;
    }
    dismiss(playerId);
    return false;
  }

  /// Gives a place back.
  void dismiss(long playerId) {
    clients.decrementAndGet();
    leave(playerId);
  }

  private void leave(long playerId) {
    perPlayer.computeIfPresent(playerId, (_, places) -> places == 1 ? null : places - 1);
  }

  /// Talks to an admitted client from now on. On its event loop.
  void serve(RoutingContext context, long playerId) {
    Vertx vertx = context.vertx();
    Loop loop =
        loops.computeIfAbsent(vertx.getOrCreateContext(), eventLoop -> new Loop(vertx, eventLoop));
    HttpConnection connection = context.request().connection();
    if ("websocket".equalsIgnoreCase(context.request().getHeader("Upgrade"))) {
      Response refusal = refusalOfHandshake(context.request());
      if (refusal != null) {
        dismiss(playerId);
        ResponseWriter.write(context.response(), refusal);
        return;
      }
      context
          .request()
          .toWebSocket()
          .onSuccess(socket -> loop.add(new SocketClient(socket, connection, playerId)))
          .onFailure(_ -> {
            dismiss(playerId);
            connection.close();
          });
    } else {
      loop.add(new EventClient(context.response(), connection, playerId));
    }
  }

  /// What is wrong with the request of a WebSocket, RFC 6455, 4.2.1; null when it can be opened.
  private static @Nullable Response refusalOfHandshake(HttpServerRequest request) {
    String connection = Objects.requireNonNullElse(request.getHeader("Connection"), "");
    String key = Objects.requireNonNullElse(request.getHeader("Sec-WebSocket-Key"), "");
    if (!connection.toLowerCase(Locale.ROOT).contains("upgrade") || !KEY.matcher(key).matches()) {
      return Response.problem(
          Problem.of(
              Problem.Status.BAD_REQUEST,
              "bad_request",
              "a WebSocket requires Connection: Upgrade and a Sec-WebSocket-Key of 16 bytes"));
    }
    return "13".equals(request.getHeader("Sec-WebSocket-Version"))
        ? null
        : Response.problem(
                Problem.of(
                    Problem.Status.UPGRADE_REQUIRED,
                    "websocket_version_not_supported",
                    "Sec-WebSocket-Version must be 13"))
            .withHeader("Sec-WebSocket-Version", "13");
  }

  /// Milliseconds from some origin.
  private static long now() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }

  /// The clients of one event loop; all but [#tell] on that loop.
  private final class Loop {
    private final Context eventLoop;
    private final Set<Client> own = new LinkedHashSet<>();

    Loop(Vertx vertx, Context eventLoop) {
      this.eventLoop = eventLoop;
      vertx.setPeriodic(PING_EVERY_MILLIS, _ -> List.copyOf(own).forEach(Client::check));
    }

    void tell(String message) {
      onLoop(eventLoop, () -> new ArrayList<>(own).forEach(client -> client.tell(message)));
    }

    void add(Client client) {
      own.add(client);
      client.onEnd(() -> {
        if (own.remove(client)) {
          source.depart();
          dismiss(client.playerId);
        }
      });
      source.arrive(snapshot -> onLoop(eventLoop, () -> client.begin(snapshot)));
    }
  }

  /// A listening client.
  private abstract static class Client {
    private final HttpConnection connection;
    private final long playerId;
    private boolean hasSnapshot;
    private boolean isCut;

    Client(HttpConnection connection, long playerId) {
      this.connection = connection;
      this.playerId = playerId;
      connection.shutdownHandler(_ -> cut()); // an orderly stop does not wait for listeners
    }

    abstract void onEnd(Runnable ended);

    abstract boolean isClosed();

    abstract boolean isBehind();

    abstract void write(String text);

    abstract void check();

    final void begin(String snapshot) {
      hasSnapshot = true;
      send(snapshot);
    }

    /// A message; those before the snapshot are in it.
    final void tell(String message) {
      if (hasSnapshot) {
        send(message);
      }
    }

    private void send(String text) {
      if (isCut || isClosed()) {
        return;
      }
      if (isBehind()) {
        cut();
      } else {
        write(text);
      }
    }

    /// Without a close frame: a client that does not read would not read it either.
    final void cut() {
      isCut = true;
      connection.close();
    }
  }

  private static final class SocketClient extends Client {
    private final ServerWebSocket socket;
    private long heardAt = now();

    SocketClient(ServerWebSocket socket, HttpConnection connection, long playerId) {
      super(connection, playerId);
      this.socket = socket;
      socket.setWriteQueueMaxSize(MAX_WAITING_BYTES);
      socket.pongHandler(_ -> heardAt = now());
      // bets and cash-outs are requests of their own: there is nothing to say here
      socket.handler(_ -> socket.close(POLICY_VIOLATION, "the feed is read-only"));
      socket.exceptionHandler(_ -> cut());
    }

    @Override
    void onEnd(Runnable ended) {
      socket.closeHandler(_ -> ended.run());
    }

    @Override
    boolean isClosed() {
      return socket.isClosed();
    }

    @Override
    boolean isBehind() {
      return socket.writeQueueFull();
    }

    @Override
    void write(String text) {
      socket.writeTextMessage(text);
    }

    @Override
    void check() {
      if (isClosed()) {
        return;
      }
      if (now() - heardAt > SILENCE_MILLIS || isBehind()) {
        cut();
      } else {
        socket.writePing(Buffer.buffer());
      }
    }
  }

  private static final class EventClient extends Client {
    private final HttpServerResponse response;
    private final long since = now();

    EventClient(HttpServerResponse response, HttpConnection connection, long playerId) {
      super(connection, playerId);
      this.response = response;
      response
          .setChunked(true)
          .setWriteQueueMaxSize(MAX_WAITING_BYTES)
          .putHeader("Content-Type", "text/event-stream")
          .putHeader("Cache-Control", "no-store")
          .putHeader("X-Content-Type-Options", "nosniff");
      response.exceptionHandler(_ -> cut());
      response.write("retry: 1000\n\n");
    }

    @Override
    void onEnd(Runnable ended) {
      response.closeHandler(_ -> ended.run());
      response.endHandler(_ -> ended.run());
    }

    @Override
    boolean isClosed() {
      return response.ended() || response.closed();
    }

    @Override
    boolean isBehind() {
      return response.writeQueueFull();
    }

    @Override
    void write(String text) {
      response.write("data: " + text + "\n\n");
    }

    @Override
    void check() {
      if (isClosed()) {
        return;
      }
      if (isBehind()) {
        cut();
      } else if (now() - since > EVENTS_LAST_MILLIS) {
        response.end();
      }
    }
  }
}
