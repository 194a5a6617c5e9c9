package dev.pitboss.games.slots;

import java.util.Arrays;

/// Counts by a number that is not negative, without boxes: millions of them are made for one
/// machine. Open addressing with linear probing; not thread-safe.
final class LongCounts {
  private static final long EMPTY = -1;
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private long[] keys = emptyKeys(4);
  private long[] counts = new long[4];
  private int size;

  int size() {
    return size;
  }

  /// Adds to the count of a key.
  ///
  /// @throws ArithmeticException when the count does not fit a `long`
  void add(long key, long count) {
    int slot = slot(key);
    if (keys[slot] == EMPTY) {
      keys[slot] = key;
      counts[slot] = count;
      size++;
      if (size * 2 > keys.length) {
        grow();
      }
    } else {
      counts[slot] = Math.addExact(counts[slot], count);
    }
  }

  /// Adds all counts of another, times a factor, at its keys plus an offset.
  void addAll(LongCounts other, long offset, long factor) {
    for (int i = 0; i < other.keys.length; i++) {
      if (other.keys[i] != EMPTY) {
        add(other.keys[i] + offset, Math.multiplyExact(other.counts[i], factor));
      }
    }
  }

  /// The count of a key, 0 when it was never added.
  long get(long key) {
    int slot = slot(key);
    return keys[slot] == EMPTY ? 0 : counts[slot];
  }

  /// All counts together.
  long total() {
    long total = 0;
    for (int i = 0; i < keys.length; i++) {
      total += keys[i] == EMPTY ? 0 : counts[i];
    }
    return total;
  }

  /// All keys in no order.
  long[] keys() {
    return Arrays.stream(keys).filter(key -> key != EMPTY).toArray();
  }

  private int slot(long key) {
    int mask = keys.length - 1;
    int slot = (int) ((key * GOLDEN) >>> 32) & mask;
    while (keys[slot] != EMPTY && keys[slot] != key) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private void grow() {
    long[] oldKeys = keys;
    long[] oldCounts = counts;
    keys = emptyKeys(2 * oldKeys.length);
    counts = new long[keys.length];
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldKeys[i] != EMPTY) {
        int slot = slot(oldKeys[i]);
        keys[slot] = oldKeys[i];
        counts[slot] = oldCounts[i];
      }
    }
  }

  private static long[] emptyKeys(int length) {
    long[] keys = new long[length];
    Arrays.fill(keys, EMPTY);
    return keys;
  }
}
