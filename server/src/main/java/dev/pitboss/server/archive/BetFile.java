package dev.pitboss.server.archive;

import dev.pitboss.server.hashing.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// A file of bets, in the order of account and number. Bytes are big-endian:
///
/// - header: `PITBETS` and the version, 1 (8 bytes); number of the month (4); digest of the file
///   before, or zeros (32)
/// - blocks: [BetBlock], one after the other
/// - index, of each block: first account (8), first seq (8), where it begins (8), its length (4),
///   its bets (4), its SHA-256 (32)
/// - end: where the index begins (8), how many blocks (4), `PITBEND` and the version (8)
///
/// The file's digest is the SHA-256 of header, index and end; so it binds every block, and the file
/// of every month before. Reading a bet checks the digest and the block. Immutable; files are open
/// during a call only. Thread-safe.
final class BetFile {
  static final byte[] MAGIC = {'P', 'I', 'T', 'B', 'E', 'T', 'S', 1};
  static final byte[] END = {'P', 'I', 'T', 'B', 'E', 'N', 'D', 1};
  static final int HEADER_BYTES = 44;
  static final int ENTRY_BYTES = 64;
  static final int END_BYTES = 20;
  private static final int HASH_BYTES = 32;

  /// 4 million blocks are 4 000 million bets.
  private static final int MAX_INDEX_BYTES = 256 << 20;

  private final Path path;
  private final byte[] header;
  private final byte[] index;
  private final byte[] end;

  private BetFile(Path path, byte[] header, byte[] index, byte[] end) {
    this.path = path;
    this.header = header;
    this.index = index;
    this.end = end;
  }

  /// The file is not what was written.
  static final class DamagedException extends IOException {
    private static final long serialVersionUID = 1;

    DamagedException(Path path, String fault) {
      super(path + " is damaged: " + fault);
    }
  }

  /// A place of the index.
  private record Entry(long accountId, long seq, long at, int length, int bets, String hash) {}

  /// Reads header and index.
  ///
  /// @throws DamagedException when it is no such file
  static BetFile open(Path path) throws IOException {
    try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
      long size = file.size();
      if (size < HEADER_BYTES + END_BYTES) {
        throw new DamagedException(path, "it has %d bytes".formatted(size));
      }
      byte[] header = read(path, file, 0, HEADER_BYTES);
      byte[] end = read(path, file, size - END_BYTES, END_BYTES);
      if (!Arrays.equals(header, 0, MAGIC.length, MAGIC, 0, MAGIC.length)
          || !Arrays.equals(end, END_BYTES - END.length, END_BYTES, END, 0, END.length)) {
        throw new DamagedException(path, "it is no file of bets of version 1, or was cut off");
      }
      long at = ByteBuffer.wrap(end).getLong();
      long bytes = size - END_BYTES - at;
      if (at < HEADER_BYTES
          || bytes != (long) ByteBuffer.wrap(end).getInt(Long.BYTES) * ENTRY_BYTES
          || bytes > MAX_INDEX_BYTES) {
        throw new DamagedException(path, "its index is not where its end says");
      }
      return new BetFile(path, header, read(path, file, at, (int) bytes), end);
    }
  }

  /// SHA-256 that the whole content hangs on.
  String digest() {
    return HexFormat.of().formatHex(digest(header, index, end));
  }

  static byte[] digest(byte[] header, byte[] index, byte[] end) {
    MessageDigest sha256 = Sha256.digest();
    sha256.update(header);
    sha256.update(index);
    return sha256.digest(end);
  }

  /// The same file, if it has that digest.
  ///
  /// @throws DamagedException when it has another
  BetFile requireDigest(String digest) throws DamagedException {
    if (!digest.equals(digest())) {
      throw new DamagedException(path, "its digest is %s, not %s".formatted(digest(), digest));
    }
    return this;
  }

  /// Number of the month.
  int month() {
    return ByteBuffer.wrap(header).getInt(MAGIC.length);
  }

  /// Digest of the month before; zeros of the first.
  String previous() {
    return HexFormat.of().formatHex(header, HEADER_BYTES - HASH_BYTES, HEADER_BYTES);
  }

  /// How many blocks it has.
  int blocks() {
    return index.length / ENTRY_BYTES;
  }

  private Entry entry(int block) {
    ByteBuffer entry = ByteBuffer.wrap(index, block * ENTRY_BYTES, ENTRY_BYTES);
    byte[] hash = new byte[HASH_BYTES];
    long account = entry.getLong();
    long seq = entry.getLong();
    long at = entry.getLong();
    int length = entry.getInt();
    int bets = entry.getInt();
    entry.get(hash);
    return new Entry(account, seq, at, length, bets, HexFormat.of().formatHex(hash));
  }

  /// The bets of a block.
  ///
  /// @throws DamagedException when the block is not the one that was written
  List<ArchivedBet> bets(int block) throws IOException {
    Entry entry = entry(block);
    try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
      byte[] packed = read(path, file, entry.at(), entry.length());
      if (!HexFormat.of().formatHex(Sha256.of(packed)).equals(entry.hash())) {
        throw new DamagedException(path, "block %d was changed".formatted(block));
      }
      return BetBlock.unpack(packed, entry.bets());
    } catch (BetBlock.MalformedException malformed) {
      throw new DamagedException(path, "block %d: %s".formatted(block, malformed.getMessage()));
    }
  }

  /// The bet of that key among an account's with these numbers.
  Optional<ArchivedBet> find(long accountId, long firstSeq, long lastSeq, UUID ref)
      throws IOException {
    for (int block = blockOf(accountId, firstSeq); block < blocks(); block++) {
      Entry entry = entry(block);
      if (entry.accountId() > accountId
          || (entry.accountId() == accountId && entry.seq() > lastSeq)) {
        break;
      }
      for (ArchivedBet bet : bets(block)) {
        if (bet.accountId() == accountId && bet.ref().equals(ref)) {
          return Optional.of(bet);
        }
      }
    }
    return Optional.empty();
  }

  /// The last block that does not begin after it.
  private int blockOf(long accountId, long seq) {
    int low = 0;
    int high = blocks() - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      Entry entry = entry(middle);
      if (entry.accountId() > accountId || (entry.accountId() == accountId && entry.seq() > seq)) {
        high = middle - 1;
      } else {
        low = middle;
      }
    }
    return low;
  }

  private static byte[] read(Path path, FileChannel file, long at, int length) throws IOException {
    if (at < 0 || length < 0 || at + length > file.size()) {
      throw new DamagedException(path, "it ends before byte %d".formatted(at + length));
    }
    ByteBuffer bytes = ByteBuffer.allocate(length);
    while (bytes.hasRemaining()) {
      if (file.read(bytes, at + bytes.position()) < 0) {
        throw new DamagedException(path, "it ends at byte %d".formatted(at + bytes.position()));
      }
    }
    return bytes.array();
  }

  /// Writes a file, which has its name when it is whole and on the disk. Used by one thread.
  static final class Writer implements AutoCloseable {
    private final Path path;
    private final Path partial;
    private final FileChannel file;
    private final byte[] header;
    private final java.io.ByteArrayOutputStream index = new java.io.ByteArrayOutputStream();
    private final List<ArchivedBet> block = new ArrayList<>();

    /// @param previous digest of the month before; empty for the first
    @com.google.errorprone.annotations.MustBeClosed
    Writer(Path path, int month, Optional<byte[]> previous) throws IOException {
      this.path = path;
      this.partial = path.resolveSibling(path.getFileName() + ".partial");
      this.header =
          ByteBuffer.allocate(HEADER_BYTES)
              .put(MAGIC)
              .putInt(month)
              .put(previous.orElseGet(() -> new byte[HASH_BYTES]))
              .array();
      this.file =
          FileChannel.open(
              partial,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE);
      write(header);
    }

    /// Appends the next bet.
    void add(ArchivedBet bet) throws IOException {
      block.add(bet);
      if (block.size() == BetBlock.MAX_BETS) {
        writeBlock();
      }
    }

    /// Ends the file.
    ///
    /// @return its digest
    byte[] finish() throws IOException {
      if (!block.isEmpty()) {
        writeBlock();
      }
      long at = file.position();
      byte[] entries = index.toByteArray();
      byte[] end =
          ByteBuffer.allocate(END_BYTES)
              .putLong(at)
              .putInt(entries.length / ENTRY_BYTES)
              .put(END)
              .array();
      write(entries);
      write(end);
      file.force(true);
      Files.move(partial, path, StandardCopyOption.ATOMIC_MOVE);
      try (FileChannel folder = FileChannel.open(path.toAbsolutePath().getParent())) {
        folder.force(true);
      }
      return digest(header, entries, end);
    }

    private void writeBlock() throws IOException {
      ArchivedBet first = block.getFirst();
      byte[] packed = BetBlock.pack(block);
      index.writeBytes(
          ByteBuffer.allocate(ENTRY_BYTES)
              .putLong(first.accountId())
              .putLong(first.seq())
              .putLong(file.position())
              .putInt(packed.length)
              .putInt(block.size())
              .put(Sha256.of(packed))
              .array());
      write(packed);
      block.clear();
    }

    private void write(byte[] bytes) throws IOException {
      ByteBuffer rest = ByteBuffer.wrap(bytes);
      while (rest.hasRemaining()) {
        int _ = file.write(rest);
      }
    }

    /// Without [#finish()] the file keeps its other name, and the next attempt overwrites it.
    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
