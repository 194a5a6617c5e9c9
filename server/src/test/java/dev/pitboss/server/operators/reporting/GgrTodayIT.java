package dev.pitboss.server.operators.reporting;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pitboss.server.CasinoFixture;
import dev.pitboss.server.Tenant;
import dev.pitboss.server.database.Database;
import dev.pitboss.server.database.Sql;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/// GGR since the day began, by what the house gained.
final class GgrTodayIT {
  private static final CasinoFixture CASINO = CasinoFixture.shared();
  private static final Tenant TENANT = Tenant.make(CASINO, "ggr-today", "EUR");
  private static final Duration DAY = Duration.ofDays(1);

  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
  private final Database database = CASINO.casino().services().database();
  private final GgrToday ggr =
      new GgrToday(database, CASINO.casino().services().operators(), now::get);

  @Test
  void dayBeginsWithNothingAndCountsWhatIsPlayedInIt() {
    String player = TENANT.guest();
    long before = play(player);
    assertThat(today().ggr()).as("read from the rounds").isEqualTo(before);
    long more = play(player);
    assertThat(today().ggr()).as("by what the house gained").isEqualTo(before + more);

    // the day after: what was played until now is yesterday's
    now.updateAndGet(at -> at.plus(DAY));
    GgrToday.Today next = today();
    assertThat(next.day()).isEqualTo(LocalDate.ofInstant(now.get(), ZoneOffset.UTC));
    assertThat(next.ggr()).isZero();
    assertThat(rounds()).as("control: there were rounds").isPositive();
  }

  @Test
  void operatorMadeMeanwhileIsThereWithItsFirstRead() {
    today();
    Tenant fresh = Tenant.make(CASINO, "ggr-fresh", "SEK");
    assertThat(ggr.read()).containsKey(fresh.operator().operatorId());
  }

  private GgrToday.Today today() {
    GgrToday.Today today = ggr.read().get(TENANT.operator().operatorId());
    if (today == null) {
      throw new AssertionError("nothing is known of the tenant");
    }
    return today;
  }

  /// Bets on a single number until the house has won and lost something.
  ///
  /// @return what the house gained
  private static long play(String player) {
    long gained = 0;
    for (int round = 0; round < 5; round++) {
      var settled =
          TENANT
              .ask(
                  player,
                  "POST",
                  "/api/casino/play/roulette",
                  "{\"bets\":[{\"type\":\"straight\",\"numbers\":[17],\"stake\":100}]}")
              .json();
      gained += settled.path("stake").asLong() - settled.path("payout").asLong();
    }
    return gained;
  }

  private long rounds() {
    return database.read(connection ->
        Sql.one(
            connection,
            """
            SELECT count(*) FROM round r JOIN player p ON p.player_id = r.player_id
             WHERE p.operator_id = ?
            """,
            row -> row.getLong(1),
            TENANT.operator().operatorId()));
  }
}
