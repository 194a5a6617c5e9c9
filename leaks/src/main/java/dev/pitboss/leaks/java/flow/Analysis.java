package dev.pitboss.leaks.java.flow;

import com.sun.source.tree.Tree;
import dev.pitboss.leaks.java.source.MethodInfo;
import dev.pitboss.leaks.java.source.Project;
import dev.pitboss.leaks.java.source.Symbols;
import dev.pitboss.leaks.java.source.Types;
import dev.pitboss.leaks.java.source.Unit;
import dev.pitboss.leaks.model.SourceFile;
import java.nio.file.Path;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// All that is known of a project while it is analysed. Not thread-safe.
public final class Analysis {
  /// As many as the project keeps trees.
  private static final int MAX_SOURCES_KEPT = 600;

  private record Kept(
      Unit unit,
      List<Function> functions,
      IdentityHashMap<Tree, Expressions> expressions,
      IdentityHashMap<Tree, Repeated> repeated) {}

  private final Project project;
  private final Library library;
  private final boolean statements;
  private final Types types;
  private final Summaries summaries = new Summaries(this);
  private final Throwing throwing = new Throwing(this);
  private final Acquirers acquirers = new Acquirers(this);
  private final FieldClosing fieldClosing = new FieldClosing(this);
  private final Map<Path, Kept> kept =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Path, Kept> eldest) {
          return size() > MAX_SOURCES_KEPT;
        }
      };

  /// @param statements whether lost statements count, too
  public Analysis(Project project, Library library, boolean statements) {
    this.project = project;
    this.library = library;
    this.statements = statements;
    this.types = Types.of(project);
  }

  Project project() {
    return project;
  }

  Library library() {
    return library;
  }

  boolean statements() {
    return statements;
  }

  Symbols symbols() {
    return project.symbols();
  }

  Types types() {
    return types;
  }

  Summaries summaries() {
    return summaries;
  }

  Throwing throwing() {
    return throwing;
  }

  Acquirers acquirers() {
    return acquirers;
  }

  FieldClosing fieldClosing() {
    return fieldClosing;
  }

  /// The functions of a source.
  List<Function> functions(SourceFile source) {
    return kept(source).functions;
  }

  private Kept kept(SourceFile source) {
    Unit unit = project.unit(source);
    Kept known = kept.get(source.file());
    if (known == null || known.unit.tree() != unit.tree()) {
      known =
          new Kept(
              unit,
              Function.of(unit, project.classesOf(source)),
              new IdentityHashMap<>(),
              new IdentityHashMap<>());
      kept.put(source.file(), known);
    }
    return known;
  }

  /// The body of a method of the tree, unless it has none.
  Optional<Function> function(MethodInfo method) {
    if (method.is(MethodInfo.Flag.ABSTRACT)) {
      return Optional.empty();
    }
    return functions(method.owner().source()).stream()
        .filter(function ->
            !function.isLambda()
                && function.body() != function.tree()
                && function.unit().start(function.tree()) == method.start())
        .findFirst();
  }

  /// Types and calls inside a function.
  Expressions expressions(Function function) {
    return kept(function.unit().source())
        .expressions
        .computeIfAbsent(function.body(), _ -> new Expressions(project, function));
  }

  /// The conditions of a function that stand in it more than once.
  Repeated repeated(Function function) {
    return kept(function.unit().source())
        .repeated
        .computeIfAbsent(function.body(), _ -> new Repeated(function));
  }

  Walk walk(Function function, @Nullable Tree site, Relation acquired) {
    return new Walk(function, expressions(function), this, site, acquired, true);
  }

  /// One that takes each condition to turn out either way each time: for a function that has too
  /// many paths otherwise.
  Walk forgetfulWalk(Function function, Tree site, Relation acquired) {
    return new Walk(function, expressions(function), this, site, acquired, false);
  }
}
