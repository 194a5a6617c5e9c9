package dev.pitboss.server.http;

import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.util.AsciiString;
import io.vertx.core.MultiMap;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;

/// The ids that requests are found by in the log: the client's own if it is well-formed, otherwise
/// one made here. Thread-safe.
///
/// An id made here is 16 hexadecimal digits. It is unique within a process, because counting and
/// mixing are one-to-one, and differs from those of other processes by their random origin; it
/// tells neither a secret nor how many requests there were. It takes no lock and draws no random
/// bytes: every request has one.
final class RequestIds {
  /// In requests and responses.
  static final AsciiString HEADER = AsciiString.cached("X-Request-Id");

  /// Longer than a UUID or the id of a trace; a log line must stay readable.
  private static final int MAX_LENGTH = 64;

  /// Steps and mixing of SplitMix64: Steele, Lea, Flood, Fast Splittable Pseudorandom Number
  /// Generators, 2014.
  private static final long STEP = 0x9E37_79B9_7F4A_7C15L;

  private static final AtomicLong NEXT = new AtomicLong(new SecureRandom().nextLong());

  private RequestIds() {}

  /// Gives a request its id, which its header has from then on.
  static String assign(HttpRequest request) {
    HttpHeaders headers = request.headers();
    Iterator<? extends CharSequence> sent = headers.valueCharSequenceIterator(HEADER);
    if (sent.hasNext()) {
      String own = sent.next().toString();
      if (isWellFormed(own) && !sent.hasNext()) {
        return own;
      }
    }
    String id = fresh();
    headers.set(HEADER, id);
    return id;
  }

  /// The id of a request that has one.
  static String of(MultiMap headers) {
    return Objects.requireNonNullElse(headers.get(HEADER), "");
  }

  /// An id for a request without a well-formed one.
  static String fresh() {
    return HexFormat.of().toHexDigits(mixed(NEXT.getAndAdd(STEP)));
  }

  /// Whether a client's id is used: 1 to 64 of `A-Z a-z 0-9 . _ -`. Nothing else is repeated,
  /// neither to the client nor to the log.
  static boolean isWellFormed(String id) {
    if (id.isEmpty() || id.length() > MAX_LENGTH) {
      return false;
    }
    for (int i = 0; i < id.length(); i++) {
      char c = id.charAt(i);
      boolean isAllowed =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || c == '.'
              || c == '_'
              || c == '-';
      if (!isAllowed) {
        return false;
      }
    }
    return true;
  }

  private static long mixed(long step) {
    long bits = (step ^ (step >>> 30)) * 0xBF58_476D_1CE4_E5B9L;
    bits = (bits ^ (bits >>> 27)) * 0x94D0_49BB_1331_11EBL;
    return bits ^ (bits >>> 31);
  }
}
