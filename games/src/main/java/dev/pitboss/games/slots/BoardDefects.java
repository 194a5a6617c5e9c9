package dev.pitboss.games.slots;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What keeps a machine from being played whose grids are read as a whole. A message begins with
/// the path of the part at fault.
final class BoardDefects extends Defects {
  /// So many combinations are tried in a second or two, most of which win nothing early.
  private static final long MAX_OF_RUNS = 25_000_000;

  /// The same where more win, and none is lost before the last reel.
  private static final long MAX_OF_CELLS = 8_000_000;

  /// So that wins of all combinations, up to 64 on each, are counted in a `long`.
  private static final double MOST_COUNTED = 0x1p57;

  private static final int MAX_MULTIPLIERS = 20;
  private static final int MAX_MULTIPLIER = 100;
  private static final int MAX_CASCADES = 100;

  private final List<Wild> wilds;
  private final @Nullable FreeSpins freeSpins;
  private final WinRules wins;

  private BoardDefects(List<Wild> wilds, @Nullable FreeSpins freeSpins, WinRules wins) {
    this.wilds = wilds;
    this.freeSpins = freeSpins;
    this.wins = wins;
  }

  static List<String> of(
      List<List<String>> strips, List<Wild> wilds, @Nullable FreeSpins freeSpins, WinRules wins) {
    BoardDefects defects = new BoardDefects(wilds, freeSpins, wins);
    if (wins.isOfWholeGrids()) {
      defects.checkParts();
    }
    WinRules.Cascades cascades = wins.cascades();
    if (cascades != null) {
      defects.checkCascades(cascades);
      double combinations = combinations(strips, freeSpins);
      long most = mostCombinations(wins);
      defects.require(
          combinations <= most,
          ("strips: their combinations, those of free spins' own reels included, must be at most %d"
                  + " where symbols cascade, got %.0f; shorten them")
              .formatted(most, combinations));
    }
    return defects.found();
  }

  static long mostCombinations(WinRules wins) {
    return wins.countsCells() ? MAX_OF_CELLS : MAX_OF_RUNS;
  }

  /// Whether clusters, which stand together on any reels, can be counted on those strips: all
  /// combinations are few enough to be tried, or pictures few enough to be told apart.
  static boolean isCountable(SlotMachine machine) {
    double combinations = combinations(machine.strips(), machine.freeSpins());
    return machine.wins().reading() != WinRules.Reading.CLUSTERS
        || combinations <= mostCombinations(machine.wins())
        || (combinations < MOST_COUNTED && SpinFigures.counted(machine).isPresent());
  }

  private void checkParts() {
    String where = wins.cascades() == null ? wins.what() + " pay" : "symbols cascade";
    for (int i = 0; i < wilds.size(); i++) {
      Wild wild = wilds.get(i);
      String path = wilds.size() == 1 ? "wild" : "wilds[" + i + "]";
      require(
          wild.expansion() == Wild.Expansion.NEVER,
          "%s.expands: must be never where %s".formatted(path, where));
      require(
          !wins.countsCells() || wild.multiplier() == 1,
          "%s.multiplier: must be 1 where %s pay, got %d"
              .formatted(path, wins.what(), wild.multiplier()));
    }
    require(wins.filledGrid() == null, "filledGrid: there must be none where " + where);
    require(wins.jackpots().isEmpty(), "jackpots: there must be none where " + where);
    require(
        freeSpins == null || freeSpins.fullWildsMultiplied(),
        "freeSpins.fullWildsMultiplied: must be true where " + where);
  }

  private void checkCascades(WinRules.Cascades cascades) {
    requireWithin(
        "cascades.multipliers: the number of them",
        cascades.multipliers().size(),
        1,
        MAX_MULTIPLIERS);
    checkMultipliers("cascades.multipliers", cascades.multipliers());
    checkMultipliers("cascades.freeSpinMultipliers", cascades.freeSpinMultipliers());
    requireWithin(
        "cascades.freeSpinMultipliers: the number of them",
        cascades.freeSpinMultipliers().size(),
        0,
        MAX_MULTIPLIERS);
    require(
        cascades.freeSpinMultipliers().isEmpty() || freeSpins != null,
        "cascades.freeSpinMultipliers: need freeSpins");
    requireWithin("cascades.maxPerSpin", cascades.maxPerSpin(), 1, MAX_CASCADES);
  }

  private void checkMultipliers(String where, List<Integer> multipliers) {
    for (int i = 0; i < multipliers.size(); i++) {
      requireWithin("%s[%d]".formatted(where, i), multipliers.get(i), 1, MAX_MULTIPLIER);
    }
  }

  /// Of paid spins, and of free spins on reels of their own.
  private static double combinations(List<List<String>> strips, @Nullable FreeSpins freeSpins) {
    List<List<String>> own = freeSpins == null ? List.of() : freeSpins.strips();
    return combinations(strips) + (own.isEmpty() ? 0 : combinations(own));
  }

  private static double combinations(List<List<String>> strips) {
    return strips.stream().mapToDouble(List::size).reduce(1, (a, b) -> a * b);
  }
}
