package dev.pitboss.games.originals;

import dev.pitboss.games.Draws;

/// A roll of 0.00 to 100.00, over or under a target.
///
/// @param over whether it wins above the target; else below it
/// @param target hundredths
public record DiceBet(boolean over, int target) implements OriginalBet {
  /// How many rolls there are: 0.00 to 100.00, as the verifiers in use have it.
  public static final int ROLLS = 10_001;

  /// The most rolls a bet can win with: more would be paid less than 1.01.
  public static final int MAX_WAYS = 9_800;

  private static final int HIGHEST = ROLLS - 1;

  /// Refuses a target out of [#minTarget] to [#maxTarget].
  public DiceBet {
    if (target < minTarget(over) || target > maxTarget(over)) {
      throw new IllegalArgumentException(
          "A target is %d to %d, got %d".formatted(minTarget(over), maxTarget(over), target));
    }
  }

  /// The lowest target, hundredths.
  public static int minTarget(boolean over) {
    return over ? HIGHEST - MAX_WAYS : 1;
  }

  /// The highest target, hundredths.
  public static int maxTarget(boolean over) {
    return over ? HIGHEST - 1 : MAX_WAYS;
  }

  /// With how many of the rolls it wins.
  public int ways() {
    return over ? HIGHEST - target : target;
  }

  /// What it is paid when it wins, hundredths: 99 % over the chance, rounded down.
  public long multiplier() {
    return Original.RTP_PERCENT * ROLLS / ways();
  }

  @Override
  public Original game() {
    return Original.DICE;
  }

  @Override
  public String name() {
    return (over ? "over-" : "under-") + Hundredths.text(target);
  }

  @Override
  public PayTable payTable() {
    return PayTable.winning(ways(), ROLLS, multiplier());
  }

  @Override
  public OriginalOutcome play(Draws draws) {
    int roll = draws.below(ROLLS);
    boolean wins = over ? roll > target : roll < target;
    return new OriginalOutcome.Roll(roll, wins ? multiplier() : 0);
  }
}
