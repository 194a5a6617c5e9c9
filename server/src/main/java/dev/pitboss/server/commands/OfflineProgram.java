package dev.pitboss.server.commands;

import dev.pitboss.cli.Arguments;
import dev.pitboss.cli.Program;
import dev.pitboss.cli.UsageException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// The commands that need no casino. Exit codes: 0 done, and for `verify` valid; 1 not valid; 2 the
/// command, or the file it names, is invalid.
public final class OfflineProgram implements Program {
  static final int DONE = Command.DONE;
  static final int NOT_VALID = Command.FAILED;

  private static final List<Command> COMMANDS =
      List.of(
          new Command("par", ParCommand::run),
          new Command("simulate", SimulateCommand::run),
          new Command("verify", VerifyCommand::run));

  /// For [java.util.ServiceLoader].
  public OfflineProgram() {}

  @Override
  public Set<String> nouns() {
    return COMMANDS.stream().map(Command::name).collect(Collectors.toSet());
  }

  @Override
  public int run(Arguments arguments) throws UsageException {
    return Command.run(COMMANDS, arguments, Terminal.ofProcess());
  }

  static int run(String[] words, Terminal terminal) {
    return Command.run(COMMANDS, words, terminal);
  }
}
