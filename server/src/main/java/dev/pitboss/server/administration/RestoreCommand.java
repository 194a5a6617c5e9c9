package dev.pitboss.server.administration;

import dev.pitboss.cli.Arguments;
import dev.pitboss.cli.UsageException;
import dev.pitboss.server.backup.BackupFolder;
import dev.pitboss.server.backup.BackupManifest;
import dev.pitboss.server.backup.Passphrase;
import dev.pitboss.server.backup.Restore;
import dev.pitboss.server.backup.StoredBackup;
import dev.pitboss.server.commands.Refused;
import dev.pitboss.server.commands.Terminal;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;

/// `pitboss restore`: makes a casino of a backup, to its end or to a moment, and has it prove
/// itself before it is in its place.
final class RestoreCommand {
  private RestoreCommand() {}

  static int run(Arguments line, Terminal terminal) throws UsageException, Refused, IOException {
    Path from = Path.of(line.operand(0)).toAbsolutePath();
    Path data = Path.of(line.required("--data")).toAbsolutePath();
    Optional<Instant> moment = moment(line);
    Optional<Path> archives = line.value("--wal-archive").map(Path::of).map(Path::toAbsolutePath);
    StoredBackup backup = backup(from, moment);
    Passphrase passphrase =
        BackupCommand.passphrase(BackupCommand.passphrase(line, terminal).known("passphrase"));
    try (Restore restore = Restore.into(data)) {
      Restore.Restored restored = restore.restore(backup, passphrase, moment, archives);
      CasinoProof proof;
      try (Office office = Office.in(restore.folder())) {
        proof = CasinoProof.of(office, restore.folder());
      }
      if (!proof.faults().isEmpty()) {
        throw new Refused(
            "the restored casino is not whole, and %s was left empty: %s"
                .formatted(data, String.join("; ", proof.faults())));
      }
      restore.complete();
      print(restored, proof, data, moment, line, terminal);
    }
    return AdministrationProgram.DONE;
  }

  private static StoredBackup backup(Path from, Optional<Instant> moment)
      throws IOException, Refused {
    if (moment.isEmpty() || StoredBackup.isIn(from)) {
      return BackupCommand.named(from);
    }
    return new BackupFolder(from)
        .newest(moment)
        .orElseThrow(
            () -> new Refused("no backup in %s ended by %s".formatted(from, moment.get())));
  }

  private static Optional<Instant> moment(Arguments line) throws UsageException {
    Optional<String> text = line.value("--to");
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(OffsetDateTime.parse(text.get()).toInstant());
    } catch (DateTimeException _) {
      throw new UsageException(
          "--to takes a time with its offset, such as 2026-05-31T12:00:00Z, got " + text.get());
    }
  }

  private static void print(
      Restore.Restored restored,
      CasinoProof proof,
      Path data,
      Optional<Instant> moment,
      Arguments line,
      Terminal terminal) {
    BackupManifest manifest = restored.manifest();
    Facts facts =
        new Facts()
            .add("restored", "data", data)
            .add("from backup", "backup", manifest.id())
            .add(
                "up to",
                moment
                    .map(Instant::toString)
                    .orElse(
                        restored.logUntil().isPresent()
                            ? "the end of the archived log"
                            : "the end of the backup, " + manifest.endedAt()),
                "to",
                moment.map(Instant::toString).orElse(null))
            .add("invariants", "hold", "intact", true)
            .add("audit chain", "auditHead", proof.auditHead());
    CasinoProof.LastBet last = proof.lastBet().orElse(null);
    facts
        .add(
            "last bet",
            last == null
                ? "none"
                : "%s by player %d on %s, stake %d, at %s"
                    .formatted(last.ref(), last.playerId(), last.game(), last.stake(), last.at()),
            "lastBet",
            last == null ? null : last.ref())
        .addForPrograms("lastBetAt", last == null ? null : last.at())
        .addForPeople("next", "back up now: earlier backups are of another history of this casino")
        .printTo(terminal.out(), line);
  }
}
