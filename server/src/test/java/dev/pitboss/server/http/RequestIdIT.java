package dev.pitboss.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.pitboss.server.CasinoClient.Answer;
import dev.pitboss.server.CasinoFixture;
import dev.pitboss.server.Concurrently;
import dev.pitboss.server.api.RatesIT;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/// Every reply carries the id of its request, and so does every line that is logged for it.
class RequestIdIT {
  private static final String MADE = "[0-9a-f]{16}";
  private static final Logger LOGGER =
      (Logger) LoggerFactory.getLogger("dev.pitboss.server.players");
  private static final String HOST = "Host: localhost\r\n";

  private final CasinoFixture casino = CasinoFixture.shared();

  @ParameterizedTest
  @CsvSource({
    "GET, /health/live, 200",
    "HEAD, /health/live, 200",
    "GET, /api/casino/games, 200",
    "GET, /api/casino/balance, 401",
    "GET, /lobby.html, 200",
    "GET, /css/base.css, 200",
    "GET, /no-such-page.html, 404",
    "GET, /api/no-such-route, 404",
    "DELETE, /api/casino/balance, 405",
    "OPTIONS, /api/casino/balance, 204",
    "OPTIONS, /api/no-such-route, 404",
    "POST, /api/session/login, 400",
    "GET, /api/casino/play/crash/live, 401"
  })
  void repliesOfEveryKindCarryIt(String method, String path, int status) {
    Answer own = casino.send(method, path, null, Map.of("X-Request-Id", "my-own.ID_1"));
    Answer made = casino.send(method, path, null, Map.of());

    assertThat(own.status()).isEqualTo(made.status()).isEqualTo(status);
    assertThat(own.response().headers().allValues("X-Request-Id")).containsExactly("my-own.ID_1");
    assertThat(made.header("X-Request-Id")).matches(MADE);
  }

  @Test
  void liveFeedCarriesItOverBothTransports() throws IOException {
    String session = "Authorization: Bearer " + casino.guest().token() + "\r\n";
    String live = "GET /api/casino/play/crash/live HTTP/1.1\r\n" + HOST + session;
    try (RawClient events = new RawClient(casino.url());
        RawClient socket = new RawClient(casino.url());
        RawClient refused = new RawClient(casino.url())) {
      assertThat(events.send(live + "X-Request-Id: sse-1\r\n\r\n").untilResponses(1).text())
          .startsWith("HTTP/1.1 200 ")
          .containsIgnoringCase("\r\nX-Request-Id: sse-1\r\n");
      String upgrade =
          String.join(
              "\r\n",
              "Connection: Upgrade",
              "Upgrade: websocket",
              "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
              "Sec-WebSocket-Version: %d",
              "");
      assertThat(
              socket
                  .send(live + upgrade.formatted(13) + "X-Request-Id: ws-1\r\n\r\n")
                  .untilResponses(1)
                  .text())
          .startsWith("HTTP/1.1 101 ")
          .containsIgnoringCase("\r\nX-Request-Id: ws-1\r\n");
      assertThat(
              refused
                  .send(live + upgrade.formatted(8) + "X-Request-Id: ws-2\r\n\r\n")
                  .untilResponses(1)
                  .text())
          .startsWith("HTTP/1.1 426 ")
          .containsIgnoringCase("\r\nX-Request-Id: ws-2\r\n");
    }
  }

  /// Bytes that are no request have no id of their own.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nonsense | 400",
        "GET / HTTP/1.1\\nX-Request-Id: mine\\nHost: a b | 400",
        "GET / HTTP/3.0\\nHost: localhost | 505",
        "POST /api/session/guest HTTP/1.1\\nHost: localhost\\nContent-Length: 99999 | 413"
      })
  void refusalsBeforeAnyRouteCarryIt(String head, int status) throws IOException {
    try (RawClient client = new RawClient(casino.url())) {
      String text =
          client
              .send(head.replace("\\n", "\r\n") + "\r\n\r\n" + "x".repeat(20_000))
              .untilClosed()
              .text();

      String id = idOf(text);
      assertThat(text).startsWith("HTTP/1.1 " + status + " ");
      assertThat(id).matches(head.contains("mine") ? "mine" : MADE);
    }
  }

  @Test
  void pipelinedRequestsHaveTheirOwn() throws IOException {
    try (RawClient client = new RawClient(casino.url())) {
      StringBuilder all = new StringBuilder();
      for (int i = 0; i < 20; i++) {
        String end = i < 19 ? "\r\n\r\n" : "\r\nConnection: close\r\n\r\n";
        all.append("GET /health/live HTTP/1.1\r\n" + HOST + "X-Request-Id: p-" + i + end);
      }
      String text = client.send(all.toString()).untilClosed().text();

      assertThat(
              text.lines()
                  .filter(line -> line.regionMatches(true, 0, "X-Request-Id:", 0, 13))
                  .map(line -> line.substring(13).strip()))
          .hasSize(20)
          .isEqualTo(IntStream.range(0, 20).mapToObj(i -> "p-" + i).toList());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X-Request-Id: two words",
        "X-Request-Id: ",
        "X-Request-Id: <script>",
        "X-Request-Id: a%0d%0aSet-Cookie:x",
        "X-Request-Id: ${jndi:ldap://x}",
        "X-Request-Id: \u00e9",
        "X-Request-Id: one\r\nX-Request-Id: two"
      })
  void malformedIdIsReplacedAndNotRepeated(String header) throws IOException {
    try (RawClient client = new RawClient(casino.url())) {
      String text =
          client
              .send("GET /api/casino/balance HTTP/1.1\r\n" + HOST)
              .send("Connection: close\r\n" + header + "\r\n\r\n")
              .untilClosed()
              .text();

      assertThat(text).startsWith("HTTP/1.1 401 ");
      assertThat(idOf(text)).matches(MADE);
      String value = header.substring(13).strip();
      assertThat(value.isEmpty() || !text.contains(value)).as(text).isTrue();
    }
  }

  /// Refused passkeys are logged; each line is found by the id that its reply carried.
  @Test
  void linesOfTheLogCarryTheIdOfTheirRequest() throws Exception {
    List<String> ids = IntStream.range(0, 20).mapToObj(i -> "rid-" + i).toList();
    String cookie =
        casino
            .send("POST", "/api/session/passkeys/challenge", "{}", Map.of("Host", "localhost"))
            .header("Set-Cookie")
            .split(";", 2)[0];
    try (Logged logged = new Logged()) {
      List<Integer> statuses = Concurrently.times(ids.size(), i -> signIn(cookie, ids.get(i)));
      LOGGER.info("control");

      assertThat(statuses).containsOnly(401);
      assertThat(logged.idsOf("a passkey was refused")).containsExactlyInAnyOrderElementsOf(ids);
      assertThat(logged.idsOf("control")).as("this thread serves no request").containsExactly("");
    }
  }

  private int signIn(String cookie, String id) {
    Map<String, String> headers = Map.of("Host", "localhost", "Cookie", cookie, "X-Request-Id", id);
    return casino.send("POST", "/api/session/passkeys/login", RatesIT.KEY, headers).status();
  }

  private static String idOf(String response) {
    return response
        .lines()
        .filter(line -> line.regionMatches(true, 0, "X-Request-Id:", 0, 13))
        .map(line -> line.substring(13).strip())
        .reduce((one, other) -> one + ", " + other)
        .orElse("");
  }

  /// What is logged meanwhile, from `INFO` on.
  private static final class Logged extends AppenderBase<ILoggingEvent> implements AutoCloseable {
    private final Queue<ILoggingEvent> lines = new ConcurrentLinkedQueue<>();
    private final Level usual = LOGGER.getLevel();

    Logged() {
      start();
      LOGGER.setLevel(Level.INFO);
      LOGGER.addAppender(this);
    }

    @Override
    protected void append(ILoggingEvent event) {
      event.prepareForDeferredProcessing();
      lines.add(event);
    }

    /// The ids of the lines that begin so.
    List<String> idsOf(String message) {
      return lines.stream()
          .filter(line -> line.getFormattedMessage().startsWith(message))
          .map(line -> line.getMDCPropertyMap().getOrDefault("requestId", ""))
          .toList();
    }

    @Override
    public void close() {
      LOGGER.detachAppender(this);
      LOGGER.setLevel(usual);
    }
  }
}
