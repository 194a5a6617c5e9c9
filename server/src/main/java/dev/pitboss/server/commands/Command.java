package dev.pitboss.server.commands;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// A command of `./pitboss`.
///
/// @param name its first word
/// @param usage what `--help` says
public record Command(String name, String usage, Work work) {
  public static final int DONE = 0;

  /// It could not be done, or what was looked at is not right.
  public static final int FAILED = 1;

  /// Usage error.
  public static final int MISUSED = 2;

  /// Does what the words after its name say.
  @FunctionalInterface
  public interface Work {
    /// Does it.
    ///
    /// @return an exit code
    int run(List<String> words, Terminal terminal) throws UsageException, Refused;
  }

  /// Runs the command that the first argument names.
  ///
  /// @return its exit code
  public static int run(List<Command> commands, String[] arguments, Terminal terminal) {
    List<String> words = Arrays.asList(arguments);
    String name = words.isEmpty() ? "" : words.getFirst();
    try {
      Optional<Command> named =
          commands.stream().filter(command -> command.name().equals(name)).findFirst();
      if (named.isEmpty()) {
        terminal.err().println("pitboss: unknown command " + name + "; see pitboss --help");
        return MISUSED;
      }
      List<String> rest = words.subList(1, words.size());
      if (rest.contains("--help") || rest.contains("-h")) {
        terminal.out().print(named.get().usage());
        return DONE;
      }
      return named.get().work().run(rest, terminal);
    } catch (UsageException misused) {
      terminal
          .err()
          .println(
              "pitboss %1$s: %2$s; see pitboss %1$s --help".formatted(name, misused.getMessage()));
      return MISUSED;
    } catch (Refused refused) {
      terminal.err().println("pitboss " + name + ": " + refused.getMessage());
      return FAILED;
    }
  }
}
