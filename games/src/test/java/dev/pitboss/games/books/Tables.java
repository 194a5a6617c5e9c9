package dev.pitboss.games.books;

import java.util.Random;

/// Tables for tests.
final class Tables {
  private Tables() {}

  /// Books 0, 1, … with these weights; book `i` pays `10 · i`.
  static BookTable ofWeights(long... weights) {
    BookTable.Builder table = new BookTable.Builder();
    for (int i = 0; i < weights.length; i++) {
      table.add(i, weights[i], 10L * i);
    }
    return table.build();
  }

  /// Weights of all sizes up to 2⁶⁴ − 1, payouts of which some are equal and some 0, ids in any
  /// order.
  static BookTable random(Random random) {
    BookTable.Builder table = new BookTable.Builder();
    int books = 1 + random.nextInt(60);
    long firstId = random.nextLong();
    for (int i = 0; i < books; i++) {
      long weight = random.nextLong() >>> random.nextInt(Long.SIZE);
      long payout = random.nextBoolean() ? 0 : 10L * random.nextInt(1 + random.nextInt(100_000));
      table.add(firstId ^ (i * 7L), weight == 0 ? -1 : weight, payout);
    }
    return table.build();
  }
}
