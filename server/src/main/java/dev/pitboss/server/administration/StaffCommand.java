package dev.pitboss.server.administration;

import dev.pitboss.cli.Arguments;
import dev.pitboss.cli.UsageException;
import dev.pitboss.server.commands.Refused;
import dev.pitboss.server.commands.Terminal;
import dev.pitboss.server.operators.Operator;
import dev.pitboss.server.passwords.Password;
import dev.pitboss.server.passwords.PasswordHashing;
import dev.pitboss.server.staff.Role;
import dev.pitboss.server.staff.Staff;
import dev.pitboss.server.staff.StaffMember;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// `pitboss staff`: accounts of staff.
final class StaffCommand {
  private StaffCommand() {}

  /// A read-only member: of all operators, or of one.
  static StaffMember platform(@Nullable Integer operatorId) {
    return new StaffMember(0, operatorId, "cli", Role.MANAGER);
  }

  static int run(Arguments line, Terminal terminal) throws UsageException, Refused, IOException {
    try (Office office = Office.open(line, terminal);
        PasswordHashing hashing = new PasswordHashing()) {
      Staff staff = new Staff(office.database(), hashing, office.audit(), office.clock());
      return switch (line.verb()) {
        case "list" -> list(office, staff, line, terminal);
        case "create" -> create(office, staff, line, terminal);
        case "password" -> {
          String name = line.operand(0);
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
          String name = line.operand(0);
          if (!staff.resetSecondFactor(name, office.actor())) {
            throw new Refused("no such staff account: " + name + " with a second factor");
          }
          yield done(name + " signs in by password alone; all sessions were ended", terminal);
        }
        case "confirm" -> confirm(staff, line.operand(0), office.actor(), terminal);
        default -> {
          if (!staff.disable(line.operand(0), office.actor())) {
            throw new Refused("no such staff account: " + line.operand(0));
          }
          yield done(line.operand(0) + " can no longer sign in", terminal);
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

  private static int list(Office office, Staff staff, Arguments line, Terminal terminal) {
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
    return AdministrationProgram.DONE;
  }

  private static int create(Office office, Staff staff, Arguments line, Terminal terminal)
      throws UsageException, Refused {
    Role role =
        Role.of(line.required("--role"))
            .orElseThrow(() ->
                new UsageException(
                    "--role takes manager or auditor, got " + line.value("--role").orElse("")));
    Optional<String> code = line.value("--operator");
    Optional<Operator> operator = code.flatMap(office.operators()::byCode);
    if (code.isPresent() && operator.isEmpty()) {
      throw new Refused("no such operator: " + code.get());
    }
    String username = line.operand(0);
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
    return AdministrationProgram.DONE;
  }

  private static Password password(Arguments line, Terminal terminal) throws UsageException {
    return new Password(
        SecretInput.of(line, terminal, "--password-file", "PITBOSS_STAFF_PASSWORD")
            .chosen("password"));
  }
}
