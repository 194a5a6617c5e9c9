package dev.pitboss.games.slots;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// The greatest wins that a machine's rules allow on any strips.
final class WinLimits {
  /// More combined multipliers are too many by themselves.
  private static final int MOST_FACTORS = 10_000;

  private WinLimits() {}

  /// By how much the pay of one run can be multiplied, ways included.
  static double greatestFactor(int rows, int reels, List<Wild> wilds, WinRules wins) {
    int greatest = wilds.stream().mapToInt(Wild::multiplier).max().orElse(1);
    if (wins.isWays()) {
      return Math.pow((double) rows * greatest, reels) * greatestOfGrids(wins);
    }
    double wild =
        switch (wins.wildMultipliers()) {
          case GREATEST -> greatest;
          case PRODUCT -> Math.pow(greatest, reels);
          case SUM -> (double) greatest * reels;
        };
    return wild * greatestOfGrids(wins);
  }

  private static int greatestOfGrids(WinRules wins) {
    WinRules.Cascades cascades = wins.cascades();
    return cascades == null
        ? 1
        : Stream.of(cascades.multipliers(), cascades.freeSpinMultipliers())
            .flatMap(List::stream)
            .mapToInt(it -> it)
            .max()
            .orElse(1);
  }

  /// About how many states a line can be in, both directions within: symbols, counts and combined
  /// multipliers.
  static double states(int symbols, int reels, List<Wild> wilds, WinRules wins) {
    Set<Integer> factors = new HashSet<>(Set.of(wins.noFactor()));
    for (int reel = 0; reel < reels && factors.size() < MOST_FACTORS; reel++) {
      Set<Integer> more = new HashSet<>(factors);
      for (Wild wild : wilds) {
        factors.forEach(factor -> more.add(wins.combined(factor, wild.multiplier())));
      }
      factors = more;
    }
    double runs = (double) symbols * reels;
    return factors.size() * (wins.reading() == WinRules.Reading.LEFT ? runs : runs * runs);
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
          case WAYS, ANYWHERE -> machine.symbols().size();
          case CLUSTERS -> machine.rows() * machine.strips().size();
        };
    return ((long) run) * runs * wins.mostGrids();
  }
}
