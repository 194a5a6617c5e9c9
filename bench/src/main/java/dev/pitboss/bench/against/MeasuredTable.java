package dev.pitboss.bench.against;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Figures of one run; for one, the table that `./pitboss bench settlement` prints, read back.
///
/// @param figures titles of the columns, without the first
/// @param rows by name, one number for each figure
public record MeasuredTable(List<String> figures, Map<String, List<Double>> rows) {
  private static final String FIRST_FIGURE = "bets/s";

  public MeasuredTable {
    figures = List.copyOf(figures);
    rows = Map.copyOf(rows);
  }

  /// Reads what the command printed, text before and after the table included.
  ///
  /// @throws IllegalArgumentException if there is no table, or a row does not fit its columns
  public static MeasuredTable parse(String printed) {
    List<String> figures = List.of();
    Map<String, List<Double>> rows = new LinkedHashMap<>();
    for (String line : printed.lines().toList()) {
      List<String> cells = cells(line);
      if (cells.size() > 1 && cells.get(1).equals(FIRST_FIGURE)) {
        figures = cells.subList(1, cells.size());
      } else if (!figures.isEmpty() && !cells.isEmpty() && !line.startsWith("|--")) {
        rows.put(cells.getFirst(), numbers(cells, figures.size()));
      }
    }
    if (rows.isEmpty()) {
      throw new IllegalArgumentException("no table with a column " + FIRST_FIGURE + ": " + printed);
    }
    return new MeasuredTable(figures, rows);
  }

  private static List<String> cells(String line) {
    List<String> cells = new ArrayList<>();
    if (line.startsWith("|") && line.endsWith("|")) {
      for (String cell : line.substring(1, line.length() - 1).split("\\|", -1)) {
        cells.add(cell.strip());
      }
    }
    return cells;
  }

  private static List<Double> numbers(List<String> cells, int count) {
    List<Double> numbers = new ArrayList<>();
    for (String cell : cells.subList(1, cells.size())) {
      numbers.add(Double.parseDouble(cell));
    }
    if (numbers.size() != count) {
      throw new IllegalArgumentException(
          "the row has " + numbers.size() + " numbers for " + count + " columns: " + cells);
    }
    return numbers;
  }

  /// A number of the table.
  public double value(String row, String figure) {
    List<Double> numbers = rows.get(row);
    if (numbers == null || !figures.contains(figure)) {
      throw new IllegalArgumentException("the table has no " + figure + " of " + row);
    }
    return numbers.get(figures.indexOf(figure));
  }
}
