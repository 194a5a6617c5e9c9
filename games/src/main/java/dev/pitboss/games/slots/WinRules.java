package dev.pitboss.games.slots;

import java.util.List;
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
public record WinRules(
    Reading reading,
    int units,
    Combining wildMultipliers,
    @Nullable Filling filledGrid,
    List<Jackpot> jackpots,
    List<Scatter> otherScatters) {

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
    WAYS
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

  boolean isWays() {
    return reading == Reading.WAYS;
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
