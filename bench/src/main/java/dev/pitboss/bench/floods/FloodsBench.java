package dev.pitboss.bench.floods;

import dev.pitboss.bench.Scratch;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/// Connections that hold, drip, send nonsense or do not read, against a server of its own; and
/// beside each flood a player's bets on a kept connection, and a health check on a new connection
/// ten times a second.
public final class FloodsBench {
  private static final long SECONDS_OF_FLOOD = 12;
  private static final long HEALTH_EVERY_MILLIS = 100;
  private static final String HOST = " HTTP/1.1\r\nHost: localhost\r\n";
  private static final String POST = "POST /api/session/guest" + HOST;

  /// Of the server; as the system says.
  private static final int USUAL_DESCRIPTORS = 0;

  private static final List<Flood.Shape> USUAL =
      List.of(
          new Flood.Shape("no flood", 0, "", "", 0, true),
          new Flood.Shape("idle sockets", 10_000, "", "", 0, true),
          new Flood.Shape("half heads", 3_000, "GET /" + HOST + "X: ", "", 0, true),
          new Flood.Shape("dripped heads", 300, "GET /" + HOST + "X: ", "x", 500, true),
          new Flood.Shape(
              "dripped bodies", 300, POST + "Content-Length: 16000\r\n\r\n", "x", 500, true),
          new Flood.Shape(
              "dripped chunks",
              300,
              POST + "Transfer-Encoding: chunked\r\n\r\n",
              "1\r\nx\r\n",
              500,
              true),
          new Flood.Shape("bad escapes", 16, "GET /x%ZZ" + HOST + "\r\n", "", 0, true),
          new Flood.Shape(
              "bad chunks", 16, POST + "Transfer-Encoding: chunked\r\n\r\nZZ\r\n", "", 0, true),
          new Flood.Shape("unread pages", 100, page(), page(), 50, false));

  private static final List<Flood.Shape> FEW_DESCRIPTORS =
      List.of(
          new Flood.Shape(
              "dripped bodies", 1_100, POST + "Content-Length: 16000\r\n\r\n", "x", 500, true),
          new Flood.Shape("idle sockets", 3_000, "", "", 0, true));

  private static final Flood.Shape HALF_BODIES =
      new Flood.Shape(
          "half bodies",
          3_000,
          POST + "Content-Length: 16000\r\n\r\n" + "x".repeat(15_000),
          "",
          0,
          true);

  private FloodsBench() {}

  private static String page() {
    return ("GET /" + HOST + "\r\n").repeat(20);
  }

  public static void run() throws IOException, InterruptedException {
    System.out.println(
        "| flood | at once | opened | cut after s, p50 | max | bets | not 200 | p50 ms | p99 ms |"
            + " health answered | max ms | log lines | log bytes |");
    System.out.println("|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|");
    try (Target target = new Target(USUAL_DESCRIPTORS, "")) {
      for (Flood.Shape shape : USUAL) {
        measure(target, shape, shape.name());
      }
    }
    try (Target target = new Target(1_024, "")) {
      for (Flood.Shape shape : FEW_DESCRIPTORS) {
        measure(target, shape, shape.name() + ", 1 024 descriptors");
      }
    }
    try (Target target = new Target(USUAL_DESCRIPTORS, "-Xms48m -Xmn16m -Xmx64m")) {
      measure(target, HALF_BODIES, HALF_BODIES.name() + ", heap of 64 MB");
    }
  }

  private static void measure(Target target, Flood.Shape shape, String name)
      throws IOException, InterruptedException {
    Beside beside = new Beside(target.port);
    long logBefore = Files.size(target.log);
    long linesBefore = lines(target.log);
    beside.start();
    Flood flood = new Flood(shape, target.port);
    try (flood) {
      flood.run(SECONDS_OF_FLOOD);
    } finally {
      beside.stop();
    }
    Histogram cut = flood.cutMillis();
    System.out.printf(
        "| %s | %d | %d | %.1f | %.1f | %d | %d | %.1f | %.1f | %d of %d | %.0f | %d | %d |%n",
        name,
        shape.connections(),
        flood.opened(),
        cut.getValueAtPercentile(50) / 1e3,
        cut.getMaxValue() / 1e3,
        beside.betMicros.getTotalCount(),
        beside.betsUnsettled,
        beside.betMicros.getValueAtPercentile(50) / 1e3,
        beside.betMicros.getValueAtPercentile(99) / 1e3,
        beside.healthMicros.getTotalCount(),
        beside.healthAsked,
        beside.healthMicros.getMaxValue() / 1e3,
        lines(target.log) - linesBefore,
        Files.size(target.log) - logBefore);
    Thread.sleep(2_000); // what the flood left closes
  }

  private static long lines(Path log) throws IOException {
    try (var lines = Files.lines(log, java.nio.charset.StandardCharsets.ISO_8859_1)) {
      return lines.count();
    }
  }

  /// A server with a log of its own.
  private static final class Target implements AutoCloseable {
    private final int port;
    private final Path log;
    private final Scratch scratch = Scratch.create("floods");

    Target(int descriptors, String javaOptions) throws IOException, InterruptedException {
      Path launcher = Path.of(System.getProperty("pitboss.home", "."), "pitboss").toAbsolutePath();
      Path folder = scratch.folder();
      try (ServerSocket free = new ServerSocket(0)) {
        port = free.getLocalPort();
      }
      log = folder.resolve("log");
      String limit = descriptors == USUAL_DESCRIPTORS ? "" : "ulimit -n " + descriptors + "; ";
      ProcessBuilder builder =
          new ProcessBuilder(
              "sh",
              "-c",
              limit + "exec \"$0\" --data \"$1\" --port \"$2\" --rate-factor 1000",
              launcher.toString(),
              folder.resolve("data").toString(),
              Integer.toString(port));
      builder.environment().merge("JAVA_OPTS", javaOptions, (own, more) -> own + " " + more);
      Process process =
          scratch.keep(builder.redirectErrorStream(true).redirectOutput(log.toFile()).start());
      long giveUp = System.nanoTime() + TimeUnit.SECONDS.toNanos(300);
      while (!isReady()) {
        if (!process.isAlive() || System.nanoTime() > giveUp) {
          String said = Files.readString(log);
          scratch.close();
          throw new IOException("no server on port " + port + ": " + said);
        }
        Thread.sleep(100);
      }
    }

    private boolean isReady() {
      try {
        return Asking.once(port, "GET /health/ready", "", "").contains(" 200 ");
      } catch (IOException notYet) {
        return false;
      }
    }

    @Override
    public void close() {
      scratch.close();
    }
  }

  /// What others ask meanwhile.
  private static final class Beside {
    private final int port;
    private final Histogram betMicros = new Histogram(3);
    private final Histogram healthMicros = new Histogram(3);
    private final Thread betting;
    private final Thread checking;
    private int betsUnsettled;
    private int healthAsked;
    private volatile boolean isOver;

    Beside(int port) throws IOException {
      this.port = port;
      String answer = Asking.once(port, "POST /api/session/guest", "", "{}");
      int at = answer.indexOf("\"token\":\"") + "\"token\":\"".length();
      String token = answer.substring(at, answer.indexOf('"', at));
      betting = Thread.ofPlatform().unstarted(() -> bet(token));
      checking = Thread.ofPlatform().unstarted(this::check);
    }

    void start() {
      betting.start();
      checking.start();
    }

    void stop() throws InterruptedException {
      isOver = true;
      betting.join();
      checking.join();
    }

    private void bet(String token) {
      String headers = "Authorization: Bearer " + token + "\r\n";
      try (Asking player = new Asking(port)) {
        while (!isOver) {
          long start = System.nanoTime();
          int status = player.ask("POST /api/casino/play/slots-20", headers, "{\"stake\":20}");
          if (status == 200) {
            betMicros.recordValue((System.nanoTime() - start) / 1_000);
          } else {
            betsUnsettled++;
          }
        }
      } catch (IOException failure) {
        System.out.println("bets ended: " + failure.getMessage());
      }
    }

    private void check() {
      while (!isOver) {
        long start = System.nanoTime();
        healthAsked++;
        try {
          if (Asking.once(port, "GET /health/live", "", "").contains("\"UP\"")) {
            healthMicros.recordValue((System.nanoTime() - start) / 1_000);
          }
          Thread.sleep(HEALTH_EVERY_MILLIS);
        } catch (IOException unanswered) {
          // counted as asked only
        } catch (InterruptedException _) {
          return;
        }
      }
    }
  }
}
