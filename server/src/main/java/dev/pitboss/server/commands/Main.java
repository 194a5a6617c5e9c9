package dev.pitboss.server.commands;

import java.util.List;

/// The commands that need no casino. Exit codes: 0 done, and for `verify` valid; 1 not valid; 2 the
/// command, or the file it names, is invalid.
public final class Main {
  static final int DONE = Command.DONE;
  static final int NOT_VALID = Command.FAILED;

  private static final List<Command> COMMANDS =
      List.of(
          new Command("par", ParCommand.USAGE, ParCommand::run),
          new Command("simulate", SimulateCommand.USAGE, SimulateCommand::run),
          new Command("verify", VerifyCommand.USAGE, VerifyCommand::run));

  private Main() {}

  /// Runs the command the first argument names.
  public static void main(String[] arguments) {
    int code = run(arguments, Terminal.ofProcess());
    if (code != DONE) {
      System.exit(code);
    }
  }

  static int run(String[] arguments, Terminal terminal) {
    return Command.run(COMMANDS, arguments, terminal);
  }
}
