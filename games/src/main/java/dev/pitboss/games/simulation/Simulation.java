package dev.pitboss.games.simulation;

import dev.pitboss.games.Draws;
import java.util.function.ToDoubleFunction;

/// Something that plays rounds of one bet. Thread-safe: each call keeps its own state, so that
/// threads can share a simulation and add up their samples.
@FunctionalInterface
public interface Simulation {

  /// Plays that many rounds.
  Sample play(long rounds, Draws draws);

  /// Plays by the rules as they are, for games without a faster way.
  ///
  /// @param round plays one round and says what it pays per unit staked
  static Simulation ofRounds(ToDoubleFunction<Draws> round) {
    return (rounds, draws) -> {
      long hits = 0;
      double paid = 0;
      double paidSquared = 0;
      for (long i = 0; i < rounds; i++) {
        double payout = round.applyAsDouble(draws);
        hits += payout > 0 ? 1 : 0;
        paid += payout;
        paidSquared += payout * payout;
      }
      return new Sample(rounds, hits, paid, paidSquared);
    };
  }
}
