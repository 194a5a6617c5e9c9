package dev.pitboss.server.administration;

import dev.pitboss.cli.Arguments;
import dev.pitboss.cli.UsageException;
import dev.pitboss.server.commands.Refused;
import dev.pitboss.server.commands.Terminal;
import dev.pitboss.server.operators.Authority;
import dev.pitboss.server.operators.Operator;
import dev.pitboss.server.seamlesswallet.inbound.Providers;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.OptionalLong;

/// `pitboss provider`: who plays with the money of an operator's players.
final class ProviderCommand {
  private ProviderCommand() {}

  static int run(Arguments line, Terminal terminal) throws UsageException, Refused, IOException {
    try (Office office = Office.open(line, terminal)) {
      Operator operator = office.operator(line.operand(0));
      return switch (line.verb()) {
        case "list" -> list(office.providers().of(operator.operatorId()), line, terminal.out());
        case "create" -> create(office, operator, line, terminal.out());
        case "key" -> key(office, operator, line, terminal.out());
        case "limits" -> limits(office, operator, line, terminal.out());
        default -> use(office, operator, line, terminal.out());
      };
    }
  }

  private static int list(List<Providers.Listed> providers, Arguments line, PrintStream out) {
    Listing listing =
        new Listing(
            "provider",
            "name",
            "currency",
            "balance",
            "gain/day",
            "promo/day",
            "created",
            "disabled");
    for (Providers.Listed listed : providers) {
      listing.row(
          listed.provider().code(),
          listed.name(),
          listed.provider().currency(),
          Listing.Money.of(listed.balance(), listed.provider().currency()),
          Listing.Money.of(listed.limits().gainPerDay(), listed.provider().currency()),
          Listing.Money.of(listed.limits().promotionalPerDay(), listed.provider().currency()),
          listed.createdAt(),
          listed.disabledAt());
    }
    listing.printTo(out, line);
    return AdministrationProgram.DONE;
  }

  private static int create(Office office, Operator operator, Arguments line, PrintStream out)
      throws UsageException, Refused {
    String code = line.operand(1);
    String name = line.required("--name");
    Providers.Listed made =
        office
            .providers()
            .register(operator.operatorId(), code, name, office.actor())
            .orElseThrow(() ->
                new Refused(
                    "%s already has a provider %s, or the maximum is reached"
                        .formatted(operator.code(), code)));
    return list(List.of(made), line, out);
  }

  private static int use(Office office, Operator operator, Arguments line, PrintStream out)
      throws Refused {
    String code = line.operand(1);
    boolean inUse = line.verb().equals("enable");
    return changed(
        office
            .providers()
            .use(operator.operatorId(), code, inUse, office.actor(), Authority.PLATFORM),
        operator,
        code,
        line,
        out);
  }

  private static int limits(Office office, Operator operator, Arguments line, PrintStream out)
      throws UsageException, Refused {
    String code = line.operand(1);
    Providers.Limits limits =
        new Providers.Limits(
            amount(line, "--gain-per-day", operator),
            amount(line, "--promotional-per-day", operator));
    return changed(
        office
            .providers()
            .limit(operator.operatorId(), code, limits, office.actor(), Authority.PLATFORM),
        operator,
        code,
        line,
        out);
  }

  private static long amount(Arguments line, String option, Operator operator)
      throws UsageException {
    OptionalLong number = AmountOption.of(line, option, 0, operator.currency());
    return number.orElseThrow(() -> new UsageException(option + " is required"));
  }

  private static int changed(
      Providers.Change change, Operator operator, String code, Arguments line, PrintStream out)
      throws Refused {
    return switch (change) {
      case Providers.Change.Done(Providers.Listed now) -> list(List.of(now), line, out);
      case Providers.Change.NoSuchProvider() -> throw noSuch(operator, code);
      case Providers.Change.NeedsSecondPerson() ->
          throw new IllegalStateException("the command line is exempt from the rule");
    };
  }

  private static int key(Office office, Operator operator, Arguments line, PrintStream out)
      throws UsageException, Refused, IOException {
    String code = line.operand(1);
    Providers.Listed provider =
        office
            .providers()
            .find(operator.operatorId(), code)
            .orElseThrow(() -> noSuch(operator, code));
    return KeyDesk.run(
        office.keys(),
        provider.provider().keyHolder(),
        line.operands().subList(2, line.operands().size()),
        office.actor(),
        line,
        out);
  }

  private static Refused noSuch(Operator operator, String code) {
    return new Refused(operator.code() + " has no provider " + code);
  }
}
