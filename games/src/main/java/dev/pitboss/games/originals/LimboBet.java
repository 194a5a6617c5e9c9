package dev.pitboss.games.originals;

import dev.pitboss.games.Draws;

/// A multiplier that has to be reached.
///
/// @param target hundredths
public record LimboBet(long target) implements OriginalBet {
  /// How many results there are, as the verifiers in use have it.
  public static final int RESULTS = 100_000_000;

  /// The lowest target, hundredths.
  public static final long MIN_TARGET = 101;

  /// The highest target, hundredths: a million times the stake.
  public static final long MAX_TARGET = 100_000_000;

  /// Refuses a target out of range.
  public LimboBet {
    if (target < MIN_TARGET || target > MAX_TARGET) {
      throw new IllegalArgumentException(
          "A target is %d to %d, got %d".formatted(MIN_TARGET, MAX_TARGET, target));
    }
  }

  @Override
  public Original game() {
    return Original.LIMBO;
  }

  @Override
  public String name() {
    return Hundredths.text(target);
  }

  /// The target is reached by the draws below `⌊99 · 10⁸ / target⌋`.
  @Override
  public PayTable payTable() {
    return PayTable.winning(Original.RTP_PERCENT * RESULTS / target, RESULTS, target);
  }

  @Override
  public OriginalOutcome play(Draws draws) {
    long reached = reached(draws.below(RESULTS));
    return new OriginalOutcome.Reached(reached, reached >= target ? target : 0);
  }

  /// What a draw reaches, hundredths.
  static long reached(int draw) {
    return Math.max(100, Original.RTP_PERCENT * RESULTS / (draw + 1L));
  }
}
