package dev.pitboss.server.operators.reporting;

import dev.pitboss.server.operators.CurrencyCode;
import java.util.List;

/// Gross gaming revenue as a table.
public final class GgrTable {
  public static final List<String> HEADER =
      List.of("day", "operator", "currency", "game", "rounds", "staked", "paid", "ggr", "players");

  private GgrTable() {}

  /// All of it as CSV, for a spreadsheet: amounts in whole units.
  public static Csv csv(List<MoneyReports.GameDay> rows) {
    Csv csv = new Csv(HEADER);
    rows.forEach(row -> {
      CurrencyCode currency = CurrencyCode.of(row.currency());
      Long players = row.players();
      csv.row(
          List.of(
              row.day(),
              row.operator(),
              row.currency(),
              row.game(),
              row.rounds(),
              currency.decimal(row.staked()),
              currency.decimal(row.paid()),
              currency.decimal(row.ggr()),
              players == null ? "" : players));
    });
    return csv;
  }
}
