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
  private static final int MISUSED = 2;

  private Main() {}

  /// Ends the JVM with 0 when nothing is lost, 1 when something is, 2 when the command line makes
  /// no sense.
  public static void main(String[] arguments) throws IOException, InterruptedException {
    if (!CompilerAccess.given()) {
      System.exit(again(arguments));
    }
    System.exit(run(arguments, System.out, System.err));
  }

  /// In a JVM that may look into its compiler.
  private static int again(String[] arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(CompilerAccess.jvmOptions());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).inheritIO().start().waitFor();
  }

  static int run(String[] arguments, PrintStream out, PrintStream err)
      throws IOException, InterruptedException {
    ScanOptions options;
    try {
      options = ScanOptions.parse(arguments);
    } catch (ScanOptions.Refused misuse) {
      err.println("pitboss leaks: " + misuse.getMessage() + "\n\n" + ScanOptions.USAGE);
      return MISUSED;
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
            .noting(classPath.notes());
    if (options.fix().isPresent()) {
      Mending mending = Mending.of(options.base(), result.findings(), options.fix().get());
      return mend(options, result, mending, out, err);
    }
    out.print(options.json() ? ReportJson.of(result) : ReportText.of(result));
    return result.findings().isEmpty() ? CLEAN : FOUND;
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
    return mending.left().isEmpty() ? CLEAN : FOUND;
  }
}
