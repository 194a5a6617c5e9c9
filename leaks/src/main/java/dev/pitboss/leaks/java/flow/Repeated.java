package dev.pitboss.leaks.java.flow;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.DoWhileLoopTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.ForLoopTree;
import com.sun.source.tree.IfTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.UnaryTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.tree.WhileLoopTree;
import com.sun.source.util.TreeScanner;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The conditions of a function that stand in it more than once. How the others turned out need not
/// be remembered, which keeps the number of paths small.
final class Repeated {
  private final Map<String, Integer> counts = new HashMap<>();
  private final Set<String> parameters = new HashSet<>();

  Repeated(Function function) {
    for (VariableTree each : function.parameters()) {
      parameters.add(each.getName().toString());
    }
    new TreeScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitIf(IfTree tree, @Nullable Void nothing) {
        count(tree.getCondition());
        return super.visitIf(tree, null);
      }

      @Override
      public @Nullable Void visitConditionalExpression(
          ConditionalExpressionTree tree, @Nullable Void nothing) {
        count(tree.getCondition());
        return super.visitConditionalExpression(tree, null);
      }

      @Override
      public @Nullable Void visitWhileLoop(WhileLoopTree tree, @Nullable Void nothing) {
        count(tree.getCondition());
        return super.visitWhileLoop(tree, null);
      }

      @Override
      public @Nullable Void visitDoWhileLoop(DoWhileLoopTree tree, @Nullable Void nothing) {
        count(tree.getCondition());
        return super.visitDoWhileLoop(tree, null);
      }

      @Override
      public @Nullable Void visitForLoop(ForLoopTree tree, @Nullable Void nothing) {
        if (tree.getCondition() != null) {
          count(tree.getCondition());
        }
        return super.visitForLoop(tree, null);
      }

      @Override
      public @Nullable Void visitVariable(VariableTree tree, @Nullable Void nothing) {
        if (tree.getInitializer() != null && String.valueOf(tree.getType()).equals("boolean")) {
          count(tree.getInitializer());
        }
        return super.visitVariable(tree, null);
      }
    }.scan(function.body(), null);
  }

  private void count(ExpressionTree condition) {
    ExpressionTree bare = Conditions.bare(condition);
    switch (bare) {
      case UnaryTree not when not.getKind() == Tree.Kind.LOGICAL_COMPLEMENT ->
          count(not.getExpression());
      case BinaryTree both
          when both.getKind() == Tree.Kind.CONDITIONAL_AND
              || both.getKind() == Tree.Kind.CONDITIONAL_OR -> {
        count(both.getLeftOperand());
        count(both.getRightOperand());
      }
      case ExpressionTree leaf -> counts.merge(Conditions.key(leaf), 1, Integer::sum);
    }
  }

  /// Whether how a condition turned out says something about another one.
  boolean matters(String key) {
    return !key.isEmpty() && (counts.getOrDefault(key, 0) > 1 || parameters.contains(key));
  }

  /// Whether a condition depends on a variable alone.
  boolean isTested(String variable) {
    return counts.containsKey(variable) || counts.containsKey("this." + variable);
  }
}
