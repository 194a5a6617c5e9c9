package dev.pitboss.games.fruit;

import dev.pitboss.games.Draws;
import dev.pitboss.games.simulation.Sample;
import dev.pitboss.games.simulation.Simulation;

/// Spins of [FruitMachine] in plain numbers; a test holds every payout against the rules
/// themselves.
public final class FruitSimulation implements Simulation {
  private static final Fruit[] FRUITS = Fruit.values();
  private static final int COLUMNS = FruitMachine.COLUMNS;

  private final int[] drawn = new int[FruitMachine.WEIGHTS];
  private final int[][] pays = new int[FRUITS.length][COLUMNS + 1];
  private final int[][] cells;
  private final int[] royal = new int[COLUMNS];

  /// Prepares the tables.
  public FruitSimulation() {
    for (int fruit = 0; fruit < FRUITS.length; fruit++) {
      for (int number = 0; number < FruitMachine.WEIGHTS; number++) {
        if (Fruit.drawn(number) == FRUITS[fruit]) {
          drawn[number] = fruit;
        }
      }
      for (int count = 0; count <= COLUMNS; count++) {
        pays[fruit][count] = FRUITS[fruit].pay(count);
      }
      int column = FruitMachine.ROYAL.indexOf(FRUITS[fruit]);
      if (column >= 0) {
        royal[column] = fruit;
      }
    }
    cells = new int[FruitMachine.LINES.size()][COLUMNS];
    for (int line = 0; line < cells.length; line++) {
      for (int column = 0; column < COLUMNS; column++) {
        cells[line][column] = FruitMachine.LINES.get(line).get(column) * COLUMNS + column;
      }
    }
  }

  @Override
  public Sample play(long rounds, Draws draws) {
    int[] grid = new int[FruitMachine.ROWS * COLUMNS];
    long hits = 0;
    long paid = 0;
    double paidSquared = 0;
    for (long i = 0; i < rounds; i++) {
      long pay = spin(grid, draws);
      hits += pay > 0 ? 1 : 0;
      paid += pay;
      paidSquared += (double) pay * pay;
    }
    double lines = cells.length;
    return new Sample(rounds, hits, paid / lines, paidSquared / lines / lines);
  }

  /// One spin's pay in line bets.
  private long spin(int[] grid, Draws draws) {
    for (int cell = 0; cell < grid.length; cell++) {
      grid[cell] = drawn[draws.below(FruitMachine.WEIGHTS)];
    }
    long pay = isRoyal(grid) ? FruitMachine.ROYAL_PAY : 0;
    for (int[] line : cells) {
      int first = grid[line[0]];
      if (grid[line[1]] == first && grid[line[2]] == first) {
        int count = 3;
        while (count < COLUMNS && grid[line[count]] == first) {
          count++;
        }
        pay += pays[first][count];
      }
    }
    return pay;
  }

  private boolean isRoyal(int[] grid) {
    int[] line = cells[FruitMachine.ROYAL_LINE];
    for (int column = 0; column < COLUMNS; column++) {
      if (grid[line[column]] != royal[column]) {
        return false;
      }
    }
    return true;
  }
}
