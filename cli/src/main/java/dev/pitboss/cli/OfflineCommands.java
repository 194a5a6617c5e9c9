package dev.pitboss.cli;

import static dev.pitboss.cli.Specs.command;
import static dev.pitboss.cli.Specs.ending;
import static dev.pitboss.cli.Specs.flag;
import static dev.pitboss.cli.Specs.number;
import static dev.pitboss.cli.Specs.operand;
import static dev.pitboss.cli.Specs.option;

import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// The grammar of the commands that need no casino.
final class OfflineCommands {
  private static final long MAX_ROUNDS = 1_000_000_000_000_000L;
  private static final int MAX_CORES = 1024;

  private static final String PAR =
      """
      Prints the exact mathematics of a game, a machine file or a published game. GAME is slots, \
      slots-20, roulette, blackjack, baccarat, crash, dice, limbo, plinko, wheel, keno, or the id of \
      an imported game; FILE describes a slot machine in JSON (- for standard input; \
      docs/machines.md has the format); DIR is a folder as studios publish it \
      (docs/published-games.md). Printed are return to player, house edge, hit frequency, \
      volatility, max win, and what the return is made of. A round that gives a stake back is a \
      hit. All figures include what a machine's limits take.\
      """;

  private static final String SIMULATE =
      """
      Plays millions of rounds of a game, a machine file or a published game. Prints what they \
      paid beside what they should have. GAME is slots, slots-20, roulette, blackjack (by basic \
      strategy), baccarat, crash, dice, limbo, plinko, wheel, keno, or the id of an imported game; \
      FILE describes a slot machine in JSON (- for standard input); DIR is a folder as studios \
      publish it. With fewer than 1 000 rounds, or than 25 hits expected, it gives no verdict. \
      Ctrl-C ends it early and prints what there is.\
      """;

  private static final String VERIFY =
      """
      Verifies a round from its seeds, without the casino. Plays it again from its bet, its rules \
      and its seeds, and says whether it is VALID: the server seed is the one committed to, and \
      result, stake, payout and balances follow. Needs only the round, as GET \
      /api/casino/rounds/{ref} gives it once its seed is revealed: saved in FILE (- for standard \
      input), or fetched by its REF from the casino at --url. Time and ref do not follow from the \
      seeds, so they are not checked.\
      """;

  private OfflineCommands() {}

  static void addTo(Map<String, Supplier<CommandSpec>> nouns) {
    nouns.put(
        "par",
        () ->
            ending(
                command(
                    "par",
                    PAR,
                    operand("GAME|FILE|DIR", "game, machine file or folder"),
                    data(),
                    flag("--json", "as JSON, with fractions in full")),
                "Exit codes: 0 done, 2 usage error, or an invalid file."));
    nouns.put("simulate", OfflineCommands::simulate);
    nouns.put("verify", OfflineCommands::verify);
  }

  private static OptionSpec data() {
    return option(
        "--data DIR",
        Specs.GIVEN,
        "folder of the casino that has imported the game (default ~/.local/share/pitboss)");
  }

  private static CommandSpec simulate() {
    return ending(
        command(
            "simulate",
            SIMULATE,
            operand("GAME|FILE|DIR", "game, machine file or folder"),
            option(
                "--rounds N",
                number(1, MAX_ROUNDS),
                "how many, digits grouped by _ if you like (default 10_000_000)"),
            option(
                "--seed S",
                number(Long.MIN_VALUE, Long.MAX_VALUE),
                "a whole number; the same rounds and seed give the same output to the last digit,"
                    + " on any number of cores (default: a random one, which is printed)"),
            option(
                "--bet BET",
                Specs.TEXT,
                "which of the bets in the game's PAR sheet (default: its first)"),
            option(
                "--cores N",
                number(1, MAX_CORES),
                "how many threads play (default: as many as there are cores)"),
            data(),
            flag("--json", "as JSON")),
        "Exit codes: 0 done, 2 usage error, or an invalid file.");
  }

  private static CommandSpec verify() {
    return ending(
        command(
            "verify",
            VERIFY,
            operand("FILE|REF", "round, by its file or ref"),
            option(
                "--url URL",
                Specs.TEXT,
                "fetch the round of that ref, with the session token of its player in"
                    + " PITBOSS_TOKEN (`token` of POST /api/session/login)"),
            option(
                "--rules FILE|DIR",
                Specs.TEXT,
                "what the round was played by, if it is not today's: the machine document, or the"
                    + " published folder"),
            data(),
            flag("--draws", "show every draw, to be done again by hand")),
        "Exit codes: 0 valid, 1 not valid, 2 could not be verified.");
  }
}
