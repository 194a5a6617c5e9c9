package dev.pitboss.server.commands;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// The words after a command's name, sorted out.
///
/// @param operands what is no option, in order; `-` is one
/// @param values of the options that take one
/// @param flags the other options
public record CommandLine(List<String> operands, Map<String, String> values, Set<String> flags) {

  /// The options a command has.
  ///
  /// @param valued those that take a value, such as `--seed`
  /// @param flags those that do not
  public record Options(List<String> valued, List<String> flags) {}

  public CommandLine {
    operands = List.copyOf(operands);
    values = Map.copyOf(values);
    flags = Set.copyOf(flags);
  }

  /// Sorts the words out; a value follows its option or an equals sign.
  ///
  /// @throws UsageException when an option is unknown, given twice, or lacks its value
  public static CommandLine parse(List<String> words, Options options) throws UsageException {
    List<String> operands = new ArrayList<>();
    Map<String, String> values = new HashMap<>();
    Set<String> flags = new HashSet<>();
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      if (!word.startsWith("-") || word.equals("-") || isNegativeNumber(word)) {
        operands.add(word);
        continue;
      }
      int equals = word.indexOf('=');
      String name = equals < 0 ? word : word.substring(0, equals);
      if (options.valued().contains(name)) {
        if (equals < 0 && i + 1 == words.size()) {
          throw new UsageException(name + " needs a value");
        }
        String value = equals < 0 ? words.get(++i) : word.substring(equals + 1);
        if (values.put(name, value) != null) {
          throw new UsageException(name + " is given twice");
        }
      } else if (options.flags().contains(word)) {
        flags.add(word);
      } else {
        throw new UsageException("unknown option " + name);
      }
    }
    return new CommandLine(operands, values, flags);
  }

  private static boolean isNegativeNumber(String word) {
    return word.length() > 1 && (Character.isDigit(word.charAt(1)) || word.charAt(1) == '.');
  }

  public boolean has(String flag) {
    return flags.contains(flag);
  }

  public Optional<String> value(String option) {
    return Optional.ofNullable(values.get(option));
  }

  /// A whole number within bounds, if the option is given. Digits may be grouped: `10_000_000`.
  ///
  /// @throws UsageException when the value is something else
  public OptionalLong number(String option, long min, long max) throws UsageException {
    Optional<String> text = value(option);
    if (text.isEmpty()) {
      return OptionalLong.empty();
    }
    try {
      long number = Long.parseLong(text.get().replace("_", ""));
      if (number >= min && number <= max) {
        return OptionalLong.of(number);
      }
    } catch (NumberFormatException _) {
      // refused below, like a number out of bounds
    }
    throw new UsageException(
        "%s takes a whole number from %d to %d, got %s".formatted(option, min, max, text.get()));
  }

  /// The only operand.
  ///
  /// @param what it is, for the message
  /// @throws UsageException when the operand is missing, or there is more than one
  public String onlyOperand(String what) throws UsageException {
    if (operands.size() != 1) {
      throw new UsageException(
          operands.isEmpty()
              ? "missing operand: " + what
              : "one " + what + " at a time, got " + operands);
    }
    return operands.getFirst();
  }
}
