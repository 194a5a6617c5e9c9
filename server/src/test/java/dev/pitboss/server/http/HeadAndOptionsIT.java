package dev.pitboss.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pitboss.server.CasinoClient.Answer;
import dev.pitboss.server.CasinoClient.Guest;
import dev.pitboss.server.CasinoFixture;
import dev.pitboss.server.http.RawClient.Received;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// `HEAD`, `OPTIONS` and `Allow`, as RFC 9110 has them: 9.3.2, 9.3.7 and 10.2.1.
class HeadAndOptionsIT {
  private final CasinoFixture casino = CasinoFixture.shared();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/health/live",
        "/",
        "/lobby.html",
        "/css/base.css",
        "/img/pitboss.svg",
        "/no-such-page.html",
        "/api/no-such-route",
        "/api/branding",
        "/api/casino/games/roulette",
        "/api/openapi.yaml",
        "/api/casino/balance",
        "/api/ops/staff"
      })
  void headAnswersAsGetWithoutTheBody(String path) throws IOException {
    Answer get = casino.send("GET", path, null, Map.of());
    Answer head = casino.send("HEAD", path, null, Map.of());

    assertThat(head.status()).as(path).isEqualTo(get.status()).isNotEqualTo(405);
    assertThat(head.body()).isEmpty();
    assertThat(get.body()).as("control").isNotEmpty();
    for (String name : List.of("Content-Type", "Content-Length", "ETag", "Cache-Control")) {
      assertThat(head.header(name)).as(name).isEqualTo(get.header(name));
    }
    assertThat(head.header("Content-Length")).isNotEmpty();
  }

  /// A byte of a body after the head would be taken for the next response.
  @Test
  void connectionGoesOnAfterHead() throws IOException {
    try (RawClient client = new RawClient(casino.url())) {
      Received received =
          client
              .send("HEAD /lobby.html HTTP/1.1\r\nHost: localhost\r\n\r\n")
              .send("GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n")
              .untilResponses(2);

      assertThat(received.text())
          .matches("(?s)HTTP/1\\.1 200 OK\r\n(?:[^\r]+\r\n)+\r\nHTTP/1\\.1 200 OK\r\n.*");
    }
  }

  @Test
  void headOfAPlayersRouteAndOfTheLiveTableNeedsASession() throws IOException {
    Guest guest = casino.guest();
    Map<String, String> session = Map.of("Authorization", "Bearer " + guest.token());

    assertThat(casino.send("HEAD", "/api/casino/balance", null, session).status()).isEqualTo(200);
    assertThat(casino.send("HEAD", "/api/casino/balance", null, Map.of()).status()).isEqualTo(401);
    for (int i = 0; i < 40; i++) { // far more than the places a player has
      Answer live = casino.send("HEAD", "/api/casino/play/crash/live", null, session);
      assertThat(live.status()).as("no place is kept: " + i).isEqualTo(200);
      assertThat(live.header("Content-Type")).isEqualTo("text/event-stream");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/api/casino/balance|GET, HEAD, OPTIONS",
        "/api/casino/play/roulette|OPTIONS, POST",
        "/api/casino/refill|GET, HEAD, OPTIONS, POST",
        "/api/casino/favourites|GET, HEAD, OPTIONS, PUT",
        "/api/ops/session|DELETE, GET, HEAD, OPTIONS, POST",
        "/api/ops/operators/acme/games/crash|OPTIONS, PUT",
        "/lobby.html|GET, HEAD, OPTIONS",
        "/health/live|GET, HEAD, OPTIONS",
      })
  void optionsAndUnknownMethodsListTheAllowedOnes(String path, String allow) {
    Answer options = casino.send("OPTIONS", path, null, Map.of());
    Answer patch = casino.send("PATCH", path, "{}", Map.of());

    assertThat(options.status()).isEqualTo(204);
    assertThat(options.header("Allow")).isEqualTo(allow);
    assertThat(patch.status()).isEqualTo(405);
    assertThat(patch.code()).isEqualTo("method_not_allowed");
    assertThat(patch.header("Allow")).isEqualTo(allow);
  }

  @Test
  void pathThatIsNotThereIsNotFoundByAnyMethod() {
    for (String method : List.of("GET", "POST", "PUT", "DELETE", "OPTIONS", "PATCH")) {
      Answer answer =
          casino.send(method, "/api/casino/nothing", method.equals("POST") ? "{}" : null, Map.of());
      assertThat(answer.status()).as(method).isEqualTo(404);
      assertThat(answer.code()).isEqualTo("not_found");
    }
  }

  /// What is asked before a route is looked up says it, too.
  @ParameterizedTest
  @ValueSource(strings = {"OPTIONS * HTTP/1.1", "CONNECT localhost:80 HTTP/1.1"})
  void methodsOfTheServerAreSaid(String line) throws IOException {
    try (RawClient client = new RawClient(casino.url())) {
      Received received = client.send(line + "\r\nHost: localhost\r\n\r\n").untilClosed();

      assertThat(received.status()).isEqualTo(405);
      assertThat(received.text()).contains("Allow: DELETE, GET, HEAD, OPTIONS, POST, PUT\r\n");
    }
  }

  /// Every route says so of itself, and no other's methods.
  @Test
  void allowIsWhatTheRoutesAre() {
    List<Endpoint> endpoints = casino.casino().api().endpoints();
    AllowedMethods allowed = AllowedMethods.of(endpoints);
    List<String> wrong = new ArrayList<>();
    for (Endpoint endpoint : endpoints) {
      String path = endpoint.path().replaceAll(":\\w+", "x");
      if (!List.of(allowed.at(path).split(", ", -1)).contains(endpoint.method())) {
        wrong.add(endpoint.method() + " " + path + ": " + allowed.at(path));
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(allowed.at("/api/nothing")).isEmpty();
  }
}
