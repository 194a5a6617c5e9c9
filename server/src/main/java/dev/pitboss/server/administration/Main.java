package dev.pitboss.server.administration;

import dev.pitboss.server.commands.Command;
import dev.pitboss.server.commands.Misused;
import dev.pitboss.server.commands.Refused;
import dev.pitboss.server.commands.Terminal;
import dev.pitboss.server.db.DatabaseFailure;
import dev.pitboss.server.json.InvalidInput;
import java.io.IOException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The commands that work on a casino's database. Exit codes: 0 done; 1 it could not be done, or
/// the audit trail is broken, or the books do not agree; 2 the command makes no sense.
public final class Main {
  private static final Logger LOG = LoggerFactory.getLogger(Main.class);

  static final int DONE = Command.DONE;
  static final int FAILED = Command.FAILED;

  private static final List<Command> COMMANDS =
      List.of(
          command("operator", OperatorCommand.USAGE, OperatorCommand::run),
          command("staff", StaffCommand.USAGE, StaffCommand::run),
          command("provider", ProviderCommand.USAGE, ProviderCommand::run),
          command("wallet", WalletCommand.USAGE, WalletCommand::run),
          command("audit", AuditCommand.USAGE, AuditCommand::run),
          command("report", ReportCommand.USAGE, ReportCommand::run));

  private Main() {}

  /// Runs the command the first argument names.
  public static void main(String[] arguments) {
    System.exit(run(arguments, Terminal.ofProcess()));
  }

  static int run(String[] arguments, Terminal terminal) {
    return Command.run(COMMANDS, arguments, terminal);
  }

  /// Work on a database, which may fail in ways of its own.
  @FunctionalInterface
  private interface DatabaseWork {
    int run(List<String> words, Terminal terminal) throws Misused, Refused, IOException;
  }

  private static Command command(String name, String usage, DatabaseWork work) {
    return new Command(
        name,
        usage,
        (words, terminal) -> {
          try {
            return work.run(words, terminal);
          } catch (InvalidInput invalid) {
            throw new Misused(invalid.field() + " " + invalid.reason());
          } catch (DatabaseFailure | IOException failure) {
            LOG.debug("the command failed", failure);
            throw new Refused("the database did not do it: " + reason(failure));
          }
        });
  }

  private static String reason(Exception failure) {
    Throwable cause = failure.getCause();
    return String.valueOf((cause == null ? failure : cause).getMessage());
  }
}
