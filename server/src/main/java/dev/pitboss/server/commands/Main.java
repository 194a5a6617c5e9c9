package dev.pitboss.server.commands;

import java.util.Arrays;
import java.util.List;

/// The commands that need no casino. Exit codes: 0 done, and for `verify` valid; 1 not valid; 2 the
/// command, or the file it names, makes no sense.
public final class Main {
  static final int DONE = 0;
  static final int NOT_VALID = 1;
  static final int MISUSED = 2;

  private Main() {}

  /// Runs the command the first argument names.
  public static void main(String[] arguments) {
    int code = run(arguments, Terminal.ofProcess());
    if (code != DONE) {
      System.exit(code);
    }
  }

  static int run(String[] arguments, Terminal terminal) {
    List<String> words = Arrays.asList(arguments);
    String command = words.isEmpty() ? "" : words.getFirst();
    List<String> rest = words.isEmpty() ? words : words.subList(1, words.size());
    try {
      if (rest.contains("--help")) {
        terminal.out().print(usage(command));
        return DONE;
      }
      return switch (command) {
        case "par" -> ParCommand.run(rest, terminal);
        case "simulate" -> SimulateCommand.run(rest, terminal);
        case "verify" -> VerifyCommand.run(rest, terminal);
        default -> throw noCommand(command);
      };
    } catch (Misused misused) {
      terminal.err().println("pitboss " + command + ": " + misused.getMessage());
      terminal.err().println("pitboss " + command + " --help says how it is used");
      return MISUSED;
    }
  }

  private static String usage(String command) throws Misused {
    return switch (command) {
      case "par" -> ParCommand.USAGE;
      case "simulate" -> SimulateCommand.USAGE;
      case "verify" -> VerifyCommand.USAGE;
      default -> throw noCommand(command);
    };
  }

  private static Misused noCommand(String command) {
    return new Misused("there is no command '" + command + "'");
  }
}
