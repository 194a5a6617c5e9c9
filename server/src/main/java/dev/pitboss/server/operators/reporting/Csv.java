package dev.pitboss.server.operators.reporting;

import java.util.List;

/// Writes RFC 4180 CSV that a spreadsheet takes for what it is: a text that would begin a formula
/// gets an apostrophe in front.
public final class Csv {
  /// What Excel, LibreOffice and Sheets take for the beginning of a formula.
  private static final String FORMULA = "=+-@\t\r\n";

  private final StringBuilder csv = new StringBuilder();

  /// A table with that header.
  public Csv(List<String> header) {
    row(header);
  }

  /// Adds a row; numbers are written as they are, everything else as a text.
  public Csv row(List<?> cells) {
    for (int i = 0; i < cells.size(); i++) {
      csv.append(i == 0 ? "" : ",").append(cell(cells.get(i)));
    }
    csv.append("\r\n");
    return this;
  }

  /// The whole table.
  public String text() {
    return csv.toString();
  }

  private static String cell(Object value) {
    if (value instanceof Number) {
      return value.toString();
    }
    String text = value.toString();
    String safe = !text.isEmpty() && FORMULA.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    return safe.chars().anyMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n')
        ? "\"" + safe.replace("\"", "\"\"") + "\""
        : safe;
  }
}
