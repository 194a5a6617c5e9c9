package dev.pitboss.bench.outages;

import dev.pitboss.bench.Scratch;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A casino as a process of its own, so that its log is what an operator would have.
final class Server implements AutoCloseable {
  private static final Pattern OPEN = Pattern.compile("Pitboss is open: (\\S+)");
  private static final Pattern TOKEN = Pattern.compile("\"token\":\"([^\"]+)\"");

  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
  private final Process process;
  private final Path folder;
  private final String url;

  /// An answer; status 0 when there was none.
  record Answer(int status, String body) {}

  private Server(Process process, Path folder, String url) {
    this.process = process;
    this.folder = folder;
    this.url = url;
  }

  static Server start(Scratch scratch, String databaseUrl)
      throws IOException, InterruptedException {
    Path folder = Files.createDirectory(scratch.folder().resolve("server"));
    Path log = folder.resolve("log");
    ProcessBuilder builder =
        new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "dev.pitboss.cli.Main",
                "--data",
                folder.toString(),
                "--port",
                "28300+",
                "--database-url",
                databaseUrl));
    builder.environment().put("PITBOSS_RATE_FACTOR", "1000000");
    Process process =
        scratch.keep(builder.redirectErrorStream(true).redirectOutput(log.toFile()).start());
    for (int i = 0; i < 600 && process.isAlive(); i++) {
      Matcher open = OPEN.matcher(Files.readString(log));
      if (open.find()) {
        return new Server(process, folder, open.group(1));
      }
      Thread.sleep(100);
    }
    process.destroyForcibly();
    throw new IOException("the casino did not open: " + Files.readString(log));
  }

  String guest() {
    Matcher token = TOKEN.matcher(ask("POST", "/api/session/guest", "", "{}", "").body());
    if (!token.find()) {
      throw new IllegalStateException("no guest");
    }
    return token.group(1);
  }

  Answer bet(String token, String key) {
    return ask(
        "POST",
        "/api/casino/play/roulette",
        token,
        "{\"bets\":[{\"type\":\"red\",\"stake\":10}]}",
        key);
  }

  Answer get(String path) {
    return ask("GET", path, "", "", "");
  }

  private Answer ask(String method, String path, String token, String body, String key) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url + path)).timeout(Duration.ofSeconds(10));
    if (!body.isEmpty()) {
      request.header("Content-Type", "application/json");
    }
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    if (!key.isEmpty()) {
      request.header("Idempotency-Key", key);
    }
    request.method(
        method,
        body.isEmpty()
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofString(body));
    try {
      HttpResponse<String> response =
          http.send(request.build(), HttpResponse.BodyHandlers.ofString());
      return new Answer(response.statusCode(), response.body());
    } catch (IOException none) {
      return new Answer(0, none.toString());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return new Answer(0, interrupted.toString());
    }
  }

  long logLines() throws IOException {
    try (var lines = Files.lines(folder.resolve("log"))) {
      return lines.count();
    }
  }

  @Override
  public void close() throws IOException {
    process.destroy();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    http.shutdownNow();
  }
}
