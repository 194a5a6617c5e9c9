package dev.pitboss.server.commands;

import dev.pitboss.cli.UsageException;
import dev.pitboss.server.json.InvalidInput;
import dev.pitboss.server.json.JsonValue;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.UUID;

/// A player's rounds at a casino, over HTTP.
final class CasinoRounds {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final String url;
  private final Terminal terminal;

  CasinoRounds(String url, Terminal terminal) {
    this.url = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    this.terminal = terminal;
  }

  /// The round's document.
  ///
  /// @throws UsageException when the casino does not give it; says what the casino said
  String document(String ref) throws UsageException {
    URI address = address(ref);
    String token = terminal.environment().getOrDefault("PITBOSS_TOKEN", "");
    if (token.isBlank()) {
      throw new UsageException("a round is visible to its player only: set PITBOSS_TOKEN");
    }
    try (HttpClient client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build()) {
      HttpRequest request =
          HttpRequest.newBuilder(address)
              .header("Authorization", "Bearer " + token)
              .timeout(TIMEOUT)
              .build();
      HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        throw new UsageException(
            "%s answered %d%s".formatted(address, response.statusCode(), reason(response.body())));
      }
      return response.body();
    } catch (IOException failure) {
      throw new UsageException("cannot reach " + url + ": " + failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new UsageException("interrupted while waiting for " + url);
    }
  }

  private URI address(String ref) throws UsageException {
    if (!url.startsWith("http://") && !url.startsWith("https://")) {
      throw new UsageException("--url takes an address such as http://127.0.0.1:8080, got " + url);
    }
    try {
      return URI.create(url + "/api/casino/rounds/" + UUID.fromString(ref));
    } catch (IllegalArgumentException _) {
      throw new UsageException(
          ref + " is not the ref of a round, such as 01a2293c-49f0-7d5e-8c3a-9f0e2f6d1c9a");
    }
  }

  /// A problem's detail (RFC 9457), if that is what came.
  private static String reason(String body) {
    try {
      return JsonValue.parse(body).optionalField("detail").map(it -> ": " + it.text()).orElse("");
    } catch (InvalidInput _) {
      return "";
    }
  }
}
