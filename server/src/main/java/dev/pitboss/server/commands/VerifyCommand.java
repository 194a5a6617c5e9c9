package dev.pitboss.server.commands;

import dev.pitboss.cli.Arguments;
import dev.pitboss.cli.UsageException;
import dev.pitboss.games.Rules;
import dev.pitboss.games.fair.Draw;
import dev.pitboss.server.games.BooksGame;
import dev.pitboss.server.games.Game;
import dev.pitboss.server.games.Games;
import dev.pitboss.server.json.InvalidInput;
import dev.pitboss.server.published.PublishedGame;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// `pitboss verify`: a saved round proven from its seeds.
final class VerifyCommand {
  private static final int SHOWN_WIDTH = 58;
  private static final Pattern REF =
      Pattern.compile("(?i)[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  private VerifyCommand() {}

  static int run(Arguments line, Terminal terminal) throws UsageException {
    String operand = line.operand(0);
    Optional<String> url = line.value("--url");
    String document =
        url.isPresent()
            ? new CasinoRounds(url.get(), terminal).document(operand)
            : saved(operand, terminal);
    RoundFile round = parse(operand, document);
    Game game = game(round, line, terminal);
    String serverSeed =
        round
            .fairness()
            .serverSeed()
            .orElseThrow(() ->
                new UsageException(
                    "fairness.serverSeed is not in the round: its seed is still in use. Rotate it"
                        + " (POST /api/casino/fairness/rotate) and save the round again"));
    RoundVerification proof = RoundVerification.of(round, game, serverSeed);
    print(round, proof, line.has("--draws"), terminal.out());
    return proof.isValid() ? OfflineProgram.DONE : OfflineProgram.NOT_VALID;
  }

  private static RoundFile parse(String name, String document) throws UsageException {
    try {
      return RoundFile.parse(document);
    } catch (InvalidInput refused) {
      throw new UsageException(
          "%s is not a round: %s"
              .formatted(
                  name.equals("-") ? "standard input" : name,
                  (refused.field() + " " + refused.reason()).strip()));
    }
  }

  /// The game by the very rules the round was played by. A saved round. A ref is taken for the name
  /// of a file only where such a file is.
  private static String saved(String operand, Terminal terminal) throws UsageException {
    if (REF.matcher(operand).matches() && !Files.exists(Path.of(operand))) {
      throw new UsageException(
          "a round is fetched from its casino: add --url, and the player's token in PITBOSS_TOKEN");
    }
    return terminal.read(operand);
  }

  private static Game game(RoundFile round, Arguments line, Terminal terminal)
      throws UsageException {
    RoundFile.Fairness fairness = round.fairness();
    Optional<String> rulesFile = line.value("--rules");
    Optional<Game> published = published(round, rulesFile, line, terminal);
    if (published.isPresent()) {
      return published.get();
    }
    if (rulesFile.isPresent()) {
      return underRules(round, new Rules(fairness.rulesVersion(), terminal.read(rulesFile.get())));
    }
    Optional<Game> offered = Games.named(round.game());
    if (offered.isEmpty()) {
      throw new UsageException(
          "game is '%s', which is not among %s; of a machine of your own give --rules FILE"
              .formatted(round.game(), String.join(", ", GameUnderTest.GAMES)));
    }
    Rules rules = offered.get().rules();
    if (!rules.hash().equals(fairness.rulesHash())) {
      throw new UsageException(
          """
          the round was played by other rules than this version has
            fairness.rulesHash  %s  %s
            this version's      %s  %s
          If they are a machine's, give its document with --rules FILE\
          """
              .formatted(
                  fairness.rulesHash(), fairness.rulesVersion(), rules.hash(), rules.version()));
    }
    return offered.get();
  }

  /// The published game the round was played with: in the folder given, or as it was imported.
  private static Optional<Game> published(
      RoundFile round, Optional<String> folder, Arguments line, Terminal terminal)
      throws UsageException {
    if (folder.isPresent()) {
      if (!PublishedGames.isFolder(folder.get())) {
        return Optional.empty();
      }
      PublishedGame game = PublishedGames.read(folder.get());
      requireRules(round, game.rules());
      return Optional.of(BooksGame.of(round.game(), game));
    }
    Rules named = new Rules(round.fairness().rulesVersion(), "named by the round");
    return PublishedGame.isPublished(named)
        ? Optional.of(
            BooksGame.of(
                round.game(), PublishedGames.open(round.fairness().rulesHash(), line, terminal)))
        : Optional.empty();
  }

  private static Game underRules(RoundFile round, Rules rules) throws UsageException {
    requireRules(round, rules);
    try {
      return Games.underRules(round.game(), rules);
    } catch (IllegalArgumentException | IllegalStateException refused) {
      throw new UsageException("--rules: " + refused.getMessage());
    }
  }

  private static void requireRules(RoundFile round, Rules rules) throws UsageException {
    if (!rules.hash().equals(round.fairness().rulesHash())) {
      throw new UsageException(
          """
          --rules is not what the round was played by
            fairness.rulesHash  %s
            of the file given   %s\
          """
              .formatted(round.fairness().rulesHash(), rules.hash()));
    }
  }

  private static void print(
      RoundFile round, RoundVerification proof, boolean showsDraws, PrintStream out) {
    out.println(round.game() + " round " + round.ref());
    out.println("settled " + round.at());
    out.println();
    for (RoundVerification.Check check : proof.checks()) {
      String shown = NumberFormats.padded(check.shown(), SHOWN_WIDTH);
      out.println(
          "%-12s%s  %s".formatted(check.name(), shown, check.fault().isEmpty() ? "ok" : "WRONG"));
    }
    out.println();
    if (showsDraws) {
      printDraws(proof.draws(), out);
    }
    if (proof.isValid()) {
      out.println("VALID");
    }
    proof.faults().forEach(fault -> out.println("NOT VALID: " + fault));
  }

  /// Draw 1 is the first; `at` counts the stream's bytes from 0.
  private static void printDraws(List<Draw> draws, PrintStream out) {
    TextTable table = new TextTable("draw", "at byte", "word", "below", "is");
    for (int i = 0; i < draws.size(); i++) {
      Draw draw = draws.get(i);
      table.row(
          Integer.toString(i + 1),
          Integer.toString(draw.cursor()),
          "%08x".formatted(draw.word()),
          Integer.toString(draw.bound()),
          Integer.toString(draw.value()));
    }
    table.printTo(out);
    out.println();
  }
}
