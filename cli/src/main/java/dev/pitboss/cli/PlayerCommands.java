package dev.pitboss.cli;

import static dev.pitboss.cli.CasinoOptions.noun;
import static dev.pitboss.cli.CasinoOptions.verb;
import static dev.pitboss.cli.Specs.flag;
import static dev.pitboss.cli.Specs.number;
import static dev.pitboss.cli.Specs.operand;
import static dev.pitboss.cli.Specs.option;
import static dev.pitboss.cli.Specs.required;

import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

/// The grammar of the commands about players, adjustments of their balances, and the books.
final class PlayerCommands {
  /// Years of days; the report has its own bound.
  private static final int MAX_DAYS = 9_999;

  private static final String PLAYER =
      """
      Finds, shows and unlocks players.\
      """;

  private static final String ADJUSTMENT =
      """
      Requests and decides adjustments of balances. Money given to players or taken back by hand \
      takes two people; the command line counts as one person, whichever user runs it. A request \
      of the command line is the platform's: a member of staff approves it, within three days. \
      `approve` and `reject` decide what staff requested.\
      """;

  private static final String REQUEST =
      """
      Requests an adjustment of a player's balance. AMOUNT is in units of the player's currency, \
      as 10.50 or 10,50; a negative one is taken back: --amount=-10.50. What was understood is \
      shown, and counts with --yes, or once it is confirmed at a terminal.\
      """;

  private static final String AUDIT =
      """
      Verifies or exports the audit trail.\
      """;

  private static final String ARCHIVE =
      """
      Moves months of bets from the database into files, one a month, in the folder archive of \
      --data. Rounds in them are still found by their ref, and settle no second time. Every server \
      of the casino needs the files.\
      """;

  private static final String ARCHIVE_WRITE =
      """
      Archives the oldest months. A month's table goes when its file was written, read back and \
      compared, bet by bet. The casino may be running. The last three whole months always stay.\
      """;

  private static final String ARCHIVE_VERIFY =
      """
      Compares every file with what the database remembers of it. Exits with 1 when one is missing \
      or was changed.\
      """;

  private static final String AUDIT_VERIFY =
      """
      Verifies the whole chain of the audit trail and names the first broken link. Needs the \
      casino's key beside the database: --data, with --database-url too. Prints the head; note it \
      elsewhere, and give it to a later verify to prove that nothing was cut off since.\
      """;

  private static final String GGR =
      """
      Shows gross gaming revenue: what was staked less what was paid, by day, operator and game. \
      For at most 92 days, as 2026-05-31; today unless said otherwise. Days are UTC's, or of a \
      single operator its own.\
      """;

  private PlayerCommands() {}

  static void addTo(Map<String, Supplier<CommandSpec>> nouns) {
    nouns.put("player", PlayerCommands::player);
    nouns.put("adjustment", PlayerCommands::adjustment);
    nouns.put("archive", PlayerCommands::archive);
    nouns.put("audit", PlayerCommands::audit);
    nouns.put("report", PlayerCommands::report);
  }

  private static ArgSpec onlyOperator() {
    return option("--operator CODE", Specs.TEXT, "only this operator (default: all)");
  }

  private static CommandSpec player() {
    CommandSpec noun = noun("player", PLAYER);
    verb(
        noun,
        "find",
        "Lists the player with that id and players with that name prefix, at most 50.",
        operand("NAME|ID", "player"),
        onlyOperator());
    verb(
        noun,
        "show",
        "Shows balance, sessions and latest non-game transactions of a player.",
        operand("ID", "player"));
    verb(
        noun,
        "unlock",
        "Lets a player who was locked out after wrong passwords sign in again. It is in the audit"
            + " trail.",
        operand("ID", "player"));
    return noun;
  }

  private static CommandSpec adjustment() {
    CommandSpec noun = noun("adjustment", ADJUSTMENT);
    verb(
        noun,
        "list",
        "Lists adjustments.",
        flag("--waiting", "only those that can be decided"),
        onlyOperator());
    verb(
        noun,
        "request",
        REQUEST,
        operand("PLAYER", "player"),
        required("--amount AMOUNT", Specs.TEXT, "in units of the player's currency"),
        required("--reason TEXT", Specs.TEXT, "why, for the audit trail"),
        flag("--yes", "do not ask for confirmation"));
    verb(noun, "approve", "Approves what staff requested.", operand("ID", "adjustment"));
    verb(noun, "reject", "Rejects what staff requested.", operand("ID", "adjustment"));
    return noun;
  }

  private static CommandSpec archive() {
    CommandSpec noun = noun("archive", ARCHIVE);
    verb(noun, "list", "Lists the months of bets, and the file of each that is archived.");
    verb(
        noun,
        "write",
        ARCHIVE_WRITE,
        option(
            "--before MONTH",
            Specs.TEXT,
            "the first month that stays, as 2026-01 (default: 13 months ago)"));
    verb(noun, "verify", ARCHIVE_VERIFY);
    return noun;
  }

  private static CommandSpec audit() {
    CommandSpec noun = noun("audit", AUDIT);
    verb(
        noun,
        "verify",
        AUDIT_VERIFY,
        option(
            "--head POSITION:HASH",
            Specs.TEXT,
            "a head printed earlier, which must still be in the chain"));
    verb(
        noun,
        "export",
        "Writes every entry of the audit trail as a line of JSON.",
        option("--after ID", number(0, Long.MAX_VALUE), "only entries after that one"));
    return noun;
  }

  private static CommandSpec report() {
    CommandSpec noun =
        noun("report", "Reports what the house took and paid, and whether the books agree.");
    verb(
        noun,
        "ggr",
        GGR,
        option("--from DAY", Specs.TEXT, "the first day (default: today)"),
        option("--to DAY", Specs.TEXT, "the last day (default: today)"),
        option("--zone ZONE", Specs.TEXT, "zone of the days"),
        onlyOperator(),
        flag("--csv", "for a spreadsheet"));
    verb(
        noun,
        "reconcile",
        "Compares rounds, accounts and entries with each other. Exits with 1 when they differ.",
        onlyOperator());
    verb(
        noun,
        "power",
        "Lists actions that gave power over money.",
        option("--days N", number(0, MAX_DAYS), "in the last days (default 30)"),
        onlyOperator(),
        flag("--csv", "for a spreadsheet"));
    return noun;
  }
}
