package dev.pitboss.games.roulette;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Reads bets as they come from outside, where anything may be wrong.
public final class RouletteBets {
  private RouletteBets() {}

  /// Result of parsing a bet.
  public sealed interface Parsed {}

  /// A bet the layout has.
  public record Accepted(RouletteBet bet) implements Parsed {}

  /// A bet the layout does not have.
  ///
  /// @param field the part at fault: `type`, `numbers`, `value` or `stake`
  /// @param message what is wrong and what would be right, for the player's eyes
  public record Refused(String field, String message) implements Parsed {}

  /// Reads one bet.
  ///
  /// Inside bets name their `numbers` in any order; a dozen or a column names its `value`, 1 to 3;
  /// red, black, even, odd, low, high and first four need neither. A bet may always name its
  /// numbers in full.
  ///
  /// @param typeId the bet type's id
  /// @param numbers the covered numbers; may be empty where the type or the value says it all
  /// @param value which dozen or column, or null
  /// @param stakeMinor the stake in minor units
  public static Parsed parse(
      String typeId, List<Integer> numbers, @Nullable Integer value, long stakeMinor) {
    Optional<BetType> type = BetType.of(typeId);
    if (type.isEmpty()) {
      return new Refused(
          "type", "There is no bet type '" + typeId + "'; there are " + typeIds() + ".");
    }
    if (stakeMinor < 1) {
      return new Refused("stake", "A stake is at least 1, got " + stakeMinor + ".");
    }
    return switch (type.get()) {
      case DOZEN, COLUMN -> numbered(type.get(), numbers, value, stakeMinor);
      case STRAIGHT,
          SPLIT,
          STREET,
          CORNER,
          LINE,
          RED,
          BLACK,
          EVEN,
          ODD,
          LOW,
          HIGH,
          TRIO,
          FIRST_FOUR ->
          value == null
              ? placed(type.get(), numbers, stakeMinor)
              : new Refused("value", "Only dozen and column take a value, got " + value + ".");
    };
  }

  private static Parsed numbered(
      BetType type, List<Integer> numbers, @Nullable Integer value, long stakeMinor) {
    if (value == null) {
      return numbers.isEmpty()
          ? new Refused("value", "A " + type.id() + " needs its value, 1 to 3.")
          : placed(type, numbers, stakeMinor);
    }
    if (value < 1 || value > type.places().size()) {
      return new Refused("value", "A " + type.id() + " has a value of 1 to 3, got " + value + ".");
    }
    List<Integer> place = type.places().get(value - 1);
    if (!numbers.isEmpty() && !ascending(numbers).equals(place)) {
      return new Refused(
          "numbers", "%s %d is %s, got %s.".formatted(type.id(), value, place, numbers));
    }
    return new Accepted(new RouletteBet(type, place, stakeMinor));
  }

  private static Parsed placed(BetType type, List<Integer> numbers, long stakeMinor) {
    if (numbers.isEmpty() && type.places().size() == 1) {
      return new Accepted(new RouletteBet(type, type.places().getFirst(), stakeMinor));
    }
    if (numbers.size() != type.size()) {
      return new Refused(
          "numbers",
          "A %s covers %d number%s, got %d."
              .formatted(type.id(), type.size(), type.size() == 1 ? "" : "s", numbers.size()));
    }
    List<Integer> place = ascending(numbers);
    if (!type.covers(place)) {
      return new Refused("numbers", "The layout has no " + type.id() + " on " + place + ".");
    }
    return new Accepted(new RouletteBet(type, place, stakeMinor));
  }

  private static List<Integer> ascending(List<Integer> numbers) {
    return numbers.size() < 2 ? List.copyOf(numbers) : numbers.stream().sorted().toList();
  }

  private static String typeIds() {
    return Arrays.stream(BetType.values()).map(BetType::id).collect(Collectors.joining(", "));
  }
}
