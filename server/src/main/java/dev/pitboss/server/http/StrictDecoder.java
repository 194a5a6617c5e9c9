package dev.pitboss.server.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ByteProcessor;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.http.Http1ServerConfig;
import io.vertx.core.http.impl.http1.VertxHttpRequestDecoder;
import java.util.List;

/// Vert.x' decoder that can also say whether a head has begun and is not complete, and that can be
/// told to read no more. Confined to its event loop.
final class StrictDecoder extends VertxHttpRequestDecoder {
  private boolean isInBody;
  private boolean hasBegunHead;
  private boolean isDiscarding;

  StrictDecoder() {
    super(
        new Http1ServerConfig()
            .setMaxInitialLineLength(RequestRules.MAX_LINE_BYTES)
            .setMaxHeaderSize(RequestRules.MAX_HEADER_BYTES));
  }

  /// Whether some of a head has come, but not all. Empty lines before a request are none of it.
  boolean hasBegunHead() {
    return hasBegunHead;
  }

  /// Discards all further input.
  void discard() {
    isDiscarding = true;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
    if (isDiscarding) {
      ReferenceCountUtil.release(message);
    } else {
      super.channelRead(ctx, message);
    }
  }

  @Override
  protected void decode(ChannelHandlerContext ctx, ByteBuf buffer, List<Object> out)
      throws Exception {
    int decoded = out.size();
    int from = buffer.readerIndex();
    super.decode(ctx, buffer, out);
    if (out.size() > decoded) {
      hasBegunHead = false;
      isInBody =
          out.getLast() instanceof HttpObject last
              && !(last instanceof LastHttpContent)
              && last.decoderResult().isSuccess();
    } else if (!isInBody && !hasBegunHead) {
      hasBegunHead =
          buffer.forEachByte(from, buffer.writerIndex() - from, ByteProcessor.FIND_NON_CRLF) >= 0;
    }
  }
}
