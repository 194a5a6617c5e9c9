package dev.pitboss.games.slots;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Collects everything that keeps a machine from being played, so that its maker can mend it in one
/// go. Messages say where, counting reels, stops and lines from 1 as people do.
final class SlotMachineDefects {
  /// Two reels make no line; beyond eight the combinations cannot be gone through in a lifetime.
  private static final int MIN_REELS = 3;

  private static final int MAX_REELS = 8;
  private static final int MAX_ROWS = 8;
  private static final int MAX_STOPS = 512;
  private static final int MAX_LINES = 100;

  /// A million line bets: keeps every sum of pays well within a `long`.
  private static final int MAX_PAY = 1_000_000;

  private static final int MAX_FREE_SPINS = 1000;

  private final List<String> found = new ArrayList<>();
  private final List<Symbol> symbols;
  private final Set<String> ids;
  private final int reels;

  SlotMachineDefects(List<Symbol> symbols, int reels) {
    this.symbols = symbols;
    this.ids = symbols.stream().map(Symbol::id).collect(Collectors.toSet());
    this.reels = reels;
  }

  List<String> found() {
    return List.copyOf(found);
  }

  SlotMachineDefects checkNames(String id, String name, String version) {
    require(id.matches("[a-z0-9]+(-[a-z0-9]+)*"), "id: must be kebab-case, got '" + id + "'");
    require(!name.isBlank(), "name: must not be blank");
    require(!version.isBlank(), "version: must not be blank");
    return this;
  }

  SlotMachineDefects checkReels(int rows, List<List<String>> strips) {
    requireWithin("rows", rows, 1, MAX_ROWS);
    requireWithin("strips: number of reels", reels, MIN_REELS, MAX_REELS);
    Set<String> used = new HashSet<>();
    for (int reel = 0; reel < strips.size(); reel++) {
      List<String> strip = strips.get(reel);
      requireWithin("strips: stops of reel " + (reel + 1), strip.size(), rows, MAX_STOPS);
      for (int stop = 0; stop < strip.size(); stop++) {
        String symbol = strip.get(stop);
        require(
            ids.contains(symbol),
            "strips: reel %d stop %d has unknown symbol '%s'"
                .formatted(reel + 1, stop + 1, symbol));
        used.add(symbol);
      }
    }
    checkSymbols(used);
    return this;
  }

  private void checkSymbols(Set<String> used) {
    Set<String> seen = new HashSet<>();
    for (Symbol symbol : symbols) {
      String where = "symbols: '" + symbol.id() + "'";
      require(seen.add(symbol.id()), where + " is listed twice");
      require(used.contains(symbol.id()), where + " is on no strip");
      checkPays(where + " pays", symbol.pays(), reels);
      // Otherwise a longer run could pay less than the shorter run it contains.
      require(
          symbol.pays().isEmpty()
              || (symbol.pays().containsKey(reels) && isContiguous(symbol.pays())),
          where
              + " pays for "
              + symbol.pays().keySet()
              + ": must reach "
              + reels
              + " of a kind without a gap");
    }
    require(
        symbols.stream().anyMatch(symbol -> !symbol.pays().isEmpty()),
        "symbols: none of them pays anything");
  }

  SlotMachineDefects checkLines(int rows, List<List<Integer>> lines) {
    requireWithin("lines: their number", lines.size(), 1, MAX_LINES);
    Set<List<Integer>> seen = new HashSet<>();
    for (int line = 0; line < lines.size(); line++) {
      List<Integer> path = lines.get(line);
      require(
          path.size() == reels,
          "lines: line %d has %d rows for %d reels".formatted(line + 1, path.size(), reels));
      for (int row : path) {
        require(
            row >= 0 && row < rows,
            "lines: line %d has row %d, rows are 0 to %d".formatted(line + 1, row, rows - 1));
      }
      require(seen.add(path), "lines: line %d %s is listed twice".formatted(line + 1, path));
    }
    return this;
  }

  SlotMachineDefects checkWild(@Nullable String wild, @Nullable Scatter scatter) {
    if (wild != null) {
      require(ids.contains(wild), "wild: unknown symbol '" + wild + "'");
      require(
          scatter == null || !scatter.symbol().equals(wild),
          "wild: '" + wild + "' is the scatter too");
    }
    return this;
  }

  SlotMachineDefects checkScatter(int rows, @Nullable Scatter scatter) {
    if (scatter != null) {
      require(ids.contains(scatter.symbol()), "scatter: unknown symbol '" + scatter.symbol() + "'");
      require(
          symbols.stream()
              .filter(symbol -> symbol.id().equals(scatter.symbol()))
              .allMatch(symbol -> symbol.pays().isEmpty()),
          "scatter: '" + scatter.symbol() + "' must not pay on lines as well");
      checkPays("scatter: pays", scatter.pays(), reels * rows);
    }
    return this;
  }

  SlotMachineDefects checkFreeSpins(
      int rows, @Nullable Scatter scatter, @Nullable FreeSpins freeSpins) {
    if (freeSpins != null) {
      require(scatter != null, "freeSpins: need a scatter to award them");
      require(!freeSpins.awards().isEmpty(), "freeSpins: awards must not be empty");
      checkPays("freeSpins: awards", freeSpins.awards(), reels * rows);
      checkPays("freeSpins: retriggers", freeSpins.retriggers(), reels * rows);
      requireWithin("freeSpins: multiplier", freeSpins.multiplier(), 1, 100);
      requireWithin("freeSpins: maxPerRound", freeSpins.maxPerRound(), 1, MAX_FREE_SPINS);
    }
    return this;
  }

  SlotMachineDefects checkMaxWin(int maxWinMultiple) {
    requireWithin("maxWinMultiple", maxWinMultiple, 1, MAX_PAY);
    return this;
  }

  private void checkPays(String where, SortedMap<Integer, Integer> pays, int mostSymbols) {
    int previous = 0;
    for (Map.Entry<Integer, Integer> entry : pays.entrySet()) {
      requireWithin(where + ": number of symbols", entry.getKey(), 1, mostSymbols);
      requireWithin(where + " for " + entry.getKey(), entry.getValue(), 1, MAX_PAY);
      require(
          entry.getValue() >= previous,
          "%s %d for %d, less than %d for fewer"
              .formatted(where, entry.getValue(), entry.getKey(), previous));
      previous = entry.getValue();
    }
  }

  private static boolean isContiguous(SortedMap<Integer, Integer> pays) {
    return pays.lastKey() - pays.firstKey() + 1 == pays.size();
  }

  private void requireWithin(String what, int value, int min, int max) {
    require(
        value >= min && value <= max,
        "%s must be %d to %d, got %d".formatted(what, min, max, value));
  }

  private void require(boolean holds, String defect) {
    if (!holds) {
      found.add(defect);
    }
  }
}
