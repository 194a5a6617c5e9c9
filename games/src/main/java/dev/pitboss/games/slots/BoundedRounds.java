package dev.pitboss.games.slots;

import dev.pitboss.games.par.Fraction;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The cost of the maximum win, between two bounds, for machines whose rounds are too many to be
/// gone through in whole numbers.
///
/// The walk is that of [RoundModel] in floating point, with the wins on a grid. Where the grid is
/// that of the machine's pays, both bounds differ only by what rounding can do. On a coarser grid
/// pays are rounded down for the lower bound; for the upper one each is split between its two
/// neighbours so that its mean stays: a spread that keeps the mean never makes the mean of a convex
/// function smaller, and `(win − limit)⁺` is one. A round that is beyond the limit is followed no
/// further: what it takes on average from there is what it is over and what the spins still due pay
/// on average. So nothing is ever subtracted, and errors stay relative.
final class BoundedRounds {
  /// Multiplications, a nanosecond each or less, that a finer grid may cost.
  private static final long MAX_WORK = 1_500_000_000L;

  /// The same for the first grid; then a coarser one is taken.
  private static final long FIRST_WORK = 200_000_000L;

  /// Bounds so close, in line bets, need no finer grid: they agree in all digits shown.
  private static final double NARROW = 1e-12;

  /// Wins told apart over all numbers of spins due: 32 MB.
  private static final int MAX_NUMBERS = 1 << 22;

  private static final int FIRST_CELLS = 1 << 12;

  private static final int ROUGH_CELLS = 1 << 9;

  /// With so few cells the work is bounded by itself.
  private static final int FEWEST_CELLS = 64;

  /// Cells of one grid in a cell of the next.
  private static final int FINER = 4;

  /// What is rarer is dropped, and counted as if it took all there is.
  private static final double RARE = 1e-26;

  /// Decimals of the bounds.
  private static final int DIGITS = 20;

  private final RoundModel model;
  private final WinsLeft left;

  private BoundedRounds(RoundModel model, WinsLeft left) {
    this.model = model;
    this.left = left;
  }

  /// The bounds.
  ///
  /// @param left of the same model
  static MaxWinCut cut(RoundModel model, WinsLeft left) {
    return new BoundedRounds(model, left).cut();
  }

  /// An upper bound that is had soon, for models that are bounds themselves: on a coarse grid, or
  /// from mean and mean square alone. The mean of `(win − limit)⁺` is at most `(√(σ² + d²) − d) /
  /// 2`, `d` being by how much the limit is above the mean.
  ///
  /// @param left of the same model
  /// @param mean of the wins of a round without the limit
  static MaxWinCut roughly(RoundModel model, WinsLeft left, double mean) {
    BoundedRounds rounds = new BoundedRounds(model, left);
    long scale = 1;
    while (model.maxWin() / (model.unit() * scale) >= ROUGH_CELLS) {
      scale *= FINER;
    }
    Optional<Walk> walk = rounds.walked(model.unit() * scale, true, FIRST_WORK);
    double square = left.squareOfRound();
    double above = model.maxWin() - mean;
    double most =
        walk.map(it -> it.most() * (1 + it.error()))
            .orElse((Math.sqrt(square - mean * mean + above * above) - above) / 2);
    Fraction bound = rounded(most, RoundingMode.CEILING);
    return new MaxWinCut(Fraction.ZERO, bound, Fraction.ONE, square);
  }

  private static MaxWinCut onGridOf(BoundedRounds rounds, long scale) {
    long grid = rounds.model.unit() * scale;
    return rounds.bounds(rounds.walked(grid, true, Long.MAX_VALUE).orElseThrow(), scale);
  }

  /// The bounds on one grid.
  ///
  /// @param scale units of the machine's pays in a cell
  static MaxWinCut onGrid(RoundModel model, WinsLeft left, long scale) {
    return onGridOf(new BoundedRounds(model, left), scale);
  }

  /// A grid coarse enough to be walked soon, then finer ones until the bounds are close.
  private MaxWinCut cut() {
    long unit = model.unit();
    int mostCells = Math.min(FIRST_CELLS, MAX_NUMBERS / (model.mostSpins() + 1));
    long scale = 1;
    while (model.maxWin() / (unit * scale) >= mostCells) {
      scale *= FINER;
    }
    Optional<Walk> first = Optional.empty();
    while (first.isEmpty()) {
      boolean isLast = model.maxWin() / (unit * scale) <= FEWEST_CELLS;
      first = walked(unit * scale, true, isLast ? Long.MAX_VALUE : FIRST_WORK);
      scale = first.isEmpty() ? scale * FINER : scale;
    }
    MaxWinCut best = bounds(first.get(), scale);
    long work = first.get().work;
    while (scale > 1 && width(best) > NARROW && work * FINER * FINER < MAX_WORK) {
      scale /= FINER;
      Walk finer = walked(unit * scale, true, Long.MAX_VALUE).orElseThrow();
      work = finer.work;
      best = bounds(finer, scale);
    }
    return best;
  }

  private MaxWinCut bounds(Walk upper, long scale) {
    Walk lower = scale == 1 ? upper : walked(upper.grid, false, Long.MAX_VALUE).orElseThrow();
    return new MaxWinCut(
        rounded(lower.taken * (1 - lower.error()), RoundingMode.FLOOR),
        rounded(upper.most() * (1 + upper.error()), RoundingMode.CEILING),
        rounded(Math.min(1, upper.exceeded), RoundingMode.CEILING),
        left.squareOfRound() - upper.squareTaken);
  }

  private static double width(MaxWinCut cut) {
    return cut.most().minus(cut.least()).toDouble();
  }

  static Fraction rounded(double value, RoundingMode mode) {
    BigInteger parts = new BigDecimal(value).setScale(DIGITS, mode).unscaledValue();
    return new Fraction(parts, BigInteger.TEN.pow(DIGITS));
  }

  static Fraction roundedUp(Fraction value) {
    BigInteger[] parts =
        value
            .numerator()
            .multiply(BigInteger.TEN.pow(DIGITS))
            .divideAndRemainder(value.denominator());
    return new Fraction(
        parts[1].signum() > 0 ? parts[0].add(BigInteger.ONE) : parts[0],
        BigInteger.TEN.pow(DIGITS));
  }

  private Optional<Walk> walked(long grid, boolean spreads, long maxWork) {
    Walk walk = new Walk(grid, spreads, maxWork);
    return walk.toEnd() ? Optional.of(walk) : Optional.empty();
  }

  /// Pays of one branch on a grid.
  private static final class Steps {
    /// How many spins they add.
    final int spins;

    /// What they pay, in cells.
    final long[] offsets;

    /// The chance of each.
    final double[] chances;

    Steps(RoundModel.Branch branch, double all, long grid, boolean spreads) {
      SortedMap<Long, Double> byCell = new TreeMap<>();
      long[] pays = branch.tally().pays();
      for (int i = 0; i < pays.length; i++) {
        long cell = pays[i] / grid;
        double chance = branch.tally().combinations()[i] / all;
        double up = spreads ? pays[i] % grid / (double) grid : 0;
        byCell.merge(cell, chance * (1 - up), Double::sum);
        if (up > 0) {
          byCell.merge(cell + 1, chance * up, Double::sum);
        }
      }
      this.spins = branch.spins();
      this.offsets = byCell.keySet().stream().mapToLong(cell -> cell).toArray();
      this.chances = byCell.values().stream().mapToDouble(chance -> chance).toArray();
    }

    static List<Steps> of(List<RoundModel.Branch> branches, long grid, boolean spreads) {
      double all = branches.stream().mapToDouble(branch -> branch.tally().total()).sum();
      return branches.stream().map(branch -> new Steps(branch, all, grid, spreads)).toList();
    }
  }

  /// Wins of the rounds that have as many spins due.
  private static final class Wins {
    final double[] chances;
    int low;
    int high = -1;

    Wins(int cells) {
      chances = new double[cells];
      low = cells;
    }

    void widen(int from, int to) {
      low = Math.min(low, from);
      high = Math.max(high, to);
    }

    /// Drops what is rare at both ends, and says how much that was.
    double trim() {
      double dropped = 0;
      while (high >= low && dropped + chances[high] < RARE) {
        dropped += chances[high--];
      }
      double droppedBelow = 0;
      while (low <= high && droppedBelow + chances[low] < RARE) {
        droppedBelow += chances[low++];
      }
      return dropped + droppedBelow;
    }
  }

  /// One walk on one grid.
  private final class Walk {
    private final long grid;
    private final long maxWork;
    private final int cells;
    private final List<Steps> paid;
    private final List<Steps> free;
    private final double[] over;
    private final double[] overBy;
    private final double[] overBySquared;
    private long work;

    /// What the limit takes on average, what it takes at the most, and how often it is exceeded.
    double taken;

    double exceeded;

    /// What the limit takes from the mean square.
    double squareTaken;

    private double dropped;

    Walk(long grid, boolean spreads, long maxWork) {
      this.grid = grid;
      this.maxWork = maxWork;
      this.cells = Math.toIntExact(model.maxWin() / grid + 1);
      this.paid = Steps.of(model.paid(), grid, spreads);
      this.free = Steps.of(model.free(), grid, spreads);
      this.over = new double[cells + 1];
      this.overBy = new double[cells + 1];
      this.overBySquared = new double[cells + 1];
    }

    /// What the limit takes when all that was dropped takes the most it could.
    double most() {
      double best = model.bestRound() + (double) grid * (model.mostSpins() + 1);
      return taken + dropped * best;
    }

    /// The relative error of sums of products of positive numbers: a rounding for each factor and
    /// each term.
    double error() {
      int terms = free.stream().mapToInt(steps -> steps.offsets.length).sum();
      return 0x1p-50 * (model.mostSpins() + 2.0) * (terms + cells + 16.0);
    }

    /// Whether it came to the end within the work allowed.
    boolean toEnd() {
      @Nullable Wins[] rounds = new Wins[model.mostSpins() + 1];
      for (Steps steps : paid) {
        start(steps, rounds);
      }
      for (int played = 0; played < model.mostSpins(); played++) {
        @Nullable Wins[] after = new Wins[rounds.length];
        for (int due = played + 1; due < rounds.length; due++) {
          Wins wins = rounds[due];
          if (wins != null) {
            spin(played, due, wins, after);
          }
        }
        for (int due = played + 2; due < after.length; due++) {
          Wins wins = after[due];
          if (wins != null) {
            dropped += wins.trim();
            after[due] = wins.high < wins.low ? null : wins;
          }
        }
        rounds = after;
        if (work > maxWork) {
          return false;
        }
      }
      return true;
    }

    private void start(Steps steps, @Nullable Wins[] rounds) {
      Wins wins = new Wins(cells);
      for (int i = 0; i < steps.offsets.length; i++) {
        long offset = steps.offsets[i];
        double chance = steps.chances[i];
        if (offset >= cells) {
          double beyond = offset * grid - model.maxWin();
          cross(chance, chance * beyond, chance * beyond * beyond, 0, steps.spins);
        } else {
          wins.chances[(int) offset] += chance;
          wins.widen((int) offset, (int) offset);
        }
      }
      if (steps.spins > 0 && wins.high >= wins.low) {
        rounds[steps.spins] = wins;
      }
    }

    private void spin(int played, int due, Wins wins, @Nullable Wins[] after) {
      over[wins.high + 1] = 0;
      overBy[wins.high + 1] = 0;
      overBySquared[wins.high + 1] = 0;
      for (int win = wins.high; win >= wins.low; win--) {
        overBySquared[win] = overBySquared[win + 1] + 2 * overBy[win + 1] + over[win + 1];
        overBy[win] = overBy[win + 1] + over[win + 1];
        over[win] = over[win + 1] + wins.chances[win];
      }
      for (Steps steps : free) {
        int next = Math.min(due + steps.spins, model.mostSpins());
        Wins target = after[next];
        if (target == null) {
          target = new Wins(cells);
          after[next] = target;
        }
        for (int i = 0; i < steps.offsets.length; i++) {
          add(wins, steps.offsets[i], steps.chances[i], target, played + 1, next);
        }
      }
    }

    private void add(Wins wins, long offset, double chance, Wins target, int played, int due) {
      int below = (int) Math.min(wins.high, cells - 1 - offset);
      if (below >= wins.low) {
        int shift = (int) offset;
        double[] from = wins.chances;
        double[] to = target.chances;
        for (int win = wins.low; win <= below; win++) {
          to[win + shift] += chance * from[win];
        }
        target.widen(wins.low + shift, below + shift);
        work += below - wins.low + 1;
      }
      int first = (int) Math.max(wins.low, cells - offset);
      if (first <= wins.high) {
        double least = (first + offset) * grid - model.maxWin();
        double beyond = overBy[first] * grid + over[first] * least;
        double beyondSquared =
            overBySquared[first] * grid * grid
                + 2 * overBy[first] * grid * least
                + over[first] * least * least;
        cross(chance * over[first], chance * beyond, chance * beyondSquared, played, due);
      }
    }

    /// Rounds that reach the limit: with `o` what they are over and `r` what spins still due win,
    /// it takes `o + r` from a round and `(o + r)² + 2·limit·(o + r)` from its square.
    private void cross(double chance, double beyond, double beyondSquared, int played, int due) {
      double mean = left.mean(played, due);
      double more = beyond + chance * mean;
      exceeded += chance;
      taken += more;
      squareTaken +=
          beyondSquared
              + 2 * beyond * mean
              + chance * left.square(played, due)
              + 2.0 * model.maxWin() * more;
    }
  }
}
