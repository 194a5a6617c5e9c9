package dev.pitboss.server.administration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pitboss.server.CasinoClient.Answer;
import dev.pitboss.server.CasinoClient.Guest;
import dev.pitboss.server.CasinoFixture;
import dev.pitboss.server.Concurrently;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.YearMonth;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

/// `pitboss archive` beside a running casino.
class ArchiveCommandsIT {
  /// All bets and their month, by 14 months.
  private static final String MADE_OLD =
      """
      UPDATE bet SET settled_at = settled_at - interval '14 months';
      UPDATE bet_month SET opened_at = now() - interval '14 months';
      """;

  private static final String SPIN = "{\"stake\":20}";

  @Test
  void monthsAreListedWrittenAndVerified() throws Exception {
    YearMonth now = YearMonth.from(InstantSource.system().instant().atOffset(ZoneOffset.UTC));
    try (CasinoFixture casino = CasinoFixture.start()) {
      Guest guest = casino.guest();
      Answer answer = guest.post("play/slots-20", SPIN, "key-of-long-ago");
      String ref = answer.json().path("ref").asText();
      assertThat(Ran.on(casino, "archive", "write").done()).startsWith("no closed month of bets");
      casino.sql(MADE_OLD);
      String round = guest.get("rounds/" + ref).body();

      JsonNode written = Ran.on(casino, "archive", "write", "--json").json();

      Path folder = casino.seedKey().resolveSibling("archive");
      Path file = folder.resolve(written.at("/0/file").asText());
      assertThat(written.at("/0/month").asText()).isEqualTo(now.minusMonths(14).toString());
      assertThat(written.at("/0/bets").asInt()).isEqualTo(1);
      assertThat(written.at("/0/bytes").asLong()).isEqualTo(Files.size(file));
      assertThat(Ran.on(casino, "archive", "list").done())
          .contains("archived", "open", file.getFileName().toString());
      assertThat(Ran.on(casino, "archive", "verify").done()).isEqualTo("INTACT: 1 files\n");
      assertThat(Ran.on(casino, "audit", "export").done())
          .contains("bets.archived", written.at("/0/digest").asText());
      assertThat(guest.get("rounds/" + ref).body()).isEqualTo(round);
      assertThat(guest.post("play/slots-20", SPIN, "key-of-long-ago").body())
          .isEqualTo(answer.body());

      byte[] whole = Files.readAllBytes(file);
      whole[50] ^= 1;
      Files.write(file, whole);
      Ran damaged = Ran.on(casino, "archive", "verify");
      assertThat(damaged.code()).isEqualTo(1);
      assertThat(damaged.out()).startsWith("BROKEN: ").contains(file.getFileName().toString());
      assertThat(Ran.on(casino, "archive", "verify", "--json").out()).contains("\"intact\":false");
    }
  }

  /// Killed while its file is there and the table is, too, it leaves what was; the next one goes
  /// on.
  @Test
  void killedWriteLosesNothing() throws Exception {
    try (CasinoFixture casino = CasinoFixture.start()) {
      Guest guest = casino.guest();
      String ref = guest.post("play/slots-20", SPIN).json().path("ref").asText();
      casino.sql(MADE_OLD);
      String round = guest.get("rounds/" + ref).body();
      Path folder = casino.seedKey().resolveSibling("archive");

      Process killed = Ran.process(Ran.about(casino, "archive", "write"));
      try {
        Concurrently.await("a file is written", () -> holdsFiles(folder) || !killed.isAlive());
      } finally {
        killed.destroyForcibly();
      }
      assertThat(killed.waitFor()).as("control: killed, not ended").isEqualTo(128 + 9);

      assertThat(casino.number("SELECT count(*) FROM bet_month WHERE file IS NOT NULL")).isZero();
      assertThat(guest.get("rounds/" + ref).body()).isEqualTo(round);
      assertThat(Ran.on(casino, "archive", "write").done()).contains(".bets");
      assertThat(casino.number("SELECT count(*) FROM bet_month WHERE file IS NOT NULL")).isOne();
      assertThat(guest.get("rounds/" + ref).body()).isEqualTo(round);
      assertThat(Ran.on(casino, "archive", "verify").done()).isEqualTo("INTACT: 1 files\n");
    }
  }

  private static boolean holdsFiles(Path folder) {
    String[] files = folder.toFile().list((_, name) -> name.endsWith(".bets"));
    return files != null && files.length > 0;
  }

  @Test
  void youngMonthsAndOtherWordsAreRefused() {
    YearMonth now = YearMonth.from(InstantSource.system().instant().atOffset(ZoneOffset.UTC));
    Ran young = Ran.of("archive", "write", "--before", now.minusMonths(2).toString());
    assertThat(young.code()).isEqualTo(2);
    assertThat(young.err())
        .contains(
            "--before must be %s or earlier, got %s"
                .formatted(now.minusMonths(3), now.minusMonths(2)));
    Ran words = Ran.of("archive", "write", "--before", "last year");
    assertThat(words.code()).isEqualTo(2);
    assertThat(words.err()).contains("--before takes a month", "got last year");
  }

  /// What is not summed up for reports has to stay.
  @Test
  void monthThatReportsStillNeedStays() throws Exception {
    try (CasinoFixture casino = CasinoFixture.start()) {
      casino.guest().post("play/slots-20", SPIN);
      casino.sql(MADE_OLD);
      casino.sql(
          """
          SELECT close_bet_month(now());
          REVOKE UPDATE ON takings_progress FROM pitboss_app;
          UPDATE takings_progress SET summed_until = now() - interval '15 months'
          """);

      Ran refused = Ran.on(casino, "archive", "write");

      assertThat(refused.code()).isEqualTo(1);
      assertThat(refused.err()).contains("stays: gaming revenue is summed up until");
      assertThat(casino.number("SELECT count(*) FROM stored_bet")).isEqualTo(1);
    }
  }
}
