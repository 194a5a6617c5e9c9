package dev.pitboss.server.crash;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pitboss.server.CasinoClient.Answer;
import dev.pitboss.server.CasinoClient.Guest;
import dev.pitboss.server.CasinoFixture;
import dev.pitboss.server.Concurrently;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/// Two servers over one database, and one lease.
class TakeoverIT {
  /// Another server takes over, by the database, and dies at once.
  private static final String TAKEN_AND_LEFT =
      """
      WITH taken AS (UPDATE crash_table SET owner = 'another', epoch = epoch + 1,
                            expires_at = clock_timestamp() + interval '2 s')
      DELETE FROM posting_guard
      """;

  @Test
  void deposedOwnerMovesNothingBeforeItEvenKnowsAndItsSuccessorRefundsWithinTenSeconds()
      throws Exception {
    AtomicLong millis = new AtomicLong(1_000_000);
    try (CasinoFixture first = CasinoFixture.startWithCrashClock(millis::get);
        CasinoFixture second = first.another()) {
      LiveTable table = first.casino().services().crash();
      Concurrently.await("the first runs the table", table::runsHere);
      LiveTable other = second.casino().services().crash();
      Guest there = second.known(first.guest());
      assertThat(other.runsHere()).isFalse();
      assertThat(there.post("play/crash", "{\"stake\":100}").code()).isEqualTo("table_away");

      Guest here = first.guest();
      JsonNode bet = here.post("play/crash", "{\"stake\":1000}").json();
      long balances = first.number("SELECT sum(version) FROM account");
      long start = System.nanoTime();
      first.sql(TAKEN_AND_LEFT);

      Answer late = here.send("DELETE", "/api/casino/play/crash", null);
      assertThat(late.status()).isEqualTo(503);
      assertThat(first.guest().post("play/crash", "{\"stake\":100}").status()).isEqualTo(503);
      assertThat(first.number("SELECT count(*) FROM open_round")).isEqualTo(1);
      assertThat(first.number("SELECT sum(version) FROM account")).isEqualTo(balances);

      Concurrently.await("a server runs it again", () -> noBetIsOpen(first));
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
      assertThat(here.balance()).isEqualTo(100_000);
      JsonNode refunded = here.get("rounds/" + bet.path("ref").asText()).json();
      assertThat(refunded.at("/result/refunded").asBoolean()).isTrue();
      assertThat(first.number("SELECT sum(balance) FROM account")).isZero();
      Concurrently.await("one of them runs it", () -> table.runsHere() ^ other.runsHere());
    }
  }

  @Test
  void waitingServerRunsTheTableWhenTheOtherCloses() throws Exception {
    try (CasinoFixture first = CasinoFixture.start()) {
      LiveTable table = first.casino().services().crash();
      Concurrently.await("the first runs the table", table::runsHere);
      try (CasinoFixture second = first.another()) {
        LiveTable other = second.casino().services().crash();
        Guest player = first.guest();
        assertThat(player.post("play/crash", "{\"stake\":100}").status()).isEqualTo(200);
        table.close();
        assertThat(player.balance()).isEqualTo(100_000);
        Concurrently.await("the second runs the table", other::runsHere);
        assertThat(second.known(player).post("play/crash", "{\"stake\":100}").status())
            .isEqualTo(200);
      }
    }
  }

  private static boolean noBetIsOpen(CasinoFixture casino) {
    try {
      return casino.number("SELECT count(*) FROM open_round") == 0;
    } catch (SQLException failure) {
      throw new AssertionError(failure);
    }
  }
}
