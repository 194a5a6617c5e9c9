package dev.pitboss.connections.agent;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/// A Java version that the library and the agent support, and where this machine has it: in a
/// variable such as `JAVA_HOME_17_X64` of build servers, among the system's own, or where
/// `./pitboss` keeps what it has downloaded.
///
/// @param version 17, 21, …
/// @param home where it is installed; empty if it is not
record Jdk(int version, Optional<Path> home) {
  /// The versions with long-term support since the oldest one supported.
  private static final List<Integer> VERSIONS = List.of(17, 21, 25);

  static Stream<Jdk> all() {
    List<Path> homes = homes();
    return VERSIONS.stream()
        .map(version ->
            new Jdk(version, homes.stream().filter(home -> feature(home) == version).findFirst()));
  }

  /// The one that runs the tests.
  static Jdk own() {
    return new Jdk(
        Runtime.version().feature(), Optional.of(Path.of(System.getProperty("java.home"))));
  }

  /// Skips the test, and says why, where there is no such JDK.
  void assumeInstalled() {
    assumeTrue(home.isPresent(), "no JDK " + version + " on this machine");
  }

  Path java() {
    return home.orElseThrow().resolve("bin/java");
  }

  @Override
  public String toString() {
    return "Java " + version;
  }

  private static List<Path> homes() {
    List<Path> homes = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"))));
    for (Map.Entry<String, String> variable : System.getenv().entrySet()) {
      if (variable.getKey().startsWith("JAVA_HOME_") && !variable.getValue().isBlank()) {
        homes.add(Path.of(variable.getValue()));
      }
    }
    Path user = Path.of(System.getProperty("user.home"));
    for (Path folder :
        List.of(
            Path.of("/usr/lib/jvm"),
            Path.of("/Library/Java/JavaVirtualMachines"),
            user.resolve(".jdks"),
            user.resolve(".sdkman/candidates/java"),
            user.resolve(".cache/pitboss"))) {
      homes.addAll(in(folder));
    }
    return homes.stream().filter(home -> Files.isExecutable(home.resolve("bin/java"))).toList();
  }

  private static List<Path> in(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .sorted()
          .flatMap(entry -> Stream.of(entry, entry.resolve("Contents/Home")))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Of a JDK's `release` file; 0 if it has none.
  private static int feature(Path home) {
    var release = new Properties();
    try (var lines = Files.newBufferedReader(home.resolve("release"))) {
      release.load(lines);
    } catch (IOException e) {
      return 0;
    }
    String version = release.getProperty("JAVA_VERSION", "0").replace("\"", "");
    return Integer.parseInt(version.split("[.+-]", 2)[0]);
  }
}
