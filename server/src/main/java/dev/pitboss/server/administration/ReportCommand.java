package dev.pitboss.server.administration;

import dev.pitboss.server.commands.CommandLine;
import dev.pitboss.server.commands.Misused;
import dev.pitboss.server.commands.Refused;
import dev.pitboss.server.commands.Terminal;
import dev.pitboss.server.commands.TextTable;
import dev.pitboss.server.operators.Operator;
import dev.pitboss.server.operators.reports.GgrTable;
import dev.pitboss.server.operators.reports.MoneyReports;
import dev.pitboss.server.operators.reports.ReportQuery;
import java.io.IOException;
import java.util.List;

/// `pitboss report`: what the house took and paid, and whether the books agree.
final class ReportCommand {
  static final String USAGE =
      """
      Usage: pitboss report ggr [--from DAY] [--to DAY] [--zone ZONE] [--operator CODE] [--csv]
             pitboss report reconcile [--operator CODE]

      `ggr` is what was staked less what was paid, by day, operator and game, for at most 92
      days, as 2026-05-31; today unless said otherwise. Days are UTC's, or of a single operator
      its own. `reconcile` holds rounds, accounts and entries against each other.

        --csv            for a spreadsheet
      """
          + Office.USAGE;

  private ReportCommand() {}

  static int run(List<String> words, Terminal terminal) throws Misused, Refused, IOException {
    CommandLine line =
        Office.parse(words, List.of("--from", "--to", "--zone", "--operator"), List.of("--csv"));
    String what = line.onlyOperand("of ggr and reconcile");
    if (!what.equals("ggr") && !what.equals("reconcile")) {
      throw new Misused("say what: ggr or reconcile");
    }
    try (Office office = Office.open(line, terminal)) {
      ReportQuery query =
          new ReportQuery(
              line.value("--operator"),
              line.value("--from"),
              line.value("--to"),
              line.value("--zone"));
      List<Operator> of = query.operators(office.operators().all());
      MoneyReports reports =
          new MoneyReports(office.database(), office.operators(), office.clock());
      return what.equals("ggr")
          ? ggr(reports.gamesByDay(of, query.days(of, office.clock())), line.has("--csv"), terminal)
          : reconcile(of.stream().map(reports::reconcile).toList(), terminal);
    }
  }

  private static int ggr(List<MoneyReports.GameDay> rows, boolean csv, Terminal terminal) {
    if (csv) {
      terminal.out().print(GgrTable.csv(rows).text());
      terminal.out().flush();
    } else {
      TextTable table = new TextTable(GgrTable.HEADER.toArray(String[]::new));
      rows.forEach(row ->
          table.row(GgrTable.cells(row).stream().map(Object::toString).toArray(String[]::new)));
      table.printTo(terminal.out());
    }
    return Main.DONE;
  }

  private static int reconcile(List<MoneyReports.Reconciliation> rows, Terminal terminal) {
    TextTable table =
        new TextTable("operator", "currency", "rounds", "ggr", "house", "funding", "players", "is");
    boolean agree = true;
    for (MoneyReports.Reconciliation row : rows) {
      agree &= row.agrees();
      table.row(
          row.operator(),
          row.currency(),
          Long.toString(row.rounds()),
          Long.toString(row.ggr()),
          Long.toString(row.accounts().house()),
          Long.toString(row.accounts().funding()),
          Long.toString(row.accounts().players()),
          row.agrees() ? "right" : "WRONG");
    }
    table.printTo(terminal.out());
    for (MoneyReports.Reconciliation row : rows) {
      row.differences()
          .forEach(what -> terminal.out().println("WRONG: " + row.operator() + ": " + what));
    }
    return agree ? Main.DONE : Main.FAILED;
  }
}
