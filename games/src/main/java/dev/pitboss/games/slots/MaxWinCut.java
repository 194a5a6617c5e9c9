package dev.pitboss.games.slots;

import dev.pitboss.games.par.Fraction;

/// What the most a round pays does to a machine's rounds, in line bets.
///
/// @param least what it takes from the mean round, at the least
/// @param most what it takes at the most; the same as `least` when that is exact
/// @param reached the chance that a round's wins come to the most it pays, or more
/// @param square the mean square of what a round pays, the limit within
record MaxWinCut(Fraction least, Fraction most, Fraction reached, double square) {

  boolean isExact() {
    return least.equals(most);
  }
}
