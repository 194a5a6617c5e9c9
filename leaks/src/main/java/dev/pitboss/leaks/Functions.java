package dev.pitboss.leaks;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.SwitchExpressionTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.YieldTree;
import com.sun.source.util.TreePath;

/// Where the value of an expression goes when a lambda answers it.
final class Functions {
  private Functions() {}

  /// Whether the expression is what a lambda answers, as a whole, as a branch of a condition or of
  /// a `switch`, or by a `return`: then the lambda's caller has to close it.
  static boolean isAnsweredByLambda(TreePath expression) {
    TreePath child = expression;
    for (TreePath at = child.getParentPath(); at != null; child = at, at = at.getParentPath()) {
      switch (at.getLeaf()) {
        case LambdaExpressionTree lambda -> {
          return lambda.getBody() == child.getLeaf();
        }
        case ReturnTree _ -> {
          return isInLambda(at);
        }
        case ConditionalExpressionTree choice -> {
          if (choice.getCondition() == child.getLeaf()) {
            return false;
          }
        }
        case YieldTree _ -> at = switchOf(at);
        case Tree around -> {
          if (Borrow.bare(around).isEmpty()) {
            return false;
          }
        }
      }
    }
    return false;
  }

  private static TreePath switchOf(TreePath yield) {
    TreePath at = yield;
    while (at.getParentPath() != null && !(at.getLeaf() instanceof SwitchExpressionTree)) {
      at = at.getParentPath();
    }
    return at;
  }

  /// Whether the innermost function around is a lambda.
  static boolean isInLambda(TreePath path) {
    for (TreePath at = path; at != null; at = at.getParentPath()) {
      switch (at.getLeaf()) {
        case LambdaExpressionTree _ -> {
          return true;
        }
        case MethodTree _, ClassTree _ -> {
          return false;
        }
        case Tree _ -> {
          // further out
        }
      }
    }
    return false;
  }
}
