package dev.pitboss.leaks;

import dev.pitboss.leaks.java.JavaLanguage;
import dev.pitboss.leaks.kotlin.KotlinLanguage;
import dev.pitboss.leaks.model.SourceLanguage;
import dev.pitboss.leaks.python.PythonLanguage;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The languages a scan reads, and those it only knows by name.
final class Languages {
  /// Languages that acquire database connections.
  private static final Map<String, String> NAMES =
      Map.ofEntries(
          Map.entry("java", "Java"),
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

  /// One of each: what is mended is what was scanned last.
  private static final List<SourceLanguage> ALL =
      List.of(new JavaLanguage(), new PythonLanguage(), new KotlinLanguage());

  private Languages() {}

  /// Those that are read.
  static List<SourceLanguage> all() {
    return ALL;
  }

  /// Whether a file is of a language that is compiled to class files; others beside class files are
  /// resources.
  static boolean isOfJvm(String fileName) {
    String language = name(fileName.substring(fileName.lastIndexOf('.') + 1));
    return Set.of("Kotlin", "Groovy", "Scala", "Clojure", "JSP", "Xtend", "Ceylon")
        .contains(language);
  }

  /// Their names.
  static List<String> names() {
    return ALL.stream().map(SourceLanguage::name).toList();
  }

  /// The name of the language that files of an extension are in, or an empty text.
  static String name(String extension) {
    return NAMES.getOrDefault(extension, "");
  }
}
