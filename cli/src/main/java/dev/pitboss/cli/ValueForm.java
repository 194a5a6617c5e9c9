package dev.pitboss.cli;

import java.util.List;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// What a value of an option or an operand may be.
public sealed interface ValueForm extends ITypeConverter<String> {
  /// The rule a value breaks, as the end of a sentence that begins with the parameter's name.
  Optional<String> rule(String value);

  @Override
  default String convert(String value) {
    rule(value)
        .ifPresent(rule -> {
          throw new TypeConversionException(rule);
        });
    return value;
  }

  /// Any text; what it means is the command's to check.
  record Text() implements ValueForm {
    @Override
    public Optional<String> rule(String value) {
      return Optional.empty();
    }
  }

  /// Text that is not blank: a script whose variable is empty would otherwise name a file or a
  /// folder that it did not mean.
  record Given() implements ValueForm {
    @Override
    public Optional<String> rule(String value) {
      return value.isBlank() ? Optional.of("needs a value") : Optional.empty();
    }
  }

  /// One of a few words.
  record Choice(List<String> words) implements ValueForm {
    public Choice {
      words = List.copyOf(words);
    }

    @Override
    public Optional<String> rule(String value) {
      return words.contains(value)
          ? Optional.empty()
          : Optional.of(
              "takes %s or %s, got %s"
                  .formatted(
                      String.join(", ", words.subList(0, words.size() - 1)),
                      words.getLast(),
                      value));
    }
  }

  /// A whole number within bounds; digits may be grouped: `10_000_000`.
  record WholeNumber(long min, long max) implements ValueForm {
    @Override
    public Optional<String> rule(String value) {
      try {
        long number = Long.parseLong(value.replace("_", ""));
        if (number >= min && number <= max) {
          return Optional.empty();
        }
      } catch (NumberFormatException _) {
        // refused below, like a number out of bounds
      }
      return Optional.of("takes a whole number from %d to %d, got %s".formatted(min, max, value));
    }
  }

  /// A finite number above 0, which may be a fraction.
  record Quantity() implements ValueForm {
    @Override
    public Optional<String> rule(String value) {
      try {
        double number = Double.parseDouble(value);
        if (number > 0 && Double.isFinite(number)) {
          return Optional.empty();
        }
      } catch (NumberFormatException _) {
        // refused below, like a number out of bounds
      }
      return Optional.of("takes a number above 0, got " + value);
    }
  }
}
