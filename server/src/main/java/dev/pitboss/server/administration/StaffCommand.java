package dev.pitboss.server.administration;

import dev.pitboss.server.commands.CommandLine;
import dev.pitboss.server.commands.Refused;
import dev.pitboss.server.commands.Terminal;
import dev.pitboss.server.commands.UsageException;
import dev.pitboss.server.operators.Operator;
import dev.pitboss.server.passwords.Password;
import dev.pitboss.server.passwords.PasswordHashing;
import dev.pitboss.server.staff.Role;
import dev.pitboss.server.staff.Staff;
import dev.pitboss.server.staff.StaffMember;
import java.io.Console;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// `pitboss staff`: accounts of staff.
final class StaffCommand {
  static final String USAGE =
      """
      Usage: pitboss staff list [--json]
             pitboss staff create USERNAME --role operator|auditor [--operator CODE]
             pitboss staff password USERNAME
             pitboss staff disable USERNAME
             pitboss staff reset-second-factor USERNAME
             pitboss staff confirm USERNAME

      Without --operator the account is the platform's and sees every operator. An auditor
      reads everything and changes nothing. The password is asked for, or read from the first
      line of --password-file FILE (- for standard input), or from PITBOSS_STAFF_PASSWORD; it
      has 12 characters or more. Its owner chooses another at the first sign-in, before the
      account can do anything. `reset-second-factor` is for who has lost theirs: the password
      alone lets them in again. `confirm` is for an account that a colleague made or reset: once
      its owner has changed the password, it counts as a second person beside that colleague.

        --role ROLE           what the account may do
        --operator CODE       the operator it belongs to
        --password-file FILE  where the password is
      """
          + Office.USAGE;

  private StaffCommand() {}

  /// A read-only member: of all operators, or of one.
  static StaffMember platform(@Nullable Integer operatorId) {
    return new StaffMember(0, operatorId, "cli", Role.OPERATOR);
  }

  static int run(List<String> words, Terminal terminal)
      throws UsageException, Refused, IOException {
    CommandLine line =
        Office.parse(
            words, List.of("--role", "--operator", "--password-file"), List.of(Office.JSON));
    List<String> operands = line.operands();
    String what = operands.isEmpty() ? "" : operands.getFirst();
    int expected = what.equals("list") ? 1 : 2;
    if (!List.of("list", "create", "password", "disable", "reset-second-factor", "confirm")
            .contains(what)
        || operands.size() != expected) {
      throw new UsageException(
          "the subcommands are list, and create, password, disable, reset-second-factor and confirm"
              + " with a USERNAME");
    }
    try (Office office = Office.open(line, terminal);
        PasswordHashing hashing = new PasswordHashing()) {
      Staff staff = new Staff(office.database(), hashing, office.audit(), office.clock());
      return switch (what) {
        case "list" -> list(office, staff, line, terminal);
        case "create" -> create(office, staff, line, terminal);
        case "password" -> {
          String name = operands.get(1);
          if (staff.find(name).isEmpty()) {
            throw new Refused("no such staff account: " + name);
          }
          if (!staff.setPassword(name, password(line, terminal), office.actor())) {
            throw new Refused("the password could not be hashed in time; try again");
          }
          yield done(
              name
                  + " has a new password, to be changed at the next sign-in; all its sessions"
                  + " have ended",
              terminal);
        }
        case "reset-second-factor" -> {
          String name = operands.get(1);
          if (!staff.resetSecondFactor(name, office.actor())) {
            throw new Refused("no such staff account: " + name + " with a second factor");
          }
          yield done(name + " signs in by password alone; all sessions were ended", terminal);
        }
        case "confirm" -> confirm(staff, operands.get(1), office.actor(), terminal);
        default -> {
          if (!staff.disable(operands.get(1), office.actor())) {
            throw new Refused("no such staff account: " + operands.get(1));
          }
          yield done(operands.get(1) + " can no longer sign in", terminal);
        }
      };
    }
  }

  private static int confirm(Staff staff, String name, String actor, Terminal terminal)
      throws Refused {
    return switch (staff.confirm(name, Optional.empty(), actor)) {
      case CONFIRMED -> done(name + " counts as an independent person", terminal);
      case NOT_CONTROLLED -> done("no other staff member controls " + name, terminal);
      case NO_SUCH_ACCOUNT -> throw new Refused("no such staff account: " + name);
      case PASSWORD_OF_ANOTHER ->
          throw new Refused(name + " must first change the password set by another staff member");
      case NOT_INDEPENDENT ->
          throw new IllegalStateException("the command line is exempt from the rule");
    };
  }

  private static int list(Office office, Staff staff, CommandLine line, Terminal terminal) {
    Listing listing =
        new Listing(
            "username",
            "role",
            "operator",
            "created",
            "disabled",
            "second factor",
            "must change password",
            "controlled by");
    for (Staff.Account account : staff.list(platform(null))) {
      Integer operatorId = account.member().operatorId();
      listing.row(
          account.member().username(),
          account.member().role().id(),
          operatorId == null ? null : office.operators().byId(operatorId).code(),
          account.createdAt(),
          account.disabled(),
          account.hasSecondFactor(),
          account.mustChangePassword(),
          account.controllers());
    }
    listing.printTo(terminal.out(), line);
    return Main.DONE;
  }

  private static int create(Office office, Staff staff, CommandLine line, Terminal terminal)
      throws UsageException, Refused {
    Role role =
        line.value("--role")
            .flatMap(Role::of)
            .orElseThrow(() -> new UsageException("--role takes operator or auditor"));
    Optional<String> code = line.value("--operator");
    Optional<Operator> operator = code.flatMap(office.operators()::byCode);
    if (code.isPresent() && operator.isEmpty()) {
      throw new Refused("no such operator: " + code.get());
    }
    String username = line.operands().get(1);
    Staff.Fresh fresh =
        new Staff.Fresh(
            username,
            password(line, terminal),
            role,
            operator.map(Operator::operatorId).orElse(null));
    return switch (staff.create(fresh, office.actor())) {
      case Staff.Creation.Created _ ->
          done(
              ("%s can sign in at /ops.html as %s of %s; the first sign-in asks for another"
                      + " password and offers a second factor")
                  .formatted(username, role.id(), code.orElse("the platform")),
              terminal);
      case Staff.Creation.UsernameTaken() ->
          throw new Refused("username is already taken: " + username + " already");
      case Staff.Creation.NoSetup(), Staff.Creation.Busy() ->
          throw new Refused("the password could not be hashed in time; try again");
    };
  }

  private static int done(String message, Terminal terminal) {
    terminal.out().println(message);
    return Main.DONE;
  }

  @SuppressWarnings("SystemConsoleNull") // it is null again without a terminal, since Java 25
  private static Password password(CommandLine line, Terminal terminal) throws UsageException {
    Optional<String> file = line.value("--password-file");
    if (file.isPresent()) {
      return new Password(terminal.read(file.get()).lines().findFirst().orElse(""));
    }
    String fromEnvironment = terminal.environment().get("PITBOSS_STAFF_PASSWORD");
    if (fromEnvironment != null) {
      return new Password(fromEnvironment);
    }
    Console console = System.console();
    if (console == null || !console.isTerminal()) {
      throw new UsageException("give the password by --password-file or PITBOSS_STAFF_PASSWORD");
    }
    char[] first = console.readPassword("Password: ");
    char[] again = console.readPassword("Repeat: ");
    if (first == null || again == null || !String.valueOf(first).equals(String.valueOf(again))) {
      throw new UsageException("the passwords differ");
    }
    return new Password(String.valueOf(first));
  }
}
