package dev.pitboss.server.documents;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// The files of the repository, as the tests of this module see them.
final class Repository {
  static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  /// Build output, hidden folders, applied migrations, which never change, and the leak finder,
  /// whose samples are other projects' code.
  private static final Set<String> LEFT_OUT =
      Set.of("target", "node_modules", "migration", "leaks");

  private static final Pattern TEXT =
      Pattern.compile("pitboss|.*\\.(?:java|md|yaml|sql|py|xml|js|html|css|json)");

  private Repository() {}

  /// Relative paths of all sources, documents and pages.
  static List<Path> texts() throws IOException {
    List<Path> found = new ArrayList<>();
    Files.walkFileTree(
        ROOT,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            String name = folder.getFileName().toString();
            boolean isLeftOut =
                !folder.equals(ROOT) && (name.startsWith(".") || LEFT_OUT.contains(name));
            return isLeftOut ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (TEXT.matcher(file.getFileName().toString()).matches()) {
              found.add(ROOT.relativize(file));
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return found;
  }

  static String read(String path) throws IOException {
    return Files.readString(ROOT.resolve(path));
  }

  /// The Java sources of the server.
  static List<String> sources() throws IOException {
    List<String> sources = new ArrayList<>();
    for (Path file : texts()) {
      if (file.startsWith("server/src/main/java")) {
        sources.add(Files.readString(ROOT.resolve(file)));
      }
    }
    return sources;
  }
}
