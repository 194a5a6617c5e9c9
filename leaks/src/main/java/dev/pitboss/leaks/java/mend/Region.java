package dev.pitboss.leaks.java.mend;

import com.sun.source.tree.BlockTree;
import com.sun.source.tree.CaseTree;
import com.sun.source.tree.ExpressionStatementTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.IfTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TryTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePath;
import dev.pitboss.leaks.java.source.Unit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The statements that use a connection: from one to the last that uses it, or what lives on it, or
/// a variable declared in between. That is where it is open, and no longer.
final class Region {
  private final Unit unit;
  private final TreePath block;
  private final List<? extends StatementTree> statements;
  private final String name;
  private final Uses uses;
  private final int first;
  private int last;
  private Set<String> living = Set.of();

  /// @param first index of the first statement in the block
  Region(Unit unit, TreePath block, String name, Uses uses, int first) {
    this.unit = unit;
    this.uses = uses;
    this.block = block;
    this.statements = Place.statements(block.getLeaf());
    this.name = name;
    this.first = first;
    extend();
  }

  private void extend() {
    Set<String> names = new LinkedHashSet<>();
    names.add(name);
    last = first - 1;
    boolean grown = true;
    while (grown) {
      grown = false;
      for (int i = first; i < statements.size(); i++) {
        StatementTree each = statements.get(i);
        if (i > last && Uses.mentions(each, names)) {
          last = i;
          grown = true;
        }
      }
      if (last >= first) {
        List<? extends StatementTree> inside = statements.subList(first, last + 1);
        grown |= names.addAll(Uses.declared(inside));
        grown |= names.addAll(Uses.filled(inside, names));
      }
    }
    living = names;
  }

  /// Variables of the block and around it that may hold what lives on the connection.
  Set<String> living() {
    return living;
  }

  boolean isEmpty() {
    return last < first;
  }

  List<? extends StatementTree> inside() {
    return statements.subList(first, last + 1);
  }

  int start() {
    return unit.start(statements.get(first));
  }

  int end() {
    return unit.end(statements.get(last));
  }

  boolean contains(Tree tree) {
    return !isEmpty() && start() <= unit.start(tree) && unit.end(tree) <= end();
  }

  /// The outermost statements in the region that only close the variable.
  List<TreePath> closes() {
    List<TreePath> closes = new ArrayList<>();
    for (TreePath use : Uses.of(block, name)) {
      TreePath close = uses.closeAround(use, name);
      if (close != null && contains(close.getLeaf()) && !contains(closes, close)) {
        closes.add(close);
      }
    }
    return closes;
  }

  private static boolean contains(List<TreePath> paths, TreePath path) {
    return paths.stream().anyMatch(each -> each.getLeaf() == path.getLeaf());
  }

  /// The close that stands on the level of the region, if there is one.
  Optional<TreePath> topLevelClose() {
    return closes().stream()
        .filter(close -> inside().contains((StatementTree) close.getLeaf()))
        .findFirst();
  }

  /// A close in the `finally` of a `try` of the region, if there is one.
  Optional<TreePath> closeInFinally() {
    return closes().stream()
        .filter(close ->
            close.getParentPath().getParentPath().getLeaf() instanceof TryTree attempt
                && attempt.getFinallyBlock() == close.getParentPath().getLeaf())
        .findFirst();
  }

  /// Takes out closes that are not needed any more, and what they leave empty.
  ///
  /// @throws Refusal when one cannot be taken out
  void removeCloses(List<TreePath> closes, Edits edits) throws Refusal {
    for (TreePath close : closes) {
      remove(close, edits);
    }
  }

  private void remove(TreePath close, Edits edits) throws Refusal {
    Tree tree = close.getLeaf();
    TreePath around = close.getParentPath();
    switch (around.getLeaf()) {
      case CaseTree choice when choice.getCaseKind() == CaseTree.CaseKind.RULE ->
          edits.replace(unit.start(tree), unit.end(tree), "{}");
      case BlockTree parent when parent.getStatements().size() == 1 ->
          removeLast(close, around, edits);
      case BlockTree _, CaseTree _ -> edits.delete(unit.start(tree), unit.end(tree));
      case IfTree _ -> edits.replace(unit.start(tree), unit.end(tree), "{ }");
      case Tree _ -> throw new Refusal("it is closed in a place that cannot be taken out");
    }
  }

  /// A close that is alone in its block.
  private void removeLast(TreePath close, TreePath parent, Edits edits) throws Refusal {
    Tree around = parent.getParentPath().getLeaf();
    Tree tree = close.getLeaf();
    boolean onlyTests =
        around instanceof IfTree choice
            && choice.getElseStatement() == null
            && bare(choice.getCondition()) instanceof MethodInvocationTree;
    if (onlyTests && around instanceof IfTree choice) {
      // what is asked may act, too
      String asked = unit.textOf(bare(choice.getCondition()));
      edits.replace(unit.start(choice), unit.end(choice), asked + ";");
      return;
    }
    if (around instanceof TryTree attempt && attempt.getFinallyBlock() == parent.getLeaf()) {
      removeFinally(parent.getParentPath(), attempt, edits);
    } else if (around instanceof IfTree || around instanceof TryTree) {
      throw new Refusal("the close is the only statement of a branch that has to stay");
    } else {
      edits.delete(unit.start(tree), unit.end(tree));
    }
  }

  private static Tree bare(Tree condition) {
    Tree at = condition;
    while (at instanceof ParenthesizedTree inner) {
      at = inner.getExpression();
    }
    return at;
  }

  /// The `try` that is all of the region but its closes, when it has no `finally` yet.
  Optional<TryTree> onlyTry() {
    List<TreePath> closes = closes();
    List<StatementTree> left = new ArrayList<>();
    for (StatementTree each : inside()) {
      if (closes.stream().noneMatch(close -> close.getLeaf() == each)) {
        left.add(each);
      }
    }
    return left.size() == 1
            && left.getFirst() instanceof TryTree attempt
            && attempt.getFinallyBlock() == null
            && attempt.getResources().isEmpty()
            && !attempt.getCatches().isEmpty()
        ? Optional.of(attempt)
        : Optional.empty();
  }

  /// Whether nothing is left of the region without its closes.
  boolean isOnlyCloses() {
    List<TreePath> closes = closes();
    return inside().stream()
        .allMatch(each -> closes.stream().anyMatch(close -> close.getLeaf() == each));
  }

  private void removeFinally(TreePath path, TryTree attempt, Edits edits) {
    int bodyEnd = unit.end(attempt.getBlock());
    if (!attempt.getCatches().isEmpty() || !attempt.getResources().isEmpty()) {
      int from =
          attempt.getCatches().isEmpty() ? bodyEnd : unit.end(attempt.getCatches().getLast());
      edits.delete(from, unit.end(attempt.getFinallyBlock()));
      return;
    }
    unwrap(attempt, unit.end(path.getLeaf()), edits);
  }

  /// Puts a `try`'s body in its place.
  void unwrap(TryTree attempt, int end, Edits edits) {
    BlockTree body = attempt.getBlock();
    if (body.getStatements().isEmpty()) {
      edits.delete(unit.start(attempt), end);
      return;
    }
    int open = unit.start(body) + 1;
    int close = unit.end(body) - 1;
    edits.delete(unit.start(attempt), open);
    edits.shift(open, close, -1);
    edits.delete(close, end);
  }

  /// Whether the variable's value is captured or assigned elsewhere than in plain statements.
  Optional<String> obstacle() {
    for (TreePath assignment : Uses.assignments(block, name)) {
      boolean isPlain = assignment.getParentPath().getLeaf() instanceof ExpressionStatementTree;
      if (contains(assignment.getLeaf()) && !isPlain) {
        return Optional.of("it gets another value in the midst of an expression");
      }
    }
    return Optional.empty();
  }

  /// `try (c)`, `try (X other = c)` in the region.
  Optional<TryTree> resourceTry() {
    for (TreePath use : Uses.of(block, name)) {
      for (TreePath at = use; at != null && at.getLeaf() != block.getLeaf(); ) {
        TreePath parent = at.getParentPath();
        if (parent != null
            && parent.getLeaf() instanceof TryTree attempt
            && attempt.getResources().contains(at.getLeaf())
            && isHolding(at.getLeaf())) {
          return Optional.of(attempt);
        }
        at = parent;
      }
    }
    return Optional.empty();
  }

  private boolean isHolding(Tree resource) {
    return resource instanceof IdentifierTree
        || (resource instanceof VariableTree variable
            && (Uses.isName(variable.getInitializer(), name)
                || String.valueOf(variable.getInitializer()).equals(name + "::close")));
  }
}
