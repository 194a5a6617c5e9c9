package dev.pitboss.server.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

final class HealthHistoryTest {
  private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");
  private static final GamesReport NO_GAMES = new GamesReport(NOW, NOW, List.of());

  private final HealthHistory log = new HealthHistory(InstantSource.fixed(NOW));

  @Test
  void beginsWithTheStart() {
    log.look(health(true, 0, 0), NO_GAMES);
    assertThat(log.report().changes()).hasSize(1);
    assertThat(log.report().changes().getFirst().what()).isEqualTo("Server");
  }

  @Test
  void tellsEachChangeOnceNewestFirst() {
    log.look(health(true, 0, 0), NO_GAMES);
    log.look(health(false, 0, 2), NO_GAMES);
    log.look(health(false, 0, 2), NO_GAMES);
    log.look(health(true, 0, 2), NO_GAMES);
    assertThat(log.report().changes())
        .extracting(change -> change.what() + ": " + change.from() + " → " + change.to())
        .startsWith("Bets: stopped → taken")
        .contains("Bets: taken → stopped", "Leaks: 0 → 2", "Status: UP → DOWN")
        .hasSize(6);
  }

  @Test
  void aChangeOfStatusSaysWhy() {
    log.look(health(true, 0, 0), NO_GAMES);
    log.look(health(false, 0, 0), NO_GAMES);
    log.look(health(true, 0, 0), NO_GAMES);

    assertThat(log.report().changes())
        .filteredOn(change -> change.what().equals("Status"))
        .extracting(HealthHistory.Change::to, HealthHistory.Change::reason)
        .containsExactly(
            tuple("UP", null), tuple("DOWN", "invariant accounts_sum_to_zero is broken"));
  }

  @Test
  void aValueThatFluttersDoesNotFillTheMemory() {
    for (int i = 0; i < 1_000; i++) {
      log.look(health(true, i % 2, 0), NO_GAMES);
    }
    assertThat(log.report().changes()).hasSize(200);
    assertThat(log.report().changes().getFirst().to()).isEqualTo("exhausted, threads wait");
  }

  private static HealthReport health(boolean betting, int waiting, long leaks) {
    return new HealthReport(
        betting ? "UP" : "DOWN",
        betting ? List.of() : List.of("invariant accounts_sum_to_zero is broken"),
        NOW,
        "test",
        "unknown",
        new HealthReport.Checks(
            new HealthReport.DatabaseCheck("UP", NOW, 1, null, null, null),
            new HealthReport.InvariantCheck("UP", betting, NOW, null, List.of()),
            new HealthReport.PoolCheck(
                "UP",
                null,
                0,
                1,
                0,
                1,
                1,
                waiting,
                List.of(),
                new HealthReport.TrackingStats(0, 0, 0, leaks, 0, 0),
                0)));
  }
}
