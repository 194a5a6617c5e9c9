package dev.pitboss.server.commands;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Cells in aligned columns: the first to the left, the others to the right, as figures want it;
/// or, where words and figures are mixed, each column as its cells want it.
public final class TextTable {
  private static final String GAP = "   ";

  /// A number with its unit, or the dash for a missing one.
  private static final Pattern FIGURE =
      Pattern.compile("[-+−±]?[0-9][0-9,.]*( ?(%|×|[A-Za-zµ/]{1,8}))?|-|");

  private final List<List<String>> rows = new ArrayList<>();
  private final boolean isMixed;

  /// A table of figures whose first row is this one.
  public TextTable(String... header) {
    this(false, List.of(header));
  }

  private TextTable(boolean isMixed, List<String> first) {
    this.isMixed = isMixed;
    rows.add(first);
  }

  /// A table of words and figures, with its first row.
  public static TextTable mixed(List<List<String>> rows) {
    TextTable table = new TextTable(true, rows.getFirst());
    table.rows.addAll(rows.subList(1, rows.size()));
    return table;
  }

  /// Adds a row of as many cells.
  public void row(String... cells) {
    rows.add(List.of(cells));
  }

  public void printTo(PrintStream out) {
    int columns = rows.getFirst().size();
    int[] widths = new int[columns];
    boolean[] figures = new boolean[columns];
    for (int i = 0; i < columns; i++) {
      int column = i;
      List<String> cells = rows.stream().map(row -> row.get(column)).toList();
      widths[i] = cells.stream().mapToInt(TextTable::length).max().orElse(0);
      figures[i] =
          i > 0
              && (!isMixed
                  || cells.stream().skip(1).allMatch(cell -> FIGURE.matcher(cell).matches()));
    }
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < columns; i++) {
        String cell = row.get(i);
        String padding = " ".repeat(widths[i] - length(cell));
        line.append(i == 0 ? "" : GAP).append(figures[i] ? padding + cell : cell + padding);
      }
      out.println(line.toString().stripTrailing());
    }
  }

  private static int length(String cell) {
    return cell.codePointCount(0, cell.length());
  }
}
