package dev.pitboss.games.slots;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Collects everything that keeps a machine from being played, so that its maker can mend it in one
/// go. A message begins with the path of the part at fault, as in `strips[0][31]`, and says what
/// would be right.
final class SlotMachineDefects extends Defects {
  /// Two reels make no line; beyond eight the combinations cannot be gone through in a lifetime.
  private static final int MIN_REELS = 3;

  private static final int MAX_REELS = 8;
  private static final int MAX_ROWS = 8;
  private static final int MAX_STOPS = 512;
  private static final int MAX_LINES = 100;

  /// A million line bets: keeps every sum of pays well within a `long`.
  private static final int MAX_PAY = 1_000_000;

  private static final int MAX_FREE_SPINS = 1000;

  private static final int MAX_MULTIPLIER = 100;
  private static final int MAX_PRICE = 10_000;
  private static final int MAX_WILDS = 8;
  private static final int MAX_JACKPOTS = 16;

  /// Each is counted beside the pay in one `long`.
  private static final int MAX_OTHER_SCATTERS = 2;

  /// More bets in a stake than any machine has.
  private static final int MAX_UNITS = 1000;

  /// What one run pays at the most, in bets: keeps a spin of a hundred lines within a `long`, a
  /// thousand free spins and their multiplier included.
  private static final long MAX_RUN = 1_000_000_000;

  /// States a line can be in: keeps tables within some megabytes, and the time within a second.
  private static final int MAX_STATES = 5_000;

  private static final int MAX_STATES_BOTH_WAYS = 30_000;

  /// Ways beside a symbol's number in one `int`.
  private static final int MAX_WAYS = 1 << 24;

  /// Symbols that are on a strip.
  private final Set<String> used = new HashSet<>();

  private @Nullable String scatterId;

  private final List<Symbol> symbols;
  private final Set<String> ids;
  private final int reels;

  SlotMachineDefects(List<Symbol> symbols, int reels) {
    this.symbols = symbols;
    this.ids = symbols.stream().map(Symbol::id).collect(Collectors.toSet());
    this.reels = reels;
  }

  SlotMachineDefects checkNames(String id, String name, String version) {
    require(
        id.matches("[a-z0-9]+(-[a-z0-9]+)*"),
        "id: must be kebab-case, such as night-harbour, got '" + id + "'");
    require(!name.isBlank(), "name: must not be blank");
    require(!version.isBlank(), "version: must not be blank");
    return this;
  }

  SlotMachineDefects checkReels(int rows, List<List<String>> strips) {
    requireWithin("rows", rows, 1, MAX_ROWS);
    requireWithin("strips: the number of reels", reels, MIN_REELS, MAX_REELS);
    checkStrips("strips", rows, strips);
    return this;
  }

  private void checkStrips(String where, int rows, List<List<String>> strips) {
    for (int reel = 0; reel < strips.size(); reel++) {
      List<String> strip = strips.get(reel);
      requireWithin(
          "%s[%d]: the number of stops".formatted(where, reel), strip.size(), rows, MAX_STOPS);
      for (int stop = 0; stop < strip.size(); stop++) {
        String symbol = strip.get(stop);
        requireSymbol("%s[%d][%d]".formatted(where, reel, stop), symbol);
        used.add(symbol);
      }
    }
    double combinations = strips.stream().mapToDouble(List::size).reduce(1, (a, b) -> a * b);
    // so that each is counted in a long: seven reels of 512 stops are too many by one combination
    require(
        combinations < 0x1p63,
        "%s: their combinations must be fewer than 2^63, got 2^%.1f; shorten them"
            .formatted(where, Math.log(combinations) / Math.log(2)));
  }

  /// Follows the checks of all strips.
  SlotMachineDefects checkSymbols(int rows, WinRules wins) {
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < symbols.size(); i++) {
      Symbol symbol = symbols.get(i);
      String where = "symbols[" + i + "]";
      require(seen.add(symbol.id()), where + ": '" + symbol.id() + "' is listed twice");
      require(
          used.contains(symbol.id()),
          where + ": '" + symbol.id() + "' is on no strip; put it on one or leave it out");
      checkPays(where + ".pays", symbol.pays(), wins.countsCells() ? reels * rows : reels);
      // Otherwise a longer run could pay less than the shorter run it contains.
      require(
          symbol.pays().isEmpty()
              || wins.countsCells()
              || (symbol.pays().containsKey(reels) && isContiguous(symbol.pays())),
          "%s.pays: must reach %d of a kind without a gap, got %s"
              .formatted(where, reels, symbol.pays().keySet()));
    }
    require(
        symbols.stream().anyMatch(symbol -> !symbol.pays().isEmpty()),
        "symbols: none of them pays anything; one must");
    return this;
  }

  SlotMachineDefects checkLines(int rows, List<List<Integer>> lines, WinRules wins) {
    if (!wins.hasLines()) {
      require(
          lines.isEmpty(),
          "lines: there must be none where %s pay, got %d".formatted(wins.what(), lines.size()));
      requireWithin("units", wins.units(), 1, MAX_UNITS);
      return this;
    }
    requireWithin("lines: the number of them", lines.size(), 1, MAX_LINES);
    require(
        wins.units() == lines.size(),
        "units: must be the number of lines, %d, got %d".formatted(lines.size(), wins.units()));
    for (int line = 0; line < lines.size(); line++) {
      List<Integer> path = lines.get(line);
      require(
          path.size() == reels,
          "lines[%d]: must have a row for each of the %d reels, got %d"
              .formatted(line, reels, path.size()));
      for (int reel = 0; reel < path.size(); reel++) {
        requireWithin("lines[%d][%d]: the row".formatted(line, reel), path.get(reel), 0, rows - 1);
      }
    }
    return this;
  }

  SlotMachineDefects checkWilds(List<Wild> wilds, @Nullable Scatter scatter) {
    requireWithin("wilds: the number of them", wilds.size(), 0, MAX_WILDS);
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < wilds.size(); i++) {
      Wild wild = wilds.get(i);
      String where = wilds.size() == 1 ? "wild" : "wilds[" + i + "]";
      requireSymbol(where, wild.symbol());
      require(
          scatter == null || !scatter.symbol().equals(wild.symbol()),
          where + ": '" + wild.symbol() + "' is the scatter too; they must differ");
      require(seen.add(wild.symbol()), where + ": '" + wild.symbol() + "' is listed twice");
      requireWithin(where + ".multiplier", wild.multiplier(), 1, MAX_MULTIPLIER);
    }
    return this;
  }

  SlotMachineDefects checkScatter(int rows, @Nullable Scatter scatter) {
    if (scatter != null) {
      scatterId = scatter.symbol();
      requireSymbol("scatter.symbol", scatter.symbol());
      require(
          paysNothing(scatter.symbol()),
          "scatter.symbol: '" + scatter.symbol() + "' must not pay on lines as well");
      checkPays("scatter.pays", scatter.pays(), reels * rows);
    }
    return this;
  }

  SlotMachineDefects checkFreeSpins(
      int rows, @Nullable Scatter scatter, @Nullable FreeSpins freeSpins) {
    if (freeSpins != null) {
      require(scatter != null, "freeSpins: need a scatter to award them");
      require(!freeSpins.awards().isEmpty(), "freeSpins.awards: must not be empty");
      checkPays("freeSpins.awards", freeSpins.awards(), reels * rows);
      checkPays("freeSpins.retriggers", freeSpins.retriggers(), reels * rows);
      requireWithin("freeSpins.multiplier", freeSpins.multiplier(), 1, MAX_MULTIPLIER);
      requireWithin("freeSpins.maxPerRound", freeSpins.maxPerRound(), 1, MAX_FREE_SPINS);
      require(
          freeSpins.strips().isEmpty() || freeSpins.strips().size() == reels,
          "freeSpins.strips: must be of %d reels as the paid spins', got %d"
              .formatted(reels, freeSpins.strips().size()));
      checkStrips("freeSpins.strips", rows, freeSpins.strips());
      FreeSpins.Purchase purchase = freeSpins.purchase();
      if (purchase != null) {
        requireWithin("freeSpins.purchase.price", purchase.price(), 2, MAX_PRICE);
        requireWithin(
            "freeSpins.purchase.spins", purchase.spins(), 1, Math.max(1, freeSpins.maxPerRound()));
      }
    }
    return this;
  }

  SlotMachineDefects checkBoards(
      List<List<String>> strips, List<Wild> wilds, @Nullable FreeSpins freeSpins, WinRules wins) {
    addAll(BoardDefects.of(strips, wilds, freeSpins, wins));
    return this;
  }

  /// Follows all other checks, for it computes with what they have looked at.
  SlotMachineDefects checkWins(int rows, List<Wild> wilds, WinRules wins) {
    WinRules.Filling filling = wins.filledGrid();
    if (filling != null) {
      requireWithin("filledGrid.multiplier", filling.multiplier(), 1, MAX_MULTIPLIER);
      for (int i = 0; i < filling.symbols().size(); i++) {
        requireSymbol("filledGrid.symbols[" + i + "]", filling.symbols().get(i));
      }
    }
    for (int i = 0; i < wins.jackpots().size(); i++) {
      WinRules.Jackpot jackpot = wins.jackpots().get(i);
      String where = "jackpots[" + i + "]";
      require(!jackpot.name().isBlank(), where + ".name: must not be blank");
      requireSymbol(where + ".symbol", jackpot.symbol());
      requireWithin(where + ".pays", jackpot.pays(), 1, MAX_PAY);
      requireWithin(where + ".count", jackpot.count(), 1, reels);
      require(
          symbols.stream()
              .filter(symbol -> symbol.id().equals(jackpot.symbol()))
              .allMatch(symbol -> symbol.pay(jackpot.count()) > 0),
          "%s.count: %d of '%s' must pay on their own, too"
              .formatted(where, jackpot.count(), jackpot.symbol()));
      require(
          wins.hasLines(),
          where + ": jackpots are won on lines, not where %s pay".formatted(wins.what()));
    }
    checkOtherScatters(rows, wilds, wins.otherScatters());
    requireWithin("jackpots: the number of them", wins.jackpots().size(), 0, MAX_JACKPOTS);
    if (wins.reading() == WinRules.Reading.EITHER || wins.reading() == WinRules.Reading.BOTH) {
      requireWithin("strips: the number of reels where lines are read from both ends", reels, 3, 6);
    }
    for (Wild wild : wilds) {
      require(
          !wins.isWays() || paysNothing(wild.symbol()),
          "wild: '" + wild.symbol() + "' must not pay itself where ways pay");
    }
    if (!wins.hasLines()) {
      requireWithin(
          "symbols: the number of them where %s pay".formatted(wins.what()),
          symbols.size(),
          1,
          100);
    }
    if (found().isEmpty()) {
      checkRuns(rows, wilds, wins);
    }
    return this;
  }

  private void checkOtherScatters(int rows, List<Wild> wilds, List<Scatter> others) {
    requireWithin("otherScatters: the number of them", others.size(), 0, MAX_OTHER_SCATTERS);
    Set<String> seen = new HashSet<>();
    wilds.forEach(wild -> seen.add(wild.symbol()));
    if (scatterId != null) {
      seen.add(scatterId);
    }
    for (int i = 0; i < others.size(); i++) {
      String id = others.get(i).symbol();
      String where = "otherScatters[" + i + "]";
      requireSymbol(where + ".symbol", id);
      require(
          seen.add(id),
          "%s.symbol: '%s' is a wild or a scatter already; they must differ".formatted(where, id));
      require(paysNothing(id), where + ".symbol: '" + id + "' must not pay on lines as well");
      checkPays(where + ".pays", others.get(i).pays(), reels * rows);
    }
  }

  private boolean paysNothing(String id) {
    return symbols.stream()
        .filter(symbol -> symbol.id().equals(id))
        .allMatch(symbol -> symbol.pays().isEmpty());
  }

  private void checkRuns(int rows, List<Wild> wilds, WinRules wins) {
    int pay =
        symbols.stream()
            .flatMap(symbol -> symbol.pays().values().stream())
            .mapToInt(it -> it)
            .max()
            .orElse(0);
    double greatest = pay * WinLimits.greatestFactor(rows, reels, wilds, wins);
    double filled = greatest * WinLimits.filled(wins);
    require(
        filled <= MAX_RUN,
        "wilds: a run must pay at most %d bets, multipliers included; these come to %.0f"
            .formatted(MAX_RUN, filled));
    if (wins.hasLines() && filled <= MAX_RUN) {
      double states = WinLimits.states(symbols.size(), reels, wilds, wins);
      int most = wins.reading() == WinRules.Reading.LEFT ? MAX_STATES : MAX_STATES_BOTH_WAYS;
      require(
          states <= most,
          ("symbols: they, the reels and the multipliers of wilds must come to at most %d kinds of"
                  + " lines, got %.0f")
              .formatted(most, states));
    }
    require(
        !wins.isWays() || greatest / pay < MAX_WAYS,
        "wilds: there must be fewer than %d ways, wilds counted as often as they multiply"
            .formatted(MAX_WAYS));
  }

  SlotMachineDefects checkMaxWin(int maxWinMultiple) {
    requireWithin("maxWinMultiple", maxWinMultiple, 1, MAX_PAY);
    return this;
  }

  private void checkPays(String where, SortedMap<Integer, Integer> pays, int mostSymbols) {
    int previous = 0;
    for (Map.Entry<Integer, Integer> entry : pays.entrySet()) {
      requireWithin(where + ": the number of symbols", entry.getKey(), 1, mostSymbols);
      requireWithin(where + "." + entry.getKey(), entry.getValue(), 1, MAX_PAY);
      require(
          entry.getValue() >= previous,
          "%s.%d: must be at least the %d for fewer, got %d"
              .formatted(where, entry.getKey(), previous, entry.getValue()));
      previous = entry.getValue();
    }
  }

  private static boolean isContiguous(SortedMap<Integer, Integer> pays) {
    return pays.lastKey() - pays.firstKey() + 1 == pays.size();
  }

  private void requireSymbol(String where, String symbolId) {
    require(
        ids.contains(symbolId),
        "%s: unknown symbol '%s'; there are %s"
            .formatted(
                where,
                symbolId,
                symbols.stream().map(Symbol::id).distinct().collect(Collectors.joining(", "))));
  }
}
