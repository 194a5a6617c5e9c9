package dev.pitboss.cli;

import java.io.PrintStream;
import java.util.List;

/// One use of the command line: help is printed, a usage error is refused in one line, anything
/// else is run.
public final class Invocation {
  private static final int DONE = 0;

  private Invocation() {}

  /// Runs a command that the grammar has read.
  ///
  /// @param <E> what else may go wrong
  @FunctionalInterface
  public interface Work<E extends Exception> {
    /// Runs it.
    ///
    /// @return the exit code
    int run(Arguments arguments) throws UsageException, E;
  }

  /// Reads the words of a command line by the grammar and runs them.
  ///
  /// @param out receives help
  /// @param err receives the line of a usage error
  /// @return the exit code; [UsageException#EXIT_CODE] for a usage error
  public static <E extends Exception> int run(
      List<String> words, PrintStream out, PrintStream err, Work<E> work) throws E {
    try {
      return switch (Grammar.read(words)) {
        case Grammar.Reading.Help(String text) -> {
          out.print(text);
          yield DONE;
        }
        case Grammar.Reading.Run(Arguments arguments) -> work.run(arguments);
      };
    } catch (UsageException refused) {
      err.println(refused.line(Grammar.noun(words), Grammar.command(words)));
      return UsageException.EXIT_CODE;
    }
  }
}
