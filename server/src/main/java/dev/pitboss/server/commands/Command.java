package dev.pitboss.server.commands;

import dev.pitboss.cli.Arguments;
import dev.pitboss.cli.UsageException;

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
}
