package dev.pitboss.server.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pitboss.server.CasinoClient;
import dev.pitboss.server.CasinoClient.Answer;
import dev.pitboss.server.CasinoClient.Guest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A server whose embedded database is killed.
class DatabaseLossIT {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  @TempDir Path data;

  @Test
  void betsGoOnAfterADatabaseIsKilledAndTheProcessEndsWhenItIsGone() throws Exception {
    try (PitbossProcess casino = PitbossProcess.start(data)) {
      CasinoClient client = new CasinoClient(casino.url());
      Guest guest = client.guest();
      Answer before = guest.post("play/slots-20", "{\"stake\":20}", "before");
      assertThat(before.status()).isEqualTo(200);

      postmaster().destroyForcibly();

      assertThat(awaitBet(guest, "after").status()).isEqualTo(200);
      assertThat(awaitBet(guest, "before").body()).isEqualTo(before.body());
      assertThat(client.get("/metrics").body()).contains("pitboss_embedded_restarts_total 1.0");

      // the control: with nothing to start it from, the process does not live on without it
      ProcessHandle server = postmaster();
      Files.move(cluster(), data.resolve("elsewhere"));
      server.destroyForcibly();

      assertThat(casino.awaitExit(TIMEOUT)).isEqualTo(5);
      assertThat(casino.rest())
          .containsPattern("pitboss: the embedded database exited and cannot be restarted: .*gone");
    }
  }

  private static Answer awaitBet(Guest guest, String key) throws InterruptedException {
    long until = System.nanoTime() + TIMEOUT.toNanos();
    Answer answer = guest.post("play/slots-20", "{\"stake\":20}", key);
    while (answer.status() != 200 && System.nanoTime() < until) {
      assertThat(answer.status()).isIn(202, 503);
      Thread.sleep(50);
      answer = guest.post("play/slots-20", "{\"stake\":20}", key);
    }
    return answer;
  }

  private Path cluster() {
    return data.resolve("database").resolve("cluster");
  }

  private ProcessHandle postmaster() throws IOException {
    String pid = Files.readAllLines(cluster().resolve("postmaster.pid")).getFirst().strip();
    return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
  }
}
