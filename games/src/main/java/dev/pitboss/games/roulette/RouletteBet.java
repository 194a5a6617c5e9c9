package dev.pitboss.games.roulette;

import java.util.List;

/// A stake on one place of the layout.
///
/// @param type the kind of bet
/// @param numbers the covered pockets, ascending, a place of that type
/// @param stakeMinor the stake in minor units, at least 1
public record RouletteBet(BetType type, List<Integer> numbers, long stakeMinor) {

  /// Refuses a place the layout does not have, and a stake below 1.
  public RouletteBet {
    numbers = List.copyOf(numbers);
    if (!type.covers(numbers)) {
      throw new IllegalArgumentException("The layout has no " + type.id() + " on " + numbers);
    }
    if (stakeMinor < 1) {
      throw new IllegalArgumentException("A stake is at least 1, got " + stakeMinor);
    }
  }

  /// Whether the bet wins on that pocket.
  public boolean covers(int pocket) {
    return numbers.contains(pocket);
  }

  /// What the bet is paid when it wins, in minor units, stake included.
  ///
  /// @throws ArithmeticException when that does not fit a `long`
  public long payoutMinor() {
    return Math.multiplyExact(stakeMinor, type.payoutMultiple());
  }
}
