package dev.pitboss.cli;

import picocli.AutoComplete;
import picocli.CommandLine;

/// The completion of commands and options, generated for bash; zsh reads the same.
public final class Completion {
  private Completion() {}

  /// The script to source.
  public static String script() {
    return AutoComplete.bash("pitboss", new CommandLine(Grammar.tree())).stripTrailing() + "\n";
  }
}
