package dev.pitboss.server.backup;

import dev.pitboss.server.archive.BetArchive;
import dev.pitboss.server.database.embedded.OnlineBackup;
import dev.pitboss.server.database.embedded.WalPosition;
import dev.pitboss.server.hashing.Sha256;
import dev.pitboss.server.monitoring.Build;
import dev.pitboss.server.published.DurableFiles;
import dev.pitboss.server.published.GameStore;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Backs up a casino's data folder while its embedded database runs. Used by one thread.
public final class BackupWriter {
  private static final Logger LOG = LoggerFactory.getLogger(BackupWriter.class);

  static final String DATABASE = "database";
  static final String CLUSTER = DATABASE + "/cluster";
  static final String PASSWORD = "password";
  static final String SEED_KEY = "seed.key";

  private final Path data;
  private final BackupFolder target;
  private final InstantSource clock;

  /// @param data folder of the casino
  public BackupWriter(Path data, BackupFolder target, InstantSource clock) {
    this.data = data;
    this.target = target;
    this.clock = clock;
  }

  /// A backup that was made.
  ///
  /// @param removedBackups older ones
  /// @param removedSegments of the archived log
  public record Written(
      StoredBackup backup, BackupManifest manifest, int removedBackups, int removedSegments) {}

  /// Makes a backup. When that fails the folder has what it had.
  ///
  /// @param keep how many backups stay, this one included; empty for all
  /// @throws BackupException when a data page is damaged, or another backup is being written
  public Written write(Passphrase passphrase, Optional<Integer> keep) throws IOException {
    try (FileChannel _ = target.claim()) {
      Instant start = clock.instant();
      String id = BackupFolder.id(start);
      Path unfinished = target.begin(id);
      try {
        BackupManifest manifest = write(unfinished, id, start, passphrase);
        StoredBackup backup = new StoredBackup(target.complete(unfinished, id));
        List<BackupManifest> removed =
            keep.isPresent() ? target.keep(keep.get()) : List.<BackupManifest>of();
        int segments = removed.isEmpty() ? 0 : removeLog(manifest);
        return new Written(backup, manifest, removed.size(), segments);
      } catch (IOException | RuntimeException failure) {
        remove(unfinished, failure);
        throw failure;
      }
    }
  }

  private static void remove(Path unfinished, Exception because) {
    try {
      DurableFiles.removeTree(unfinished);
    } catch (IOException failure) {
      because.addSuppressed(failure);
      LOG.debug("the next backup removes {}", unfinished, failure);
    }
  }

  private BackupManifest write(Path folder, String id, Instant start, Passphrase passphrase)
      throws IOException {
    SealedSecrets secrets =
        SealedSecrets.of(
            secret(data.resolve(SEED_KEY)), secret(data.resolve(DATABASE).resolve(PASSWORD)));
    byte[] sealed;
    BackupManifest manifest;
    try (DataWriter writer = new DataWriter(folder.resolve(StoredBackup.DATA));
        OnlineBackup backup = OnlineBackup.begin(data.resolve(DATABASE), "pitboss " + id)) {
      copyCluster(writer, backup);
      OnlineBackup.End end = backup.end();
      writer.bytes(CLUSTER + "/backup_label", end.label().getBytes(StandardCharsets.UTF_8));
      OnlineBackup.Facts facts = backup.facts();
      long size = facts.segmentBytes();
      String first = WalPosition.segment(facts.timeline(), backup.start() / size, size);
      String last = WalPosition.segment(facts.timeline(), (end.position() - 1) / size, size);
      copyLog(writer, backup, first, last);
      Instant ended = clock.instant();
      // files come before the transactions that name them, so after the database
      copyTree(writer, GameStore.FOLDER);
      copyTree(writer, BetArchive.FOLDER);
      BackupManifest.Part written = writer.finish();
      sealed = secrets.seal(passphrase, id);
      store(folder.resolve(StoredBackup.SECRETS), sealed);
      manifest =
          new BackupManifest(
              BackupManifest.FORMAT,
              id,
              Build.current().version(),
              facts.majorVersion(),
              facts.systemIdentifier(),
              facts.timeline(),
              size,
              start.toString(),
              ended.toString(),
              first,
              last,
              facts.hasChecksums(),
              writer.pagesVerified(),
              WalArchive.nameOf(data.resolve(DATABASE)).orElse(null),
              contains(writer.files()),
              written,
              part(StoredBackup.SECRETS, sealed),
              writer.files());
    }
    byte[] bytes = manifest.bytes();
    store(folder.resolve(StoredBackup.MANIFEST), bytes);
    store(
        folder.resolve(StoredBackup.AUTHENTICATOR),
        (secrets.authenticator(bytes) + "\n").getBytes(StandardCharsets.US_ASCII));
    return manifest;
  }

  private static String secret(Path file) throws IOException {
    try {
      return Files.readString(file, StandardCharsets.US_ASCII).strip();
    } catch (NoSuchFileException _) {
      throw new BackupException(file + " is missing: a backup without it cannot be restored");
    }
  }

  private static void store(Path file, byte[] content) throws IOException {
    Files.write(
        file,
        content,
        StandardOpenOption.CREATE_NEW,
        StandardOpenOption.WRITE,
        StandardOpenOption.DSYNC);
  }

  private static BackupManifest.Part part(String name, byte[] content) {
    return new BackupManifest.Part(name, content.length, Sha256.hex(Sha256.of(content)));
  }

  private static List<String> contains(List<BackupManifest.Part> files) {
    List<String> contains = new ArrayList<>();
    contains.add("database: PostgreSQL's data folder, and its log up to the end of the backup");
    contains.add("seed key and the database's password: sealed under the passphrase");
    for (String folder : List.of(GameStore.FOLDER, BetArchive.FOLDER)) {
      long count = files.stream().filter(file -> file.path().startsWith(folder + "/")).count();
      String what = folder.equals(GameStore.FOLDER) ? "published games" : "archived months of bets";
      contains.add("%s: %d files of %s".formatted(folder, count, what));
    }
    return contains;
  }

  private static void copyCluster(DataWriter writer, OnlineBackup backup) throws IOException {
    ClusterFiles files = ClusterFiles.of(backup.cluster());
    for (String directory : files.directories()) {
      writer.directory(CLUSTER + "/" + directory);
    }
    long start = backup.facts().hasChecksums() ? backup.start() : Long.MAX_VALUE;
    for (String file : files.files()) {
      writer.liveFile(CLUSTER + "/" + file, backup.cluster().resolve(file), file, start);
    }
    writer.bytes(
        CLUSTER + "/" + ClusterFiles.CONTROL,
        stable(backup.cluster().resolve(ClusterFiles.CONTROL)));
  }

  /// A server writes this file in one piece, but a reader may see half of that.
  private static byte[] stable(Path file) throws IOException {
    byte[] content = Files.readAllBytes(file);
    while (true) {
      byte[] again = Files.readAllBytes(file);
      if (Arrays.equals(content, again)) {
        return content;
      }
      content = again;
    }
  }

  private static void copyLog(DataWriter writer, OnlineBackup backup, String first, String last)
      throws IOException {
    OnlineBackup.Facts facts = backup.facts();
    long size = facts.segmentBytes();
    for (long number = WalPosition.number(first, size);
        number <= WalPosition.number(last, size);
        number++) {
      String path = ClusterFiles.LOG + "/" + WalPosition.segment(facts.timeline(), number, size);
      try {
        writer.file(CLUSTER + "/" + path, backup.cluster().resolve(path));
      } catch (NoSuchFileException _) {
        throw new BackupException(
            "the database removed %s before it was copied: more than max_slot_wal_keep_size was"
                    .formatted(path)
                + " written meanwhile; back up at a quieter time or to a faster disk");
      }
    }
  }

  /// Files that are written once and renamed when they are whole.
  private void copyTree(DataWriter writer, String name) throws IOException {
    Path tree = data.resolve(name);
    if (!Files.isDirectory(tree)) {
      return;
    }
    Files.walkFileTree(
        tree,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
              throws IOException {
            if (folder.getFileName().toString().startsWith(".")) {
              return FileVisitResult.SKIP_SUBTREE; // half an import
            }
            writer.directory(data.relativize(folder).toString());
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            if (attributes.isRegularFile() && !file.getFileName().toString().startsWith(".")) {
              try {
                writer.file(data.relativize(file).toString(), file);
              } catch (NoSuchFileException _) {
                return FileVisitResult.CONTINUE; // a game that was just removed
              }
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException failure)
              throws IOException {
            if (failure instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE;
            }
            throw failure;
          }
        });
  }

  /// Removes what none of the backups that are left needs of the log.
  private int removeLog(BackupManifest newest) throws IOException {
    BackupManifest.ArchiveName name = newest.walArchive();
    if (name == null) {
      return 0;
    }
    String first = newest.startSegment();
    for (StoredBackup backup : target.list()) {
      BackupManifest manifest = backup.manifest();
      if (name.equals(manifest.walArchive())
          && manifest.timeline() == newest.timeline()
          && manifest.startSegment().compareTo(first) < 0) {
        first = manifest.startSegment();
      }
    }
    return WalArchive.of(name).removeBefore(first, newest.timeline());
  }
}
