package dev.pitboss.games.slots;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/// Wins that are read from a whole grid, and what falls after them, the plain way: for [SlotRound].
/// Cells are numbered `row × reels + reel`.
final class GridWins {
  private GridWins() {}

  /// The wins of a grid whose symbols pay by the number of their cells, in the order of the
  /// machine's symbols; clusters of one symbol by their first cell.
  ///
  /// @param unit what a bet pays, in minor units, multipliers included
  static List<LineWin> counted(SlotMachine machine, List<List<String>> grid, long unit) {
    List<LineWin> wins = new ArrayList<>();
    for (Symbol symbol : machine.symbols()) {
      NavigableSet<Integer> cells = standing(machine, grid, symbol.id());
      if (symbol.pays().isEmpty() || !holds(grid, cells, symbol.id())) {
        continue;
      }
      if (machine.wins().reading() == WinRules.Reading.ANYWHERE) {
        addWin(machine, symbol, cells.size(), List.of(), unit, wins);
        continue;
      }
      for (NavigableSet<Integer> cluster : clusters(grid, cells)) {
        if (holds(grid, cluster, symbol.id())) {
          addWin(machine, symbol, cluster.size(), List.copyOf(cluster), unit, wins);
        }
      }
    }
    return wins;
  }

  private static void addWin(
      SlotMachine machine,
      Symbol symbol,
      int count,
      List<Integer> cells,
      long unit,
      List<LineWin> wins) {
    long pay = machine.wins().pay(symbol, count);
    if (pay > 0) {
      wins.add(new LineWin(-1, symbol.id(), count, false, 0, unit * pay, cells));
    }
  }

  /// Where a symbol or a wild is.
  private static NavigableSet<Integer> standing(
      SlotMachine machine, List<List<String>> grid, String symbolId) {
    NavigableSet<Integer> cells = new TreeSet<>();
    int reels = grid.getFirst().size();
    for (int cell = 0; cell < grid.size() * reels; cell++) {
      String shown = at(grid, cell);
      if (shown.equals(symbolId) || machine.isWild(shown)) {
        cells.add(cell);
      }
    }
    return cells;
  }

  private static String at(List<List<String>> grid, int cell) {
    int reels = grid.getFirst().size();
    return grid.get(cell / reels).get(cell % reels);
  }

  /// Whether any of the cells shows the symbol itself: wilds alone are no win.
  private static boolean holds(
      List<List<String>> grid, NavigableSet<Integer> cells, String symbolId) {
    return cells.stream().anyMatch(cell -> at(grid, cell).equals(symbolId));
  }

  private static List<NavigableSet<Integer>> clusters(
      List<List<String>> grid, NavigableSet<Integer> cells) {
    int reels = grid.getFirst().size();
    List<NavigableSet<Integer>> clusters = new ArrayList<>();
    NavigableSet<Integer> left = new TreeSet<>(cells);
    while (!left.isEmpty()) {
      NavigableSet<Integer> cluster = new TreeSet<>();
      List<Integer> next = new ArrayList<>(List.of(left.first()));
      while (!next.isEmpty()) {
        int cell = next.removeLast();
        if (left.remove(cell)) {
          cluster.add(cell);
          next.add(cell - reels);
          next.add(cell + reels);
          if (cell % reels > 0) {
            next.add(cell - 1);
          }
          if (cell % reels < reels - 1) {
            next.add(cell + 1);
          }
        }
      }
      clusters.add(cluster);
    }
    return clusters;
  }

  /// The cells of all wins, wilds in them included: those that vanish.
  static NavigableSet<Integer> cells(
      SlotMachine machine, List<List<String>> grid, List<LineWin> wins) {
    int reels = grid.getFirst().size();
    NavigableSet<Integer> cells = new TreeSet<>();
    for (LineWin win : wins) {
      if (win.line() >= 0) {
        for (int i = 0; i < win.count(); i++) {
          int reel = win.fromRight() ? reels - 1 - i : i;
          cells.add(machine.lines().get(win.line()).get(reel) * reels + reel);
        }
      } else if (!win.cells().isEmpty()) {
        cells.addAll(win.cells());
      } else {
        int most = win.ways() > 0 ? win.count() : reels;
        boolean isScatter =
            machine.allScatters().stream().anyMatch(it -> it.symbol().equals(win.symbol()));
        standing(machine, grid, win.symbol()).stream()
            .filter(cell -> cell % reels < most)
            .filter(cell -> !isScatter || at(grid, cell).equals(win.symbol()))
            .forEach(cells::add);
      }
    }
    return cells;
  }

  /// The grid once those cells have vanished, what is above them has fallen and the reels go on.
  ///
  /// @param tops the strip's position on top of each reel; moved
  static List<List<String>> fallen(
      List<List<String>> strips,
      List<Integer> tops,
      List<List<String>> grid,
      NavigableSet<Integer> vanished) {
    int reels = strips.size();
    List<List<String>> after = new ArrayList<>();
    grid.forEach(row -> after.add(new ArrayList<>(row)));
    for (int reel = 0; reel < reels; reel++) {
      List<String> strip = strips.get(reel);
      int row = grid.size() - 1;
      for (int from = grid.size() - 1; from >= 0; from--) {
        if (!vanished.contains(from * reels + reel)) {
          after.get(row--).set(reel, grid.get(from).get(reel));
        }
      }
      for (; row >= 0; row--) {
        int top = Math.floorMod(tops.get(reel) - 1, strip.size());
        tops.set(reel, top);
        after.get(row).set(reel, strip.get(top));
      }
    }
    return after;
  }
}
