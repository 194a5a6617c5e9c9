package dev.pitboss.bench.crash;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// All who listen to the table, on one thread, with as little work for each message as can be: the
/// machine they share with the server is the server's.
final class Listeners implements AutoCloseable {
  private static final int BUFFER_BYTES = 64 * 1024;
  private static final int TEXT = 0x1;
  private static final int PING = 0x9;
  private static final double TICK_MILLIS = 150;

  private final Selector selector = Selector.open();
  private final BlockingQueue<String> news = new LinkedBlockingQueue<>();
  private final AtomicInteger listening = new AtomicInteger();
  private final Times jitter = new Times();
  private final Thread thread = Thread.ofPlatform().daemon().name("listeners").unstarted(this::run);
  private volatile boolean closing;
  private volatile @Nullable Exception failure;

  Listeners() throws IOException {}

  /// Connects listeners, one for each token.
  static Listeners of(int port, List<String> tokens) throws IOException, InterruptedException {
    Listeners listeners = new Listeners();
    for (int i = 0; i < tokens.size(); i++) {
      listeners.connect(port, tokens.get(i), i == 0);
    }
    listeners.thread.start();
    while (listeners.listening.get() < tokens.size()) {
      Thread.sleep(10);
      Exception failed = listeners.failure;
      if (failed != null) {
        throw new IllegalStateException("not every client could listen", failed);
      }
    }
    return listeners;
  }

  /// What the first of them hears, message by message.
  BlockingQueue<String> news() {
    return news;
  }

  /// By how much the time between two ticks of a round differed from 150 ms, over all listeners.
  Times jitter() {
    return jitter;
  }

  int listening() {
    return listening.get();
  }

  private void connect(int port, String token, boolean tells) throws IOException {
    SocketChannel channel =
        SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    channel.write(
        ByteBuffer.wrap(
            """
            GET /api/casino/play/crash/live HTTP/1.1\r
            Host: 127.0.0.1\r
            Authorization: Bearer %s\r
            Connection: Upgrade\r
            Upgrade: websocket\r
            Sec-WebSocket-Version: 13\r
            Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r
            \r
            """
                .formatted(token)
                .getBytes(StandardCharsets.US_ASCII)));
    channel.configureBlocking(false);
    channel.register(selector, SelectionKey.OP_READ, new Listener(channel, tells));
  }

  private void run() {
    try {
      while (!closing) {
        selector.select(100);
        for (SelectionKey key : selector.selectedKeys()) {
          if (key.attachment() instanceof Listener listener) {
            listener.read();
          }
        }
        selector.selectedKeys().clear();
      }
    } catch (IOException | RuntimeException broken) {
      failure = broken;
    }
  }

  private final class Listener {
    private final SocketChannel channel;
    private final boolean tells;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
    private boolean upgraded;
    private long lastTick;

    Listener(SocketChannel channel, boolean tells) {
      this.channel = channel;
      this.tells = tells;
    }

    void read() throws IOException {
      if (channel.read(buffer) < 0) {
        listening.decrementAndGet();
        channel.close();
        return;
      }
      long now = System.nanoTime();
      buffer.flip();
      if (!upgraded) {
        upgraded = skipHead();
      }
      while (upgraded && frame(now)) {}
      buffer.compact();
    }

    private boolean skipHead() {
      String head = StandardCharsets.ISO_8859_1.decode(buffer.duplicate()).toString();
      int end = head.indexOf("\r\n\r\n");
      if (end < 0) {
        return false;
      }
      if (!head.startsWith("HTTP/1.1 101")) {
        throw new IllegalStateException(head);
      }
      buffer.position(buffer.position() + end + 4);
      listening.incrementAndGet();
      return true;
    }

    /// Takes one whole frame; false when the buffer holds none.
    private boolean frame(long now) throws IOException {
      if (buffer.remaining() < 2) {
        return false;
      }
      int start = buffer.position();
      int kind = buffer.get() & 0xF;
      int length = buffer.get() & 0x7F;
      if (length == 126 && buffer.remaining() >= 2) {
        length = buffer.getShort() & 0xFFFF;
      } else if (length == 126 || length == 127) {
        length = Integer.MAX_VALUE;
      }
      if (buffer.remaining() < length) {
        buffer.position(start);
        return false;
      }
      if (kind == TEXT) {
        hear(length, now);
      } else if (kind == PING) {
        channel.write(ByteBuffer.wrap(new byte[] {(byte) 0x8A, (byte) 0x80, 0, 0, 0, 0}));
      }
      buffer.position(buffer.position() + length);
      return true;
    }

    private void hear(int length, long now) {
      // {"seq":…,"type":"tick","phase":"running",…: all that matters is at the beginning
      String head =
          new String(
              buffer.array(), buffer.position(), Math.min(90, length), StandardCharsets.US_ASCII);
      boolean isTick = head.contains("\"tick\"") && head.contains("\"running\"");
      if (isTick && lastTick != 0) {
        jitter.add(Math.abs((now - lastTick) / 1e6 - TICK_MILLIS));
      }
      lastTick = isTick ? now : 0;
      if (tells) {
        news.add(new String(buffer.array(), buffer.position(), length, StandardCharsets.UTF_8));
      }
    }
  }

  @Override
  public void close() throws IOException {
    closing = true;
    try {
      thread.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    for (SelectionKey key : selector.keys()) {
      key.channel().close();
    }
    selector.close();
  }
}
