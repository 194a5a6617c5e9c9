package dev.pitboss.server.restrictions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pitboss.server.ledger.EntryKind;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class UsageTotalsTest {
  /// A Wednesday.
  private static final Instant NOW = Instant.parse("2031-03-12T10:00:00Z");

  private static final ZoneId UTC = ZoneOffset.UTC;

  @Test
  void betCountsItsStakeAndItsLoss() {
    UsageTotals usage = UsageTotals.NONE.after(bet(100, 30, NOW), UTC);
    assertThat(usage.in(Period.DAY, NOW, UTC)).isEqualTo(new Sums(100, 30, 1, 60_000));
    assertThat(usage.in(Period.DAY, NOW, UTC).net()).isEqualTo(-70);
  }

  @Test
  void openStakeCountsWhenItIsPlacedAndNotAgain() {
    UUID ref = UUID.randomUUID();
    UsageTotals open =
        UsageTotals.NONE.after(List.of(new PlayEntry(EntryKind.HOLD, -100, ref, NOW)), UTC);
    assertThat(open.today()).isEqualTo(new Sums(100, 0, 1, 60_000));
    Instant later = NOW.plusSeconds(30);
    UsageTotals over =
        open.after(
            List.of(
                new PlayEntry(EntryKind.RELEASE, 100, ref, later),
                new PlayEntry(EntryKind.STAKE, -100, ref, later),
                new PlayEntry(EntryKind.PAYOUT, 150, ref, later)),
            UTC);
    assertThat(over.today()).isEqualTo(new Sums(100, 150, 1, 60_000));
    assertThat(over.playSession()).isEqualTo(new PlaySession(NOW, NOW, 50));
  }

  @Test
  void stakeTakenBackIsNotStaked() {
    UUID ref = UUID.randomUUID();
    UsageTotals usage =
        UsageTotals.NONE.after(
            List.of(
                new PlayEntry(EntryKind.HOLD, -100, ref, NOW),
                new PlayEntry(EntryKind.RELEASE, 100, ref, NOW)),
            UTC);
    assertThat(usage.today().staked()).isZero();
    // and the bet after it is one
    assertThat(usage.after(bet(5, 0, NOW.plusSeconds(1)), UTC).today())
        .isEqualTo(new Sums(5, 0, 2, 61_000));
  }

  @Test
  void betsPlacedElsewhereWithTheSameWalletCountToo() {
    UsageTotals usage =
        UsageTotals.NONE.after(
            List.of(
                new PlayEntry(EntryKind.EXTERNAL_STAKE, -100, null, NOW),
                new PlayEntry(EntryKind.EXTERNAL_STAKE, -50, null, NOW),
                new PlayEntry(EntryKind.EXTERNAL_ROLLBACK, 50, null, NOW),
                new PlayEntry(EntryKind.EXTERNAL_PAYOUT, 30, null, NOW),
                new PlayEntry(EntryKind.TRANSFER_OUT, -500, null, NOW),
                new PlayEntry(EntryKind.ADJUSTMENT, 7, null, NOW)),
            UTC);
    assertThat(usage.today()).isEqualTo(new Sums(100, 30, 2, 60_000));
  }

  @Test
  void dayWeekAndMonthBeginAnew() {
    UsageTotals usage = UsageTotals.NONE.after(bet(100, 0, NOW), UTC);
    Instant thursday = Instant.parse("2031-03-13T00:00:00Z");
    assertThat(staked(usage, thursday.minusMillis(1))).containsExactly(100L, 100L, 100L);
    assertThat(staked(usage, thursday)).containsExactly(0L, 100L, 100L);
    Instant monday = Instant.parse("2031-03-17T00:00:00Z");
    assertThat(staked(usage, monday.minusMillis(1))).containsExactly(0L, 100L, 100L);
    assertThat(staked(usage, monday)).containsExactly(0L, 0L, 100L);
    Instant april = Instant.parse("2031-04-01T00:00:00Z");
    assertThat(staked(usage, april.minusMillis(1))).containsExactly(0L, 0L, 100L);
    assertThat(staked(usage, april)).containsExactly(0L, 0L, 0L);
  }

  @Test
  void periodsEndByTheCalendarOfTheZone() {
    ZoneId newYork = ZoneId.of("America/New_York");
    // the night the clocks go forward is an hour shorter
    assertThat(Period.DAY.end(java.time.LocalDate.of(2031, 3, 9), newYork))
        .isEqualTo(Instant.parse("2031-03-10T04:00:00Z"));
    assertThat(Period.WEEK.end(java.time.LocalDate.of(2031, 3, 9), newYork))
        .isEqualTo(Instant.parse("2031-03-10T04:00:00Z"));
    assertThat(Period.MONTH.end(java.time.LocalDate.of(2031, 3, 9), newYork))
        .isEqualTo(Instant.parse("2031-04-01T04:00:00Z"));
    UsageTotals usage =
        UsageTotals.NONE.after(bet(100, 0, Instant.parse("2031-03-13T03:59:59Z")), newYork);
    assertThat(usage.in(Period.DAY, Instant.parse("2031-03-13T03:59:59Z"), newYork).staked())
        .isEqualTo(100);
    assertThat(usage.in(Period.DAY, Instant.parse("2031-03-13T04:00:00Z"), newYork).staked())
        .isZero();
  }

  @Test
  void timeIsFromBetToBetAndABreakBeginsANewStreak() {
    UsageTotals usage = UsageTotals.NONE.after(bet(1, 0, NOW), UTC);
    usage = usage.after(bet(1, 0, NOW.plusSeconds(300)), UTC);
    assertThat(usage.today().playedMillis()).isEqualTo(360_000);
    assertThat(usage.playSession().since()).isEqualTo(NOW);
    Instant afterBreak = NOW.plusSeconds(300).plus(PlaySession.BREAK).plusMillis(1);
    usage = usage.after(bet(1, 0, afterBreak), UTC);
    assertThat(usage.today().playedMillis()).isEqualTo(420_000);
    assertThat(usage.playSession()).isEqualTo(new PlaySession(afterBreak, afterBreak, -1));
  }

  @Test
  void clockThatGoesBackTakesNothingAway() {
    UsageTotals usage = UsageTotals.NONE.after(bet(100, 0, NOW), UTC);
    UsageTotals after = usage.after(bet(100, 0, NOW.minus(Duration.ofDays(2))), UTC);
    assertThat(after.today()).isEqualTo(new Sums(200, 0, 2, 60_000));
    assertThat(after.day()).isEqualTo(usage.day());
  }

  @Test
  void usageReadByDaysIsTheUsageAddedUpOneByOne() {
    Random random = new Random(8);
    List<PlayEntry> all = new ArrayList<>();
    Instant at = NOW;
    for (int i = 0; i < 2_000; i++) {
      at = at.plusSeconds(random.nextInt(3_600));
      all.addAll(bet(1 + random.nextInt(100), random.nextInt(150), at));
    }
    UsageTotals oneByOne = UsageTotals.NONE.after(all, UTC);
    java.util.TreeMap<java.time.LocalDate, Sums> days = new java.util.TreeMap<>();
    UsageTotals rolling = UsageTotals.NONE;
    for (int i = 0; i < all.size(); i += 2) {
      UsageTotals before = rolling;
      rolling =
          UsageTotals.resumed(before.day(), before.playSession()).after(all.subList(i, i + 2), UTC);
      days.merge(rolling.day(), rolling.today(), Sums::plus);
    }
    UsageTotals byDays = UsageTotals.NONE;
    for (var day : days.tailMap(rolling.day().minusDays(37)).entrySet()) {
      byDays = byDays.with(day.getKey(), day.getValue());
    }
    for (Period period : Period.values()) {
      assertThat(byDays.in(period, at, UTC)).isEqualTo(oneByOne.in(period, at, UTC));
    }
    assertThat(rolling.playSession()).isEqualTo(oneByOne.playSession());
  }

  private static List<PlayEntry> bet(long stake, long payout, Instant at) {
    UUID ref = UUID.randomUUID();
    return List.of(
        new PlayEntry(EntryKind.STAKE, -stake, ref, at),
        new PlayEntry(EntryKind.PAYOUT, payout, ref, at));
  }

  private static List<Long> staked(UsageTotals usage, Instant at) {
    return java.util.Arrays.stream(Period.values())
        .map(period -> usage.in(period, at, UTC).staked())
        .toList();
  }
}
