package dev.pitboss.server.administration;

import dev.pitboss.cli.Arguments;
import dev.pitboss.cli.UsageException;
import dev.pitboss.server.commands.JsonText;
import dev.pitboss.server.commands.Refused;
import dev.pitboss.server.commands.Terminal;
import dev.pitboss.server.games.Game;
import dev.pitboss.server.json.InvalidInput;
import dev.pitboss.server.json.JsonObject;
import dev.pitboss.server.json.JsonValue;
import dev.pitboss.server.json.JsonWriter;
import dev.pitboss.server.operators.Authority;
import dev.pitboss.server.operators.Branding;
import dev.pitboss.server.operators.CurrencyCode;
import dev.pitboss.server.operators.GameOffer;
import dev.pitboss.server.operators.GameTerms;
import dev.pitboss.server.operators.KeyHolder;
import dev.pitboss.server.operators.Operator;
import dev.pitboss.server.operators.OperatorSettings;
import dev.pitboss.server.operators.Operators;
import dev.pitboss.server.operators.RefillTerms;
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
  private OperatorCommand() {}

  static int run(Arguments line, Terminal terminal) throws UsageException, Refused, IOException {
    try (Office office = Office.open(line, terminal)) {
      return switch (line.verb()) {
        case "list" -> list(office, line, terminal.out());
        case "create" -> create(office, line, terminal.out());
        case "show" -> show(office, office.operator(line.operand(0)), line, terminal.out());
        case "set" -> set(office, line, terminal.out());
        case "game" -> game(office, line, terminal.out());
        case "host" -> host(office, line.operands(), terminal.out());
        default ->
            KeyDesk.run(
                office.keys(),
                KeyHolder.of(office.operator(line.operand(0))),
                line.operands().subList(1, line.operands().size()),
                office.actor(),
                line,
                terminal.out());
      };
    }
  }

  private static int list(Office office, Arguments line, PrintStream out) {
    Listing listing =
        new Listing("code", "name", "currency", "jurisdiction", "bets", "guests", "hosts");
    boolean isJson = line.has(Office.JSON);
    office.operators().all().stream()
        .sorted(Comparator.comparingInt(Operator::operatorId))
        .forEach(operator ->
            listing.row(
                operator.code(),
                operator.name(),
                operator.currency(),
                operator.jurisdiction(),
                isJson ? (Object) operator.takesBets() : onOff(operator.takesBets()),
                isJson ? (Object) operator.takesGuests() : onOff(operator.takesGuests()),
                operator.hosts()));
    listing.printTo(out, line);
    return AdministrationProgram.DONE;
  }

  private static int show(Office office, Operator operator, Arguments line, PrintStream out)
      throws Refused, IOException {
    CurrencyCode currency = CurrencyCode.of(operator.currency());
    Listing games = games(operator, office.games(operator), line.has(Office.JSON));
    if (!line.has(Office.JSON)) {
      out.println("%s, %s".formatted(operator.code(), operator.name()));
    }
    new Facts()
        .addForPrograms("code", operator.code())
        .addForPrograms("name", operator.name())
        .add("currency", "currency", operator.currency())
        .add("bets", onOff(operator.takesBets()), "bets", operator.takesBets())
        .add("guests", onOff(operator.takesGuests()), "guests", operator.takesGuests())
        .add(
            "welcome grant",
            currency.amount(operator.welcomeGrant()),
            "welcomeGrant",
            operator.welcomeGrant())
        .add(
            "max grant",
            currency.amount(operator.maxWelcomeGrant()),
            "maxWelcomeGrant",
            operator.maxWelcomeGrant())
        .addForPrograms("refill", refill(operator))
        .addForPeople("refill", refillText(operator, currency))
        .add(
            "second factor",
            onOff(operator.needsSecondFactor()),
            "secondFactor",
            operator.needsSecondFactor())
        .add("jurisdiction", "jurisdiction", operator.jurisdiction())
        .add("time zone", "timeZone", operator.zone().getId())
        .add("hosts", String.join(", ", operator.hosts()), "hosts", operator.hosts())
        .addForPrograms("branding", new JsonText.Raw(operator.branding().text()))
        .addForPeople("branding", brandingText(operator.branding()))
        .addForPrograms("games", games.objects())
        .printTo(out, line);
    if (!line.has(Office.JSON)) {
      out.println();
      games.printTo(out, line);
    }
    return AdministrationProgram.DONE;
  }

  /// What is set of it, by the names that `--branding` takes.
  private static String brandingText(Branding branding) {
    List<String> set = new ArrayList<>();
    JsonValue.parse(branding.text())
        .fields()
        .forEach((name, value) -> {
          if (value.raw() != null) {
            set.add(name + " " + value.raw());
          }
        });
    return set.isEmpty() ? "as the casino's own" : String.join(", ", set);
  }

  private static Map<String, Object> refill(Operator operator) {
    RefillTerms refill = operator.refill();
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("amount", refill.amount());
    fields.put("below", refill.below());
    fields.put("intervalMinutes", refill.minutes());
    return fields;
  }

  private static String refillText(Operator operator, CurrencyCode currency) {
    RefillTerms refill = operator.refill();
    return refill.isOffered()
        ? "%s below %s, every %d minutes"
            .formatted(
                currency.amount(refill.amount()), currency.amount(refill.below()), refill.minutes())
        : "none";
  }

  /// For programs minor units, for people with the currency.
  private static Object amount(long minor, CurrencyCode currency, boolean isJson) {
    return isJson ? (Object) minor : currency.amount(minor);
  }

  private static Listing games(Operator operator, List<Game> offered, boolean isJson) {
    CurrencyCode currency = CurrencyCode.of(operator.currency());
    Listing games = new Listing("game", "offered", "min stake", "max stake", "max payout");
    for (Game game : offered) {
      GameTerms terms = operator.games().getOrDefault(game.id(), GameTerms.AS_THE_GAME);
      games.row(
          game.id(),
          isJson ? (Object) terms.isOn() : onOff(terms.isOn()),
          amount(terms.minStakeOr(game.limits().min()), currency, isJson),
          amount(terms.maxStakeOr(game.limits().max()), currency, isJson),
          terms.maxPayout() == null ? null : amount(terms.maxPayout(), currency, isJson));
    }
    return games;
  }

  private static int create(Office office, Arguments line, PrintStream out)
      throws UsageException, Refused, IOException {
    String code = line.operand(0);
    Map<String, Object> body = said(line, line.value("--currency").orElse(""));
    body.put("code", code);
    line.value("--currency").ifPresent(currency -> body.put("currency", currency));
    Optional<Integer> id = office.settings().create(object(body), office.actor());
    if (id.isEmpty()) {
      office.operators().refresh();
      throw new Refused(
          office.operators().byCode(code).isPresent()
              ? "operator " + code + " already exists"
              : "the maximum of %d operators is reached".formatted(Operators.MAX_OPERATORS));
    }
    office.operators().refresh();
    return show(office, office.operator(code), line, out);
  }

  private static int set(Office office, Arguments line, PrintStream out)
      throws UsageException, Refused, IOException {
    Operator operator = office.operator(line.operand(0));
    Map<String, Object> body = said(line, operator.currency());
    if (body.isEmpty()) {
      throw new UsageException("set takes at least one option: --name, --bets, --guests and so on");
    }
    office.settings().change(operator, object(body), office.actor(), Authority.PLATFORM);
    office.operators().refresh();
    return show(office, office.operator(operator.code()), line, out);
  }

  private static Map<String, Object> said(Arguments line, String currency) throws UsageException {
    Map<String, Object> body = new LinkedHashMap<>();
    line.value("--name").ifPresent(name -> body.put("name", name));
    put(body, "takesBets", flag(line, "--bets"));
    put(body, "takesGuests", flag(line, "--guests"));
    put(body, "welcomeGrant", amount(line, "--welcome-grant", 0, currency));
    put(body, "maxWelcomeGrant", amount(line, "--max-welcome-grant", 0, currency));
    Map<String, Object> refill = new LinkedHashMap<>();
    put(refill, "amount", amount(line, "--refill-amount", 0, currency));
    put(refill, "below", amount(line, "--refill-below", 1, currency));
    OptionalLong minutes = line.number("--refill-minutes");
    put(refill, "intervalMinutes", minutes.isPresent() ? (Long) minutes.getAsLong() : null);
    if (!refill.isEmpty()) {
      body.put("refill", new Document(JsonWriter.text(refill)));
    }
    put(body, "needsSecondFactor", flag(line, "--second-factor"));
    line.value("--jurisdiction").ifPresent(id -> body.put("jurisdiction", id));
    line.value("--time-zone").ifPresent(zone -> body.put("timeZone", zone));
    Optional<String> branding = line.value("--branding");
    if (branding.isPresent()) {
      requireObject("--branding", branding.get());
      put(body, "branding", new Document(branding.get()));
    }
    return body;
  }

  private static int game(Office office, Arguments line, PrintStream out)
      throws UsageException, Refused, IOException {
    String game = line.operand(1);
    Operator operator = office.operator(line.operand(0));
    List<Game> games = office.games(operator);
    GameOffer offer =
        games.stream()
            .filter(it -> it.id().equals(game))
            .findFirst()
            .orElseThrow(() ->
                new UsageException(
                    "no such game %s; known are %s"
                        .formatted(game, String.join(", ", games.stream().map(Game::id).toList()))))
            .offer();
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("on", isOn(line.operand(2)));
    put(body, "minStake", stake(line, "--min-stake", offer, operator.currency()));
    put(body, "maxStake", stake(line, "--max-stake", offer, operator.currency()));
    put(body, "maxPayout", amount(line, "--max-payout", 1, operator.currency()));
    office.settings().setTerms(operator, offer, object(body), office.actor(), Authority.PLATFORM);
    office.operators().refresh();
    return show(office, office.operator(operator.code()), line, out);
  }

  private static int host(Office office, List<String> operands, PrintStream out)
      throws UsageException, Refused, IOException {
    Operator operator = office.operator(operands.get(0));
    OperatorSettings settings = office.settings();
    String host = operands.get(2);
    boolean isKnown = operator.hosts().contains(host);
    switch (operands.get(1)) {
      case "add" -> {
        switch (settings.addHost(operator, host, office.actor())) {
          case ADDED ->
              out.println(
                  isKnown
                      ? "%s is a host of %s already".formatted(host, operator.code())
                      : "players reach %s at %s".formatted(operator.code(), host));
          case TAKEN -> throw new Refused(host + " is another operator's");
          case TOO_MANY -> throw new Refused(operator.code() + " has the maximum number of hosts");
        }
      }
      case "remove" -> {
        if (!settings.removeHost(operator, host, office.actor())) {
          throw new Refused(host + " is not " + operator.code() + "'s");
        }
        out.println(host + " belongs to no operator now");
      }
      default ->
          throw new UsageException(
              "the form is: pitboss operator host CODE add|remove HOST, got " + operands.get(1));
    }
    return AdministrationProgram.DONE;
  }

  /// JSON that is taken over as it was typed.
  private record Document(String text) {}

  private static JsonObject object(Map<String, Object> body) {
    List<String> fields = new ArrayList<>();
    body.forEach((name, value) -> fields.add(JsonWriter.text(name) + ":" + json(value)));
    return JsonObject.parse(
        ("{" + String.join(",", fields) + "}").getBytes(StandardCharsets.UTF_8));
  }

  private static String json(Object value) {
    return switch (value) {
      case Document document -> document.text();
      case String text -> JsonWriter.text(text);
      default -> value.toString();
    };
  }

  private static void put(Map<String, Object> body, String name, @Nullable Object value) {
    if (value != null) {
      body.put(name, value);
    }
  }

  /// The API's message about a body would name something that was not typed.
  private static void requireObject(String option, String json) throws UsageException {
    try {
      JsonObject.parse(json.getBytes(StandardCharsets.UTF_8));
    } catch (InvalidInput invalid) {
      throw new UsageException(
          option + " takes one JSON object: " + invalid.reason().replace("the body", "it"));
    }
  }

  private static @Nullable Boolean flag(Arguments line, String option) throws UsageException {
    Optional<String> text = line.value(option);
    return text.isEmpty() ? null : isOn(text.get());
  }

  private static Boolean isOn(String text) throws UsageException {
    return switch (text) {
      case "on" -> true;
      case "off" -> false;
      default -> throw new UsageException("the value must be on or off, got " + text);
    };
  }

  private static @Nullable Long amount(Arguments line, String option, long min, String currency)
      throws UsageException {
    OptionalLong number = AmountOption.of(line, option, min, currency);
    return number.isPresent() ? number.getAsLong() : null;
  }

  /// A limit of stakes that rounds of the game can have.
  private static @Nullable Long stake(
      Arguments line, String option, GameOffer game, String currency) throws UsageException {
    Long stake = amount(line, option, 1, currency);
    CurrencyCode in = CurrencyCode.of(currency);
    if (stake != null && !game.isWithin(stake)) {
      throw new UsageException(
          "%s must be %s to %s, the game's own limits, got %s"
              .formatted(
                  option,
                  in.decimal(game.minStake()),
                  in.amount(game.maxStake()),
                  in.decimal(stake)));
    }
    if (stake != null && !game.isOnStep(stake)) {
      throw new UsageException(
          "%s must be a multiple of %s, got %s"
              .formatted(option, in.amount(game.stakeStep()), in.decimal(stake)));
    }
    return stake;
  }

  private static String onOff(boolean isOn) {
    return isOn ? "on" : "off";
  }
}
