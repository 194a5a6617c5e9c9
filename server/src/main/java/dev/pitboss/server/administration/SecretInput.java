package dev.pitboss.server.administration;

import dev.pitboss.cli.Arguments;
import dev.pitboss.cli.UsageException;
import dev.pitboss.server.commands.Terminal;
import java.io.Console;
import java.util.Optional;

/// Where a command takes a secret from: the first line of a file, else a variable, else a person at
/// the terminal. Never the command line, which all users of the machine can read.
///
/// @param given by file or variable
record SecretInput(Optional<String> given, String option, String variable) {
  /// @param option names the file
  static SecretInput of(Arguments line, Terminal terminal, String option, String variable)
      throws UsageException {
    Optional<String> file = line.value(option);
    return new SecretInput(
        file.isPresent()
            ? Optional.of(terminal.read(file.get()).lines().findFirst().orElse(""))
            : Optional.ofNullable(terminal.environment().get(variable)),
        option,
        variable);
  }

  /// A secret that is chosen now: a person types it twice.
  ///
  /// @param name for people, in lower case
  String chosen(String name) throws UsageException {
    if (given.isPresent()) {
      return given.get();
    }
    Console console = console(name);
    char[] first = console.readPassword("%s: ", capital(name));
    char[] again = console.readPassword("Repeat: ");
    if (first == null || again == null || !String.valueOf(first).equals(String.valueOf(again))) {
      throw new UsageException("the " + name + "s differ");
    }
    return String.valueOf(first);
  }

  /// A secret that was chosen before.
  String known(String name) throws UsageException {
    if (given.isPresent()) {
      return given.get();
    }
    char[] typed = console(name).readPassword("%s: ", capital(name));
    return typed == null ? "" : String.valueOf(typed);
  }

  @SuppressWarnings("SystemConsoleNull") // it is null again without a terminal, since Java 25
  private Console console(String name) throws UsageException {
    Console console = System.console();
    if (console == null || !console.isTerminal()) {
      throw new UsageException("give the %s by %s or %s".formatted(name, option, variable));
    }
    return console;
  }

  private static String capital(String name) {
    return Character.toUpperCase(name.charAt(0)) + name.substring(1);
  }
}
