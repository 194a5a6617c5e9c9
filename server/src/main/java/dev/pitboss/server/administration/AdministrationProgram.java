package dev.pitboss.server.administration;

import com.zaxxer.hikari.pool.HikariPool;
import dev.pitboss.cli.Arguments;
import dev.pitboss.cli.UsageException;
import dev.pitboss.server.commands.Command;
import dev.pitboss.server.commands.CommandProgram;
import dev.pitboss.server.commands.Refused;
import dev.pitboss.server.commands.Terminal;
import dev.pitboss.server.database.DatabaseFailure;
import dev.pitboss.server.json.InvalidInput;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.flywaydb.core.api.FlywayException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The commands that work on a casino's database. Exit codes: 0 done; 1 it could not be done, or
/// the audit trail is broken, or the books do not agree; 2 usage error.
public final class AdministrationProgram extends CommandProgram {
  private static final Logger LOG = LoggerFactory.getLogger(AdministrationProgram.class);

  /// SQLSTATEs of a table or column that is not there.
  private static final Set<String> OTHER_SCHEMA = Set.of("42P01", "42703");

  /// Fields that are operands and no options.
  private static final Set<String> OPERANDS =
      Set.of("code", "game", "host", "key", "password", "provider", "url", "username", "verdict");

  static final int DONE = Command.DONE;
  static final int FAILED = Command.FAILED;

  /// For [java.util.ServiceLoader].
  public AdministrationProgram() {
    super(
        List.of(
            command("operator", OperatorCommand::run),
            command("game", GameCommand::run),
            command("staff", StaffCommand::run),
            command("provider", ProviderCommand::run),
            command("wallet", WalletCommand::run),
            command("player", PlayerCommand::run),
            command("adjustment", AdjustmentCommand::run),
            command("archive", ArchiveCommand::run),
            command("backup", BackupCommand::run),
            command("restore", RestoreCommand::run),
            command("audit", AuditCommand::run),
            command("report", ReportCommand::run)));
  }

  /// Work on a database, which may fail in ways of its own.
  @FunctionalInterface
  private interface DatabaseWork {
    int run(Arguments arguments, Terminal terminal) throws UsageException, Refused, IOException;
  }

  private static Command command(String name, DatabaseWork work) {
    return new Command(
        name,
        (arguments, terminal) -> {
          try {
            return work.run(arguments, terminal);
          } catch (InvalidInput invalid) {
            throw new UsageException(option(invalid.field()) + " " + invalid.reason());
          } catch (DatabaseFailure | FlywayException | IOException failure) {
            LOG.debug("the command failed", failure);
            throw new Refused(reason(failure));
          } catch (HikariPool.PoolInitializationException failure) {
            LOG.debug("the command failed", failure);
            throw new Refused("the database cannot be reached: " + rootOf(failure));
          } catch (RuntimeException defect) {
            LOG.debug("the command failed", defect);
            throw new Refused("unexpected failure: " + firstLine(defect));
          }
        });
  }

  /// Fields of the API whose options have shorter names.
  private static final Map<String, String> OPTIONS =
      Map.of(
          "takesBets", "--bets",
          "takesGuests", "--guests",
          "needsSecondFactor", "--second-factor",
          "refill.amount", "--refill-amount",
          "refill.below", "--refill-below",
          "refill.intervalMinutes", "--refill-minutes",
          "keyId", "--key");

  /// What the command line calls a field of the API.
  private static String option(String field) {
    if (field.isEmpty() || OPERANDS.contains(field)) {
      return field;
    }
    String own = OPTIONS.get(field);
    if (own != null) {
      return own;
    }
    String kebab = field.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    int part = kebab.indexOf('.');
    return "--" + (part < 0 ? kebab : kebab.substring(0, part) + ": " + field.substring(part + 1));
  }

  /// In one line.
  private static String reason(Exception failure) {
    return switch (failure) {
      case DatabaseFailure ofDatabase
          when OTHER_SCHEMA.contains(ofDatabase.sqlState().orElse("")) ->
          "the database schema differs from this command's version; restart the casino with"
              + " this version first";
      case DatabaseFailure ofDatabase -> "the database failed: " + rootOf(ofDatabase);
      case FlywayException _ ->
          "the database could not be brought to this version: " + rootOf(failure);
      default -> firstLine(failure);
    };
  }

  private static String rootOf(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return firstLine(root);
  }

  /// Drivers and Flyway add lines for people who read logs.
  private static String firstLine(Throwable failure) {
    String message = failure.getMessage();
    return message == null || message.isBlank()
        ? failure.getClass().getSimpleName()
        : message.strip().lines().findFirst().orElse("");
  }
}
