package dev.pitboss.leaks;

import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.BlockTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TypeCastTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePath;
import com.sun.source.util.Trees;
import java.util.Optional;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.VariableElement;

/// A borrowing call and what holds its result first.
///
/// @param trees the compiler's trees
/// @param call the call
/// @param taker what takes its result: a variable, an assignment, or the tree around the call
record Borrow(Trees trees, TreePath call, TreePath taker) {

  /// @param reported what the analysis points at
  static Borrow of(Trees trees, TreePath reported) {
    TreePath call = reported;
    if (reported.getLeaf() instanceof VariableTree variable && variable.getInitializer() != null) {
      call = new TreePath(reported, variable.getInitializer());
    } else if (reported.getLeaf() instanceof AssignmentTree assignment) {
      call = new TreePath(reported, assignment.getExpression());
    }
    for (Optional<ExpressionTree> inner = bare(call.getLeaf());
        inner.isPresent();
        inner = bare(call.getLeaf())) {
      call = new TreePath(call, inner.get());
    }
    TreePath taker = call.getParentPath();
    while (bare(taker.getLeaf()).isPresent()) {
      taker = taker.getParentPath();
    }
    return new Borrow(trees, call, taker);
  }

  /// What is inside parentheses or a cast.
  static Optional<ExpressionTree> bare(Tree tree) {
    if (tree instanceof ParenthesizedTree parenthesized) {
      return Optional.of(parenthesized.getExpression());
    }
    return tree instanceof TypeCastTree cast ? Optional.of(cast.getExpression()) : Optional.empty();
  }

  /// The variable or field that takes the result.
  Optional<VariableElement> holder() {
    Optional<TreePath> path =
        switch (taker.getLeaf()) {
          case VariableTree _ -> Optional.of(taker);
          case AssignmentTree assignment ->
              Optional.of(new TreePath(taker, assignment.getVariable()));
          case Tree _ -> Optional.empty();
        };
    return path.map(trees::getElement)
        .filter(VariableElement.class::isInstance)
        .map(VariableElement.class::cast);
  }

  static boolean isField(Element element) {
    return element.getKind() == ElementKind.FIELD;
  }

  int line() {
    var unit = call.getCompilationUnit();
    // of the call's end: in a wrapped chain the line that borrows, not the one the chain starts on
    return (int) unit.getLineMap().getLineNumber(callEnd() - 1L);
  }

  int callEnd() {
    return (int)
        trees.getSourcePositions().getEndPosition(call.getCompilationUnit(), call.getLeaf());
  }

  /// The body the borrow stands in: of a method, a lambda or an initializer; a class when it stands
  /// in a field's initializer.
  TreePath body() {
    TreePath path = call;
    while (true) {
      TreePath parent = path.getParentPath();
      boolean ends =
          switch (parent.getLeaf()) {
            case MethodTree method -> path.getLeaf() == method.getBody();
            case LambdaExpressionTree lambda -> path.getLeaf() == lambda.getBody();
            case ClassTree _ -> true;
            case Tree _ -> false;
          };
      if (ends) {
        return path.getLeaf() instanceof BlockTree || !(parent.getLeaf() instanceof ClassTree)
            ? path
            : parent;
      }
      path = parent;
    }
  }

  /// The enclosing method, also around lambdas and anonymous classes; none in a field's
  /// initializer.
  Optional<TreePath> method() {
    return enclosing(MethodTree.class);
  }

  private Optional<TreePath> enclosing(Class<? extends Tree> kind) {
    for (TreePath path = call; path != null; path = path.getParentPath()) {
      if (kind.isInstance(path.getLeaf())) {
        return Optional.of(path);
      }
    }
    return Optional.empty();
  }

  /// What to call the place: the method, the class of a constructor or of an initializer.
  String place() {
    String type =
        enclosing(ClassTree.class)
            .map(path -> ((ClassTree) path.getLeaf()).getSimpleName().toString())
            .orElse("");
    return method()
        .map(path -> ((MethodTree) path.getLeaf()).getName().toString())
        .filter(name -> !name.equals("<init>"))
        .orElse(type);
  }
}
