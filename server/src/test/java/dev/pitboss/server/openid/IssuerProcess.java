package dev.pitboss.server.openid;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Spring Authorization Server in a process of its own, as the module beside this one built it.
public final class IssuerProcess implements AutoCloseable {
  static final String CLIENT_SECRET = "what the client knows";
  public static final String PASSWORD = "what ann and bob know";

  private static final String ANNOUNCEMENT = "Issuer is open: ";
  private static final Path MODULE = Path.of("..", "oidc-issuer", "target").toAbsolutePath();

  private final Process process;
  private final String url;

  private IssuerProcess(Process process, String url) {
    this.process = process;
    this.url = url;
  }

  /// Starts it and returns once it answers.
  public static IssuerProcess start() throws IOException {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xmx128m",
            "-cp",
            MODULE.resolve("classes") + ":" + MODULE.resolve("lib") + "/*",
            "dev.pitboss.issuer.Issuer",
            CLIENT_SECRET,
            PASSWORD);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
    List<String> said = new ArrayList<>();
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      said.add(line);
      if (line.startsWith(ANNOUNCEMENT)) {
        String url = line.substring(ANNOUNCEMENT.length());
        warmUp(url);
        return new IssuerProcess(process, url);
      }
    }
    throw new AssertionError("the issuer did not open: " + said);
  }

  /// The first answers of a new process can take longer on a busy machine than a casino waits.
  private static void warmUp(String url) throws IOException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      for (String path : List.of("/.well-known/openid-configuration", "/oauth2/jwks", "/login")) {
        for (int i = 0; i < 3; i++) {
          client.send(
              HttpRequest.newBuilder(URI.create(url + path)).build(), BodyHandlers.discarding());
        }
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", interrupted);
    }
  }

  /// As a casino's environment names it.
  public Map<String, String> environment() {
    return Map.of(
        "PITBOSS_OIDC_ISSUER",
        url,
        "PITBOSS_OIDC_CLIENT_ID",
        "pitboss",
        "PITBOSS_OIDC_CLIENT_SECRET",
        CLIENT_SECRET,
        "PITBOSS_OIDC_NAME",
        "the test issuer");
  }

  /// No answer comes any more.
  public void stop() {
    process.destroyForcibly();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
