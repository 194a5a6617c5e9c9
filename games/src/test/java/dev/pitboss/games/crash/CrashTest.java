package dev.pitboss.games.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.pitboss.games.par.BetPar;
import dev.pitboss.games.par.Fraction;
import dev.pitboss.games.simulation.FastDraws;
import java.math.BigInteger;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CrashTest {
  private static final String SALT =
      "00000000000000000001e08b7fd44f95e3e950ac65650a8031a6d5e1750e34be";
  private static final GameHash HASH =
      GameHash.of("4488d92d89d0ed7fbb2ea23b219d569f63207e32fc44b957858838835c1719f1");

  private static final Fraction RTP = Fraction.of(99, 100);

  @Test
  void publishedRoundsOfBustabitReproduce() {
    List<Long> points =
        Stream.iterate(HASH, GameHash::before)
            .limit(5)
            .map(hash -> Crash.crashPoint(hash, SALT))
            .toList();

    assertThat(points).containsExactly(146L, 556L, 471L, 4146L, 188L);
  }

  @Test
  void smallestAndLargestDrawGiveTheEndsOfTheRange() {
    assertThat(Crash.crashPoint(0)).isEqualTo(100);
    assertThat(Crash.crashPoint((1L << 52) - 1)).isEqualTo(99L << 52);
  }

  @Test
  void targetIsReachedFromExactlyTheDrawThatItsChanceSays() {
    for (long target : new long[] {101, 102, 150, 199, 200, 201, 1_000, 99_999, 100_000}) {
      long from = (1L << 52) - 99 * (1L << 52) / target;

      assertThat(Crash.crashPoint(from)).as("%d", target).isGreaterThanOrEqualTo(target);
      assertThat(Crash.crashPoint(from - 1)).as("%d", target).isLessThan(target);
    }
  }

  @Test
  void everyTargetReturns99PercentExactly() {
    // the 2⁵² values of X round a chance down by less than one of them
    Fraction grain = new Fraction(BigInteger.ONE, BigInteger.TWO.pow(52));
    for (long target = Crash.MIN_CASH_OUT; target <= Crash.MAX_CASH_OUT; target++) {
      Fraction multiple = Fraction.of(target, 100);
      Fraction rtp = Crash.chanceToReach(target).times(multiple);

      assertThat(rtp.compareTo(RTP) <= 0 && RTP.minus(rtp).compareTo(grain.times(multiple)) < 0)
          .as("target %d returns %s", target, rtp)
          .isTrue();
    }
  }

  @Test
  void tenMillionRoundsReturn99PercentAtTheirTargets() {
    int rounds = 10_000_000;
    List<BetPar> bets = Crash.parSheet().bets();
    long[] targets = LongStream.of(200, 101, 150, 300, 500, 1_000, 10_000, 100_000).toArray();
    double[] paid = new double[targets.length];
    FastDraws draws = new FastDraws(20_261_123);
    for (int i = 0; i < rounds; i++) {
      long point = Crash.crashPoint(draws);
      for (int t = 0; t < targets.length; t++) {
        paid[t] += (double) Crash.payout(100, targets[t], point) / 100;
      }
    }
    for (int t = 0; t < targets.length; t++) {
      double tolerance = 3.5 * bets.get(t).volatility() / Math.sqrt(rounds);
      assertThat(paid[t] / rounds).as("%d", targets[t]).isCloseTo(0.99, within(tolerance));
    }
  }

  @Test
  void parSheetShowsTheSameEdgeForEveryTarget() {
    assertThat(Crash.parSheet().bets())
        .allSatisfy(bet -> assertThat(bet.rtpPercent()).isEqualByComparingTo("99"));
    assertThat(Crash.parSheet().usualBet().bet()).isEqualTo("2.00");
    // σ² = 4 · 0.495 − 0.99²
    assertThat(Crash.parSheet().usualBet().volatility())
        .isCloseTo(Math.sqrt(1.98 - 0.9801), within(1e-9));
  }

  @Test
  void betThatLeavesAtTheCrashPointIsPaidAndOneAboveIsNot() {
    assertThat(Crash.payout(300, 146, 146)).isEqualTo(438);
    assertThat(Crash.payout(300, 147, 146)).isZero();
    assertThatIllegalArgumentException().isThrownBy(() -> Crash.payout(150, 147, 200));
  }

  @Test
  void everyMultiplierHasItsFirstMillisecond() {
    long millis = 0;
    for (long hundredths = 100; hundredths <= Crash.MAX_CASH_OUT; hundredths++) {
      long at = CrashCurve.reachedAtMillis(hundredths);

      assertThat(at).isGreaterThanOrEqualTo(millis);
      assertThat(CrashCurve.multiplierAt(at)).isGreaterThanOrEqualTo(hundredths);
      if (at > 0) {
        assertThat(CrashCurve.multiplierAt(at - 1)).isLessThan(hundredths);
      }
      millis = at;
    }
  }

  @Test
  void curveIsTheOnePublished() {
    assertThat(CrashCurve.multiplierAt(-5)).isEqualTo(100);
    assertThat(CrashCurve.multiplierAt(0)).isEqualTo(100);
    assertThat(CrashCurve.reachedAtMillis(101)).isEqualTo(166);
    assertThat(CrashCurve.reachedAtMillis(200)).isEqualTo(11_553);
    assertThat(CrashCurve.reachedAtMillis(10_000)).isEqualTo(76_753);
    assertThatIllegalArgumentException().isThrownBy(() -> CrashCurve.reachedAtMillis(99));
  }

  @Test
  void hugeCrashPointStillHasAMoment() {
    assertThat(CrashCurve.reachedAtMillis(99L << 52)).isBetween(600_000L, CrashCurve.MAX_MILLIS);
  }
}
