package dev.pitboss.games.slots;

import dev.pitboss.games.par.Fraction;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The distribution of whole rounds in whole numbers: the walk of [RoundModel] over spins due and
/// the win so far, up to the most a round pays. Every weight counts combinations of stops of all
/// spins played, so nothing is rounded.
final class ExactRounds {
  /// Steps of some 50 ns each; what takes more is worked out by [BoundedRounds].
  private static final long MAX_WORK = 20_000_000;

  /// Most wins told apart, for each of up to a thousand numbers of spins due.
  private static final long MAX_CELLS = 1 << 14;

  /// A weight of so many bits costs one step more to multiply.
  private static final int BITS_PER_STEP = 1_024;

  private final RoundModel model;
  private final long unit;
  private final long maxWin;
  private final int cells;
  private final long paidCommon;
  private final long freeCommon;
  private long work;

  // Rounds that ended within the limit: their weight, what they lack to it, and to its square.
  private BigInteger within = BigInteger.ZERO;
  private BigInteger lacking = BigInteger.ZERO;
  private BigInteger squareLacking = BigInteger.ZERO;

  /// Rounds with as many spins due: by their win, in units, how many ways lead there; null for no
  /// way.
  private static final class Wins {
    final @Nullable BigInteger[] ways;

    Wins(int cells) {
      ways = new BigInteger[cells];
    }
  }

  private ExactRounds(RoundModel model, int cells, long unit) {
    this.model = model;
    this.unit = unit;
    this.maxWin = model.maxWin();
    this.cells = cells;
    this.paidCommon = common(model.paid());
    this.freeCommon = common(model.free());
  }

  /// What the limit does; empty when that takes too long to work out exactly.
  ///
  /// @param mean of the wins of a round without the limit, in line bets
  static Optional<MaxWinCut> cut(RoundModel model, Fraction mean) {
    long unit = model.unit();
    long cells = model.maxWin() / unit + 1; // wins up to the limit
    if (model.mostSpins() > 0 && cells > MAX_CELLS) {
      return Optional.empty();
    }
    return new ExactRounds(model, (int) Math.min(cells, MAX_CELLS), unit).walk(mean);
  }

  private Optional<MaxWinCut> walk(Fraction mean) {
    BigInteger paidAll = all(model.paid(), paidCommon);
    @Nullable Wins[] rounds = new Wins[model.mostSpins() + 1];
    for (RoundModel.Branch branch : model.paid()) {
      start(branch, rounds);
    }
    BigInteger denominator = paidAll;
    BigInteger freeAll = all(model.free(), freeCommon);
    for (int played = 0; played < model.mostSpins(); played++) {
      denominator = denominator.multiply(freeAll);
      within = within.multiply(freeAll);
      lacking = lacking.multiply(freeAll);
      squareLacking = squareLacking.multiply(freeAll);
      @Nullable Wins[] after = new Wins[rounds.length];
      for (int due = played + 1; due < rounds.length; due++) {
        Wins wins = rounds[due];
        if (wins != null) {
          for (RoundModel.Branch branch : model.free()) {
            add(wins, branch, model.dueAfter(due, branch), after);
          }
          if (work > MAX_WORK) {
            return Optional.empty();
          }
        }
      }
      end(after[played + 1]);
      rounds = after;
    }
    return Optional.of(cut(mean, denominator));
  }

  /// The paid spin; rounds without free spins end with it, for any number of wins.
  private void start(RoundModel.Branch branch, @Nullable Wins[] rounds) {
    long[] pays = branch.tally().pays();
    Wins wins = new Wins(branch.spins() == 0 ? 0 : cells);
    for (int i = 0; i < pays.length && pays[i] <= maxWin; i++) {
      BigInteger weight = BigInteger.valueOf(branch.tally().combinations()[i] / paidCommon);
      if (branch.spins() == 0) {
        ended(pays[i], weight);
      } else {
        wins.ways[(int) (pays[i] / unit)] = weight;
      }
    }
    rounds[branch.spins()] = branch.spins() == 0 ? null : wins;
  }

  private void add(Wins wins, RoundModel.Branch branch, int due, @Nullable Wins[] after) {
    Wins next = after[due];
    if (next == null) {
      next = new Wins(cells);
      after[due] = next;
      work += cells / 8;
    }
    long[] pays = branch.tally().pays();
    for (int i = 0; i < pays.length && pays[i] <= maxWin; i++) {
      int offset = (int) (pays[i] / unit);
      BigInteger weight = BigInteger.valueOf(branch.tally().combinations()[i] / freeCommon);
      for (int win = 0; win < cells - offset; win++) {
        BigInteger ways = wins.ways[win];
        if (ways != null) {
          BigInteger more = ways.multiply(weight);
          BigInteger so = next.ways[win + offset];
          next.ways[win + offset] = so == null ? more : so.add(more);
          work += 1 + more.bitLength() / BITS_PER_STEP;
        }
      }
      work += 1 + cells / 64;
    }
  }

  /// Rounds that have played all spins due.
  private void end(@Nullable Wins wins) {
    if (wins != null) {
      for (int win = 0; win < cells; win++) {
        BigInteger ways = wins.ways[win];
        if (ways != null) {
          ended(win * unit, ways);
        }
      }
    }
  }

  private void ended(long win, BigInteger ways) {
    within = within.add(ways);
    lacking = lacking.add(ways.multiply(BigInteger.valueOf(maxWin - win)));
    BigInteger square = BigInteger.valueOf(maxWin).pow(2).subtract(BigInteger.valueOf(win).pow(2));
    squareLacking = squareLacking.add(ways.multiply(square));
  }

  private MaxWinCut cut(Fraction mean, BigInteger denominator) {
    Fraction limit = Fraction.of(BigInteger.valueOf(maxWin));
    Fraction paid = limit.minus(new Fraction(lacking, denominator));
    Fraction square = limit.times(limit).minus(new Fraction(squareLacking, denominator));
    Fraction taken = mean.minus(paid);
    return new MaxWinCut(
        taken, taken, Fraction.ONE.minus(new Fraction(within, denominator)), square.toDouble());
  }

  private static BigInteger all(Iterable<RoundModel.Branch> branches, long common) {
    BigInteger sum = BigInteger.ZERO;
    for (RoundModel.Branch branch : branches) {
      sum = sum.add(BigInteger.valueOf(branch.tally().total() / common));
    }
    return sum;
  }

  private static long common(Iterable<RoundModel.Branch> branches) {
    long common = 0;
    for (RoundModel.Branch branch : branches) {
      common = Arrays.stream(branch.tally().combinations()).reduce(common, RoundModel::gcd);
    }
    return common;
  }
}
