package dev.pitboss.server.administration;

import dev.pitboss.server.commands.Misused;
import dev.pitboss.server.commands.Terminal;
import dev.pitboss.server.db.DatabaseFailure;
import dev.pitboss.server.json.InvalidInput;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The commands that work on a casino's database. Exit codes: 0 done; 1 it could not be done, or
/// the audit trail is broken, or the books do not agree; 2 the command makes no sense.
public final class Main {
  private static final Logger LOG = LoggerFactory.getLogger(Main.class);

  static final int DONE = 0;
  static final int FAILED = 1;
  static final int MISUSED = 2;

  private Main() {}

  /// Runs the command the first argument names.
  public static void main(String[] arguments) {
    System.exit(run(arguments, Terminal.ofProcess()));
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
        case "operator" -> OperatorCommand.run(rest, terminal);
        case "staff" -> StaffCommand.run(rest, terminal);
        case "provider" -> ProviderCommand.run(rest, terminal);
        case "wallet" -> WalletCommand.run(rest, terminal);
        case "audit" -> AuditCommand.run(rest, terminal);
        case "report" -> ReportCommand.run(rest, terminal);
        default -> throw noCommand(command);
      };
    } catch (Misused misused) {
      terminal.err().println("pitboss " + command + ": " + misused.getMessage());
      terminal.err().println("pitboss " + command + " --help says how it is used");
      return MISUSED;
    } catch (InvalidInput invalid) {
      terminal
          .err()
          .println("pitboss " + command + ": " + invalid.field() + " " + invalid.reason());
      return MISUSED;
    } catch (Refused refused) {
      terminal.err().println("pitboss " + command + ": " + refused.getMessage());
      return FAILED;
    } catch (DatabaseFailure | IOException failure) {
      LOG.debug("the command failed", failure);
      terminal
          .err()
          .println("pitboss " + command + ": the database did not do it: " + reason(failure));
      return FAILED;
    }
  }

  private static String reason(Exception failure) {
    Throwable cause = failure.getCause();
    return String.valueOf((cause == null ? failure : cause).getMessage());
  }

  private static String usage(String command) throws Misused {
    return switch (command) {
      case "operator" -> OperatorCommand.USAGE;
      case "staff" -> StaffCommand.USAGE;
      case "provider" -> ProviderCommand.USAGE;
      case "wallet" -> WalletCommand.USAGE;
      case "audit" -> AuditCommand.USAGE;
      case "report" -> ReportCommand.USAGE;
      default -> throw noCommand(command);
    };
  }

  private static Misused noCommand(String command) {
    return new Misused("there is no command '" + command + "'");
  }
}
