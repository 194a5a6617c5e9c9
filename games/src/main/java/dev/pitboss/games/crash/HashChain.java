package dev.pitboss.games.crash;

import java.util.ArrayList;
import java.util.List;

/// The hashes of a long row of rounds, all fixed at once by one secret: each is the SHA-256 of the
/// one after it. They are played from the back, so a round that is over proves the ones before it
/// and tells nothing about those to come.
///
/// The [end][#end] is the commitment. It is published before the salt is chosen, so no party, the
/// house included, can pick a favourable chain. Immutable and thread-safe; holds the secret.
public final class HashChain {
  /// Finding a hash takes at most as many steps; a million rounds keep a thousand hashes.
  private static final int STRIDE = 1_000;

  private final int length;
  private final List<GameHash> everyStride;
  private final GameHash end;

  private HashChain(int length, List<GameHash> everyStride, GameHash end) {
    this.length = length;
    this.everyStride = List.copyOf(everyStride);
    this.end = end;
  }

  /// The chain that follows from the secret: the hash of the last round to be played.
  ///
  /// @param length how many rounds, at least 1; a million take about a fifth of a second
  public static HashChain of(GameHash secret, int length) {
    if (length < 1) {
      throw new IllegalArgumentException("A chain has at least one round, got " + length);
    }
    List<GameHash> marks = new ArrayList<>();
    GameHash at = secret;
    for (int steps = 0; steps < length; steps += STRIDE) {
      marks.add(at);
      at = at.before(Math.min(STRIDE, length - steps));
    }
    return new HashChain(length, marks, at);
  }

  /// How many rounds it has.
  public int length() {
    return length;
  }

  /// What all of them lead to: the commitment.
  public GameHash end() {
    return end;
  }

  /// The hash of a round.
  ///
  /// @param number of the round, from 1, the first one played, to [#length]
  public GameHash hashOf(int number) {
    if (number < 1 || number > length) {
      throw new IllegalArgumentException(
          "The chain has rounds 1 to %d, got %d".formatted(length, number));
    }
    int steps = length - number;
    return everyStride.get(steps / STRIDE).before(steps % STRIDE);
  }

  /// Whether a hash is that of the round with this number in the chain with this end.
  ///
  /// @param number from 1; takes as many hashes
  public static boolean commitsTo(GameHash end, GameHash hash, long number) {
    return number >= 1 && hash.before(number).equals(end);
  }
}
