package dev.pitboss.server.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pitboss.server.CasinoClient.Guest;
import dev.pitboss.server.CasinoFixture;
import dev.pitboss.server.Concurrently;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/// What a page of a history reads in the database, counted by the database.
class HistoryCostIT {
  private static final int ROUNDS = 300;
  private static final int READS = 100;
  private static final int PAGE = 20;

  @Test
  void pageReadsItsOwnRoundsAndNotAllThePlayerEverPlayed() throws Exception {
    try (CasinoFixture casino = CasinoFixture.start()) {
      Guest guest = casino.guest();
      for (int i = 0; i < ROUNDS; i++) {
        assertThat(guest.spin(20).status()).isEqualTo(200);
      }
      casino.sql("ANALYZE");
      long before = roundsRead(casino);

      for (int i = 0; i < READS; i++) {
        assertThat(guest.get("game-history?limit=" + PAGE).json().path("rounds")).hasSize(PAGE);
      }

      Concurrently.await(
          "the reads are counted", () -> roundsRead(casino) >= before + (long) READS * PAGE);
      // all of them would be 30 000; what the casino's own checks read is among what is counted
      assertThat(roundsRead(casino) - before).isLessThan((long) READS * ROUNDS / 3);
    }
  }

  private static long roundsRead(CasinoFixture casino) {
    try {
      return casino.number(
          "SELECT coalesce(idx_tup_fetch, 0) + seq_tup_read FROM pg_stat_user_tables"
              + " WHERE relname = 'bet'");
    } catch (SQLException failure) {
      throw new AssertionError(failure);
    }
  }
}
