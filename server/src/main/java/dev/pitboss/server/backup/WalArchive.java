package dev.pitboss.server.backup;

import dev.pitboss.server.database.embedded.WalPosition;
import dev.pitboss.server.json.JsonValue;
import dev.pitboss.server.json.JsonWriter;
import dev.pitboss.server.published.DurableFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/// The archive of one casino's log: whole segments under the names PostgreSQL gives them, and the
/// beginning of the segment that is being written, as `NAME.partial`. Each data folder archives
/// into a folder of its own, so that a restored casino and the one it was restored from never write
/// the same names.
///
/// @param folder of this casino's segments
public record WalArchive(Path folder) {
  static final String PARTIAL = ".partial";
  static final String NEW = ".new";

  /// In the folder of the embedded database: where its log is archived. No backup has it.
  private static final String NAME_FILE = "wal-archive.json";

  /// The archive that a name stands for.
  static WalArchive of(BackupManifest.ArchiveName name) {
    return new WalArchive(Path.of(name.folder()).resolve(name.id()));
  }

  /// Where the log of an embedded database is archived; empty when it is not.
  static Optional<BackupManifest.ArchiveName> nameOf(Path database) throws IOException {
    try {
      JsonValue json = JsonValue.parse(Files.readString(database.resolve(NAME_FILE)));
      return Optional.of(
          new BackupManifest.ArchiveName(json.field("folder").text(), json.field("id").text()));
    } catch (NoSuchFileException _) {
      return Optional.empty();
    }
  }

  /// Says from now on that the log of an embedded database is archived below that folder.
  static BackupManifest.ArchiveName name(Path database, Path folder) throws IOException {
    String id =
        nameOf(database)
            .map(BackupManifest.ArchiveName::id)
            .orElseGet(() -> UUID.randomUUID().toString());
    BackupManifest.ArchiveName name =
        new BackupManifest.ArchiveName(folder.toAbsolutePath().toString(), id);
    Path made = database.resolve(NAME_FILE + ".new");
    Files.write(
        made,
        JsonWriter.bytes(name),
        StandardOpenOption.CREATE,
        StandardOpenOption.TRUNCATE_EXISTING,
        StandardOpenOption.WRITE,
        StandardOpenOption.DSYNC);
    DurableFiles.replace(made, database, NAME_FILE);
    return name;
  }

  /// Says from now on that it is not.
  static void forget(Path database) throws IOException {
    Files.deleteIfExists(database.resolve(NAME_FILE));
  }

  /// Names of the whole segments, in order.
  List<String> segments(int timeline) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> WalPosition.isSegment(name, timeline))
          .sorted()
          .toList();
    }
  }

  /// Copies the log from a segment on into the folder where a server looks for it. Ends before the
  /// first gap.
  ///
  /// @return the number of the first segment that is not there at all
  long copyTo(Path target, BackupManifest manifest) throws IOException {
    long size = manifest.segmentBytes();
    long number = WalPosition.number(manifest.startSegment(), size);
    long own = WalPosition.number(manifest.endSegment(), size);
    while (true) {
      String name = WalPosition.segment(manifest.timeline(), number, size);
      Path whole = folder.resolve(name);
      Path partial = folder.resolve(name + PARTIAL);
      if (Files.exists(target.resolve(name))) {
        number++; // of the backup's own
      } else if (Files.exists(whole)) {
        requireSize(whole, size);
        Files.copy(whole, target.resolve(name));
        number++;
      } else if (Files.exists(partial)) {
        copyPadded(partial, target.resolve(name), size);
        return number + 1;
      } else {
        return Math.max(number, own + 1);
      }
    }
  }

  private static void requireSize(Path segment, long size) throws IOException {
    if (Files.size(segment) != size) {
      throw new BackupException(
          "%s has %d bytes, not %d: the archive of the log is damaged"
              .formatted(segment, Files.size(segment), size));
    }
  }

  /// A server takes whole files only; it finds the end of the log by what follows it.
  private static void copyPadded(Path partial, Path to, long size) throws IOException {
    byte[] content = Files.readAllBytes(partial);
    byte[] padded = Arrays.copyOf(content, (int) size);
    Files.write(to, padded, StandardOpenOption.CREATE_NEW);
  }

  /// Removes segments that no backup needs.
  ///
  /// @param first name of the first that is needed
  /// @return how many were removed
  int removeBefore(String first, int timeline) throws IOException {
    int removed = 0;
    for (String segment : segments(timeline)) {
      if (segment.compareTo(first) < 0) {
        Files.delete(folder.resolve(segment));
        removed++;
      }
    }
    return removed;
  }
}
