package dev.pitboss.server.players;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pitboss.server.CasinoFixture;
import dev.pitboss.server.clients.ClientAddress;
import dev.pitboss.server.database.Database;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

/// How many players are opened, by a clock of the test's own.
class PlayerOpeningsIT {
  private static final ClientAddress ELSEWHERE = ClientAddress.of("198.51.100.9");

  private final CasinoFixture casino = CasinoFixture.shared();
  private final Database database = casino.casino().services().database();
  private Instant now = Instant.parse("2041-03-01T00:00:30Z");
  private final InstantSource clock = () -> now;

  private PlayerOpenings server() {
    return PlayerOpenings.start(database, clock, 1);
  }

  private static boolean opens(PlayerOpenings openings, int operatorId, ClientAddress address) {
    return openings.refuse(PlayerOpenings.Kind.GUEST, operatorId, address).isEmpty();
  }

  private static ClientAddress v6(int network, int household) {
    return ClientAddress.of("2001:db8:%x:%x::1".formatted(network, household));
  }

  /// Opens as many as a client can that changes its /64 with each of them.
  private long openedBy(PlayerOpenings openings, int operatorId, int tries) {
    long opened = 0;
    for (int i = 0; i < tries; i++) {
      if (opens(openings, operatorId, v6(1, i))) {
        opened++;
      }
    }
    return opened;
  }

  @Test
  void clientWithAWholeNetworkOpensAsManyAsANetworkMayAndOthersAreStillLetIn() {
    try (PlayerOpenings openings = server()) {
      long aMinute = PlayerOpenings.Level.NETWORK.aMinute(PlayerOpenings.Kind.GUEST);

      assertThat(openedBy(openings, 91_001, 20_000)).isEqualTo(aMinute);
      assertThat(opens(openings, 91_001, ELSEWHERE))
          .as("refused attempts use up no shared allowance")
          .isTrue();
      assertThat(opens(openings, 91_001, v6(2, 1))).isTrue();

      now = now.plusSeconds(60);
      assertThat(openedBy(openings, 91_001, 1_000)).isEqualTo(aMinute);
    }
  }

  @Test
  void floodFromManyAddressesMakesNoCountBeForgotten() {
    now = Instant.parse("2041-03-05T00:00:30Z");
    try (PlayerOpenings openings = server()) {
      openedBy(openings, 91_002, 1_000);

      for (int i = 0; i < 200_000; i++) {
        openings.refuse(
            PlayerOpenings.Kind.GUEST,
            91_003,
            ClientAddress.of("10.%d.%d.1".formatted(i >> 8 & 255, i & 255)));
      }

      assertThat(opens(openings, 91_002, v6(1, 77))).as("is still counted").isFalse();
    }
  }

  @Test
  void dayIsCountedByAllServersAndNotResetByARestart() {
    now = Instant.parse("2041-03-02T00:00:30Z");
    long aDay = PlayerOpenings.Level.NETWORK.aDay(PlayerOpenings.Kind.GUEST);
    long opened = 0;
    for (int minute = 0; minute < 30; minute++) {
      try (PlayerOpenings one = server(); // a restart every minute
          PlayerOpenings other = server()) {
        opened += openedBy(one, 91_004, 100);
        one.write();
        opened += openedBy(other, 91_004, 20);
      }
      now = now.plusSeconds(60);
    }

    assertThat(opened).isBetween(aDay, aDay + 20);
    try (PlayerOpenings openings = server()) {
      Duration wait =
          openings
              .refuse(PlayerOpenings.Kind.GUEST, 91_004, v6(1, 1))
              .orElseThrow(() -> new AssertionError("the day's are used up"));
      assertThat(now.plus(wait)).isAfter(Instant.parse("2041-03-03T00:00:00Z"));

      now = Instant.parse("2041-03-03T00:00:01Z");
      assertThat(opens(openings, 91_004, v6(1, 1))).as("a new day").isTrue();
    }
  }

  @Test
  void regionAndOperatorHaveLimitsOfTheirOwn() {
    now = Instant.parse("2041-03-04T00:00:30Z");
    try (PlayerOpenings openings = server()) {
      long ofRegion = 0;
      long ofOperator = 0;
      for (int i = 0; i < 3_000; i++) {
        ofRegion += opens(openings, 91_005, v6(i, 1)) ? 1 : 0;
        ofOperator +=
            opens(openings, 91_006, ClientAddress.of("11.%d.%d.1".formatted(i % 250, i / 250)))
                ? 1
                : 0;
      }

      assertThat(List.of(ofRegion, ofOperator))
          .isEqualTo(
              List.of(
                  PlayerOpenings.Level.REGION.aMinute(PlayerOpenings.Kind.GUEST),
                  PlayerOpenings.Level.OPERATOR.aMinute(PlayerOpenings.Kind.GUEST)));
    }
  }

  @Test
  void countsOfDaysThatAreOverAreDeleted() throws Exception {
    casino.sql(
        "INSERT INTO player_opening SELECT '2001-01-01', 'old ' || i, 1 FROM generate_series(1, 700) i");

    casino.casino().services().playerModule().sweep().sweep();

    assertThat(casino.number("SELECT count(*) FROM player_opening WHERE day < '2002-01-01'"))
        .isZero();
  }
}
