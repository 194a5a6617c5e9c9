package dev.pitboss.games.slots;

import dev.pitboss.games.Draws;
import dev.pitboss.games.Rules;
import dev.pitboss.games.par.ParSheet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A slot machine, wholly described by data.
///
/// A spin draws one stop per reel, left to right, each uniform over its strip. A line pays for the
/// longest run of one symbol from the leftmost reel; the wild stands in for every symbol but the
/// scatter, and where a run could be read in two ways the better one is paid, once per line. All
/// lines are always played, so a line bet is the stake divided by the number of lines.
///
/// Immutable and thread-safe; [SlotMachineDefects] holds what a machine must satisfy.
///
/// @param id names the machine in the API, such as `slots-20`
/// @param name for people
/// @param version changes with every change of anything below
/// @param rows how many symbols of each reel are in view
/// @param symbols every symbol that may stand on a strip, the best-paying first by custom
/// @param strips for each reel the symbol ids around it; stop `s` shows positions `s`, `s+1`, …
///   from the top, wrapping around
/// @param lines for each payline the row on every reel, 0 being the top
/// @param wild the id of the symbol that stands in for others, or null
/// @param scatter the symbol that counts anywhere, or null
/// @param freeSpins what scatters award, or null
/// @param maxWinMultiple no round pays more than the stake times this; what is beyond is cut
public record SlotMachine(
    String id,
    String name,
    String version,
    int rows,
    List<Symbol> symbols,
    List<List<String>> strips,
    List<List<Integer>> lines,
    @Nullable String wild,
    @Nullable Scatter scatter,
    @Nullable FreeSpins freeSpins,
    int maxWinMultiple) {

  /// Copies everything and refuses a machine that could not be played, naming every defect.
  ///
  /// @throws IllegalArgumentException with all defects in the message, one a line
  public SlotMachine {
    symbols = List.copyOf(symbols);
    strips = strips.stream().map(List::copyOf).toList();
    lines = lines.stream().map(List::copyOf).toList();
    List<String> defects =
        new SlotMachineDefects(symbols, strips.size())
            .checkNames(id, name, version)
            .checkReels(rows, strips)
            .checkLines(rows, lines)
            .checkWild(wild, scatter)
            .checkScatter(rows, scatter)
            .checkFreeSpins(rows, scatter, freeSpins)
            .checkMaxWin(maxWinMultiple)
            .found();
    if (!defects.isEmpty()) {
      throw new IllegalArgumentException(
          "Machine '" + id + "' cannot be played:\n- " + String.join("\n- ", defects));
    }
  }

  /// Plays one round.
  ///
  /// @param stakeMinor the stake in minor units, positive, a multiple of [#stakeStep] and at most
  ///   [#maxStakeMinor]
  /// @throws IllegalArgumentException for any other stake, before anything is drawn
  public SlotOutcome play(long stakeMinor, Draws draws) {
    return SlotRound.play(this, stakeMinor, draws);
  }

  /// A stake has to be a multiple of this, so that every line gets whole minor units: the number of
  /// lines.
  public int stakeStep() {
    return lines.size();
  }

  /// The largest stake whose every conceivable payout fits a `long`, even before the max win cuts
  /// it.
  public long maxStakeMinor() {
    return Long.MAX_VALUE / boundInLineBets() * stakeStep();
  }

  /// The machine's symbol of that id.
  public Optional<Symbol> symbol(String symbolId) {
    return symbols.stream().filter(symbol -> symbol.id().equals(symbolId)).findFirst();
  }

  /// The rules a round stores: the machine written out in full.
  public Rules rules() {
    return new Rules(id + "/" + version, toString());
  }

  /// The machine's mathematics, its limits within. Takes up to some seconds, so keep the result.
  ///
  /// @throws FiguresTooLarge when its reels show more different pictures than can be counted
  public ParSheet parSheet() {
    return SlotMathematics.parSheet(this);
  }

  /// Most a round could pay in line bets if every spin were the best and nothing were cut.
  private long boundInLineBets() {
    long bestLine =
        symbols.stream()
            .flatMap(symbol -> symbol.pays().values().stream())
            .mapToInt(pay -> pay)
            .max()
            .orElse(0);
    long bestScatter =
        scatter == null ? 0 : scatter.pays().values().stream().mapToInt(pay -> pay).max().orElse(0);
    long spin = Math.multiplyExact(bestLine + bestScatter, lines.size());
    long spins =
        freeSpins == null ? 1 : 1 + (long) freeSpins.multiplier() * freeSpins.maxPerRound();
    return Math.max(
        Math.multiplyExact(spin, spins), Math.multiplyExact((long) maxWinMultiple, lines.size()));
  }
}
