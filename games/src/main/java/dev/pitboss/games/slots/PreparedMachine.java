package dev.pitboss.games.slots;

import dev.pitboss.games.Draws;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// A machine made ready to be played often: the rounds of [SlotMachine#play], draw by draw and win
/// by win, from tables instead of the description. Takes a twentieth of its time, but on machines
/// whose grids are read as a whole; tests hold one against the other. Immutable and thread-safe.
public final class PreparedMachine {
  private final SlotMachine machine;

  /// Of paid and of free spins; none where the description is as fast.
  private final List<Mode> modes;

  private final String[] ids;
  private final long maxStakeMinor;

  /// Reels and pays of paid or of free spins.
  private final class Mode {
    final boolean isFree;
    final ReelWindows reels;
    final LineStates states;
    final WayCounts ways;
    final List<List<LineStates.PaidRun>> runs;

    Mode(boolean isFree) {
      this.isFree = isFree;
      reels = new ReelWindows(machine, isFree);
      states = new LineStates(machine, isFree);
      ways = new WayCounts(machine, reels, isFree);
      runs = IntStream.range(0, states.count()).mapToObj(states::paidRuns).toList();
    }
  }

  /// Prepares the tables; takes some milliseconds.
  public PreparedMachine(SlotMachine machine) {
    this.machine = machine;
    this.modes =
        machine.wins().isOfWholeGrids()
            ? List.of()
            : machine.freeSpins() == null
                ? List.of(new Mode(false))
                : List.of(new Mode(false), new Mode(true));
    this.ids = machine.symbols().stream().map(Symbol::id).toArray(String[]::new);
    this.maxStakeMinor = machine.maxStakeMinor();
  }

  /// Plays one round.
  ///
  /// @param stakeMinor as for [SlotMachine#play]
  /// @throws IllegalArgumentException for any other stake, before anything is drawn
  public SlotOutcome play(long stakeMinor, Draws draws) {
    return modes.isEmpty() ? machine.play(stakeMinor, draws) : play(stakeMinor, 1, 0, draws);
  }

  /// Plays one round that buys free spins.
  ///
  /// @param stakeMinor as for [SlotMachine#playBought]
  /// @throws IllegalStateException when the machine sells none
  public SlotOutcome playBought(long stakeMinor, Draws draws) {
    FreeSpins.Purchase bought =
        machine.purchase().orElseThrow(() -> new IllegalStateException(SlotRound.NOT_FOR_SALE));
    return modes.isEmpty()
        ? machine.playBought(stakeMinor, draws)
        : play(stakeMinor, bought.price(), bought.spins(), draws);
  }

  private SlotOutcome play(long stakeMinor, int price, int bought, Draws draws) {
    int step = machine.stakeStep();
    if (stakeMinor < 1 || stakeMinor % step != 0 || stakeMinor > maxStakeMinor) {
      throw SlotRound.notAStake(machine, stakeMinor);
    }
    long bet = stakeMinor / step;
    FreeSpins rule = machine.freeSpins();
    SlotSpin first = spin(bet, modes.getFirst(), bought, draws);
    long sum = first.payoutMinor();
    List<SlotSpin> freeSpins = List.of();
    if (rule != null && first.freeSpinsAwarded() > 0) {
      freeSpins = new ArrayList<>();
      int due = Math.min(first.freeSpinsAwarded(), rule.maxPerRound());
      while (freeSpins.size() < due) {
        SlotSpin spin = spin(bet, modes.getLast(), 0, draws);
        freeSpins.add(spin);
        sum += spin.payoutMinor();
        due = Math.min(due + spin.freeSpinsAwarded(), rule.maxPerRound());
      }
    }
    long payout = Math.min(sum, stakeMinor * machine.maxWinMultiple());
    return new SlotOutcome(stakeMinor * price, first, freeSpins, payout, payout < sum);
  }

  private SlotSpin spin(long bet, Mode mode, int bought, Draws draws) {
    ReelWindows reels = mode.reels;
    int count = reels.stops.length;
    Integer[] stops = new Integer[count];
    int[] drawn = new int[count];
    int inView = 0;
    for (int reel = 0; reel < count; reel++) {
      int stop = draws.below(reels.stops[reel]);
      stops[reel] = stop;
      drawn[reel] = stop;
      inView += reels.scatters[reel][stop];
    }
    FreeSpins rule = mode.isFree ? machine.freeSpins() : null;
    int multiplier = machine.multiplier(mode.isFree);
    int filling = mode.reels.filling(drawn);
    int filled = filling < 0 ? 1 : machine.wins().filledBy(ids[filling]);
    List<LineWin> wins =
        machine.wins().isWays() ? ways(mode, drawn, bet * filled) : lines(mode, drawn, bet, filled);
    if (!machine.wins().otherScatters().isEmpty()) {
      wins = new ArrayList<>(wins);
      addOtherScatters(reels, drawn, bet * multiplier, wins);
    }
    long payout = 0;
    for (LineWin win : wins) {
      payout += win.payoutMinor();
    }
    int awarded = awarded(inView, rule);
    ScatterWin scatter = scatterWin(inView, awarded, bet * multiplier);
    if (scatter != null) {
      payout += scatter.payoutMinor();
    }
    return new SlotSpin(
        List.of(stops),
        grid(reels, drawn),
        wins,
        List.of(),
        scatter,
        awarded + bought,
        multiplier,
        payout);
  }

  private List<LineWin> lines(Mode mode, int[] drawn, long bet, int filled) {
    List<LineWin> wins = List.of();
    int[][] lines = mode.reels.lines;
    LineStates states = mode.states;
    for (int line = 0; line < lines.length; line++) {
      int[] path = lines[line];
      int state = LineStates.START;
      for (int reel = 0; reel < drawn.length; reel++) {
        state = states.next(state, mode.reels.symbols[reel][drawn[reel]][path[reel]]);
      }
      if (states.pay(state) > 0) {
        if (wins.isEmpty()) {
          wins = new ArrayList<>();
        }
        for (LineStates.PaidRun run : mode.runs.get(state)) {
          long bets = states.pay(run, mode.isFree, filled);
          wins.add(
              new LineWin(line, ids[run.symbol()], run.count(), run.fromRight(), 1, bet * bets));
        }
      }
    }
    return wins;
  }

  private List<LineWin> ways(Mode mode, int[] drawn, long unit) {
    List<LineWin> wins = new ArrayList<>();
    for (int symbol = 0; symbol < ids.length; symbol++) {
      int ways = 1;
      int count = 0;
      while (count < drawn.length && mode.ways.cells[count][drawn[count]][symbol] > 0) {
        ways *= mode.ways.cells[count][drawn[count]][symbol];
        count++;
      }
      long pay = mode.ways.pay(symbol, count);
      if (pay > 0) {
        wins.add(new LineWin(-1, ids[symbol], count, false, ways, unit * pay * ways));
      }
    }
    return wins;
  }

  private void addOtherScatters(ReelWindows reels, int[] drawn, long unit, List<LineWin> wins) {
    int inView = 0;
    for (int reel = 0; reel < drawn.length; reel++) {
      inView += reels.otherScatters[reel][drawn[reel]];
    }
    for (Scatter other : machine.wins().otherScatters()) {
      int count = inView & ((1 << ReelWindows.COUNT_BITS) - 1);
      inView >>>= ReelWindows.COUNT_BITS;
      long stakes = other.pay(count);
      if (stakes > 0) {
        long payout = unit * machine.stakeStep() * stakes;
        wins.add(new LineWin(-1, other.symbol(), count, false, 0, payout));
      }
    }
  }

  private List<List<String>> grid(ReelWindows reels, int[] drawn) {
    String[][] rows = new String[machine.rows()][drawn.length];
    for (int reel = 0; reel < drawn.length; reel++) {
      for (int row = 0; row < rows.length; row++) {
        rows[row][reel] = ids[reels.shown[reel][drawn[reel]][row]];
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
