package dev.pitboss.server.commands;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/// Cells in aligned columns: the first to the left, the others to the right, as figures want it.
public final class TextTable {
  private static final String GAP = "   ";

  private final List<List<String>> rows = new ArrayList<>();

  /// A table whose first row is this one.
  public TextTable(String... header) {
    row(header);
  }

  /// Adds a row of as many cells.
  public void row(String... cells) {
    rows.add(List.of(cells));
  }

  public void printTo(PrintStream out) {
    int[] widths = new int[rows.getFirst().size()];
    for (List<String> row : rows) {
      for (int column = 0; column < widths.length; column++) {
        widths[column] = Math.max(widths[column], length(row.get(column)));
      }
    }
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < widths.length; column++) {
        String cell = row.get(column);
        String padding = " ".repeat(widths[column] - length(cell));
        line.append(column == 0 ? cell + padding : GAP + padding + cell);
      }
      out.println(line.toString().stripTrailing());
    }
  }

  private static int length(String cell) {
    return cell.codePointCount(0, cell.length());
  }
}
