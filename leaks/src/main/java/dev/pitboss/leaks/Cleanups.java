package dev.pitboss.leaks;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.BlockTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreePathScanner;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Variables that Lombok closes: `@Cleanup Connection connection = …`. They are looked for before
/// anything is cut, since the annotation is unknown without Lombok.
final class Cleanups extends TreePathScanner<@Nullable Void, @Nullable Void> {
  private final CompilationUnitTree unit;
  private final SourcePositions positions;
  private final List<Edit> closes = new ArrayList<>();

  private Cleanups(CompilationUnitTree unit, SourcePositions positions) {
    this.unit = unit;
    this.positions = positions;
  }

  /// An edit behind each such declaration.
  static List<Edit> in(CompilationUnitTree unit, SourcePositions positions) {
    var cleanups = new Cleanups(unit, positions);
    boolean imported =
        unit.getImports().stream()
            .map(one -> one.getQualifiedIdentifier().toString())
            .anyMatch(name -> name.equals("lombok.Cleanup") || name.equals("lombok.*"));
    if (imported || unit.toString().contains("@lombok.Cleanup")) {
      cleanups.scan(unit, null);
    }
    return cleanups.closes;
  }

  @Override
  public @Nullable Void visitVariable(VariableTree variable, @Nullable Void nothing) {
    int end = (int) positions.getEndPosition(unit, variable);
    if (getCurrentPath().getParentPath().getLeaf() instanceof BlockTree
        && end > 0
        && variable.getModifiers().getAnnotations().stream().anyMatch(Cleanups::isCleanup)) {
      closes.add(Edit.insertion(end, Control.CLOSE + "(" + variable.getName() + ");"));
    }
    return super.visitVariable(variable, null);
  }

  private static boolean isCleanup(AnnotationTree annotation) {
    String name = annotation.getAnnotationType().toString();
    return name.equals("Cleanup") || name.equals("lombok.Cleanup");
  }
}
