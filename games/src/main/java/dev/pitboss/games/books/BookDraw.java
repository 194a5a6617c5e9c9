package dev.pitboss.games.books;

import dev.pitboss.games.Draws;
import java.math.BigInteger;

/// Draws a book by its weight, exactly: no floating point, no bias.
///
/// *The draw.* Eight draws below 2¹⁶, the first the most significant, make a number `r` of 128
/// bits: one block of the byte stream of [dev.pitboss.games.fair.DrawScheme], by either scheme
/// without bias. With `W` the sum of weights, `r · W` has 256 bits. When its low 128 bits are below
/// `2¹²⁸ mod W`, eight more draws are made; otherwise its high 128 bits are the *ticket*, uniform
/// in `0 ≤ ticket < W` (Lemire, 2019). The drawn book is the first in the order of the table whose
/// cumulative weight is above the ticket.
///
/// Another eight draws are needed with a chance below `W / 2¹²⁸`, that is never in practice.
/// Immutable and thread-safe.
public final class BookDraw {
  /// What the numbers above are, for rules and for those who draw again.
  public static final String RULE =
      "r is 128 bits from eight draws below 65536, most significant first; W is the sum of"
          + " weights; while r*W mod 2^128 < 2^128 mod W, r is drawn again; the ticket is"
          + " r*W div 2^128; the book is the first of the table whose cumulative weight is above"
          + " the ticket";

  private static final int PART_BITS = 16;
  private static final int PARTS = 4;
  private static final int MAX_GUIDE_BITS = 20;

  /// A sum of 2²⁴ weights of 64 bits has 88.
  private static final int MAX_TOTAL_BITS = 96;

  private final long totalHigh;
  private final long totalLow;
  private final long refusedHigh;
  private final long refusedLow;

  /// Cumulative weights, the high bits apart from the low 64.
  private final int[] high;

  private final long[] low;

  /// Where to search: the leading bits of `r` leave few rows. `guide[t]` is the row of the least
  /// ticket that an `r` beginning with `t` can have.
  private final int[] guide;

  private final int guideBits;

  /// Prepares draws from a table, in time linear in its size.
  public BookDraw(BookTable table) {
    BigInteger total = table.totalWeight();
    if (total.bitLength() > MAX_TOTAL_BITS) {
      throw new IllegalArgumentException("The weights add up to " + total + ", beyond 96 bits");
    }
    totalHigh = total.shiftRight(Long.SIZE).longValue();
    totalLow = total.longValue();
    BigInteger refused = BigInteger.ONE.shiftLeft(2 * Long.SIZE).mod(total);
    refusedHigh = refused.shiftRight(Long.SIZE).longValue();
    refusedLow = refused.longValue();
    high = new int[table.size()];
    low = new long[table.size()];
    int sumHigh = 0;
    long sumLow = 0;
    for (int row = 0; row < low.length; row++) {
      sumLow += table.weight(row);
      if (Long.compareUnsigned(sumLow, table.weight(row)) < 0) {
        sumHigh++;
      }
      high[row] = sumHigh;
      low[row] = sumLow;
    }
    guideBits =
        Math.clamp(Integer.SIZE - Integer.numberOfLeadingZeros(low.length), 1, MAX_GUIDE_BITS);
    guide = guide();
  }

  /// Draws a row of the table.
  public int row(Draws draws) {
    while (true) {
      long rHigh = word(draws);
      long rLow = word(draws);
      int row = row(rHigh, rLow);
      if (row >= 0) {
        return row;
      }
    }
  }

  /// The row that 128 bits draw, or −1 when they are to be drawn again.
  int row(long rHigh, long rLow) {
    long word0 = rLow * totalLow;
    long word1 = Math.unsignedMultiplyHigh(rLow, totalLow);
    long carry = 0;
    long crossLow = rLow * totalHigh;
    word1 += crossLow;
    carry += Long.compareUnsigned(word1, crossLow) < 0 ? 1 : 0;
    long crossHigh = rHigh * totalLow;
    word1 += crossHigh;
    carry += Long.compareUnsigned(word1, crossHigh) < 0 ? 1 : 0;
    if (isBelow(word1, word0, refusedHigh, refusedLow)) {
      return -1;
    }
    // the sum of weights has 96 bits, so its high word times r's overflows no more than it should
    long word2 = Math.unsignedMultiplyHigh(rLow, totalHigh);
    long word3 = Math.unsignedMultiplyHigh(rHigh, totalHigh);
    long middle = Math.unsignedMultiplyHigh(rHigh, totalLow);
    word2 += middle;
    word3 += Long.compareUnsigned(word2, middle) < 0 ? 1 : 0;
    long top = rHigh * totalHigh;
    word2 += top;
    word3 += Long.compareUnsigned(word2, top) < 0 ? 1 : 0;
    word2 += carry;
    word3 += Long.compareUnsigned(word2, carry) < 0 ? 1 : 0;
    int bucket = (int) (rHigh >>> (Long.SIZE - guideBits));
    return search(word3, word2, guide[bucket], guide[bucket + 1]);
  }

  /// The first row from `from` whose cumulative weight is above the ticket; it is not after `to`.
  private int search(long ticketHigh, long ticketLow, int from, int to) {
    int first = from;
    int last = to;
    while (first < last) {
      int middle = (first + last) >>> 1;
      if (isBelow(ticketHigh, ticketLow, high[middle], low[middle])) {
        last = middle;
      } else {
        first = middle + 1;
      }
    }
    return first;
  }

  private int[] guide() {
    int buckets = 1 << guideBits;
    int[] made = new int[buckets + 1];
    long sumHigh = 0;
    long sumLow = 0;
    int row = 0;
    for (int bucket = 0; bucket < buckets; bucket++) {
      // bucket · W / 2^guideBits
      long ticketLow = (sumLow >>> guideBits) | (sumHigh << (Long.SIZE - guideBits));
      long ticketHigh = sumHigh >>> guideBits;
      while (!isBelow(ticketHigh, ticketLow, high[row], low[row])) {
        row++;
      }
      made[bucket] = row;
      sumLow += totalLow;
      sumHigh += totalHigh + (Long.compareUnsigned(sumLow, totalLow) < 0 ? 1 : 0);
    }
    made[buckets] = low.length - 1;
    return made;
  }

  private static boolean isBelow(long highA, long lowA, long highB, long lowB) {
    int order = Long.compareUnsigned(highA, highB);
    return order == 0 ? Long.compareUnsigned(lowA, lowB) < 0 : order < 0;
  }

  private static long word(Draws draws) {
    long word = 0;
    for (int part = 0; part < PARTS; part++) {
      word = (word << PART_BITS) | draws.below(1 << PART_BITS);
    }
    return word;
  }
}
