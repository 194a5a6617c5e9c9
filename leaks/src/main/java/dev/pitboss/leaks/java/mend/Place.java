package dev.pitboss.leaks.java.mend;

import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.BlockTree;
import com.sun.source.tree.CaseTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.ExpressionStatementTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.SwitchExpressionTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TryTree;
import com.sun.source.tree.TypeCastTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import dev.pitboss.leaks.java.source.Unit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where a connection is acquired: the call, what is bound, the statement and the block around.
///
/// @param site the acquiring call
/// @param bound the expression whose value has to be closed: the call, or the object made with it
/// @param statement that acquires
/// @param block around it
/// @param index of the statement in the block
record Place(TreePath site, TreePath bound, TreePath statement, TreePath block, int index) {
  static Place of(Unit unit, int from, int to) throws Refusal {
    TreePath[] found = new TreePath[1];
    new TreePathScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void scan(@Nullable Tree tree, @Nullable Void nothing) {
        if (tree instanceof MethodInvocationTree || tree instanceof NewClassTree) {
          TreePath path = new TreePath(getCurrentPath(), tree);
          if (unit.start(tree) == from && unit.end(tree) == to) {
            found[0] = path;
          }
        }
        return super.scan(tree, null);
      }
    }.scan(new TreePath(unit.tree()), null);
    TreePath site = found[0];
    if (site == null) {
      throw new Refusal("the source has changed since it was scanned");
    }
    TreePath bound = bound(site);
    TreePath statement = bound;
    while (!(statement.getLeaf() instanceof StatementTree)) {
      if (statement.getLeaf() instanceof LambdaExpressionTree) {
        throw new Refusal("it is acquired in a lambda that is an expression");
      }
      statement = statement.getParentPath();
      if (statement == null) {
        throw new Refusal("it is not acquired by a statement");
      }
    }
    if (statement.getParentPath().getLeaf() instanceof TryTree) {
      statement = statement.getParentPath(); // a resource
    }
    TreePath block = statement.getParentPath();
    List<? extends StatementTree> statements = statements(block.getLeaf());
    int index = statements.indexOf((StatementTree) statement.getLeaf());
    if (index < 0) {
      throw new Refusal("it is not acquired by a plain statement of a block");
    }
    return new Place(site, bound, statement, block, index);
  }

  /// The object made with the connection, when that is what the statement goes on with.
  private static TreePath bound(TreePath site) {
    TreePath at = site;
    while (true) {
      TreePath parent = at.getParentPath();
      boolean isWrapped =
          parent.getLeaf() instanceof NewClassTree made
              && made.getArguments().contains(at.getLeaf());
      if (!isWrapped) {
        return at;
      }
      at = parent;
    }
  }

  static List<? extends StatementTree> statements(Tree block) {
    return switch (block) {
      case BlockTree tree -> tree.getStatements();
      case CaseTree tree when tree.getStatements() != null -> tree.getStatements();
      case Tree _ -> List.of();
    };
  }

  StatementTree tree() {
    return (StatementTree) statement.getLeaf();
  }

  List<? extends StatementTree> statements() {
    return statements(block.getLeaf());
  }

  /// Whether the value is what the statement assigns, declares or drops, as a whole.
  boolean isWhole() {
    TreePath at = bound.getParentPath();
    while (at.getLeaf() instanceof ParenthesizedTree
        || at.getLeaf() instanceof TypeCastTree
        || at.getLeaf() instanceof ConditionalExpressionTree
        || at.getLeaf() instanceof SwitchExpressionTree
        || at.getLeaf() instanceof CaseTree
        || isRequired(at.getLeaf())) {
      at = at.getParentPath();
    }
    return at.getLeaf() instanceof VariableTree
        || at.getLeaf() instanceof AssignmentTree
        || at.getLeaf() instanceof ExpressionStatementTree;
  }

  private static boolean isRequired(Tree tree) {
    return tree instanceof MethodInvocationTree call
        && String.valueOf(call.getMethodSelect()).endsWith("requireNonNull");
  }

  /// Whether the value is the receiver of a call.
  boolean isChained() {
    return bound.getParentPath().getLeaf() instanceof MemberSelectTree;
  }
}
