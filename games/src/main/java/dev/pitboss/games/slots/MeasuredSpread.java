package dev.pitboss.games.slots;

import dev.pitboss.games.par.BetPar;
import dev.pitboss.games.par.Fraction;
import dev.pitboss.games.simulation.FastDraws;
import dev.pitboss.games.simulation.Sample;

/// Hit frequency and σ of a machine that shows too many pictures to be counted, measured in rounds
/// that are the same at every time.
final class MeasuredSpread {
  private static final int BATCHES = 40;
  private static final int MOST_ROUNDS_A_BATCH = 10_000;
  private static final int FEWEST_ROUNDS_A_BATCH = 25;

  /// Steps of a line over one reel, a nanosecond or two each.
  private static final double WORK = 400_000_000;

  private static final long SEED = 1;

  /// The 99.95 % quantile of the normal distribution.
  private static final double NORMAL_QUANTILE = 3.2905;

  /// The same of Student's distribution with 39 degrees of freedom, one fewer than batches.
  private static final double STUDENT_QUANTILE = 3.558;

  private MeasuredSpread() {}

  /// @param meanSpins how many spins a round comes to
  static BetPar of(SlotMachine machine, BetPar par, boolean buys, double meanSpins) {
    int runs = Math.max(machine.lines().size(), machine.symbols().size());
    double work = meanSpins * runs * machine.strips().size();
    int roundsABatch =
        (int) Math.clamp(WORK / work / BATCHES, FEWEST_ROUNDS_A_BATCH, MOST_ROUNDS_A_BATCH);
    SlotSimulation simulation = new SlotSimulation(machine, buys);
    FastDraws draws = new FastDraws(SEED);
    long hits = 0;
    double sum = 0;
    double squares = 0;
    for (int batch = 0; batch < BATCHES; batch++) {
      Sample sample = simulation.play(roundsABatch, draws);
      hits += sample.hits();
      double variance =
          sample.volatility() * sample.volatility() * roundsABatch / (roundsABatch - 1);
      sum += variance;
      squares += variance * variance;
    }
    long rounds = (long) BATCHES * roundsABatch;
    double variance = sum / BATCHES;
    double spread = Math.sqrt(Math.max(0, squares / BATCHES - variance * variance) / (BATCHES - 1));
    double volatility = Math.sqrt(variance);
    double share = (double) hits / rounds;
    return par.measured(
        Fraction.of(hits, rounds),
        volatility,
        new BetPar.Margins(
            NORMAL_QUANTILE * Math.sqrt(share * (1 - share) / rounds) + 1.0 / rounds,
            volatility - Math.sqrt(Math.max(0, variance - STUDENT_QUANTILE * spread)),
            rounds));
  }
}
