package dev.pitboss.server;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;

/// Plays with the casino it runs in, so that the JVM's start-up cache holds what a real start and
/// the first requests load, and which methods are worth compiling first.
final class Training {
  private static final Duration TIME = Duration.ofSeconds(4);

  private Training() {}

  static void rehearse(String url) throws IOException, InterruptedException {
    try (HttpClient client =
        HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build()) {
      HttpResponse<String> welcome = send(client, url + "/api/session/guest", "{}", "");
      String cookie =
          welcome.headers().firstValue("Set-Cookie").map(it -> it.split(";", 2)[0]).orElse("");
      long end = System.nanoTime() + TIME.toNanos();
      while (System.nanoTime() < end) {
        send(client, url + "/api/casino/play/slots-20", "{\"stake\":20}", cookie);
        send(
            client,
            url + "/api/casino/play/roulette",
            "{\"bets\":[{\"type\":\"red\",\"stake\":10}]}",
            cookie);
      }
      for (String path :
          List.of(
              "/",
              "/health",
              "/health/ready",
              "/api/casino/user-info",
              "/api/casino/balance",
              "/api/casino/game-history",
              "/api/casino/games/slots-20",
              "/metrics")) {
        send(client, url + path, "", cookie);
      }
    }
  }

  private static HttpResponse<String> send(
      HttpClient client, String url, String body, String cookie)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(10));
    if (!cookie.isEmpty()) {
      request.header("Cookie", cookie);
    }
    if (!body.isEmpty()) {
      request
          .header("Content-Type", "application/json")
          .POST(HttpRequest.BodyPublishers.ofString(body));
    }
    HttpResponse<String> response =
        client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() >= 400) {
      throw new IOException(url + " answered " + response.statusCode() + " " + response.body());
    }
    return response;
  }
}
