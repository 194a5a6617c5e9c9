package dev.pitboss.leaks.java.flow;

import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreePath;
import dev.pitboss.leaks.java.source.Unit;
import java.util.Set;

/// Calls that are only described, as in `when(pool.getConnection())` and `verify(c).close()`: they
/// acquire nothing, close nothing and throw nothing.
public final class Mocks {
  private static final Set<String> NAMES =
      Set.of(
          "when",
          "given",
          "verify",
          "expect",
          "doReturn",
          "doThrow",
          "doAnswer",
          "then",
          "should",
          "assertThrows",
          "assertThatThrownBy",
          "assertThatExceptionOfType",
          "whenever",
          "willReturn",
          "assertNull",
          "expectThrows",
          "stub",
          "lenient",
          "inOrder",
          "andReturn",
          "times",
          "never");

  private static final Set<String> STUBBING =
      Set.of("when", "given", "verify", "expect", "doReturn", "doThrow", "doAnswer", "whenever");

  private static final int MAX_DEPTH = 12;

  private Mocks() {}

  /// Whether a method of this name describes a call instead of making it.
  public static boolean isMockingName(String method) {
    return NAMES.contains(method);
  }

  /// Whether a method of this name takes the description of a call.
  public static boolean isStubbingName(String method) {
    return STUBBING.contains(method);
  }

  /// Whether a call stands inside of a description.
  static boolean isInside(TreePath call) {
    TreePath at = call;
    for (int depth = 0; at != null && depth < MAX_DEPTH; depth++, at = at.getParentPath()) {
      if (at.getLeaf() instanceof MethodInvocationTree around && isChain(around, NAMES)) {
        return true;
      }
      if (at.getLeaf() instanceof StatementTree) {
        return false;
      }
    }
    return false;
  }

  /// Whether a call, or one it is called on, describes calls to a library of mocks.
  static boolean isStubbing(MethodInvocationTree call, Unit unit) {
    return isChain(call, STUBBING)
        && (unit.text().contains("ockito") || unit.text().contains("asymock"));
  }

  private static boolean isChain(MethodInvocationTree call, Set<String> names) {
    Tree at = call;
    while (at instanceof MethodInvocationTree inner) {
      if (names.contains(Conditions.name(inner))) {
        return true;
      }
      at =
          inner.getMethodSelect() instanceof MemberSelectTree select
              ? select.getExpression()
              : null;
    }
    return false;
  }
}
