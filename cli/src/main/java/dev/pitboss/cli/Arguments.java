package dev.pitboss.cli;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;

/// A command with its operands and options, checked against the grammar.
///
/// @param command its words, such as `operator create`
/// @param operands in order; `-` is one
/// @param values of the options that take one, in the order given
/// @param flags the other options
public record Arguments(
    List<String> command,
    List<String> operands,
    Map<String, List<String>> values,
    Set<String> flags) {
  public Arguments {
    command = List.copyOf(command);
    operands = List.copyOf(operands);
    values = Map.copyOf(values);
    flags = Set.copyOf(flags);
  }

  /// The first word.
  public String noun() {
    return command.getFirst();
  }

  /// The second word; empty where the command has one word only.
  public String verb() {
    return command.size() < 2 ? "" : command.get(1);
  }

  /// An operand that the grammar requires.
  public String operand(int index) {
    return operands.get(index);
  }

  public boolean has(String flag) {
    return flags.contains(flag);
  }

  /// The value given last.
  public Optional<String> value(String option) {
    return values(option).isEmpty() ? Optional.empty() : Optional.of(values(option).getLast());
  }

  /// All values of an option that may be repeated.
  public List<String> values(String option) {
    return values.getOrDefault(option, List.of());
  }

  /// The value of an option that the grammar requires.
  public String required(String option) {
    return value(option).orElseThrow();
  }

  /// A whole number, whose bounds the grammar has checked. Digits may be grouped: `10_000_000`.
  public OptionalLong number(String option) {
    Optional<String> text = value(option);
    return text.isPresent()
        ? OptionalLong.of(Long.parseLong(text.get().replace("_", "")))
        : OptionalLong.empty();
  }

  /// A whole number within bounds that depend on more than the grammar.
  ///
  /// @throws UsageException when the value is something else
  public OptionalLong number(String option, long min, long max) throws UsageException {
    Optional<String> fault =
        value(option).flatMap(text -> new ValueForm.WholeNumber(min, max).rule(text));
    if (fault.isPresent()) {
      throw new UsageException(option + " " + fault.get());
    }
    return number(option);
  }

  /// A number that may be a fraction.
  public OptionalDouble quantity(String option) {
    Optional<String> text = value(option);
    return text.isPresent()
        ? OptionalDouble.of(Double.parseDouble(text.get()))
        : OptionalDouble.empty();
  }
}
