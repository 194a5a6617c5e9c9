package dev.pitboss.leaks.java.source;

import com.sun.source.tree.BlockTree;
import com.sun.source.tree.CaseTree;
import com.sun.source.tree.CatchTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.EnhancedForLoopTree;
import com.sun.source.tree.ForLoopTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TryTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The local variables of a body, and where each can be seen.
public final class Scopes {
  private final Map<String, List<Local>> locals = new HashMap<>();

  /// A local variable.
  ///
  /// @param tree its declaration
  /// @param from offset of the declaration
  /// @param to offset after which it cannot be seen
  public record Local(VariableTree tree, int from, int to) {}

  /// The variables declared under a tree, parameters included.
  public static Scopes of(Unit unit, TreePath root) {
    var scopes = new Scopes();
    new TreePathScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitVariable(VariableTree tree, @Nullable Void nothing) {
        Tree owner = getCurrentPath().getParentPath().getLeaf();
        if (!(owner instanceof ClassTree)) {
          scopes
              .locals
              .computeIfAbsent(tree.getName().toString(), _ -> new ArrayList<>(1))
              .add(new Local(tree, unit.start(tree), unit.end(scopeOf(getCurrentPath()))));
        }
        return super.visitVariable(tree, null);
      }
    }.scan(root, null);
    return scopes;
  }

  /// The tree at whose end a variable ends. That of a pattern is the block around: the pattern may
  /// have been negated.
  private static Tree scopeOf(TreePath variable) {
    for (TreePath at = variable.getParentPath(); at != null; at = at.getParentPath()) {
      switch (at.getLeaf()) {
        case BlockTree _,
            LambdaExpressionTree _,
            MethodTree _,
            ForLoopTree _,
            EnhancedForLoopTree _,
            TryTree _,
            CatchTree _,
            CaseTree _,
            ClassTree _ -> {
          return at.getLeaf();
        }
        case Tree _ -> {
          // further out
        }
      }
    }
    return variable.getLeaf();
  }

  /// The variable a name means at an offset, or null for a field or an unknown name.
  public @Nullable Local find(String name, int offset) {
    Local found = null;
    for (Local local : locals.getOrDefault(name, List.of())) {
      if (local.from <= offset
          && offset <= local.to
          && (found == null || found.from < local.from)) {
        found = local;
      }
    }
    return found;
  }

  /// All variables of a name.
  public List<Local> all(String name) {
    return locals.getOrDefault(name, List.of());
  }
}
