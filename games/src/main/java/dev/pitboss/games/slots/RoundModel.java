package dev.pitboss.games.slots;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntUnaryOperator;

/// A machine's round as a random walk: what a spin can pay, and how many free spins it adds.
///
/// After `p` free spins of `d` that are due, the next one adds to the win and may add to `d`, up to
/// the most a round plays; at `p = d` the round ends, and pays its win up to the most it pays.
///
/// @param paid what the paid spin can do
/// @param free what a free spin can do, the multiplier within the pays
/// @param mostSpins the most free spins that a round can come to, within the machine's limit
/// @param maxWin the most a round pays, in line bets as all pays
record RoundModel(List<Branch> paid, List<Branch> free, int mostSpins, long maxWin) {

  /// Spins that add the same number of free spins.
  ///
  /// @param spins how many they add, cut to the most a round plays
  /// @param tally how many combinations pay how much; never empty
  record Branch(int spins, SpinTally tally) {}

  /// The round of a machine whose spins are counted.
  ///
  /// @param paidSpins tally `k` of which is that of `k` scatters in view
  /// @param freeSpins the same of a free spin, its multiplier within
  /// @param bought free spins that the round begins with
  static RoundModel of(
      SlotMachine machine, List<SpinTally> paidSpins, List<SpinTally> freeSpins, int bought) {
    long maxWin = (long) machine.maxWinMultiple() * machine.stakeStep();
    FreeSpins rule = machine.freeSpins();
    if (rule == null) {
      return new RoundModel(branches(paidSpins, _ -> 0), List.of(), 0, maxWin);
    }
    int limit = rule.maxPerRound();
    List<Branch> paid = branches(paidSpins, k -> Math.min(rule.award(k) + bought, limit));
    List<Branch> free = branches(freeSpins, k -> Math.min(rule.retrigger(k), limit));
    int awarded = paid.stream().mapToInt(Branch::spins).max().orElse(0);
    boolean canGrow = awarded > 0 && free.stream().anyMatch(branch -> branch.spins() > 0);
    return new RoundModel(paid, free, canGrow ? limit : awarded, maxWin);
  }

  private static List<Branch> branches(List<SpinTally> census, IntUnaryOperator spins) {
    SortedMap<Integer, SpinTally> bySpins = new TreeMap<>();
    for (int k = 0; k < census.size(); k++) {
      if (census.get(k).pays().length > 0) {
        bySpins.merge(spins.applyAsInt(k), census.get(k), SpinTally::plus);
      }
    }
    return bySpins.entrySet().stream()
        .map(entry -> new Branch(entry.getKey(), entry.getValue()))
        .toList();
  }

  /// The most a round would pay without its limit on wins.
  long bestRound() {
    long[] best = new long[mostSpins + 1]; // by spins due, after some were played
    for (int played = mostSpins - 1; played >= 0; played--) {
      long[] before = new long[mostSpins + 1];
      for (int due = played + 1; due <= mostSpins; due++) {
        for (Branch branch : free) {
          long after = best[dueAfter(due, branch)];
          before[due] = Math.max(before[due], branch.tally().most() + after);
        }
      }
      best = before;
    }
    long most = 0;
    for (Branch branch : paid) {
      most = Math.max(most, branch.tally().most() + best[branch.spins()]);
    }
    return most;
  }

  /// How many free spins a round plays on average, in floating point.
  double meanSpins() {
    double all = free.stream().mapToDouble(branch -> branch.tally().total()).sum();
    double[] left = new double[mostSpins + 1]; // by spins due, after some were played
    for (int played = mostSpins - 1; played >= 0; played--) {
      double[] before = new double[mostSpins + 1];
      for (int due = played + 1; due <= mostSpins; due++) {
        before[due] = 1;
        for (Branch branch : free) {
          before[due] += branch.tally().total() / all * left[dueAfter(due, branch)];
        }
      }
      left = before;
    }
    double mean = 0;
    double rounds = paid.stream().mapToDouble(branch -> branch.tally().total()).sum();
    for (Branch branch : paid) {
      mean += branch.tally().total() / rounds * left[branch.spins()];
    }
    return mean;
  }

  /// Spins due once one of that branch was played.
  int dueAfter(int due, Branch branch) {
    return Math.min(due + branch.spins(), mostSpins);
  }

  /// The largest number of line bets that divides every pay; 0 when nothing pays.
  long unit() {
    List<Branch> all = new ArrayList<>(paid);
    all.addAll(free);
    return all.stream()
        .flatMapToLong(branch -> Arrays.stream(branch.tally().pays()))
        .reduce(0, RoundModel::gcd);
  }

  static long gcd(long one, long other) {
    return other == 0 ? one : gcd(other, one % other);
  }
}
