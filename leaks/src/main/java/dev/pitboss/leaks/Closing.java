package dev.pitboss.leaks;

import com.sun.source.tree.ArrayAccessTree;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.BindingPatternTree;
import com.sun.source.tree.BlockTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.EnhancedForLoopTree;
import com.sun.source.tree.ExpressionStatementTree;
import com.sun.source.tree.ForLoopTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.IfTree;
import com.sun.source.tree.InstanceOfTree;
import com.sun.source.tree.LabeledStatementTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.NewArrayTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.SynchronizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TryTree;
import com.sun.source.tree.UnaryTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import org.jspecify.annotations.Nullable;

/// Whether code surely closes a value: on each path that ends, unless the value is null or closed
/// already. Errs to the safe side: a form that is not known here closes nothing.
final class Closing {
  private static final Set<String> APPLYING = Set.of("ifPresent", "ifPresentOrElse", "forEach");

  private final ClosingMethods methods;
  private final Trees trees;
  private final Set<Element> names;
  private final boolean many;
  private final NullTest nulls = new NullTest(this::isValue);
  private boolean keepingCounts;

  /// @param names variables that hold the value
  /// @param many whether they are arrays or collections of values
  Closing(ClosingMethods methods, Set<? extends Element> names, boolean many) {
    this.methods = methods;
    this.trees = methods.attribution().trees();
    this.names = new HashSet<>(names);
    this.many = many;
  }

  /// Whether putting the value into a collection ends the need to close it.
  void keepingCounts(boolean counts) {
    keepingCounts = counts;
  }

  private boolean isName(TreePath path) {
    Tree leaf = path.getLeaf();
    return (leaf instanceof IdentifierTree || leaf instanceof MemberSelectTree)
        && names.contains(trees.getElement(path));
  }

  private boolean isValue(TreePath path) {
    var inner = Borrow.bare(path.getLeaf());
    if (inner.isPresent()) {
      return isValue(new TreePath(path, inner.get()));
    }
    return many
        ? path.getLeaf() instanceof ArrayAccessTree access
            && isName(new TreePath(path, access.getExpression()))
        : isName(path);
  }

  boolean statement(TreePath path) {
    return switch (path.getLeaf()) {
      case BlockTree block -> sequence(path, block.getStatements());
      case ExpressionStatementTree call -> expression(new TreePath(path, call.getExpression()));
      case VariableTree variable -> declaration(path, variable);
      case ReturnTree returned ->
          returned.getExpression() != null
              && expression(new TreePath(path, returned.getExpression()));
      case IfTree test -> branches(path, test);
      case TryTree attempt -> attempt(path, attempt);
      case SynchronizedTree locked -> statement(new TreePath(path, locked.getBlock()));
      case LabeledStatementTree labeled -> statement(new TreePath(path, labeled.getStatement()));
      case EnhancedForLoopTree loop -> loop(path, loop);
      case ForLoopTree loop -> many && statement(new TreePath(path, loop.getStatement()));
      case Tree _ -> false;
    };
  }

  private boolean sequence(TreePath path, List<? extends StatementTree> statements) {
    for (StatementTree each : statements) {
      TreePath at = new TreePath(path, each);
      if (statement(at)) {
        return true;
      }
      if (!isGuard(at) && (Exits.areIn(each) || new Throwing(trees).isIn(at))) {
        return false;
      }
    }
    return false;
  }

  /// `if (value == null) return;`.
  private boolean isGuard(TreePath path) {
    return path.getLeaf() instanceof IfTree test
        && test.getElseStatement() == null
        && nulls.failsWhenOpen(new TreePath(path, test.getCondition()));
  }

  private boolean declaration(TreePath path, VariableTree variable) {
    if (variable.getInitializer() == null) {
      return false;
    }
    TreePath value = new TreePath(path, variable.getInitializer());
    if (!many && isValue(value)) {
      Element alias = trees.getElement(path);
      if (alias != null) {
        names.add(alias);
      }
    }
    return expression(value);
  }

  private boolean branches(TreePath path, IfTree test) {
    TreePath condition = new TreePath(path, test.getCondition());
    if (expression(condition)) {
      return true;
    }
    bind(condition);
    boolean then = statement(new TreePath(path, test.getThenStatement()));
    boolean otherwise =
        test.getElseStatement() != null && statement(new TreePath(path, test.getElseStatement()));
    return (then && otherwise)
        || (then && nulls.holdsWhenOpen(condition))
        || (otherwise && nulls.failsWhenOpen(condition));
  }

  /// `value instanceof Connection connection` gives it a second name.
  private void bind(TreePath condition) {
    new TreePathScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitInstanceOf(InstanceOfTree test, @Nullable Void nothing) {
        if (test.getPattern() instanceof BindingPatternTree pattern
            && isValue(new TreePath(getCurrentPath(), test.getExpression()))) {
          TreePath variable =
              new TreePath(new TreePath(getCurrentPath(), pattern), pattern.getVariable());
          Element alias = trees.getElement(variable);
          if (alias != null && !many) {
            names.add(alias);
          }
        }
        return null;
      }
    }.scan(condition, null);
  }

  private boolean attempt(TreePath path, TryTree attempt) {
    for (Tree resource : attempt.getResources()) {
      TreePath at = new TreePath(path, resource);
      if (isValue(at)
          || (resource instanceof VariableTree variable
              && variable.getInitializer() != null
              && isResource(new TreePath(at, variable.getInitializer())))) {
        return true;
      }
    }
    return (attempt.getFinallyBlock() != null
            && statement(new TreePath(path, attempt.getFinallyBlock())))
        || statement(new TreePath(path, attempt.getBlock()));
  }

  private boolean isResource(TreePath value) {
    return isValue(value)
        || (value.getLeaf() instanceof MemberReferenceTree reference
            && reference.getName().contentEquals("close")
            && isValue(new TreePath(value, reference.getQualifierExpression())));
  }

  private boolean loop(TreePath path, EnhancedForLoopTree loop) {
    TreePath all = new TreePath(path, loop.getExpression());
    Element each = trees.getElement(new TreePath(path, loop.getVariable()));
    return each != null
        && contains(all)
        && new Closing(methods, Set.of(each), false)
            .statement(new TreePath(path, loop.getStatement()));
  }

  /// Whether an expression answers a collection, a stream or an optional that holds the value.
  private boolean contains(TreePath path) {
    if (many && isName(path)) {
      return true;
    }
    return switch (path.getLeaf()) {
      case NewArrayTree made ->
          made.getInitializers() != null
              && made.getInitializers().stream().anyMatch(one -> isValue(new TreePath(path, one)));
      case MethodInvocationTree call ->
          call.getArguments().stream()
                  .map(argument -> new TreePath(path, argument))
                  .anyMatch(argument -> isValue(argument) || contains(argument))
              || (call.getMethodSelect() instanceof MemberSelectTree select
                  && contains(new TreePath(new TreePath(path, select), select.getExpression())));
      case Tree _ -> false;
    };
  }

  /// Whether the expression closes the value whenever it is evaluated.
  boolean expression(TreePath path) {
    return switch (path.getLeaf()) {
      case MethodInvocationTree call -> call(path, call);
      case AssignmentTree assignment -> expression(new TreePath(path, assignment.getExpression()));
      case UnaryTree unary -> expression(new TreePath(path, unary.getExpression()));
      case BinaryTree binary -> expression(new TreePath(path, binary.getLeftOperand()));
      case ConditionalExpressionTree choice ->
          expression(new TreePath(path, choice.getCondition()));
      case Tree tree ->
          Borrow.bare(tree).map(inner -> expression(new TreePath(path, inner))).orElse(false);
    };
  }

  private boolean call(TreePath path, MethodInvocationTree call) {
    String name = NullTest.name(call);
    if (call.getMethodSelect() instanceof MemberSelectTree select) {
      TreePath receiver = new TreePath(new TreePath(path, select), select.getExpression());
      if (isValue(receiver) && (name.equals("close") || name.equals("abort"))) {
        return true;
      }
      if (APPLYING.contains(name)
          && contains(receiver)
          && functionCloses(new TreePath(path, call.getArguments().getFirst()))) {
        return true;
      }
      if (expression(receiver)) {
        return true;
      }
    }
    for (int i = 0; i < call.getArguments().size(); i++) {
      TreePath argument = new TreePath(path, call.getArguments().get(i));
      if (takes(path, name, argument, i) || expression(argument)) {
        return true;
      }
    }
    return false;
  }

  private boolean takes(TreePath path, String name, TreePath argument, int index) {
    if (!isValue(argument) && !contains(argument)) {
      return false;
    }
    return (keepingCounts && Uses.COLLECTING.contains(name))
        || (trees.getElement(path) instanceof ExecutableElement method
            && methods.closes(method, index));
  }

  private boolean functionCloses(TreePath path) {
    return switch (path.getLeaf()) {
      case MemberReferenceTree reference ->
          trees.getElement(path) instanceof ExecutableElement method
              && (method.getParameters().isEmpty()
                  ? reference.getName().contentEquals("close")
                  : methods.closes(method, 0));
      case LambdaExpressionTree lambda when lambda.getParameters().size() == 1 -> {
        Element value = trees.getElement(new TreePath(path, lambda.getParameters().getFirst()));
        var inner = new Closing(methods, value == null ? Set.of() : Set.of(value), false);
        TreePath body = new TreePath(path, lambda.getBody());
        yield lambda.getBody() instanceof BlockTree
            ? inner.statement(body)
            : inner.expression(body);
      }
      case Tree _ -> false;
    };
  }
}
