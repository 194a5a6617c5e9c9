package dev.pitboss.leaks;

import static java.util.Objects.requireNonNull;

import dev.pitboss.leaks.model.SourceFile;
import dev.pitboss.leaks.model.SourceLanguage;
import dev.pitboss.leaks.model.Unanalysed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// The sources under a folder, in any layout, and what else lies there that a scan does not read.
///
/// @param sources by language
/// @param unread sources that could not be read, and sources of other languages that may acquire
/// @param others how many sources of each other language there are
/// @param built how many sources lie in folders of build output, which are not read
record SourceTree(
    Map<SourceLanguage, List<SourceFile>> sources,
    List<Unanalysed> unread,
    Map<String, Integer> others,
    int built) {
  /// What build tools write; their copies of sources would be found twice.
  private static final Set<String> BUILT = Set.of("target", "build", "out", "bin", "node_modules");

  /// Larger sources of other languages are counted, but not searched for borrows.
  private static final long MAX_SEARCHED_BYTES = 4 << 20;

  /// @param base a folder, or a single source
  static SourceTree read(Path base, List<SourceLanguage> languages) throws IOException {
    var visitor = new Visitor(base, languages);
    if (Files.isRegularFile(base)) {
      Path folder = requireNonNull(base.toAbsolutePath().getParent(), "a file is in a folder");
      visitor = new Visitor(folder, languages);
      visitor.add(base.toAbsolutePath());
    } else {
      Files.walkFileTree(
          base, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, visitor);
    }
    visitor.found.values().forEach(of -> of.sort(Comparator.comparing(SourceFile::file)));
    return new SourceTree(visitor.found, visitor.unread, visitor.others, visitor.builtSources);
  }

  /// How many sources are read.
  int size() {
    return sources.values().stream().mapToInt(List::size).sum();
  }

  private static final class Visitor extends SimpleFileVisitor<Path> {
    private final Path base;
    private final List<SourceLanguage> languages;
    private final Map<SourceLanguage, List<SourceFile>> found = new LinkedHashMap<>();
    private final List<Unanalysed> unread = new ArrayList<>();
    private final Map<String, Integer> others = new TreeMap<>();

    /// A link may lead to what is read anyway.
    private final Set<Path> seen = new HashSet<>();

    private int builtSources;

    Visitor(Path base, List<SourceLanguage> languages) {
      this.base = base;
      this.languages = languages;
      languages.forEach(each -> found.put(each, new ArrayList<>()));
    }

    private Optional<SourceLanguage> language(Path file) {
      String name = String.valueOf(file.getFileName());
      return languages.stream().filter(each -> each.reads(name)).findFirst();
    }

    void add(Path file) {
      language(file)
          .ifPresent(each ->
              found
                  .computeIfAbsent(each, _ -> new ArrayList<>())
                  .add(new SourceFile(base, base.relativize(file))));
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
        throws IOException {
      String name = String.valueOf(folder.getFileName());
      if (!seen.add(folder.toRealPath())) {
        return FileVisitResult.SKIP_SUBTREE;
      }
      if (folder.equals(base)) {
        return FileVisitResult.CONTINUE;
      }
      if (isBuilt(folder, name)) {
        builtSources += name.equals("node_modules") ? 0 : sourcesIn(folder);
        return FileVisitResult.SKIP_SUBTREE;
      }
      return name.startsWith(".") ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
    }

    private int sourcesIn(Path folder) throws IOException {
      var counter =
          new SimpleFileVisitor<Path>() {
            private int count;

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              count += language(file).isPresent() ? 1 : 0;
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) {
              return FileVisitResult.CONTINUE;
            }
          };
      Files.walkFileTree(folder, counter);
      return counter.count;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
      String language = Languages.name(name.substring(name.lastIndexOf('.') + 1));
      if (language(file).isPresent()) {
        if (!attributes.isRegularFile()) {
          leave(file, Files.isSymbolicLink(file) ? "a link that leads nowhere" : "not a file");
        } else if (seen.add(file.toRealPath())) {
          add(file);
        }
      } else if (!language.isEmpty()
          && !language.equals("Java")
          && name.contains(".")
          && attributes.isRegularFile()) {
        others.merge(language, 1, Integer::sum);
        search(file, language, attributes.size());
      }
      return FileVisitResult.CONTINUE;
    }

    private void search(Path file, String language, long size) {
      if (size > MAX_SEARCHED_BYTES) {
        return;
      }
      try {
        String code = Files.readString(file, StandardCharsets.ISO_8859_1);
        if (ForeignCode.mayAcquire(code)) {
          String read =
              languages.stream().map(SourceLanguage::name).collect(Collectors.joining(", "));
          String reason = "a scan reads %s only, this is %s".formatted(read, language);
          unread.add(new Unanalysed(base.relativize(file), 1, "file", reason, true));
        }
      } catch (IOException unreadable) {
        leave(file, reason(unreadable));
      }
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) {
      if (!(failure instanceof FileSystemLoopException)
          && (language(file).isPresent() || Files.isDirectory(file))) {
        leave(file, reason(failure));
      }
      return FileVisitResult.CONTINUE;
    }

    private void leave(Path file, String reason) {
      String part = Files.isDirectory(file) ? "folder" : "file";
      unread.add(new Unanalysed(base.relativize(file), 1, part, "cannot be read: " + reason, true));
    }

    private static String reason(IOException failure) {
      return failure.getClass().getSimpleName().replace("Exception", "");
    }
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
}
