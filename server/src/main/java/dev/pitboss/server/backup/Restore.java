package dev.pitboss.server.backup;

import dev.pitboss.server.archive.BetArchive;
import dev.pitboss.server.database.embedded.EmbeddedDatabase;
import dev.pitboss.server.database.embedded.EmbeddedDatabaseException;
import dev.pitboss.server.database.embedded.WalPosition;
import dev.pitboss.server.published.DurableFiles;
import dev.pitboss.server.published.GameStore;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Restores a casino's data folder: from a backup, and from the archive of the log what came after.
/// All of it is made in a folder inside; the casino is in its place only when [#complete] has
/// ended, so that what cannot be restored or proven leaves the data folder empty. Closing it
/// removes what was not completed. Used by one thread.
public final class Restore implements AutoCloseable {
  private static final String LOCK = ".restore.lock";

  /// The first names are enough to know.
  private static final int MAX_FAULTS = 3;

  /// Recovery replays some tens of megabytes of log a second: a day is for terabytes.
  private static final Duration AT_MOST = Duration.ofDays(1);

  /// Names of zones, `Z` among them, are not known yet where PostgreSQL reads it.
  private static final DateTimeFormatter TARGET =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSSSS'+00'").withZone(ZoneOffset.UTC);

  /// What is moved to its place; the database last, as it makes the folder a casino's.
  private static final List<String> PARTS =
      List.of(BackupWriter.SEED_KEY, GameStore.FOLDER, BetArchive.FOLDER, BackupWriter.DATABASE);

  private final Path data;
  private final FileChannel lock;

  private Restore(Path data, FileChannel lock) {
    this.data = data;
    this.lock = lock;
  }

  /// What was restored.
  ///
  /// @param logUntil first segment of the log that there was not; empty without an archive
  public record Restored(BackupManifest manifest, Optional<String> logUntil) {}

  /// Claims an empty folder, and makes it if necessary.
  ///
  /// @throws BackupException when it is not empty, or another restore uses it
  public static Restore into(Path data) throws IOException {
    if (Files.exists(data) && !Files.isDirectory(data)) {
      throw new BackupException(data + " is not a folder");
    }
    Files.createDirectories(data);
    requireEmpty(data);
    FileChannel lock =
        FileChannel.open(data.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (!DurableFiles.isLocked(lock)) {
        throw new BackupException("another restore into " + data + " is running");
      }
      Restore restore = new Restore(data.toRealPath(), lock);
      restore.removeLeftOver();
      return restore;
    } catch (IOException failure) {
      try (lock) {
        throw failure;
      }
    }
  }

  /// Whether a restore into the folder was interrupted.
  public static boolean isUnfinished(Path data) {
    return Files.exists(folder(data).resolve(BackupWriter.DATABASE));
  }

  private static Path folder(Path data) {
    return data.resolve("restoring");
  }

  /// What an interrupted restore has left does not count: it began with an empty folder.
  private static void requireEmpty(Path data) throws IOException {
    Set<String> leftOver =
        isUnfinished(data)
            ? Set.of("restoring", BackupWriter.SEED_KEY, GameStore.FOLDER, BetArchive.FOLDER, LOCK)
            : Set.of("restoring", LOCK);
    try (Stream<Path> files = Files.list(data)) {
      Optional<String> other =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> !leftOver.contains(name))
              .sorted()
              .findFirst();
      if (other.isPresent()) {
        throw new BackupException(
            "%s is not empty, it has %s: a restore never writes over anything; name another folder"
                .formatted(data, other.get()));
      }
    }
  }

  private void removeLeftOver() throws IOException {
    if (isUnfinished(data)) {
      if (Files.isDirectory(folder().resolve(BackupWriter.CLUSTER))) {
        EmbeddedDatabase.stopLeftBehind(folder().resolve(BackupWriter.DATABASE));
      }
      DurableFiles.removeTree(data.resolve(GameStore.FOLDER));
      DurableFiles.removeTree(data.resolve(BetArchive.FOLDER));
      Files.deleteIfExists(data.resolve(BackupWriter.SEED_KEY));
    }
    DurableFiles.removeTree(folder(data));
  }

  /// The folder with the restored casino, until [#complete].
  public Path folder() {
    return folder(data);
  }

  /// Restores and recovers the database. It is stopped when this returns.
  ///
  /// @param moment empty for the end of the log
  /// @param archives folder of archives of the log; empty for the one the backup names
  /// @throws BackupException when the backup was changed, the passphrase is wrong, or the moment
  ///   cannot be reached
  public Restored restore(
      StoredBackup backup, Passphrase passphrase, Optional<Instant> moment, Optional<Path> archives)
      throws IOException {
    BackupManifest manifest = backup.manifest();
    Optional<WalArchive> log = log(manifest, archives, moment);
    if (moment.isPresent() && moment.get().isBefore(manifest.end())) {
      throw new BackupException(
          "backup %s ended at %s, after %s: restore an older one"
              .formatted(manifest.id(), manifest.end(), moment.get()));
    }
    SealedSecrets secrets = backup.open(passphrase);
    Path folder = folder();
    create(folder);
    create(folder.resolve(BackupWriter.DATABASE));
    create(folder.resolve(BackupWriter.CLUSTER));
    List<String> faults = backup.read(new Into(folder));
    if (!faults.isEmpty()) {
      throw new BackupException(
          "the backup is not what was written: "
              + String.join("; ", faults.subList(0, Math.min(MAX_FAULTS, faults.size()))));
    }
    store(folder.resolve(BackupWriter.SEED_KEY), secrets.seedKey() + "\n");
    store(
        folder.resolve(BackupWriter.DATABASE).resolve(BackupWriter.PASSWORD),
        secrets.databasePassword());
    Path cluster = folder.resolve(BackupWriter.CLUSTER);
    Optional<String> until = Optional.empty();
    if (log.isPresent()) {
      long missing = log.get().copyTo(cluster.resolve(ClusterFiles.LOG), manifest);
      until =
          Optional.of(WalPosition.segment(manifest.timeline(), missing, manifest.segmentBytes()));
    }
    recover(cluster, moment, until);
    return new Restored(manifest, until);
  }

  private static Optional<WalArchive> log(
      BackupManifest manifest, Optional<Path> archives, Optional<Instant> moment)
      throws BackupException {
    BackupManifest.@Nullable ArchiveName name = manifest.walArchive();
    if (name == null) {
      if (moment.isPresent() || archives.isPresent()) {
        throw new BackupException(
            "backup %s was made without an archive of the log: only its own end can be restored"
                .formatted(manifest.id()));
      }
      return Optional.empty();
    }
    WalArchive archive =
        archives
            .map(folder -> new WalArchive(folder.resolve(name.id())))
            .orElseGet(() -> WalArchive.of(name));
    if (Files.isDirectory(archive.folder())) {
      return Optional.of(archive);
    }
    if (moment.isPresent() || archives.isPresent()) {
      throw new BackupException(
          "there is no archive of the log in %s; name its folder with --wal-archive"
              .formatted(archive.folder()));
    }
    return Optional.empty();
  }

  /// The log is in the server's own folder already, so there is nothing to be fetched; the server
  /// asks for a command all the same.
  private void recover(Path cluster, Optional<Instant> moment, Optional<String> until)
      throws IOException {
    Path settings = cluster.resolve("postgresql.auto.conf");
    byte[] before = Files.exists(settings) ? Files.readAllBytes(settings) : new byte[0];
    StringBuilder recovery = new StringBuilder(new String(before, StandardCharsets.UTF_8));
    recovery.append(
        """

        hot_standby = off
        restore_command = 'exit 1'
        recovery_target_timeline = 'current'
        recovery_target_action = 'promote'
        """);
    moment.ifPresent(
        it -> recovery.append("recovery_target_time = '%s'\n".formatted(TARGET.format(it))));
    Files.writeString(settings, recovery);
    Files.createFile(cluster.resolve("recovery.signal"));
    try {
      EmbeddedDatabase.recover(cluster.resolveSibling(""), AT_MOST);
    } catch (EmbeddedDatabaseException failure) {
      throw new BackupException(
          String.valueOf(failure.getMessage()).contains("before configured recovery target")
              ? "the log ends before %s, at %s: restore to an earlier moment, or without --to"
                  .formatted(moment.map(Instant::toString).orElse(""), until.orElse("its backup"))
              : "the database could not be recovered: " + failure.getMessage());
    }
    Files.write(settings, before);
  }

  /// Puts the casino in its place.
  public void complete() throws IOException {
    Path folder = folder();
    // the database has made its own files durable
    forceAll(folder.resolve(GameStore.FOLDER));
    forceAll(folder.resolve(BetArchive.FOLDER));
    for (String part : PARTS) {
      if (Files.exists(folder.resolve(part))) {
        Files.move(folder.resolve(part), data.resolve(part), StandardCopyOption.ATOMIC_MOVE);
        DurableFiles.force(data);
      }
    }
    DurableFiles.removeTree(folder);
  }

  private static void forceAll(Path tree) throws IOException {
    if (Files.isDirectory(tree)) {
      try (Stream<Path> all = Files.walk(tree)) {
        for (Path path : all.toList()) {
          DurableFiles.force(path);
        }
      }
    }
  }

  /// Removes what was not completed.
  @Override
  public void close() throws IOException {
    try (lock) {
      removeLeftOver();
      Files.deleteIfExists(data.resolve(LOCK));
    }
  }

  private static void create(Path folder) throws IOException {
    Files.createDirectories(
        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
  }

  private static void store(Path file, String text) throws IOException {
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, text, StandardOpenOption.DSYNC);
  }

  /// Writes the files of a backup below a folder.
  private record Into(Path folder) implements StoredBackup.Receiver {
    @Override
    public void directory(String path) throws IOException {
      create(inside(path));
    }

    @Override
    public OutputStream file(String path) throws IOException {
      Path file = inside(path);
      create(file.resolveSibling(""));
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      return Files.newOutputStream(file, StandardOpenOption.WRITE);
    }

    private Path inside(String path) throws BackupException {
      Path inside = folder.resolve(path).normalize();
      if (!inside.startsWith(folder)) {
        throw new BackupException("the backup has a file outside of its folder: " + path);
      }
      return inside;
    }
  }
}
