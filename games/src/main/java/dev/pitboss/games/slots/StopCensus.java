package dev.pitboss.games.slots;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// Goes through every combination of stops of one spin and counts, apart for each number of
/// scatters in view, what the spin pays without a multiplier, in line bets. All but the last reel
/// are walked; for the last, each row's pay per symbol is summed over the lines once and then only
/// looked up.
final class StopCensus {
  /// Beyond this a payout is not told apart from others in the distribution; sums stay exact.
  private static final int MAX_BINS = 1 << 22;

  private final SlotMachine machine;
  private final LineStates states;
  private final int reels;
  private final int[][][] windows;
  private final int[][] scattersIn;
  private final int[][] rows;

  /// What was counted for one number of scatters.
  static final class Tally {
    long combinations;
    long paying;
    long pay;
    double paySquared;
    int most;
    long[] distribution = new long[256];

    void add(int spinPay) {
      combinations++;
      paying += spinPay > 0 ? 1 : 0;
      pay = Math.addExact(pay, spinPay);
      paySquared += (double) spinPay * spinPay;
      most = Math.max(most, spinPay);
      if (spinPay >= distribution.length && spinPay < MAX_BINS) {
        distribution = Arrays.copyOf(distribution, Integer.highestOneBit(spinPay) << 1);
      }
      distribution[Math.min(spinPay, distribution.length - 1)]++;
    }

    void add(Tally other) {
      combinations += other.combinations;
      paying += other.paying;
      pay = Math.addExact(pay, other.pay);
      paySquared += other.paySquared;
      most = Math.max(most, other.most);
      if (distribution.length < other.distribution.length) {
        distribution = Arrays.copyOf(distribution, other.distribution.length);
      }
      for (int i = 0; i < other.distribution.length; i++) {
        distribution[i] += other.distribution[i];
      }
    }

    /// Whether the distribution tells every payout apart.
    boolean isWhole() {
      return most < distribution.length;
    }
  }

  private StopCensus(SlotMachine machine) {
    this.machine = machine;
    this.states = new LineStates(machine);
    this.reels = machine.strips().size();
    this.rows =
        machine.lines().stream()
            .map(line -> line.stream().mapToInt(row -> row).toArray())
            .toArray(int[][]::new);
    this.windows = machine.strips().stream().map(this::windows).toArray(int[][][]::new);
    this.scattersIn =
        Arrays.stream(windows)
            .map(reel -> Arrays.stream(reel).mapToInt(this::scatters).toArray())
            .toArray(int[][]::new);
  }

  /// Counts all combinations; tally `k` is that of `k` scatters in view.
  static List<Tally> of(SlotMachine machine) {
    StopCensus census = new StopCensus(machine);
    // one task per stop of the first reel; sums of longs do not depend on the order
    Tally[][] parts =
        IntStream.range(0, machine.strips().getFirst().size())
            .parallel()
            .mapToObj(census::countFrom)
            .toArray(Tally[][]::new);
    Tally[] whole = parts[0];
    for (int i = 1; i < parts.length; i++) {
      for (int k = 0; k < whole.length; k++) {
        whole[k].add(parts[i][k]);
      }
    }
    return List.of(whole);
  }

  private Tally[] countFrom(int firstStop) {
    Tally[] tallies =
        IntStream.rangeClosed(0, reels * machine.rows())
            .mapToObj(_ -> new Tally())
            .toArray(Tally[]::new);
    int[] start = new int[machine.lines().size()];
    walk(1, advance(0, firstStop, start), scattersIn[0][firstStop], tallies);
    return tallies;
  }

  private void walk(int reel, int[] lineStates, int scatters, Tally[] tallies) {
    if (reel == reels - 1) {
      countLastReel(lineStates, scatters, tallies);
      return;
    }
    for (int stop = 0; stop < windows[reel].length; stop++) {
      walk(reel + 1, advance(reel, stop, lineStates), scatters + scattersIn[reel][stop], tallies);
    }
  }

  private int[] advance(int reel, int stop, int[] lineStates) {
    int[] after = new int[lineStates.length];
    int[] window = windows[reel][stop];
    for (int line = 0; line < after.length; line++) {
      after[line] = states.next(lineStates[line], window[rows[line][reel]]);
    }
    return after;
  }

  private void countLastReel(int[] lineStates, int scatters, Tally[] tallies) {
    int last = reels - 1;
    int[][] payOfRow = new int[machine.rows()][machine.symbols().size()];
    for (int line = 0; line < lineStates.length; line++) {
      int[] row = payOfRow[rows[line][last]];
      for (int symbol = 0; symbol < row.length; symbol++) {
        row[symbol] += states.pay(states.next(lineStates[line], symbol));
      }
    }
    for (int stop = 0; stop < windows[last].length; stop++) {
      int inView = scatters + scattersIn[last][stop];
      int pay = scatterPay(inView);
      int[] window = windows[last][stop];
      for (int row = 0; row < window.length; row++) {
        pay += payOfRow[row][window[row]];
      }
      tallies[inView].add(pay);
    }
  }

  /// In line bets, as everything here.
  private int scatterPay(int inView) {
    Scatter scatter = machine.scatter();
    return scatter == null ? 0 : scatter.pay(inView) * machine.lines().size();
  }

  private int[][] windows(List<String> strip) {
    return IntStream.range(0, strip.size())
        .mapToObj(stop ->
            IntStream.range(0, machine.rows())
                .map(row -> states.indexOf(strip.get((stop + row) % strip.size())))
                .toArray())
        .toArray(int[][]::new);
  }

  private int scatters(int[] window) {
    Scatter scatter = machine.scatter();
    int index = scatter == null ? -1 : states.indexOf(scatter.symbol());
    return (int) Arrays.stream(window).filter(symbol -> symbol == index).count();
  }
}
