package dev.pitboss.server.machines;

import dev.pitboss.games.slots.FreeSpins;
import dev.pitboss.games.slots.Scatter;
import dev.pitboss.games.slots.SlotMachine;
import dev.pitboss.games.slots.Symbol;
import dev.pitboss.server.json.InvalidInput;
import dev.pitboss.server.json.JsonValue;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The JSON format of slot machines. `docs/machines.md` describes it.
public final class MachineFile {
  private static final List<String> FIELDS =
      List.of(
          "id",
          "name",
          "version",
          "rows",
          "symbols",
          "strips",
          "lines",
          "wild",
          "scatter",
          "freeSpins",
          "maxWinMultiple");

  private MachineFile() {}

  /// Builds the machine a document describes.
  ///
  /// @throws IllegalArgumentException when it is no such document, or the machine could not be
  ///   played; the message names the place in the document, what is wrong and what would be right
  public static SlotMachine parse(String json) {
    try {
      return machine(JsonValue.parse(json));
    } catch (InvalidInput refused) {
      throw new IllegalArgumentException(
          "Not a machine document: " + (refused.field() + " " + refused.reason()).strip(), refused);
    }
  }

  private static SlotMachine machine(JsonValue document) {
    document.refuseFieldsBut(FIELDS);
    return new SlotMachine(
        document.field("id").text(),
        document.field("name").text(),
        document.field("version").text(),
        document.field("rows").integer(),
        document.field("symbols").elements().stream().map(MachineFile::symbol).toList(),
        table(document.field("strips"), JsonValue::text),
        table(document.field("lines"), JsonValue::integer),
        present(document, "wild", JsonValue::text),
        present(document, "scatter", MachineFile::scatter),
        present(document, "freeSpins", MachineFile::freeSpins),
        document.field("maxWinMultiple").integer());
  }

  private static Symbol symbol(JsonValue entry) {
    entry.refuseFieldsBut(List.of("id", "name", "pays"));
    String id = entry.field("id").text();
    String name = entry.field("name").text();
    SortedMap<Integer, Integer> pays = counts(entry, "pays");
    try {
      return new Symbol(id, name, pays);
    } catch (IllegalArgumentException refused) {
      throw entry.refused("cannot be taken: " + refused.getMessage());
    }
  }

  private static Scatter scatter(JsonValue entry) {
    entry.refuseFieldsBut(List.of("symbol", "pays"));
    return new Scatter(entry.field("symbol").text(), counts(entry, "pays"));
  }

  private static FreeSpins freeSpins(JsonValue entry) {
    entry.refuseFieldsBut(List.of("awards", "retriggers", "multiplier", "maxPerRound"));
    return new FreeSpins(
        counts(entry, "awards"),
        counts(entry, "retriggers"),
        entry.field("multiplier").integer(),
        entry.field("maxPerRound").integer());
  }

  /// JSON's keys are texts; these are numbers of symbols. Absent is empty.
  private static SortedMap<Integer, Integer> counts(JsonValue entry, String name) {
    SortedMap<Integer, Integer> counts = new TreeMap<>();
    Optional<JsonValue> field = entry.optionalField(name);
    if (field.isPresent()) {
      field
          .get()
          .fields()
          .forEach((count, value) -> {
            if (!count.matches("[1-9]\\d{0,2}")) {
              throw value.refused("'" + count + "' is no number of symbols, such as \"3\"");
            }
            counts.put(Integer.parseInt(count), value.integer());
          });
    }
    return counts;
  }

  private static <T> List<List<T>> table(JsonValue rows, Function<JsonValue, T> cell) {
    return rows.elements().stream().map(row -> row.elements().stream().map(cell).toList()).toList();
  }

  private static <T> @Nullable T present(
      JsonValue entry, String name, Function<JsonValue, T> reader) {
    Optional<JsonValue> field = entry.optionalField(name);
    return field.isPresent() ? reader.apply(field.get()) : null;
  }
}
