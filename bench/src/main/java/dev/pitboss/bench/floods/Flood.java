package dev.pitboss.bench.floods;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/// Connections of clients that mean no good, on one thread, to this machine only. One that the
/// server closes is opened again at once. One thread.
final class Flood implements AutoCloseable {
  /// Connections opened between two looks at those that are open.
  private static final int OPENED_AT_ONCE = 200;

  private final Shape shape;
  private final InetSocketAddress server;
  private final Selector selector = Selector.open();
  private final Deque<Client> dripping = new ArrayDeque<>();
  private final Histogram cutMillis = new Histogram(3);
  private final ByteBuffer sink = ByteBuffer.allocate(64 * 1024);
  private int opened;
  private int openNow;
  private int refused;

  /// What each of the connections does.
  ///
  /// @param first sent at once
  /// @param drop sent repeatedly; empty for nothing
  /// @param everyMillis between two drops
  /// @param reads whether answers are read
  record Shape(
      String name, int connections, String first, String drop, long everyMillis, boolean reads) {}

  private static final class Client {
    private final SocketChannel channel;
    private final long openedAt = System.nanoTime();
    private long dropAt;
    private boolean isOpen = true;

    Client(SocketChannel channel) {
      this.channel = channel;
    }
  }

  Flood(Shape shape, int port) throws IOException {
    this.shape = shape;
    this.server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  /// Floods for so long.
  void run(long seconds) throws IOException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    while (System.nanoTime() < end) {
      for (int i = 0; i < OPENED_AT_ONCE && openNow < shape.connections(); i++) {
        open();
      }
      selector.select(5);
      Iterator<SelectionKey> keys = selector.selectedKeys().iterator();
      while (keys.hasNext()) {
        SelectionKey key = keys.next();
        keys.remove();
        if (key.attachment() instanceof Client client) {
          read(client);
        }
      }
      drip();
    }
  }

  int opened() {
    return opened;
  }

  int refused() {
    return refused;
  }

  /// From a connection's opening until the server closed it.
  Histogram cutMillis() {
    return cutMillis;
  }

  private void open() throws IOException {
    SocketChannel channel;
    try {
      channel = SocketChannel.open(server);
    } catch (IOException full) {
      refused++;
      return;
    }
    opened++;
    openNow++;
    Client client = new Client(channel);
    channel.configureBlocking(false);
    // one that does not read learns from its next write that it was cut
    channel.register(selector, shape.reads() ? SelectionKey.OP_READ : 0, client);
    write(client, shape.first());
    if (!shape.drop().isEmpty()) {
      client.dropAt = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(shape.everyMillis());
      dripping.add(client);
    }
  }

  private void read(Client client) throws IOException {
    sink.clear();
    try {
      if (client.channel.read(sink) >= 0) {
        return;
      }
    } catch (IOException reset) {
      // cut, too
    }
    cut(client);
  }

  private void cut(Client client) throws IOException {
    if (client.isOpen) {
      client.isOpen = false;
      cutMillis.recordValue(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - client.openedAt));
      client.channel.close();
      openNow--;
    }
  }

  private void drip() throws IOException {
    long now = System.nanoTime();
    while (!dripping.isEmpty() && dripping.getFirst().dropAt <= now) {
      Client client = dripping.removeFirst();
      if (client.isOpen) {
        write(client, shape.drop());
        client.dropAt = now + TimeUnit.MILLISECONDS.toNanos(shape.everyMillis());
        dripping.addLast(client);
      }
    }
  }

  private void write(Client client, String text) throws IOException {
    if (!text.isEmpty()) {
      try {
        client.channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1)));
      } catch (IOException reset) {
        cut(client);
      }
    }
  }

  @Override
  public void close() throws IOException {
    for (SelectionKey key : selector.keys()) {
      key.channel().close();
    }
    selector.close();
  }
}
