package dev.pitboss.server.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import java.util.concurrent.TimeUnit;

/// Whether a client has stopped reading what waits for it. Confined to its event loop.
final class UnreadResponses {
  /// Documented as 5 s: a client that takes no byte for so long reads nothing.
  private static final long STALL_NANOS = TimeUnit.MILLISECONDS.toNanos(4_500);

  /// For a whole response, however slowly it is read.
  private static final long READ_NANOS = TimeUnit.MINUTES.toNanos(2);

  private boolean isWaiting;
  private long waitingSince;
  private long progress;
  private long progressAt;

  /// Called at every look.
  ///
  /// @param now `System.nanoTime()`
  boolean isTooLong(Channel channel, long now) {
    ChannelOutboundBuffer waiting = channel.unsafe().outboundBuffer();
    if (waiting == null || waiting.totalPendingWriteBytes() == 0) {
      isWaiting = false;
      return false;
    }
    // a message that is written in part counts whole, so what of it was written is looked at too
    long mark = waiting.currentProgress() - waiting.totalPendingWriteBytes();
    if (!isWaiting) {
      isWaiting = true;
      waitingSince = now;
      progressAt = now;
    } else if (mark != progress) {
      progressAt = now;
    }
    progress = mark;
    return now - progressAt > STALL_NANOS || now - waitingSince > READ_NANOS;
  }
}
