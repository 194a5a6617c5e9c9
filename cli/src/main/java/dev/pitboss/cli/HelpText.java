package dev.pitboss.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/// The help of a command, generated from its specification. The same on every terminal, so that the
/// texts in `docs/cli`, which the script prints before anything is built, can be held against it.
public final class HelpText {
  private static final int COLUMNS = 80;

  /// Of the forms in lists of commands; longer ones have their description on the next line.
  private static final int FORM_COLUMNS = 24;

  private HelpText() {}

  /// The help of a command.
  ///
  /// @param path a noun, or a noun and a verb; nothing for the overview
  public static String of(List<String> path) {
    if (path.isEmpty()) {
      return overview(false);
    }
    CommandSpec command = Grammar.spec(path);
    String name = String.join(" ", path);
    command.usageMessage().width(COLUMNS);
    command.parser().separator(" ");
    CommandLine line =
        new CommandLine(command).setColorScheme(Help.defaultColorScheme(Help.Ansi.OFF));
    Map<String, CommandLine.IHelpSectionRenderer> sections = line.getHelpSectionMap();
    sections.put(UsageMessageSpec.SECTION_KEY_SYNOPSIS_HEADING, _ -> "");
    sections.put(UsageMessageSpec.SECTION_KEY_SYNOPSIS, _ -> synopsis(name, command) + "\n\n");
    sections.put(UsageMessageSpec.SECTION_KEY_PARAMETER_LIST, _ -> "");
    sections.put(
        UsageMessageSpec.SECTION_KEY_OPTION_LIST_HEADING,
        help -> help.optionList().isBlank() ? "" : "\n");
    sections.put(
        UsageMessageSpec.SECTION_KEY_OPTION_LIST, help -> withoutShortNames(help.optionList()));
    sections.put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST_HEADING, _ -> "");
    sections.put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST, _ -> verbs(command));
    return line.getUsageMessage(Help.Ansi.OFF).stripTrailing() + "\n";
  }

  /// No option has a short name but help's, so the column for them is cut off.
  private static String withoutShortNames(String options) {
    return options.replaceAll("(?m)^ {4}", "");
  }

  private static String synopsis(String name, CommandSpec command) {
    List<String> words = new ArrayList<>();
    if (command.subcommands().isEmpty()) {
      words.addAll(parameters(command));
    } else {
      words.add("COMMAND …");
    }
    String start = "Usage: pitboss " + name;
    return wrapped(start, words, start.length());
  }

  /// A verb with its operands and required options, as error messages name it.
  static String form(String noun, CommandSpec verb) {
    List<String> words = new ArrayList<>(List.of(noun, verb.name()));
    words.addAll(required(Grammar.spec(List.of(noun, verb.name()))));
    return String.join(" ", words);
  }

  private static List<String> required(CommandSpec command) {
    List<String> words = new ArrayList<>();
    command.positionalParameters().stream()
        .map(PositionalParamSpec::paramLabel)
        .forEach(words::add);
    command.options().stream()
        .filter(OptionSpec::required)
        .map(HelpText::labelled)
        .forEach(words::add);
    return words;
  }

  private static List<String> parameters(CommandSpec command) {
    List<String> words = required(command);
    command.options().stream()
        .filter(option -> !option.required() && !option.hidden())
        .filter(option -> !CasinoOptions.NAMES.contains(option.longestName()))
        .map(option -> "[" + labelled(option) + "]")
        .forEach(words::add);
    return words;
  }

  private static String labelled(OptionSpec option) {
    return Specs.isFlag(option)
        ? option.longestName()
        : option.longestName() + " " + option.paramLabel();
  }

  private static String wrapped(String start, List<String> words, int indent) {
    StringBuilder text = new StringBuilder();
    StringBuilder line = new StringBuilder(start);
    for (String word : words) {
      if (line.length() + 1 + word.length() > COLUMNS) {
        text.append(line).append('\n');
        line = new StringBuilder(" ".repeat(Math.min(indent, COLUMNS / 2)));
      }
      line.append(' ').append(word);
    }
    return text.append(line).toString();
  }

  private static String verbs(CommandSpec noun) {
    if (noun.subcommands().isEmpty()) {
      return "";
    }
    StringBuilder text = new StringBuilder("\nCommands:\n");
    noun.subcommands()
        .forEach((name, verb) -> {
          List<String> words = new ArrayList<>(List.of(name));
          words.addAll(required(verb.getCommandSpec()));
          listed(text, String.join(" ", words), summary(verb.getCommandSpec()));
        });
    return text.append("\npitboss ")
        .append(noun.name())
        .append(" COMMAND --help has the options of a command.\n")
        .toString();
  }

  private static void listed(StringBuilder text, String form, String summary) {
    String start = "  " + form;
    if (start.length() + 2 > FORM_COLUMNS) {
      text.append(start).append('\n');
      start = "";
    }
    start += " ".repeat(FORM_COLUMNS - 1 - start.length());
    text.append(wrapped(start, List.of(summary.split(" ", -1)), FORM_COLUMNS - 1)).append('\n');
  }

  /// The first sentence of a description.
  private static String summary(CommandSpec command) {
    String all = String.join(" ", command.usageMessage().description()).replace("%%", "%");
    int end = all.indexOf(". ");
    String first = end < 0 ? all : all.substring(0, end);
    return first.endsWith(".") ? first.substring(0, first.length() - 1) : first;
  }

  /// What `pitboss --help` prints.
  ///
  /// @param isInstalled without what needs the sources
  static String overview(boolean isInstalled) {
    StringBuilder text =
        new StringBuilder(isInstalled ? Overview.INSTALLED_BEGINNING : Overview.BEGINNING);
    String name = isInstalled ? "pitboss " : "./pitboss ";
    for (String noun : Grammar.nouns(isInstalled).keySet()) {
      CommandSpec spec = Grammar.spec(noun);
      String operands = spec.subcommands().isEmpty() ? String.join(" ", required(spec)) : "COMMAND";
      listed(text, (name + noun + " " + operands).strip(), summary(spec));
    }
    text.append(Overview.OPTIONS);
    String serve = of(List.of(Grammar.SERVE));
    int options = serve.indexOf("\n  --") + 1;
    text.append(serve, options, serve.indexOf("\n\n", options) + 1);
    return text.append(isInstalled ? Overview.INSTALLED_ENDING : Overview.ENDING).toString();
  }
}
