package dev.pitboss.cli;

import static dev.pitboss.cli.Specs.command;
import static dev.pitboss.cli.Specs.ending;
import static dev.pitboss.cli.Specs.flag;
import static dev.pitboss.cli.Specs.number;
import static dev.pitboss.cli.Specs.operand;
import static dev.pitboss.cli.Specs.option;
import static dev.pitboss.cli.Specs.required;

import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// The grammar of backups of a casino on the embedded database.
final class BackupCommands {
  private static final int MAX_KEPT = 10_000;

  private static final String BACKUP =
      """
      Backs up a casino on the embedded database, while it serves or not. DIR is a folder of \
      backups; each gets a folder of its own there, which has its name only when it is whole and \
      on the disk. In it are the database with what of its log a restore needs, the published \
      games, the archived months, and, sealed under the passphrase, the seed key. Every data page \
      is verified. With --verify it compares a backup, or the newest of a folder, with its \
      manifest; with the passphrase it also proves who wrote the manifest.

      The passphrase is asked for, or read from the first line of --passphrase-file FILE (- for \
      standard input), or from PITBOSS_BACKUP_PASSPHRASE; it has 12 characters or more. Without it \
      no backup can be restored.\
      """;

  private static final String RESTORE =
      """
      Makes a casino of a backup, in an empty folder. DIR is a backup, or a folder of backups of \
      which the newest is taken that fits. If the log was archived (--wal-archive of the server), \
      everything in the archive is replayed, or with --to everything that was committed by then. \
      The casino proves itself before it is in its place: every invariant, the audit chain, the \
      archived months; its last bet is printed. A folder that is not empty is refused.\
      """;

  private BackupCommands() {}

  static void addTo(Map<String, Supplier<CommandSpec>> nouns) {
    nouns.put("backup", BackupCommands::backup);
    nouns.put("restore", BackupCommands::restore);
  }

  private static CommandSpec backup() {
    return ending(
        command(
            "backup",
            BACKUP,
            operand("DIR", "folder of backups"),
            flag("--verify", "compare with the manifest, and write nothing"),
            option(
                "--keep N",
                number(1, MAX_KEPT),
                "remove all but the newest N backups, and the archived log that only they needed"
                    + " (default: keep all)"),
            passphraseFile(),
            CasinoOptions.data(),
            CasinoOptions.config(),
            flag("--json", "for programs")),
        "Exit codes: 0 done, or intact; 1 it could not be done, or not intact; 2 usage error.");
  }

  private static CommandSpec restore() {
    return ending(
        command(
            "restore",
            RESTORE,
            operand("DIR", "backup, or folder of backups"),
            required(
                "--data DIR", Specs.GIVEN, "folder of the restored casino, empty or not there"),
            option(
                "--to TIME",
                Specs.TEXT,
                "the moment, as 2026-05-31T12:00:00Z (default: everything there is)"),
            option(
                "--wal-archive DIR",
                Specs.GIVEN,
                "folder of archives of the log, if it is not where the backup says"),
            passphraseFile(),
            flag("--json", "for programs")),
        "Exit codes: 0 restored, 1 it could not be done, 2 usage error.");
  }

  private static OptionSpec passphraseFile() {
    return option(
        "--passphrase-file FILE",
        Specs.GIVEN,
        "its first line is the passphrase (- for standard input)");
  }
}
