package dev.pitboss.games.books;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.OptionalInt;

/// The books of one mode in the order of its published table: id, weight and payout of each.
///
/// A row is a book's place in the table, from 0. Ids and weights are unsigned 64-bit numbers, so a
/// sum of weights can need more than 64 bits; it is exact. Immutable and thread-safe.
public final class BookTable {
  /// The most books of a mode: sixteen times the largest published ones, which take 600 MB here.
  public static final int MAX_BOOKS = 1 << 24;

  /// The largest payout, hundredths of the base bet: the largest whole number that every reader of
  /// JSON holds exactly.
  public static final long MAX_PAYOUT = (1L << 53) - 1;

  private final long[] ids;
  private final long[] weights;
  private final long[] payouts;
  private final BigInteger totalWeight;

  /// Ids in ascending order of their signed values, which is mostly the order of the table.
  private final long[] sortedIds;

  /// The row of each of them; empty where the table has that order itself.
  private final int[] rows;

  private final boolean isSorted;

  private BookTable(Builder from) {
    ids = Arrays.copyOf(from.ids, from.size);
    weights = Arrays.copyOf(from.weights, from.size);
    payouts = Arrays.copyOf(from.payouts, from.size);
    BigInteger sum = BigInteger.ZERO;
    long low = 0; // the low 63 bits, so that most additions need no objects
    for (long weight : weights) {
      if (weight < 0 || low + weight < 0) {
        sum = sum.add(unsigned(low)).add(unsigned(weight));
        low = 0;
      } else {
        low += weight;
      }
    }
    totalWeight = sum.add(unsigned(low));
    isSorted = isAscending(ids);
    sortedIds = isSorted ? ids : ids.clone();
    rows = isSorted ? new int[0] : new int[ids.length];
    if (!isSorted) {
      Arrays.sort(sortedIds);
      for (int row = 0; row < ids.length; row++) {
        rows[Arrays.binarySearch(sortedIds, ids[row])] = row;
      }
    }
  }

  /// How many books there are, at least one.
  public int size() {
    return ids.length;
  }

  /// A book's id, unsigned.
  public long id(int row) {
    return ids[row];
  }

  /// A book's weight, unsigned, never 0: its chance is this of [#totalWeight].
  public long weight(int row) {
    return weights[row];
  }

  /// What a book pays, in hundredths of the base bet.
  public long payout(int row) {
    return payouts[row];
  }

  /// The sum of all weights, exact.
  public BigInteger totalWeight() {
    return totalWeight;
  }

  /// The row of the book with that unsigned id.
  public OptionalInt rowOf(long id) {
    int at = Arrays.binarySearch(sortedIds, id);
    if (at < 0) {
      return OptionalInt.empty();
    }
    return OptionalInt.of(isSorted ? at : rows[at]);
  }

  /// The largest payout, in hundredths of the base bet.
  public long maxPayout() {
    return Arrays.stream(payouts).max().orElse(0);
  }

  /// The greatest number of hundredths that all payouts are multiples of; 0 where none pays.
  public long payoutStep() {
    long step = 0;
    for (long payout : payouts) {
      step = divisor(payout, step);
      if (step == 1) {
        break;
      }
    }
    return step;
  }

  /// The number that 64 bits mean without a sign.
  static BigInteger unsigned(long bits) {
    BigInteger low = BigInteger.valueOf(bits & Long.MAX_VALUE);
    return bits < 0 ? low.setBit(Long.SIZE - 1) : low;
  }

  private static boolean isAscending(long[] numbers) {
    for (int i = 1; i < numbers.length; i++) {
      if (numbers[i - 1] >= numbers[i]) {
        return false;
      }
    }
    return true;
  }

  private static long divisor(long a, long b) {
    return b == 0 ? a : divisor(b, a % b);
  }

  /// Collects the rows of a table. Not thread-safe.
  public static final class Builder {
    private static final int FIRST_ROOM = 1024;

    private long[] ids = new long[FIRST_ROOM];
    private long[] weights = new long[FIRST_ROOM];
    private long[] payouts = new long[FIRST_ROOM];
    private int size;

    /// A table without a book yet.
    public Builder() {}

    /// Adds the next book.
    ///
    /// @param id unsigned
    /// @param weight unsigned
    /// @param payout hundredths of the base bet
    /// @throws IllegalArgumentException when the weight is 0, the payout is below 0 or above
    ///   [#MAX_PAYOUT], or there are too many books
    public void add(long id, long weight, long payout) {
      if (weight == 0) {
        throw new IllegalArgumentException(
            "weight must be from 1 to 18446744073709551615, got 0: such a book can never be drawn");
      }
      if (payout < 0 || payout > MAX_PAYOUT) {
        throw new IllegalArgumentException(
            "payout must be from 0 to %d, got %s"
                .formatted(MAX_PAYOUT, Long.toUnsignedString(payout)));
      }
      if (size == MAX_BOOKS) {
        throw new IllegalArgumentException("a mode has at most " + MAX_BOOKS + " books");
      }
      if (size == ids.length) {
        int room = Math.min(MAX_BOOKS, 2 * size);
        ids = Arrays.copyOf(ids, room);
        weights = Arrays.copyOf(weights, room);
        payouts = Arrays.copyOf(payouts, room);
      }
      ids[size] = id;
      weights[size] = weight;
      payouts[size] = payout;
      size++;
    }

    /// How many books were added.
    public int size() {
      return size;
    }

    /// The first row whose id an earlier row has; empty when all ids differ.
    public OptionalInt firstRepeated() {
      if (isAscending(Arrays.copyOf(ids, size))) {
        return OptionalInt.empty();
      }
      long[] sorted = Arrays.copyOf(ids, size);
      Arrays.sort(sorted);
      boolean[] seen = new boolean[size];
      for (int row = 0; row < size; row++) {
        int at = lowest(sorted, ids[row]);
        if (seen[at]) {
          return OptionalInt.of(row);
        }
        seen[at] = true;
      }
      return OptionalInt.empty();
    }

    private static int lowest(long[] sorted, long id) {
      int low = 0;
      int high = sorted.length - 1;
      while (low < high) {
        int middle = (low + high) >>> 1;
        if (sorted[middle] < id) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      return low;
    }

    /// The table.
    ///
    /// @throws IllegalArgumentException when there is no book, or an id stands twice
    public BookTable build() {
      if (size == 0) {
        throw new IllegalArgumentException("a mode needs at least one book");
      }
      OptionalInt repeated = firstRepeated();
      if (repeated.isPresent()) {
        throw new IllegalArgumentException(
            "id %s stands twice".formatted(Long.toUnsignedString(ids[repeated.getAsInt()])));
      }
      return new BookTable(this);
    }
  }
}
