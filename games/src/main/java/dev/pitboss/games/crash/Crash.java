package dev.pitboss.games.crash;

import dev.pitboss.games.Draws;
import dev.pitboss.games.Rules;
import dev.pitboss.games.par.BetPar;
import dev.pitboss.games.par.Fraction;
import dev.pitboss.games.par.ParSheet;
import java.math.BigInteger;
import java.util.stream.LongStream;

/// Crash: where the multiplier stops, and what a bet that left before is paid.
///
/// With X uniform on the 2⁵² multiples of 2⁻⁵² in [0, 1), the crash point is `⌊99 / (1 − X)⌋`
/// hundredths and at least 100. A multiplier of T hundredths is reached with a chance of 99 / T, so
/// every target returns 99 %. Source of the formula: bustabit.
public final class Crash {
  /// The lowest multiplier a bet can leave at, hundredths.
  public static final long MIN_CASH_OUT = 101;

  /// The highest: a bet leaves there by itself, hundredths.
  public static final long MAX_CASH_OUT = 100_000;

  /// The most a bet is paid, minor units: a larger stake leaves earlier by itself.
  public static final long MAX_PAYOUT = 10_000_000;

  /// Stakes are multiples of it, so that every payout is a whole number of minor units.
  public static final long STAKE_STEP = 100;

  private static final long X_COUNT = 1L << 52;

  private static final Rules RULES =
      new Rules(
          "crash/1",
          """
          x = first draw below 2^26, times 2^26, plus second draw below 2^26
          crash point = floor(99 * 2^52 / (2^52 - x)) hundredths, at least 100
          multiplier after t milliseconds = floor(100 * e^(0.00006 * t)) hundredths
          a bet that leaves at m hundredths is paid stake * m / 100 if m <= crash point, else nothing
          a bet leaves at the target it was made with, or when its player says so, at the multiplier \
          of that moment, and at the latest at 100000 hundredths, or where it is paid 10000000
          a round that is interrupted is void: who had left is paid, all others get their stake back
          """);

  private Crash() {}

  /// The rules a round stores.
  public static Rules rules() {
    return RULES;
  }

  /// Where a round crashes, hundredths, at least 100.
  public static long crashPoint(Draws draws) {
    long high = draws.below(ChainDraws.BOUND);
    return crashPoint(high * ChainDraws.BOUND + draws.below(ChainDraws.BOUND));
  }

  /// Where a round crashes by its hash and the chain's salt, hundredths.
  public static long crashPoint(GameHash hash, String salt) {
    return crashPoint(new ChainDraws(hash, salt));
  }

  static long crashPoint(long x) {
    return Math.max(100, 99 * X_COUNT / (X_COUNT - x)); // 99 · 2⁵² fits a long
  }

  /// What a bet is paid that left at some multiplier, minor units.
  ///
  /// @param stake minor units, a multiple of [#STAKE_STEP]
  /// @param cashOut hundredths
  /// @param crashPoint hundredths
  public static long payout(long stake, long cashOut, long crashPoint) {
    return cashOut > crashPoint ? 0 : paidAt(stake, cashOut);
  }

  /// Where a bet leaves at the latest, hundredths.
  ///
  /// @param stake minor units, from 1 to [#MAX_PAYOUT]
  public static long latestCashOut(long stake) {
    return Math.min(MAX_CASH_OUT, MAX_PAYOUT * 100 / stake);
  }

  /// What a bet is paid that leaves in time, minor units.
  ///
  /// @throws ArithmeticException when that is more than a `long` holds
  public static long paidAt(long stake, long cashOut) {
    if (stake % STAKE_STEP != 0) {
      throw new IllegalArgumentException(
          "A stake is a multiple of %d, got %d".formatted(STAKE_STEP, stake));
    }
    return Math.multiplyExact(stake / STAKE_STEP, cashOut);
  }

  /// The exact chance that a round reaches a multiplier: all X from `2⁵² − ⌊99 · 2⁵² / T⌋` on do.
  ///
  /// @param hundredths T
  public static Fraction chanceToReach(long hundredths) {
    return hundredths <= 100
        ? Fraction.ONE
        : new Fraction(BigInteger.valueOf(99 * X_COUNT / hundredths), BigInteger.valueOf(X_COUNT));
  }

  /// The mathematics of some targets, that of a doubled stake first.
  public static ParSheet parSheet() {
    return new ParSheet(
        "crash",
        RULES,
        LongStream.of(200, 101, 150, 300, 500, 1_000, 10_000, MAX_CASH_OUT)
            .mapToObj(Crash::par)
            .toList());
  }

  private static BetPar par(long target) {
    String name = target / 100 + "." + "%02d".formatted(target % 100);
    Fraction chance = chanceToReach(target);
    Fraction multiple = Fraction.of(target, 100);
    Fraction rtp = chance.times(multiple);
    return new BetPar(
        name,
        rtp,
        0,
        chance,
        Math.sqrt(rtp.times(multiple).minus(rtp.times(rtp)).toDouble()),
        multiple,
        java.util.List.of(new BetPar.Contribution("leaves at " + name, chance, rtp)));
  }
}
