package dev.pitboss.server.administration;

import dev.pitboss.cli.Arguments;
import dev.pitboss.server.commands.JsonText;
import dev.pitboss.server.commands.TextTable;
import dev.pitboss.server.operators.CurrencyCode;
import java.io.PrintStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Rows under named columns, as a table for people or as a JSON array of objects for programs: one
/// source, so that the two never differ. Null is `-` for people and `null` for programs; a list is
/// joined by commas and an array; money is in whole units for people, in minor units for programs.
final class Listing {
  /// An amount of money.
  ///
  /// @param minor minor units
  record Money(long minor, CurrencyCode currency) {
    static Money of(long minor, String currency) {
      return new Money(minor, CurrencyCode.of(currency));
    }
  }

  private final List<String> columns;
  private final List<List<@Nullable Object>> rows = new ArrayList<>();

  Listing(String... columns) {
    this.columns = List.of(columns);
  }

  /// Adds a row of as many cells as there are columns.
  void row(@Nullable Object... cells) {
    if (cells.length != columns.size()) {
      throw new IllegalArgumentException(cells.length + " cells under " + columns);
    }
    List<@Nullable Object> row = new ArrayList<>();
    for (Object cell : cells) {
      row.add(cell);
    }
    rows.add(row);
  }

  boolean isEmpty() {
    return rows.isEmpty();
  }

  /// As JSON with `--json`, else as a table.
  void printTo(PrintStream out, Arguments line) {
    if (line.has(Office.JSON)) {
      out.println(JsonText.of(objects()));
    } else {
      List<List<String>> texts = new ArrayList<>(List.of(columns));
      rows.forEach(row -> texts.add(row.stream().map(Listing::text).toList()));
      TextTable.mixed(texts).printTo(out);
    }
  }

  /// Each row as an object; a column of several words is a name in camel case.
  List<Map<String, @Nullable Object>> objects() {
    List<Map<String, @Nullable Object>> objects = new ArrayList<>();
    for (List<@Nullable Object> row : rows) {
      Map<String, @Nullable Object> object = new LinkedHashMap<>();
      for (int i = 0; i < columns.size(); i++) {
        Object cell = row.get(i);
        object.put(
            name(columns.get(i)), cell instanceof Money money ? (Object) money.minor() : cell);
      }
      objects.add(object);
    }
    return objects;
  }

  /// A value for people.
  static String text(@Nullable Object cell) {
    return switch (cell) {
      case null -> "-";
      case Money(long minor, CurrencyCode currency) ->
          String.format(Locale.ROOT, "%,." + currency.decimals() + "f", currency.decimal(minor));
      case Instant time -> time.truncatedTo(ChronoUnit.SECONDS).toString();
      case Boolean bool -> bool ? "yes" : "no";
      case List<?> list when list.isEmpty() -> "-";
      case List<?> list -> String.join(", ", list.stream().map(Object::toString).toList());
      default -> cell.toString();
    };
  }

  private static String name(String column) {
    StringBuilder name = new StringBuilder();
    for (String word : column.split("[ /-]", -1)) {
      name.append(
          name.isEmpty() ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1));
    }
    return name.toString();
  }
}
