package dev.pitboss.server.machines;

import dev.pitboss.games.slots.FreeSpins;
import dev.pitboss.games.slots.Scatter;
import dev.pitboss.games.slots.SlotMachine;
import dev.pitboss.games.slots.Symbol;
import dev.pitboss.games.slots.Wild;
import dev.pitboss.games.slots.WinRules;
import dev.pitboss.server.json.InvalidInput;
import dev.pitboss.server.json.JsonValue;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
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
          "wilds",
          "scatter",
          "freeSpins",
          "maxWinMultiple",
          "wins",
          "units",
          "wildMultipliers",
          "filledGrid",
          "jackpots",
          "otherScatters",
          "cascades");

  private MachineFile() {}

  /// Builds the machine a document describes.
  ///
  /// @throws IllegalArgumentException when it is no such document, or the machine could not be
  ///   played; the message names the place in the document, what is wrong and what would be right
  public static SlotMachine parse(String json) {
    try {
      SlotMachine machine = machine(JsonValue.parse(json));
      machine.requireFigures();
      return machine;
    } catch (InvalidInput refused) {
      throw new IllegalArgumentException(
          "Not a machine document: " + (refused.field() + " " + refused.reason()).strip(), refused);
    }
  }

  private static SlotMachine machine(JsonValue document) {
    document.refuseFieldsBut(FIELDS);
    List<List<Integer>> lines =
        document.optionalField("lines").map(it -> table(it, JsonValue::integer)).orElse(List.of());
    return new SlotMachine(
        document.field("id").text(),
        document.field("name").text(),
        document.field("version").text(),
        document.field("rows").integer(),
        document.field("symbols").elements().stream().map(MachineFile::symbol).toList(),
        table(document.field("strips"), JsonValue::text),
        lines,
        wilds(document),
        present(document, "scatter", MachineFile::scatter),
        present(document, "freeSpins", MachineFile::freeSpins),
        document.field("maxWinMultiple").integer(),
        wins(document, lines.size()));
  }

  /// How symbols become wins; all of it has a usual value.
  private static WinRules wins(JsonValue document, int lines) {
    WinRules.Reading reading =
        document
            .optionalField("wins")
            .map(it -> choice(it, WinRules.Reading.values()))
            .orElse(WinRules.Reading.LEFT);
    boolean hasLines =
        switch (reading) {
          case LEFT, EITHER, BOTH -> true;
          case WAYS, ANYWHERE, CLUSTERS -> false;
        };
    if (hasLines) {
      document.field("lines"); // missing only where there are none
    }
    int units =
        !hasLines
            ? document.field("units").integer()
            : document.optionalField("units").map(JsonValue::integer).orElse(lines);
    return new WinRules(
        reading,
        units,
        document
            .optionalField("wildMultipliers")
            .map(it -> choice(it, WinRules.Combining.values()))
            .orElse(WinRules.Combining.GREATEST),
        present(document, "filledGrid", MachineFile::filling),
        document
            .optionalField("jackpots")
            .map(it -> it.elements().stream().map(MachineFile::jackpot).toList())
            .orElse(List.of()),
        document
            .optionalField("otherScatters")
            .map(it -> it.elements().stream().map(MachineFile::scatter).toList())
            .orElse(List.of()),
        present(document, "cascades", MachineFile::cascades));
  }

  private static WinRules.Cascades cascades(JsonValue entry) {
    entry.refuseFieldsBut(List.of("multipliers", "freeSpinMultipliers", "maxPerSpin"));
    return new WinRules.Cascades(
        entry.optionalField("multipliers").map(MachineFile::multipliers).orElse(List.of(1)),
        entry.optionalField("freeSpinMultipliers").map(MachineFile::multipliers).orElse(List.of()),
        entry.field("maxPerSpin").integer());
  }

  private static List<Integer> multipliers(JsonValue entry) {
    if (entry.elements().isEmpty()) {
      throw entry.refused("must not be empty");
    }
    return entry.elements().stream().map(JsonValue::integer).toList();
  }

  private static List<List<String>> strips(JsonValue entry) {
    if (entry.elements().isEmpty()) {
      throw entry.refused("must not be empty; leave it out where the reels are the paid spins'");
    }
    return table(entry, JsonValue::text);
  }

  private static WinRules.Filling filling(JsonValue entry) {
    entry.refuseFieldsBut(List.of("multiplier", "symbols"));
    return new WinRules.Filling(
        entry.field("multiplier").integer(),
        entry
            .optionalField("symbols")
            .map(it -> it.elements().stream().map(JsonValue::text).toList())
            .orElse(List.of()));
  }

  private static WinRules.Jackpot jackpot(JsonValue entry) {
    entry.refuseFieldsBut(List.of("name", "symbol", "count", "pays"));
    return new WinRules.Jackpot(
        entry.field("name").text(),
        entry.field("symbol").text(),
        entry.field("count").integer(),
        entry.field("pays").integer());
  }

  /// One wild by its id or in full, or a list of them.
  private static List<Wild> wilds(JsonValue document) {
    Optional<JsonValue> one = document.optionalField("wild");
    Optional<JsonValue> several = document.optionalField("wilds");
    if (one.isPresent() && several.isPresent()) {
      throw several.get().refused("stands beside 'wild'; one of the two is enough");
    }
    return several
        .map(it -> it.elements().stream().map(MachineFile::wild).toList())
        .orElseGet(() -> one.map(it -> List.of(wild(it))).orElse(List.of()));
  }

  private static Wild wild(JsonValue entry) {
    if (entry.raw() instanceof String id) {
      return new Wild(id);
    }
    entry.refuseFieldsBut(List.of("symbol", "multiplier", "expands"));
    return new Wild(
        entry.field("symbol").text(),
        entry.optionalField("multiplier").map(JsonValue::integer).orElse(1),
        entry
            .optionalField("expands")
            .map(it -> choice(it, Wild.Expansion.values()))
            .orElse(Wild.Expansion.NEVER));
  }

  /// A value of an enumeration, written in camel case: `inFreeSpins`.
  private static <E extends Enum<E>> E choice(JsonValue entry, E[] values) {
    String text = entry.text();
    for (E value : values) {
      if (written(value).equals(text)) {
        return value;
      }
    }
    throw entry.refused(
        "must be one of %s, got '%s'"
            .formatted(
                Arrays.stream(values).map(MachineFile::written).collect(Collectors.joining(", ")),
                text));
  }

  private static String written(Enum<?> value) {
    StringBuilder text = new StringBuilder();
    for (String word : value.name().toLowerCase(Locale.ROOT).split("_", -1)) {
      text.append(
          text.isEmpty() ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1));
    }
    return text.toString();
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
    entry.refuseFieldsBut(
        List.of(
            "awards",
            "retriggers",
            "multiplier",
            "maxPerRound",
            "strips",
            "fullWildsMultiplied",
            "purchase"));
    return new FreeSpins(
        counts(entry, "awards"),
        counts(entry, "retriggers"),
        entry.field("multiplier").integer(),
        entry.field("maxPerRound").integer(),
        entry.optionalField("strips").map(MachineFile::strips).orElse(List.of()),
        entry.optionalField("fullWildsMultiplied").map(JsonValue::flag).orElse(true),
        present(entry, "purchase", MachineFile::purchase));
  }

  private static FreeSpins.Purchase purchase(JsonValue entry) {
    entry.refuseFieldsBut(List.of("price", "spins"));
    return new FreeSpins.Purchase(entry.field("price").integer(), entry.field("spins").integer());
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
