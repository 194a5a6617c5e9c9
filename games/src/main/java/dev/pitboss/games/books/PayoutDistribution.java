package dev.pitboss.games.books;

import dev.pitboss.games.par.Fraction;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// How likely each payout of a mode is, exactly.
///
/// @param payouts ascending by payout; never empty
/// @param totalWeight the sum of all weights
public record PayoutDistribution(List<Weighted> payouts, BigInteger totalWeight) {

  /// One payout, and the weight of all books that pay it.
  ///
  /// @param payout hundredths of the base bet
  /// @param weight its chance is this of the total
  public record Weighted(long payout, BigInteger weight) {}

  public PayoutDistribution {
    payouts = List.copyOf(payouts);
  }

  /// Counts a table.
  public static PayoutDistribution of(BookTable table) {
    long[] distinct =
        IntStream.range(0, table.size()).mapToLong(table::payout).sorted().distinct().toArray();
    long[] low = new long[distinct.length];
    long[] high = new long[distinct.length];
    for (int row = 0; row < table.size(); row++) {
      int at = Arrays.binarySearch(distinct, table.payout(row));
      low[at] += table.weight(row);
      high[at] += Long.compareUnsigned(low[at], table.weight(row)) < 0 ? 1 : 0;
    }
    return new PayoutDistribution(
        IntStream.range(0, distinct.length)
            .mapToObj(i ->
                new Weighted(
                    distinct[i],
                    BigInteger.valueOf(high[i])
                        .shiftLeft(Long.SIZE)
                        .add(BookTable.unsigned(low[i]))))
            .toList(),
        table.totalWeight());
  }

  /// The chance of a payout of the list.
  public Fraction chance(Weighted payout) {
    return new Fraction(payout.weight(), totalWeight);
  }

  /// The largest payout.
  public Weighted top() {
    return payouts.getLast();
  }
}
