package dev.pitboss.cli;

import static dev.pitboss.cli.CasinoOptions.noun;
import static dev.pitboss.cli.CasinoOptions.verb;
import static dev.pitboss.cli.Specs.operand;
import static dev.pitboss.cli.Specs.option;
import static dev.pitboss.cli.Specs.required;

import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;

/// The grammar of the commands about games that others made.
final class GameCommands {
  private static final String GAME =
      """
      Imports, exports, lists and removes published games. A published game is a folder with index.json, and \
      a table of weights and compressed books for each mode (docs/published-games.md). A running \
      casino offers an imported game two seconds later.\
      """;

  private static final String IMPORT =
      """
      Imports a published folder, whole or not at all. Every rule of the format is checked first; a \
      message names file and line. Content is kept in the casino's data folder by its hash, so the \
      same folder again changes nothing. Another folder under the same id is a new version: rounds \
      of the old one can still be replayed and verified. Prints the exact RTP of each mode.\
      """;

  private static final String EXPORT =
      """
      Writes a slot machine of ours as a studio publishes a game: index.json, a table of weights and \
      compressed books. Rounds without free spins have their exact chances; a sample of rounds with \
      free spins has weights under which the return is that of the machine, to the last digit.\
      """;

  private static final String REMOVE =
      """
      Removes an imported game that no round was played of. While rounds need it, it is kept: switch \
      it off with `pitboss operator game`.\
      """;

  private GameCommands() {}

  static void addTo(Map<String, Supplier<CommandSpec>> nouns) {
    nouns.put("game", GameCommands::game);
  }

  private static CommandSpec game() {
    CommandSpec noun = noun("game", GAME);
    verb(
        noun,
        "import",
        IMPORT,
        operand("DIR", "published folder"),
        required("--id ID", Specs.GIVEN, "id of the game here: lower-case words, as night-run"),
        option("--front DIR", Specs.GIVEN, "the studio's front end: static files with index.html"),
        option("--operator CODE", Specs.GIVEN, "offer it at this operator only (default: at all)"));
    verb(
        noun,
        "export",
        EXPORT,
        operand("MACHINE", "slots-20, or a machine file"),
        operand("DIR", "folder to write; must not be there"));
    verb(noun, "list", "Lists the imported games.");
    verb(noun, "remove", REMOVE, operand("ID", "game"));
    return noun;
  }
}
