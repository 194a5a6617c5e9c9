package dev.pitboss.leaks.java.mend;

import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.BlockTree;
import com.sun.source.tree.ExpressionStatementTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.IfTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TryTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.TreeScanner;
import dev.pitboss.leaks.java.source.Unit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Where a variable is used, and which statements do nothing but close what it holds.
final class Uses {
  private final Unit unit;
  private final Set<Integer> closing;

  /// @param closing offsets of the calls that close it
  Uses(Unit unit, Set<Integer> closing) {
    this.unit = unit;
    this.closing = closing;
  }

  static boolean isName(@Nullable Tree tree, String name) {
    Tree at = tree;
    while (at instanceof ParenthesizedTree inner) {
      at = inner.getExpression();
    }
    return at instanceof IdentifierTree identifier && identifier.getName().contentEquals(name);
  }

  /// Whether any of the names occurs under a tree.
  static boolean mentions(@Nullable Tree tree, Set<String> names) {
    boolean[] found = new boolean[1];
    new TreeScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitIdentifier(IdentifierTree identifier, @Nullable Void nothing) {
        found[0] |= names.contains(identifier.getName().toString());
        return null;
      }
    }.scan(tree, null);
    return found[0];
  }

  /// Paths of all identifiers of a name under a tree.
  static List<TreePath> of(TreePath root, String name) {
    List<TreePath> uses = new ArrayList<>();
    new TreePathScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitIdentifier(IdentifierTree identifier, @Nullable Void nothing) {
        if (identifier.getName().contentEquals(name)) {
          uses.add(getCurrentPath());
        }
        return null;
      }
    }.scan(root, null);
    return uses;
  }

  /// The outermost statement around a use that does nothing but close the variable, or null.
  @Nullable TreePath closeAround(TreePath use, String name) {
    TreePath found = null;
    for (TreePath at = use; at != null; at = at.getParentPath()) {
      if (at.getLeaf() instanceof StatementTree statement) {
        if (isClose(statement, name)) {
          found = at;
        } else if (!(statement instanceof BlockTree)) {
          break;
        }
      }
    }
    return found;
  }

  /// Whether a statement does nothing but close a variable: a call, one under a null test, or one
  /// in a `try` of its own.
  boolean isClose(StatementTree statement, String name) {
    return switch (statement) {
      case ExpressionStatementTree expression -> isCloseCall(expression.getExpression(), name);
      case IfTree choice ->
          choice.getElseStatement() == null
              && isTest(choice.getCondition())
              && isCloseBody(choice.getThenStatement(), name);
      case TryTree attempt ->
          attempt.getResources().isEmpty()
              && attempt.getFinallyBlock() == null
              && isCloseBody(attempt.getBlock(), name);
      case StatementTree _ -> false;
    };
  }

  private boolean isCloseBody(StatementTree body, String name) {
    return body instanceof BlockTree block
        ? !block.getStatements().isEmpty()
            && block.getStatements().stream()
                .allMatch(each -> isClose(each, name) || isForgetting(each, name))
        : isClose(body, name);
  }

  /// `c = null` after a close.
  private static boolean isForgetting(StatementTree statement, String name) {
    return statement instanceof ExpressionStatementTree expression
        && expression.getExpression() instanceof AssignmentTree assignment
        && isName(assignment.getVariable(), name)
        && isNull(assignment.getExpression());
  }

  static boolean isNull(@Nullable ExpressionTree tree) {
    return tree instanceof LiteralTree literal && literal.getKind() == Tree.Kind.NULL_LITERAL;
  }

  /// Only the variable is tested, or flags: nothing that does more than read.
  private static boolean isTest(ExpressionTree condition) {
    boolean[] acts = new boolean[1];
    new TreeScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitMethodInvocation(
          MethodInvocationTree call, @Nullable Void nothing) {
        String called =
            call.getMethodSelect() instanceof MemberSelectTree select
                ? select.getIdentifier().toString()
                : String.valueOf(call.getMethodSelect());
        acts[0] |= !called.matches("isClosed|nonNull|isNull");
        return super.visitMethodInvocation(call, null);
      }

      @Override
      public @Nullable Void visitAssignment(AssignmentTree tree, @Nullable Void nothing) {
        acts[0] = true;
        return null;
      }
    }.scan(condition, null);
    return !acts[0];
  }

  private boolean isCloseCall(ExpressionTree expression, String name) {
    if (!(expression instanceof MethodInvocationTree call)) {
      return false;
    }
    if (call.getMethodSelect() instanceof MemberSelectTree select
        && isName(select.getExpression(), name)) {
      return select.getIdentifier().contentEquals("close") && call.getArguments().isEmpty();
    }
    long others =
        call.getArguments().stream()
            .filter(each -> !isName(each, name))
            .filter(each -> !isSource(each))
            .count();
    return closing.contains(unit.start(call)) && others == 0;
  }

  /// The data source that a helper takes beside the connection.
  private static boolean isSource(ExpressionTree argument) {
    String text = argument.toString().toLowerCase(Locale.ROOT);
    return text.endsWith("source") || text.endsWith("pool") || text.endsWith("ds");
  }

  /// Assignments to a variable under a tree.
  static List<TreePath> assignments(TreePath root, String name) {
    List<TreePath> found = new ArrayList<>();
    new TreePathScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitAssignment(AssignmentTree tree, @Nullable Void nothing) {
        if (isName(tree.getVariable(), name)) {
          found.add(getCurrentPath());
        }
        return super.visitAssignment(tree, null);
      }
    }.scan(root, null);
    return found;
  }

  /// Names declared by the statements themselves.
  static Set<String> declared(List<? extends StatementTree> statements) {
    Set<String> names = new LinkedHashSet<>();
    for (StatementTree each : statements) {
      if (each instanceof VariableTree variable) {
        names.add(variable.getName().toString());
      }
    }
    return names;
  }

  /// Variables that get a value made with one of the names.
  static Set<String> filled(List<? extends StatementTree> statements, Set<String> names) {
    Set<String> filled = new LinkedHashSet<>();
    for (StatementTree each : statements) {
      new TreeScanner<@Nullable Void, @Nullable Void>() {
        @Override
        public @Nullable Void visitAssignment(AssignmentTree tree, @Nullable Void nothing) {
          if (tree.getVariable() instanceof IdentifierTree variable
              && tree.getExpression() instanceof MethodInvocationTree call
              && makes(call)
              && mentions(call, names)) {
            filled.add(variable.getName().toString());
          }
          return super.visitAssignment(tree, null);
        }
      }.scan(each, null);
    }
    return filled;
  }

  /// Whether a call makes a statement, a result set or the like.
  private static boolean makes(MethodInvocationTree call) {
    return call.getMethodSelect() instanceof MemberSelectTree select
        && select
            .getIdentifier()
            .toString()
            .matches(
                "prepare\\w*|create\\w*|executeQuery|getResultSet|getGeneratedKeys|getMetaData"
                    + "|get\\w*Stream|getTables|getColumns|getPrimaryKeys|getIndexInfo|getSchemas");
  }
}
