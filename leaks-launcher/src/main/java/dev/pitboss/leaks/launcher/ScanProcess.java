package dev.pitboss.leaks.launcher;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// One run of the scan, in a JVM of its own: the scan needs Java 25, a build tool may run on an
/// older one.
///
/// @param java the JVM
/// @param classPath of the scan
/// @param root of the project; files in SARIF are relative to it, unless a repository is around it
/// @param arguments of its command line
record ScanProcess(Path java, List<Path> classPath, Path root, List<String> arguments) {
  private static final int NEEDED = 25;

  /// Keeps its own copies.
  ScanProcess {
    classPath = List.copyOf(classPath);
    arguments = List.copyOf(arguments);
  }

  /// The JVM of a JDK, if it is new enough.
  ///
  /// @throws IOException with the reason, when it is too old or not a JDK
  static Path javaOf(Path home) throws IOException {
    Path java = home.resolve("bin").resolve(File.separatorChar == '\\' ? "java.exe" : "java");
    Path release = home.resolve("release");
    if (!Files.isExecutable(java) || !Files.isRegularFile(release)) {
      throw new IOException(home + " is not a JDK");
    }
    String version =
        Files.readString(release)
            .lines()
            .filter(line -> line.startsWith("JAVA_VERSION="))
            .map(line -> line.replaceAll("[^0-9.]", "").replaceFirst("\\..*", ""))
            .findFirst()
            .orElse("");
    if (version.isEmpty() || Integer.parseInt(version) < NEEDED) {
      throw new IOException(
          "%s is Java %s, the scan needs Java %d or newer".formatted(home, version, NEEDED));
    }
    return java;
  }

  /// Runs it to its end.
  ///
  /// @param lines receives each line it prints
  /// @return its exit code: 0 clean, 1 found, 2 could not look, 3 not all was analysed
  /// @throws IOException when it cannot be started
  int run(Consumer<String> lines) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(java.toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-Xmx3g", "--enable-native-access=ALL-UNNAMED"));
    command.add("-Dstdout.encoding=UTF-8");
    command.add("-Dpitboss.leaks.root=" + root);
    command.add("-cp");
    command.add(
        classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
    command.addAll(List.of("dev.pitboss.cli.Main", "leaks"));
    command.addAll(arguments);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (var reader = process.inputReader(StandardCharsets.UTF_8)) {
      reader.lines().forEach(lines);
      return process.waitFor();
    } finally {
      process.destroy();
    }
  }
}
