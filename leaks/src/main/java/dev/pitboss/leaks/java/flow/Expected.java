package dev.pitboss.leaks.java.flow;

import com.sun.source.tree.BlockTree;
import com.sun.source.tree.ExpressionStatementTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreePath;
import dev.pitboss.leaks.java.source.Unit;
import dev.pitboss.leaks.model.Origin;
import java.util.regex.Pattern;

/// Acquiring calls of tests that are expected to fail, and so acquire nothing.
final class Expected {
  private static final Pattern FAIL =
      Pattern.compile("^\\s*\\)?;\\s*(?:Assert(?:ions)?\\.)?fail\\(");

  /// So far behind the call its test has to fail.
  private static final int NEAR = 80;

  private Expected() {}

  /// Whether the test fails when the call does not, or called a data source that it just closed.
  static boolean toFail(Unit unit, Function function, Site site) {
    return Origins.of(unit, function) == Origin.TEST
        && (isFollowedByFail(unit, site) || isOnClosed(unit, site));
  }

  private static boolean isFollowedByFail(Unit unit, Site site) {
    String text = unit.text();
    int end = unit.end(site.tree());
    return end >= 0
        && FAIL.matcher(text.substring(end, Math.min(text.length(), end + NEAR))).find();
  }

  private static boolean isOnClosed(Unit unit, Site site) {
    if (!(site.tree() instanceof MethodInvocationTree call
        && call.getMethodSelect() instanceof MemberSelectTree select
        && select.getExpression() instanceof IdentifierTree of)) {
      return false;
    }
    TreePath at = TreePath.getPath(unit.tree(), site.tree());
    for (; at != null && at.getParentPath() != null; at = at.getParentPath()) {
      if (at.getParentPath().getLeaf() instanceof BlockTree block
          && isClosedBefore(of.getName().toString(), block, at.getLeaf())) {
        return true;
      }
    }
    return false;
  }

  private static boolean isClosedBefore(String name, BlockTree block, Tree until) {
    for (StatementTree statement : block.getStatements()) {
      if (statement == until) {
        return false;
      }
      if (statement instanceof ExpressionStatementTree expression
          && expression.getExpression().toString().equals(name + ".close()")) {
        return true;
      }
    }
    return false;
  }
}
