package dev.pitboss.leaks;

import com.sun.source.tree.BlockTree;
import com.sun.source.tree.CaseTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionStatementTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.ForLoopTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.IfTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.ThrowTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Cuts the one statement that does not compile instead of the method around it, where that leaves
/// the method's connections as they are: a line that logs, a counter, a value computed by a library
/// that is missing. A statement that borrows, or hands a connection to unknown code, is not cut
/// alone.
final class StatementCuts {
  /// Code that is given a connection to print it.
  private static final Pattern LOGGING =
      Pattern.compile(
          "(?i)(?:this\\.)?\\w*(?:log|logger|trace|audit|out|err)\\w*(?:\\(\\))?\\."
              + "(?:at\\w+\\(\\)\\.)?"
              + "(?:trace|debug|info|warn|warning|error|fatal|log|severe|fine|finer|finest|config"
              + "|print|println|printf)\\(.*",
          Pattern.DOTALL);

  /// A cut, and what the statement does to a connection: closes it, by its name.
  record StatementCut(Cut cut, Optional<Edit> closing) {}

  private final CompilationUnitTree unit;
  private final Trees trees;
  private final Resources resources;
  private final String text;

  StatementCuts(CompilationUnitTree unit, Attribution attribution, String text) {
    this.unit = unit;
    this.trees = attribution.trees();
    this.resources = new Resources(attribution);
    this.text = text;
  }

  /// @param deepest the innermost tree at the error
  Optional<StatementCut> at(TreePath deepest) {
    for (TreePath path = deepest; path != null; path = path.getParentPath()) {
      Tree leaf = path.getLeaf();
      if (leaf instanceof MethodTree || leaf instanceof ClassTree) {
        return Optional.empty();
      }
      TreePath around = path.getParentPath();
      if (leaf instanceof StatementTree statement
          && !(leaf instanceof BlockTree)
          && around != null
          && standsAlone(around.getLeaf())) {
        Optional<StatementCut> cut = cut(path, statement, deepest);
        if (cut.isPresent() || !mayCutFurtherOut(path)) {
          return cut;
        }
      }
    }
    return Optional.empty();
  }

  private static boolean standsAlone(Tree around) {
    return !(around instanceof ForLoopTree)
        && !(around instanceof ClassTree)
        && (around instanceof StatementTree || around instanceof CaseTree);
  }

  private boolean mayCutFurtherOut(TreePath path) {
    return !Borrowing.isIn(text(path.getLeaf())) && mentions(path).isEmpty();
  }

  private Optional<StatementCut> cut(TreePath path, StatementTree statement, TreePath deepest) {
    if (Borrowing.isIn(text(statement))) {
      return Optional.empty();
    }
    List<TreePath> mentions = mentions(path);
    if (!mentions.isEmpty()) {
      return cutHandingOver(statement, mentions);
    }
    return switch (statement) {
      case ExpressionStatementTree _ -> plain(statement, ";");
      case VariableTree variable -> declaration(path, variable, deepest);
      case ReturnTree returned -> answer(path, returned);
      case ThrowTree _ -> plain(statement, "throw new Error();");
      case IfTree test when isIn(test.getCondition(), deepest) ->
          plain(test.getCondition(), "(1>2)");
      case StatementTree _ -> Exits.areIn(statement) ? Optional.empty() : plain(statement, ";");
    };
  }

  /// An unknown call that is given connections: it prints them, or it closes them, or nobody knows.
  private Optional<StatementCut> cutHandingOver(StatementTree statement, List<TreePath> mentions) {
    if (statement instanceof ExpressionStatementTree
        && mentions.stream().allMatch(StatementCuts::isCalledOn)) {
      // what the driver is asked to do may still throw
      return plain(statement, mentions.getFirst().getLeaf() + ".clearWarnings();");
    }
    if (!(statement instanceof ExpressionStatementTree call)
        || !(call.getExpression() instanceof MethodInvocationTree invocation)) {
      return Optional.empty();
    }
    if (LOGGING.matcher(text(statement)).matches()) {
      return plain(statement, ";");
    }
    if (!ClosingMethods.isClosingName(NullTest.name(invocation))) {
      return Optional.empty();
    }
    StringBuilder closes = new StringBuilder();
    for (TreePath mention : mentions) {
      if (!invocation.getArguments().contains(mention.getLeaf())
          || !(mention.getLeaf() instanceof IdentifierTree name)) {
        return Optional.empty();
      }
      closes.append(Control.CLOSE).append('(').append(name.getName()).append(");");
    }
    var cut = new Cut(start(statement), end(statement), ";", "statement");
    var closing = new Edit(start(statement), end(statement), "{" + closes + "}");
    return Optional.of(new StatementCut(cut, Optional.of(closing)));
  }

  private static boolean isCalledOn(TreePath connection) {
    return connection.getParentPath().getLeaf() instanceof MemberSelectTree select
        && select.getExpression() == connection.getLeaf()
        && connection.getParentPath().getParentPath().getLeaf() instanceof MethodInvocationTree
        && connection.getLeaf() instanceof IdentifierTree
        && !select.getIdentifier().toString().matches("close|abort|unwrap");
  }

  private Optional<StatementCut> declaration(
      TreePath path, VariableTree variable, TreePath deepest) {
    ExpressionTree value = variable.getInitializer();
    if (resources.at(path) != null) {
      return Optional.empty(); // whatever it borrows
    }
    boolean inferred =
        variable.getType() == null || text(variable).matches("(?s)(final\\s+)?var\\b.*");
    if (value != null && isIn(value, deepest) && !inferred) {
      return plain(value, Cuts.nothing(variable.getType()));
    }
    return plain(variable, ";");
  }

  private Optional<StatementCut> answer(TreePath path, ReturnTree returned) {
    TreePath around = path;
    while (around.getParentPath() != null && !(around.getLeaf() instanceof MethodTree)) {
      around = around.getParentPath();
    }
    if (Functions.isInLambda(path)
        || returned.getExpression() == null
        || !(around.getLeaf() instanceof MethodTree method)) {
      return Optional.empty();
    }
    boolean connection =
        method.getReturnType() != null
            && resources.at(new TreePath(around, method.getReturnType())) != null;
    return connection
        ? Optional.empty()
        : plain(returned.getExpression(), Cuts.nothing(method.getReturnType()));
  }

  private Optional<StatementCut> plain(Tree tree, String instead) {
    var cut = new Cut(start(tree), end(tree), instead, "statement");
    return cut.in(text).equals(text)
        ? Optional.empty()
        : Optional.of(new StatementCut(cut, Optional.empty()));
  }

  private static boolean isIn(Tree tree, TreePath deepest) {
    for (TreePath path = deepest; path != null; path = path.getParentPath()) {
      if (path.getLeaf() == tree) {
        return true;
      }
    }
    return false;
  }

  /// Where a statement names a connection.
  private List<TreePath> mentions(TreePath statement) {
    List<TreePath> found = new ArrayList<>();
    new TreePathScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitIdentifier(IdentifierTree name, @Nullable Void nothing) {
        look();
        return null;
      }

      @Override
      public @Nullable Void visitMemberSelect(MemberSelectTree select, @Nullable Void nothing) {
        look();
        return super.visitMemberSelect(select, null);
      }

      private void look() {
        if (resources.isConnection(trees.getTypeMirror(getCurrentPath()))) {
          found.add(getCurrentPath());
        }
      }
    }.scan(statement, null);
    return found;
  }

  private String text(Tree tree) {
    int from = start(tree);
    int to = end(tree);
    return from < 0 || to < from ? "" : text.substring(from, to);
  }

  private int start(Tree tree) {
    return (int) trees.getSourcePositions().getStartPosition(unit, tree);
  }

  private int end(Tree tree) {
    return (int) trees.getSourcePositions().getEndPosition(unit, tree);
  }
}
