package dev.pitboss.cli;

import java.util.Set;

/// Runs some of the commands. Found on the class path by [java.util.ServiceLoader]: the scanner for
/// leaks comes without the server, the server without the benchmarks.
public interface Program {
  /// First words of the commands it runs.
  Set<String> nouns();

  /// Runs a command.
  ///
  /// @return the process's exit code
  /// @throws UsageException when an argument is invalid in a way that only the program can tell
  int run(Arguments arguments) throws Exception;
}
