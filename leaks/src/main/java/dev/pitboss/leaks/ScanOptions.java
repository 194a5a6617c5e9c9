package dev.pitboss.leaks;

import dev.pitboss.cli.Arguments;
import dev.pitboss.cli.UsageException;
import dev.pitboss.leaks.model.Confidence;
import dev.pitboss.leaks.model.ScanSettings;
import dev.pitboss.leaks.model.Style;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What the command line asks of a scan.
///
/// @param folder with sources, or one source
/// @param settings of the analysis
/// @param least confidence that counts as a finding
/// @param format of the report
/// @param baseline findings known before
/// @param newBaseline where to write those of now
/// @param fix how to mend, if at all
/// @param write whether fixes go into the files instead of a patch
/// @param ignored options that are accepted and have no meaning any more
record ScanOptions(
    Path folder,
    ScanSettings settings,
    Confidence least,
    Format format,
    Optional<Path> baseline,
    Optional<Path> newBaseline,
    Optional<Style> fix,
    boolean write,
    List<String> ignored) {
  /// How the result is printed.
  enum Format {
    TEXT,
    JSON,
    SARIF,
    REPORT,
    ANNOTATIONS
  }

  /// Takes what the grammar has read.
  ///
  /// @throws UsageException when options exclude each other, or the folder cannot be scanned
  static ScanOptions of(Arguments arguments) throws UsageException {
    var options =
        new ScanOptions(
            Path.of(arguments.operand(0)),
            new ScanSettings(
                arguments.has("--statements"),
                arguments.values("--acquirer"),
                arguments.values("--model").stream().map(Path::of).toList()),
            arguments
                .value("--min-confidence")
                .map(level -> Confidence.valueOf(level.toUpperCase(Locale.ROOT)))
                .orElse(Confidence.MEDIUM),
            format(arguments),
            arguments.value("--baseline").map(Path::of),
            arguments.value("--write-baseline").map(Path::of),
            arguments.value("--fix").map(kind -> Style.valueOf(kind.toUpperCase(Locale.ROOT))),
            arguments.has("--write"),
            arguments.value("--class-path").isPresent()
                ? List.of("--class-path has no effect: nothing has to compile")
                : List.of());
    options.check();
    return options;
  }

  private static Format format(Arguments arguments) throws UsageException {
    List<Format> asked = new ArrayList<>();
    for (Format each : Format.values()) {
      if (arguments.has("--" + each.name().toLowerCase(Locale.ROOT))) {
        asked.add(each);
      }
    }
    if (asked.size() > 1) {
      throw new UsageException("one kind of report at a time, got " + asked.size());
    }
    return asked.isEmpty() ? Format.TEXT : asked.getFirst();
  }

  private void check() throws UsageException {
    if (!Files.isDirectory(folder)) {
      String name = String.valueOf(folder.getFileName());
      if (Languages.all().stream().noneMatch(each -> each.reads(name))) {
        String read = Languages.all().getFirst().name();
        throw new UsageException(
            folder + " is neither a folder nor a source of a language that is read (" + read + ")");
      }
      if (!Files.exists(folder)) {
        throw new UsageException(folder + " does not exist");
      }
    }
    if (write && fix.isEmpty()) {
      throw new UsageException("--write needs --fix=surgical or --fix=clean");
    }
    if (format != Format.TEXT && fix.isPresent()) {
      throw new UsageException("--fix prints a patch, not a report; ask for one of them");
    }
  }

  /// The folder that findings' files are relative to.
  Path base() {
    Path parent = folder.toAbsolutePath().getParent();
    return Files.isDirectory(folder) || parent == null ? folder : parent;
  }
}
