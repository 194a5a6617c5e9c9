package dev.pitboss.leaks;

import com.sun.source.tree.CatchTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.ThrowTree;
import com.sun.source.tree.TryTree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import javax.lang.model.element.ExecutableElement;
import org.jspecify.annotations.Nullable;

/// Whether code throws what it declares: calls with a `throws` clause outside of a `try` that
/// catches and ends there. What any call may throw undeclared does not count.
final class Throwing extends TreePathScanner<@Nullable Void, @Nullable Void> {
  private final Trees trees;
  private boolean found;

  Throwing(Trees trees) {
    this.trees = trees;
  }

  boolean isIn(TreePath path) {
    scan(path, null);
    return found;
  }

  private void look() {
    found |=
        trees.getElement(getCurrentPath()) instanceof ExecutableElement method
            && !method.getThrownTypes().isEmpty();
  }

  @Override
  public @Nullable Void visitMethodInvocation(MethodInvocationTree call, @Nullable Void nothing) {
    look();
    return super.visitMethodInvocation(call, null);
  }

  @Override
  public @Nullable Void visitNewClass(NewClassTree made, @Nullable Void nothing) {
    look();
    return super.visitNewClass(made, null);
  }

  @Override
  public @Nullable Void visitThrow(ThrowTree thrown, @Nullable Void nothing) {
    found = true;
    return null;
  }

  @Override
  public @Nullable Void visitTry(TryTree attempt, @Nullable Void nothing) {
    if (attempt.getCatches().isEmpty()) {
      return super.visitTry(attempt, null);
    }
    for (CatchTree caught : attempt.getCatches()) {
      scan(caught.getBlock(), null);
    }
    scan(attempt.getFinallyBlock(), null);
    return null;
  }

  @Override
  public @Nullable Void visitLambdaExpression(LambdaExpressionTree lambda, @Nullable Void nothing) {
    return null;
  }

  @Override
  public @Nullable Void visitClass(ClassTree type, @Nullable Void nothing) {
    return null;
  }
}
