package dev.pitboss.server.commands;

import java.util.List;

/// The commands that need no casino. Exit codes: 0 done, and for `verify` valid; 1 not valid; 2 the
/// command, or the file it names, is invalid.
public final class OfflineProgram extends CommandProgram {
  static final int DONE = Command.DONE;
  static final int NOT_VALID = Command.FAILED;

  /// For [java.util.ServiceLoader].
  public OfflineProgram() {
    super(
        List.of(
            new Command("par", ParCommand::run),
            new Command("simulate", SimulateCommand::run),
            new Command("verify", VerifyCommand::run)));
  }
}
