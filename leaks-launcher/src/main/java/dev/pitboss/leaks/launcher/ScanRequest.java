package dev.pitboss.leaks.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What a build asks of the leak scan; the same for all build tools. Immutable.
///
/// @param sources the folder that is scanned
/// @param root of the project: files in SARIF are relative to the repository it is in, or to it
/// @param baseline findings known before; a missing file counts as none
/// @param sarif where the report is written as SARIF 2.1.0, if at all
/// @param jdk home of a JDK 25 or newer, or null for the JVM that runs the build
/// @param options further options of the scan's command line
public record ScanRequest(
    Path sources,
    Path root,
    @Nullable Path baseline,
    @Nullable Path sarif,
    @Nullable Path jdk,
    List<String> options) {

  /// Keeps its own copy.
  public ScanRequest {
    options = List.copyOf(options);
  }

  /// How a scan ended.
  public enum Verdict {
    /// All code that acquires was analysed, and nothing is lost.
    CLEAN("nothing is lost"),
    /// At least one connection is lost.
    LOST("database connections are lost; see above"),
    /// Nothing certain was found, but some code that may acquire was not analysed, or is uncertain.
    UNCERTAIN("some code that may acquire a connection was not analysed; see above"),
    /// The scan did not run, or had nothing to look at.
    COULD_NOT_LOOK("the leak scan could not look; see above");

    private final String message;

    Verdict(String message) {
      this.message = message;
    }

    /// What the build tells its user.
    public String message() {
      return message;
    }
  }

  /// The folder of a project that is scanned.
  ///
  /// @param includeTests whether test code is scanned, too
  public static Path sources(Path project, boolean includeTests) {
    return project.resolve(includeTests ? "src" : "src/main");
  }

  /// Runs the scan to its end.
  ///
  /// @param classPath of the scan
  /// @param jdkSetting how a user names the JDK, for the message when no JDK is found
  /// @param lines receives each line that the scan prints
  /// @throws IOException when it cannot be started; the message says what to set
  public Verdict run(List<Path> classPath, String jdkSetting, Consumer<String> lines)
      throws IOException, InterruptedException {
    int status = new ScanProcess(java(jdkSetting), classPath, root, arguments()).run(lines);
    return switch (status) {
      case 0 -> Verdict.CLEAN;
      case 1 -> Verdict.LOST;
      case 3 -> Verdict.UNCERTAIN;
      default -> Verdict.COULD_NOT_LOOK;
    };
  }

  private Path java(String jdkSetting) throws IOException {
    if (jdk != null) {
      return ScanProcess.javaOf(jdk);
    }
    try {
      return ScanProcess.javaOf(Path.of(System.getProperty("java.home")));
    } catch (IOException e) {
      throw new IOException(
          "%s; set %s to the home of a newer one".formatted(e.getMessage(), jdkSetting), e);
    }
  }

  List<String> arguments() throws IOException {
    List<String> arguments = new ArrayList<>(List.of(sources.toString()));
    if (baseline != null && Files.exists(baseline)) {
      arguments.addAll(List.of("--baseline", baseline.toString()));
    }
    if (sarif != null) {
      Path parent = sarif.toAbsolutePath().getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      arguments.addAll(List.of("--write-sarif", sarif.toString()));
    }
    arguments.addAll(options);
    return arguments;
  }
}
