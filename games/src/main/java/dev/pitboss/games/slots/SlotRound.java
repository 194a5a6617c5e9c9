package dev.pitboss.games.slots;

import dev.pitboss.games.Draws;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Plays a round the plain way, by the machine's description and nothing prepared: what a verifier
/// repeats by hand. Everything fast takes another road, [LineStates], and tests compare both.
final class SlotRound {
  private final SlotMachine machine;
  private final long lineBetMinor;
  private final Draws draws;

  private SlotRound(SlotMachine machine, long lineBetMinor, Draws draws) {
    this.machine = machine;
    this.lineBetMinor = lineBetMinor;
    this.draws = draws;
  }

  static SlotOutcome play(SlotMachine machine, long stakeMinor, Draws draws) {
    if (stakeMinor < 1
        || stakeMinor % machine.stakeStep() != 0
        || stakeMinor > machine.maxStakeMinor()) {
      throw notAStake(machine, stakeMinor);
    }
    return new SlotRound(machine, stakeMinor / machine.stakeStep(), draws).play(stakeMinor);
  }

  static IllegalArgumentException notAStake(SlotMachine machine, long stakeMinor) {
    return new IllegalArgumentException(
        "A stake on %s is a positive multiple of %d up to %d, got %d"
            .formatted(machine.id(), machine.stakeStep(), machine.maxStakeMinor(), stakeMinor));
  }

  private SlotOutcome play(long stakeMinor) {
    SlotSpin paid = spin(false);
    List<SlotSpin> free = freeSpins(paid.freeSpinsAwarded());
    long sum = paid.payoutMinor() + free.stream().mapToLong(SlotSpin::payoutMinor).sum();
    long payoutMinor = Math.min(sum, stakeMinor * machine.maxWinMultiple());
    return new SlotOutcome(stakeMinor, paid, free, payoutMinor, payoutMinor < sum);
  }

  private List<SlotSpin> freeSpins(int awarded) {
    FreeSpins rule = machine.freeSpins();
    if (rule == null) {
      return List.of();
    }
    List<SlotSpin> played = new ArrayList<>();
    int due = Math.min(awarded, rule.maxPerRound());
    while (played.size() < due) {
      SlotSpin spin = spin(true);
      played.add(spin);
      due = Math.min(due + spin.freeSpinsAwarded(), rule.maxPerRound());
    }
    return played;
  }

  private SlotSpin spin(boolean isFree) {
    FreeSpins rule = machine.freeSpins();
    int multiplier = isFree && rule != null ? rule.multiplier() : 1;
    List<Integer> stops = new ArrayList<>(machine.strips().size());
    for (List<String> strip : machine.strips()) {
      stops.add(draws.below(strip.size()));
    }
    List<List<String>> grid = grid(stops);
    List<LineWin> wins = new ArrayList<>();
    for (int line = 0; line < machine.lines().size(); line++) {
      LineWin win = lineWin(line, grid, multiplier);
      if (win != null) {
        wins.add(win);
      }
    }
    int scatters = countScatters(grid);
    int awarded = rule == null ? 0 : isFree ? rule.retrigger(scatters) : rule.award(scatters);
    ScatterWin scatter = scatterWin(scatters, awarded, multiplier);
    long payoutMinor =
        wins.stream().mapToLong(LineWin::payoutMinor).sum()
            + (scatter == null ? 0 : scatter.payoutMinor());
    return new SlotSpin(stops, grid, wins, scatter, awarded, multiplier, payoutMinor);
  }

  private List<List<String>> grid(List<Integer> stops) {
    List<List<String>> grid = new ArrayList<>(machine.rows());
    for (int row = 0; row < machine.rows(); row++) {
      List<String> symbols = new ArrayList<>(stops.size());
      for (int reel = 0; reel < stops.size(); reel++) {
        List<String> strip = machine.strips().get(reel);
        symbols.add(strip.get((stops.get(reel) + row) % strip.size()));
      }
      grid.add(symbols);
    }
    return grid;
  }

  /// Two readings are possible: the first symbol that is no wild, with the wilds before and among
  /// it, or the leading wilds for themselves. A tie goes to the former, whose run is at least as
  /// long.
  private @Nullable LineWin lineWin(int line, List<List<String>> grid, int multiplier) {
    List<Integer> path = machine.lines().get(line);
    String wildId = machine.wild();
    LineWin natural = null;
    for (int reel = 0; reel < path.size(); reel++) {
      String symbol = seen(grid, path, reel);
      if (!symbol.equals(wildId)) {
        natural = run(line, grid, symbol, multiplier);
        break;
      }
    }
    LineWin wild = wildId == null ? null : run(line, grid, wildId, multiplier);
    boolean isWildBetter =
        wild != null && (natural == null || wild.payoutMinor() > natural.payoutMinor());
    return isWildBetter ? wild : natural;
  }

  private @Nullable LineWin run(
      int line, List<List<String>> grid, String symbolId, int multiplier) {
    List<Integer> path = machine.lines().get(line);
    int count = 0;
    while (count < path.size() && stands(seen(grid, path, count), symbolId)) {
      count++;
    }
    for (Symbol symbol : machine.symbols()) {
      if (symbol.id().equals(symbolId)) {
        int pay = symbol.pay(count);
        return pay == 0
            ? null
            : new LineWin(line, symbolId, count, lineBetMinor * pay * multiplier);
      }
    }
    return null;
  }

  private static String seen(List<List<String>> grid, List<Integer> path, int reel) {
    return grid.get(path.get(reel)).get(reel);
  }

  private boolean stands(String seen, String symbolId) {
    Scatter scatter = machine.scatter();
    boolean isScatter = scatter != null && scatter.symbol().equals(symbolId);
    return seen.equals(symbolId) || (seen.equals(machine.wild()) && !isScatter);
  }

  private int countScatters(List<List<String>> grid) {
    Scatter scatter = machine.scatter();
    return scatter == null
        ? 0
        : (int) grid.stream().flatMap(List::stream).filter(scatter.symbol()::equals).count();
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
