package dev.pitboss.cli;

import static dev.pitboss.cli.CasinoOptions.noun;
import static dev.pitboss.cli.CasinoOptions.verb;
import static dev.pitboss.cli.Specs.choice;
import static dev.pitboss.cli.Specs.number;
import static dev.pitboss.cli.Specs.operand;
import static dev.pitboss.cli.Specs.option;
import static dev.pitboss.cli.Specs.optional;
import static dev.pitboss.cli.Specs.required;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

/// The grammar of the commands about operators, their staff, providers and wallets.
final class TenantCommands {
  private static final String OPERATOR =
      """
      Creates and configures operators, the tenants of the casino. Money is in units of the \
      operator's currency. A running casino uses a change two seconds later.\
      """;

  private static final String SET =
      """
      Changes settings of an operator; those not given stay. With --second-factor on staff do \
      nothing before they have set one; the house's is for the platform's staff. \
      --max-welcome-grant is the largest bonus the operator's own staff can approve. With play \
      chips a registered player whose balance is below --refill-below can have --refill-amount \
      again (0: none) every --refill-minutes; an operator in money gives none.\
      """;

  private static final String GAME =
      """
      Sets whether an operator offers a game, and its limits. Limits not given are the game's own; `off` \
      alone leaves the limits.\
      """;

  private static final String STAFF =
      """
      Manages staff accounts and their roles. Without --operator an account is the platform's and \
      sees every operator. An auditor reads everything and changes nothing. The password is asked \
      for, or read from the first line of --password-file FILE (- for standard input), or from \
      PITBOSS_STAFF_PASSWORD; it has 12 characters or more. Its owner chooses another at the first \
      sign-in, before the account can do anything.\
      """;

  private static final String PROVIDER =
      """
      Manages game providers and their keys. Providers are sportsbooks and others whose bets move \
      the money of an operator's players. A disabled one gets no players and takes no bets; wins \
      and rollbacks of its bets are still taken, by its keys. A running casino knows of a revoked \
      key two seconds later.\
      """;

  private static final String WALLET =
      """
      Manages operators with an external wallet. An operator's own wallet is called at the URL, \
      signed with a key of the operator's own. Bets whose settlement the wallet refused are disputes.\
      """;

  private static final String RECONCILE =
      """
      Compares our book of bets with the wallet's: bets that began in that time, today's without \
      options. Days are the operator's, times as 2026-05-31T12:00:00Z. Exits with 1 when the books \
      differ.\
      """;

  private static final String SETTLE =
      """
      Decides a disputed bet: `retry` tells the wallet again, `close` writes down that its \
      operator has set things right.\
      """;

  private static final String KEY = "A key's secret is shown once; two are active at most.";

  private TenantCommands() {}

  static void addTo(Map<String, Supplier<CommandSpec>> nouns) {
    nouns.put("operator", TenantCommands::operator);
    nouns.put("staff", TenantCommands::staff);
    nouns.put("provider", TenantCommands::provider);
    nouns.put("wallet", TenantCommands::wallet);
  }

  private static CommandSpec operator() {
    CommandSpec noun = noun("operator", OPERATOR);
    verb(noun, "list", "Lists the operators.");
    verb(noun, "show", "Shows an operator, its settings and games.", operand("CODE", "operator"));
    List<ArgSpec> create =
        new ArrayList<>(
            List.of(
                operand("CODE", "operator"),
                required("--name NAME", Specs.TEXT, "name for people"),
                required("--currency CODE", Specs.TEXT, "ISO 4217 code, or CHIP")));
    create.addAll(settings());
    verb(noun, "create", "Creates an operator.", create.toArray(ArgSpec[]::new));
    List<ArgSpec> set =
        new ArrayList<>(
            List.of(
                operand("CODE", "operator"), option("--name NAME", Specs.TEXT, "name for people")));
    set.addAll(settings());
    verb(noun, "set", SET, set.toArray(ArgSpec[]::new));
    verb(
        noun,
        "game",
        GAME,
        operand("CODE", "operator"),
        operand("GAME", "game"),
        operand("on|off", "switch"),
        option("--min-stake AMOUNT", Specs.TEXT, "per round (default: the game's own)"),
        option("--max-stake AMOUNT", Specs.TEXT, "per round (default: the game's own)"),
        option("--max-payout AMOUNT", Specs.TEXT, "most that one bet may be paid"));
    verb(
        noun,
        "host",
        "Adds or removes a host name of an operator.",
        operand("CODE", "operator"),
        operand("add|remove", "change"),
        operand("HOST", "host"));
    verb(
        noun,
        "key",
        "Lists, creates or revokes keys of an operator. " + KEY,
        operand("CODE", "operator"),
        operand("list|create|revoke", "change"),
        optional("KEY", "key to revoke"));
    return noun;
  }

  private static List<ArgSpec> settings() {
    return List.of(
        option("--bets on|off", choice("on", "off"), "whether bets are accepted"),
        option("--guests on|off", choice("on", "off"), "whether guests may play"),
        option("--welcome-grant AMOUNT", Specs.TEXT, "welcome bonus of a new player"),
        option("--max-welcome-grant AMOUNT", Specs.TEXT, "largest bonus its own staff can approve"),
        option("--refill-amount AMOUNT", Specs.TEXT, "play chips per refill; 0: none"),
        option("--refill-below AMOUNT", Specs.TEXT, "balance below which a refill is available"),
        option(
            "--refill-minutes N",
            number(1, Integer.MAX_VALUE),
            "minutes between two refills (default 240)"),
        option(
            "--jurisdiction ID",
            Specs.GIVEN,
            "rules of responsible play: social, measured or strict; required with money"),
        option("--time-zone ZONE", Specs.TEXT, "zone of days, weeks and months, as Europe/Malta"),
        option(
            "--branding JSON", Specs.TEXT, "replaces logo text, colours and links: a JSON object"),
        option(
            "--second-factor on|off",
            choice("on", "off"),
            "whether staff must set up a second factor"));
  }

  private static CommandSpec staff() {
    CommandSpec noun = noun("staff", STAFF);
    verb(noun, "list", "Lists the staff accounts.");
    verb(
        noun,
        "create",
        "Creates a staff account.",
        operand("USERNAME", "username"),
        required("--role ROLE", Specs.GIVEN, "manager or auditor"),
        option("--operator CODE", Specs.TEXT, "the operator it belongs to (default: the platform)"),
        passwordFile());
    verb(
        noun,
        "password",
        "Sets another password, to be changed by its owner.",
        operand("USERNAME", "username"),
        passwordFile());
    verb(noun, "disable", "Disables an account.", operand("USERNAME", "username"));
    verb(
        noun,
        "reset-second-factor",
        "Removes a lost second factor: the password alone lets its owner in again.",
        operand("USERNAME", "username"));
    verb(
        noun,
        "confirm",
        "Confirms an account that a colleague created or reset. Once its owner has changed the"
            + " password, it counts as a second person beside that colleague.",
        operand("USERNAME", "username"));
    return noun;
  }

  private static ArgSpec passwordFile() {
    return option(
        "--password-file FILE", Specs.TEXT, "its first line is the password; - for standard input");
  }

  private static CommandSpec provider() {
    CommandSpec noun = noun("provider", PROVIDER);
    ArgSpec operator = operand("OPERATOR", "operator");
    ArgSpec provider = operand("PROVIDER", "provider");
    verb(noun, "list", "Lists the providers of an operator.", operator);
    verb(
        noun,
        "create",
        "Creates a provider.",
        operator,
        provider,
        required("--name NAME", Specs.TEXT, "name for people"));
    verb(noun, "disable", "Disables a provider.", operator, provider);
    verb(noun, "enable", "Enables a provider again.", operator, provider);
    verb(
        noun,
        "limits",
        "Sets what a provider may pay players beyond their stakes in a day of UTC.",
        operator,
        provider,
        required("--gain-per-day AMOUNT", Specs.TEXT, "in all"),
        required("--promotional-per-day AMOUNT", Specs.TEXT, "for bets without a stake"));
    verb(
        noun,
        "key",
        "Lists, creates or revokes keys of a provider. " + KEY,
        operator,
        provider,
        operand("list|create|revoke", "change"),
        optional("KEY", "key to revoke"));
    return noun;
  }

  private static CommandSpec wallet() {
    CommandSpec noun = noun("wallet", WALLET);
    ArgSpec operator = operand("OPERATOR", "operator");
    verb(noun, "show", "Shows the external wallet of an operator.", operator);
    verb(
        noun,
        "keep-at",
        "Connects an operator's own (seamless) wallet, which keeps its players' money from then on.",
        operator,
        operand("URL", "wallet's URL"),
        required("--key KEY", Specs.TEXT, "to sign with, of `pitboss operator key`"));
    verb(
        noun,
        "end",
        "Ends the use of the external wallet. Refused while bets there have not ended.",
        operator);
    verb(
        noun,
        "reconcile",
        RECONCILE,
        operator,
        option("--day DAY", Specs.TEXT, "as 2026-05-31 (default: today)"),
        option("--from TIME", Specs.TEXT, "the first moment"),
        option("--to TIME", Specs.TEXT, "the end, exclusive (default: now)"),
        Specs.flag("--csv", "for a spreadsheet"));
    verb(noun, "disputes", "Lists the disputed bets of an operator.", operator);
    verb(
        noun,
        "dispute",
        "Shows a disputed bet: what was refused, and what the wallet's book has.",
        operator,
        operand("REF", "round"));
    verb(
        noun,
        "settle",
        SETTLE,
        operator,
        operand("REF", "round"),
        operand("retry|close", "decision"),
        required("--reason TEXT", Specs.TEXT, "why, for the audit trail"));
    return noun;
  }
}
