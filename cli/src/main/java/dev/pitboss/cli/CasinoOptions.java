package dev.pitboss.cli;

import static dev.pitboss.cli.Specs.command;
import static dev.pitboss.cli.Specs.ending;
import static dev.pitboss.cli.Specs.flag;
import static dev.pitboss.cli.Specs.option;

import java.util.Set;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// Options of all commands that work on a casino's database.
final class CasinoOptions {
  /// Those that no synopsis lists, because each such command has them.
  static final Set<String> NAMES =
      Set.of("--data", "--database-url", "--database-password-file", "--config");

  private static final String EXIT_CODES =
      "Exit codes: 0 done, 1 it could not be done, 2 usage error.";

  private CasinoOptions() {}

  /// A command with verbs; its help lists the options they share.
  static CommandSpec noun(String name, String description) {
    return withOptions(command(name, description));
  }

  /// A verb of such a command.
  static void verb(CommandSpec noun, String name, String description, ArgSpec... parameters) {
    Specs.verb(noun, withOptions(command(name, description, parameters)));
  }

  private static CommandSpec withOptions(CommandSpec spec) {
    spec.addOption(flag("--json", "for programs; money in minor units"));
    spec.addOption(data());
    spec.addOption(databaseUrl());
    spec.addOption(databasePasswordFile());
    spec.addOption(config());
    return ending(spec, EXIT_CODES);
  }

  static OptionSpec data() {
    return option(
        "--data DIR",
        Specs.GIVEN,
        "folder of the casino: database and seed key (default ~/.local/share/pitboss)");
  }

  static OptionSpec databaseUrl() {
    return option(
        "--database-url URL",
        Specs.TEXT,
        "an existing PostgreSQL 15-18 instead of the embedded one, as"
            + " postgresql://user:password@host:port/name?sslmode=verify-full; the password may"
            + " also come from PITBOSS_DATABASE_PASSWORD or ~/.pgpass");
  }

  static OptionSpec databasePasswordFile() {
    return option(
        "--database-password-file FILE",
        Specs.GIVEN,
        "password of --database-url: the file's first line, read again for each new connection");
  }

  static OptionSpec walArchive() {
    return option(
        "--wal-archive DIR",
        Specs.GIVEN,
        "archive the log of the embedded database there as it grows, for restores to a moment"
            + " (default: none)");
  }

  static OptionSpec config() {
    return option(
        "--config FILE",
        Specs.GIVEN,
        "configuration file: lines of NAME=VALUE, with the names of the options");
  }
}
