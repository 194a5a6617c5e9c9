package dev.pitboss.server.http;

import dev.pitboss.server.logging.ThrottledLog;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.AttributeKey;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Accepts no more connections than the event loops can take up: one that is accepted and not yet
/// guarded has a descriptor and is counted nowhere, so in a burst they would exhaust what
/// [ConnectionLimits] keeps. Nor does it accept any while the spare connections are too many and
/// too young to be closed: clients that come back at once would turn them over faster than a health
/// check can be sent. Those not accepted wait in the system's queue. Thread-safe; one for each
/// listening channel.
@ChannelHandler.Sharable
final class AcceptGate extends ChannelInboundHandlerAdapter {
  private static final Logger LOG = LoggerFactory.getLogger(AcceptGate.class);
  private static final AttributeKey<AtomicBoolean> WAITING =
      AttributeKey.valueOf("pitboss.waiting");

  /// A few of the batches in which the system gives them.
  static final int MAX_WAITING = 64;

  private final AtomicInteger waiting = new AtomicInteger();
  private final ThrottledLog throttled = new ThrottledLog();

  /// Until when nothing is accepted, `System.nanoTime()`. Confined to the loop that accepts.
  private long restsUntil = System.nanoTime();

  private boolean isWakingUp;

  /// The connection is guarded.
  void taken(Channel connection) {
    AtomicBoolean isWaiting = connection.attr(WAITING).get();
    if (isWaiting != null && isWaiting.compareAndSet(true, false)) {
      waiting.decrementAndGet();
      Channel listening = connection.parent();
      if (!listening.config().isAutoRead()) {
        listening.eventLoop().execute(() -> decide(listening));
      }
    }
  }

  /// Accepts nothing for so long.
  void rest(Channel listening, long nanos) {
    listening
        .eventLoop()
        .execute(() -> {
          restsUntil = System.nanoTime() + nanos;
          decide(listening);
        });
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    ctx.pipeline().addLast(new Failures(throttled)); // after the handler that hands connections on
    ctx.fireChannelActive();
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (message instanceof Channel connection) {
      connection.attr(WAITING).set(new AtomicBoolean(true));
      connection.closeFuture().addListener(_ -> taken(connection));
      if (waiting.incrementAndGet() >= MAX_WAITING) {
        ctx.channel().config().setAutoRead(false);
        ctx.executor().execute(() -> decide(ctx.channel())); // all may have been guarded meanwhile
      }
    }
    ctx.fireChannelRead(message);
  }

  /// Whether connections are accepted is decided by the loop that accepts them alone: decided by
  /// several, the last word could be an outdated one.
  private void decide(Channel listening) {
    long rest = restsUntil - System.nanoTime();
    if (rest > 0) {
      if (listening.config().isAutoRead()) {
        listening.config().setAutoRead(false);
      }
      if (!isWakingUp) {
        isWakingUp = true;
        var _ =
            listening
                .eventLoop()
                .schedule(
                    () -> {
                      isWakingUp = false;
                      decide(listening);
                    },
                    rest,
                    TimeUnit.NANOSECONDS);
      }
    } else if (waiting.get() <= MAX_WAITING / 2 && !listening.config().isAutoRead()) {
      listening.config().setAutoRead(true);
    }
  }

  /// What could not be accepted: Netty rests for a second, and there is nothing else to do.
  private static final class Failures extends ChannelInboundHandlerAdapter {
    private final ThrottledLog throttled;

    Failures(ThrottledLog throttled) {
      this.throttled = throttled;
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable failure) {
      UUID _ =
          throttled.log(
              failure.getClass().getName(),
              (_, suffix) ->
                  LOG.warn("connections cannot be accepted: {}{}", failure.getMessage(), suffix));
    }
  }
}
