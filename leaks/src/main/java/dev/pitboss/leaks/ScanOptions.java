package dev.pitboss.leaks;

import dev.pitboss.leaks.classes.ClassScan;
import dev.pitboss.leaks.model.Confidence;
import dev.pitboss.leaks.model.ScanSettings;
import dev.pitboss.leaks.model.Style;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// What the command line asks of a scan.
///
/// @param folder with sources, one source, or an archive of classes
/// @param only files of the folder that are reported, relative to it; none for all
/// @param settings of the analysis
/// @param least confidence that counts as a finding
/// @param format of the report
/// @param baseline findings known before
/// @param newBaseline where to write those of now
/// @param sarif where to write them as SARIF
/// @param fix how to mend, if at all
/// @param write whether fixes go into the files instead of a patch
/// @param ignored options that are accepted and have no meaning any more
/// @param help whether only the usage is wanted
record ScanOptions(
    Path folder,
    List<Path> only,
    ScanSettings settings,
    Confidence least,
    Format format,
    Optional<Path> baseline,
    Optional<Path> newBaseline,
    Optional<Path> sarif,
    Optional<Style> fix,
    boolean write,
    List<String> ignored,
    boolean help) {
  static final String USAGE =
      """
      Usage: pitboss leaks DIR|FILE [options]

      Finds where the sources under DIR acquire a database connection that is not surely closed.
      Nothing has to be built. Of a jar, a war or a folder with class files only, the compiled
      classes are scanned instead.

        --within DIR         report the files that are named only, and read DIR to judge them
        --statements         lost statements are findings, too
        --acquirer NAME      methods or functions of this name hand over a connection; repeatable
        --model FILE         what libraries do with connections (docs/leaks.md); repeatable
        --min-confidence L   count findings of at least this confidence: high, medium (the default)
                             or low; the others are listed as uncertain
        --libraries          scan the libraries inside a jar or war, too
        --json               report as JSON
        --sarif              report as SARIF 2.1.0
        --write-sarif FILE   write it to FILE, too
        --report             report as Markdown, with both mends for each place
        --annotations        report as GitHub workflow commands, one a finding
        --baseline FILE      findings in FILE are known, and not counted
        --write-baseline FILE  write the findings of now to FILE
        --fix=surgical       print a patch: a finally that closes
        --fix=clean          print a patch: try-with-resources, with
        --write              with --fix: change the files instead

      Exit codes: 0 all code that acquires was analysed and nothing is lost (or all is mended),
      1 something is lost (or left alone), 2 could not look: no source, an analysis that did not end,
      or a usage error, 3 nothing certain found, but some code that may acquire was not analysed or
      is uncertain.
      """;

  private static final Set<String> FLAGS =
      Set.of(
          "--statements",
          "--libraries",
          "--json",
          "--sarif",
          "--report",
          "--annotations",
          "--write",
          "--help",
          "-h");
  private static final Set<String> VALUES =
      Set.of(
          "--fix",
          "--within",
          "--write-sarif",
          "--acquirer",
          "--model",
          "--min-confidence",
          "--baseline",
          "--write-baseline",
          "--class-path");

  /// How the result is printed.
  enum Format {
    TEXT,
    JSON,
    SARIF,
    REPORT,
    ANNOTATIONS
  }

  /// A command line that makes no sense; the message says which part.
  static final class Refused extends Exception {
    private static final long serialVersionUID = 1;

    Refused(String message) {
      super(message);
    }
  }

  static ScanOptions parse(String[] arguments) throws Refused {
    var parser = new Builder();
    for (int i = 0; i < arguments.length; i++) {
      String argument = arguments[i];
      int equals = argument.startsWith("--") ? argument.indexOf('=') : -1;
      String name = equals < 0 ? argument : argument.substring(0, equals);
      if (FLAGS.contains(name) && equals < 0) {
        parser.flags.add(name);
      } else if (VALUES.contains(name)) {
        if (equals < 0 && i + 1 == arguments.length) {
          throw new Refused(name + " needs a value");
        }
        parser.value(name, equals < 0 ? arguments[++i] : argument.substring(equals + 1));
      } else if (name.startsWith("-")) {
        throw new Refused("unknown option " + name);
      } else {
        parser.folders.add(Path.of(argument));
      }
    }
    return parser.build();
  }

  private static final class Builder {
    private final List<Path> folders = new ArrayList<>();
    private final List<String> flags = new ArrayList<>();
    private final List<String> acquirers = new ArrayList<>();
    private final List<Path> models = new ArrayList<>();
    private final List<String> ignored = new ArrayList<>();
    private Confidence least = Confidence.MEDIUM;
    private Optional<Path> within = Optional.empty();
    private Optional<Path> sarif = Optional.empty();
    private Optional<Path> baseline = Optional.empty();
    private Optional<Path> newBaseline = Optional.empty();
    private Optional<Style> fix = Optional.empty();

    void value(String name, String value) throws Refused {
      switch (name) {
        case "--fix" ->
            fix =
                Optional.of(
                    switch (value) {
                      case "surgical" -> Style.SURGICAL;
                      case "clean" -> Style.CLEAN;
                      default -> throw new Refused("--fix takes surgical or clean, not " + value);
                    });
        case "--write-sarif" -> sarif = Optional.of(Path.of(value));
        case "--within" -> within = Optional.of(Path.of(value));
        case "--acquirer" -> acquirers.add(value);
        case "--model" -> models.add(Path.of(value));
        case "--baseline" -> baseline = Optional.of(Path.of(value));
        case "--write-baseline" -> newBaseline = Optional.of(Path.of(value));
        case "--min-confidence" -> least = confidence(value);
        default -> ignored.add(name + " has no effect: nothing has to compile");
      }
    }

    private static Confidence confidence(String value) throws Refused {
      for (Confidence each : Confidence.values()) {
        if (each.name().toLowerCase(Locale.ROOT).equals(value)) {
          return each;
        }
      }
      throw new Refused("--min-confidence takes high, medium or low, not " + value);
    }

    ScanOptions build() throws Refused {
      boolean help = flags.contains("--help") || flags.contains("-h");
      var options =
          new ScanOptions(
              folder(),
              only(),
              new ScanSettings(
                  flags.contains("--statements"), acquirers, models, flags.contains("--libraries")),
              least,
              format(),
              baseline,
              newBaseline,
              sarif,
              fix,
              flags.contains("--write"),
              List.copyOf(ignored),
              help);
      if (!help) {
        options.check(folders);
      }
      return options;
    }

    private Path folder() {
      return within.orElse(folders.isEmpty() ? Path.of(".") : folders.getFirst());
    }

    private static Path absolute(Path file) {
      return file.toAbsolutePath().normalize();
    }

    private List<Path> only() {
      Path base = absolute(folder());
      return within.isEmpty()
          ? List.of()
          : folders.stream().map(each -> base.relativize(absolute(each))).toList();
    }

    private Format format() throws Refused {
      List<Format> asked = new ArrayList<>();
      for (Format each : Format.values()) {
        if (flags.contains("--" + each.name().toLowerCase(Locale.ROOT))) {
          asked.add(each);
        }
      }
      if (asked.size() > 1) {
        throw new Refused("one kind of report at a time, got " + asked.size());
      }
      return asked.isEmpty() ? Format.TEXT : asked.getFirst();
    }
  }

  private void check(List<Path> folders) throws Refused {
    if (folders.isEmpty()) {
      throw new Refused("name the folder to scan");
    }
    if (only.isEmpty() && folders.size() > 1) {
      throw new Refused("name one folder, or files with --within DIR, got " + folders);
    }
    for (Path each : only) {
      if (each.startsWith("..") || !Files.isRegularFile(folder.resolve(each))) {
        throw new Refused("--within %s has no file %s".formatted(folder, each));
      }
    }
    if (!Files.isDirectory(folder)) {
      String name = String.valueOf(folder.getFileName());
      boolean isRead =
          ClassScan.reads(folder) || Languages.all().stream().anyMatch(each -> each.reads(name));
      if (!isRead) {
        String read = String.join(", ", Languages.names());
        throw new Refused(
            "%s is neither a folder, a source of a language that is read (%s), a jar nor a class file"
                .formatted(folder, read));
      }
      if (!Files.exists(folder)) {
        throw new Refused(folder + " does not exist");
      }
    }
    if (write && fix.isEmpty()) {
      throw new Refused("--write needs --fix=surgical or --fix=clean");
    }
    if (format != Format.TEXT && fix.isPresent()) {
      throw new Refused("--fix prints a patch, not a report; ask for one of them");
    }
  }

  /// The folder that findings' files are relative to.
  Path base() {
    Path parent = folder.toAbsolutePath().getParent();
    return Files.isDirectory(folder) || parent == null ? folder : parent;
  }
}
