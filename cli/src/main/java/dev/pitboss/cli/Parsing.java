package dev.pitboss.cli;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.TypeConversionException;

/// What picocli made of the words of one command, checked as a whole: options may come before their
/// verb, so required ones are looked for at both places.
final class Parsing {
  private final String noun;
  private final CommandSpec spec;
  private final List<ParseResult> levels;
  private final boolean isDelimited;

  /// @param isDelimited whether `--` says that what follows are operands
  Parsing(String noun, CommandSpec spec, ParseResult result, boolean isDelimited) {
    this.isDelimited = isDelimited;
    this.noun = noun;
    this.spec = spec;
    this.levels = result.hasSubcommand() ? List.of(result, result.subcommand()) : List.of(result);
  }

  /// Reads words as they are typed: no files of arguments, no abbreviations, no clusters.
  static CommandLine configured(CommandLine parser) {
    parser.setExpandAtFiles(false);
    parser.setInterpolateVariables(false);
    parser.setPosixClusteredShortOptionsAllowed(false);
    parser.setUnmatchedArgumentsAllowed(true);
    parser.setOverwrittenOptionsAllowed(true);
    parser.setAllowSubcommandsAsOptionParameters(true);
    parser.setAllowOptionsAsOptionParameters(true);
    requireNothing(parser.getCommandSpec());
    return parser;
  }

  private static void requireNothing(CommandSpec spec) {
    for (OptionSpec option : List.copyOf(spec.options())) {
      if (option.required()) {
        spec.remove(option);
        spec.addOption(OptionSpec.builder(option).required(false).build());
      }
    }
    spec.subcommands().values().forEach(verb -> requireNothing(verb.getCommandSpec()));
  }

  static UsageException usage(ParameterException refused) {
    ArgSpec about = refused.getArgSpec();
    if (about == null && refused instanceof MissingParameterException missing) {
      about = missing.getMissing().getFirst();
    }
    if (about == null) {
      return new UsageException(String.valueOf(refused.getMessage()));
    }
    String name = Grammar.name(about);
    if (refused.getCause() instanceof TypeConversionException rule) {
      return new UsageException(name + " " + rule.getMessage());
    }
    return new UsageException(
        about.converters().length > 0 && refused.getValue() != null
            ? name + " " + rule(about, refused.getValue())
            : name + " needs a value");
  }

  private static String rule(ArgSpec about, String value) {
    return about.converters()[0] instanceof ValueForm form
        ? form.rule(value).orElse("needs a value")
        : "needs a value";
  }

  Arguments arguments(boolean lastOneCounts) throws UsageException {
    CommandSpec command = levels.getLast().commandSpec();
    List<String> unmatched = levels.stream().flatMap(it -> it.unmatched().stream()).toList();
    List<String> operands = new ArrayList<>();
    levels
        .getLast()
        .matchedPositionals()
        .forEach(operand -> operands.addAll(operand.originalStringValues()));
    operands.addAll(unmatched);
    if (!isDelimited) {
      refuseUnknownOptions(command, operands);
    }
    if (!spec.subcommands().isEmpty() && levels.size() == 1) {
      throw unknownVerb(unmatched);
    }
    checkOperands(command, operands);
    Map<String, List<String>> values = new HashMap<>();
    Set<String> flags = new HashSet<>();
    for (ParseResult level : levels) {
      for (OptionSpec option : Set.copyOf(level.matchedOptions())) {
        String name = option.longestName();
        if (!command.optionsMap().containsKey(name)) {
          throw new UsageException("%s takes no %s".formatted(called(command), name));
        }
        if (Specs.isFlag(option)) {
          flags.add(name);
        } else {
          values
              .computeIfAbsent(name, _ -> new ArrayList<>())
              .addAll(option.originalStringValues());
        }
      }
    }
    if (!lastOneCounts) {
      refuseRepetition(values);
    }
    requireOptions(values);
    List<String> words = levels.size() == 1 ? List.of(noun) : List.of(noun, command.name());
    return new Arguments(words, operands, values, flags);
  }

  private String called(CommandSpec command) {
    return levels.size() == 1 ? noun : noun + " " + command.name();
  }

  private void refuseUnknownOptions(CommandSpec command, List<String> operands)
      throws UsageException {
    Optional<String> first =
        operands.stream()
            .filter(word -> word.matches("-[^\\d.].*"))
            .map(word -> word.replaceFirst("=.*", ""))
            .findFirst();
    if (first.isEmpty()) {
      return;
    }
    String option = first.get();
    if (spec.optionsMap().containsKey(option)) {
      throw new UsageException("%s takes no %s".formatted(called(command), option));
    }
    boolean isBeforeVerb = levels.size() == 1 && !spec.subcommands().isEmpty();
    Set<String> known = new TreeSet<>();
    command.options().stream()
        .filter(it -> !it.hidden() || isBeforeVerb)
        .forEach(it -> known.add(it.longestName()));
    known.add("--help");
    throw new UsageException(Suggestion.after("unknown option " + option, option, known));
  }

  private UsageException unknownVerb(List<String> unmatched) {
    List<String> verbs = List.copyOf(spec.subcommands().keySet());
    if (!unmatched.isEmpty()) {
      String typed = unmatched.getFirst();
      Optional<String> meant = Suggestion.of(typed, verbs);
      if (meant.isPresent()) {
        return new UsageException(
            "unknown subcommand %s; did you mean %s?".formatted(typed, meant.get()));
      }
    }
    int last = verbs.size() - 1;
    return new UsageException(
        verbs.size() == 1
            ? "the subcommand is " + verbs.getFirst()
            : "the subcommands are %s and %s"
                .formatted(String.join(", ", verbs.subList(0, last)), verbs.get(last)));
  }

  private void checkOperands(CommandSpec command, List<String> operands) throws UsageException {
    List<PositionalParamSpec> expected = command.positionalParameters();
    long required = expected.stream().filter(Specs::isRequired).count();
    boolean hasRoom =
        operands.size() <= expected.size() || expected.stream().anyMatch(Specs::isRepeatable);
    if (operands.size() >= required && hasRoom) {
      return;
    }
    if (expected.isEmpty()) {
      String word = operands.getFirst();
      throw new UsageException(
          (noun.equals(Grammar.SERVE) ? "unknown command " : "unexpected argument ") + word);
    }
    if (levels.size() > 1) {
      throw new UsageException("the form is: pitboss " + HelpText.form(noun, command));
    }
    String what = expected.getFirst().description()[0];
    throw new UsageException(
        operands.isEmpty()
            ? "missing operand: " + what
            : "one " + what + " at a time, got " + operands);
  }

  private static void refuseRepetition(Map<String, List<String>> values) throws UsageException {
    for (Map.Entry<String, List<String>> option : values.entrySet()) {
      if (option.getValue().size() > 1) {
        throw new UsageException(option.getKey() + " is given twice");
      }
    }
  }

  private void requireOptions(Map<String, List<String>> values) throws UsageException {
    List<String> path =
        levels.size() == 1 ? List.of(noun) : List.of(noun, levels.getLast().commandSpec().name());
    for (OptionSpec option : Grammar.spec(path).options()) {
      if (option.required() && !values.containsKey(option.longestName())) {
        throw new UsageException(option.longestName() + " is required");
      }
    }
  }
}
