package dev.pitboss.server.administration;

import dev.pitboss.server.approvals.PowerReport;
import dev.pitboss.server.commands.CommandLine;
import dev.pitboss.server.commands.JsonText;
import dev.pitboss.server.commands.Refused;
import dev.pitboss.server.commands.Terminal;
import dev.pitboss.server.commands.UsageException;
import dev.pitboss.server.operators.Operator;
import dev.pitboss.server.operators.audit.AuditTrail;
import dev.pitboss.server.operators.reporting.Csv;
import dev.pitboss.server.operators.reporting.GgrTable;
import dev.pitboss.server.operators.reporting.MoneyReports;
import dev.pitboss.server.operators.reporting.ReportQuery;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// `pitboss report`: what the house took and paid, and whether the books agree.
final class ReportCommand {
  static final String USAGE =
      """
      Usage: pitboss report ggr [--from DAY] [--to DAY] [--zone ZONE] [--operator CODE] [--csv|--json]
             pitboss report reconcile [--operator CODE] [--json]
             pitboss report power [--days N] [--operator CODE] [--csv|--json]

      `ggr` is what was staked less what was paid, by day, operator and game, for at most 92
      days, as 2026-05-31; today unless said otherwise. Days are UTC's, or of a single operator
      its own. `reconcile` holds rounds, accounts and entries against each other. `power` lists
      actions that gave power over money in the last days, 30 by default.

        --csv            for a spreadsheet
        --json           for programs
      """
          + Office.USAGE;

  private ReportCommand() {}

  static int run(List<String> words, Terminal terminal)
      throws UsageException, Refused, IOException {
    CommandLine line =
        Office.parse(
            words,
            List.of("--from", "--to", "--zone", "--operator", "--days"),
            List.of("--csv", Office.JSON));
    String what = line.onlyOperand("of ggr, reconcile and power");
    if (!List.of("ggr", "reconcile", "power").contains(what)) {
      throw new UsageException("the subcommands are ggr, reconcile and power");
    }
    if (line.has("--csv") && (line.has(Office.JSON) || what.equals("reconcile"))) {
      throw new UsageException("--csv is for ggr and power, and not together with --json");
    }
    int days = days(line);
    try (Office office = Office.open(line, terminal)) {
      if (what.equals("power")) {
        return power(office, line, days, terminal);
      }
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
          ? ggr(reports.gamesByDay(of, query.days(of, office.clock())), line, terminal)
          : reconcile(of.stream().map(reports::reconcile).toList(), line, terminal);
    }
  }

  private static int days(CommandLine line) throws UsageException {
    String text = line.value("--days").orElse(Integer.toString(PowerReport.DAYS));
    if (!text.matches("\\d{1,4}")) {
      throw new UsageException("--days takes a number of days, got " + text);
    }
    return Integer.parseInt(text);
  }

  private static int power(Office office, CommandLine line, int days, Terminal terminal)
      throws Refused {
    Optional<String> code = line.value("--operator");
    Optional<Integer> operatorId =
        code.isPresent() ? Optional.of(office.operator(code.get()).operatorId()) : Optional.empty();
    List<AuditTrail.Entry> entries =
        new PowerReport(office.database(), office.audit(), office.clock()).of(operatorId, days);
    List<String> header = List.of("at", "actor", "action", "subject", "details");
    if (line.has("--csv")) {
      Csv csv = new Csv(header);
      entries.forEach(
          it -> csv.row(List.of(it.at(), it.actor(), it.action(), it.subject(), it.details())));
      terminal.out().print(csv.text());
      terminal.out().flush();
    } else {
      Listing listing = new Listing(header.toArray(String[]::new));
      entries.forEach(it ->
          listing.row(
              it.at(),
              it.actor(),
              it.action(),
              it.subject(),
              line.has(Office.JSON) ? new JsonText.Raw(it.details()) : it.details()));
      listing.printTo(terminal.out(), line);
    }
    return Main.DONE;
  }

  private static int ggr(List<MoneyReports.GameDay> rows, CommandLine line, Terminal terminal) {
    if (line.has("--csv")) {
      terminal.out().print(GgrTable.csv(rows).text());
      terminal.out().flush();
    } else if (rows.isEmpty() && !line.has(Office.JSON)) {
      terminal.out().println("no rounds in this period");
    } else {
      Listing listing = new Listing(GgrTable.HEADER.toArray(String[]::new));
      rows.forEach(
          row -> listing.row(GgrTable.cells(row).stream().map(ReportCommand::counted).toArray()));
      listing.printTo(terminal.out(), line);
    }
    return Main.DONE;
  }

  /// A spreadsheet has an empty cell for what was not counted.
  private static @Nullable Object counted(Object cell) {
    return cell.equals("") ? null : cell;
  }

  private static int reconcile(
      List<MoneyReports.Reconciliation> rows, CommandLine line, Terminal terminal) {
    Listing listing =
        line.has(Office.JSON)
            ? new Listing(
                "operator",
                "currency",
                "rounds",
                "ggr",
                "house",
                "funding",
                "players",
                "agrees",
                "differences")
            : new Listing(
                "operator", "currency", "rounds", "ggr", "house", "funding", "players", "is");
    boolean agree = true;
    for (MoneyReports.Reconciliation row : rows) {
      agree &= row.agrees();
      List<Object> cells =
          new ArrayList<>(
              List.of(
                  row.operator(),
                  row.currency(),
                  row.rounds(),
                  row.ggr(),
                  row.accounts().house(),
                  row.accounts().funding(),
                  row.accounts().players()));
      if (line.has(Office.JSON)) {
        cells.add(row.agrees());
        cells.add(row.differences());
      } else {
        cells.add(row.agrees() ? "right" : "WRONG");
      }
      listing.row(cells.toArray());
    }
    listing.printTo(terminal.out(), line);
    for (MoneyReports.Reconciliation row :
        line.has(Office.JSON) ? List.<MoneyReports.Reconciliation>of() : rows) {
      row.differences()
          .forEach(what -> terminal.out().println("WRONG: " + row.operator() + ": " + what));
    }
    return agree ? Main.DONE : Main.FAILED;
  }
}
