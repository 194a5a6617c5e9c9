package dev.pitboss.games.originals;

import dev.pitboss.games.Draws;
import dev.pitboss.games.par.BetPar;

/// A bet on one of the originals, without its stake: a pure function of draws, with its exact pay
/// table. Immutable and thread-safe.
public sealed interface OriginalBet permits DiceBet, LimboBet, PlinkoBet, WheelBet, KenoBet {
  /// What it is a bet on.
  Original game();

  /// Its name in the PAR sheet, one word.
  String name();

  /// What it can be paid, with exact chances.
  PayTable payTable();

  /// Plays a round. The draws are taken as [Original#rules] say.
  OriginalOutcome play(Draws draws);

  /// The exact mathematics.
  default BetPar par() {
    return payTable().par(name());
  }

  /// What a multiplier is of a stake, minor units; never rounded.
  ///
  /// @param stakeMinor a multiple of [Original#STAKE_STEP]
  /// @param multiplier hundredths
  /// @throws IllegalArgumentException when the stake is not on the step
  /// @throws ArithmeticException when the payout does not fit a `long`
  static long payoutMinor(long stakeMinor, long multiplier) {
    if (stakeMinor % Original.STAKE_STEP != 0) {
      throw new IllegalArgumentException(
          "A stake is a multiple of %d, got %d".formatted(Original.STAKE_STEP, stakeMinor));
    }
    return Math.multiplyExact(stakeMinor / Original.STAKE_STEP, multiplier);
  }
}
