package dev.pitboss.games.simulation;

import dev.pitboss.games.Draws;

/// Fast, repeatable draws for simulation. The rest can be computed from a few of them, so they must
/// never decide a round that is paid.
///
/// SplitMix64 (Steele, Lea and Flood, 2014) mapped to a range without bias by Lemire's method
/// (2019). Not thread-safe.
public final class FastDraws implements Draws {
  private static final long GAMMA = 0x9E3779B97F4A7C15L;

  private long state;

  /// The draws of that seed.
  public FastDraws(long seed) {
    this.state = seed;
  }

  /// The draws of one part of a long run, so that its parts can be played in any order and on any
  /// number of cores. Parts start at places of the generator's cycle of 2⁶⁴ as good as random: a
  /// thousand parts of a billion draws overlap somewhere with a chance below one in ten thousand.
  ///
  /// @param seed of the run
  /// @param part its number
  public static FastDraws ofPart(long seed, long part) {
    return new FastDraws(mixed(mixed(seed + GAMMA) + part));
  }

  @Override
  public int below(int bound) {
    if (bound < 1) {
      throw new IllegalArgumentException(
          "A draw needs at least one possible result, got bound " + bound);
    }
    long product = word() * bound;
    if (Integer.compareUnsigned((int) product, bound) < 0) {
      int refused = Integer.remainderUnsigned(-bound, bound);
      while (Integer.compareUnsigned((int) product, refused) < 0) {
        product = word() * bound;
      }
    }
    return (int) (product >>> Integer.SIZE);
  }

  /// The next 32 bits, as a number that is not negative.
  private long word() {
    state += GAMMA;
    return mixed(state) >>> Integer.SIZE;
  }

  /// A one-to-one map of 64 bits that leaves no pattern of its input: Stafford's thirteenth.
  private static long mixed(long word) {
    long mixed = (word ^ (word >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    return mixed ^ (mixed >>> 31);
  }
}
