package dev.pitboss.games.slots;

import dev.pitboss.games.Draws;
import dev.pitboss.games.Rules;
import dev.pitboss.games.par.ParSheet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A slot machine, wholly described by data.
///
/// A spin draws one stop per reel, left to right, each uniform over its strip. A line pays for the
/// longest run of one symbol from the leftmost reel; wilds substitute for each symbol except the
/// scatter, and where a run could be read in two ways the better one is paid, once per line. All
/// lines are always played, so a line bet is the stake divided by the number of lines. [WinRules]
/// says what else there is: runs from both ends, ways, clusters or symbols anywhere instead of
/// lines, cascades, and more.
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
/// @param lines for each payline the row on every reel, 0 being the top; empty where no lines pay
/// @param wilds the symbols that substitute for others; a run of wilds alone is paid by the pays of
///   the first of them
/// @param scatter the symbol that counts anywhere, or null
/// @param freeSpins what scatters award, or null
/// @param maxWinMultiple no round pays more than the stake times this; what is beyond is cut
/// @param wins how symbols in view become wins
public record SlotMachine(
    String id,
    String name,
    String version,
    int rows,
    List<Symbol> symbols,
    List<List<String>> strips,
    List<List<Integer>> lines,
    List<Wild> wilds,
    @Nullable Scatter scatter,
    @Nullable FreeSpins freeSpins,
    int maxWinMultiple,
    WinRules wins) {

  /// Copies everything and refuses a machine that could not be played, naming every defect.
  ///
  /// @throws IllegalArgumentException with all defects in the message, one a line
  public SlotMachine {
    symbols = List.copyOf(symbols);
    strips = strips.stream().map(List::copyOf).toList();
    lines = lines.stream().map(List::copyOf).toList();
    wilds = List.copyOf(wilds);
    List<String> defects =
        new SlotMachineDefects(symbols, strips.size())
            .checkNames(id, name, version)
            .checkReels(rows, strips)
            .checkLines(rows, lines, wins)
            .checkWilds(wilds, scatter)
            .checkScatter(rows, scatter)
            .checkFreeSpins(rows, scatter, freeSpins)
            .checkSymbols(rows, wins)
            .checkMaxWin(maxWinMultiple)
            .checkBoards(strips, wilds, freeSpins, wins)
            .checkWins(rows, wilds, wins)
            .found();
    if (!defects.isEmpty()) {
      throw new IllegalArgumentException(
          "Machine '" + id + "' cannot be played:\n- " + String.join("\n- ", defects));
    }
  }

  /// A machine of lines read from the left, with at most one wild that only substitutes.
  public SlotMachine(
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
    this(
        id,
        name,
        version,
        rows,
        symbols,
        strips,
        lines,
        wild == null ? List.of() : List.of(new Wild(wild)),
        scatter,
        freeSpins,
        maxWinMultiple,
        WinRules.ofLines(lines.size()));
  }

  /// Plays one round.
  ///
  /// @param stakeMinor the stake in minor units, positive, a multiple of [#stakeStep] and at most
  ///   [#maxStakeMinor]
  /// @throws IllegalArgumentException for any other stake, before anything is drawn
  public SlotOutcome play(long stakeMinor, Draws draws) {
    return SlotRound.play(this, stakeMinor, draws);
  }

  /// Plays one round that buys free spins.
  ///
  /// @param stakeMinor as for [#play]; the round costs so many as [FreeSpins.Purchase] says
  /// @throws IllegalStateException when the machine sells none
  public SlotOutcome playBought(long stakeMinor, Draws draws) {
    return SlotRound.playBought(this, stakeMinor, draws);
  }

  /// What a round costs that buys free spins, if the machine sells them.
  public Optional<FreeSpins.Purchase> purchase() {
    return Optional.ofNullable(freeSpins).flatMap(it -> Optional.ofNullable(it.purchase()));
  }

  /// A stake has to be a multiple of this, so that every bet gets whole minor units: the number of
  /// lines, or the machine's own number of bets where no lines pay.
  public int stakeStep() {
    return wins.units();
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

  /// The place of a symbol among [#symbols].
  ///
  /// @throws IllegalArgumentException for an id that no symbol has
  int indexOf(String symbolId) {
    for (int i = 0; i < symbols.size(); i++) {
      if (symbols.get(i).id().equals(symbolId)) {
        return i;
      }
    }
    throw new IllegalArgumentException("the machine has no symbol '" + symbolId + "'");
  }

  /// What the wins of a paid or a free spin are multiplied by.
  int multiplier(boolean freeSpin) {
    return freeSpin && freeSpins != null ? freeSpins.multiplier() : 1;
  }

  /// A stake in bets, times the multiplier of a paid or a free spin: what scatters pay multiples
  /// of.
  long scatterUnit(boolean freeSpin) {
    return (long) stakeStep() * multiplier(freeSpin);
  }

  /// The strips of a paid or a free spin.
  List<List<String>> strips(boolean freeSpin) {
    return freeSpin && freeSpins != null && !freeSpins.strips().isEmpty()
        ? freeSpins.strips()
        : strips;
  }

  /// Whether a free spin's wins are those of a paid one at the same stops, times the multiplier.
  boolean playsFreeSpinsAlike() {
    return freeSpins == null
        || (freeSpins.strips().isEmpty()
            && freeSpins.fullWildsMultiplied()
            && wins.jackpots().isEmpty()
            && wilds.stream().allMatch(wild -> wild.expandsIn(true) == wild.expandsIn(false)));
  }

  /// All symbols that pay wherever they stand, the one that awards free spins first.
  List<Scatter> allScatters() {
    return Stream.concat(Stream.ofNullable(scatter), wins.otherScatters().stream()).toList();
  }

  /// Where a win stands, wilds in it included, ascending, each as `row × reels + reel`.
  ///
  /// @param grid the one it was won on
  public List<Integer> cells(List<List<String>> grid, LineWin win) {
    return List.copyOf(GridWins.cells(this, grid, List.of(win)));
  }

  boolean isWild(String symbolId) {
    return wilds.stream().anyMatch(wild -> wild.symbol().equals(symbolId));
  }

  /// The rules a round stores: the machine written out in full.
  public Rules rules() {
    return new Rules(id + "/" + version, toString());
  }

  /// Makes sure that [#parSheet] can be worked out: of clusters that is not known before it is
  /// tried, which takes up to a second.
  ///
  /// @throws IllegalArgumentException when it cannot
  public void requireFigures() {
    if (!BoardDefects.isCountable(this)) {
      throw new IllegalArgumentException(
          ("Machine '%s' cannot be played:\n- strips: they show too many different clusters, and"
                  + " their combinations exceed %d; shorten them")
              .formatted(id, BoardDefects.mostCombinations(wins)));
    }
  }

  /// The machine's mathematics, its limits within. Takes up to some seconds, so keep the result.
  public ParSheet parSheet() {
    return SlotMathematics.parSheet(this);
  }

  /// Most a round could pay in bets if every spin were the best and nothing were cut.
  private long boundInLineBets() {
    long bestScatter =
        allScatters().stream()
            .mapToLong(it -> it.pays().values().stream().mapToInt(pay -> pay).max().orElse(0))
            .sum();
    long jackpots = wins.jackpots().stream().mapToLong(WinRules.Jackpot::pays).sum();
    long runs = Math.max(1, lines.size());
    long spin =
        Math.addExact(
            WinLimits.mostOfRuns(this),
            Math.multiplyExact(bestScatter + 2 * runs * jackpots, wins.units()));
    long spins =
        freeSpins == null ? 1 : 1 + (long) freeSpins.multiplier() * freeSpins.maxPerRound();
    return Math.max(
        Math.multiplyExact(spin, spins), Math.multiplyExact((long) maxWinMultiple, wins.units()));
  }
}
