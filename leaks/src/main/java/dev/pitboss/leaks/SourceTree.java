package dev.pitboss.leaks;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
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
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// The Java sources under a folder, in any layout, and what else lies there that a scan does not
/// read.
///
/// @param sources what was read
/// @param unread Java sources that could not be read, and sources of other languages that may
///   borrow
/// @param others how many sources of each other language there are
/// @param built how many Java sources lie in folders of build output, which are not read
record SourceTree(
    List<Source> sources, List<Unanalysed> unread, Map<String, Integer> others, int built) {
  /// What build tools write; their copies of sources would be found twice.
  private static final Set<String> BUILT = Set.of("target", "build", "out", "bin", "node_modules");

  /// Languages that borrow JDBC connections, or those of another database interface.
  private static final Map<String, String> LANGUAGES =
      Map.ofEntries(
          Map.entry("py", "Python"),
          Map.entry("kt", "Kotlin"),
          Map.entry("kts", "Kotlin"),
          Map.entry("groovy", "Groovy"),
          Map.entry("gvy", "Groovy"),
          Map.entry("scala", "Scala"),
          Map.entry("sc", "Scala"),
          Map.entry("clj", "Clojure"),
          Map.entry("cljc", "Clojure"),
          Map.entry("jsp", "JSP"),
          Map.entry("jspx", "JSP"),
          Map.entry("tag", "JSP"),
          Map.entry("xtend", "Xtend"),
          Map.entry("ceylon", "Ceylon"),
          Map.entry("rb", "Ruby"),
          Map.entry("php", "PHP"),
          Map.entry("go", "Go"),
          Map.entry("cs", "C#"),
          Map.entry("vb", "Visual Basic"),
          Map.entry("fs", "F#"),
          Map.entry("js", "JavaScript"),
          Map.entry("mjs", "JavaScript"),
          Map.entry("cjs", "JavaScript"),
          Map.entry("ts", "TypeScript"),
          Map.entry("rs", "Rust"),
          Map.entry("pl", "Perl"),
          Map.entry("c", "C"),
          Map.entry("cc", "C++"),
          Map.entry("cpp", "C++"),
          Map.entry("swift", "Swift"),
          Map.entry("dart", "Dart"),
          Map.entry("ex", "Elixir"));

  /// Larger sources of other languages are counted, but not searched for borrows.
  private static final long MAX_SEARCHED_BYTES = 4 << 20;

  /// @param base a folder, or a single source
  static SourceTree read(Path base) throws IOException {
    var visitor = new Visitor(base);
    if (Files.isRegularFile(base)) {
      Path folder = requireNonNull(base.toAbsolutePath().getParent(), "a file is in a folder");
      visitor = new Visitor(folder);
      visitor.java.add(base.toAbsolutePath());
    } else {
      Files.walkFileTree(
          base, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, visitor);
    }
    visitor.java.sort(Comparator.naturalOrder());
    List<Source> sources = new ArrayList<>();
    for (Path file : visitor.java) {
      visitor.source(file, sources);
    }
    return new SourceTree(
        List.copyOf(sources), visitor.unread, visitor.others, visitor.builtSources);
  }

  private static final class Visitor extends SimpleFileVisitor<Path> {
    private final Path base;
    private final List<Path> java = new ArrayList<>();
    private final List<Unanalysed> unread = new ArrayList<>();
    private final Map<String, Integer> others = new TreeMap<>();

    /// A link may lead to what is read anyway.
    private final Set<Path> seen = new HashSet<>();

    private int builtSources;

    Visitor(Path base) {
      this.base = base;
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
        builtSources += name.equals("node_modules") ? 0 : javaIn(folder);
        return FileVisitResult.SKIP_SUBTREE;
      }
      return name.startsWith(".") ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
    }

    private static int javaIn(Path folder) throws IOException {
      var counter =
          new SimpleFileVisitor<Path>() {
            private int count;

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              count += isJava(file) ? 1 : 0;
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
      String language = LANGUAGES.get(name.substring(name.lastIndexOf('.') + 1));
      if (isJava(file)) {
        if (!attributes.isRegularFile()) {
          leave(file, Files.isSymbolicLink(file) ? "a link that leads nowhere" : "not a file");
        } else if (seen.add(file.toRealPath())) {
          java.add(file);
        }
      } else if (language != null && name.contains(".") && attributes.isRegularFile()) {
        others.merge(language, 1, Integer::sum);
        search(file, language, attributes.size());
      }
      return FileVisitResult.CONTINUE;
    }

    /// A module or package description borrows nothing, and two of them cannot be compiled at once.
    private static boolean isJava(Path file) {
      String name = String.valueOf(file.getFileName());
      return name.endsWith(".java")
          && !name.equals("module-info.java")
          && !name.equals("package-info.java");
    }

    private void search(Path file, String language, long size) {
      if (size > MAX_SEARCHED_BYTES) {
        return;
      }
      try {
        String code = Files.readString(file, StandardCharsets.ISO_8859_1);
        if (Borrowing.isInOther(code)) {
          String reason = "a scan reads Java only, this is " + language;
          unread.add(new Unanalysed(base.relativize(file), 1, "file", reason, true));
        }
      } catch (IOException unreadable) {
        leave(file, reason(unreadable));
      }
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) {
      if (!(failure instanceof FileSystemLoopException)
          && (isJava(file) || Files.isDirectory(file))) {
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

    void source(Path file, List<Source> sources) {
      String text;
      try {
        text = text(Files.readAllBytes(file));
      } catch (IOException unreadable) {
        leave(file, reason(unreadable));
        return;
      }
      if (text.isBlank()) {
        unread.add(new Unanalysed(base.relativize(file), 1, "file", "it is empty", false));
        return;
      }
      sources.add(new Source(base, base.relativize(file), text));
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

  /// The text without its byte order mark, which the compiler would take for an illegal character.
  private static String text(byte[] bytes) {
    Charset wide =
        startsWith(bytes, 0xfe, 0xff)
            ? StandardCharsets.UTF_16BE
            : startsWith(bytes, 0xff, 0xfe) ? StandardCharsets.UTF_16LE : null;
    if (wide != null) {
      return new String(bytes, 2, bytes.length - 2, wide);
    }
    int mark = startsWith(bytes, 0xef, 0xbb, 0xbf) ? 3 : 0;
    try {
      var utf8 = java.nio.ByteBuffer.wrap(bytes, mark, bytes.length - mark);
      return StandardCharsets.UTF_8.newDecoder().decode(utf8).toString();
    } catch (CharacterCodingException _) {
      // old sources; every byte is a character of this one, so that nothing is lost on the way back
      return new String(bytes, StandardCharsets.ISO_8859_1);
    }
  }

  private static boolean startsWith(byte[] bytes, int... start) {
    for (int i = 0; i < start.length; i++) {
      if (i >= bytes.length || (bytes[i] & 0xff) != start[i]) {
        return false;
      }
    }
    return true;
  }
}
