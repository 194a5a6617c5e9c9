package dev.pitboss.games.books;

import dev.pitboss.games.Draws;
import dev.pitboss.games.simulation.Sample;
import dev.pitboss.games.simulation.Simulation;

/// Plays very many rounds of one mode, each drawn as a player's is. Thread-safe.
public final class BookSimulation implements Simulation {
  private final BookTable table;
  private final BookDraw draw;
  private final double stakeHundredths;

  public BookSimulation(BookMode mode) {
    this.table = mode.table();
    this.draw = new BookDraw(table);
    this.stakeHundredths = mode.costExact().times(100).toDouble();
  }

  @Override
  public Sample play(long rounds, Draws draws) {
    long hits = 0;
    double paid = 0;
    double paidSquared = 0;
    for (long i = 0; i < rounds; i++) {
      double payout = table.payout(draw.row(draws)) / stakeHundredths;
      hits += payout > 0 ? 1 : 0;
      paid += payout;
      paidSquared += payout * payout;
    }
    return new Sample(rounds, hits, paid, paidSquared);
  }
}
