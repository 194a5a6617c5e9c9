package dev.pitboss.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pitboss.connections.CallSite;
import dev.pitboss.connections.TrackedConnection;
import dev.pitboss.server.CasinoClient;
import dev.pitboss.server.CasinoFixture;
import dev.pitboss.server.Concurrently;
import dev.pitboss.server.api.Endpoints;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/// The control: an endpoint that does what the casino's own must never do.
class LeakIT {
  private static final Duration HOLD = Duration.ofMillis(200);

  private final CasinoFixture casino = CasinoFixture.shared();
  private final Queue<TrackedConnection> forgotten = new ConcurrentLinkedQueue<>();

  @Test
  void endpointThatForgetsItsConnectionIsReportedWithFileAndLine() throws Exception {
    Api own = casino.casino().api();
    Api leaking =
        new Api(
            List.of(Endpoints.get("/leak", _ -> leak())),
            own.authorizer(),
            own.files(),
            own.metrics(),
            own.door());
    JsonNode site;
    try (WebServer server =
        WebServer.start(new ListenAddress("127.0.0.1", 22_000, true), leaking)) {
      CasinoClient client = new CasinoClient("http://127.0.0.1:" + server.port());
      Instant asked = Instant.now();
      assertThat(client.get("/leak").status()).isEqualTo(200);

      site = awaitLeak();
      assertThat(Duration.between(asked, Instant.now()))
          .as("its deadline and a second")
          .isLessThan(HOLD.plusSeconds(1));
    } finally {
      for (TrackedConnection connection : forgotten) {
        connection.close();
      }
    }

    assertThat(site.path("site").asText()).matches("LeakIT\\.java::leak:L\\d+");
    assertThat(site.path("acquired").asLong()).isEqualTo(1);
    assertThat(site.path("released").asLong(-1)).isZero();
    assertThat(site.path("leaks").asLong()).isEqualTo(1);
    // what works in the background has a connection now and then, and gives it back
    Concurrently.await("nothing is out", () -> isNothingOut());
  }

  private boolean isNothingOut() {
    JsonNode pool = casino.get("/health").json().at("/checks/databasePool");
    return pool.at("/trackingStats/totalActive").asLong(-1) == 0
        && pool.path("trackingDiscrepancy").asLong(-1) == 0;
  }

  @SuppressWarnings("MustBeClosedChecker") // the very mistake
  private Response leak() {
    try {
      forgotten.add(casino.tracker().acquire(CallSite.here(), HOLD));
      return Response.text("text/plain", "forgotten");
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }

  private JsonNode awaitLeak() throws InterruptedException {
    Instant giveUp = Instant.now().plusSeconds(10);
    while (true) {
      JsonNode health = casino.get("/health").json();
      JsonNode first = health.at("/checks/databasePool/topConnectionUsers/0");
      if (first.path("leaks").asLong() == 1) {
        assertThat(health.path("status").asText()).isEqualTo("DEGRADED");
        return first;
      }
      assertThat(Instant.now()).isBefore(giveUp);
      Thread.sleep(20);
    }
  }
}
