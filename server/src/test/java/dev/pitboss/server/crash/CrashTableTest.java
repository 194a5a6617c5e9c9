package dev.pitboss.server.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.pitboss.games.crash.Crash;
import dev.pitboss.games.crash.CrashCurve;
import dev.pitboss.server.crash.CrashTable.Due;
import dev.pitboss.server.crash.CrashTable.Leave;
import dev.pitboss.server.games.CrashBet;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The table's rules in time, without time.
class CrashTableTest {
  private static final long START = 50_000;
  private static final int INTERLEAVINGS = 1_000_000;

  private final CrashTable table = new CrashTable(START);

  private static TableBet bet(long player, @Nullable Long auto) {
    return new TableBet(
        new UUID(0, player), player, "p" + player, new CrashBet(1_000, auto, false, null, false));
  }

  /// Betting is over, and the round runs until that multiplier.
  private long run(CrashTable at, List<TableBet> bets, long crashPoint) {
    long now = START + CrashTable.BETTING_MILLIS;
    assertThat(at.advance(now)).isEqualTo(Due.START);
    at.started(now, bets, crashPoint);
    return now;
  }

  @Test
  void phasesFollowEachOtherAtTheirTimes() {
    assertThat(table.advance(START + 4_999)).isEqualTo(Due.NOTHING);
    long now = run(table, List.of(), 200);
    long acted = now + 11_553 + CrashTable.HEARING_MILLIS;
    assertThat(table.advance(acted - 1)).isEqualTo(Due.NOTHING);
    assertThat(table.advance(acted)).isEqualTo(Due.CRASH);
    table.crashed(now + 11_560);
    assertThat(table.advance(now + 20_000)).isEqualTo(Due.NOTHING);
    table.settled();
    assertThat(table.advance(now + 14_559)).isEqualTo(Due.NOTHING);
    assertThat(table.advance(now + 14_560)).isEqualTo(Due.OPEN);
    table.opened(now + 14_560);
    assertThat(table.phase()).isInstanceOf(Phase.Betting.class);
  }

  @Test
  void betOnItsWayIsWaitedForAndNotForLong() {
    long promise = table.book().promise(2_000);
    long end = START + CrashTable.BETTING_MILLIS;

    assertThat(table.advance(end)).isEqualTo(Due.NOTHING);
    assertThat(table.advance(end + CrashTable.CLOSING_MILLIS - 1)).isEqualTo(Due.NOTHING);
    assertThat(table.advance(end + CrashTable.CLOSING_MILLIS)).isEqualTo(Due.START);
    assertThat(table.book().keep(promise, bet(1, null))).isTrue();
  }

  @Test
  void betLeavesAtItsTargetThoughTheTableLooksLater() {
    TableBet auto = bet(1, 150L);
    long now = run(table, List.of(auto, bet(2, 250L)), 200);
    table.advance(now + CrashCurve.reachedAtMillis(180));

    assertThat(table.leftByThemselves()).containsExactly(new CrashTable.Left(auto, 150));
    assertThat(table.leave(1, auto.ref(), now + CrashCurve.reachedAtMillis(190)))
        .isEqualTo(new Leave.At(150));
  }

  @Test
  void targetAtTheCrashPointIsReachedAndOneAboveIsNot() {
    TableBet at = bet(1, 200L);
    TableBet above = bet(2, 201L);
    long now = run(table, List.of(at, above), 200);
    assertThat(table.advance(now + 60_000)).isEqualTo(Due.CRASH);

    assertThat(table.leftByThemselves()).containsExactly(new CrashTable.Left(at, 200));
    assertThat(table.leave(2, above.ref(), now + 100)).isEqualTo(new Leave.TooLate());
  }

  @Test
  void wishThatArrivedInTimeIsInTimeThoughItIsHeardALittleAfter() {
    TableBet bet = bet(1, null);
    TableBet other = bet(2, null);
    long now = run(table, List.of(bet, other), 200);
    table.advance(now + 11_560);

    assertThat(table.leave(2, other.ref(), now + 11_553)).isEqualTo(new Leave.TooLate());
    assertThat(table.leave(1, bet.ref(), now + 11_552)).isEqualTo(new Leave.At(199));
    assertThat(table.advance(now + 11_600)).isEqualTo(Due.CRASH);
    assertThat(table.leave(2, other.ref(), now + 11_552)).isEqualTo(new Leave.TooLate());
  }

  @Test
  void wishAtTheMomentOfTheCrashIsTooLate() {
    TableBet bet = bet(1, null);
    long now = run(table, List.of(bet), 200);

    assertThat(table.leave(1, bet.ref(), now + 11_553)).isEqualTo(new Leave.TooLate());
    assertThat(table.decided()).isEmpty();
  }

  @Test
  void roundThatCrashesAtOnceAllowsNoCashOut() {
    TableBet bet = bet(1, 101L);
    long now = run(table, List.of(bet), 100);

    assertThat(table.leave(1, bet.ref(), now)).isEqualTo(new Leave.TooLate());
    assertThat(table.advance(now + CrashTable.HEARING_MILLIS)).isEqualTo(Due.CRASH);
    assertThat(table.leftByThemselves()).isEmpty();
  }

  @Test
  void betOfAnotherPlayerOrNotInPlayCannotBeMoved() {
    TableBet bet = bet(1, null);
    table.book().keep(table.book().promise(1), bet);
    assertThat(table.leave(1, bet.ref(), START)).isEqualTo(new Leave.TooEarly());
    assertThat(table.leave(2, bet.ref(), START)).isEqualTo(new Leave.NoSuchBet());
    long now = run(table, List.of(bet), 200);
    assertThat(table.leave(2, bet.ref(), now + 10)).isEqualTo(new Leave.NoSuchBet());
    assertThat(table.leave(1, new UUID(9, 9), now + 10)).isEqualTo(new Leave.NoSuchBet());
  }

  @Test
  void roundTakesNoMoreThanTheHouseCanLose() {
    RoundExposure book = new RoundExposure();
    long promise = book.promise(RoundExposure.MAX_LIABILITY - 10);

    assertThat(book.promise(11)).isZero();
    assertThat(book.promise(10)).isPositive();
    book.drop(promise);
    assertThat(book.liability()).isEqualTo(10);
    for (int i = 1; i < RoundExposure.MAX_BETS; i++) {
      assertThat(book.promise(1)).isPositive();
    }
    assertThat(book.promise(1)).isZero();
  }

  @Test
  void secretsAreNotInTheTextOfAPhase() {
    run(table, List.of(), 7_777);
    assertThat(table.phase().toString()).doesNotContain("7777");
    table.advance(START + 1_000_000);
    assertThat(table.phase().toString()).doesNotContain("7777");
  }

  @Test
  void phasesCannotBeSkipped() {
    assertThatIllegalStateException().isThrownBy(() -> table.started(START, List.of(), 200));
    assertThatIllegalStateException().isThrownBy(() -> table.crashed(START));
    assertThatIllegalStateException().isThrownBy(() -> table.opened(START));
  }

  /// Requests, repeated, and the clock, in any order around the crash: a bet has one fate, and it
  /// is the one that its rule and the time of its first request say.
  @Test
  void inAMillionInterleavingsOfLeavingAndCrashEveryBetIsPaidAtMostOnceAndRightly() {
    SplittableRandom random = new SplittableRandom(11);
    long paidBets = 0;
    for (int i = 0; i < INTERLEAVINGS; i++) {
      paidBets += interleave(random.split()) ? 1 : 0;
    }
    assertThat(paidBets).isBetween(INTERLEAVINGS / 10L, INTERLEAVINGS * 9L / 10);
  }

  private static boolean interleave(SplittableRandom random) {
    long crashPoint = random.nextLong(100, 110);
    Long auto = random.nextBoolean() ? random.nextLong(101, 112) : null;
    TableBet bet = bet(1, auto);
    CrashTable at = new CrashTable(START);
    long begun = START + CrashTable.BETTING_MILLIS;
    at.advance(begun);
    at.started(begun, List.of(bet), crashPoint);
    long crashesAt = begun + CrashCurve.reachedAtMillis(crashPoint);

    List<Long> fates = new ArrayList<>();
    long now = begun;
    boolean crashed = false;
    for (int step = 0; step < 12; step++) {
      now += random.nextLong(0, 400);
      if (random.nextInt(3) == 0) {
        long said = now - random.nextLong(0, 3); // it waited a little before it was heard
        if (at.leave(1, bet.ref(), Math.max(begun, said)) instanceof Leave.At(long hundredths)) {
          fates.add(hundredths);
        }
      } else if (!crashed && at.advance(now) == Due.CRASH) {
        at.crashed(now);
        crashed = true;
      }
      at.leftByThemselves().forEach(left -> fates.add(left.hundredths()));
    }
    if (!crashed) {
      at.advance(crashesAt + CrashTable.HEARING_MILLIS);
      at.leftByThemselves().forEach(left -> fates.add(left.hundredths()));
    }
    if (fates.stream().distinct().count() > 1) {
      throw new AssertionError("left at " + fates);
    }
    Long decided = at.decided().get(bet.ref());
    if (!fates.isEmpty() && !fates.getFirst().equals(decided)) {
      throw new AssertionError("left at " + fates + " but settled at " + decided);
    }
    long leaves = decided == null ? bet.bet().target() : decided;
    long paid = Crash.payout(1_000, leaves, crashPoint);
    boolean reached = auto != null && auto <= crashPoint;
    if (((decided != null || reached) && paid == 0) || paid > 10 * bet.bet().target()) {
      throw new AssertionError(
          "auto %s, crash %d, decided %s, paid %d".formatted(auto, crashPoint, decided, paid));
    }
    return paid > 0;
  }
}
