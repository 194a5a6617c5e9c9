package dev.pitboss.leaks;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.InstanceOfTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.UnaryTree;
import com.sun.source.util.TreePath;
import java.util.function.Predicate;

/// What a condition says about whether a value is there to be closed. A value that is null, closed
/// already or of a type that cannot be closed needs no close.
final class NullTest {
  private final Predicate<TreePath> isValue;

  /// @param isValue recognises the value in question
  NullTest(Predicate<TreePath> isValue) {
    this.isValue = isValue;
  }

  /// Whether the condition is false only if there is nothing to close.
  boolean holdsWhenOpen(TreePath condition) {
    return switch (condition.getLeaf()) {
      case ParenthesizedTree inner -> holdsWhenOpen(new TreePath(condition, inner.getExpression()));
      case BinaryTree both when both.getKind() == Tree.Kind.CONDITIONAL_AND ->
          holdsWhenOpen(left(condition, both)) && holdsWhenOpen(right(condition, both));
      case BinaryTree either when either.getKind() == Tree.Kind.CONDITIONAL_OR ->
          holdsWhenOpen(left(condition, either)) || holdsWhenOpen(right(condition, either));
      case BinaryTree test when test.getKind() == Tree.Kind.NOT_EQUAL_TO ->
          isNullComparison(condition, test);
      case UnaryTree not when not.getKind() == Tree.Kind.LOGICAL_COMPLEMENT ->
          failsWhenOpen(new TreePath(condition, not.getExpression()));
      case InstanceOfTree test -> isValue.test(new TreePath(condition, test.getExpression()));
      case MethodInvocationTree call -> isStaticTest(condition, call, "nonNull");
      case Tree _ -> false;
    };
  }

  /// Whether the condition is true only if there is nothing to close.
  boolean failsWhenOpen(TreePath condition) {
    return switch (condition.getLeaf()) {
      case ParenthesizedTree inner -> failsWhenOpen(new TreePath(condition, inner.getExpression()));
      case BinaryTree both when both.getKind() == Tree.Kind.CONDITIONAL_AND ->
          failsWhenOpen(left(condition, both)) || failsWhenOpen(right(condition, both));
      case BinaryTree either when either.getKind() == Tree.Kind.CONDITIONAL_OR ->
          failsWhenOpen(left(condition, either)) && failsWhenOpen(right(condition, either));
      case BinaryTree test when test.getKind() == Tree.Kind.EQUAL_TO ->
          isNullComparison(condition, test);
      case UnaryTree not when not.getKind() == Tree.Kind.LOGICAL_COMPLEMENT ->
          holdsWhenOpen(new TreePath(condition, not.getExpression()));
      case MethodInvocationTree call ->
          isStaticTest(condition, call, "isNull") || isClosedTest(condition, call);
      case Tree _ -> false;
    };
  }

  private boolean isNullComparison(TreePath path, BinaryTree test) {
    return (isNull(test.getRightOperand()) && isValue.test(left(path, test)))
        || (isNull(test.getLeftOperand()) && isValue.test(right(path, test)));
  }

  private static boolean isNull(ExpressionTree expression) {
    return expression.getKind() == Tree.Kind.NULL_LITERAL;
  }

  private boolean isStaticTest(TreePath path, MethodInvocationTree call, String name) {
    return name(call).equals(name)
        && call.getArguments().size() == 1
        && isValue.test(new TreePath(path, call.getArguments().getFirst()));
  }

  private boolean isClosedTest(TreePath path, MethodInvocationTree call) {
    return call.getMethodSelect() instanceof MemberSelectTree select
        && select.getIdentifier().contentEquals("isClosed")
        && isValue.test(new TreePath(new TreePath(path, select), select.getExpression()));
  }

  /// The called method's name.
  static String name(MethodInvocationTree call) {
    return call.getMethodSelect() instanceof MemberSelectTree select
        ? select.getIdentifier().toString()
        : call.getMethodSelect().toString();
  }

  private static TreePath left(TreePath path, BinaryTree tree) {
    return new TreePath(path, tree.getLeftOperand());
  }

  private static TreePath right(TreePath path, BinaryTree tree) {
    return new TreePath(path, tree.getRightOperand());
  }
}
