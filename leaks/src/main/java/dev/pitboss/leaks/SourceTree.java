package dev.pitboss.leaks;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/// The Java sources under a folder, whatever its layout.
final class SourceTree {
  /// What build tools write; their copies of sources would be found twice.
  private static final Set<String> BUILT = Set.of("target", "build", "out", "bin", "node_modules");

  private SourceTree() {}

  /// @param base a folder, or a single source
  static List<Source> read(Path base) throws IOException {
    if (Files.isRegularFile(base)) {
      Path folder = requireNonNull(base.toAbsolutePath().getParent(), "a file is in a folder");
      return List.of(new Source(folder, folder.relativize(base.toAbsolutePath()), text(base)));
    }
    List<Path> files = new ArrayList<>();
    Files.walkFileTree(
        base,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            String name = String.valueOf(folder.getFileName());
            boolean skip = !folder.equals(base) && (isBuilt(folder, name) || name.startsWith("."));
            return skip ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            String name = String.valueOf(file.getFileName());
            // A module or package description borrows nothing, and two of them cannot be compiled
            // at once.
            if (name.endsWith(".java")
                && !name.equals("module-info.java")
                && !name.equals("package-info.java")) {
              files.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    files.sort(Comparator.naturalOrder());
    List<Source> sources = new ArrayList<>();
    for (Path file : files) {
      sources.add(new Source(base, base.relativize(file), text(file)));
    }
    return sources;
  }

  /// A package may well be called `build` or `out`; only next to a build file it is output.
  private static boolean isBuilt(Path folder, String name) {
    Path parent = folder.getParent();
    return BUILT.contains(name)
        && parent != null
        && (Files.exists(parent.resolve("pom.xml"))
            || Files.exists(parent.resolve("build.gradle"))
            || Files.exists(parent.resolve("build.gradle.kts"))
            || Files.exists(parent.resolve("package.json")));
  }

  private static String text(Path file) throws IOException {
    try {
      return Files.readString(file);
    } catch (CharacterCodingException _) {
      // old sources; every byte is a character of this one, so that nothing is lost on the way back
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    }
  }
}
