package dev.pitboss.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.pitboss.server.CasinoFixture;
import dev.pitboss.server.http.RawClient.Received;
import java.io.IOException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/// What is not HTTP, or not a request for this server, is answered by a problem and a closed
/// connection.
public class MalformedRequestsIT {
  private final CasinoFixture casino = CasinoFixture.shared();

  /// `~` stands for CRLF, `^` for the end of the head after a Host header, which the test adds.
  @ParameterizedTest
  @ValueSource(
      strings = {
        // request line
        "400 NONSENSE~~",
        "400 GET /~~",
        "400 GET / HTTP/1.1 x^",
        "400 GET / FTP/1.1^",
        "400 \u0016\u0003\u0001\u0002\u0000~~",
        "505 PRI * HTTP/2.0~~SM~~",
        "505 GET / HTTP/1.2^",
        "400 GET / http/1.1^",
        "400 GET / Http/1.0^",
        "400 GET / HTTP/01.1^",
        "400 GET / HTTP/1.00^",
        "505 GET / HTTP/3.0^",
        // target
        "400 GET x HTTP/1.1^",
        "400 GET * HTTP/1.1^",
        "400 GET /a#b HTTP/1.1^",
        "400 GET /\u00e9 HTTP/1.1^",
        "400 GET /\u0001 HTTP/1.1^",
        "400 GET http://elsewhere.example/health/live HTTP/1.1^",
        "400 GET http://u@localhost/health/live HTTP/1.1^",
        "400 GET ftp://localhost/ HTTP/1.1^",
        "400 GET http:///health/live HTTP/1.1^",
        "405 CONNECT localhost:80 HTTP/1.1^",
        "405 OPTIONS * HTTP/1.1^",
        // percent-encoding, in path and query
        "400 GET /x%ZZ HTTP/1.1^",
        "400 GET /x% HTTP/1.1^",
        "400 GET /x%4 HTTP/1.1^",
        "400 GET /health/live?x=%ZZ HTTP/1.1^",
        "400 GET /health/live?%=1 HTTP/1.1^",
        "400 GET /health/live?x=%00 HTTP/1.1^",
        "400 GET /x%00 HTTP/1.1^",
        "400 GET /x%0a HTTP/1.1^",
        "400 GET /x%7f HTTP/1.1^",
        "400 GET /x%c0%af HTTP/1.1^",
        "400 GET /x%e0%80%af HTTP/1.1^",
        "400 GET /x%ed%a0%80 HTTP/1.1^",
        "400 GET /x?q=%ff HTTP/1.1^",
        "400 GET /x?q=%f4%90%80%80 HTTP/1.1^",
        // host
        "400 GET / HTTP/1.1~~",
        "400 GET / HTTP/1.1~Host: a~Host: a~~",
        "400 GET / HTTP/1.1~Host: a~host: b~~",
        "400 GET / HTTP/1.1~Host:~~",
        "400 GET / HTTP/1.1~Host: u:p@a~~",
        "400 GET / HTTP/1.1~Host: a:99999~~",
        "400 GET / HTTP/1.1~Host: a:80:80~~",
        "400 GET / HTTP/1.1~Host: a:x~~",
        "400 GET / HTTP/1.1~Host: a b~~",
        "400 GET / HTTP/1.1~Host: a,b/~~",
        "400 GET / HTTP/1.1~Host: [::1~~",
        "400 GET / HTTP/1.1~Host: [x]~~",
        "400 GET / HTTP/1.0~Host: a~Host: b~~",
        // header fields
        "400 GET / HTTP/1.1~Host: a~X : b~~",
        "400 GET / HTTP/1.1~Host: a~X~~",
        "400 GET / HTTP/1.1~Host: a~ X: b~~",
        "400 GET / HTTP/1.1~Host: a~: b~~",
        "400 GET / HTTP/1.1~Host: a~X: \u0000~~",
        "400 GET / HTTP/1.1~Host: a~X\u0000: b~~",
        "400 GET / HTTP/1.1\nHost: a\n\n",
        // length of the body
        "400 POST / HTTP/1.1~Content-Length: 1~Content-Length: 2^ab",
        "400 POST / HTTP/1.1~Content-Length: 1, 2^ab",
        "400 POST / HTTP/1.1~Content-Length: -1^",
        "400 POST / HTTP/1.1~Content-Length: +1^a",
        "400 POST / HTTP/1.1~Content-Length: 0x1^a",
        "400 POST / HTTP/1.1~Content-Length: 99999999999999999999^",
        "413 POST / HTTP/1.1~Content-Length: 16385^",
        "400 POST / HTTP/1.1~Content-Length: 1~Transfer-Encoding: chunked^0~~",
        "400 POST / HTTP/1.1~Transfer-Encoding: unknown^GET /health/live HTTP/1.1~Host: a~~",
        "400 POST / HTTP/1.1~Transfer-Encoding: gzip, chunked^0~~",
        "400 POST / HTTP/1.1~Transfer-Encoding: chunked, gzip^0~~",
        "400 POST / HTTP/1.1~Transfer-Encoding: gzip~Transfer-Encoding: chunked^0~~",
        "400 POST / HTTP/1.1~Transfer-Encoding: chunked~Transfer-Encoding: chunked^0~~",
        "400 POST / HTTP/1.1~Transfer-Encoding: identity^",
        "400 POST / HTTP/1.1~Transfer-Encoding: xchunked^0~~",
        "400 POST / HTTP/1.1~Transfer-Encoding:^",
        "400 POST / HTTP/1.0~Transfer-Encoding: chunked^0~~",
        // chunks
        "400 POST / HTTP/1.1~Transfer-Encoding: chunked^ZZ~",
        "400 POST / HTTP/1.1~Transfer-Encoding: chunked^-1~",
        "400 POST / HTTP/1.1~Transfer-Encoding: chunked^~",
        "400 POST / HTTP/1.1~Transfer-Encoding: chunked^7fffffffffffffff~",
        "400 POST / HTTP/1.1~Transfer-Encoding: chunked^1~abc~",
        "400 POST / HTTP/1.1~Transfer-Encoding: chunked^1\na\n",
        "400 POST / HTTP/1.1~Transfer-Encoding: chunked^1;\u0000~a~",
        "400 POST / HTTP/1.1~Transfer-Encoding: chunked^0~X~~",
        // expectations
        "417 POST / HTTP/1.1~Expect: 200-ok~Content-Length: 0^",
      })
  void malformedRequestIsAProblemAndCloses(String shape) throws IOException {
    String request = shape.substring(4).replace("^", "~Host: localhost~~").replace("~", "\r\n");
    Received received;
    try (RawClient client = new RawClient(casino.url())) {
      received = client.send(request).untilClosed();
    }

    assertThat(received.isClosed()).as(received.text()).isTrue();
    assertThat(received.responses()).as(received.text()).isEqualTo(1);
    assertThat(received.text())
        .startsWith("HTTP/1.1 " + shape.substring(0, 3) + " ")
        .contains("Content-Type: application/problem+json\r\n")
        .contains("X-Content-Type-Options: nosniff\r\n", "Cache-Control: no-store\r\n")
        .contains("Connection: close\r\n");
    assertThat(received.problem().path("status").asText()).isEqualTo(shape.substring(0, 3));
    assertThat(received.problem().path("detail").asText()).isNotEmpty();
  }

  /// The control: what is unusual and right is answered as usual.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /health/live HTTP/1.1^",
        "~~GET /health/live HTTP/1.1^",
        "GET /health/live HTTP/1.0~~",
        "GET /health/live HTTP/1.1~Host: [::1]:8080~~",
        "GET /health/live HTTP/1.1~Host: a_b.example:~~",
        "GET http://localhost/health/live HTTP/1.1^",
        "GET http://LOCALHOST:80/health/live HTTP/1.1^",
        "GET /health/live?x=%C3%A9%20%0a&y=a+b HTTP/1.1^",
        "GET /health/live HTTP/1.1~Upgrade: h2c~Connection: Upgrade, HTTP2-Settings~"
            + "HTTP2-Settings: AAMAAABkAAQAAP__^",
        "GET /health/live HTTP/1.1~Transfer-Encoding: Chunked^2;a=b~{}~0~~",
        "GET /health/live HTTP/1.1~Content-Length: 2~Content-Type: multipart/form-data^{}",
        "GET /health/live HTTP/1.1~Content-Length: 2~"
            + "Content-Type: application/x-www-form-urlencoded^{}",
      })
  void unusualRequestIsAnswered(String shape) throws IOException {
    String request = shape.replace("^", "~Host: localhost~~").replace("~", "\r\n");

    try (RawClient client = new RawClient(casino.url())) {
      Received received = client.send(request).untilResponses(1);

      assertThat(received.text()).matches("(?s)HTTP/1\\.[01] 200 .*");
    }
  }

  @Test
  void requestThatIsTooLargeSaysWhatIs() throws IOException {
    String host = "Host: localhost\r\n\r\n";
    for (List<String> shape :
        List.of(
            List.of("414", "GET /" + "a".repeat(5_000) + " HTTP/1.1\r\n" + host),
            List.of("431", "GET / HTTP/1.1\r\nX: " + "a".repeat(9_000) + "\r\n" + host),
            List.of("431", "GET / HTTP/1.1\r\n" + "a: b\r\n".repeat(101) + host),
            List.of(
                "413",
                "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n"
                    + host
                    + ("1000\r\n" + "a".repeat(4_096) + "\r\n").repeat(5)))) {
      try (RawClient client = new RawClient(casino.url())) {
        Received received = client.send(shape.get(1)).untilClosed();

        assertThat(received.text()).startsWith("HTTP/1.1 " + shape.get(0) + " ");
        assertThat(received.isClosed()).isTrue();
        assertThat(received.responses()).isEqualTo(1);
      }
    }
  }

  @Test
  void malformedRequestIsAnsweredAfterThosePipelinedBeforeIt() throws IOException {
    String good = "GET /api/casino/games HTTP/1.1\r\nHost: localhost\r\n\r\n";

    Received received;
    try (RawClient client = new RawClient(casino.url())) {
      received =
          client
              .send(good.repeat(40) + "GET /%ZZ HTTP/1.1\r\nHost: localhost\r\n\r\n" + good)
              .untilClosed();
    }

    assertThat(received.responses()).as(received.text()).isEqualTo(41);
    assertThat(received.text().split("HTTP/1\\.1 200", -1)).hasSize(41);
    assertThat(received.text().lastIndexOf("HTTP/1.1 400"))
        .isGreaterThan(received.text().lastIndexOf("HTTP/1.1 200"));
    assertThat(received.isClosed()).isTrue();
  }

  @Test
  void expectationIsMetBeforeTheBody() throws IOException {
    try (RawClient client = new RawClient(casino.url())) {
      client.send(
          """
          POST /api/session/guest HTTP/1.1
          Host: localhost
          Expect: 100-continue
          Content-Type: application/json
          Content-Length: 2

          """
              .replace("\n", "\r\n"));
      assertThat(client.untilResponses(1).text()).startsWith("HTTP/1.1 100 ");

      assertThat(client.send("{}").untilResponses(1).text()).startsWith("HTTP/1.1 201 ");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "400 Connection: keep-alive~Sec-WebSocket-Version: 13~Sec-WebSocket-Key: K",
        "400 Connection: Upgrade~Sec-WebSocket-Version: 13",
        "400 Connection: Upgrade~Sec-WebSocket-Version: 13~Sec-WebSocket-Key: x",
        "426 Connection: Upgrade~Sec-WebSocket-Key: K",
        "426 Connection: Upgrade~Sec-WebSocket-Version: 8~Sec-WebSocket-Key: K",
      })
  void halfAWebSocketHandshakeIsAProblem(String shape) throws IOException {
    String fields =
        shape.substring(4).replace("Key: K", "Key: AAAAAAAAAAAAAAAAAAAAAA==").replace("~", "\r\n");
    try (RawClient client = new RawClient(casino.url())) {
      Received received =
          client
              .send(
                  "GET /api/casino/play/crash/live HTTP/1.1\r\nHost: localhost\r\n"
                      + "Authorization: Bearer "
                      + casino.guest().token()
                      + "\r\nUpgrade: websocket\r\n"
                      + fields
                      + "\r\n\r\n")
              .untilResponses(1);

      assertThat(received.text()).startsWith("HTTP/1.1 " + shape.substring(0, 3) + " ");
      assertThat(received.text()).contains("application/problem+json", "nosniff");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TRACE", "PATCH", "MADEUP"})
  void unknownMethodIsNotAllowed(String method) throws IOException {
    try (RawClient client = new RawClient(casino.url())) {
      Received received =
          client
              .send(method + " /api/casino/balance HTTP/1.1\r\nHost: localhost\r\n\r\n")
              .untilResponses(1);

      assertThat(received.status()).isEqualTo(405);
      assertThat(received.text())
          .contains("application/problem+json", "nosniff", "Allow: GET, HEAD, OPTIONS\r\n");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"username\":\"a\\u0000b\",\"password\":\"four plain words do\"}",
        "{\"username\":\"anna\",\"password\":\"four plain \\ud800 words\"}",
        "{\"username\":\"anna\",\"password\":\"four plain \\udc00\\ud800 words\"}",
        "{\"user\\u0000name\":\"anna\"}",
        "{\"username\":{\"deep\":[1,\"\\u0000\"]}}",
      })
  void textThatNoDatabaseHoldsIsRefusedByItsField(String body) {
    for (String path : List.of("/api/session/login", "/api/session/register", "/api/ops/session")) {
      var answer = casino.send("POST", path, body, java.util.Map.of());

      assertThat(answer.status()).as(answer.toString()).isEqualTo(400);
      assertThat(answer.code()).isEqualTo("invalid_field");
    }
  }

  @Test
  void floodOfMalformedRequestsIsCountedAndHardlyLogged() throws Exception {
    double before = counted("escape");
    Lines lines = Lines.listening();
    try {
      long start = System.nanoTime();
      for (int i = 0; i < 300; i++) {
        try (RawClient client = new RawClient(casino.url())) {
          client.send("GET /x%ZZ HTTP/1.1\r\nHost: localhost\r\n\r\n").untilClosed();
        }
      }
      long seconds = 1 + (System.nanoTime() - start) / 1_000_000_000;

      assertThat(counted("escape") - before).isGreaterThanOrEqualTo(300);
      dev.pitboss.server.Concurrently.await(
          "the flood is in the log", () -> lines.about("escape") > 0);
      assertThat(lines.about("escape")).isLessThanOrEqualTo(seconds + 1);
      assertThat(lines.about("Unhandled")).isZero();
    } finally {
      lines.stop();
    }
  }

  private double counted(String kind) {
    return casino
        .get("/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith("pitboss_http_faults_total{kind=\"" + kind + "\"}"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf(' '))))
        .findFirst()
        .orElseThrow();
  }

  /// What is logged meanwhile.
  public static final class Lines extends AppenderBase<ILoggingEvent> implements AutoCloseable {
    private final Queue<String> lines = new ConcurrentLinkedQueue<>();

    public static Lines listening() {
      Lines lines = new Lines();
      lines.start();
      root().addAppender(lines);
      return lines;
    }

    @Override
    protected void append(ILoggingEvent event) {
      lines.add(event.getFormattedMessage());
    }

    public long about(String word) {
      return lines.stream().filter(line -> line.contains(word)).count();
    }

    public long all() {
      return lines.size();
    }

    @Override
    public void stop() {
      root().detachAppender(this);
      super.stop();
    }

    @Override
    public void close() {
      stop();
    }

    private static Logger root() {
      return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }
  }
}
