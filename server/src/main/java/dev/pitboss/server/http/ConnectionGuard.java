package dev.pitboss.server.http;

import dev.pitboss.server.clients.ClientAddress;
import dev.pitboss.server.http.RequestDeadlines.Receiving;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Stands between the decoder of a connection and the routes. Passes one well-formed request at a
/// time, and the next only when the response before it is on its way; ends a connection whose
/// request is malformed, whose head or body takes too long, or that does not read its responses.
///
/// Deadlines are those of the whole head and the whole body: a byte that comes extends none. They
/// are looked at by the connection's [Connections], so that a request costs no timer. Confined to
/// its event loop.
final class ConnectionGuard extends ChannelDuplexHandler {
  /// What a client still sends after its response is read and thrown away for so long: closed at
  /// once, the response could be lost to it. RFC 9112, 9.6.
  private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(1);

  /// Parts of pipelined requests kept before the connection is read no further.
  private static final int MAX_HELD = 32;

  private final Connections connections;
  private final Channel channel;
  private final ClientAddress address;
  private final boolean isExempt;
  private final boolean isSpare;
  private final StrictDecoder decoder;
  private final ArrayDeque<Object> held = new ArrayDeque<>(0);

  private Receiving receiving = Receiving.FIRST;
  private long receivingSince;
  private int bodyBytes;

  /// Of the request that is received, and of the one that is in flight.
  private String receivedId = "";

  private String inFlightId = "";

  /// Passed on, and its response has not ended.
  private boolean isInFlight;

  private boolean isResponding;

  /// The request in flight, when it is answered past Vert.x; and a close that waits for that.
  private @Nullable DirectExchange direct;

  private @Nullable ChannelPromise closing;
  private boolean isLastRequest;
  private boolean isUpgraded;
  private boolean isReadingPaused;
  private long inFlightSince;

  private boolean isLingering;
  private long lingeringSince;

  private final UnreadResponses unread = new UnreadResponses();

  ConnectionGuard(
      Connections connections,
      Channel channel,
      ClientAddress address,
      boolean isExempt,
      boolean isSpare,
      StrictDecoder decoder) {
    this.connections = connections;
    this.channel = channel;
    this.address = address;
    this.isExempt = isExempt;
    this.isSpare = isSpare;
    this.decoder = decoder;
    this.receivingSince = connections.now();
  }

  ClientAddress address() {
    return address;
  }

  boolean isExempt() {
    return isExempt;
  }

  boolean isSpare() {
    return isSpare;
  }

  /// Closes the connection at once.
  ///
  /// From here and not from the channel: Vert.x would wait for the client to read what was written.
  void close(ChannelHandlerContext ctx) {
    var _ = ctx.close();
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (isUpgraded) {
      ctx.fireChannelRead(message);
    } else if (receiving == Receiving.NO_MORE || !receive(ctx, message)) {
      ReferenceCountUtil.release(message);
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    if (decoder.hasBegunHead()
        && (receiving == Receiving.NOTHING || receiving == Receiving.FIRST)) {
      if (receiving == Receiving.NOTHING) {
        receivingSince = connections.now();
      }
      receiving = Receiving.HEAD;
    }
    ctx.fireChannelReadComplete();
  }

  @Override
  public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
    if (isLingering) {
      ReferenceCountUtil.release(message);
      promise.tryFailure(new ClosedChannelException());
      return;
    }
    if (message instanceof HttpResponse response) {
      int status = response.status().code();
      if (status == HttpResponseStatus.SWITCHING_PROTOCOLS.code()) {
        upgrade(ctx);
      }
      if (status != HttpResponseStatus.CONTINUE.code()) {
        response.headers().set(RequestIds.HEADER, inFlightId);
      }
      if (status < 200) {
        var _ = ctx.write(message, promise);
        return;
      }
      isResponding = true;
    }
    var _ = ctx.write(message, promise);
    if (message instanceof LastHttpContent) {
      endResponse(ctx);
    }
  }

  /// The id of the request that is in flight.
  String inFlightId() {
    return inFlightId;
  }

  /// Writes the whole response to a request that is answered past Vert.x.
  void respond(ChannelHandlerContext ctx, ByteBuf response) {
    if (isLingering) {
      response.release();
      return;
    }
    direct = null;
    var _ = ctx.pipeline().context(Connections.ENCODER).writeAndFlush(response);
    endResponse(ctx);
    if (closing != null) {
      var _ = ctx.close(closing);
    }
  }

  /// Vert.x closes idle connections when the server stops, and knows of no request that is answered
  /// past it.
  @Override
  public void close(ChannelHandlerContext ctx, ChannelPromise promise) {
    if (direct == null) {
      var _ = ctx.close(promise);
    } else {
      closing = promise;
    }
  }

  private void endResponse(ChannelHandlerContext ctx) {
    isInFlight = false;
    isResponding = false;
    if (receiving == Receiving.NOTHING) {
      receivingSince = connections.now();
    }
    if (!held.isEmpty()) {
      ctx.executor().execute(() -> passHeld(ctx));
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    ctx.fireChannelWritabilityChanged();
    if (!held.isEmpty()) {
      ctx.executor().execute(() -> passHeld(ctx));
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    held.forEach(ReferenceCountUtil::release);
    held.clear();
    ctx.fireChannelInactive();
  }

  /// From now on it is a WebSocket's. A client that sent more before it was one is shown out: those
  /// bytes were read as HTTP.
  private void upgrade(ChannelHandlerContext ctx) {
    isUpgraded = true;
    if (receiving != Receiving.NOTHING || !held.isEmpty() || decoder.hasBegunHead()) {
      ctx.executor().execute(() -> close(ctx));
    }
  }

  /// Takes a message of the decoder; false when it is of no use.
  private boolean receive(ChannelHandlerContext ctx, Object message) {
    if (isLastRequest && receiving == Receiving.NOTHING) {
      return false;
    }
    if (message instanceof HttpRequest request) {
      receivedId = RequestIds.assign(request);
      RequestFault fault = faultOf(request);
      if (fault != null) {
        refuse(ctx, fault, false);
        return false;
      }
      receiving = Receiving.BODY;
      receivingSince = connections.now();
      bodyBytes = 0;
    }
    if (message instanceof HttpContent content) {
      if (content.decoderResult().isFailure()) {
        refuse(ctx, RequestFault.CHUNK, true);
        return false;
      }
      bodyBytes += content.content().readableBytes();
      if (bodyBytes > RequestRules.MAX_BODY_BYTES) {
        refuse(ctx, RequestFault.BODY_TOO_LARGE, true);
        return false;
      }
      if (message instanceof LastHttpContent) {
        receiving = Receiving.NOTHING;
        receivingSince = connections.now();
      }
    }
    passOrHold(ctx, message);
    return true;
  }

  private @Nullable RequestFault faultOf(HttpRequest request) {
    RequestFault fault = RequestRules.faultOf(request);
    if (fault != null || !isSpare) {
      return fault;
    }
    isLastRequest = true;
    request.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    return RequestRules.HEALTH.contains(request.uri()) ? null : RequestFault.TOO_MANY_CONNECTIONS;
  }

  private void passOrHold(ChannelHandlerContext ctx, Object message) {
    if (held.isEmpty() && mayPass(message)) {
      pass(ctx, message);
      return;
    }
    held.add(message);
    if (held.size() >= MAX_HELD && !isReadingPaused) {
      isReadingPaused = true;
      channel.config().setAutoRead(false);
    }
  }

  private void passHeld(ChannelHandlerContext ctx) {
    boolean hasPassed = false;
    while (!held.isEmpty() && mayPass(held.getFirst())) {
      pass(ctx, held.removeFirst());
      hasPassed = true;
    }
    if (hasPassed) {
      ctx.fireChannelReadComplete(); // what is written during a read is flushed at its end
    }
    if (held.isEmpty() && isReadingPaused) {
      isReadingPaused = false;
      receivingSince = connections.now();
      channel.config().setAutoRead(true);
    }
  }

  private boolean mayPass(Object message) {
    return switch (message) {
      case HttpRequest _ -> !isInFlight && channel.isWritable();
      case RequestFault.Refusal refusal -> refusal.isOfBody() || !isInFlight;
      default -> true;
    };
  }

  private void pass(ChannelHandlerContext ctx, Object message) {
    if (message instanceof RequestFault.Refusal refusal) {
      answer(ctx, refusal);
      return;
    }
    if (message instanceof HttpRequest request) {
      isInFlight = true;
      inFlightId = request.headers().get(RequestIds.HEADER);
      inFlightSince = connections.now();
      direct = connections.routes().begin(request, this, ctx);
    }
    if (direct == null) {
      ctx.fireChannelRead(message);
    } else {
      direct.take(message);
    }
  }

  private void refuse(ChannelHandlerContext ctx, RequestFault fault, boolean isOfBody) {
    receiving = Receiving.NO_MORE;
    decoder.discard();
    passOrHold(ctx, new RequestFault.Refusal(fault, isOfBody, receivedId));
  }

  /// Writes the last response past the encoder, and reads on for a moment.
  private void answer(ChannelHandlerContext ctx, RequestFault.Refusal refusal) {
    byte[] response =
        connections.faults().responseTo(refusal.fault(), refusal.requestId(), address, isExempt);
    if (isResponding || isLingering) {
      close(ctx); // in the middle of another response no status can be sent
      return;
    }
    isLingering = true;
    lingeringSince = connections.now();
    ctx.pipeline()
        .context(Connections.ENCODER)
        .writeAndFlush(Unpooled.wrappedBuffer(response))
        .addListener(_ -> {
          if (channel instanceof DuplexChannel duplex && channel.isActive()) {
            var _ = duplex.shutdownOutput();
          }
        });
    channel.config().setAutoRead(true);
  }

  /// Ends what has taken too long.
  ///
  /// @param isNearlyFull whether connections are running out
  void look(ChannelHandlerContext ctx, boolean isNearlyFull) {
    long now = connections.now();
    if (isLingering) {
      if (now - lingeringSince > LINGER_NANOS) {
        close(ctx);
      }
      return;
    }
    if (unread.isTooLong(channel, now)) {
      close(ctx);
    } else if (!isUpgraded) {
      lookAtRequest(ctx, now, isNearlyFull);
    }
  }

  private void lookAtRequest(ChannelHandlerContext ctx, long now, boolean isNearlyFull) {
    boolean isAwaited = isInFlight && !isResponding && receiving != Receiving.BODY;
    if (isAwaited && RequestDeadlines.isAnswerTooLate(now - inFlightSince)) {
      close(ctx);
      return;
    }
    if (isReadingPaused) {
      return;
    }
    switch (RequestDeadlines.verdict(
        receiving, now - receivingSince, isInFlight, isSpare, isNearlyFull)) {
      case FINE -> {
        // it has time left
      }
      case CLOSE -> close(ctx);
      case SLOW_HEAD -> {
        receivedId = RequestIds.fresh();
        refuse(ctx, RequestFault.SLOW_HEAD, false);
      }
      case SLOW_BODY -> refuse(ctx, RequestFault.SLOW_BODY, true);
    }
  }
}
