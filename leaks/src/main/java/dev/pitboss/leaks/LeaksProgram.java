package dev.pitboss.leaks;

import dev.pitboss.cli.Arguments;
import dev.pitboss.cli.Invocation;
import dev.pitboss.cli.Program;
import dev.pitboss.cli.UsageException;
import dev.pitboss.leaks.classes.ClassScan;
import dev.pitboss.leaks.model.ScanResult;
import dev.pitboss.leaks.report.Annotations;
import dev.pitboss.leaks.report.Baseline;
import dev.pitboss.leaks.report.JsonReport;
import dev.pitboss.leaks.report.MarkdownReport;
import dev.pitboss.leaks.report.SarifReport;
import dev.pitboss.leaks.report.TextReport;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// `./pitboss leaks`: scans, reports and mends.
public final class LeaksProgram implements Program {
  private static final int CLEAN = 0;
  private static final int FOUND = 1;
  private static final int NOT_ANALYSED = 2;
  private static final int PARTLY_ANALYSED = 3;

  /// Set when standard error is a terminal.
  private static final String SHOWS_PROGRESS = "pitboss.progress";

  /// Set by plug-ins of build tools: the project's root folder.
  private static final String ROOT = "pitboss.leaks.root";

  /// For [java.util.ServiceLoader].
  public LeaksProgram() {}

  @Override
  public Set<String> nouns() {
    return Set.of("leaks");
  }

  /// Ends the JVM with 0 when all code was analysed and nothing is lost, 1 when something is, 2
  /// when the scan could not look or the arguments are invalid, 3 when nothing certain was found
  /// but code that may acquire was not analysed.
  @Override
  public int run(Arguments arguments) throws UsageException {
    int status;
    try {
      status = run(arguments, System.out, System.err);
    } catch (IOException
        | RuntimeException
        | VirtualMachineError
        | LinkageError
        | AssertionError e) {
      // a status of the virtual machine's own could be taken for an answer
      System.err.println("pitboss leaks: NOT ANALYSED: " + e);
      status = NOT_ANALYSED;
    }
    System.out.flush();
    Runtime.getRuntime().halt(status); // hooks are for interrupted scans
    return status;
  }

  /// The words of a command line after `leaks`.
  static int run(String[] words, PrintStream out, PrintStream err) throws IOException {
    List<String> all = new ArrayList<>(List.of("leaks"));
    all.addAll(List.of(words));
    return Invocation.run(all, out, err, arguments -> run(arguments, out, err));
  }

  private static int run(Arguments arguments, PrintStream out, PrintStream err)
      throws IOException, UsageException {
    ScanOptions options = ScanOptions.of(arguments);
    Optional<Baseline> baseline = read(options);
    ScanResult result = scanned(options, out, err).with(List.of(), options.ignored());
    if (!options.only().isEmpty()) {
      result = result.only(options.only());
    }
    if (options.newBaseline().isPresent()) {
      Files.writeString(options.newBaseline().get(), Baseline.of(result.findings()).text());
    }
    if (baseline.isPresent()) {
      Baseline.Split split = baseline.get().split(result);
      result = result.comparedWith(split.fresh(), split.known());
    }
    if (options.sarif().isPresent()) {
      Files.writeString(options.sarif().get(), SarifReport.of(result, prefix(options)));
    }
    if (options.fix().isPresent()) {
      return mend(options, result, out, err);
    }
    out.print(
        switch (options.format()) {
          case TEXT -> TextReport.of(result);
          case JSON -> JsonReport.of(result);
          case SARIF -> SarifReport.of(result, prefix(options));
          case ANNOTATIONS -> Annotations.of(result, options.base());
          case REPORT ->
              MarkdownReport.of(result, baseline, finding -> Mending.both(options, finding));
        });
    return status(result.outcome());
  }

  /// Where the scanned sources lie in their repository or project. Classes are named as in their
  /// archive: where their sources are is not known.
  private static Path prefix(ScanOptions options) {
    Path base = options.base();
    String root = System.getProperty(ROOT);
    return ClassScan.reads(options.folder())
        ? Path.of("")
        : SarifReport.prefix(base, root == null ? base : Path.of(root));
  }

  private static Optional<Baseline> read(ScanOptions options) throws UsageException {
    if (options.baseline().isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Baseline.parse(Files.readString(options.baseline().get())));
    } catch (IOException e) {
      throw new UsageException(
          "--baseline cannot be read: "
              + options.baseline().get()
              + ": "
              + e.getClass().getSimpleName());
    } catch (IllegalArgumentException e) {
      throw new UsageException("--baseline " + options.baseline().get() + ": " + e.getMessage());
    }
  }

  private static ScanResult scanned(ScanOptions options, PrintStream out, PrintStream err)
      throws IOException {
    LeakScan scan = LeakScan.of(options.folder()).with(options.settings()).atLeast(options.least());
    boolean isShown = Boolean.getBoolean(SHOWS_PROGRESS);
    var progress = new Progress(err, isShown, isShown ? scan.size() : 1);
    Thread hook =
        new Thread(
            () -> {
              if (progress.interrupted(out)) {
                Runtime.getRuntime().halt(NOT_ANALYSED);
              }
            },
            "interrupted");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      return scan.reportingTo(progress).run();
    } finally {
      progress.end();
      Runtime.getRuntime().removeShutdownHook(hook);
    }
  }

  private static int mend(ScanOptions options, ScanResult result, PrintStream out, PrintStream err)
      throws IOException {
    Mending mending =
        Mending.of(
            options.base(), result.findings(), options.settings(), options.fix().orElseThrow());
    for (Mending.Change change : mending.changes()) {
      if (options.write()) {
        Files.write(options.base().resolve(change.file()), change.bytes());
        out.println("changed " + change.file());
      } else {
        out.print(change.diff());
      }
    }
    // apart from the patch, which may be piped into another program
    err.print(TextReport.of(result, mending.mended(), mending.refused()));
    return switch (result.outcome()) {
      case CLEAN, FOUND -> mending.refused().isEmpty() ? partly(result) : FOUND;
      case PARTLY_ANALYSED, NOT_ANALYSED -> status(result.outcome());
    };
  }

  private static int partly(ScanResult result) {
    return result.isPartial() ? PARTLY_ANALYSED : CLEAN;
  }

  private static int status(ScanResult.Outcome outcome) {
    return switch (outcome) {
      case CLEAN -> CLEAN;
      case FOUND -> FOUND;
      case NOT_ANALYSED -> NOT_ANALYSED;
      case PARTLY_ANALYSED -> PARTLY_ANALYSED;
    };
  }
}
