package dev.pitboss.leaks.java.flow;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreeScanner;
import dev.pitboss.leaks.java.source.TypeName;
import dev.pitboss.leaks.java.source.Unit;
import dev.pitboss.leaks.model.Finding;
import org.jspecify.annotations.Nullable;

/// What a source declares to be intended: an annotation on a variable, a method or a class around,
/// or a comment on the line or the one before.
final class Suppressions {
  private static final java.util.regex.Pattern KEYS =
      java.util.regex.Pattern.compile(
          "\"(?:all|resource|resourceleak|required\\.method\\.not\\.called|pitboss)\"");
  private static final String COMMENT = "pitboss: ignore";

  private Suppressions() {}

  static boolean include(Unit unit, Function function, Finding finding) {
    for (TreePath at = function.path(); at != null; at = at.getParentPath()) {
      ModifiersTree modifiers =
          switch (at.getLeaf()) {
            case MethodTree method -> method.getModifiers();
            case ClassTree type -> type.getModifiers();
            case VariableTree variable -> variable.getModifiers();
            case Tree _ -> null;
          };
      if (modifiers != null && isSuppressed(unit, modifiers)) {
        return true;
      }
    }
    return isCommented(unit, finding.line()) || isVariable(unit, function, finding);
  }

  private static boolean isSuppressed(Unit unit, ModifiersTree modifiers) {
    for (AnnotationTree annotation : modifiers.getAnnotations()) {
      String name = TypeName.of(annotation.getAnnotationType()).name();
      if (name.endsWith("SuppressWarnings") && KEYS.matcher(unit.textOf(annotation)).find()) {
        return true;
      }
    }
    return false;
  }

  private static boolean isVariable(Unit unit, Function function, Finding finding) {
    boolean[] found = new boolean[1];
    new TreeScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitVariable(VariableTree tree, @Nullable Void nothing) {
        boolean around = unit.start(tree) <= finding.from() && finding.to() <= unit.end(tree);
        found[0] |= around && isSuppressed(unit, tree.getModifiers());
        return super.visitVariable(tree, null);
      }
    }.scan(function.body(), null);
    return found[0];
  }

  private static boolean isCommented(Unit unit, int line) {
    return lineOf(unit, line).contains(COMMENT) || lineOf(unit, line - 1).contains(COMMENT);
  }

  private static String lineOf(Unit unit, int line) {
    var lines = unit.tree().getLineMap();
    if (line < 1 || lines == null) {
      return "";
    }
    int start = (int) lines.getStartPosition(line);
    int end = unit.text().indexOf('\n', start);
    return unit.text().substring(start, end < 0 ? unit.text().length() : end);
  }
}
