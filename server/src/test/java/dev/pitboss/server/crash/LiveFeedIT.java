package dev.pitboss.server.crash;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pitboss.server.CasinoClient.Guest;
import dev.pitboss.server.Concurrently;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// How the live feed handles misbehaving clients; by raw sockets.
class LiveFeedIT {
  private final CrashCasino casino = CrashCasino.shared();
  private final Guest guest = casino.fixture.guest();
  private final URI uri = URI.create(casino.fixture.url());

  private Socket connect(String... headers) throws IOException {
    Socket socket = new Socket(uri.getHost(), uri.getPort());
    socket.setSoTimeout(10_000);
    StringBuilder request = new StringBuilder("GET /api/casino/play/crash/live HTTP/1.1\r\n");
    request.append("Host: ").append(uri.getAuthority()).append("\r\n");
    request.append("Authorization: Bearer ").append(guest.token()).append("\r\n");
    for (String header : headers) {
      request.append(header).append("\r\n");
    }
    socket.getOutputStream().write((request + "\r\n").getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  private Socket webSocket(String... headers) throws IOException {
    List<String> all =
        new ArrayList<>(
            List.of(
                "Connection: Upgrade",
                "Upgrade: websocket",
                "Sec-WebSocket-Version: 13",
                "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA=="));
    all.addAll(List.of(headers));
    return connect(all.toArray(String[]::new));
  }

  private static String statusLine(Socket socket) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = socket.getInputStream().read();
        c >= 0 && c != '\r';
        c = socket.getInputStream().read()) {
      line.append((char) c);
    }
    return line.toString();
  }

  /// Reads until the server ends it, and says how long that took.
  private static Duration untilCut(Socket socket) {
    long start = System.nanoTime();
    try (InputStream in = socket.getInputStream()) {
      byte[] buffer = new byte[64 * 1024];
      int read;
      do {
        read = in.read(buffer);
      } while (read >= 0);
    } catch (IOException reset) {
      return Duration.ofNanos(System.nanoTime() - start);
    }
    return Duration.ofNanos(System.nanoTime() - start);
  }

  @Test
  void pageOfAnotherSiteCannotListen() throws Exception {
    try (Socket socket = webSocket("Origin: https://evil.example")) {
      assertThat(statusLine(socket)).contains("403");
    }
    try (Socket socket = connect("Sec-Fetch-Site: cross-site")) {
      assertThat(statusLine(socket)).contains("403");
    }
    try (Socket socket = webSocket("Origin: " + casino.fixture.url())) {
      assertThat(statusLine(socket)).contains("101");
    }
  }

  @Test
  void listeningRequiresASession() {
    assertThat(casino.fixture.get("/api/casino/play/crash/live").status()).isEqualTo(401);
  }

  @Test
  void clientThatReadsNothingIsCutWithinFiveSecondsWithoutDelayingOthers() throws Exception {
    CrashCasino.Listener other = new CrashCasino.Listener();
    WebSocket reading = casino.listen(casino.fixture.guest(), other);
    try (Socket deaf = webSocket()) {
      assertThat(statusLine(deaf)).contains("101");
      Thread.sleep(5_000);
      assertThat(untilCut(deaf)).isLessThan(Duration.ofMillis(500));
    }
    int heard = other.heard.size();
    casino.pass(1_100);
    Concurrently.await("the other hears on", () -> other.heard.size() > heard);
    assertThat(other.failed).isFalse();
    reading.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
  }

  @Test
  void hugeFrameEndsTheConnection() throws Exception {
    try (Socket socket = webSocket()) {
      OutputStream out = socket.getOutputStream();
      out.write(new byte[] {(byte) 0x82, (byte) 0xFF, 0, 0, 0, 0, 0, 0x10, 0, 0, 1, 2, 3, 4});
      try {
        out.write(new byte[1 << 20]);
      } catch (IOException cut) {
        assertThat(cut).isNotNull();
      }
      assertThat(untilCut(socket)).isLessThan(Duration.ofSeconds(3));
    }
  }

  @Test
  void clientThatSendsOverTheFeedIsDisconnected() throws Exception {
    try (Socket socket = webSocket()) {
      OutputStream out = socket.getOutputStream();
      try {
        for (int i = 0; i < 10_000; i++) {
          out.write(new byte[] {(byte) 0x81, (byte) 0x81, 0, 0, 0, 0, 'x'});
        }
      } catch (IOException cut) {
        assertThat(cut).isNotNull();
      }
      assertThat(untilCut(socket)).isLessThan(Duration.ofSeconds(3));
    }
    assertThat(guest.balance()).isEqualTo(100_000);
  }

  @Test
  void halfARequestIsNotWaitedForLong() throws Exception {
    try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
      socket
          .getOutputStream()
          .write("GET /api/casino/play/crash/live HT".getBytes(StandardCharsets.US_ASCII));
      // it holds a socket and nothing else; others are served meanwhile
      assertThat(guest.get("play/crash").status()).isEqualTo(200);
    }
  }

  @Test
  void onePlayerHasABoundedNumberOfConnections() throws Exception {
    List<Socket> sockets = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      Socket socket = webSocket();
      assertThat(statusLine(socket)).contains("101");
      sockets.add(socket);
    }
    try (Socket ninth = webSocket()) {
      assertThat(statusLine(ninth)).contains("503");
    }
    for (Socket socket : sockets) {
      socket.close();
    }
    Concurrently.await("there is room again", this::canListen);
  }

  private boolean canListen() {
    try (Socket socket = webSocket()) {
      return statusLine(socket).contains("101");
    } catch (IOException failure) {
      return false;
    }
  }

  @Test
  void withoutWebSocketsTheTableComesAsEvents() throws Exception {
    try (Socket socket = connect("Accept: text/event-stream");
        BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
      assertThat(lines.readLine()).contains("200");
      String data =
          lines.lines().filter(line -> line.startsWith("data: ")).findFirst().orElseThrow();
      JsonNode first = CrashCasino.json(data.substring("data: ".length()));
      assertThat(first.path("type").asText()).isEqualTo("snapshot");
    }
  }
}
