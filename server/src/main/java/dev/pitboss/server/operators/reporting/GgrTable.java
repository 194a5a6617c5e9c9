package dev.pitboss.server.operators.reporting;

import java.util.List;

/// Gross gaming revenue as rows of cells, for CSV and for a terminal.
public final class GgrTable {
  public static final List<String> HEADER =
      List.of("day", "operator", "currency", "game", "rounds", "staked", "paid", "ggr", "players");

  private GgrTable() {}

  /// A row; the players are empty where they were not counted.
  public static List<?> cells(MoneyReports.GameDay row) {
    Long players = row.players();
    return List.of(
        row.day(),
        row.operator(),
        row.currency(),
        row.game(),
        row.rounds(),
        row.staked(),
        row.paid(),
        row.ggr(),
        players == null ? "" : players);
  }

  /// All of it as CSV.
  public static Csv csv(List<MoneyReports.GameDay> rows) {
    Csv csv = new Csv(HEADER);
    rows.forEach(row -> csv.row(cells(row)));
    return csv;
  }
}
