package dev.pitboss.server.administration;

import dev.pitboss.server.commands.CommandLine;
import dev.pitboss.server.commands.Misused;
import dev.pitboss.server.commands.Terminal;
import dev.pitboss.server.commands.TextTable;
import dev.pitboss.server.operators.Operator;
import dev.pitboss.server.operators.reports.Csv;
import dev.pitboss.server.operators.reports.MoneyReports;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// `pitboss report`: what the house took and paid, and whether the books agree.
final class ReportCommand {
  static final String USAGE =
      """
      Usage: pitboss report ggr [--from DAY] [--to DAY] [--zone ZONE] [--operator CODE] [--csv]
             pitboss report reconcile [--operator CODE]

      `ggr` is what was staked less what was paid, by day, operator and game, for at most 92
      days, as 2026-05-31; today unless said otherwise. Days are UTC's, or with --operator the
      operator's own. `reconcile` holds rounds, accounts and entries against each other.

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
      Optional<String> code = line.value("--operator");
      List<Operator> of =
          office.operators().all().stream()
              .filter(operator -> code.isEmpty() || operator.code().equals(code.get()))
              .sorted(Comparator.comparingInt(Operator::operatorId))
              .toList();
      if (of.isEmpty()) {
        throw new Refused("there is no operator " + code.orElse(""));
      }
      MoneyReports reports =
          new MoneyReports(office.database(), office.operators(), office.clock());
      return what.equals("ggr")
          ? ggr(reports.gamesByDay(of, days(office, line, of)), line.has("--csv"), terminal)
          : reconcile(of.stream().map(reports::reconcile).toList(), terminal);
    }
  }

  private static int ggr(List<MoneyReports.GameDay> rows, boolean csv, Terminal terminal) {
    List<String> header =
        List.of(
            "day", "operator", "currency", "game", "rounds", "staked", "paid", "ggr", "players");
    if (csv) {
      Csv document = new Csv(header);
      rows.forEach(row -> document.row(cells(row)));
      terminal.out().print(document.text());
      terminal.out().flush();
    } else {
      TextTable table = new TextTable(header.toArray(String[]::new));
      rows.forEach(
          row -> table.row(cells(row).stream().map(Object::toString).toArray(String[]::new)));
      table.printTo(terminal.out());
    }
    return Main.DONE;
  }

  private static List<?> cells(MoneyReports.GameDay row) {
    return List.of(
        row.day(),
        row.operator(),
        row.currency(),
        row.game(),
        row.rounds(),
        row.staked(),
        row.paid(),
        row.ggr(),
        players(row));
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

  private static Object players(MoneyReports.GameDay row) {
    Long players = row.players();
    return players == null ? "" : players;
  }

  private static MoneyReports.Days days(Office office, CommandLine line, List<Operator> of)
      throws Misused {
    try {
      ZoneId zone =
          line.value("--zone")
              .map(ZoneId::of)
              .orElseGet(() ->
                  line.value("--operator").isPresent() ? of.getFirst().zone() : ZoneId.of("UTC"));
      LocalDate today = office.clock().instant().atZone(zone).toLocalDate();
      LocalDate to = line.value("--to").map(LocalDate::parse).orElse(today);
      LocalDate from = line.value("--from").map(LocalDate::parse).orElse(to);
      return new MoneyReports.Days(from, to, zone);
    } catch (DateTimeException | IllegalArgumentException refused) {
      throw new Misused(String.valueOf(refused.getMessage()));
    }
  }
}
