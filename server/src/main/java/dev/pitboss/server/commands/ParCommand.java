package dev.pitboss.server.commands;

import dev.pitboss.cli.Arguments;
import dev.pitboss.cli.UsageException;
import dev.pitboss.games.par.BetPar;
import dev.pitboss.games.par.Fraction;
import dev.pitboss.games.par.ParSheet;
import dev.pitboss.server.json.JsonWriter;
import java.io.PrintStream;
import java.util.List;

/// `pitboss par`: a game's PAR sheet as text or JSON.
final class ParCommand {
  /// Leaves room for the indent within 80 columns.
  private static final int FRACTION_WIDTH = 60;

  private final GameUnderTest subject;
  private final ParSheet sheet;
  private final PrintStream out;

  private ParCommand(GameUnderTest subject, ParSheet sheet, PrintStream out) {
    this.subject = subject;
    this.sheet = sheet;
    this.out = out;
  }

  static int run(Arguments line, Terminal terminal) throws UsageException {
    GameUnderTest subject = GameUnderTest.of(line, terminal);
    ParSheet sheet = subject.parSheet();
    if (line.has("--json")) {
      terminal.out().println(JsonWriter.text(ParDocument.of(subject, sheet)));
    } else {
      new ParCommand(subject, sheet, terminal.out()).print();
    }
    return OfflineProgram.DONE;
  }

  private void print() {
    out.println(sheet.game() + ", " + subject.title());
    out.println("rules " + subject.rules().version());
    out.println("SHA-256 " + subject.rules().hash());
    out.println();
    if (sheet.bets().size() == 1) {
      printBet(sheet.usualBet());
    } else {
      printBets();
    }
    for (BetPar bet : sheet.bets()) {
      if (bet.contributions().size() > 1) {
        out.println();
        printParts(bet);
      }
    }
    if (subject instanceof GameUnderTest.PublishedBooks published) {
      printBooks(published.figures());
    }
  }

  /// What only published games have: costs, weights, the odds of the top award.
  private void printBooks(List<ModeFigures> modes) {
    out.println();
    TextTable table = new TextTable("mode", "costs", "books", "payouts", "top award", "is one in");
    for (ModeFigures it : modes) {
      table.row(
          it.mode().name(),
          it.mode().cost().toPlainString() + " ×",
          NumberFormats.grouped(it.mode().table().size()),
          NumberFormats.grouped(it.distribution().payouts().size()),
          NumberFormats.multiple(it.par().maxWin()),
          NumberFormats.oneIn(it.topAwardFrequency()));
    }
    table.printTo(out);
    for (ModeFigures it : modes) {
      out.println(
          "sum of weights of %s: %s".formatted(it.mode().name(), it.mode().table().totalWeight()));
    }
    List<String> notes = ModeFigures.notes(modes);
    if (!notes.isEmpty()) {
      out.println();
      notes.forEach(note -> out.println("note: " + note));
    }
  }

  private void printBet(BetPar bet) {
    TextTable table = new TextTable("RTP", NumberFormats.percent(bet.rtp()));
    table.row("house edge", NumberFormats.percent(bet.houseEdge()));
    table.row("hit frequency", NumberFormats.percent(bet.hitFrequency()));
    table.row("one hit in", NumberFormats.oneIn(bet.hitFrequency()) + "  ");
    table.row("volatility σ", NumberFormats.sigma(bet.volatility()) + "  ");
    table.row(
        bet.measured().isPresent() ? "max win at most" : "max win",
        NumberFormats.multiple(bet.maxWin()));
    if (bet.lostToLimits() > 0) {
      table.row(
          bet.isFraction() ? "limits take at most" : "RTP lower by at most",
          NumberFormats.smallPercent(bet.lostToLimits()));
    }
    table.printTo(out);
    printMargins(bet);
    printExactly(
        bet.precision() == BetPar.Precision.EXACT ? "RTP exactly" : "RTP exactly, without limits",
        bet);
  }

  private void printMargins(BetPar bet) {
    bet.measured()
        .ifPresent(margins -> {
          out.println();
          out.println(
              "%s shows too many pictures to count; measured in %s rounds,"
                  .formatted(bet.bet(), NumberFormats.grouped(margins.rounds())));
          out.println(
              "with 99.9 %% confidence: hit frequency within %s, σ within %s"
                  .formatted(
                      NumberFormats.percent(margins.hitFrequency()),
                      NumberFormats.sigma(margins.volatility())));
        });
  }

  private void printBets() {
    TextTable table = new TextTable("bet", "RTP", "house edge", "hits", "σ", "max win");
    for (BetPar bet : sheet.bets()) {
      table.row(
          bet.bet(),
          NumberFormats.percent(bet.rtp()),
          NumberFormats.percent(bet.houseEdge()),
          NumberFormats.percent(bet.hitFrequency()),
          NumberFormats.sigma(bet.volatility()),
          NumberFormats.multiple(bet.maxWin()));
    }
    table.printTo(out);
    sheet.bets().forEach(this::printMargins);
    BetPar usual = sheet.usualBet();
    if (sheet.bets().stream().allMatch(bet -> bet.rtp().equals(usual.rtp()))) {
      printExactly("RTP of each exactly", usual);
    } else {
      sheet.bets().forEach(bet -> printExactly("RTP of " + bet.bet() + " exactly", bet));
    }
  }

  private void printExactly(String title, BetPar bet) {
    if (!bet.isFraction()) {
      return;
    }
    out.println();
    out.println(title);
    NumberFormats.wrapped(bet.rtp().toString(), FRACTION_WIDTH)
        .forEach(part -> out.println("  " + part));
    NumberFormats.besideRoundPercent(bet.rtp()).ifPresent(text -> out.println("  " + text));
  }

  private void printParts(BetPar bet) {
    TextTable table = new TextTable(bet.bet() + " pays", "one in", "return", "part of RTP");
    for (BetPar.Contribution part : bet.contributions()) {
      table.row(
          part.name(),
          NumberFormats.oneIn(part.frequency()),
          NumberFormats.percent(part.rtp()),
          bet.rtp().equals(Fraction.ZERO)
              ? "–"
              : NumberFormats.percent(part.rtp().dividedBy(bet.rtp())));
    }
    table.row("all", "", NumberFormats.percent(bet.rtp()), NumberFormats.percent(Fraction.ONE));
    table.printTo(out);
  }
}
