package dev.pitboss.server.machines;

import dev.pitboss.games.slots.FreeSpins;
import dev.pitboss.games.slots.Scatter;
import dev.pitboss.games.slots.SlotMachine;
import dev.pitboss.games.slots.Symbol;
import io.avaje.json.JsonException;
import io.avaje.jsonb.Json;
import io.avaje.jsonb.JsonType;
import io.avaje.jsonb.Jsonb;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The JSON format of slot machines. `docs/machines.md` describes it.
public final class MachineFile {
  private static final JsonType<Document> TYPE =
      Jsonb.builder().failOnUnknown(true).build().type(Document.class);

  private MachineFile() {}

  /// Builds the machine a document describes.
  ///
  /// @throws IllegalArgumentException when it is no such document, or the machine could not be
  ///   played; the message says what and where
  public static SlotMachine parse(String json) {
    Document document;
    try {
      document = TYPE.fromJson(json);
    } catch (JsonException | IllegalStateException | ClassCastException malformed) {
      throw new IllegalArgumentException(
          "Not a machine document: " + malformed.getMessage(), malformed);
    }
    return new SlotMachine(
        required("id", document.id()),
        required("name", document.name()),
        required("version", document.version()),
        required("rows", document.rows()),
        required("symbols", document.symbols()).stream().map(MachineFile::symbol).toList(),
        required("strips", document.strips()),
        required("lines", document.lines()).stream()
            .map(line -> line.stream().map(Math::toIntExact).toList())
            .toList(),
        document.wild(),
        scatter(document.scatter()),
        freeSpins(document.freeSpins()),
        required("maxWinMultiple", document.maxWinMultiple()));
  }

  private static Symbol symbol(SymbolEntry entry) {
    String id = required("symbols: id", entry.id());
    return new Symbol(
        id,
        required("symbols: name of '" + id + "'", entry.name()),
        counts("symbols: pays of '" + id + "'", entry.pays()));
  }

  private static @Nullable Scatter scatter(@Nullable ScatterEntry entry) {
    return entry == null
        ? null
        : new Scatter(
            required("scatter: symbol", entry.symbol()), counts("scatter: pays", entry.pays()));
  }

  private static @Nullable FreeSpins freeSpins(@Nullable FreeSpinsEntry entry) {
    return entry == null
        ? null
        : new FreeSpins(
            counts("freeSpins: awards", entry.awards()),
            counts("freeSpins: retriggers", entry.retriggers()),
            required("freeSpins: multiplier", entry.multiplier()),
            required("freeSpins: maxPerRound", entry.maxPerRound()));
  }

  /// JSON's keys are texts; these are numbers of symbols. Numbers arrive as `long` from nested
  /// types.
  private static SortedMap<Integer, Integer> counts(
      String what, @Nullable Map<String, Long> entries) {
    SortedMap<Integer, Integer> counts = new TreeMap<>();
    if (entries != null) {
      entries.forEach((count, value) -> {
        if (!count.matches("[1-9]\\d{0,2}")) {
          throw new IllegalArgumentException(what + ": '" + count + "' is no number of symbols");
        }
        counts.put(Integer.parseInt(count), Math.toIntExact(value));
      });
    }
    return counts;
  }

  private static <T> T required(String what, @Nullable T value) {
    if (value == null) {
      throw new IllegalArgumentException("Not a machine document: " + what + " is missing");
    }
    return value;
  }

  /// The document as it stands; anything may be missing.
  @Json
  public record Document(
      @Nullable String id,
      @Nullable String name,
      @Nullable String version,
      @Nullable Integer rows,
      @Nullable List<SymbolEntry> symbols,
      @Nullable List<List<String>> strips,
      @Nullable List<List<Long>> lines,
      @Nullable String wild,
      @Nullable ScatterEntry scatter,
      @Nullable FreeSpinsEntry freeSpins,
      @Nullable Integer maxWinMultiple) {}

  /// A symbol with its pays per number of a kind.
  @Json
  public record SymbolEntry(
      @Nullable String id, @Nullable String name, @Nullable Map<String, Long> pays) {}

  /// The scatter with its pays per number in view.
  @Json
  public record ScatterEntry(@Nullable String symbol, @Nullable Map<String, Long> pays) {}

  /// The free spins.
  @Json
  public record FreeSpinsEntry(
      @Nullable Map<String, Long> awards,
      @Nullable Map<String, Long> retriggers,
      @Nullable Integer multiplier,
      @Nullable Integer maxPerRound) {}
}
