package dev.pitboss.server.commands;

import dev.pitboss.cli.Arguments;
import dev.pitboss.cli.Invocation;
import dev.pitboss.cli.Program;
import dev.pitboss.cli.UsageException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// A program that runs commands on a terminal.
public abstract class CommandProgram implements Program {
  private final List<Command> commands;

  protected CommandProgram(List<Command> commands) {
    this.commands = List.copyOf(commands);
  }

  @Override
  public final Set<String> nouns() {
    return commands.stream().map(Command::name).collect(Collectors.toSet());
  }

  @Override
  public final int run(Arguments arguments) throws UsageException {
    return run(arguments, Terminal.ofProcess());
  }

  /// Reads a command line and runs it.
  ///
  /// @return its exit code
  public final int run(String[] words, Terminal terminal) {
    return Invocation.run(
        Arrays.asList(words),
        terminal.out(),
        terminal.err(),
        arguments -> run(arguments, terminal));
  }

  private int run(Arguments arguments, Terminal terminal) throws UsageException {
    String noun = arguments.noun();
    Optional<Command> named =
        commands.stream().filter(command -> command.name().equals(noun)).findFirst();
    if (named.isEmpty()) {
      throw new UsageException("unknown command " + noun);
    }
    try {
      return named.get().work().run(arguments, terminal);
    } catch (Refused refused) {
      terminal.err().println("pitboss " + noun + ": " + refused.getMessage());
      return Command.FAILED;
    }
  }
}
