package dev.pitboss.games.slots;

import java.util.List;

/// What the free spins that are still due win, on average and in the mean square, before any limit
/// on wins; in floating point, in line bets. Nothing is subtracted, so errors stay relative.
final class WinsLeft {
  private final RoundModel model;
  private final double[][] means;
  private final double[][] squares;

  WinsLeft(RoundModel model) {
    this.model = model;
    int most = model.mostSpins();
    this.means = new double[most + 1][most + 1];
    this.squares = new double[most + 1][most + 1];
    double all = all(model.free());
    for (int played = most - 1; played >= 0; played--) {
      for (int due = played + 1; due <= most; due++) {
        for (RoundModel.Branch branch : model.free()) {
          int next = model.dueAfter(due, branch);
          double mean = means[played + 1][next];
          means[played][due] += mean(branch, mean) / all;
          squares[played][due] += square(branch, mean, squares[played + 1][next]) / all;
        }
      }
    }
  }

  /// The mean win of what is left after that many spins were played of those due.
  double mean(int played, int due) {
    return means[played][due];
  }

  /// The mean square of the same.
  double square(int played, int due) {
    return squares[played][due];
  }

  /// The mean of what all free spins of a round win.
  double meanOfFreeSpins() {
    double all = all(model.paid());
    return model.paid().stream()
        .mapToDouble(branch -> branch.tally().total() / all * means[0][branch.spins()])
        .sum();
  }

  /// The mean square of what a whole round wins.
  double squareOfRound() {
    double all = all(model.paid());
    return model.paid().stream()
        .mapToDouble(
            branch -> square(branch, means[0][branch.spins()], squares[0][branch.spins()]) / all)
        .sum();
  }

  private static double mean(RoundModel.Branch branch, double after) {
    return branch.tally().pay().doubleValue() + branch.tally().total() * after;
  }

  private static double square(RoundModel.Branch branch, double after, double squareAfter) {
    SpinTally tally = branch.tally();
    return tally.paySquared().doubleValue()
        + 2 * tally.pay().doubleValue() * after
        + tally.total() * squareAfter;
  }

  private static double all(List<RoundModel.Branch> branches) {
    return branches.stream().mapToDouble(branch -> branch.tally().total()).sum();
  }
}
