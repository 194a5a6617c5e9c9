package dev.pitboss.bench.settlement;

import dev.pitboss.bench.ContentLength;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/// Players on kept connections, all served by one thread that does as little as a client can: the
/// machine it shares with the server is the server's.
final class HttpLoad implements AutoCloseable {
  private static final int MAX_RESPONSE = 64 * 1024;
  private static final long LAST_ANSWERS = Duration.ofSeconds(10).toNanos();

  /// How exactly bets are sent when they are due.
  private static final long LOOK_NANOS = 100_000;

  private final Selector selector;
  private final List<Player> players = new ArrayList<>();
  private final ByteBuffer in = ByteBuffer.allocateDirect(MAX_RESPONSE);

  /// @param requests for each connection the requests it sends in turn, repeatedly
  HttpLoad(int port, List<List<byte[]>> requests) throws IOException {
    selector = Selector.open();
    for (List<byte[]> own : requests) {
      SocketChannel channel =
          SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.configureBlocking(false);
      Player player = new Player(channel, own);
      channel.register(selector, SelectionKey.OP_READ, player);
      players.add(player);
    }
  }

  /// A request of that player.
  static byte[] request(String method, String path, String token, String body) {
    return """
    %s %s HTTP/1.1\r
    Host: 127.0.0.1\r
    Authorization: Bearer %s\r
    Content-Type: application/json\r
    Content-Length: %d\r
    \r
    %s\
    """
        .formatted(method, path, token, body.length(), body)
        .getBytes(StandardCharsets.US_ASCII);
  }

  private static final class Player {
    private final SocketChannel channel;
    private final List<ByteBuffer> requests;
    private byte[] answer = new byte[0];
    private int next;
    private long due;

    Player(SocketChannel channel, List<byte[]> requests) {
      this.channel = channel;
      this.requests = requests.stream().map(ByteBuffer::wrap).toList();
    }

    void send() throws IOException {
      ByteBuffer request = requests.get(next++ % requests.size()).duplicate();
      while (request.hasRemaining()) {
        channel.write(request);
      }
    }

    /// Whether the answer is complete with these bytes.
    boolean isAnswered(ByteBuffer bytes) throws IOException {
      byte[] all = java.util.Arrays.copyOf(answer, answer.length + bytes.remaining());
      bytes.get(all, answer.length, bytes.remaining());
      answer = all;
      String text = new String(all, StandardCharsets.ISO_8859_1);
      int head = text.indexOf("\r\n\r\n");
      if (head < 0) {
        return false;
      }
      int length = ContentLength.of(text);
      if (all.length < head + 4 + length) {
        return false;
      }
      if (!text.startsWith("HTTP/1.1 200")) {
        throw new IOException(text);
      }
      answer = new byte[0];
      return true;
    }
  }

  /// As many bets as the players can make, each its next one as soon as the last is answered.
  Load.Result closed(Duration time) throws IOException {
    return run(time, 0);
  }

  /// Bets at a fixed rate, independent of the answers; a bet that is sent late because the one
  /// before was not answered counts from when it was due, so that nothing is left out.
  Load.Result open(Duration time, double perSecond) throws IOException {
    return run(time, perSecond);
  }

  private Load.Result run(Duration time, double perSecond) throws IOException {
    Histogram nanos = Load.histogram();
    PriorityQueue<Player> idle = new PriorityQueue<>(Comparator.comparingLong(p -> p.due));
    long start = System.nanoTime();
    long end = start + time.toNanos();
    double apart = perSecond == 0 ? 0 : players.size() / perSecond * 1e9;
    for (int i = 0; i < players.size(); i++) {
      players.get(i).due = start + (long) (apart * i / players.size());
      idle.add(players.get(i));
    }
    int waiting = 0;
    while (waiting > 0 || !idle.isEmpty()) {
      long now = System.nanoTime();
      while (!idle.isEmpty() && idle.peek().due <= now) {
        Player player = idle.remove();
        if (player.due < end) {
          player.send();
          waiting++;
        }
      }
      for (Player player : answered(perSecond == 0)) {
        waiting--;
        long answered = System.nanoTime();
        nanos.recordValue(Math.min(Load.HIGHEST_NANOS, answered - player.due));
        player.due = perSecond == 0 ? answered : player.due + (long) apart;
        if (player.due < end) {
          idle.add(player);
        }
      }
      if (now > end + LAST_ANSWERS) {
        throw new IOException(waiting + " bets were never answered");
      }
    }
    return new Load.Result(nanos.getTotalCount() / ((System.nanoTime() - start) / 1e9), nanos);
  }

  /// Whose answers have come; with nothing else to do, waits for some.
  private List<Player> answered(boolean mayWait) throws IOException {
    if (mayWait) {
      selector.select(100);
    } else if (selector.selectNow() == 0) {
      LockSupport.parkNanos(LOOK_NANOS);
    }
    List<Player> answered = new ArrayList<>();
    for (SelectionKey key : selector.selectedKeys()) {
      Player player = (Player) key.attachment();
      in.clear();
      if (player.channel.read(in) < 0) {
        throw new EOFException("the server hung up");
      }
      if (player.isAnswered(in.flip())) {
        answered.add(player);
      }
    }
    selector.selectedKeys().clear();
    return answered;
  }

  @Override
  public void close() throws IOException {
    for (Player player : players) {
      player.channel.close();
    }
    selector.close();
  }
}
