package dev.pitboss.leaks;

import dev.pitboss.cli.Arguments;
import dev.pitboss.cli.UsageException;
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
    Optional<Path> within = arguments.value("--within").map(Path::of);
    Path folder = within.orElse(Path.of(arguments.operand(0)));
    var options =
        new ScanOptions(
            folder,
            within.isEmpty()
                ? List.of()
                : arguments.operands().stream()
                    .map(each -> absolute(folder).relativize(absolute(Path.of(each))))
                    .toList(),
            new ScanSettings(
                arguments.has("--statements"),
                arguments.values("--acquirer"),
                arguments.values("--model").stream().map(Path::of).toList(),
                arguments.has("--libraries")),
            arguments
                .value("--min-confidence")
                .map(level -> Confidence.valueOf(level.toUpperCase(Locale.ROOT)))
                .orElse(Confidence.MEDIUM),
            format(arguments),
            arguments.value("--baseline").map(Path::of),
            arguments.value("--write-baseline").map(Path::of),
            arguments.value("--write-sarif").map(Path::of),
            arguments.value("--fix").map(kind -> Style.valueOf(kind.toUpperCase(Locale.ROOT))),
            arguments.has("--write"),
            arguments.value("--class-path").isPresent()
                ? List.of("--class-path has no effect: nothing has to compile")
                : List.of());
    options.check(arguments.operands());
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

  private static Path absolute(Path file) {
    return file.toAbsolutePath().normalize();
  }

  private void check(List<String> operands) throws UsageException {
    if (only.isEmpty() && operands.size() > 1) {
      throw new UsageException(
          "name one folder, or files with --within DIR, got " + String.join(" ", operands));
    }
    for (Path each : only) {
      if (each.startsWith("..") || !Files.isRegularFile(folder.resolve(each))) {
        throw new UsageException("--within %s has no file %s".formatted(folder, each));
      }
    }
    if (!Files.isDirectory(folder)) {
      String name = String.valueOf(folder.getFileName());
      boolean isRead =
          ClassScan.reads(folder) || Languages.all().stream().anyMatch(each -> each.reads(name));
      if (!isRead) {
        String read = String.join(", ", Languages.names());
        throw new UsageException(
            "%s is neither a folder, a source of a language that is read (%s), a jar nor a class file"
                .formatted(folder, read));
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
