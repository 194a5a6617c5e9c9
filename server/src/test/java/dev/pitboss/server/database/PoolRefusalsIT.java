package dev.pitboss.server.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pitboss.connections.CallSite;
import dev.pitboss.connections.TrackedConnection;
import dev.pitboss.server.CasinoClient.Answer;
import dev.pitboss.server.CasinoClient.Guest;
import dev.pitboss.server.CasinoFixture;
import dev.pitboss.server.Concurrently;
import dev.pitboss.server.http.MalformedRequestsIT.Lines;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// A full pool says in the log which lines of code hold its connections.
class PoolRefusalsIT {
  private static final CallSite HOLDER = CallSite.declared("Hoarder.java", "hoard", 7);
  private static final String SECRET = "no-line-has-this-parameter";

  private static final long INTERVAL_NANOS = Duration.ofSeconds(10).toNanos();

  /// Each waits for a second.
  private static final int ATTEMPTS = 30;

  private static CasinoFixture casino;

  @BeforeAll
  static void start() {
    casino = CasinoFixture.shared().another();
  }

  @AfterAll
  static void stop() {
    casino.close();
  }

  @Test
  void refusalNamesTheHoldersAndNoParameter() throws Exception {
    Guest guest = casino.guest();
    int size = casino.databaseOptions().poolSize();
    List<TrackedConnection> held = new ArrayList<>();
    try (Lines lines = Lines.listening()) {
      assertThat(guest.get("balance").status()).isEqualTo(200);
      assertThat(lines.about("Hoarder")).as("control: nothing is refused").isZero();

      long began = System.nanoTime();
      hold(held, size);
      for (int i = 0; i < 3; i++) {
        Answer refused = guest.get("game-history");
        assertThat(refused.status()).as(refused.body()).isEqualTo(503);
      }

      long lineEvery10Seconds = 1 + (System.nanoTime() - began) / INTERVAL_NANOS;
      assertThat(lines.about("connections are held"))
          .isPositive()
          .isLessThanOrEqualTo(lineEvery10Seconds);
      assertThat(lines.about("in time; " + size + " connections are held: ")).isPositive();
      assertThat(lines.about("Hoarder.java::hoard:L7 for ")).isPositive();
      assertThat(lines.about(SECRET)).isZero();
    } finally {
      for (TrackedConnection connection : held) {
        connection.close();
      }
    }
    Concurrently.await(
        "the pool has connections again", () -> guest.get("game-history").status() == 200);
  }

  /// All connections of the pool, each of which has run a statement with a parameter. The server's
  /// own work has one now and then.
  @SuppressWarnings("MustBeClosedChecker") // the caller closes all of them
  private static void hold(List<TrackedConnection> held, int size) throws SQLException {
    for (int refused = 0; held.size() < size; ) {
      try {
        held.add(casino.tracker().acquire(HOLDER, Duration.ofMinutes(1)));
      } catch (SQLTransientConnectionException busy) {
        if (++refused > ATTEMPTS) {
          throw busy;
        }
        continue;
      }
      try (PreparedStatement statement = held.getLast().prepareStatement("SELECT ?::text")) {
        statement.setString(1, SECRET);
        statement.execute();
      }
    }
  }
}
