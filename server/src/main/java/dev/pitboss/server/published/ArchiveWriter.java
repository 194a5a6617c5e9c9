package dev.pitboss.server.published;

import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import dev.pitboss.games.books.BookTable;
import dev.pitboss.server.hashing.Sha256;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Checks the published books of a mode, line by line, and writes each as a frame of its own.
///
/// One thread unpacks and splits, others check and pack batches of lines, and batches are written
/// in their order. A few batches are on their way at most, so memory does not grow with the file.
final class ArchiveWriter {
  /// Lines of one batch together: much beside the cost of handing it over.
  private static final int BATCH_BYTES = 1 << 19;

  /// More threads would wait for the one that unpacks.
  private static final int MAX_WORKERS = 4;

  private static final int LEVEL = 3;

  /// What a frame may ask for as its window: 128 MB, as the reference decoder allows.
  private static final int MAX_WINDOW_LOG = 27;

  private static final int READ_BYTES = 1 << 17;

  private final Path source;
  private final String tableFile;
  private final BookTable table;
  private final BookArchive target;

  /// @param source the compressed lines as published
  /// @param tableFile name of the mode's table, for messages
  ArchiveWriter(Path source, String tableFile, BookTable table, BookArchive target) {
    this.source = source;
    this.tableFile = tableFile;
    this.table = table;
    this.target = target;
  }

  /// A line with its number.
  private record Line(long number, ByteBuffer text) {}

  /// A checked book, packed.
  private record Packed(int row, long line, ByteBuffer frame, int unpacked, ByteBuffer hash) {}

  /// Writes the archive.
  ///
  /// @return SHA-256 of the published file
  /// @throws PublicationDefect naming file and line of the first defect
  String write() throws IOException, PublicationDefect {
    int workers = Math.clamp(Runtime.getRuntime().availableProcessors(), 1, MAX_WORKERS);
    MessageDigest digest = Sha256.digest();
    try (ExecutorService pool = Executors.newFixedThreadPool(workers);
        Output out = new Output();
        InputStream file =
            new DigestInputStream(
                new BufferedInputStream(Files.newInputStream(source), READ_BYTES), digest)) {
      Deque<Future<List<Packed>>> onTheWay = new ArrayDeque<>();
      try (ZstdInputStreamNoFinalizer unpacked = new ZstdInputStreamNoFinalizer(file)) {
        unpacked.setLongMax(MAX_WINDOW_LOG);
        Lines lines = new Lines(unpacked, source, BookLine.MAX_BYTES);
        List<Line> batch = new ArrayList<>();
        int bytes = 0;
        while (next(lines)) {
          batch.add(new Line(lines.number(), ByteBuffer.wrap(lines.copy())));
          bytes += lines.length();
          if (bytes >= BATCH_BYTES) {
            List<Line> full = batch;
            onTheWay.add(pool.submit(() -> packed(full)));
            batch = new ArrayList<>();
            bytes = 0;
          }
          if (onTheWay.size() > 2 * workers) {
            out.write(result(onTheWay.remove()));
          }
        }
        List<Line> last = batch;
        onTheWay.add(pool.submit(() -> packed(last)));
        while (!onTheWay.isEmpty()) {
          out.write(result(onTheWay.remove()));
        }
      } catch (PublicationDefect | IOException | RuntimeException failure) {
        pool.shutdownNow();
        throw failure;
      }
      out.finish();
    }
    return Sha256.hex(digest.digest());
  }

  /// Whether there is a line; what the decoder refuses is a defect of the file.
  private boolean next(Lines lines) throws IOException, PublicationDefect {
    try {
      return lines.next();
    } catch (IOException broken) {
      throw PublicationDefect.in(
          source,
          "broken zstd frame after line %d: %s".formatted(lines.number() - 1, broken.getMessage()));
    }
  }

  private List<Packed> packed(List<Line> lines) throws PublicationDefect {
    List<Packed> packed = new ArrayList<>(lines.size());
    try (ZstdCompressCtx context = new ZstdCompressCtx()) {
      context.setLevel(LEVEL);
      for (Line line : lines) {
        byte[] text = line.text().array();
        int row;
        try {
          row = BookLine.check(text, table, tableFile);
        } catch (BookLine.Defect defect) {
          throw PublicationDefect.in(source, line.number(), String.valueOf(defect.getMessage()));
        }
        packed.add(
            new Packed(
                row,
                line.number(),
                ByteBuffer.wrap(context.compress(text)),
                text.length,
                ByteBuffer.wrap(Sha256.of(text))));
      }
    }
    return packed;
  }

  private static List<Packed> result(Future<List<Packed>> future)
      throws IOException, PublicationDefect {
    try {
      return future.get();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", interrupted);
    } catch (ExecutionException failure) {
      if (failure.getCause() instanceof PublicationDefect defect) {
        throw defect;
      }
      throw new IllegalStateException("books could not be checked", failure.getCause());
    }
  }

  /// The two files while they are written.
  private final class Output implements AutoCloseable {
    private static final int ENTRIES = 4096;

    private final FileChannel frames;
    private final FileChannel index;
    private final BitSet seen = new BitSet(table.size());
    private final ByteBuffer entries = ByteBuffer.allocate(ENTRIES * BookArchive.ENTRY_BYTES);
    private int firstRow;
    private long written;

    Output() throws IOException {
      frames =
          FileChannel.open(
              target.frames(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      index =
          FileChannel.open(target.index(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    void write(List<Packed> books) throws IOException, PublicationDefect {
      int length = books.stream().mapToInt(book -> book.frame().remaining()).sum();
      ByteBuffer all = ByteBuffer.allocate(length);
      for (Packed book : books) {
        if (seen.get(book.row())) {
          throw PublicationDefect.in(
              source,
              book.line(),
              "book %s stands on an earlier line, too"
                  .formatted(Long.toUnsignedString(table.id(book.row()))));
        }
        seen.set(book.row());
        enter(book, written + all.position());
        all.put(book.frame());
      }
      all.flip();
      while (all.hasRemaining()) {
        written += frames.write(all);
      }
    }

    /// Rows mostly come in order, so their entries are written together.
    private void enter(Packed book, long at) throws IOException {
      if (book.row() != firstRow + entries.position() / BookArchive.ENTRY_BYTES
          || !entries.hasRemaining()) {
        flush();
        firstRow = book.row();
      }
      entries.putLong(at).putInt(book.frame().remaining()).putInt(book.unpacked()).put(book.hash());
    }

    private void flush() throws IOException {
      entries.flip();
      long at = (long) firstRow * BookArchive.ENTRY_BYTES;
      while (entries.hasRemaining()) {
        at += index.write(entries, at);
      }
      entries.clear();
    }

    /// Sees that no book is missing, and that all is on the disk.
    void finish() throws IOException, PublicationDefect {
      int missing = seen.nextClearBit(0);
      if (missing < table.size()) {
        throw PublicationDefect.in(
            source,
            "has no book %s, which %s:%d lists"
                .formatted(Long.toUnsignedString(table.id(missing)), tableFile, missing + 1));
      }
      flush();
      frames.force(true);
      index.force(true);
    }

    @Override
    public void close() throws IOException {
      try (frames;
          index) {
        // both are closed, whichever fails
      }
    }
  }
}
