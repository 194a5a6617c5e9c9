package dev.pitboss.server.backup;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The checksum that PostgreSQL keeps in each data page: 32 interleaved sums in the manner of
/// FNV-1a, as in `storage/checksum_impl.h`. Pure.
final class PageChecksum {
  static final int PAGE_BYTES = 8_192;

  /// Of a relation's files; a larger relation has more of them.
  private static final int PAGES_PER_FILE = 131_072;

  private static final int LANES = 32;
  private static final int PRIME = 16_777_619;
  private static final int SHIFT = 17;
  private static final int ROUNDS_OF_ZEROES = 2;
  private static final int CHECKSUMS = 65_535;
  private static final int LOW_16_BITS = 0xFFFF;

  private static final int POSITION_AT = 0;
  private static final int CHECKSUM_AT = 8;
  private static final int UPPER_AT = 14;

  private static final int[] OFFSETS = {
    0x5B1F36E9, 0xB8525960, 0x02AB50AA, 0x1DE66D2A, 0x79FF467A, 0x9BB9F8A3, 0x217E7CD2, 0x83E13D2C,
    0xF8D4474F, 0xE39EB970, 0x42C6AE16, 0x993216FA, 0x7B093B5D, 0x98DAFF3C, 0xF718902A, 0x0B1C9CDB,
    0xE58F764B, 0x187636BC, 0x5D7B3BB1, 0xE73DE7DE, 0x92BEC979, 0xCCA6C0B2, 0x304A0979, 0x85AA43D4,
    0x783125BB, 0x6CA8EAA2, 0xE407EAC6, 0x4B5CFC3E, 0x9FBF8C76, 0x15CA20BE, 0xF2CA9FD3, 0x959BD756
  };

  /// Files of relations and their forks, in the folders of databases and of shared tables.
  private static final Pattern RELATION =
      Pattern.compile("(?:base/\\d+|global)/\\d+(?:_(?:fsm|vm|init))?(?:\\.(\\d+))?");

  private PageChecksum() {}

  /// Whether the file of a data folder consists of pages with checksums.
  ///
  /// @param path relative to the data folder
  static boolean isOfPages(String path) {
    return RELATION.matcher(path).matches();
  }

  /// The number of the first page of a file.
  static long firstPage(String path) {
    Matcher relation = RELATION.matcher(path);
    return relation.matches() && relation.group(1) != null
        ? Long.parseLong(relation.group(1)) * PAGES_PER_FILE
        : 0;
  }

  /// Whether a page is as it was written. A page that was never filled has no checksum; nor does
  /// one count that was written at or after a position: it may be half written, and the log has it
  /// whole.
  ///
  /// @param bytes with the page at `at`
  /// @param number of the page in its relation
  /// @param start position of the log
  static boolean isIntact(byte[] bytes, int at, long number, long start) {
    ByteBuffer page = ByteBuffer.wrap(bytes, at, PAGE_BYTES).slice().order(ByteOrder.nativeOrder());
    long position =
        (Integer.toUnsignedLong(page.getInt(POSITION_AT)) << Integer.SIZE)
            | Integer.toUnsignedLong(page.getInt(POSITION_AT + Integer.BYTES));
    return page.getShort(UPPER_AT) == 0
        || Long.compareUnsigned(position, start) >= 0
        || Short.toUnsignedInt(page.getShort(CHECKSUM_AT)) == of(page, number);
  }

  /// Computes it as if the page had none.
  static int of(ByteBuffer page, long number) {
    int[] sums = OFFSETS.clone();
    for (int row = 0; row < PAGE_BYTES; row += LANES * Integer.BYTES) {
      for (int lane = 0; lane < LANES; lane++) {
        int at = row + lane * Integer.BYTES;
        int value = page.getInt(at);
        if (at == CHECKSUM_AT) {
          value = withoutChecksum(value, page.order());
        }
        sums[lane] = next(sums[lane], value);
      }
    }
    int folded = 0;
    for (int sum : sums) {
      int last = sum;
      for (int round = 0; round < ROUNDS_OF_ZEROES; round++) {
        last = next(last, 0);
      }
      folded ^= last;
    }
    return (int) (Integer.toUnsignedLong(folded ^ (int) number) % CHECKSUMS) + 1;
  }

  private static int withoutChecksum(int value, ByteOrder order) {
    return order == ByteOrder.LITTLE_ENDIAN ? value & ~LOW_16_BITS : value & LOW_16_BITS;
  }

  private static int next(int sum, int value) {
    int mixed = sum ^ value;
    return mixed * PRIME ^ mixed >>> SHIFT;
  }
}
