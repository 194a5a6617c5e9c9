package dev.pitboss.server.published;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import dev.pitboss.server.hashing.Sha256;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Arrays;

/// The stored books of one mode: a small zstd frame each, and an index by row. A book costs one
/// short read and the unpacking of its own frame.
///
/// The index has 48 bytes for each row: where the frame begins (8), its length (4), the book's
/// length (4) and the SHA-256 of the book's bytes (32). Thread-safe: files are open during a call
/// only.
///
/// @param frames the file of the frames, one after the other
/// @param index the file of the index
/// @param books how many there are
public record BookArchive(Path frames, Path index, int books) {
  static final int ENTRY_BYTES = 48;

  private static final int HASH_BYTES = 32;
  private static final int PIECE = 1 << 16;

  /// A stored book is not the one that was imported.
  public static final class DamagedException extends UncheckedIOException {
    private static final long serialVersionUID = 1;

    DamagedException(String message) {
      super(message, new IOException(message));
    }
  }

  /// One book as the studio published it: a line of JSON in UTF-8.
  ///
  /// @throws DamagedException when it is not the book that was imported
  /// @throws UncheckedIOException when it cannot be read
  public byte[] book(int row) {
    if (row < 0 || row >= books) {
      throw new IllegalArgumentException("row must be 0 to %d, got %d".formatted(books - 1, row));
    }
    try (FileChannel entries = FileChannel.open(index, StandardOpenOption.READ);
        FileChannel file = FileChannel.open(frames, StandardOpenOption.READ)) {
      ByteBuffer entry = read(entries, (long) row * ENTRY_BYTES, ENTRY_BYTES);
      long at = entry.getLong();
      int length = entry.getInt();
      int unpacked = entry.getInt();
      byte[] hash = new byte[HASH_BYTES];
      entry.get(hash);
      if (at < 0
          || length < 0
          || length > file.size() - at
          || unpacked < 0
          || unpacked > BookLine.MAX_BYTES) {
        throw damaged(row, "its index entry points beyond the file");
      }
      byte[] book = Zstd.decompress(read(file, at, length).array(), unpacked);
      if (!Arrays.equals(Sha256.of(book), hash)) {
        throw damaged(row, "its SHA-256 differs from the index");
      }
      return book;
    } catch (ZstdException broken) {
      throw damaged(row, "its frame is broken: " + broken.getMessage());
    } catch (EOFException _) {
      throw damaged(row, "the file is too short");
    } catch (NoSuchFileException _) {
      throw damaged(row, "a file is missing");
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /// SHA-256 of the index: with it, every book is known by its content.
  String indexSha256() throws IOException {
    MessageDigest digest = Sha256.digest();
    byte[] piece = new byte[PIECE];
    try (InputStream in = Files.newInputStream(index)) {
      for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
        digest.update(piece, 0, read);
      }
    }
    return Sha256.hex(digest.digest());
  }

  private DamagedException damaged(int row, String why) {
    return new DamagedException(
        "row %d of %s is damaged: %s".formatted(row, frames.getFileName(), why));
  }

  private static ByteBuffer read(FileChannel file, long at, int length) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length);
    while (bytes.hasRemaining()) {
      if (file.read(bytes, at + bytes.position()) < 0) {
        throw new EOFException();
      }
    }
    return bytes.flip();
  }
}
