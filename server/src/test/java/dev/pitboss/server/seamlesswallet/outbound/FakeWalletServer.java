package dev.pitboss.server.seamlesswallet.outbound;

import dev.pitboss.server.seamlesswallet.WalletSignature;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/// An operator's wallet as the contract describes it, over plain sockets, so that it can do what no
/// well-behaved server does: hang, answer twice, late or wrong, drop connections, lose answers of
/// what it did.
public final class FakeWalletServer implements AutoCloseable {
  /// What goes wrong with a call.
  public enum Fault {
    NONE,
    /// Nothing is done, and nothing answered.
    HANGS_BEFORE,
    /// It is done, and nothing answered.
    HANGS_AFTER,
    DROPS_BEFORE,
    DROPS_AFTER,
    /// It is done after the caller has given up.
    DOES_IT_LATE,
    /// It is done twice, and answered twice on one connection.
    ANSWERS_TWICE,
    /// It is done, and the answer is not JSON, rightly signed.
    MALFORMED,
    WRONG_SIGNATURE,
    OTHER_CURRENCY,
    OTHER_TRANSACTION,
    /// It is done, and the answer says that something is wrong.
    FAILS_AFTER,
    /// It is not done, and says so without a signature.
    FAILS_BEFORE
  }

  private final Map<String, byte[]> keys = new ConcurrentHashMap<>();
  private final WalletBooks books = new WalletBooks();
  private final ServerSocket listener;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final Set<String> nonces = ConcurrentHashMap.newKeySet();
  private final AtomicLong faults = new AtomicLong();
  private final AtomicLong calls = new AtomicLong();
  private final Queue<Arrival> arrivals = new ConcurrentLinkedQueue<>();
  private final long lateMillis;
  private volatile Faults plan = (_, _) -> Fault.NONE;

  /// Says what goes wrong with which call.
  interface Faults {
    /// What goes wrong with a call.
    ///
    /// @param path the contract's, as in `bet`
    /// @param number of the call, from 1
    Fault of(String path, long number);
  }

  private record Arrival(String path, long nanos) {}

  private FakeWalletServer(String keyId, byte[] secret, long lateMillis) throws IOException {
    take(keyId, secret);
    this.lateMillis = lateMillis;
    this.listener = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
  }

  /// Serves from now on.
  ///
  /// @param lateMillis how long a late call takes
  public static FakeWalletServer start(String keyId, byte[] secret, long lateMillis)
      throws IOException {
    FakeWalletServer counterpart = new FakeWalletServer(keyId, secret, lateMillis);
    Thread.ofVirtual().start(counterpart::accept);
    return counterpart;
  }

  /// Any fault with that probability, always the same for a seed.
  static Faults random(long seed, double probability) {
    Fault[] all = Fault.values();
    return (_, number) -> {
      Random random = new Random(seed * 31 + number);
      return random.nextDouble() < probability
          ? all[1 + random.nextInt(all.length - 1)]
          : Fault.NONE;
    };
  }

  /// Takes calls that are signed with that key, too.
  final void take(String keyId, byte[] secret) {
    keys.put(keyId, secret.clone());
  }

  void fail(Faults how) {
    plan = how;
  }

  /// Only calls of that path, all of them.
  public void fail(String path, Fault fault) {
    plan = (called, _) -> called.equals(path) ? fault : Fault.NONE;
  }

  public void behave() {
    plan = (_, _) -> Fault.NONE;
  }

  public String url() {
    return "http://127.0.0.1:" + listener.getLocalPort() + "/wallet";
  }

  public WalletBooks books() {
    return books;
  }

  public long faults() {
    return faults.get();
  }

  long calls() {
    return calls.get();
  }

  /// How many calls of a path came within any span of that length, at most.
  long mostWithin(String path, Duration span) {
    long[] times =
        arrivals.stream()
            .filter(arrival -> arrival.path().equals(path))
            .mapToLong(Arrival::nanos)
            .sorted()
            .toArray();
    return IntStream.range(0, times.length)
        .mapToLong(first ->
            Arrays.stream(times, first, times.length)
                .takeWhile(time -> time - times[first] < span.toNanos())
                .count())
        .max()
        .orElse(0);
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket socket : open) {
      socket.close();
    }
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = listener.accept();
        open.add(socket);
        Thread.ofVirtual().start(() -> serve(socket));
      }
    } catch (IOException _) {
      // closed
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      socket.setTcpNoDelay(true);
      InputStream in = new BufferedInputStream(socket.getInputStream());
      OutputStream out = socket.getOutputStream();
      while (true) {
        ReceivedCall call = ReceivedCall.read(in);
        if (call == null || !answer(call, out)) {
          return;
        }
      }
    } catch (IOException _) {
      // the caller has gone
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      open.remove(socket);
    }
  }

  /// A call as it came in.
  @SuppressWarnings("ArrayRecordComponent") // read once, never compared
  private record ReceivedCall(
      String method, String target, Map<String, String> headers, byte[] body) {
    static @org.jspecify.annotations.Nullable ReceivedCall read(InputStream in) throws IOException {
      String first = line(in);
      if (first.isEmpty()) {
        return null;
      }
      Map<String, String> headers = new HashMap<>();
      for (String line = line(in); !line.isEmpty(); line = line(in)) {
        int colon = line.indexOf(':');
        headers.put(
            line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
      }
      int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
      String[] words = first.split(" ", -1);
      return new ReceivedCall(words[0], words[1], headers, in.readNBytes(length));
    }

    private static String line(InputStream in) throws IOException {
      StringBuilder line = new StringBuilder();
      for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
        if (c != '\r') {
          line.append((char) c);
        }
      }
      return line.toString();
    }

    String header(String name) {
      return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
    }

    String path() {
      return target.replaceFirst("\\?.*", "").replaceFirst(".*/", "");
    }
  }

  /// Whether the connection goes on.
  private boolean answer(ReceivedCall call, OutputStream out)
      throws IOException, InterruptedException {
    arrivals.add(new Arrival(call.path(), System.nanoTime()));
    Fault fault = plan.of(call.path(), calls.incrementAndGet());
    if (fault != Fault.NONE) {
      faults.incrementAndGet();
    }
    if (!isSigned(call)) {
      write(out, 401, "{}", "");
      return true;
    }
    byte[] secret = secretOf(call);
    switch (fault) {
      case NONE -> respond(out, call, does(call));
      case HANGS_BEFORE -> hang();
      case DROPS_BEFORE -> {
        return false;
      }
      case HANGS_AFTER -> {
        does(call);
        hang();
      }
      case DROPS_AFTER -> {
        does(call);
        return false;
      }
      case DOES_IT_LATE -> {
        Thread.sleep(lateMillis);
        respond(out, call, does(call));
      }
      case ANSWERS_TWICE -> {
        respond(out, call, does(call));
        respond(out, call, does(call));
      }
      case MALFORMED -> {
        does(call);
        respond(out, call, "{\"status\":\"OK\",\"balance\":");
      }
      case WRONG_SIGNATURE ->
          write(out, 200, does(call), WalletSignature.ofReply(secret, "another", 200, call.body()));
      case OTHER_CURRENCY ->
          respond(out, call, does(call).replaceAll("\"currency\":\"\\w+", "\"currency\":\"ABC"));
      case OTHER_TRANSACTION ->
          respond(out, call, does(call).replaceAll("(_uuid\":\").{8}", "$1" + "00000000"));
      case FAILS_AFTER -> {
        does(call);
        write(out, 500, "{}", "");
      }
      case FAILS_BEFORE -> write(out, 503, "{}", "");
    }
    return true;
  }

  private String does(ReceivedCall call) {
    return books.answer(call.path(), call.target(), call.body());
  }

  private static void hang() throws InterruptedException {
    Thread.sleep(60_000); // the caller gives up, and its end of the connection goes
  }

  private boolean isSigned(ReceivedCall call) {
    WalletSignature.Call signed =
        new WalletSignature.Call(
            call.header(WalletSignature.KEY),
            call.method(),
            call.target(),
            call.body(),
            call.header(WalletSignature.TIMESTAMP),
            call.header(WalletSignature.NONCE));
    return keys.containsKey(call.header(WalletSignature.KEY))
        && WalletSignature.ofRequest(secretOf(call), signed)
            .equals(call.header(WalletSignature.SIGNATURE))
        && nonces.add(call.header(WalletSignature.NONCE));
  }

  private void respond(OutputStream out, ReceivedCall call, String body) throws IOException {
    String nonce = call.header(WalletSignature.NONCE);
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    write(out, 200, body, WalletSignature.ofReply(secretOf(call), nonce, 200, bytes));
  }

  private byte[] secretOf(ReceivedCall call) {
    return keys.getOrDefault(call.header(WalletSignature.KEY), new byte[32]);
  }

  private static void write(OutputStream out, int status, String body, String signature)
      throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    String head =
        "HTTP/1.1 %d X\r\nContent-Type: application/json\r\nContent-Length: %d\r\n%s: %s\r\n\r\n"
            .formatted(status, bytes.length, WalletSignature.SIGNATURE, signature);
    byte[] all = new byte[head.length() + bytes.length];
    System.arraycopy(head.getBytes(StandardCharsets.US_ASCII), 0, all, 0, head.length());
    System.arraycopy(bytes, 0, all, head.length(), bytes.length);
    out.write(all);
    out.flush();
  }
}
