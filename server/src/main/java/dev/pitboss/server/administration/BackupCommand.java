package dev.pitboss.server.administration;

import dev.pitboss.cli.Arguments;
import dev.pitboss.cli.UsageException;
import dev.pitboss.server.ServerOptions;
import dev.pitboss.server.backup.BackupFolder;
import dev.pitboss.server.backup.BackupManifest;
import dev.pitboss.server.backup.BackupWriter;
import dev.pitboss.server.backup.Passphrase;
import dev.pitboss.server.backup.StoredBackup;
import dev.pitboss.server.commands.Refused;
import dev.pitboss.server.commands.Terminal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// `pitboss backup`: copies a casino on the embedded database while it serves, and verifies copies.
final class BackupCommand {
  private static final String PASSPHRASE_FILE = "--passphrase-file";
  private static final String PASSPHRASE_VARIABLE = "PITBOSS_BACKUP_PASSPHRASE";

  private BackupCommand() {}

  static int run(Arguments line, Terminal terminal) throws UsageException, Refused, IOException {
    Path folder = Path.of(line.operand(0)).toAbsolutePath();
    return line.has("--verify")
        ? verify(folder, line, terminal)
        : write(new BackupFolder(folder), line, terminal);
  }

  static SecretInput passphrase(Arguments line, Terminal terminal) throws UsageException {
    return SecretInput.of(line, terminal, PASSPHRASE_FILE, PASSPHRASE_VARIABLE);
  }

  static Passphrase passphrase(String text) throws UsageException {
    try {
      return new Passphrase(text);
    } catch (IllegalArgumentException refused) {
      throw new UsageException(String.valueOf(refused.getMessage()));
    }
  }

  /// A backup's own folder, or the newest of a folder of backups.
  static StoredBackup named(Path folder) throws IOException, Refused {
    return StoredBackup.isIn(folder)
        ? new StoredBackup(folder)
        : new BackupFolder(folder)
            .newest(Optional.empty())
            .orElseThrow(() -> new Refused("no backup in " + folder));
  }

  private static int write(BackupFolder folder, Arguments line, Terminal terminal)
      throws UsageException, Refused, IOException {
    ServerOptions options = Office.options(line, terminal);
    if (options.database().isPresent()) {
      throw new Refused(
          "the casino uses an external database; back it up with pgBackRest"
              + " (docs/operating/backup.md)");
    }
    Passphrase passphrase = passphrase(passphrase(line, terminal).chosen("passphrase"));
    OptionalLong keep = line.number("--keep");
    try (Office office = Office.open(line, terminal)) {
      BackupWriter.Written written =
          new BackupWriter(options.data(), folder, office.clock())
              .write(
                  passphrase,
                  keep.isPresent() ? Optional.of((int) keep.getAsLong()) : Optional.empty());
      BackupManifest manifest = written.manifest();
      BackupManifest.ArchiveName archive = manifest.walArchive();
      facts(manifest)
          .add("folder", "folder", written.backup().folder())
          .add(
              "log archive",
              archive == null
                  ? "none: a restore ends where this backup ends (see --wal-archive)"
                  : archive.folder() + "/" + archive.id(),
              "walArchive",
              archive == null ? null : archive.folder() + "/" + archive.id())
          .add(
              "removed",
              "%d backups, %d segments of the log"
                  .formatted(written.removedBackups(), written.removedSegments()),
              "removedBackups",
              written.removedBackups())
          .addForPrograms("removedSegments", written.removedSegments())
          .printTo(terminal.out(), line);
      return AdministrationProgram.DONE;
    }
  }

  private static Facts facts(BackupManifest manifest) {
    long bytes = manifest.files().stream().mapToLong(BackupManifest.Part::bytes).sum();
    return new Facts()
        .add("backup", "id", manifest.id())
        .add("ended", "endedAt", manifest.endedAt())
        .add(
            "files",
            "%d, of %d bytes in %d"
                .formatted(manifest.files().size(), bytes, manifest.data().bytes()),
            "files",
            manifest.files().size())
        .addForPrograms("bytes", manifest.data().bytes())
        .add(
            "pages",
            manifest.dataChecksums()
                ? "%d verified".formatted(manifest.pagesVerified())
                : "not verified: this database has no data checksums",
            "pagesVerified",
            manifest.dataChecksums() ? manifest.pagesVerified() : null);
  }

  private static int verify(Path folder, Arguments line, Terminal terminal)
      throws UsageException, Refused, IOException {
    StoredBackup backup = named(folder);
    Optional<String> given = passphrase(line, terminal).given();
    if (given.isPresent()) {
      backup.authenticate(passphrase(given.get()));
    }
    List<String> faults = backup.faults();
    boolean isIntact = faults.isEmpty();
    if (line.has(Office.JSON)) {
      facts(backup.manifest())
          .addForPrograms("intact", isIntact)
          .addForPrograms("authenticated", given.isPresent())
          .addForPrograms("faults", faults)
          .printTo(terminal.out(), line);
    } else if (isIntact) {
      terminal
          .out()
          .println(
              "INTACT: %s, %d files, %s"
                  .formatted(
                      backup.manifest().id(),
                      backup.manifest().files().size(),
                      given.isPresent()
                          ? "made by the holder of the passphrase"
                          : "as the manifest lists them"));
    } else {
      faults.forEach(fault -> terminal.out().println("BROKEN: " + fault));
    }
    return isIntact ? AdministrationProgram.DONE : AdministrationProgram.FAILED;
  }
}
