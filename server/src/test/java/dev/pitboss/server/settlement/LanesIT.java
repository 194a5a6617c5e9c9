package dev.pitboss.server.settlement;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pitboss.server.CasinoClient.Answer;
import dev.pitboss.server.CasinoClient.Guest;
import dev.pitboss.server.CasinoFixture;
import dev.pitboss.server.Concurrently;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Many players' bets at once, on a database that is not always well.
class LanesIT {
  private static final String RED = "{\"bets\":[{\"type\":\"red\",\"stake\":10}]}";

  private static CasinoFixture casino;

  @BeforeAll
  static void start() {
    casino = CasinoFixture.start();
  }

  @AfterAll
  static void stop() {
    casino.close();
  }

  @Test
  void parallelBetsOfManyPlayersShareCommitsAndKeepEachPlayersOrder() throws Exception {
    List<Guest> guests = IntStream.range(0, 40).mapToObj(_ -> casino.guest()).toList();
    long before = casino.number("SELECT count(DISTINCT xmin::text) FROM bet");

    // fewer than the server takes at once
    List<Answer> answers =
        Concurrently.times(800, i -> guests.get(i % 40).post("play/roulette", RED));
    assertThat(answers).allMatch(answer -> answer.status() == 200);

    long commits = casino.number("SELECT count(DISTINCT xmin::text) FROM bet") - before;
    assertThat(commits).as("commits for 800 bets").isLessThan(400);
    assertThat(casino.get("/metrics").body())
        .contains("pitboss_settlement_waiting 0.0")
        .containsPattern("pitboss_settlement_posted_total [1-9]")
        .containsPattern("pitboss_settlement_statements_total [1-9]");
    for (Guest guest : guests) {
      JsonNode rounds = guest.get("game-history?limit=20").json().path("rounds");
      assertThat(rounds).hasSize(20);
      long balance = guest.balance();
      for (JsonNode round : rounds) {
        assertThat(round.path("balanceAfter").asLong()).isEqualTo(balance);
        balance += round.path("stake").asLong() - round.path("payout").asLong();
      }
      assertThat(balance).isEqualTo(100_000);
    }
  }

  @Test
  void betsBeyondTheBalanceNeverStakeMoreThanThereIs() throws Exception {
    Guest guest = casino.guest();
    String allIn = "{\"bets\":[{\"type\":\"red\",\"stake\":40000}]}";

    List<Answer> answers = Concurrently.times(200, _ -> guest.post("play/roulette", allIn));

    assertThat(answers).allMatch(answer -> List.of(200, 202, 409, 503).contains(answer.status()));
    assertThat(answers).anyMatch(answer -> answer.status() == 200);
    assertThat(guest.balance()).isNotNegative();
    assertInvariantsHold();
  }

  @Test
  void connectionsCutUnderLoadLoseNothingAndDoubleNothing() throws Exception {
    List<Guest> guests = IntStream.range(0, 20).mapToObj(_ -> casino.guest()).toList();
    AtomicBoolean done = new AtomicBoolean();
    AtomicLong cut = new AtomicLong();
    Thread cutter =
        Thread.ofVirtual()
            .start(() -> {
              while (!done.get()) {
                cut.addAndGet(cutConnections());
              }
            });

    List<Answer> answers =
        Concurrently.times(
            1_000, i -> guests.get(i % 20).post("play/roulette", RED, "cut-" + i / 20));
    done.set(true);
    cutter.join();
    assertThat(cut).hasValueGreaterThan(10);

    assertThat(answers.stream().map(Answer::status)).isSubsetOf(200, 202, 503);
    Concurrently.await("the pool is well", () -> guests.getFirst().get("balance").status() == 200);
    for (int i = 0; i < 1_000; i++) {
      Answer again = guests.get(i % 20).post("play/roulette", RED, "cut-" + i / 20);
      assertThat(again.status()).as(again.toString()).isEqualTo(200);
      if (answers.get(i).status() == 200) {
        assertThat(again.body()).isEqualTo(answers.get(i).body());
      }
    }
    for (Guest guest : guests) {
      assertThat(guest.get("game-history?limit=100").json().path("rounds")).hasSize(50);
    }
    assertInvariantsHold();
  }

  @Test
  void killedDatabaseProcessIsOverInTenSecondsAndNothingIsLost() throws Exception {
    List<Guest> guests = IntStream.range(0, 20).mapToObj(_ -> casino.guest()).toList();
    AtomicLong killed = new AtomicLong();
    Thread killer =
        Thread.ofVirtual()
            .start(() -> {
              long backend = settlingBackend();
              killed.set(backend);
              // PostgreSQL ends all its processes when one dies like this, and recovers
              ProcessHandle.of(backend).orElseThrow().destroyForcibly();
            });

    List<Answer> answers =
        Concurrently.times(
            1_000, i -> guests.get(i % 20).post("play/roulette", RED, "kill-" + i / 20));
    killer.join();

    assertThat(killed).hasPositiveValue();
    assertThat(answers.stream().map(Answer::status)).isSubsetOf(200, 202, 503);
    assertThat(answers.stream().map(Answer::status)).contains(200);
    Concurrently.await("the database is back", () -> guests.getFirst().spin(20).status() == 200);
    for (int i = 0; i < 1_000; i++) {
      Answer again = guests.get(i % 20).post("play/roulette", RED, "kill-" + i / 20);
      assertThat(again.status()).as(again.toString()).isEqualTo(200);
      if (answers.get(i).status() == 200) {
        assertThat(again.body()).isEqualTo(answers.get(i).body());
      }
    }
    assertInvariantsHold();
  }

  /// The one that settled last, once bets are under way.
  private static long settlingBackend() {
    AtomicLong backend = new AtomicLong();
    try {
      Thread.sleep(100);
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
    Concurrently.await(
        "a bet is settled",
        () -> {
          backend.set(lastSettlingBackend());
          return backend.get() > 0;
        });
    return backend.get();
  }

  /// 0 for none.
  private static long lastSettlingBackend() {
    try {
      return casino.number(
          """
          SELECT coalesce((
            SELECT pid FROM pg_stat_activity
             WHERE application_name = 'pitboss' AND query LIKE 'WITH posted AS%'
               AND pid <> pg_backend_pid()
             ORDER BY state_change DESC LIMIT 1), 0)
          """);
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }

  private static long cutConnections() {
    try {
      Thread.sleep(40);
      return casino.number(
          """
          SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
           WHERE application_name = 'pitboss' AND pid <> pg_backend_pid()
          """);
    } catch (SQLException | InterruptedException failure) {
      throw new IllegalStateException(failure);
    }
  }

  private static void assertInvariantsHold() {
    assertThat(casino.get("/health").json().at("/checks/invariants/broken")).isEmpty();
  }
}
