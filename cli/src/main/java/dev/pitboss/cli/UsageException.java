package dev.pitboss.cli;

/// A command that cannot be carried out as it was given. The message names parameter, rule and
/// value, in one line.
public final class UsageException extends Exception {
  private static final long serialVersionUID = 1;

  /// The process's exit code.
  public static final int EXIT_CODE = 2;

  public UsageException(String message) {
    super(message);
  }

  /// The line for standard error.
  ///
  /// @param command a command's first word, or nothing for the server
  /// @param help the command whose help has more, as it is typed; nothing for the whole
  public String line(String command, String help) {
    String program = command.isEmpty() ? "pitboss" : "pitboss " + command;
    String message = String.valueOf(getMessage());
    return message.endsWith("?")
        ? "%s: %s".formatted(program, message)
        : "%s: %s; see %s --help".formatted(program, message, ("pitboss " + help).strip());
  }
}
