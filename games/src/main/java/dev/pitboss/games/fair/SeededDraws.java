package dev.pitboss.games.fair;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pitboss.games.Draws;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The draws of one round, each of them remembered so that a proof can show every step.
///
/// Not thread-safe: it keeps a cursor.
public final class SeededDraws implements Draws {
  private static final String ALGORITHM = "HmacSHA256";

  private final DrawScheme scheme;
  private final Mac mac;
  private final String messagePrefix;
  private final List<Draw> made = new ArrayList<>();
  private ByteBuffer block = ByteBuffer.allocate(0);
  private int nextBlock;
  private int cursor;

  SeededDraws(DrawScheme scheme, ServerSeed serverSeed, ClientSeed clientSeed, long nonce) {
    if (nonce < 0) {
      throw new IllegalArgumentException("A nonce counts up from 0, got " + nonce);
    }
    this.scheme = scheme;
    this.mac = keyedMac(serverSeed);
    this.messagePrefix = clientSeed.text() + ":" + nonce + ":";
  }

  @Override
  public int below(int bound) {
    if (bound < 1) {
      throw new IllegalArgumentException(
          "A draw needs at least one possible result, got bound " + bound);
    }
    while (true) {
      int at = cursor;
      long word = nextWord();
      if (scheme.accepts(word, bound)) {
        int value = scheme.map(word, bound);
        made.add(new Draw(at, word, bound, value));
        return value;
      }
    }
  }

  /// The draws made so far, in order.
  public List<Draw> made() {
    return List.copyOf(made);
  }

  private long nextWord() {
    if (!block.hasRemaining()) {
      block = ByteBuffer.wrap(mac.doFinal((messagePrefix + nextBlock).getBytes(UTF_8)));
      nextBlock++;
    }
    cursor = Math.addExact(cursor, Integer.BYTES);
    return Integer.toUnsignedLong(block.getInt());
  }

  private static Mac keyedMac(ServerSeed serverSeed) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(serverSeed.text().getBytes(UTF_8), ALGORITHM));
      return mac;
    } catch (GeneralSecurityException absent) {
      throw new IllegalStateException("Every Java platform has to offer " + ALGORITHM, absent);
    }
  }
}
