package dev.pitboss.server.administration;

import dev.pitboss.server.commands.CommandLine;
import dev.pitboss.server.commands.Refused;
import dev.pitboss.server.commands.Terminal;
import dev.pitboss.server.commands.UsageException;
import dev.pitboss.server.operators.Authority;
import dev.pitboss.server.operators.Operator;
import dev.pitboss.server.seamlesswallet.inbound.Providers;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.OptionalLong;

/// `pitboss provider`: who plays with the money of an operator's players.
final class ProviderCommand {
  static final String USAGE =
      """
      Usage: pitboss provider list OPERATOR [--json]
             pitboss provider create OPERATOR PROVIDER --name NAME
             pitboss provider disable|enable OPERATOR PROVIDER
             pitboss provider limits OPERATOR PROVIDER --gain-per-day N --promotional-per-day N
             pitboss provider key OPERATOR PROVIDER list|create
             pitboss provider key OPERATOR PROVIDER revoke KEY

      Providers are sportsbooks and others whose bets move the money of an operator's players.
      A disabled one gets no players and takes no bets; wins and rollbacks of its bets are still
      taken, by its keys. A key's secret is shown once; two are live at the most. A running casino
      knows of a revoked key two seconds later.

      `limits` says what it may pay players beyond their stakes in a day of UTC, in minor units:
      in all, and for bets without a stake.

        --name NAME         for people
        --json              for programs
      """
          + Office.USAGE;

  private ProviderCommand() {}

  static int run(List<String> words, Terminal terminal)
      throws UsageException, Refused, IOException {
    CommandLine line =
        Office.parse(
            words,
            List.of("--name", "--gain-per-day", "--promotional-per-day"),
            List.of(Office.JSON));
    List<String> operands = line.operands();
    String what = operands.isEmpty() ? "" : operands.getFirst();
    int size = operands.size();
    boolean makesSense =
        switch (what) {
          case "list" -> size == 2;
          case "create", "disable", "enable", "limits" -> size == 3;
          case "key" -> size == 4 || size == 5;
          default ->
              throw new UsageException(
                  "the subcommands are list, create, disable, enable, limits and key");
        };
    if (!makesSense) {
      throw new UsageException("wrong number of arguments for provider " + what);
    }
    try (Office office = Office.open(line, terminal)) {
      Operator operator = office.operator(operands.get(1));
      return switch (what) {
        case "list" -> list(office.providers().of(operator.operatorId()), line, terminal.out());
        case "create" -> create(office, operator, line, terminal.out());
        case "key" -> key(office, operator, line, terminal.out());
        case "limits" -> limits(office, operator, line, terminal.out());
        default -> use(office, operator, line, terminal.out());
      };
    }
  }

  private static int list(List<Providers.Listed> providers, CommandLine line, PrintStream out) {
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
          listed.balance(),
          listed.limits().gainPerDay(),
          listed.limits().promotionalPerDay(),
          listed.createdAt(),
          listed.disabledAt());
    }
    listing.printTo(out, line);
    return Main.DONE;
  }

  private static int create(Office office, Operator operator, CommandLine line, PrintStream out)
      throws UsageException, Refused {
    String code = line.operands().get(2);
    String name = line.value("--name").orElseThrow(() -> new UsageException("--name is required"));
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

  private static int use(Office office, Operator operator, CommandLine line, PrintStream out)
      throws Refused {
    List<String> operands = line.operands();
    String code = operands.get(2);
    boolean inUse = operands.getFirst().equals("enable");
    return changed(
        office
            .providers()
            .use(operator.operatorId(), code, inUse, office.actor(), Authority.PLATFORM),
        operator,
        code,
        line,
        out);
  }

  private static int limits(Office office, Operator operator, CommandLine line, PrintStream out)
      throws UsageException, Refused {
    String code = line.operands().get(2);
    Providers.Limits limits =
        new Providers.Limits(
            minor(line, "--gain-per-day", operator),
            minor(line, "--promotional-per-day", operator));
    return changed(
        office
            .providers()
            .limit(operator.operatorId(), code, limits, office.actor(), Authority.PLATFORM),
        operator,
        code,
        line,
        out);
  }

  private static long minor(CommandLine line, String option, Operator operator)
      throws UsageException {
    OptionalLong number = MinorUnits.of(line, option, 0, operator.currency());
    return number.orElseThrow(() -> new UsageException(option + " is required"));
  }

  private static int changed(
      Providers.Change change, Operator operator, String code, CommandLine line, PrintStream out)
      throws Refused {
    return switch (change) {
      case Providers.Change.Done(Providers.Listed now) -> list(List.of(now), line, out);
      case Providers.Change.NoSuchProvider() -> throw noSuch(operator, code);
      case Providers.Change.NeedsSecondPerson() ->
          throw new IllegalStateException("the command line is exempt from the rule");
    };
  }

  private static int key(Office office, Operator operator, CommandLine line, PrintStream out)
      throws UsageException, Refused, IOException {
    List<String> operands = line.operands();
    String code = operands.get(2);
    Providers.Listed provider =
        office
            .providers()
            .find(operator.operatorId(), code)
            .orElseThrow(() -> noSuch(operator, code));
    return KeyDesk.run(
        office.keys(),
        provider.provider().keyHolder(),
        operands.subList(3, operands.size()),
        office.actor(),
        line,
        out);
  }

  private static Refused noSuch(Operator operator, String code) {
    return new Refused(operator.code() + " has no provider " + code);
  }
}
