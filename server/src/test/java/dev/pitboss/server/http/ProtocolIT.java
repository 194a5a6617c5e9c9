package dev.pitboss.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pitboss.server.CasinoClient.Answer;
import dev.pitboss.server.CasinoClient.Guest;
import dev.pitboss.server.CasinoFixture;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProtocolIT {
  private final CasinoFixture casino = CasinoFixture.shared();

  @Test
  void sessionCookieIsGuardedAndLetsItsOwnerIn() {
    Answer welcome = casino.send("POST", "/api/session/guest", "{}", Map.of());
    String cookie = welcome.header("Set-Cookie");

    assertThat(cookie)
        .startsWith("__Host-pitboss=")
        .contains("; Path=/", "; HttpOnly", "; SameSite=Strict", "; Secure");
    Answer balance =
        casino.send("GET", "/api/casino/balance", null, Map.of("Cookie", cookie.split(";", 2)[0]));
    assertThat(balance.status()).isEqualTo(200);
  }

  @Test
  void endedSessionIsRejected() {
    Guest guest = casino.guest();

    assertThat(guest.send("DELETE", "/api/session", null).status()).isEqualTo(204);

    Answer after = guest.get("balance");
    assertThat(after.status()).isEqualTo(401);
    assertThat(after.code()).isEqualTo("no_session");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Bearer", "Bearer x", "Basic abc", "Bearer ' OR 1=1"})
  void madeUpTokenIsRejected(String authorization) {
    Answer answer =
        casino.send("GET", "/api/casino/balance", null, Map.of("Authorization", authorization));

    assertThat(answer.status()).isEqualTo(401);
  }

  @Test
  void foreignPageCannotPlay() {
    Guest guest = casino.guest();

    for (Map<String, String> foreign :
        java.util.List.of(
            Map.of("Origin", "https://evil.example"),
            Map.of("Sec-Fetch-Site", "cross-site"),
            Map.of("Sec-Fetch-Site", "same-site"))) {
      Map<String, String> headers = new java.util.HashMap<>(foreign);
      headers.put("Authorization", "Bearer " + guest.token());
      Answer answer = casino.send("POST", "/api/casino/play/slots-20", "{\"stake\":20}", headers);
      assertThat(answer.status()).isEqualTo(403);
      assertThat(answer.code()).isEqualTo("foreign_origin");
    }
    assertThat(guest.balance()).isEqualTo(100_000);
  }

  @Test
  void formCannotPlay() {
    Guest guest = casino.guest();

    Answer answer =
        casino.send(
            "POST",
            "/api/casino/play/slots-20",
            "{\"stake\":20}",
            Map.of("Authorization", "Bearer " + guest.token(), "Content-Type", "text/plain"));

    assertThat(answer.status()).isEqualTo(415);
    assertThat(guest.balance()).isEqualTo(100_000);
  }

  @Test
  void bodyAboveSixteenKibibytesIsRefused() {
    Guest guest = casino.guest();

    Answer answer = guest.post("play/slots-20", "{\"stake\":20" + " ".repeat(17 * 1024) + "}");

    assertThat(answer.status()).isEqualTo(413);
    assertThat(answer.code()).isEqualTo("body_too_large");
    assertThat(guest.balance()).isEqualTo(100_000);
  }

  /// A path that the API has word for word is found without the router; these are not.
  @ParameterizedTest
  @ValueSource(strings = {"/api/casino/balance?", "/api/casino/balance?x=1"})
  void otherSpellingsOfAPathAreAnsweredAlike(String spelling) {
    Guest guest = casino.guest();
    Map<String, String> session = Map.of("Authorization", "Bearer " + guest.token());

    Answer exact = casino.send("GET", "/api/casino/balance", null, session);
    Answer other = casino.send("GET", spelling, null, session);

    assertThat(exact.status()).isEqualTo(200);
    assertThat(other.status()).isEqualTo(200);
    assertThat(other.body()).isEqualTo(exact.body());
    assertThat(other.header("Cache-Control")).isEqualTo(exact.header("Cache-Control"));
    assertThat(casino.send("HEAD", "/api/casino/balance", null, session).status()).isEqualTo(200);
    assertThat(casino.send("GET", "/api/casino/balance", "{}", session).body())
        .isEqualTo(exact.body());
  }

  @Test
  void unknownPathAndWrongMethodAreProblems() {
    Answer path = casino.get("/api/casino/nothing");
    Answer method = casino.send("PUT", "/api/casino/balance", "{}", Map.of());
    Answer read = casino.get("/api/casino/play/slots-20");
    Answer file = casino.get("/no-such-page.html");
    Answer game = casino.get("/api/casino/games/poker");

    assertThat(path.status()).isEqualTo(404);
    assertThat(method.status()).isEqualTo(405);
    assertThat(read.status()).as("of what is only posted to").isEqualTo(405);
    assertThat(read.header("Allow")).isEqualTo("OPTIONS, POST");
    assertThat(file.status()).isEqualTo(404);
    assertThat(game.code()).isEqualTo("no_such_game");
    for (Answer answer : java.util.List.of(path, method, read, file, game)) {
      assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/../openapi.yaml",
        "/%2e%2e/openapi.yaml",
        "/css/../../openapi.yaml",
        "/lib/../../../db/migration/V1__ledger_players_rounds.sql",
        "/lib/lit/..%2f..%2f..%2f..%2flogback.xml",
        "/web/lobby.html",
        "/.git/config.html"
      })
  void pathOutOfTheServedFoldersIsNotFound(String path) throws IOException {
    String answer =
        raw("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

    assertThat(answer).startsWith("HTTP/1.1 404");
  }

  @Test
  void nonsenseOnTheSocketIsAnsweredAndClosed() throws IOException {
    assertThat(raw("NONSENSE\r\n\r\n")).startsWith("HTTP/1.1 400");
    assertThat(raw("GET /" + "a".repeat(5000) + " HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 414");
  }

  @Test
  void pageCarriesAStrictContentSecurityPolicyThatAllowsItsImportMap() {
    Answer page = casino.get("/");

    assertThat(page.status()).isEqualTo(200);
    assertThat(page.header("Content-Security-Policy"))
        .contains("default-src 'self'", "script-src 'self' 'sha256-", "frame-ancestors 'none'")
        .doesNotContain("unsafe");
    assertThat(page.header("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(page.body()).contains("<script type=\"importmap\">{\"imports\":{");
    String lit = page.body().replaceAll("(?s).*\"lit\":\"([^\"]+)\".*", "$1");
    Answer library = casino.get(lit);
    assertThat(library.status()).isEqualTo(200);
    assertThat(library.header("Cache-Control")).contains("immutable");
    Answer again = casino.send("GET", "/", null, Map.of("If-None-Match", page.header("ETag")));
    assertThat(again.status()).isEqualTo(304);
  }

  @Test
  void livenessAsksNothingElse() {
    assertThat(casino.get("/health/live").json().path("status").asText()).isEqualTo("UP");
    assertThat(casino.get("/health/ready").json().path("status").asText()).isEqualTo("UP");
  }

  private String raw(String request) throws IOException {
    URI url = URI.create(casino.url());
    try (Socket socket = new Socket(url.getHost(), url.getPort())) {
      socket.setSoTimeout(5_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().flush();
      byte[] head = new byte[64];
      InputStream in = socket.getInputStream();
      int read = in.readNBytes(head, 0, head.length);
      return new String(head, 0, read, StandardCharsets.US_ASCII);
    }
  }
}
