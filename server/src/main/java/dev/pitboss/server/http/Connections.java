package dev.pitboss.server.http;

import dev.pitboss.server.clients.ClientAddress;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The connections of one event loop, each with its [ConnectionGuard]. One look at all of them four
/// times a second does for all their deadlines. Confined to that loop.
final class Connections {
  private static final Logger LOG = LoggerFactory.getLogger(Connections.class);

  static final String ENCODER = "httpEncoder";
  private static final String DECODER = "httpDecoder";
  private static final String GUARD = "guard";

  private static final long LOOK_MILLIS = 250;
  private static final int LOOKED_AT_ONCE = 200;

  private final RequestFaults faults;
  private final ConnectionLimits.Open open;
  private final ClientAddressResolver clients;
  private final AcceptGate gate;
  private final ExactRoutes routes;
  private final Vertx vertx;
  private final Map<ConnectionGuard, ChannelHandlerContext> guards = new LinkedHashMap<>();

  /// Those beyond the limits, oldest first, and when they came, `System.nanoTime()`.
  private final Map<ConnectionGuard, Long> spare = new LinkedHashMap<>();

  private long now = System.nanoTime();
  private boolean isLooking;

  private Connections(EventLoops loops, Api.Door door, ExactRoutes routes) {
    this.routes = routes;
    this.faults = door.faults();
    this.open = door.open();
    this.clients = door.clients();
    this.gate = loops.gate();
    this.vertx = loops.vertx();
  }

  /// For the event loop this is called on, until that closes.
  static Connections onThisLoop(EventLoops loops, Api.Door door, ExactRoutes routes) {
    Connections connections = new Connections(loops, door, routes);
    loops.vertx().setPeriodic(LOOK_MILLIS, _ -> connections.look());
    return connections;
  }

  /// The time of the last look, `System.nanoTime()`: near enough, and a request asks no clock.
  long now() {
    return now;
  }

  RequestFaults faults() {
    return faults;
  }

  ExactRoutes routes() {
    return routes;
  }

  /// Guards a new connection, before anything of it was read.
  void accept(HttpConnection connection) {
    connection.exceptionHandler(failure -> LOG.debug("connection failed", failure));
    String peer =
        connection.remoteAddress() == null ? "" : connection.remoteAddress().hostAddress();
    ClientAddress address = ClientAddress.of(peer);
    boolean isExempt = clients.standsForMany(address);
    boolean isSpare = !open.admit(address, isExempt);
    Channel channel = ((ConnectionBase) connection).channel();
    ChannelPipeline pipeline = channel.pipeline();
    StrictDecoder decoder = new StrictDecoder();
    ConnectionGuard guard = new ConnectionGuard(this, channel, address, isExempt, isSpare, decoder);
    pipeline.replace(DECODER, DECODER, decoder);
    pipeline.addAfter(ENCODER, GUARD, guard);
    guards.put(guard, pipeline.context(guard));
    channel.closeFuture().addListener(_ -> leave(guard));
    gate.taken(channel);
    if (isSpare) {
      spare.put(guard, System.nanoTime());
      makeRoom(channel.parent());
    }
  }

  /// Closes the oldest spare connections as long as there are too many. While the oldest is young,
  /// no more are accepted until all have had their time: after a shorter rest only some could be
  /// closed, and those that come at once by the dozen would add to them each time.
  private void makeRoom(Channel listening) {
    while (open.hasTooManySpare() && !spare.isEmpty()) {
      Map.Entry<ConnectionGuard, Long> oldest = spare.entrySet().iterator().next();
      if (System.nanoTime() - oldest.getValue() < open.spareLifeNanos()) {
        gate.rest(listening, open.spareLifeNanos());
        return;
      }
      ConnectionGuard guard = oldest.getKey();
      spare.remove(guard);
      open.leaveSpare();
      guard.close(Objects.requireNonNull(guards.get(guard)));
    }
  }

  private void leave(ConnectionGuard guard) {
    guards.remove(guard);
    if (guard.isSpare()) {
      if (spare.remove(guard) != null) {
        open.leaveSpare();
      }
    } else {
      open.leave(guard.address(), guard.isExempt());
    }
  }

  /// Looks at some connections, and at the others after what has come meanwhile: when thousands are
  /// to be closed at once, other connections do not wait for all of them.
  private void look() {
    now = System.nanoTime();
    faults.logDue();
    if (!isLooking) {
      isLooking = true;
      lookOn(new ArrayList<>(guards.keySet()).iterator());
    }
  }

  private void lookOn(Iterator<ConnectionGuard> rest) {
    boolean isNearlyFull = open.isNearlyFull();
    for (int i = 0; i < LOOKED_AT_ONCE && rest.hasNext(); i++) {
      ConnectionGuard guard = rest.next();
      ChannelHandlerContext ctx = guards.get(guard);
      if (ctx != null) {
        guard.look(ctx, isNearlyFull);
      }
    }
    isLooking = rest.hasNext();
    if (isLooking) {
      vertx.runOnContext(_ -> lookOn(rest));
    }
  }
}
