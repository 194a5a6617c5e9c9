package dev.pitboss.games.slots;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// Goes through every combination of stops of one spin and counts, apart for each number of
/// scatters in view, what the spin pays without a multiplier, in line bets. Reel by reel it carries
/// along only the lines that are still open and the sum of those already settled: after three reels
/// that is less than one line in twenty.
final class StopCensus {
  /// Payouts below this are told apart; sums stay exact beyond.
  private static final int MAX_BINS = 1 << 22;

  private final SlotMachine machine;
  private final LineStates states;
  private final int reels;
  private final int[][][] windows;
  private final int[][] scattersIn;
  private final int[][] rows;

  /// For each number of scatters in view, in line bets as everything here.
  private final int[] scatterPay;

  /// What was counted for one number of scatters.
  static final class Tally {
    long combinations;
    long paying;
    long pay;
    double paySquared;
    int most;
    long[] distribution = new long[256];

    void add(int spinPay) {
      if (spinPay < distribution.length) {
        distribution[spinPay]++;
      } else {
        addRare(spinPay);
      }
    }

    private void addRare(int spinPay) {
      if (spinPay < MAX_BINS) {
        distribution = Arrays.copyOf(distribution, Integer.highestOneBit(spinPay) << 1);
        distribution[spinPay]++;
      } else {
        sum(spinPay, 1);
      }
    }

    /// Works the sums out of the distribution, once nothing more is added.
    void close() {
      for (int spinPay = 0; spinPay < distribution.length; spinPay++) {
        if (distribution[spinPay] > 0) {
          sum(spinPay, distribution[spinPay]);
        }
      }
    }

    private void sum(int spinPay, long times) {
      combinations += times;
      paying += spinPay > 0 ? times : 0;
      pay = Math.addExact(pay, Math.multiplyExact(times, spinPay));
      paySquared += (double) spinPay * spinPay * times;
      most = Math.max(most, spinPay);
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
      return most < MAX_BINS;
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
    this.scatterPay =
        IntStream.rangeClosed(0, reels * machine.rows()).map(this::scatterPay).toArray();
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
    Walk walk = new Walk();
    walk.stop(0, firstStop, machine.lines().size(), 0, 0);
    Arrays.stream(walk.tallies).forEach(Tally::close);
    return walk.tallies;
  }

  /// One walk over the stops of all reels but the first. `openLines[r]` and `openStates[r]` hold
  /// the lines that are open before reel `r`.
  private final class Walk {
    final Tally[] tallies =
        IntStream.rangeClosed(0, reels * machine.rows())
            .mapToObj(_ -> new Tally())
            .toArray(Tally[]::new);
    private final int[][] openLines = new int[reels + 1][rows.length];
    private final int[][] openStates = new int[reels + 1][rows.length];

    Walk() {
      Arrays.setAll(openLines[0], line -> line);
      Arrays.fill(openStates[0], LineStates.START);
    }

    void stop(int reel, int stop, int open, int scatters, int settled) {
      int[] window = windows[reel][stop];
      int inView = scatters + scattersIn[reel][stop];
      int pay = settled;
      int stillOpen = 0;
      for (int i = 0; i < open; i++) {
        int line = openLines[reel][i];
        int after = states.next(openStates[reel][i], window[rows[line][reel]]);
        if (states.isSettled(after)) {
          pay += states.pay(after);
        } else {
          openLines[reel + 1][stillOpen] = line;
          openStates[reel + 1][stillOpen++] = after;
        }
      }
      if (reel == reels - 1) {
        tallies[inView].add(pay + scatterPay[inView]);
        return;
      }
      for (int next = 0; next < windows[reel + 1].length; next++) {
        stop(reel + 1, next, stillOpen, inView, pay);
      }
    }
  }

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
