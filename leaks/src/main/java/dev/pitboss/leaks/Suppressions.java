package dev.pitboss.leaks;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/// Where sources ask for silence with `@SuppressWarnings`. Such losses are counted apart, so that a
/// reader knows of them.
final class Suppressions {
  private static final Set<String> KEYS =
      Set.of(
          "all",
          "allcheckers",
          "resourceleak",
          "required.method.not.called",
          "resourceleak:required.method.not.called",
          "allcheckers:required.method.not.called");

  private record Range(long from, long to) {}

  private final Map<Path, Source> originals = new HashMap<>();
  private final Map<Path, List<Range>> ranges = new HashMap<>();

  /// @param originals the sources as they are in their files
  Suppressions(List<Source> originals) {
    originals.forEach(source -> this.originals.put(source.file(), source));
  }

  boolean include(Borrow borrow, Source source) throws IOException {
    List<Range> silent = ranges.get(source.file());
    if (silent == null) {
      silent = read(originals.getOrDefault(source.file(), source));
      ranges.put(source.file(), silent);
    }
    long at = source.offsetInFile(borrow.callEnd()) - 1L;
    return silent.stream().anyMatch(range -> range.from() <= at && at < range.to());
  }

  private static List<Range> read(Source source) throws IOException {
    if (!source.text().contains("SuppressWarnings")) {
      return List.of();
    }
    var task =
        (JavacTask)
            ToolProvider.getSystemJavaCompiler()
                .getTask(
                    Writer.nullWriter(),
                    null,
                    _ -> {},
                    List.of("-proc:none"),
                    null,
                    List.of(source));
    List<Range> found = new ArrayList<>();
    for (CompilationUnitTree unit : task.parse()) {
      new Declarations(unit, Trees.instance(task).getSourcePositions(), found).scan(unit, null);
    }
    return found;
  }

  private static final class Declarations extends TreeScanner<@Nullable Void, @Nullable Void> {
    private final CompilationUnitTree unit;
    private final SourcePositions positions;
    private final List<Range> found;

    Declarations(CompilationUnitTree unit, SourcePositions positions, List<Range> found) {
      this.unit = unit;
      this.positions = positions;
      this.found = found;
    }

    private void look(Tree declaration, ModifiersTree modifiers) {
      if (modifiers.getAnnotations().stream().anyMatch(Declarations::silences)) {
        found.add(
            new Range(
                positions.getStartPosition(unit, declaration),
                positions.getEndPosition(unit, declaration)));
      }
    }

    private static boolean silences(AnnotationTree annotation) {
      var silent = new AtomicBoolean();
      new TreeScanner<@Nullable Void, @Nullable Void>() {
        @Override
        public @Nullable Void visitLiteral(LiteralTree literal, @Nullable Void nothing) {
          if (literal.getValue() instanceof String key && KEYS.contains(key)) {
            silent.set(true);
          }
          return null;
        }
      }.scan(annotation.getArguments(), null);
      return annotation.getAnnotationType().toString().endsWith("SuppressWarnings") && silent.get();
    }

    @Override
    public @Nullable Void visitClass(ClassTree type, @Nullable Void nothing) {
      look(type, type.getModifiers());
      return super.visitClass(type, null);
    }

    @Override
    public @Nullable Void visitMethod(MethodTree method, @Nullable Void nothing) {
      look(method, method.getModifiers());
      return super.visitMethod(method, null);
    }

    @Override
    public @Nullable Void visitVariable(VariableTree variable, @Nullable Void nothing) {
      look(variable, variable.getModifiers());
      return super.visitVariable(variable, null);
    }
  }
}
