package dev.pitboss.server.backup;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.pitboss.server.database.DatabaseOptions;
import dev.pitboss.server.database.embedded.WalPosition;
import dev.pitboss.server.database.embedded.WalSource;
import dev.pitboss.server.published.DurableFiles;
import dev.pitboss.server.scheduling.PeriodicTask;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Archives the log of the embedded database as it grows: every second it copies what the server
/// has on the disk by then, and makes the copy durable. Thread-safe.
///
/// *Why not `archive_command`.* It takes whole segments only: what is in the last one, minutes of a
/// casino, would be lost with the disk. It needs a shell and programs, and fills the database's
/// disk while the archive is away.
///
/// *What is copied is final.* Bytes before the server's flush position are on its disk and do not
/// change while it runs. A server that was started again may write the end of the last record anew;
/// then the segment is copied from its beginning.
///
/// *Failure.* A replication slot has the server keep what is not archived, up to
/// `max_slot_wal_keep_size`. Beyond that the archive has a gap, which is reported until a restart;
/// the next backup does not need what was before it.
public final class WalArchiver implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WalArchiver.class);

  private static final Duration EVERY = Duration.ofSeconds(1);

  /// An archive that is behind for so long is a problem of its own.
  private static final Duration OVERDUE = Duration.ofSeconds(60);

  private final Path database;
  private final DatabaseOptions reach;
  private final WalArchive archive;
  private final PeriodicTask schedule = new PeriodicTask("wal-archiver", LOG);
  private final Object copying = new Object();

  @GuardedBy("copying") private @Nullable WalSource source;

  @GuardedBy("copying") private @Nullable Progress progress;

  @GuardedBy("copying") private boolean isFailing;

  private volatile long caughtUpAtNanos = System.nanoTime();
  private volatile Optional<String> gap = Optional.empty();

  /// Up to where the log is archived.
  private record Progress(long position, int timeline, String serverStart) {}

  private WalArchiver(Path database, DatabaseOptions reach, WalArchive archive) {
    this.database = database;
    this.reach = reach;
    this.archive = archive;
  }

  /// Archives from now on.
  ///
  /// @param database folder of the embedded database, which runs
  /// @param reach as its owner
  /// @param folder of archives, in which this one gets a folder of its own
  /// @throws IOException when the folder cannot be made
  public static WalArchiver start(Path database, DatabaseOptions reach, Path folder)
      throws IOException {
    WalArchive archive = WalArchive.of(WalArchive.name(database, folder));
    Files.createDirectories(archive.folder());
    Files.setPosixFilePermissions(archive.folder(), PosixFilePermissions.fromString("rwx------"));
    DurableFiles.force(archive.folder().resolveSibling(""));
    WalArchiver archiver = new WalArchiver(database, reach, archive);
    archiver.schedule.startNow(EVERY, archiver::goOn, "the log could not be archived");
    return archiver;
  }

  /// Stops keeping the log of a database whose server was started without an archive.
  public static void forget(Path database, DatabaseOptions reach) throws IOException {
    if (WalArchive.nameOf(database).isPresent()) {
      try {
        WalSource.forget(reach);
      } catch (SQLException failure) {
        throw new IOException("the log's archive could not be given up: " + failure, failure);
      }
      WalArchive.forget(database);
    }
  }

  /// What is wrong with the archive; empty while it has all of the log.
  public Optional<String> trouble() {
    long behind = System.nanoTime() - caughtUpAtNanos;
    return behind > OVERDUE.toNanos()
        ? Optional.of(
            "the archive of the log is %d s behind; see the server's log"
                .formatted(Duration.ofNanos(behind).toSeconds()))
        : gap;
  }

  @SuppressWarnings("MustBeClosedChecker") // kept, and closed by disconnect
  private void goOn() {
    synchronized (copying) {
      try {
        WalSource open = source;
        if (open == null) {
          open = WalSource.open(database, reach);
          source = open;
        }
        long started = System.nanoTime();
        copy(open);
        caughtUpAtNanos = started;
        if (isFailing) {
          isFailing = false;
          LOG.info("the log is archived again");
        }
      } catch (IOException | SQLException failure) {
        disconnect();
        if (!isFailing) { // and does not fill this server's log, too
          isFailing = true;
          LOG.warn("the log could not be archived, and is kept: {}", failure.toString());
        }
      }
    }
  }

  @GuardedBy("copying") private void copy(WalSource from) throws IOException, SQLException {
    WalSource.State state = from.state();
    long size = state.segmentBytes();
    Progress known = progress;
    long position;
    if (known == null || known.timeline() != state.timeline()) {
      position = begin(state);
    } else if (!known.serverStart().equals(state.serverStart())) {
      position = known.position() / size * size;
    } else {
      position = known.position();
    }
    while (position < state.position()) {
      long end = Math.min(state.position(), (position / size + 1) * size);
      try {
        append(from, state, position, end);
      } catch (NoSuchFileException gone) {
        position = afterGap(state, position);
        continue;
      }
      position = end;
      progress = new Progress(position, state.timeline(), state.serverStart());
    }
    progress = new Progress(position, state.timeline(), state.serverStart());
    if (state.kept() < position / size * size) {
      from.release(position / size * size);
    }
  }

  /// After the last whole segment of an earlier run; without one, where the server's log begins.
  @GuardedBy("copying") private long begin(WalSource.State state) throws IOException {
    long size = state.segmentBytes();
    List<String> whole = archive.segments(state.timeline());
    if (whole.isEmpty()) {
      return state.kept() / size * size;
    }
    long next = (WalPosition.number(whole.getLast(), size) + 1) * size;
    if (next > state.position()) { // of another database
      throw new BackupException(
          "%s has log of later than %s: it is not this casino's"
              .formatted(archive.folder(), WalPosition.text(state.position())));
    }
    return next;
  }

  /// The server no longer has a segment.
  @GuardedBy("copying") private long afterGap(WalSource.State state, long position) throws BackupException {
    long size = state.segmentBytes();
    long next = Math.max(state.kept(), position + size) / size * size;
    if (next > state.position()) {
      throw new BackupException("the server's log is not in its folder");
    }
    String from = WalPosition.segment(state.timeline(), position / size, size);
    gap = Optional.of("the archive of the log has a gap at %s: take a backup now".formatted(from));
    LOG.error("{}", gap.get());
    return next;
  }

  /// Copies what came to one segment.
  @GuardedBy("copying") private void append(WalSource from, WalSource.State state, long position, long end)
      throws IOException {
    long size = state.segmentBytes();
    String name = WalPosition.segment(state.timeline(), position / size, size);
    long at = position % size;
    Path partial = archive.folder().resolve(name + WalArchive.PARTIAL);
    // what an earlier run has of it stays until this is on the disk
    Path written = at == 0 ? archive.folder().resolve(name + WalArchive.NEW) : partial;
    try (FileChannel source = FileChannel.open(from.segment(name), StandardOpenOption.READ);
        FileChannel target =
            FileChannel.open(written, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      target.truncate(at);
      target.position(at);
      long left = end - position;
      while (left > 0) {
        long copied = source.transferTo(at, left, target);
        if (copied <= 0) {
          throw new BackupException(from.segment(name) + " is shorter than the log");
        }
        at += copied;
        left -= copied;
      }
      target.force(true);
    }
    if (end % size == 0) {
      DurableFiles.replace(written, archive.folder(), name);
      Files.deleteIfExists(partial);
    } else if (!written.equals(partial)) {
      DurableFiles.replace(written, archive.folder(), partial.getFileName().toString());
    }
  }

  @GuardedBy("copying") private void disconnect() {
    WalSource open = source;
    source = null;
    if (open != null) {
      try {
        open.close();
      } catch (SQLException failure) {
        LOG.debug("closing the session failed", failure);
      }
    }
  }

  /// Archives what there is by now, and ends.
  @Override
  public void close() {
    schedule.close();
    goOn();
    synchronized (copying) {
      disconnect();
    }
  }
}
