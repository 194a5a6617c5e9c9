package dev.pitboss.bench.faults;

import dev.pitboss.bench.Scratch;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// `./pitboss` as a process that can be killed and started again on the same data. One thread
/// starts and ends it; the rest is thread-safe.
final class CasinoServer implements AutoCloseable {
  private static final Duration GIVE_UP = Duration.ofMinutes(2);
  private static final HttpClient HTTP =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

  private final Path data;
  private final int port;
  private final List<String> options;
  private final String javaOptions;
  private volatile @Nullable Process process;

  /// @param javaOptions `JAVA_OPTS` of the server; may be empty
  CasinoServer(Path data, List<String> options, String javaOptions) throws IOException {
    this.data = data;
    this.options = List.copyOf(options);
    this.javaOptions = javaOptions;
    this.port = freePort();
    Files.createDirectories(data);
  }

  String url() {
    return "http://127.0.0.1:" + port;
  }

  int port() {
    return port;
  }

  Path data() {
    return data;
  }

  /// The folder of its embedded PostgreSQL.
  Path cluster() {
    return data.resolve("database").resolve("cluster");
  }

  Process process() {
    Process now = process;
    if (now == null) {
      throw new IllegalStateException("not started");
    }
    return now;
  }

  /// Starts it and waits until it says that it is ready.
  ///
  /// @return how long that took
  Duration start() throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("pitboss.home", "."), "pitboss").toString(),
                "--data",
                data.toString(),
                "--port",
                Integer.toString(port),
                "--rate-factor",
                "1000000"));
    command.addAll(options);
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
    if (!javaOptions.isEmpty()) {
      builder.environment().put("JAVA_OPTS", javaOptions);
    }
    long begin = System.nanoTime();
    Process started = builder.start();
    process = started;
    while (status("/health/ready") != 200) {
      if (!started.isAlive()) {
        throw new IOException("the server ended with " + started.exitValue() + ": " + lastLines());
      }
      if (System.nanoTime() - begin > GIVE_UP.toNanos()) {
        throw new IOException("the server is not ready after " + GIVE_UP + ": " + lastLines());
      }
      TimeUnit.MILLISECONDS.sleep(10);
    }
    return Duration.ofNanos(System.nanoTime() - begin);
  }

  /// SIGKILL.
  void kill() throws InterruptedException {
    process().destroyForcibly().waitFor();
  }

  /// The status of a GET, or 0 when there is no answer.
  int status(String path) throws InterruptedException {
    try {
      return get(path).statusCode();
    } catch (IOException noAnswer) {
      return 0;
    }
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url() + path)).timeout(Duration.ofSeconds(4)).build();
    return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
  }

  private Path log() {
    return data.resolveSibling(data.getFileName() + ".log");
  }

  String lastLines() throws IOException {
    List<String> lines = Files.readAllLines(log());
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() {
    Process now = process;
    if (now != null) {
      Scratch.end(now);
    }
  }
}
