package dev.pitboss.server.commands;

import dev.pitboss.cli.Arguments;
import dev.pitboss.cli.Grammar;
import dev.pitboss.cli.UsageException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// A command of `./pitboss`, whose arguments the grammar has read.
///
/// @param name its first word
public record Command(String name, Work work) {
  public static final int DONE = 0;

  /// It could not be done, or what was looked at is not right.
  public static final int FAILED = 1;

  /// Does what its arguments say.
  @FunctionalInterface
  public interface Work {
    /// Does it.
    ///
    /// @return an exit code
    int run(Arguments arguments, Terminal terminal) throws UsageException, Refused;
  }

  /// Runs the command that the first word names.
  ///
  /// @return its exit code
  public static int run(List<Command> commands, String[] words, Terminal terminal) {
    List<String> all = Arrays.asList(words);
    try {
      return switch (Grammar.read(all)) {
        case Grammar.Reading.Help(String text) -> {
          terminal.out().print(text);
          yield DONE;
        }
        case Grammar.Reading.Run(Arguments arguments) -> run(commands, arguments, terminal);
      };
    } catch (UsageException refused) {
      terminal.err().println(refused.line(Grammar.noun(all)));
      return UsageException.EXIT_CODE;
    }
  }

  /// Runs the command of those arguments.
  ///
  /// @return its exit code
  /// @throws UsageException when an argument is invalid in a way that only the command can tell
  public static int run(List<Command> commands, Arguments arguments, Terminal terminal)
      throws UsageException {
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
      return FAILED;
    }
  }
}
