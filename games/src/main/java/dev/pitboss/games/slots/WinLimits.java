package dev.pitboss.games.slots;

import java.util.List;

/// The greatest wins that a machine's rules allow, whatever its strips.
final class WinLimits {
  private WinLimits() {}

  /// By how much the pay of one run can be multiplied, ways included.
  static double greatestFactor(int rows, int reels, List<Wild> wilds, WinRules wins) {
    int greatest = wilds.stream().mapToInt(Wild::multiplier).max().orElse(1);
    if (wins.isWays()) {
      return Math.pow((double) rows * greatest, reels);
    }
    return switch (wins.wildMultipliers()) {
      case GREATEST -> greatest;
      case PRODUCT -> Math.pow(greatest, reels);
      case SUM -> (double) greatest * reels;
    };
  }

  static int filled(WinRules wins) {
    WinRules.Filling filling = wins.filledGrid();
    return filling == null ? 1 : filling.multiplier();
  }

  /// What the runs of one spin pay at the most, in bets, without jackpots.
  static long mostOfRuns(SlotMachine machine) {
    int pay =
        machine.symbols().stream()
            .flatMap(symbol -> symbol.pays().values().stream())
            .mapToInt(it -> it)
            .max()
            .orElse(0);
    WinRules wins = machine.wins();
    double run =
        pay
            * greatestFactor(machine.rows(), machine.strips().size(), machine.wilds(), wins)
            * filled(wins);
    int runs =
        switch (wins.reading()) {
          case LEFT, EITHER -> machine.lines().size();
          case BOTH -> 2 * machine.lines().size();
          case WAYS -> machine.symbols().size();
        };
    return ((long) run) * runs;
  }
}
