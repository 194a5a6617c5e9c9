package dev.pitboss.cli;

import dev.pitboss.cli.ValueForm.Given;
import dev.pitboss.cli.ValueForm.Text;
import dev.pitboss.cli.ValueForm.WholeNumber;
import java.util.List;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// Short forms to write the grammar in.
final class Specs {
  static final ValueForm TEXT = new Text();
  static final ValueForm GIVEN = new Given();

  private static final String MORE = "...";

  private Specs() {}

  /// A command.
  ///
  /// @param description paragraphs; the first sentence is what lists of commands show
  static CommandSpec command(String name, String description, ArgSpec... parameters) {
    CommandSpec spec = CommandSpec.create().name(name);
    spec.usageMessage().description(escaped(description));
    spec.usageMessage().sortOptions(false);
    int index = 0;
    for (ArgSpec parameter : parameters) {
      switch (parameter) {
        case PositionalParamSpec operand ->
            spec.addPositional(
                operand.toBuilder().index(Integer.toString(index++)).arity("0..1").build());
        case OptionSpec option -> spec.addOption(option);
        default -> throw new IllegalArgumentException(parameter.toString());
      }
    }
    return spec;
  }

  /// The last paragraphs of a help: exit codes, environment.
  static CommandSpec ending(CommandSpec spec, String text) {
    spec.usageMessage().footer(escaped("\n" + text));
    return spec;
  }

  /// Adds a verb to a noun.
  static void verb(CommandSpec noun, CommandSpec verb) {
    noun.addSubcommand(verb.name(), verb);
  }

  static OptionSpec flag(String name, String description) {
    return OptionSpec.builder(name)
        .type(boolean.class)
        .arity("0")
        .description(escaped(description))
        .build();
  }

  /// An option with a value.
  ///
  /// @param form name and label, such as `--port N`
  static OptionSpec option(String form, ValueForm values, String description) {
    return valued(form, values, description).build();
  }

  /// An option that must be given; its label is not in brackets.
  static OptionSpec required(String form, ValueForm values, String description) {
    return valued(form, values, description).required(true).build();
  }

  /// An option that help and completion leave out.
  static OptionSpec hidden(OptionSpec option) {
    return OptionSpec.builder(option).hidden(true).build();
  }

  private static OptionSpec.Builder valued(String form, ValueForm values, String description) {
    int space = form.indexOf(' ');
    return OptionSpec.builder(form.substring(0, space))
        .paramLabel(form.substring(space + 1))
        .type(List.class)
        .auxiliaryTypes(String.class)
        .converters(values)
        .arity("1")
        .description(escaped(description));
  }

  /// An operand that must be given.
  ///
  /// @param what it is, for error messages
  static PositionalParamSpec operand(String label, String what) {
    return PositionalParamSpec.builder()
        .paramLabel(label)
        .type(String.class)
        .description(escaped(what))
        .build();
  }

  /// An operand that may be left out.
  static PositionalParamSpec optional(String label, String what) {
    return operand("[" + label + "]", what);
  }

  /// An operand that must be given and may be repeated.
  static PositionalParamSpec operands(String label, String what) {
    return operand(label + MORE, what);
  }

  static boolean isRepeatable(PositionalParamSpec operand) {
    return operand.paramLabel().contains(MORE);
  }

  static boolean isRequired(PositionalParamSpec operand) {
    return !operand.paramLabel().startsWith("[");
  }

  static ValueForm number(long min, long max) {
    return new WholeNumber(min, max);
  }

  static ValueForm choice(String... words) {
    return new ValueForm.Choice(List.of(words));
  }

  /// Whether an option takes no value.
  static boolean isFlag(OptionSpec option) {
    return option.arity().max() == 0;
  }

  /// Descriptions are formats to picocli.
  private static String[] escaped(String text) {
    return text.replace("%", "%%").split("\n", -1);
  }
}
