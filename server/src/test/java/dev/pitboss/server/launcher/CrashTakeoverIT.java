package dev.pitboss.server.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pitboss.server.CasinoClient;
import dev.pitboss.server.CasinoClient.Guest;
import dev.pitboss.server.CasinoFixture;
import dev.pitboss.server.Concurrently;
import dev.pitboss.server.crash.LiveTable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A process runs the table and is killed; another server over the same database goes on.
class CrashTakeoverIT {
  @TempDir Path data;

  @Test
  void secondServerTakesOverWithinTenSecondsOfAKillAndRefundsTheBetsOfTheFirst() throws Exception {
    try (CasinoFixture waiting = CasinoFixture.start()) {
      LiveTable table = waiting.casino().services().crash();
      Files.copy(waiting.seedKey(), data.resolve("seed.key"));
      try (PitbossProcess first =
          PitbossProcess.start(data, List.of("--database-url", waiting.databaseUrl()))) {
        Guest player = new CasinoClient(first.url()).guest();
        Concurrently.await("the process runs the table", () -> runsAt(waiting, player));
        Concurrently.await("the other knows that it does not", () -> !table.runsHere());
        first.kill();
        long start = System.nanoTime();

        Concurrently.await("the other runs the table", table::runsHere);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
        Guest here = waiting.known(player);
        assertThat(here.balance()).isEqualTo(100_000);
        assertThat(here.post("play/crash", "{\"stake\":100}").status()).isEqualTo(200);
        assertThat(waiting.number("SELECT sum(balance) FROM account")).isZero();
      }
    }
  }

  /// Takes the lease from its holder until the process got it, and then bets there.
  private static boolean runsAt(CasinoFixture waiting, Guest player) {
    if (player.post("play/crash", "{\"stake\":100}").status() == 200) {
      return true;
    }
    try {
      waiting.sql(
          "UPDATE crash_table SET owner = 'none', epoch = epoch + 1, expires_at = '-infinity'");
      Thread.sleep(700);
      return false;
    } catch (java.sql.SQLException | InterruptedException failure) {
      throw new AssertionError(failure);
    }
  }
}
