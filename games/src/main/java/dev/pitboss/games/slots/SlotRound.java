package dev.pitboss.games.slots;

import dev.pitboss.games.Draws;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Plays a round the plain way, by the machine's description and nothing prepared: what a verifier
/// repeats by hand. Everything fast takes another road, [LineStates], and tests compare both.
final class SlotRound {
  static final String NOT_FOR_SALE = "free spins are not for sale";

  private final SlotMachine machine;
  private final long lineBetMinor;
  private final Draws draws;

  private SlotRound(SlotMachine machine, long lineBetMinor, Draws draws) {
    this.machine = machine;
    this.lineBetMinor = lineBetMinor;
    this.draws = draws;
  }

  static SlotOutcome play(SlotMachine machine, long stakeMinor, Draws draws) {
    return of(machine, stakeMinor, draws).play(stakeMinor, 1, 0);
  }

  static SlotOutcome playBought(SlotMachine machine, long stakeMinor, Draws draws) {
    SlotRound round = of(machine, stakeMinor, draws);
    FreeSpins.Purchase bought =
        machine.purchase().orElseThrow(() -> new IllegalStateException(NOT_FOR_SALE));
    return round.play(stakeMinor, bought.price(), bought.spins());
  }

  private static SlotRound of(SlotMachine machine, long stakeMinor, Draws draws) {
    if (stakeMinor < 1
        || stakeMinor % machine.stakeStep() != 0
        || stakeMinor > machine.maxStakeMinor()) {
      throw notAStake(machine, stakeMinor);
    }
    return new SlotRound(machine, stakeMinor / machine.stakeStep(), draws);
  }

  static IllegalArgumentException notAStake(SlotMachine machine, long stakeMinor) {
    return new IllegalArgumentException(
        "A stake on %s is a positive multiple of %d up to %d, got %d"
            .formatted(machine.id(), machine.stakeStep(), machine.maxStakeMinor(), stakeMinor));
  }

  private SlotOutcome play(long stakeMinor, int price, int bought) {
    SlotSpin paid = spin(false, bought);
    List<SlotSpin> free = freeSpins(paid.freeSpinsAwarded());
    long sum = paid.payoutMinor() + free.stream().mapToLong(SlotSpin::payoutMinor).sum();
    long payoutMinor = Math.min(sum, stakeMinor * machine.maxWinMultiple());
    return new SlotOutcome(stakeMinor * price, paid, free, payoutMinor, payoutMinor < sum);
  }

  private List<SlotSpin> freeSpins(int awarded) {
    FreeSpins rule = machine.freeSpins();
    if (rule == null) {
      return List.of();
    }
    List<SlotSpin> played = new ArrayList<>();
    int due = Math.min(awarded, rule.maxPerRound());
    while (played.size() < due) {
      SlotSpin spin = spin(true, 0);
      played.add(spin);
      due = Math.min(due + spin.freeSpinsAwarded(), rule.maxPerRound());
    }
    return played;
  }

  private SlotSpin spin(boolean isFree, int bought) {
    FreeSpins rule = machine.freeSpins();
    int multiplier = machine.multiplier(isFree);
    List<List<String>> strips = machine.strips(isFree);
    List<Integer> stops = new ArrayList<>(strips.size());
    for (List<String> strip : strips) {
      stops.add(draws.below(strip.size()));
    }
    List<List<String>> first = grid(strips, stops);
    List<LineWin> wins = wins(first, isFree, 0);
    List<SlotSpin.Cascade> cascades = cascades(strips, stops, first, wins, isFree);
    List<List<String>> last = cascades.isEmpty() ? first : cascades.getLast().grid();
    addOtherScatters(last, multiplier, wins);
    int scatters = machine.scatter() == null ? 0 : count(last, machine.scatter().symbol());
    int awarded = rule == null ? 0 : isFree ? rule.retrigger(scatters) : rule.award(scatters);
    ScatterWin scatter = scatterWin(scatters, awarded, multiplier);
    awarded += bought;
    long payoutMinor =
        sum(wins)
            + cascades.stream().mapToLong(SlotSpin.Cascade::payoutMinor).sum()
            + (scatter == null ? 0 : scatter.payoutMinor());
    int firstMultiplier = multiplier * machine.wins().gridMultiplier(0, isFree);
    return new SlotSpin(
        stops, first, wins, cascades, scatter, awarded, firstMultiplier, payoutMinor);
  }

  private static long sum(List<LineWin> wins) {
    return wins.stream().mapToLong(LineWin::payoutMinor).sum();
  }

  private List<SlotSpin.Cascade> cascades(
      List<List<String>> strips,
      List<Integer> stops,
      List<List<String>> first,
      List<LineWin> firstWins,
      boolean isFree) {
    List<SlotSpin.Cascade> cascades = new ArrayList<>();
    List<Integer> tops = new ArrayList<>(stops);
    List<List<String>> grid = first;
    List<LineWin> wins = firstWins;
    int most = machine.wins().mostGrids() - 1;
    while (cascades.size() < most && !wins.isEmpty()) {
      grid = GridWins.fallen(strips, tops, grid, GridWins.cells(machine, grid, wins));
      int number = cascades.size() + 1;
      wins = wins(grid, isFree, number);
      int multiplier = machine.multiplier(isFree) * machine.wins().gridMultiplier(number, isFree);
      cascades.add(new SlotSpin.Cascade(grid, wins, multiplier, sum(wins)));
    }
    return cascades;
  }

  private List<List<String>> grid(List<List<String>> strips, List<Integer> stops) {
    List<List<String>> grid = new ArrayList<>(machine.rows());
    for (int row = 0; row < machine.rows(); row++) {
      List<String> symbols = new ArrayList<>(stops.size());
      for (int reel = 0; reel < stops.size(); reel++) {
        List<String> strip = strips.get(reel);
        symbols.add(strip.get((stops.get(reel) + row) % strip.size()));
      }
      grid.add(symbols);
    }
    return grid;
  }

  /// @param number of the grid within its spin, from 0
  private List<LineWin> wins(List<List<String>> shown, boolean isFree, int number) {
    int onGrid = machine.wins().gridMultiplier(number, isFree);
    if (machine.wins().countsCells()) {
      return GridWins.counted(machine, shown, lineBetMinor * machine.multiplier(isFree) * onGrid);
    }
    List<String> kinds = shown.stream().flatMap(List::stream).distinct().toList();
    int filled = onGrid * (kinds.size() == 1 ? machine.wins().filledBy(kinds.getFirst()) : 1);
    List<List<String>> grid = expanded(shown, isFree);
    List<LineWin> wins = new ArrayList<>();
    if (machine.wins().isWays()) {
      for (Symbol symbol : machine.symbols()) {
        addWays(symbol, grid, filled * multiplier(symbol.id(), 0, isFree), wins);
      }
    }
    for (int line = 0; line < machine.lines().size(); line++) {
      List<Integer> path = machine.lines().get(line);
      List<String> seen = new ArrayList<>();
      for (int reel = 0; reel < path.size(); reel++) {
        seen.add(grid.get(path.get(reel)).get(reel));
      }
      for (Run run : lineRuns(seen)) {
        long jackpot = machine.wins().jackpot(run.symbol(), run.count());
        long bets = run.pay() * filled * multiplier(run.symbol(), run.count(), isFree) + jackpot;
        wins.add(
            new LineWin(line, run.symbol(), run.count(), run.fromRight(), 1, lineBetMinor * bets));
      }
    }
    return wins;
  }

  /// Wilds that expand take their whole reel.
  private List<List<String>> expanded(List<List<String>> shown, boolean isFree) {
    List<List<String>> grid = new ArrayList<>();
    shown.forEach(row -> grid.add(new ArrayList<>(row)));
    for (int reel = 0; reel < machine.strips().size(); reel++) {
      for (int row = machine.rows() - 1; row >= 0; row--) {
        String symbol = shown.get(row).get(reel);
        for (Wild wild : machine.wilds()) {
          if (wild.symbol().equals(symbol) && wild.expandsIn(isFree)) {
            for (List<String> cells : grid) {
              cells.set(reel, symbol);
            }
          }
        }
      }
    }
    return grid;
  }

  private int multiplier(String symbolId, int count, boolean isFree) {
    FreeSpins rule = machine.freeSpins();
    if (rule == null || !isFree) {
      return 1;
    }
    boolean isFullWilds = count == machine.strips().size() && symbolId.equals(firstWild());
    return isFullWilds && !rule.fullWildsMultiplied() ? 1 : rule.multiplier();
  }

  private @Nullable String firstWild() {
    return machine.wilds().isEmpty() ? null : machine.wilds().getFirst().symbol();
  }

  /// On each reel every cell of the symbol is a way on, a wild as many as it multiplies.
  private void addWays(Symbol symbol, List<List<String>> grid, int factor, List<LineWin> wins) {
    int ways = 1;
    int count = 0;
    for (int reel = 0; reel < machine.strips().size(); reel++) {
      int cells = 0;
      for (List<String> row : grid) {
        cells += row.get(reel).equals(symbol.id()) ? 1 : wildMultiplier(row.get(reel));
      }
      if (cells == 0) {
        break;
      }
      ways *= cells;
      count++;
    }
    long pay = symbol.pay(count);
    if (pay > 0) {
      wins.add(
          new LineWin(-1, symbol.id(), count, false, ways, lineBetMinor * pay * ways * factor));
    }
  }

  /// What a wild multiplies by; 0 for any other symbol.
  private int wildMultiplier(String symbolId) {
    return machine.wilds().stream()
        .filter(wild -> wild.symbol().equals(symbolId))
        .mapToInt(Wild::multiplier)
        .findFirst()
        .orElse(0);
  }

  /// A run with its wilds' multipliers in the pay.
  private record Run(String symbol, int count, boolean fromRight, long pay, long total) {}

  private List<Run> lineRuns(List<String> seen) {
    Run left = lineRun(seen, false);
    WinRules.Reading reading = machine.wins().reading();
    if (reading == WinRules.Reading.LEFT || spansAll(seen)) {
      return left == null ? List.of() : List.of(left);
    }
    Run right = lineRun(seen.reversed(), true);
    if (left == null || right == null) {
      return Stream.of(left, right).flatMap(Stream::ofNullable).toList();
    }
    return reading == WinRules.Reading.BOTH
        ? List.of(left, right)
        : List.of(right.total() > left.total() ? right : left);
  }

  /// Whether all of a line is one run: one symbol and wilds, or wilds alone.
  private boolean spansAll(List<String> seen) {
    List<String> others = seen.stream().filter(id -> !machine.isWild(id)).distinct().toList();
    return others.size() <= 1 && others.stream().noneMatch(this::isScatter);
  }

  /// Two readings are possible: the first symbol that is no wild, with the wilds before and among
  /// it, or the leading wilds for themselves. A tie goes to the former, whose run is at least as
  /// long.
  private @Nullable Run lineRun(List<String> seen, boolean fromRight) {
    Run natural =
        seen.stream()
            .filter(id -> !machine.isWild(id))
            .findFirst()
            .map(id -> run(seen, id, fromRight))
            .orElse(null);
    String wildId = firstWild();
    Run wild = wildId == null ? null : run(seen, wildId, fromRight);
    boolean isWildBetter = wild != null && (natural == null || wild.total() > natural.total());
    return isWildBetter ? wild : natural;
  }

  private @Nullable Run run(List<String> seen, String symbolId, boolean fromRight) {
    int count = 0;
    int factor = machine.wins().noFactor();
    while (count < seen.size() && stands(seen.get(count), symbolId)) {
      int multiplier = wildMultiplier(seen.get(count++));
      factor = multiplier == 0 ? factor : machine.wins().combined(factor, multiplier);
    }
    long pay = machine.symbol(symbolId).orElseThrow().pay(count);
    long factored = machine.isWild(symbolId) ? pay : pay * Math.max(1, factor);
    long jackpot = pay == 0 ? 0 : machine.wins().jackpot(symbolId, count);
    return pay == 0 ? null : new Run(symbolId, count, fromRight, factored, factored + jackpot);
  }

  private boolean stands(String seen, String symbolId) {
    return seen.equals(symbolId) || (machine.isWild(seen) && !isScatter(symbolId));
  }

  private boolean isScatter(String symbolId) {
    return machine.allScatters().stream().anyMatch(it -> it.symbol().equals(symbolId));
  }

  private static int count(List<List<String>> grid, String symbolId) {
    return (int) grid.stream().flatMap(List::stream).filter(symbolId::equals).count();
  }

  private void addOtherScatters(List<List<String>> grid, int multiplier, List<LineWin> wins) {
    for (Scatter other : machine.wins().otherScatters()) {
      int inView = count(grid, other.symbol());
      long bets = (long) other.pay(inView) * machine.stakeStep() * multiplier;
      if (bets > 0) {
        wins.add(new LineWin(-1, other.symbol(), inView, false, 0, lineBetMinor * bets));
      }
    }
  }

  private @Nullable ScatterWin scatterWin(int count, int awarded, int multiplier) {
    Scatter scatter = machine.scatter();
    if (scatter == null || (scatter.pay(count) == 0 && awarded == 0)) {
      return null;
    }
    return new ScatterWin(
        count, lineBetMinor * machine.stakeStep() * scatter.pay(count) * multiplier);
  }
}
