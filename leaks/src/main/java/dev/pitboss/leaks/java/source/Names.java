package dev.pitboss.leaks.java.source;

/// Which names a source mentions, in half a kilobyte: it may say yes of one that is not there, and
/// never no of one that is.
final class Names {
  private static final int BITS = 4_096;

  private final long[] bits = new long[BITS / Long.SIZE];

  void add(String name) {
    int hash = name.hashCode();
    set(hash);
    set(second(hash));
  }

  boolean mayHave(String name) {
    int hash = name.hashCode();
    return isSet(hash) && isSet(second(hash));
  }

  private static int second(int hash) {
    return (hash * 0x9E3779B9) >>> 16;
  }

  private void set(int hash) {
    int bit = Math.floorMod(hash, BITS);
    bits[bit / Long.SIZE] |= 1L << bit;
  }

  private boolean isSet(int hash) {
    int bit = Math.floorMod(hash, BITS);
    return (bits[bit / Long.SIZE] & 1L << bit) != 0;
  }
}
