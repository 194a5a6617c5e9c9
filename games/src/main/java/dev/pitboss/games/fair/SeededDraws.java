package dev.pitboss.games.fair;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pitboss.games.Draws;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import javax.crypto.Mac;

/// The draws of one round, each of them remembered so that a proof can show every step.
///
/// Not thread-safe: it keeps a cursor.
public final class SeededDraws implements Draws {
  private final DrawScheme scheme;
  private final Mac mac;
  private final String messagePrefix;
  private final List<Draw> made = new ArrayList<>();
  private ByteBuffer block = ByteBuffer.allocate(0);
  private int nextBlock;
  private int cursor;

  /// @param mac keyed with the server seed, for this object alone
  /// @param messagePrefix what every block's message begins with
  SeededDraws(DrawScheme scheme, Mac mac, String messagePrefix) {
    this.scheme = scheme;
    this.mac = mac;
    this.messagePrefix = messagePrefix;
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
}
