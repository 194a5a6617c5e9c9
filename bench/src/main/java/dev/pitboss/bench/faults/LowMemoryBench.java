package dev.pitboss.bench.faults;

import dev.pitboss.bench.Scratch;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// `./pitboss bench lowmemory`: servers with too little heap, under bets and thousands of requests
/// whose bodies never end. Right is what answers afterwards, and what has ended with an exit code
/// above 0, for a supervisor to start it again; wrong is what lives and does not answer.
public final class LowMemoryBench {
  private static final List<Integer> HEAPS_MB = List.of(40, 44, 52, 64);
  private static final int PLAYERS = 64;
  private static final Duration BETS = Duration.ofSeconds(15);
  private static final int HALF_SENT = 3_000;
  private static final Duration HELD = Duration.ofSeconds(10);

  /// A server that does not answer so long after the load has gone is deaf.
  private static final Duration RECOVERY = Duration.ofSeconds(40);

  private static final String HALF_A_REQUEST =
      """
      POST /api/session/guest HTTP/1.1\r
      Host: 127.0.0.1\r
      Content-Type: application/json\r
      Content-Length: 16000\r
      \r
      {"half":"\
      """;

  private LowMemoryBench() {}

  /// Runs it.
  public static void run() throws Exception {
    System.out.println("| heap MB | JVM's own exit | bets acknowledged | half-sent | verdict |");
    System.out.println("|--:|---|--:|--:|---|");
    for (boolean flag : new boolean[] {true, false}) {
      for (int heap : HEAPS_MB) {
        try (Scratch scratch = Scratch.create("lowmemory")) {
          System.out.println(row(scratch, heap, flag));
        }
      }
    }
  }

  private static String row(Scratch scratch, int heap, boolean flag) throws Exception {
    String options =
        "-Xms16m -Xmn8m -Xmx" + heap + "m" + (flag ? "" : " -XX:-ExitOnOutOfMemoryError");
    CasinoServer server =
        scratch.keep(new CasinoServer(scratch.folder().resolve("data"), List.of(), options));
    long acknowledged = 0;
    int held = 0;
    String verdict;
    try {
      server.start();
      try (Bettors bettors = new Bettors(List.of(server), PLAYERS, Duration.ZERO)) {
        bettors.start();
        server.process().waitFor(BETS.toMillis(), TimeUnit.MILLISECONDS);
        held = holdHalfRequests(server);
        acknowledged = bettors.acknowledgedBets();
        bettors.stop();
      }
      verdict = verdict(server);
    } catch (IOException failure) {
      verdict = verdict(server);
    }
    return "| %d | %s | %d | %d | %s |"
        .formatted(heap, flag ? "on" : "off", acknowledged, held, verdict);
  }

  private static int holdHalfRequests(CasinoServer server) throws InterruptedException {
    List<Socket> sockets = new ArrayList<>();
    try {
      while (sockets.size() < HALF_SENT && server.process().isAlive()) {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        sockets.add(socket);
        socket.getOutputStream().write(HALF_A_REQUEST.getBytes(StandardCharsets.US_ASCII));
      }
      server.process().waitFor(HELD.toMillis(), TimeUnit.MILLISECONDS);
    } catch (IOException refused) {
      // a server that refuses them does what it should
    } finally {
      for (Socket socket : sockets) {
        try {
          socket.close();
        } catch (IOException failure) {
          System.err.println(failure);
        }
      }
    }
    return sockets.size();
  }

  private static String verdict(CasinoServer server) throws InterruptedException {
    long until = System.nanoTime() + RECOVERY.toNanos();
    while (System.nanoTime() < until) {
      if (!server.process().isAlive()) {
        int code = server.process().exitValue();
        return code == 0 ? "WRONG: ended with 0" : "ended with " + code;
      }
      if (server.status("/health/live") == 200 && server.status("/health/ready") == 200) {
        return "answers";
      }
      Thread.sleep(200);
    }
    return "WRONG: lives and does not answer";
  }
}
