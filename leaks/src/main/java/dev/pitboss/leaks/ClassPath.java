package dev.pitboss.leaks;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.ZipFile;

/// What the sources under a folder are compiled with, as far as it can be found without changing or
/// fetching anything.
///
/// @param entries jars and class folders
/// @param failures what was given by hand and cannot be used
/// @param notes what could not be found out
record ClassPath(List<Path> entries, List<String> failures, List<String> notes) {
  /// Longer than Maven takes offline for a hundred modules; then the scan goes on without it.
  private static final int MAVEN_SECONDS = 90;

  /// Deep enough for `module/target/lib`; deeper jars are more likely data than libraries.
  private static final int JAR_DEPTH = 4;

  private static final String ANNOUNCED = "Dependencies classpath:";
  private static final String TAKEN_OUT = "[INFO] ";

  /// @param given by hand; comes first
  static ClassPath of(Path folder, List<Path> given) throws IOException, InterruptedException {
    Set<Path> entries = new LinkedHashSet<>();
    List<String> failures = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    add(given, entries, failures);
    if (Files.isDirectory(folder)) {
      List<Path> found = new ArrayList<>(jars(folder, notes));
      if (Files.exists(folder.resolve("pom.xml"))) {
        found.addAll(maven(folder, notes));
      }
      add(found, entries, notes);
    }
    return new ClassPath(List.copyOf(entries), List.copyOf(failures), List.copyOf(notes));
  }

  /// The compiler gives up at a jar that it cannot open.
  private static void add(List<Path> from, Set<Path> to, List<String> unusable) {
    for (Path entry : from) {
      if (entry.endsWith("*") || Files.isDirectory(entry)) {
        to.add(entry);
      } else if (!Files.exists(entry)) {
        unusable.add("class path: " + entry + " does not exist");
      } else {
        try (var jar = new ZipFile(entry.toFile())) {
          if (jar.size() >= 0) {
            to.add(entry);
          }
        } catch (IOException e) {
          unusable.add("class path: " + entry + " cannot be read: " + e.getMessage());
        }
      }
    }
  }

  private static List<Path> jars(Path folder, List<String> notes) throws IOException {
    try (Stream<Path> found = Files.walk(folder, JAR_DEPTH)) {
      return found
          .filter(path -> path.toString().endsWith(".jar"))
          .filter(path -> !path.toString().matches(".*-(sources|javadoc)\\.jar"))
          .sorted()
          .toList();
    } catch (UncheckedIOException unreadable) {
      notes.add("class path: not all folders can be searched for jars: " + unreadable.getCause());
      return List.of();
    }
  }

  private static List<Path> maven(Path folder, List<String> notes)
      throws IOException, InterruptedException {
    Path log = Files.createTempFile("pitboss-leaks", ".log");
    try {
      Process maven;
      try {
        maven =
            new ProcessBuilder("mvn", "-o", "-B", "--fail-at-end", "dependency:build-classpath")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
      } catch (IOException _) {
        notes.add("class path: there is a pom.xml, but no mvn to ask");
        return List.of();
      }
      if (!maven.waitFor(MAVEN_SECONDS, TimeUnit.SECONDS)) {
        maven.destroyForcibly().waitFor();
        notes.add("class path: mvn did not answer in " + MAVEN_SECONDS + " s");
      } else if (maven.exitValue() != 0) {
        notes.add("class path: mvn could not tell that of every module offline");
      }
      return announced(Files.readAllLines(log));
    } finally {
      Files.delete(log);
    }
  }

  private static List<Path> announced(List<String> lines) {
    List<Path> entries = new ArrayList<>();
    for (int i = 1; i < lines.size(); i++) {
      if (lines.get(i - 1).contains(ANNOUNCED)) {
        Arrays.stream(lines.get(i).replace(TAKEN_OUT, "").strip().split(File.pathSeparator, -1))
            .filter(entry -> !entry.isEmpty())
            .map(Path::of)
            .forEach(entries::add);
      }
    }
    return entries;
  }
}
