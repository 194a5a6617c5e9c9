package dev.pitboss.leaks;

import com.sun.source.tree.BreakTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ContinueTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.ThrowTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import org.jspecify.annotations.Nullable;

/// Looks for a `return`, `throw`, `break` or `continue` between two offsets of a source.
final class ExitBetween extends TreeScanner<@Nullable Void, @Nullable Void> {
  private final long from;
  private final long to;
  private final CompilationUnitTree unit;
  private final SourcePositions positions;
  private boolean found;

  ExitBetween(long from, long to, CompilationUnitTree unit, SourcePositions positions) {
    this.from = from;
    this.to = to;
    this.unit = unit;
    this.positions = positions;
  }

  boolean isIn(Tree tree) {
    scan(tree, null);
    return found;
  }

  @Override
  public @Nullable Void scan(@Nullable Tree tree, @Nullable Void nothing) {
    if (tree == null || tree instanceof ClassTree || tree instanceof LambdaExpressionTree) {
      return null;
    }
    boolean exit =
        tree instanceof ReturnTree
            || tree instanceof ThrowTree
            || tree instanceof BreakTree
            || tree instanceof ContinueTree;
    long at = positions.getStartPosition(unit, tree);
    found |= exit && at > from && at < to;
    return super.scan(tree, null);
  }
}
