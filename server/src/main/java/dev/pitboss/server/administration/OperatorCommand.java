package dev.pitboss.server.administration;

import dev.pitboss.server.commands.CommandLine;
import dev.pitboss.server.commands.Misused;
import dev.pitboss.server.commands.Refused;
import dev.pitboss.server.commands.Terminal;
import dev.pitboss.server.commands.TextTable;
import dev.pitboss.server.json.Json;
import dev.pitboss.server.json.JsonObject;
import dev.pitboss.server.operators.Authority;
import dev.pitboss.server.operators.CurrencyCode;
import dev.pitboss.server.operators.GameTerms;
import dev.pitboss.server.operators.KeyHolder;
import dev.pitboss.server.operators.Operator;
import dev.pitboss.server.operators.OperatorSettings;
import dev.pitboss.server.play.Game;
import dev.pitboss.server.play.Games;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// `pitboss operator`: makes operators and says what they offer.
final class OperatorCommand {
  static final String USAGE =
      """
      Usage: pitboss operator list
             pitboss operator show CODE
             pitboss operator create CODE --name NAME --currency EUR [what set takes]
             pitboss operator set CODE [--name NAME] [--bets on|off] [--guests on|off]
                                       [--welcome-grant N] [--max-welcome-grant N]
                                       [--time-zone Europe/Malta]
                                       [--branding JSON] [--second-factor on|off]
             pitboss operator game CODE GAME on|off [--min-stake N] [--max-stake N]
                                                    [--max-payout N]
             pitboss operator host CODE add|remove HOST
             pitboss operator key CODE list|create
             pitboss operator key CODE revoke KEY

      Operators are the casino's tenants. Money is in minor units of the operator's currency.
      `game` replaces the game's terms: what is not said is as the game has it. A key's secret
      is shown once. With --second-factor on staff do nothing before they have set one; the
      house's is for the platform's staff. --max-welcome-grant is the most that two of the
      operator's own staff can agree on. A running casino knows of a change two seconds later.
      """
          + Office.USAGE;

  private static final List<String> SETTINGS =
      List.of(
          "--name",
          "--currency",
          "--bets",
          "--guests",
          "--welcome-grant",
          "--max-welcome-grant",
          "--time-zone",
          "--branding",
          "--second-factor",
          "--min-stake",
          "--max-stake",
          "--max-payout");

  private OperatorCommand() {}

  static int run(List<String> words, Terminal terminal) throws Misused, Refused, IOException {
    CommandLine line = Office.parse(words, SETTINGS, List.of());
    List<String> operands = line.operands();
    String what = operands.isEmpty() ? "" : operands.getFirst();
    switch (what) {
      case "list" -> expect(operands, 1, "list");
      case "show" -> expect(operands, 2, "show CODE");
      case "create" -> expect(operands, 2, "create CODE");
      case "set" -> expect(operands, 2, "set CODE");
      case "game" -> expect(operands, 4, "game CODE GAME on|off");
      case "host" -> expect(operands, 4, "host CODE add|remove HOST");
      case "key" -> {
        if (operands.size() != 4) {
          expect(operands, 3, "key CODE list|create|revoke");
        }
      }
      default -> throw new Misused("say what: list, show, create, set, game, host or key");
    }
    try (Office office = Office.open(line, terminal)) {
      return switch (what) {
        case "list" -> list(office, terminal.out());
        case "create" -> create(office, line, terminal.out());
        case "show" -> show(office.operator(operands.get(1)), terminal.out());
        case "set" -> set(office, line, terminal.out());
        case "game" -> game(office, line, terminal.out());
        case "host" -> host(office, operands, terminal.out());
        default ->
            KeyDesk.run(
                office.keys(),
                KeyHolder.of(office.operator(operands.get(1))),
                operands.subList(2, operands.size()),
                office.actor(),
                terminal.out());
      };
    }
  }

  private static void expect(List<String> operands, int count, String form) throws Misused {
    if (operands.size() != count) {
      throw new Misused("the form is: pitboss operator " + form);
    }
  }

  private static int list(Office office, PrintStream out) {
    TextTable table = new TextTable("code", "name", "currency", "bets", "guests", "hosts");
    office.operators().all().stream()
        .sorted(Comparator.comparingInt(Operator::operatorId))
        .forEach(operator ->
            table.row(
                operator.code(),
                operator.name(),
                operator.currency(),
                onOff(operator.takesBets()),
                onOff(operator.takesGuests()),
                Integer.toString(operator.hosts().size())));
    table.printTo(out);
    return Main.DONE;
  }

  private static int show(Operator operator, PrintStream out) {
    out.println("%s, %s".formatted(operator.code(), operator.name()));
    out.println("currency       " + operator.currency());
    out.println("bets           " + onOff(operator.takesBets()));
    out.println("guests         " + onOff(operator.takesGuests()));
    CurrencyCode currency = CurrencyCode.of(operator.currency());
    out.println("welcome grant  " + currency.amount(operator.welcomeGrant()));
    out.println("max grant      " + currency.amount(operator.maxWelcomeGrant()));
    out.println("second factor  " + onOff(operator.needsSecondFactor()));
    out.println("time zone      " + operator.zone().getId());
    out.println("hosts          " + String.join(", ", operator.hosts()));
    out.println();
    TextTable table = new TextTable("game", "offered", "min stake", "max stake", "max payout");
    for (Game game : Games.offered()) {
      GameTerms terms = operator.games().getOrDefault(game.id(), GameTerms.AS_THE_GAME);
      table.row(
          game.id(),
          onOff(terms.isOn()),
          currency.amount(terms.minStakeOr(game.limits().min())),
          currency.amount(terms.maxStakeOr(game.limits().max())),
          terms.maxPayout() == null ? "-" : currency.amount(terms.maxPayout()));
    }
    table.printTo(out);
    return Main.DONE;
  }

  private static int create(Office office, CommandLine line, PrintStream out)
      throws Misused, Refused {
    String code = line.operands().get(1);
    Map<String, Object> body = said(line);
    body.put("code", code);
    line.value("--currency").ifPresent(currency -> body.put("currency", currency));
    Optional<Integer> id = office.settings().create(object(body), office.actor());
    if (id.isEmpty()) {
      throw new Refused("there is an operator " + code + " already, or no room for more");
    }
    office.operators().refresh();
    return show(office.operator(code), out);
  }

  private static int set(Office office, CommandLine line, PrintStream out) throws Misused, Refused {
    Map<String, Object> body = said(line);
    if (body.isEmpty()) {
      throw new Misused("say what to set");
    }
    Operator operator = office.operator(line.operands().get(1));
    office.settings().change(operator, object(body), office.actor(), Authority.PLATFORM);
    office.operators().refresh();
    return show(office.operator(operator.code()), out);
  }

  private static Map<String, Object> said(CommandLine line) throws Misused {
    Map<String, Object> body = new LinkedHashMap<>();
    line.value("--name").ifPresent(name -> body.put("name", name));
    put(body, "takesBets", flag(line, "--bets"));
    put(body, "takesGuests", flag(line, "--guests"));
    put(body, "welcomeGrant", minor(line, "--welcome-grant", 0));
    put(body, "maxWelcomeGrant", minor(line, "--max-welcome-grant", 0));
    put(body, "needsSecondFactor", flag(line, "--second-factor"));
    line.value("--time-zone").ifPresent(zone -> body.put("timeZone", zone));
    Optional<String> branding = line.value("--branding");
    if (branding.isPresent()) {
      put(body, "branding", new Document(branding.get()));
    }
    return body;
  }

  private static int game(Office office, CommandLine line, PrintStream out)
      throws Misused, Refused {
    String game = line.operands().get(2);
    if (Games.offered().stream().noneMatch(offered -> offered.id().equals(game))) {
      throw new Misused(
          "there is no game %s, but %s"
              .formatted(game, String.join(", ", Games.offered().stream().map(Game::id).toList())));
    }
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("on", isOn(line.operands().get(3)));
    put(body, "minStake", minor(line, "--min-stake", 1));
    put(body, "maxStake", minor(line, "--max-stake", 1));
    put(body, "maxPayout", minor(line, "--max-payout", 1));
    Operator operator = office.operator(line.operands().get(1));
    office.settings().setTerms(operator, game, object(body), office.actor(), Authority.PLATFORM);
    office.operators().refresh();
    return show(office.operator(operator.code()), out);
  }

  private static int host(Office office, List<String> operands, PrintStream out)
      throws Misused, Refused {
    Operator operator = office.operator(operands.get(1));
    OperatorSettings settings = office.settings();
    String host = operands.get(3);
    switch (operands.get(2)) {
      case "add" -> {
        switch (settings.addHost(operator, host, office.actor())) {
          case ADDED -> out.println(operator.code() + "'s players come in at " + host);
          case TAKEN -> throw new Refused(host + " is another operator's");
          case TOO_MANY -> throw new Refused(operator.code() + " has no room for more hosts");
        }
      }
      case "remove" -> {
        if (!settings.removeHost(operator, host, office.actor())) {
          throw new Refused(host + " is not " + operator.code() + "'s");
        }
        out.println(host + " is nobody's now: who comes in there is at the house");
      }
      default -> throw new Misused("a host is added or removed, not " + operands.get(2));
    }
    return Main.DONE;
  }

  /// JSON that is taken over as it was typed.
  private record Document(String text) {}

  private static JsonObject object(Map<String, Object> body) {
    List<String> fields = new ArrayList<>();
    body.forEach((name, value) -> fields.add(Json.text(name) + ":" + json(value)));
    return JsonObject.parse(
        ("{" + String.join(",", fields) + "}").getBytes(StandardCharsets.UTF_8));
  }

  private static String json(Object value) {
    return switch (value) {
      case Document document -> document.text();
      case String text -> Json.text(text);
      default -> value.toString();
    };
  }

  private static void put(Map<String, Object> body, String name, @Nullable Object value) {
    if (value != null) {
      body.put(name, value);
    }
  }

  private static @Nullable Boolean flag(CommandLine line, String option) throws Misused {
    Optional<String> text = line.value(option);
    return text.isEmpty() ? null : isOn(text.get());
  }

  private static Boolean isOn(String text) throws Misused {
    return switch (text) {
      case "on" -> true;
      case "off" -> false;
      default -> throw new Misused("that is on or off, not " + text);
    };
  }

  private static @Nullable Long minor(CommandLine line, String option, long min) throws Misused {
    OptionalLong number = line.number(option, min, 1_000_000_000_000L);
    return number.isPresent() ? number.getAsLong() : null;
  }

  private static String onOff(boolean isOn) {
    return isOn ? "on" : "off";
  }
}
