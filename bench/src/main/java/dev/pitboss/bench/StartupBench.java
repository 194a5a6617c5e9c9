package dev.pitboss.bench;

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
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// From `./pitboss` to its first HTTP 200 on `/health/ready`, which asks the database: the time a
/// person waits. The data folder exists already and everything is built, as on any start but the
/// first.
final class StartupBench {
  private static final int DEFAULT_RUNS = 7;
  private static final Duration GIVE_UP = Duration.ofSeconds(60);

  private StartupBench() {}

  static void run(Arguments arguments) throws IOException, InterruptedException {
    int runs = (int) arguments.number("--runs").orElse(DEFAULT_RUNS);
    Path launcher = Path.of(System.getProperty("pitboss.home", "."), "pitboss").toAbsolutePath();
    List<Long> millis = new ArrayList<>();
    try (Scratch scratch = Scratch.create("startup")) {
      for (int i = 0; i <= runs; i++) {
        long taken = startOnce(launcher, scratch);
        if (i == 0) {
          System.out.println(
              "first start, which makes the database: " + taken + " ms (not counted)");
        } else {
          millis.add(taken);
        }
      }
    }
    Collections.sort(millis);
    System.out.printf(
        "warm start to first HTTP 200 over %d runs: min %d ms, median %d ms, max %d ms%n",
        runs, millis.getFirst(), millis.get(runs / 2), millis.getLast());
  }

  private static long startOnce(Path launcher, Scratch scratch)
      throws IOException, InterruptedException {
    int port = freePort();
    URI ready = URI.create("http://127.0.0.1:" + port + "/health/ready");
    long start = System.nanoTime();
    Process process =
        scratch.keep(
            new ProcessBuilder(
                    launcher.toString(),
                    "--data",
                    scratch.folder().resolve("data").toString(),
                    "--port",
                    Integer.toString(port))
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
      return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    } finally {
      process.destroy();
      process.waitFor();
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
