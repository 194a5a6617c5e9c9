package dev.pitboss.server.backup;

import com.google.errorprone.annotations.MustBeClosed;
import dev.pitboss.server.published.DurableFiles;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A folder of backups, each in a folder that is named by when it began. A backup has its name only
/// when it is whole and on the disk: a crash while one is written leaves those there are, and what
/// was written so far under another name, which the next backup removes.
public record BackupFolder(Path folder) {
  private static final String UNFINISHED = "unfinished-";
  private static final String LOCK = ".lock";
  private static final Pattern ID = Pattern.compile("\\d{8}T\\d{9}Z");
  private static final DateTimeFormatter NAME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssSSS'Z'").withZone(ZoneOffset.UTC);

  /// The name of a backup that began then.
  static String id(Instant start) {
    return NAME.format(start);
  }

  /// Claims the folder, making it if necessary, and removes what was left half.
  ///
  /// @return gives it free when closed
  /// @throws BackupException when another backup is being written into it
  @MustBeClosed
  @SuppressWarnings("MustBeClosedChecker") // the caller closes it
  FileChannel claim() throws IOException {
    Files.createDirectories(folder);
    FileChannel lock =
        FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (!DurableFiles.isLocked(lock)) {
        throw new BackupException("another backup is being written into " + folder);
      }
      for (Path half : subfolders(name -> name.startsWith(UNFINISHED))) {
        DurableFiles.removeTree(half);
      }
      return lock;
    } catch (IOException failure) {
      try (lock) {
        throw failure;
      }
    }
  }

  /// The folder of a backup that is not whole yet.
  Path begin(String id) throws IOException {
    return Files.createDirectory(
        folder.resolve(UNFINISHED + id),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
  }

  /// Gives a whole backup its name. Its files are on the disk already.
  Path complete(Path unfinished, String id) throws IOException {
    DurableFiles.force(unfinished);
    Path whole = folder.resolve(id);
    Files.move(unfinished, whole, StandardCopyOption.ATOMIC_MOVE);
    DurableFiles.force(folder);
    return whole;
  }

  /// All whole backups, the oldest first.
  public List<StoredBackup> list() throws IOException {
    List<StoredBackup> backups = new ArrayList<>();
    for (Path path : subfolders(name -> ID.matcher(name).matches())) {
      backups.add(new StoredBackup(path));
    }
    return backups;
  }

  /// The newest backup from which a moment can be reached.
  ///
  /// @param moment empty for the newest of all
  public Optional<StoredBackup> newest(Optional<Instant> moment) throws IOException {
    for (StoredBackup backup : list().reversed()) {
      if (moment.isEmpty() || !backup.manifest().end().isAfter(moment.get())) {
        return Optional.of(backup);
      }
    }
    return Optional.empty();
  }

  /// Removes all but the newest.
  ///
  /// @return those removed
  List<BackupManifest> keep(int count) throws IOException {
    List<StoredBackup> all = list();
    List<BackupManifest> removed = new ArrayList<>();
    for (StoredBackup old : all.subList(0, Math.max(0, all.size() - count))) {
      removed.add(old.manifest());
      // no longer a backup, before the first of its files is gone
      Path half =
          Files.move(
              old.folder(),
              folder.resolve(UNFINISHED + old.folder().getFileName()),
              StandardCopyOption.ATOMIC_MOVE);
      DurableFiles.force(folder);
      DurableFiles.removeTree(half);
    }
    return removed;
  }

  private List<Path> subfolders(Predicate<String> filter) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(Files::isDirectory)
          .filter(path -> filter.test(path.getFileName().toString()))
          .sorted()
          .toList();
    }
  }
}
