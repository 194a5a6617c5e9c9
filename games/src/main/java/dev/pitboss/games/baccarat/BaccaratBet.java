package dev.pitboss.games.baccarat;

/// A stake on one spot.
///
/// @param spot where it lies
/// @param stakeMinor in minor units, a positive multiple of the spot's step
public record BaccaratBet(Spot spot, long stakeMinor) {

  /// Refuses a stake the spot does not take.
  public BaccaratBet {
    if (stakeMinor < 1 || stakeMinor % spot.stakeStep() != 0) {
      throw new IllegalArgumentException(
          "A stake on %s is a positive multiple of %d, got %d"
              .formatted(spot.id(), spot.stakeStep(), stakeMinor));
    }
  }

  /// What the coup pays in minor units, stake included; exact, because of the spot's step.
  ///
  /// @throws ArithmeticException when that does not fit a `long`
  long payoutMinor(Coup coup) {
    return Math.multiplyExact(stakeMinor, (long) spot.paidParts(coup)) / Spot.PARTS;
  }

  long mostMinor() {
    return Math.multiplyExact(stakeMinor, (long) spot.mostParts()) / Spot.PARTS;
  }
}
