package dev.pitboss.games.slots;

import dev.pitboss.games.Draws;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// A machine made ready to be played often: the rounds of [SlotMachine#play], draw by draw and win
/// by win, from tables instead of the description. Takes a twentieth of its time; tests hold one
/// against the other. Immutable and thread-safe.
public final class PreparedMachine {
  private final SlotMachine machine;
  private final ReelWindows reels;
  private final LineStates states;
  private final LineStates.SymbolRun[] runs;
  private final String[] ids;
  private final long maxStakeMinor;

  /// Prepares the tables; takes some milliseconds.
  public PreparedMachine(SlotMachine machine) {
    this.machine = machine;
    this.states = new LineStates(machine);
    this.reels = new ReelWindows(machine, states);
    this.runs =
        IntStream.range(0, states.count())
            .mapToObj(states::paidRun)
            .toArray(LineStates.SymbolRun[]::new);
    this.ids = machine.symbols().stream().map(Symbol::id).toArray(String[]::new);
    this.maxStakeMinor = machine.maxStakeMinor();
  }

  /// Plays one round.
  ///
  /// @param stakeMinor as for [SlotMachine#play]
  /// @throws IllegalArgumentException for any other stake, before anything is drawn
  public SlotOutcome play(long stakeMinor, Draws draws) {
    int step = reels.lines.length;
    if (stakeMinor < 1 || stakeMinor % step != 0 || stakeMinor > maxStakeMinor) {
      throw SlotRound.notAStake(machine, stakeMinor);
    }
    long lineBet = stakeMinor / step;
    FreeSpins rule = machine.freeSpins();
    SlotSpin paid = spin(lineBet, null, draws);
    long sum = paid.payoutMinor();
    List<SlotSpin> free = List.of();
    if (rule != null && paid.freeSpinsAwarded() > 0) {
      free = new ArrayList<>();
      int due = Math.min(paid.freeSpinsAwarded(), rule.maxPerRound());
      while (free.size() < due) {
        SlotSpin spin = spin(lineBet, rule, draws);
        free.add(spin);
        sum += spin.payoutMinor();
        due = Math.min(due + spin.freeSpinsAwarded(), rule.maxPerRound());
      }
    }
    long payout = Math.min(sum, stakeMinor * machine.maxWinMultiple());
    return new SlotOutcome(stakeMinor, paid, free, payout, payout < sum);
  }

  /// @param free the rule of free spins when this is one of them
  private SlotSpin spin(long lineBet, @Nullable FreeSpins free, Draws draws) {
    int count = reels.stops.length;
    Integer[] stops = new Integer[count];
    int[][] view = new int[count][];
    int inView = 0;
    for (int reel = 0; reel < count; reel++) {
      int stop = draws.below(reels.stops[reel]);
      stops[reel] = stop;
      view[reel] = reels.symbols[reel][stop];
      inView += reels.scatters[reel][stop];
    }
    int multiplier = free == null ? 1 : free.multiplier();
    List<LineWin> wins = wins(view, lineBet * multiplier);
    long payout = 0;
    for (LineWin win : wins) {
      payout += win.payoutMinor();
    }
    int awarded = awarded(inView, free);
    ScatterWin scatter = scatterWin(inView, awarded, lineBet * multiplier);
    if (scatter != null) {
      payout += scatter.payoutMinor();
    }
    return new SlotSpin(List.of(stops), grid(view), wins, scatter, awarded, multiplier, payout);
  }

  private List<LineWin> wins(int[][] view, long unit) {
    List<LineWin> wins = List.of();
    int[][] lines = reels.lines;
    for (int line = 0; line < lines.length; line++) {
      int[] path = lines[line];
      int state = LineStates.START;
      for (int reel = 0; reel < view.length; reel++) {
        state = states.next(state, view[reel][path[reel]]);
      }
      if (states.pay(state) > 0) {
        if (wins.isEmpty()) {
          wins = new ArrayList<>();
        }
        LineStates.SymbolRun run = runs[state];
        wins.add(new LineWin(line, ids[run.symbol()], run.count(), unit * states.pay(state)));
      }
    }
    return wins;
  }

  private List<List<String>> grid(int[][] view) {
    String[][] rows = new String[machine.rows()][view.length];
    for (int reel = 0; reel < view.length; reel++) {
      for (int row = 0; row < rows.length; row++) {
        rows[row][reel] = ids[view[reel][row]];
      }
    }
    return Arrays.stream(rows).map(List::of).toList();
  }

  private int awarded(int scatters, @Nullable FreeSpins free) {
    FreeSpins rule = machine.freeSpins();
    if (rule == null) {
      return 0;
    }
    return free == null ? rule.award(scatters) : rule.retrigger(scatters);
  }

  private @Nullable ScatterWin scatterWin(int count, int awarded, long unit) {
    Scatter scatter = machine.scatter();
    if (scatter == null || (scatter.pay(count) == 0 && awarded == 0)) {
      return null;
    }
    return new ScatterWin(count, unit * machine.stakeStep() * scatter.pay(count));
  }
}
