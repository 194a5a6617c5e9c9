package dev.pitboss.games.fair;

import java.util.Arrays;
import java.util.Optional;

/// Derivation of draws from a seed pair and a nonce.
///
/// Both schemes read one byte stream: block `r = 0, 1, 2, …` is `HMAC-SHA256(key = server seed
/// text, message = "clientSeed:nonce:r")`, 32 bytes, texts in UTF-8, numbers in decimal. A draw
/// takes the stream's next four bytes as a big-endian unsigned number `v`. The schemes differ in
/// how `v` is mapped to `0 ≤ n < bound`.
public enum DrawScheme {
  /// By rejection, free of any bias: `v` counts when `v < ⌊2³² / bound⌋ · bound`, and the result is
  /// `v mod bound`; otherwise the next four bytes are taken.
  PITBOSS_1("pitboss-1") {
    @Override
    boolean accepts(long word, int bound) {
      return word < (WORDS / bound) * bound;
    }

    @Override
    int map(long word, int bound) {
      return (int) (word % bound);
    }
  },

  /// As many verifiers in use compute it: `⌊f · bound⌋` with `f = Σ bᵢ / 256^(i+1)`, here in whole
  /// numbers as `⌊v · bound / 2³²⌋`. A result's chance is off by less than 2⁻³².
  STAKE("stake") {
    @Override
    boolean accepts(long word, int bound) {
      return true;
    }

    @Override
    int map(long word, int bound) {
      return (int) ((word * bound) >>> Integer.SIZE);
    }
  };

  private static final long WORDS = 1L << Integer.SIZE;

  private final String id;

  DrawScheme(String id) {
    this.id = id;
  }

  /// The name that is stored and sent.
  public String id() {
    return id;
  }

  /// The scheme of that id, if there is one.
  public static Optional<DrawScheme> of(String id) {
    return Arrays.stream(values()).filter(scheme -> scheme.id.equals(id)).findFirst();
  }

  /// The draws of one round, from the stream's start.
  ///
  /// @param nonce the round's number within the seed pair, at least 0
  /// @throws IllegalArgumentException when the nonce is negative
  public SeededDraws draws(ServerSeed serverSeed, ClientSeed clientSeed, long nonce) {
    return new SeedPair(this, serverSeed, clientSeed).draws(nonce);
  }

  abstract boolean accepts(long word, int bound);

  abstract int map(long word, int bound);
}
