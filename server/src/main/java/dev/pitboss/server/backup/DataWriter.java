package dev.pitboss.server.backup;

import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import com.google.errorprone.annotations.MustBeClosed;
import dev.pitboss.server.hashing.Sha256;
import dev.pitboss.server.published.DurableFiles;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/// Writes the data of a backup: a tar, compressed with zstd, so that one file is made durable and
/// not thousands. Remembers size and SHA-256 of each file. Used by one thread.
final class DataWriter implements AutoCloseable {
  private static final int LEVEL = 1;
  private static final int BUFFER_BYTES = 1 << 20;

  /// A page that is being written just now is whole when it is looked at again.
  private static final int LOOKS = 5;

  private static final long BETWEEN_LOOKS_MILLIS = 5;

  private final Path target;
  private final FileChannel channel;
  private final DigestOutputStream digest;
  private final TarArchiveOutputStream tar;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private final List<BackupManifest.Part> files = new ArrayList<>();
  private long pagesVerified;

  /// @param target is made, and must not exist
  @MustBeClosed
  @SuppressWarnings("MustBeClosedChecker") // closed with the channel
  DataWriter(Path target) throws IOException {
    this.target = target;
    channel =
        FileChannel.open(
            target,
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE);
    digest = new DigestOutputStream(Channels.newOutputStream(channel), Sha256.digest());
    OutputStream compressed = new ZstdOutputStreamNoFinalizer(digest, LEVEL).setChecksum(true);
    tar = new TarArchiveOutputStream(new BufferedOutputStream(compressed, BUFFER_BYTES), "UTF-8");
    tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
    tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
  }

  /// What was written so far, in its order.
  List<BackupManifest.Part> files() {
    return List.copyOf(files);
  }

  long pagesVerified() {
    return pagesVerified;
  }

  void directory(String path) throws IOException {
    tar.putArchiveEntry(new TarArchiveEntry(path + "/", TarConstants.LF_DIR));
    tar.closeArchiveEntry();
  }

  void bytes(String path, byte[] content) throws IOException {
    begin(path, content.length);
    tar.write(content);
    end(path, content.length, Sha256.digest(), content);
  }

  /// Writes a file that does not change.
  void file(String path, Path file) throws IOException {
    try (FileChannel from = FileChannel.open(file, StandardOpenOption.READ)) {
      copy(path, from, 0, Long.MAX_VALUE);
    }
  }

  /// Writes a file of a running server, as large as it is now. Does nothing when it is gone.
  ///
  /// @param relative to the server's folder
  /// @param start position of the log at which the backup began; what is written later need not be
  ///   intact
  /// @throws BackupException naming the first page that is damaged
  void liveFile(String path, Path file, String relative, long start) throws IOException {
    FileChannel opened;
    try {
      opened = FileChannel.open(file, StandardOpenOption.READ);
    } catch (NoSuchFileException _) {
      return; // dropped since the folder was read; the log says so, too
    }
    try (FileChannel from = opened) {
      boolean isOfPages = PageChecksum.isOfPages(relative);
      copy(path, from, PageChecksum.firstPage(relative), isOfPages ? start : Long.MAX_VALUE);
    }
  }

  /// @param start of the backup; the greatest there is for a file that has no pages to verify
  private void copy(String path, FileChannel from, long firstPage, long start) throws IOException {
    long size = from.size();
    MessageDigest content = Sha256.digest();
    begin(path, size);
    long at = 0;
    while (at < size) {
      int wanted = (int) Math.min(buffer.length, size - at);
      int read = readFully(from, at, 0, wanted);
      // a file that got shorter in the meantime: the log says so, too
      Arrays.fill(buffer, read, wanted, (byte) 0);
      if (start != Long.MAX_VALUE) {
        for (int page = 0; page < wanted / PageChecksum.PAGE_BYTES; page++) {
          long number = firstPage + at / PageChecksum.PAGE_BYTES + page;
          verify(path, from, at, page * PageChecksum.PAGE_BYTES, number, start);
        }
      }
      content.update(buffer, 0, wanted);
      tar.write(buffer, 0, wanted);
      at += wanted;
    }
    end(path, size, content, new byte[0]);
  }

  private void verify(String path, FileChannel from, long at, int offset, long page, long start)
      throws IOException {
    for (int look = 1; !PageChecksum.isIntact(buffer, offset, page, start); look++) {
      if (look == LOOKS) {
        throw new BackupException(
            "page %d of %s has a wrong checksum: the database is damaged; no backup was made"
                .formatted(page, path));
      }
      try {
        Thread.sleep(BETWEEN_LOOKS_MILLIS);
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", interrupted);
      }
      int read = readFully(from, at + offset, offset, PageChecksum.PAGE_BYTES);
      Arrays.fill(buffer, offset + read, offset + PageChecksum.PAGE_BYTES, (byte) 0);
    }
    pagesVerified++;
  }

  /// @return fewer than wanted at the end of the file
  private int readFully(FileChannel from, long at, int offset, int wanted) throws IOException {
    ByteBuffer into = ByteBuffer.wrap(buffer, offset, wanted);
    while (into.hasRemaining()) {
      if (from.read(into, at + into.position() - offset) < 0) {
        break;
      }
    }
    return into.position() - offset;
  }

  private void begin(String path, long size) throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(path);
    entry.setSize(size);
    entry.setMode(0600);
    tar.putArchiveEntry(entry);
  }

  private void end(String path, long size, MessageDigest content, byte[] rest) throws IOException {
    tar.closeArchiveEntry();
    files.add(new BackupManifest.Part(path, size, Sha256.hex(content.digest(rest))));
  }

  /// Ends the file and makes it durable.
  BackupManifest.Part finish() throws IOException {
    tar.finish();
    tar.flush();
    tar.close(); // ends the compressed stream, and closes the channel
    DurableFiles.force(target);
    return new BackupManifest.Part(
        target.getFileName().toString(),
        Files.size(target),
        Sha256.hex(digest.getMessageDigest().digest()));
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
