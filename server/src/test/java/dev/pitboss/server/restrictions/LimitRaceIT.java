package dev.pitboss.server.restrictions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pitboss.server.CasinoFixture;
import dev.pitboss.server.Concurrently;
import dev.pitboss.server.api.Services;
import dev.pitboss.server.games.Bet;
import dev.pitboss.server.json.JsonObject;
import dev.pitboss.server.ledger.IdempotencyKey;
import dev.pitboss.server.settlement.Settlement;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// A thousand bets at once, over two servers on one database, by players who may lose or stake what
/// a few of them come to.
class LimitRaceIT {
  private static final int AT_ONCE = 1_000;
  private static final long LIMIT = 200;
  private static final long STAKE = 10;

  private static CasinoFixture casino;
  private static CasinoFixture other;

  @BeforeAll
  static void start() {
    casino = CasinoFixture.start();
    other = casino.another();
  }

  @AfterAll
  static void stop() {
    other.close();
    casino.close();
  }

  @Test
  void thousandBetsOverTwoServersDoNotPassTheStakeLimit() throws Exception {
    long player = limited(LimitKind.STAKE);

    Concurrently.times(AT_ONCE, i -> bet(i % 2 == 0 ? casino : other, player));
    betUntilRefused(player);

    assertThat(staked(player)).isEqualTo(LIMIT);
    assertInvariantsHold();
  }

  @Test
  void thousandBetsOverTwoServersDoNotPassTheLossLimit() throws Exception {
    long player = limited(LimitKind.LOSS);

    Concurrently.times(AT_ONCE, i -> bet(i % 2 == 0 ? casino : other, player));
    betUntilRefused(player);

    assertThat(worstLoss(player)).isBetween(LIMIT - STAKE + 1, LIMIT);
    assertInvariantsHold();
  }

  @Test
  void limitThatIsLookedAtBeforeTheBetInsteadOfWithItIsPassed() throws Exception {
    long player = services(casino).players().welcomeGuest().player().playerId();
    int atOnce = 40;
    CyclicBarrier allHaveRead = new CyclicBarrier(atOnce);

    Concurrently.times(
        atOnce,
        i -> {
          CasinoFixture server = i % 2 == 0 ? casino : other;
          long used =
              services(server).limits().overview(player).orElseThrow().usage().today().staked();
          await(allHaveRead);
          return used + STAKE <= LIMIT && bet(server, player);
        });

    assertThat(staked(player)).isGreaterThan(LIMIT);
  }

  @Test
  void limitSetAtOneServerHoldsForBetsThatAreOnTheirWayAtTheOther() throws Exception {
    long player = services(casino).players().welcomeGuest().player().playerId();
    bet(other, player); // it remembers the player as free
    Concurrently.times(
        50,
        i -> {
          if (i == 25) {
            limit(player, LimitKind.STAKE);
          }
          return bet(i % 2 == 0 ? casino : other, player);
        });
    long after = staked(player);

    betUntilRefused(player);

    assertThat(staked(player)).isEqualTo(Math.max(after, LIMIT));
  }

  private static long limited(LimitKind kind) {
    long player = services(casino).players().welcomeGuest().player().playerId();
    bet(other, player); // it remembers the player as free
    limit(player, kind);
    return player;
  }

  private static void limit(long player, LimitKind kind) {
    assertThat(
            services(casino)
                .limits()
                .change(player, List.of(new Limits.Change(kind, Period.DAY, LIMIT))))
        .isPresent();
  }

  private static void betUntilRefused(long player) {
    for (int i = 0; i < 10_000; i++) {
      Settlement settlement =
          services(i % 2 == 0 ? casino : other).play().bet(player, IdempotencyKey.fresh(), WAGER);
      if (settlement instanceof Settlement.Barred(Restriction.LimitReached _)) {
        return;
      }
    }
    throw new AssertionError("never refused");
  }

  private static boolean bet(CasinoFixture server, long player) {
    return switch (services(server).play().bet(player, IdempotencyKey.fresh(), WAGER)) {
      case Settlement.Posted _ -> true;
      case Settlement.Barred _, Settlement.Busy _, Settlement.Unknown _ -> false;
      case Settlement.Replayed unexpected -> throw new AssertionError(unexpected);
      case Settlement.Refusal unexpected -> throw new AssertionError(unexpected);
    };
  }

  /// One number of 37: most are lost.
  private static final Bet WAGER = wager();

  private static Bet wager() {
    return new dev.pitboss.server.games.RouletteGame()
        .read(
            JsonObject.parse(
                "{\"bets\":[{\"type\":\"straight\",\"numbers\":[17],\"stake\":%d}]}"
                    .formatted(STAKE)
                    .getBytes(StandardCharsets.UTF_8)));
  }

  private static long staked(long player) throws SQLException {
    return casino.number("SELECT coalesce(sum(stake), 0) FROM round WHERE player_id = " + player);
  }

  /// The most the player had lost at any moment.
  private static long worstLoss(long player) throws SQLException {
    return casino.number(
        """
        SELECT max(lost) FROM (
          SELECT -sum(e.amount) OVER (ORDER BY e.seq) AS lost
            FROM ledger_entry e JOIN account a USING (account_id)
           WHERE a.kind = 'player' AND a.player_id = %d AND e.kind IN ('stake', 'payout')) l
        """
            .formatted(player));
  }

  private static Services services(CasinoFixture server) {
    return server.casino().services();
  }

  private static void await(CyclicBarrier barrier) {
    try {
      barrier.await();
    } catch (InterruptedException | BrokenBarrierException failure) {
      throw new AssertionError(failure);
    }
  }

  private static void assertInvariantsHold() {
    assertThat(casino.get("/health").json().at("/checks/invariants/broken")).isEmpty();
  }
}
