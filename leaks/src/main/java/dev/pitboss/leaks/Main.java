package dev.pitboss.leaks;

import dev.pitboss.leaks.fix.Mending;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// `./pitboss leaks`: scans, reports and mends.
public final class Main {
  private static final int CLEAN = 0;
  private static final int FOUND = 1;
  private static final int NOT_ANALYSED = 2;
  private static final int PARTLY_ANALYSED = 3;

  /// Set in a JVM that was started to look into its compiler: it starts no other.
  private static final String STARTED = "pitboss.leaks.started";

  private Main() {}

  /// Ends the JVM with 0 when all code was analysed and nothing is lost, 1 when something is, 2
  /// when the scan could not look or the command line makes no sense, 3 when nothing was found but
  /// code that may borrow was not analysed.
  public static void main(String[] arguments) {
    int status;
    try {
      status =
          CompilerAccess.given()
              ? run(arguments, System.out, System.err)
              : again(arguments, System.err);
    } catch (InterruptedException
        | IOException
        | RuntimeException
        | VirtualMachineError
        | LinkageError
        | AssertionError e) {
      // a status of the virtual machine's own could be taken for an answer
      System.err.println("pitboss leaks: NOT ANALYSED: " + e);
      status = NOT_ANALYSED;
    }
    System.exit(status);
  }

  /// In a JVM that may look into its compiler.
  private static int again(String[] arguments, PrintStream err)
      throws IOException, InterruptedException {
    if (Boolean.getBoolean(STARTED)) {
      err.println("pitboss leaks: NOT ANALYSED: this Java has no compiler; a JDK is needed");
      return NOT_ANALYSED;
    }
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(CompilerAccess.jvmOptions());
    command.add("-D" + STARTED + "=true");
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of(arguments));
    int status = new ProcessBuilder(command).inheritIO().start().waitFor();
    if (status > PARTLY_ANALYSED) {
      err.println("pitboss leaks: NOT ANALYSED: the scan ended with status " + status);
    }
    return status > PARTLY_ANALYSED ? NOT_ANALYSED : status;
  }

  static int run(String[] arguments, PrintStream out, PrintStream err)
      throws IOException, InterruptedException {
    ScanOptions options;
    try {
      options = ScanOptions.parse(arguments);
    } catch (ScanOptions.Refused misuse) {
      err.println("pitboss leaks: " + misuse.getMessage() + "; see pitboss leaks --help");
      return NOT_ANALYSED;
    }
    if (options.help()) {
      out.print(ScanOptions.USAGE);
      return CLEAN;
    }
    var classPath = ClassPath.of(options.folder(), options.classPath());
    ScanResult result =
        LeakScan.of(options.folder())
            .classPath(classPath.entries())
            .statements(options.statements())
            .run()
            .with(classPath.failures(), classPath.notes());
    if (options.fix().isPresent()) {
      Mending mending = Mending.of(options.base(), result.findings(), options.fix().get());
      return mend(options, result, mending, out, err);
    }
    out.print(options.json() ? ReportJson.of(result) : ReportText.of(result));
    return status(result.outcome());
  }

  private static int mend(
      ScanOptions options, ScanResult result, Mending mending, PrintStream out, PrintStream err)
      throws IOException {
    for (Mending.Change change : mending.changes()) {
      if (options.write()) {
        Files.writeString(options.base().resolve(change.file()), change.text(), change.charset());
        out.println("changed " + change.file());
      } else {
        out.print(change.diff());
      }
    }
    // apart from the patch, which may be piped into another program
    err.print(ReportText.of(result, mending));
    return switch (result.outcome()) {
      case CLEAN, FOUND -> mending.left().isEmpty() ? partly(result) : FOUND;
      case PARTLY_ANALYSED, NOT_ANALYSED -> status(result.outcome());
    };
  }

  private static int partly(ScanResult result) {
    return result.unanalysed().stream().anyMatch(Unanalysed::borrows) ? PARTLY_ANALYSED : CLEAN;
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
