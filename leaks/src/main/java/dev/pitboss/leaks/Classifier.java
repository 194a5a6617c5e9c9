package dev.pitboss.leaks;

import com.sun.source.tree.BlockTree;
import com.sun.source.tree.CaseTree;
import com.sun.source.tree.DoWhileLoopTree;
import com.sun.source.tree.EnhancedForLoopTree;
import com.sun.source.tree.ExpressionStatementTree;
import com.sun.source.tree.ForLoopTree;
import com.sun.source.tree.IfTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TryTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.tree.WhileLoopTree;
import com.sun.source.util.TreePath;
import com.sun.source.util.Trees;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.Elements;
import javax.lang.model.util.Types;

/// Names the mistake behind a leak by what stands around the borrow. That there is a leak, the data
/// flow has said already; here it only gets its name, and what is against mending it.
final class Classifier {
  private static final Set<Use.Kind> LEAVES =
      EnumSet.of(
          Use.Kind.CAPTURED,
          Use.Kind.STORED,
          Use.Kind.COLLECTED,
          Use.Kind.RETURNED,
          Use.Kind.DEPENDENT_LEFT,
          Use.Kind.HANDED_OVER,
          Use.Kind.ALIASED);

  private final Trees trees;
  private final Elements elements;
  private final Types types;

  Classifier(Attribution attribution) {
    this.trees = attribution.trees();
    this.elements = attribution.task().getElements();
    this.types = attribution.task().getTypes();
  }

  /// @param pattern the mistake
  /// @param obstacle what is against a fix, or empty
  record Verdict(Pattern pattern, String obstacle) {}

  /// @param loss how it gets lost, in the words of the analysis
  Verdict verdict(Borrow borrow, String loss) {
    Verdict verdict = byHolder(borrow, loss);
    return verdict.obstacle().isEmpty() && !takesCloseFailure(borrow)
        ? new Verdict(verdict.pattern(), "close() may throw what nothing there takes")
        : verdict;
  }

  /// Whether what `close()` may throw is what the borrow may throw: then it can stand where that
  /// is.
  private boolean takesCloseFailure(Borrow borrow) {
    TypeMirror type = trees.getTypeMirror(borrow.call());
    if (!(trees.getElement(borrow.call()) instanceof ExecutableElement borrowing)
        || type == null
        || !(types.asElement(type) instanceof TypeElement resource)) {
      return false;
    }
    return elements.getAllMembers(resource).stream()
        .filter(ExecutableElement.class::isInstance)
        .map(ExecutableElement.class::cast)
        .filter(method -> method.getSimpleName().contentEquals("close"))
        .filter(method -> method.getParameters().isEmpty())
        .flatMap(method -> method.getThrownTypes().stream())
        .allMatch(thrown ->
            borrowing.getThrownTypes().stream().anyMatch(taken -> types.isSubtype(thrown, taken)));
  }

  private Verdict byHolder(Borrow borrow, String loss) {
    Optional<VariableElement> holder = borrow.holder();
    if (holder.isEmpty()) {
      return unheld(borrow);
    }
    if (Borrow.isField(holder.get())) {
      return field(borrow, holder.get());
    }
    List<Use> uses = Uses.of(trees, holder.get(), borrow.body());
    String obstacle =
        uses.stream()
            .filter(use -> LEAVES.contains(use.kind()))
            .findFirst()
            .map(this::obstacle)
            .orElse("");
    return new Verdict(local(borrow, uses, loss), obstacle);
  }

  private Verdict unheld(Borrow borrow) {
    TreePath taker = borrow.taker();
    return switch (taker.getLeaf()) {
      case ExpressionStatementTree _ -> new Verdict(Pattern.RESULT_DISCARDED, "");
      case LambdaExpressionTree _ -> new Verdict(Pattern.ESCAPED_TO_LAMBDA, "a lambda answers it");
      case MemberSelectTree _ -> chain(borrow);
      case MethodInvocationTree call -> argument(call);
      case NewClassTree made ->
          new Verdict(
              Pattern.HANDED_OVER,
              "it is handed to new " + made.getIdentifier() + "(), which may keep it");
      case ReturnTree _ -> new Verdict(Pattern.NEVER_CLOSED, "it is returned");
      case Tree _ -> new Verdict(Pattern.NEVER_CLOSED, "it is part of a larger expression");
    };
  }

  private static Verdict argument(MethodInvocationTree call) {
    String select = call.getMethodSelect().toString();
    String name = select.substring(select.lastIndexOf('.') + 1);
    return Uses.COLLECTING.contains(name)
        ? new Verdict(Pattern.LIST_BUILT_PARTLY, "it is kept by " + select + "()")
        : new Verdict(Pattern.HANDED_OVER, "it is handed to " + select + "(), which may keep it");
  }

  private Verdict chain(Borrow borrow) {
    return Uses.ofChain(trees, borrow).stream()
        .filter(use -> use.kind() == Use.Kind.DEPENDENT_LEFT)
        .findFirst()
        .map(use -> new Verdict(Pattern.RETURNED_DEPENDENT, obstacle(use)))
        .orElse(new Verdict(Pattern.ANONYMOUS_CHAIN, ""));
  }

  private Verdict field(Borrow borrow, VariableElement field) {
    boolean constructor =
        borrow
            .method()
            .map(path -> ((MethodTree) path.getLeaf()).getName().contentEquals("<init>"))
            .orElse(true);
    Element owner = field.getEnclosingElement();
    TypeElement closeable = elements.getTypeElement("java.lang.AutoCloseable");
    boolean closed =
        owner != null
            && closeable != null
            && types.isSubtype(types.erasure(owner.asType()), closeable.asType());
    return new Verdict(
        constructor && closed ? Pattern.CONSTRUCTOR_THROWS : Pattern.ESCAPED_TO_FIELD,
        "field " + field.getSimpleName() + " keeps it");
  }

  private String obstacle(Use use) {
    return switch (use.kind()) {
      case CAPTURED -> "it is used in " + use.with();
      case STORED -> use.with() + " keeps it";
      case COLLECTED -> use.with() + "() keeps it";
      case RETURNED -> "it is returned";
      case DEPENDENT_LEFT -> "what lives on it leaves the method: " + use.with();
      case HANDED_OVER -> "it is handed to " + use.with() + ", which may keep it";
      case ALIASED -> "it has a second name";
      case CLOSED, CALLED, LOOKED_AT, LENT, REASSIGNED -> "";
    };
  }

  private Pattern local(Borrow borrow, List<Use> uses, String loss) {
    List<Use> closes = uses.stream().filter(use -> use.kind() == Use.Kind.CLOSED).toList();
    if (uses.stream().anyMatch(use -> use.kind() == Use.Kind.REASSIGNED)
        && isReassigned(borrow, uses)) {
      return Pattern.REASSIGNED;
    }
    if (closes.isEmpty()) {
      return unclosed(borrow, uses);
    }
    Pattern last = Pattern.CLOSE_NOT_IN_FINALLY;
    for (Use close : closes) {
      last = closed(borrow, close, loss);
      if (last == Pattern.GAP_BEFORE_TRY || last == Pattern.EARLIER_CLOSE_THROWS) {
        return last;
      }
    }
    return last;
  }

  /// A borrow into a variable that had another value counts when it could have been a connection.
  private static boolean isReassigned(Borrow borrow, List<Use> uses) {
    return uses.stream()
        .filter(use -> use.kind() == Use.Kind.REASSIGNED)
        .anyMatch(use ->
            use.path().getParentPath().getLeaf() != borrow.taker().getLeaf()
                || isInLoop(use.path()));
  }

  private static boolean isInLoop(TreePath path) {
    for (TreePath at = path;
        at != null && !(at.getLeaf() instanceof MethodTree);
        at = at.getParentPath()) {
      if (at.getLeaf() instanceof WhileLoopTree
          || at.getLeaf() instanceof DoWhileLoopTree
          || at.getLeaf() instanceof ForLoopTree
          || at.getLeaf() instanceof EnhancedForLoopTree) {
        return true;
      }
    }
    return false;
  }

  private Pattern unclosed(Borrow borrow, List<Use> uses) {
    for (Use use : uses) {
      switch (use.kind()) {
        case CAPTURED -> {
          return Pattern.ESCAPED_TO_LAMBDA;
        }
        case STORED -> {
          return use.with().startsWith("new ") ? Pattern.HANDED_OVER : Pattern.ESCAPED_TO_FIELD;
        }
        case COLLECTED -> {
          return Pattern.LIST_BUILT_PARTLY;
        }
        case DEPENDENT_LEFT -> {
          return Pattern.RETURNED_DEPENDENT;
        }
        case HANDED_OVER -> {
          return Pattern.HANDED_OVER;
        }
        case CLOSED, CALLED, LOOKED_AT, RETURNED, LENT, ALIASED, REASSIGNED -> {
          // says nothing about the pattern
        }
      }
    }
    return new OtherConnections(trees, elements, types, borrow).areClosed()
        ? Pattern.CLOSED_BY_THE_WRONG_OWNER
        : Pattern.NEVER_CLOSED;
  }

  /// Which mistake leaves a method that does contain this close.
  private Pattern closed(Borrow borrow, Use close, String loss) {
    // where the variable is declared, which for an assignment is further out
    boolean declares = borrow.taker().getLeaf() instanceof VariableTree;
    Tree home = (declares ? block(borrow.call()) : borrow.body()).getLeaf();
    TreePath child = close.path();
    while (child.getParentPath() != null && child.getParentPath().getLeaf() != home) {
      Optional<Pattern> here =
          closedWithin(child.getParentPath().getLeaf(), child.getLeaf(), close, loss);
      if (here.isPresent()) {
        return here.get();
      }
      child = child.getParentPath();
    }
    return hasExitBefore(home, borrow, close) ? Pattern.EARLY_RETURN : Pattern.CLOSE_NOT_IN_FINALLY;
  }

  private Optional<Pattern> closedWithin(Tree around, Tree child, Use close, String loss) {
    return switch (around) {
      case TryTree attempt when attempt.getResources().contains(child) ->
          Optional.of(Pattern.GAP_BEFORE_TRY);
      case TryTree attempt when attempt.getFinallyBlock() == child ->
          Optional.of(
              isFirstIn(attempt.getFinallyBlock(), close)
                      || !isLostBefore(attempt.getFinallyBlock(), close, loss)
                  ? Pattern.GAP_BEFORE_TRY
                  : Pattern.EARLIER_CLOSE_THROWS);
      case TryTree attempt when attempt.getBlock() == child && !attempt.getCatches().isEmpty() ->
          Optional.of(Pattern.CLOSE_ONLY_IN_TRY);
      case CaseTree _ -> Optional.of(Pattern.SWITCH_BRANCH);
      case IfTree test when !isNullCheck(test) -> Optional.of(Pattern.CONDITIONAL_CLOSE);
      case Tree _ -> Optional.empty();
    };
  }

  /// Whether what throws stands in the `finally` before the close.
  private boolean isLostBefore(BlockTree last, Use close, String loss) {
    int end = loss.indexOf(" may throw ");
    if (end < 0) {
      return false;
    }
    String thrower = loss.substring(0, end);
    var positions = trees.getSourcePositions();
    var unit = close.path().getCompilationUnit();
    long at = positions.getStartPosition(unit, close.path().getLeaf());
    return last.getStatements().stream()
        .filter(statement -> positions.getStartPosition(unit, statement) < at)
        .anyMatch(statement -> statement.toString().replaceAll("\\s+", " ").contains(thrower));
  }

  private static boolean isNullCheck(IfTree test) {
    return test.getCondition().toString().contains("null");
  }

  private boolean isFirstIn(BlockTree last, Use close) {
    StatementTree first = last.getStatements().getFirst();
    var positions = trees.getSourcePositions();
    var unit = close.path().getCompilationUnit();
    long at = positions.getStartPosition(unit, close.path().getLeaf());
    return positions.getStartPosition(unit, first) <= at
        && at < positions.getEndPosition(unit, first);
  }

  private boolean hasExitBefore(Tree home, Borrow borrow, Use close) {
    var positions = trees.getSourcePositions();
    var unit = close.path().getCompilationUnit();
    long end = positions.getStartPosition(unit, close.path().getLeaf());
    return new ExitBetween(borrow.callEnd(), end, unit, positions).isIn(home);
  }

  private static TreePath block(TreePath path) {
    TreePath at = path;
    while (!(at.getLeaf() instanceof BlockTree || at.getLeaf() instanceof CaseTree)
        && at.getParentPath() != null) {
      at = at.getParentPath();
    }
    return at;
  }
}
