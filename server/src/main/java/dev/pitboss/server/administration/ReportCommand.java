package dev.pitboss.server.administration;

import dev.pitboss.cli.Arguments;
import dev.pitboss.cli.UsageException;
import dev.pitboss.server.administration.Listing.Money;
import dev.pitboss.server.approvals.PowerReport;
import dev.pitboss.server.commands.JsonText;
import dev.pitboss.server.commands.Refused;
import dev.pitboss.server.commands.Terminal;
import dev.pitboss.server.operators.Operator;
import dev.pitboss.server.operators.Operators;
import dev.pitboss.server.operators.audit.AuditTrail;
import dev.pitboss.server.operators.reporting.GgrTable;
import dev.pitboss.server.operators.reporting.MoneyReports;
import dev.pitboss.server.operators.reporting.PowerTable;
import dev.pitboss.server.operators.reporting.ReportQuery;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// `pitboss report`: what the house took and paid, and whether the books agree.
final class ReportCommand {
  private ReportCommand() {}

  static int run(Arguments line, Terminal terminal) throws UsageException, Refused, IOException {
    String what = line.verb();
    if (line.has("--csv") && line.has(Office.JSON)) {
      throw new UsageException("--csv and --json exclude each other");
    }
    int days = (int) line.number("--days").orElse(PowerReport.DAYS);
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

  private static int power(Office office, Arguments line, int days, Terminal terminal)
      throws Refused {
    Optional<String> code = line.value("--operator");
    Optional<Integer> operatorId =
        code.isPresent() ? Optional.of(office.operator(code.get()).operatorId()) : Optional.empty();
    List<AuditTrail.Entry> entries =
        new PowerReport(office.database(), office.audit(), office.clock()).of(operatorId, days);
    Operators operators = office.operators();
    if (line.has("--csv")) {
      terminal.out().print(PowerTable.csv(entries, operators::byId).text());
      terminal.out().flush();
    } else {
      Listing listing = new Listing(PowerTable.HEADER.toArray(String[]::new));
      for (AuditTrail.Entry entry : entries) {
        List<Object> cells = new ArrayList<>(PowerTable.row(entry, operators::byId));
        if (line.has(Office.JSON)) {
          cells.set(cells.size() - 1, new JsonText.Raw(entry.details()));
        }
        listing.row(cells.toArray());
      }
      listing.printTo(terminal.out(), line);
    }
    return AdministrationProgram.DONE;
  }

  private static int ggr(List<MoneyReports.GameDay> rows, Arguments line, Terminal terminal) {
    if (line.has("--csv")) {
      terminal.out().print(GgrTable.csv(rows).text());
      terminal.out().flush();
    } else if (rows.isEmpty() && !line.has(Office.JSON)) {
      terminal.out().println("no rounds in this period");
    } else {
      Listing listing = new Listing(GgrTable.HEADER.toArray(String[]::new));
      rows.forEach(row ->
          listing.row(
              row.day(),
              row.operator(),
              row.currency(),
              row.game(),
              row.rounds(),
              Money.of(row.staked(), row.currency()),
              Money.of(row.paid(), row.currency()),
              Money.of(row.ggr(), row.currency()),
              row.players()));
      listing.printTo(terminal.out(), line);
    }
    return AdministrationProgram.DONE;
  }

  private static int reconcile(
      List<MoneyReports.Reconciliation> rows, Arguments line, Terminal terminal) {
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
                "operator", "currency", "rounds", "ggr", "house", "funding", "players", "result");
    boolean agree = true;
    for (MoneyReports.Reconciliation row : rows) {
      agree &= row.agrees();
      List<Object> cells =
          new ArrayList<>(
              List.of(
                  row.operator(),
                  row.currency(),
                  row.rounds(),
                  Money.of(row.ggr(), row.currency()),
                  Money.of(row.accounts().house(), row.currency()),
                  Money.of(row.accounts().funding(), row.currency()),
                  Money.of(row.accounts().players(), row.currency())));
      if (line.has(Office.JSON)) {
        cells.add(row.agrees());
        cells.add(row.differences());
      } else {
        cells.add(row.agrees() ? "agrees" : "DIFFERS");
      }
      listing.row(cells.toArray());
    }
    listing.printTo(terminal.out(), line);
    for (MoneyReports.Reconciliation row :
        line.has(Office.JSON) ? List.<MoneyReports.Reconciliation>of() : rows) {
      row.differences()
          .forEach(what -> terminal.out().println("WRONG: " + row.operator() + ": " + what));
    }
    return agree ? AdministrationProgram.DONE : AdministrationProgram.FAILED;
  }
}
