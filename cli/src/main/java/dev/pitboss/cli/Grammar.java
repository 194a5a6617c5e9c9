package dev.pitboss.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/// All commands, `pitboss NOUN VERB …`, and how the words of a command line are read by them.
public final class Grammar {
  /// The command that is meant when there is no other word.
  public static final String SERVE = "serve";

  private static final Set<String> HELP_OPTIONS = Set.of("--help", "-h");
  private static final String HELP = "help";

  /// Commands whose options may be repeated, and the last one counts, because scripts append theirs
  /// to those of others.
  private static final Set<String> LAST_ONE_COUNTS = Set.of(SERVE, "config", "leaks");

  /// Set by the launcher of an installed casino, which has no sources to build, test or measure.
  private static final boolean IS_INSTALLED = Boolean.getBoolean("pitboss.installed");

  private static final Map<String, Supplier<CommandSpec>> NOUNS = nouns(IS_INSTALLED);

  private Grammar() {}

  /// The commands there are.
  ///
  /// @param isInstalled without those of developers
  static Map<String, Supplier<CommandSpec>> nouns(boolean isInstalled) {
    Map<String, Supplier<CommandSpec>> nouns = new LinkedHashMap<>();
    ServerCommands.addTo(nouns);
    OfflineCommands.addTo(nouns);
    TenantCommands.addTo(nouns);
    GameCommands.addTo(nouns);
    BackupCommands.addTo(nouns);
    PlayerCommands.addTo(nouns);
    if (!isInstalled) {
      DeveloperCommands.addTo(nouns);
    }
    return nouns;
  }

  /// What a command line asks for.
  public sealed interface Reading {
    /// A text to print.
    record Help(String text) implements Reading {}

    /// A command to run.
    record Run(Arguments arguments) implements Reading {}
  }

  /// First words of all commands.
  public static Set<String> commands() {
    return NOUNS.keySet();
  }

  /// The command of a command line, for messages: nothing for the server and for no command.
  public static String noun(List<String> words) {
    String first = words.isEmpty() ? "" : words.getFirst();
    return !first.equals(SERVE) && NOUNS.containsKey(first) ? first : "";
  }

  /// Reads a command line.
  ///
  /// @throws UsageException when a word is unknown, given twice or missing, or has an invalid value
  public static Reading read(List<String> words) throws UsageException {
    String first = words.isEmpty() ? "" : words.getFirst();
    if (first.equals(HELP)) {
      return help(words.subList(1, words.size()));
    }
    boolean isServer = first.isEmpty() || first.startsWith("-");
    if (!isServer && !NOUNS.containsKey(first)) {
      throw unknownCommand(first);
    }
    if (words.stream().anyMatch(HELP_OPTIONS::contains) || isHelpOfVerb(words)) {
      boolean isOfServer = isServer && !HELP_OPTIONS.contains(first);
      return help(isOfServer ? List.of() : words);
    }
    return new Reading.Run(
        isServer ? parse(SERVE, words) : parse(first, words.subList(1, words.size())));
  }

  /// Reads the words after a command's first.
  ///
  /// @throws UsageException as [#read(List)] does
  public static Arguments parse(String noun, List<String> words) throws UsageException {
    CommandSpec spec = spec(noun);
    spec.subcommands().values().forEach(verb -> addHidden(spec, verb.getCommandSpec()));
    CommandLine parser = Parsing.configured(new CommandLine(spec));
    ParseResult result;
    try {
      result = parser.parseArgs(words.toArray(String[]::new));
    } catch (ParameterException refused) {
      throw Parsing.usage(refused);
    }
    return new Parsing(noun, spec, result, words.contains("--"))
        .arguments(LAST_ONE_COUNTS.contains(noun));
  }

  /// Options of a verb may also come before it.
  private static void addHidden(CommandSpec noun, CommandSpec verb) {
    for (OptionSpec option : verb.options()) {
      if (!noun.optionsMap().containsKey(option.longestName())) {
        noun.addOption(OptionSpec.builder(option).required(false).hidden(true).build());
      }
    }
  }

  private static UsageException unknownCommand(String word) {
    return new UsageException(Suggestion.after("unknown command " + word, word, commands()));
  }

  /// Benchmarks have no operands, so `help` may also follow one.
  private static boolean isHelpOfVerb(List<String> words) {
    int at = words.indexOf(HELP);
    return (at == 1 && !spec(words.getFirst()).subcommands().isEmpty())
        || (at == 2 && words.getFirst().equals("bench"))
        || words.equals(List.of("bench"));
  }

  /// The help of the command that the first words name; of the whole without any.
  private static Reading help(List<String> words) throws UsageException {
    List<String> named =
        words.stream().filter(word -> !word.startsWith("-") && !word.equals(HELP)).toList();
    if (named.isEmpty()) {
      return new Reading.Help(HelpText.overview(IS_INSTALLED));
    }
    String noun = named.getFirst();
    if (!NOUNS.containsKey(noun)) {
      throw unknownCommand(noun);
    }
    Optional<String> verb = verb(noun, named);
    return new Reading.Help(
        HelpText.of(verb.isPresent() ? List.of(noun, verb.get()) : List.of(noun)));
  }

  /// The command that these words name, as far as they do: noun and verb, or nothing.
  static String command(List<String> words) {
    String noun = noun(words);
    return noun.isEmpty() ? noun : verb(noun, words).map(verb -> noun + " " + verb).orElse(noun);
  }

  /// The first of the words after a noun that is a verb of it.
  private static Optional<String> verb(String noun, List<String> words) {
    return words.stream().skip(1).filter(spec(noun).subcommands()::containsKey).findFirst();
  }

  /// A command's own specification, made anew.
  static CommandSpec spec(String noun) {
    Supplier<CommandSpec> spec = NOUNS.get(noun);
    if (spec == null) {
      throw new IllegalArgumentException("no command " + noun);
    }
    return spec.get();
  }

  /// The specification of a noun, or of a noun's verb, made anew.
  static CommandSpec spec(List<String> path) {
    CommandSpec noun = spec(path.getFirst());
    if (path.size() == 1) {
      return noun;
    }
    CommandLine verb = noun.subcommands().get(path.get(1));
    if (verb == null) {
      throw new IllegalArgumentException("no command " + path);
    }
    return verb.getCommandSpec();
  }

  /// All commands under one name, for completion.
  static CommandSpec tree() {
    CommandSpec tree = CommandSpec.create().name("pitboss");
    spec(SERVE).options().forEach(tree::addOption);
    NOUNS.forEach((noun, spec) -> tree.addSubcommand(noun, spec.get()));
    return tree;
  }

  /// The words of every command: nothing for the whole, a noun, or a noun and a verb.
  public static List<List<String>> paths() {
    List<List<String>> paths = new ArrayList<>();
    paths.add(List.of());
    for (String noun : commands()) {
      paths.add(List.of(noun));
      spec(noun).subcommands().keySet().forEach(verb -> paths.add(List.of(noun, verb)));
    }
    return paths;
  }

  /// Names of all options that help lists.
  public static Set<String> options() {
    Set<String> options = new TreeSet<>();
    for (String noun : commands()) {
      CommandSpec spec = spec(noun);
      options.addAll(names(spec));
      spec.subcommands().values().forEach(verb -> options.addAll(names(verb.getCommandSpec())));
    }
    return options;
  }

  /// Names of the options that the help of a command lists.
  public static Set<String> optionsOf(String noun) {
    return names(spec(noun));
  }

  private static Set<String> names(CommandSpec spec) {
    Set<String> names = new LinkedHashSet<>();
    spec.options().stream()
        .filter(option -> !option.hidden())
        .map(OptionSpec::longestName)
        .forEach(names::add);
    return names;
  }

  /// Name and label of what an error message is about.
  static String name(ArgSpec spec) {
    return switch (spec) {
      case OptionSpec option -> option.longestName();
      case PositionalParamSpec operand -> operand.paramLabel();
      default -> spec.paramLabel();
    };
  }
}
