package dev.pitboss.games.slots;

import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// How symbols in view become wins.
///
/// @param reading along what wins are read
/// @param units bets in a stake: what pays are multiples of. The number of lines where lines pay
/// @param wildMultipliers how the multipliers of several wilds in one win are combined
/// @param filledGrid what multiplies all runs of a spin whose cells show one symbol, or null
/// @param jackpots fixed amounts that runs of a symbol win besides their pay
/// @param otherScatters symbols that pay wherever they stand, besides the scatter that awards free
///   spins; no wild substitutes for them
/// @param cascades what happens to symbols that have won, or null where they stay
public record WinRules(
    Reading reading,
    int units,
    Combining wildMultipliers,
    @Nullable Filling filledGrid,
    List<Jackpot> jackpots,
    List<Scatter> otherScatters,
    @Nullable Cascades cascades) {

  /// A multiplier of all runs of a spin whose cells in view all show the same symbol; wilds are a
  /// symbol like any other for this.
  ///
  /// @param symbols ids of the symbols that do it; empty when all do
  public record Filling(int multiplier, List<String> symbols) {
    /// Copies the list.
    public Filling {
      symbols = List.copyOf(symbols);
    }
  }

  /// Along what wins are read.
  public enum Reading {
    /// Each line from the leftmost reel.
    LEFT,

    /// Each line from both ends; the better run is paid.
    EITHER,

    /// Each line from both ends; both runs are paid, a run over all reels once.
    BOTH,

    /// All combinations of cells on neighbouring reels from the leftmost.
    WAYS,

    /// All cells that show a symbol, wherever they stand.
    ANYWHERE,

    /// Groups of cells that show a symbol, each beside or above another.
    CLUSTERS
  }

  /// Symbols that have won vanish, those above them fall, and the reel goes on above: what it shows
  /// there is the stop before the one it rests at. The new grid is read again, until nothing wins
  /// or so many grids have fallen. Scatters never vanish; they are counted on the last grid.
  ///
  /// @param multipliers of the wins of the first grid, of the second, and so on; the last holds on
  /// @param freeSpinMultipliers the same in free spins; empty when they are those of paid spins
  /// @param maxPerSpin no spin has more cascades than this
  public record Cascades(
      List<Integer> multipliers, List<Integer> freeSpinMultipliers, int maxPerSpin) {
    /// Copies the lists.
    public Cascades {
      multipliers = List.copyOf(multipliers);
      freeSpinMultipliers = List.copyOf(freeSpinMultipliers);
    }

    /// What the wins of a grid are multiplied by.
    ///
    /// @param grid its number, 0 for the grid that the stops show
    public int multiplier(int grid, boolean freeSpin) {
      List<Integer> ladder =
          freeSpin && !freeSpinMultipliers.isEmpty() ? freeSpinMultipliers : multipliers;
      return ladder.get(Math.min(grid, ladder.size() - 1));
    }
  }

  /// How the multipliers of several wilds become one.
  public enum Combining {
    /// The greatest of them.
    GREATEST,

    /// Their product.
    PRODUCT,

    /// Their sum.
    SUM
  }

  /// A fixed amount for a run.
  ///
  /// @param name for people
  /// @param symbol id of the symbol that is paid
  /// @param count of a kind, exactly
  /// @param pays in stakes; no multiplier applies
  public record Jackpot(String name, String symbol, int count, int pays) {}

  /// Copies the lists.
  public WinRules {
    jackpots = List.copyOf(jackpots);
    otherScatters = List.copyOf(otherScatters);
  }

  /// Rules without cascades.
  public WinRules(
      Reading reading,
      int units,
      Combining wildMultipliers,
      @Nullable Filling filledGrid,
      List<Jackpot> jackpots,
      List<Scatter> otherScatters) {
    this(reading, units, wildMultipliers, filledGrid, jackpots, otherScatters, null);
  }

  /// Lines from the left and nothing else.
  static WinRules ofLines(int lines) {
    return new WinRules(Reading.LEFT, lines, Combining.GREATEST, null, List.of(), List.of());
  }

  /// By what the runs of a spin are multiplied that shows that symbol in all cells; 1 for nothing.
  int filledBy(String symbolId) {
    return filledGrid != null
            && (filledGrid.symbols().isEmpty() || filledGrid.symbols().contains(symbolId))
        ? filledGrid.multiplier()
        : 1;
  }

  /// What pays, for people.
  public String what() {
    return switch (reading) {
      case LEFT, EITHER, BOTH -> "lines";
      case WAYS -> "ways";
      case ANYWHERE -> "symbols anywhere";
      case CLUSTERS -> "clusters";
    };
  }

  boolean isWays() {
    return reading == Reading.WAYS;
  }

  /// Whether a symbol's pay is that of the greatest number that is reached, so that gaps between
  /// numbers are no gaps in pays: where cells are counted, and not reels.
  boolean countsCells() {
    return reading == Reading.ANYWHERE || reading == Reading.CLUSTERS;
  }

  boolean hasLines() {
    return !isWays() && !countsCells();
  }

  /// Whether a win depends on more of the grid than a reel at a time tells.
  boolean isOfWholeGrids() {
    return countsCells() || cascades != null;
  }

  /// The number of a symbol that pays where there are so many, by which figures name a win; 0 where
  /// none does.
  int reached(Symbol symbol, int count) {
    if (!countsCells()) {
      return symbol.pay(count) > 0 ? count : 0;
    }
    SortedMap<Integer, Integer> reached = symbol.pays().headMap(count + 1);
    return reached.isEmpty() ? 0 : reached.lastKey();
  }

  /// What that many of a symbol pay, in bets.
  int pay(Symbol symbol, int count) {
    return symbol.pay(reached(symbol, count));
  }

  /// How many grids a spin shows at the most.
  int mostGrids() {
    return cascades == null ? 1 : cascades.maxPerSpin() + 1;
  }

  /// What the wins of a grid are multiplied by, a free spin's own multiplier not included.
  int gridMultiplier(int grid, boolean freeSpin) {
    return cascades == null ? 1 : cascades.multiplier(grid, freeSpin);
  }

  /// What no multiplier is, before any is combined with it.
  int noFactor() {
    return wildMultipliers == Combining.SUM ? 0 : 1;
  }

  int combined(int factor, int multiplier) {
    return switch (wildMultipliers) {
      case GREATEST -> Math.max(factor, multiplier);
      case PRODUCT -> Math.multiplyExact(factor, multiplier);
      // a wild without a multiplier adds none
      case SUM -> multiplier == 1 ? factor : factor + multiplier;
    };
  }

  /// What a run of that symbol wins besides, in bets.
  long jackpot(String symbol, int count) {
    return jackpots.stream()
        .filter(it -> it.symbol().equals(symbol) && it.count() == count)
        .mapToLong(it -> (long) it.pays() * units)
        .sum();
  }
}
