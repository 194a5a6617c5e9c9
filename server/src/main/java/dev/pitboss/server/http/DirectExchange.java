package dev.pitboss.server.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.Arrays;

/// A request that is read from the messages of the decoder and answered in bytes, past Vert.x: its
/// route needs no more, and a bet pays for what it does not need. Confined to the event loop of its
/// connection, except that work may be given to it.
final class DirectExchange implements ResponseOutput {
  private static final byte[] NOTHING = {};

  private final ConnectionGuard guard;
  private final ChannelHandlerContext context;
  private final ExactRoutes routes;
  private final Endpoint endpoint;
  private final HttpRequest head;
  private byte[] body = NOTHING;
  private boolean isAnswered;

  DirectExchange(
      ConnectionGuard guard,
      ChannelHandlerContext context,
      ExactRoutes routes,
      Endpoint endpoint,
      HttpRequest head) {
    this.guard = guard;
    this.context = context;
    this.routes = routes;
    this.endpoint = endpoint;
    this.head = head;
  }

  /// Takes a message of the decoder after the head.
  void take(Object message) {
    try {
      if (message instanceof HttpContent part) {
        append(part.content());
      }
    } finally {
      ReferenceCountUtil.release(message);
    }
    if (message instanceof LastHttpContent) {
      routes.dispatch(Request.of(head, body, guard.address()), endpoint, this);
    }
  }

  private void append(ByteBuf part) {
    if (body.length == 0) {
      body = ByteBufUtil.getBytes(part);
    } else {
      int before = body.length;
      int more = part.readableBytes();
      body = Arrays.copyOf(body, before + more);
      part.getBytes(part.readerIndex(), body, before, more);
    }
  }

  @Override
  public void execute(Runnable work) {
    context.executor().execute(work);
  }

  @Override
  public void write(Response reply) {
    if (!isAnswered) {
      ByteBuf bytes = ResponseBytes.of(reply, guard.inFlightId(), context.alloc());
      isAnswered = true;
      guard.respond(context, bytes);
    }
  }
}
