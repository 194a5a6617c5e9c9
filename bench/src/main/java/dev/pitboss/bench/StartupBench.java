package dev.pitboss.bench;

import dev.pitboss.bench.against.Comparison;
import dev.pitboss.bench.against.MeasuredTable;
import dev.pitboss.bench.against.OtherBuild;
import dev.pitboss.cli.Arguments;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// From `./pitboss` to its first HTTP 200 on `/health/ready`, which asks the database: the time a
/// person waits. The data folder exists already and everything is built, as on any start but the
/// first. And the memory that server and database have once the start is over.
final class StartupBench {
  private static final int DEFAULT_RUNS = 7;
  private static final Duration GIVE_UP = Duration.ofSeconds(60);

  /// Work that a start leaves for later is done by then.
  private static final Duration REST = Duration.ofSeconds(15);

  private static final String ROW = "warm start";
  private static final String MILLIS = "ms to the first 200";
  private static final String SERVER = "server MB at rest";
  private static final String DATABASE = "database MB at rest";

  private StartupBench() {}

  static void run(Arguments arguments) throws IOException, InterruptedException {
    int runs = (int) arguments.number("--runs").orElse(DEFAULT_RUNS);
    Path home = Path.of(System.getProperty("pitboss.home", ".")).toAbsolutePath();
    try (Scratch scratch = Scratch.create("startup")) {
      Casino here = new Casino(new OtherBuild(home), scratch, "here");
      Optional<String> named = arguments.value("--against");
      here.start();
      if (named.isEmpty()) {
        List<MeasuredTable> taken = new ArrayList<>();
        for (int i = 0; i < runs; i++) {
          taken.add(here.start());
        }
        print(taken);
      } else {
        Casino there = new Casino(OtherBuild.of(home, named.get(), scratch), scratch, "there");
        there.start();
        compare(here, there, runs);
      }
    }
  }

  private static void print(List<MeasuredTable> taken) {
    for (String figure : List.of(MILLIS, SERVER, DATABASE)) {
      List<Double> all =
          taken.stream()
              .map(it -> it.value(ROW, figure))
              .sorted(Comparator.naturalOrder())
              .toList();
      System.out.printf(
          "%s over %d starts: min %.0f, median %.0f, max %.0f%n",
          figure, all.size(), all.getFirst(), all.get(all.size() / 2), all.getLast());
    }
  }

  private static void compare(Casino here, Casino there, int runs)
      throws IOException, InterruptedException {
    List<Comparison.Pair> pairs = new ArrayList<>();
    for (int pair = 1; pair <= runs; pair++) {
      pairs.add(Comparison.Pair.take(pair, here::start, there::start));
    }
    System.out.print(new Comparison(pairs).table());
  }

  /// A build with a data folder of its own.
  private static final class Casino {
    private final Path launcher;
    private final Path data;
    private final Scratch scratch;

    Casino(OtherBuild build, Scratch scratch, String name) {
      this.launcher = build.launcher();
      this.data = scratch.folder().resolve(name);
      this.scratch = scratch;
    }

    /// Starts it, and ends it again.
    MeasuredTable start() throws IOException, InterruptedException {
      int port = freePort();
      URI ready = URI.create("http://127.0.0.1:" + port + "/health/ready");
      long start = System.nanoTime();
      Process process =
          scratch.keep(
              new ProcessBuilder(
                      launcher.toString(), "--data", data.toString(), "--port", "" + port)
                  .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                  .redirectError(ProcessBuilder.Redirect.INHERIT)
                  .start());
      try (HttpClient client = HttpClient.newHttpClient()) {
        HttpRequest request = HttpRequest.newBuilder(ready).timeout(Duration.ofSeconds(2)).build();
        while (!answers(client, request)) {
          if (!process.isAlive() || System.nanoTime() - start > GIVE_UP.toNanos()) {
            throw new IOException(launcher + " did not come up on port " + port);
          }
          Thread.sleep(5);
        }
        double millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        Thread.sleep(REST);
        ResidentMemory memory = ResidentMemory.of(process.toHandle(), data);
        return new MeasuredTable(
            List.of(MILLIS, SERVER, DATABASE),
            Map.of(ROW, List.of(millis, memory.serverMegabytes(), memory.databaseMegabytes())));
      } finally {
        process.destroy();
        process.waitFor();
      }
    }
  }

  private static boolean answers(HttpClient client, HttpRequest request)
      throws InterruptedException {
    try {
      return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException notYet) {
      return false;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
