package dev.pitboss.leaks.java.source;

import dev.pitboss.leaks.model.SourceFile;
import dev.pitboss.leaks.model.Unanalysed;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// All sources of a scan: every class and member is known, and a source's tree is there when it is
/// asked for. Trees are kept for the sources used last only. Not thread-safe.
public final class Project {
  /// One compiler task for so many sources: fewer tasks cost less, larger ones hold more trees.
  private static final int BATCH = 64;

  /// About 200 KB each.
  private static final int MAX_UNITS_KEPT = 600;

  /// A source beyond this is a generated table; its tree would take a hundred times as much.
  private static final int MAX_CHARACTERS = 4 << 20;

  private final Parser parser = Parser.ofThisJdk();
  private final Map<String, List<ClassInfo>> classes = new HashMap<>();
  private final Map<Path, List<ClassInfo>> bySource = new LinkedHashMap<>();
  private final Map<Path, Set<String>> called = new HashMap<>();
  private final Map<Path, Names> names = new HashMap<>();
  private final Map<Path, SourceFile> sources = new LinkedHashMap<>();
  private final Map<Path, String> overlays = new HashMap<>();
  private final List<Unanalysed> unread = new ArrayList<>();
  private final Map<String, List<ClassInfo>> subclasses = new HashMap<>();
  private final Map<Path, Unit> units =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Path, Unit> eldest) {
          return size() > MAX_UNITS_KEPT;
        }
      };
  private final Symbols symbols = new Symbols(this);
  private final Map<Path, Unit.Problem> problems = new HashMap<>();
  private int methods;

  /// Hears of each source that was indexed.
  public interface Progress {
    /// A source is indexed.
    void indexed(SourceFile source);
  }

  /// Reads and indexes sources. What cannot be read or parsed is in [#unread].
  public static Project of(List<SourceFile> sources, Progress progress) {
    var project = new Project();
    List<Parser.Input> batch = new ArrayList<>();
    for (SourceFile source : sources) {
      project.read(source, batch);
      if (batch.size() == BATCH) {
        project.index(batch, progress);
        batch.clear();
      }
    }
    project.index(batch, progress);
    project.linkSubclasses();
    return project;
  }

  private void read(SourceFile source, List<Parser.Input> batch) {
    try {
      String text = source.read().text();
      if (text.isBlank()) {
        leave(source, "it is empty", false);
      } else if (text.length() > MAX_CHARACTERS) {
        leave(source, "it has more than %d characters".formatted(MAX_CHARACTERS), true);
      } else {
        batch.add(new Parser.Input(source, text));
      }
    } catch (IOException e) {
      leave(source, "cannot be read: " + e.getClass().getSimpleName(), true);
    }
  }

  private void leave(SourceFile source, String reason, boolean borrows) {
    unread.add(new Unanalysed(source.file(), 1, "file", reason, borrows));
  }

  private void index(List<Parser.Input> batch, Progress progress) {
    List<Unit> parsed;
    try {
      parsed = parser.parse(batch);
    } catch (RuntimeException | StackOverflowError e) {
      parsed = oneByOne(batch);
    }
    for (Unit unit : parsed) {
      add(unit);
      progress.indexed(unit.source());
    }
  }

  private List<Unit> oneByOne(List<Parser.Input> batch) {
    List<Unit> parsed = new ArrayList<>();
    for (Parser.Input input : batch) {
      try {
        parsed.add(parser.parse(input));
      } catch (RuntimeException | StackOverflowError e) {
        leave(input.source(), "the parser ended with " + e.getClass().getSimpleName(), true);
      }
    }
    return parsed;
  }

  private void add(Unit unit) {
    Path file = unit.source().file();
    Indexer.Entry entry = Indexer.index(unit);
    sources.put(file, unit.source());
    bySource.put(file, entry.classes());
    called.put(file, entry.called());
    names.put(file, entry.names());
    methods += entry.methods();
    if (unit.problems().isEmpty()) {
      problems.remove(file);
    } else {
      problems.put(file, unit.problems().getFirst());
    }
    for (ClassInfo each : entry.classes()) {
      classes.computeIfAbsent(each.name(), _ -> new ArrayList<>(1)).add(each);
    }
    if (unit.text().contains("onnection") || unit.text().contains("lose")) {
      units.put(file, unit); // it will be asked for again
    }
  }

  private void linkSubclasses() {
    subclasses.clear();
    for (List<ClassInfo> of : bySource.values()) {
      for (ClassInfo each : of) {
        for (TypeName name : each.supertypes()) {
          ClassInfo parent = symbols.resolve(name, each, Map.of()).declared();
          if (parent != null) {
            subclasses.computeIfAbsent(parent.name(), _ -> new ArrayList<>(1)).add(each);
          }
        }
      }
    }
  }

  /// The same sources, with another text for one of them.
  public void replace(SourceFile source, String text) {
    Path file = source.file();
    overlays.put(file, text);
    for (ClassInfo each : bySource.getOrDefault(file, List.of())) {
      List<ClassInfo> of = classes.get(each.name());
      if (of != null) {
        of.remove(each);
      }
    }
    units.remove(file);
    add(parser.parse(new Parser.Input(source, text)));
    linkSubclasses();
  }

  /// What names mean.
  public Symbols symbols() {
    return symbols;
  }

  /// The sources that were indexed.
  public Iterable<SourceFile> sources() {
    return sources.values();
  }

  /// How many sources were indexed.
  public int size() {
    return sources.size();
  }

  /// Whether a source was indexed.
  public boolean has(SourceFile source) {
    return source.equals(sources.get(source.file()));
  }

  /// Bodies of methods and constructors in all sources.
  public int methods() {
    return methods;
  }

  /// Sources that could not be read or parsed.
  public List<Unanalysed> unread() {
    return unread;
  }

  /// Simple names of what a source's code calls or constructs.
  public Set<String> called(SourceFile source) {
    return called.getOrDefault(source.file(), Set.of());
  }

  /// Whether a source's code may mention a field, or the getter of one. Never false when it does.
  public boolean mayMention(SourceFile source, String field) {
    Names known = names.get(source.file());
    return known == null || known.mayHave(field) || known.mayHave(getter(field));
  }

  /// The name of the method that by custom answers a field.
  public static String getter(String field) {
    return "get" + Character.toUpperCase(field.charAt(0)) + field.substring(1);
  }

  /// The first syntax error of a source.
  public Optional<Unit.Problem> firstProblem(SourceFile source) {
    return Optional.ofNullable(problems.get(source.file()));
  }

  /// The named classes of a source.
  public List<ClassInfo> classesOf(SourceFile source) {
    return bySource.getOrDefault(source.file(), List.of());
  }

  /// The classes of the tree that extend or implement one directly.
  public List<ClassInfo> subclassesOf(ClassInfo parent) {
    return subclasses.getOrDefault(parent.name(), List.of());
  }

  /// The class of a qualified name. Of several, as modules and samples have them, the one nearest
  /// to the source that asks.
  public @Nullable ClassInfo find(String name, SourceFile asking) {
    List<ClassInfo> found = classes.getOrDefault(name, List.of());
    if (found.size() < 2) {
      return found.isEmpty() ? null : found.getFirst();
    }
    ClassInfo nearest = found.getFirst();
    int shared = -1;
    for (ClassInfo each : found) {
      int common = common(each.source().file(), asking.file());
      if (common > shared) {
        shared = common;
        nearest = each;
      }
    }
    return nearest;
  }

  private static int common(Path one, Path other) {
    int count = 0;
    while (count < one.getNameCount()
        && count < other.getNameCount()
        && one.getName(count).equals(other.getName(count))) {
      count++;
    }
    return count;
  }

  /// A source's tree.
  ///
  /// @throws IllegalStateException when the source has disappeared since it was indexed
  public Unit unit(SourceFile source) {
    Path file = source.file();
    Unit kept = units.get(file);
    if (kept != null) {
      return kept;
    }
    try {
      String overlay = overlays.get(file);
      String text = overlay == null ? source.read().text() : overlay;
      Unit unit = parser.parse(new Parser.Input(source, text));
      units.put(file, unit);
      return unit;
    } catch (IOException e) {
      throw new IllegalStateException(file + " cannot be read any more", e);
    }
  }
}
