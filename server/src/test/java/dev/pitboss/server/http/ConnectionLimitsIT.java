package dev.pitboss.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pitboss.server.CasinoClient;
import dev.pitboss.server.CasinoFixture;
import dev.pitboss.server.Concurrently;
import dev.pitboss.server.http.RawClient.Received;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Connections run out for clients that open too many, and not for a health check.
class ConnectionLimitsIT {
  private static final ConnectionLimits SMALL =
      new ConnectionLimits(16, 8, 12, 4, Duration.ofMillis(50));

  /// Longer than a health check takes on a busy machine.
  private static final Duration SPARE_LIFE = Duration.ofMillis(300);

  private static final String HOST = " HTTP/1.1\r\nHost: localhost\r\n\r\n";

  private final CasinoFixture casino = CasinoFixture.shared();
  private final List<RawClient> held = new ArrayList<>();
  private ConnectionLimits.Open open = new ConnectionLimits.Open(SMALL);
  private WebServer server;
  private String url;

  @BeforeEach
  void start() throws IOException {
    start(SMALL);
  }

  private void start(ConnectionLimits limits) throws IOException {
    open = new ConnectionLimits.Open(limits);
    Api own = casino.casino().api();
    Api.Door door = new Api.Door(own.door().faults(), open, new ClientAddressResolver(0));
    server =
        WebServer.start(
            new ListenAddress("127.0.0.1", 23_000, true),
            new Api(own.endpoints(), own.authorizer(), own.files(), own.metrics(), door));
    url = "http://127.0.0.1:" + server.port();
  }

  @AfterEach
  void stop() throws IOException {
    System.clearProperty(GatedTransport.IO_URING);
    for (RawClient client : held) {
      client.close();
    }
    server.close();
  }

  @Test
  void healthIsAnsweredOnANewConnectionWhileOthersHoldAll() throws Exception {
    // a stream of events is not idle
    for (int i = 0; i < SMALL.all() / 8; i++) {
      String listener = "Authorization: Bearer " + casino.guest().token() + "\r\n\r\n";
      hold(8, "GET /api/casino/play/crash/live HTTP/1.1\r\nHost: localhost\r\n" + listener);
    }
    // and as many again that never say anything: they make room for one another
    hold(3 * SMALL.spare(), "");

    for (int i = 0; i < 10; i++) {
      for (String path : List.of("/health/live", "/health/ready", "/metrics")) {
        Received answer = ask(path);
        assertThat(answer.text())
            .startsWith("HTTP/1.1 200 ")
            .containsIgnoringCase("connection: close");
        assertThat(answer.isClosed()).isTrue();
      }
    }
    Received other = ask("/api/casino/games");
    assertThat(other.status()).isEqualTo(503);
    assertThat(other.text()).contains("too_many_connections", "Retry-After: 5", "nosniff");
    assertThat(open.all()).isLessThanOrEqualTo(SMALL.all() + SMALL.spare() + 1);
  }

  /// A health check that needs a moment to send its request, among clients that open a connection
  /// for each one they lose. The control: without a life of their own, spare connections are turned
  /// over faster than that.
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void spareConnectionHasTimeForItsRequest(boolean hasLife) throws Exception {
    server.close();
    Duration life = hasLife ? SPARE_LIFE : Duration.ZERO;
    start(new ConnectionLimits(16, 8, 12, 4, life));
    hold(SMALL.all(), "");
    try (ReturningClients others = new ReturningClients(url, 2 * SMALL.spare())) {
      Concurrently.await("the others come back", () -> others.opened() > 2 * SMALL.spare());
      int answered = 0;
      for (int i = 0; i < 3; i++) {
        try (RawClient client = new RawClient(url)) {
          int before = others.opened();
          if (!hasLife) {
            Concurrently.await("others came", () -> others.opened() > before + 4 * SMALL.spare());
          } else {
            Thread.sleep(50);
          }
          boolean isSent =
              client.trySend(
                  "GET /health/live HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
          answered += isSent && client.untilClosed().text().startsWith("HTTP/1.1 200 ") ? 1 : 0;
        }
      }
      assertThat(answered).isEqualTo(hasLife ? 3 : 0);
      assertThat(open.all()).isLessThanOrEqualTo(SMALL.all() + SMALL.spare() + 64);
    }
  }

  /// Descriptors last only if those accepted beyond the limits stay few, round after round.
  @ParameterizedTest
  @ValueSource(strings = {"true", "false"})
  void holdsFewMoreThanItMayHoweverManyComeBack(String ring) throws Exception {
    server.close();
    System.setProperty(GatedTransport.IO_URING, ring);
    ConnectionLimits limits = new ConnectionLimits(32, 16, 24, 128, Duration.ofMillis(100));
    start(limits);
    try (ReturningClients others = new ReturningClients(url, 1_200)) {
      int[] most = {0};
      Concurrently.await(
          "they came back often",
          () -> {
            most[0] = Math.max(most[0], open.all());
            return others.opened() > 12_000;
          });
      assertThat(most[0])
          .isGreaterThan(limits.all())
          .isLessThanOrEqualTo(limits.all() + limits.spare() + 2 * AcceptGate.MAX_WAITING);
      assertThat(ask("/health/live").status()).isEqualTo(200);
    }
  }

  @Test
  void idleConnectionsMakeRoom() throws Exception {
    hold(SMALL.all(), "GET /health/live" + HOST);

    Concurrently.await("an idle connection went", () -> statusOf("/api/casino/games") == 200);

    for (RawClient client : held) {
      client.close();
    }
    Concurrently.await("none is counted", () -> open.all() == 0);
    assertThat(new CasinoClient(url).get("/api/casino/games").status()).isEqualTo(200);
  }

  private int statusOf(String path) {
    try {
      return ask(path).status();
    } catch (IOException _) {
      return 0;
    }
  }

  private Received ask(String path) throws IOException {
    try (RawClient client = new RawClient(url)) {
      return client
          .send("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
          .untilClosed();
    }
  }

  private void hold(int count, String request) throws IOException {
    for (int i = 0; i < count; i++) {
      RawClient client = new RawClient(url);
      held.add(client);
      client.send(request);
      if (!request.isEmpty()) {
        client.untilResponses(1);
      }
    }
  }

  /// Clients that send nothing and open a connection for each one they lose.
  private static final class ReturningClients implements AutoCloseable {
    private final AtomicInteger opened = new AtomicInteger();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private volatile boolean isOver;

    ReturningClients(String url, int count) {
      for (int i = 0; i < count; i++) {
        var _ = threads.submit(() -> comeBack(url));
      }
    }

    int opened() {
      return opened.get();
    }

    private void comeBack(String url) {
      while (!isOver) {
        try (RawClient client = new RawClient(url)) {
          opened.incrementAndGet();
          client.untilClosed();
        } catch (IOException _) {
          // reset: opened again
        }
      }
    }

    @Override
    public void close() {
      isOver = true;
      threads.close();
    }
  }
}
