package dev.pitboss.server.database.embedded;

import java.util.regex.Pattern;

/// Positions in PostgreSQL's write-ahead log, and the names of the files, *segments*, it is written
/// to. A position (LSN) is a number of bytes since the log began.
public final class WalPosition {
  /// A segment's name: timeline, and its number in two halves.
  private static final Pattern SEGMENT = Pattern.compile("[0-9A-F]{24}");

  private static final int HALF_BITS = 32;
  private static final int HEX_DIGITS = 8;
  private static final int HEX = 16;

  private WalPosition() {}

  /// Reads a position as PostgreSQL writes it: `16/B374D848`.
  public static long parse(String lsn) {
    int slash = lsn.indexOf('/');
    return (Long.parseLong(lsn.substring(0, slash), HEX) << HALF_BITS)
        | Long.parseLong(lsn.substring(slash + 1), HEX);
  }

  /// The position as PostgreSQL reads it.
  public static String text(long position) {
    return "%X/%X".formatted(position >>> HALF_BITS, position & 0xFFFF_FFFFL);
  }

  /// The name of a segment.
  ///
  /// @param number since the log began
  /// @param segmentBytes size of each
  public static String segment(int timeline, long number, long segmentBytes) {
    long perHalf = (1L << HALF_BITS) / segmentBytes;
    return "%08X%08X%08X".formatted(timeline, number / perHalf, number % perHalf);
  }

  /// Whether a file's name is that of a whole segment of this timeline.
  public static boolean isSegment(String name, int timeline) {
    return SEGMENT.matcher(name).matches() && name.startsWith("%08X".formatted(timeline));
  }

  /// The number that [#segment] wrote into a name.
  public static long number(String segment, long segmentBytes) {
    long perHalf = (1L << HALF_BITS) / segmentBytes;
    long high = Long.parseLong(segment.substring(HEX_DIGITS, 2 * HEX_DIGITS), HEX);
    return high * perHalf + Long.parseLong(segment.substring(2 * HEX_DIGITS), HEX);
  }
}
