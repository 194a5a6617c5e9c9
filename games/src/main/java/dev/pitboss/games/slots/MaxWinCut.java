package dev.pitboss.games.slots;

import dev.pitboss.games.par.Fraction;

/// Effect of the maximum win on a machine's rounds, in line bets.
///
/// @param least what it takes from the mean round, at the least
/// @param most what it takes at the most; the same as `least` when that is exact
/// @param exceeded the chance that it takes anything
/// @param square the mean square of what a round pays, the limit within
record MaxWinCut(Fraction least, Fraction most, Fraction exceeded, double square) {

  boolean isExact() {
    return least.equals(most);
  }
}
