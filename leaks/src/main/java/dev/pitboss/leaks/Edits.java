package dev.pitboss.leaks;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.BlockTree;
import com.sun.source.tree.CaseTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.EnhancedForLoopTree;
import com.sun.source.tree.ExpressionStatementTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.ForLoopTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.IfTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import org.jspecify.annotations.Nullable;

/// Writes into a source what the data flow cannot infer and the tree shows: that a helper closes
/// its arguments, that `Objects.nonNull` compares with null, that a lambda's caller closes what the
/// lambda returns, that a wrapper must be closed, and nothing about warnings to be suppressed.
final class Edits extends TreePathScanner<@Nullable Void, @Nullable Void> {
  private static final String MUST_CALL =
      "@org.checkerframework.checker.mustcall.qual.InheritableMustCall(\"close\") ";
  private static final String OWNING = "@org.checkerframework.checker.mustcall.qual.Owning ";

  private final CompilationUnitTree unit;
  private final Source source;
  private final ClosingMethods methods;
  private final Wrappers wrappers;
  private final Resources resources;
  private final Trees trees;
  private final SourcePositions positions;
  private final List<Edit> edits = new ArrayList<>();

  Edits(CompilationUnitTree unit, Source source, ClosingMethods methods, Wrappers wrappers) {
    this.unit = unit;
    this.source = source;
    this.methods = methods;
    this.wrappers = wrappers;
    this.resources = new Resources(methods.attribution());
    this.trees = methods.attribution().trees();
    this.positions = trees.getSourcePositions();
  }

  List<Edit> find() {
    scan(unit, null);
    return edits;
  }

  private int start(Tree tree) {
    return (int) positions.getStartPosition(unit, tree);
  }

  private int end(Tree tree) {
    return (int) positions.getEndPosition(unit, tree);
  }

  private void insert(int at, String text) {
    if (at >= 0 && at <= source.text().length()) {
      edits.add(Edit.insertion(at, text));
    }
  }

  private void replace(Tree tree, String text) {
    if (start(tree) >= 0 && start(tree) < end(tree)) {
      edits.add(new Edit(start(tree), end(tree), text));
    }
  }

  @Override
  public @Nullable Void scan(@Nullable Tree tree, @Nullable Void nothing) {
    if (tree instanceof StatementTree statement && !(tree instanceof BlockTree)) {
      TreePath around = getCurrentPath();
      statement(new TreePath(around, statement), around.getLeaf(), statement);
    }
    return super.scan(tree, null);
  }

  private void statement(TreePath path, Tree parent, StatementTree statement) {
    Tree evaluated =
        switch (statement) {
          case ExpressionStatementTree call -> call.getExpression();
          case VariableTree variable -> variable.getInitializer();
          case ReturnTree returned -> returned.getExpression();
          case IfTree test -> test.getCondition();
          case EnhancedForLoopTree loop -> loop;
          case StatementTree _ -> null;
        };
    boolean inBlock = parent instanceof BlockTree || parent instanceof CaseTree;
    boolean alone =
        statement instanceof ExpressionStatementTree && !(parent instanceof ForLoopTree);
    if (evaluated == null || !(inBlock || alone)) {
      return;
    }
    StringBuilder closes = new StringBuilder();
    for (VariableElement variable : locals(path, evaluated)) {
      if (!isClosedPlainly(evaluated, variable) && isClosed(path, statement, variable)) {
        closes.append(Control.CLOSE).append('(').append(variable.getSimpleName()).append(");");
      }
    }
    if (statement instanceof ReturnTree && Functions.isInLambda(path)) {
      closes.append(returned(new TreePath(path, evaluated)));
    }
    if (closes.isEmpty()) {
      return;
    }
    boolean braces = !(parent instanceof BlockTree) && alone;
    insert(start(statement), (braces ? "{" : "") + closes);
    if (braces) {
      insert(end(statement), "}");
    }
  }

  /// The lambda's caller has to close what it gets.
  private String returned(TreePath value) {
    return trees.getElement(value) instanceof VariableElement variable
            && isLocal(variable)
            && resources.isConnection(variable.asType())
        ? Control.HAND_OVER + "(" + variable.getSimpleName() + ");"
        : "";
  }

  private boolean isClosed(TreePath path, StatementTree statement, VariableElement variable) {
    var closing = new Closing(methods, Set.of(variable), false);
    return statement instanceof IfTree test
        ? closing.expression(new TreePath(path, test.getCondition()))
        : closing.statement(path);
  }

  /// `variable.close()` the data flow knows.
  private static boolean isClosedPlainly(Tree evaluated, VariableElement variable) {
    return evaluated instanceof MethodInvocationTree call
        && call.getMethodSelect().toString().equals(variable.getSimpleName() + ".close");
  }

  private static boolean isLocal(Element element) {
    return element.getKind() == ElementKind.LOCAL_VARIABLE
        || element.getKind() == ElementKind.PARAMETER;
  }

  /// Variables that hold something to close and occur outside of inner functions.
  private Set<VariableElement> locals(TreePath path, Tree evaluated) {
    Set<VariableElement> found = new LinkedHashSet<>();
    new TreePathScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitIdentifier(IdentifierTree name, @Nullable Void nothing) {
        if (trees.getElement(getCurrentPath()) instanceof VariableElement variable
            && isLocal(variable)
            && (resources.of(variable.asType()) != null
                || resources.isCloseable(variable.asType()))) {
          found.add(variable);
        }
        return null;
      }

      @Override
      public @Nullable Void visitClass(ClassTree type, @Nullable Void nothing) {
        return null;
      }

      @Override
      public @Nullable Void visitLambdaExpression(
          LambdaExpressionTree lambda, @Nullable Void nothing) {
        return null;
      }
    }.scan(new TreePath(path, evaluated), null);
    if (evaluated instanceof EnhancedForLoopTree loop
        && trees.getElement(new TreePath(path, loop.getVariable()))
            instanceof VariableElement each) {
      found.remove(each);
      found.removeIf(variable -> !mentions(loop.getExpression(), variable));
    }
    return found;
  }

  private static boolean mentions(Tree tree, VariableElement variable) {
    Boolean found =
        new TreeScanner<Boolean, @Nullable Void>() {
          @Override
          public Boolean visitIdentifier(IdentifierTree name, @Nullable Void nothing) {
            return name.getName().equals(variable.getSimpleName());
          }

          @Override
          public Boolean reduce(@Nullable Boolean one, @Nullable Boolean other) {
            return Boolean.TRUE.equals(one) || Boolean.TRUE.equals(other);
          }
        }.scan(tree, null);
    return Boolean.TRUE.equals(found);
  }

  @Override
  public @Nullable Void visitMethodInvocation(MethodInvocationTree call, @Nullable Void nothing) {
    if (trees.getElement(getCurrentPath()) instanceof ExecutableElement method
        && method.getEnclosingElement() instanceof TypeElement owner) {
      String name = method.getSimpleName().toString();
      boolean ofObjects = owner.getQualifiedName().contentEquals("java.util.Objects");
      if (ofObjects && name.equals("requireNonNull")) {
        ExpressionTree value = call.getArguments().getFirst();
        if (resources.at(new TreePath(getCurrentPath(), value)) != null) {
          edits.add(new Edit(start(call), start(value), "("));
          edits.add(new Edit(end(value), end(call), ")"));
        }
      } else if (ofObjects && (name.equals("nonNull") || name.equals("isNull"))) {
        compareWithNull(call.getArguments().getFirst(), call, name.equals("nonNull"));
      } else if (name.equals("isClosed")
          && method.getParameters().isEmpty()
          && call.getMethodSelect() instanceof MemberSelectTree select
          && isCondition(getCurrentPath())) {
        // a value that is closed needs no close, just as one that is null
        compareWithNull(select.getExpression(), call, false);
      }
    }
    return super.visitMethodInvocation(call, null);
  }

  /// Whether the call stands in the condition of an `if` that closes: then nothing else is asked.
  private static boolean isCondition(TreePath path) {
    TreePath child = path;
    for (TreePath at = path.getParentPath(); at != null; child = at, at = at.getParentPath()) {
      if (at.getLeaf() instanceof IfTree test) {
        return test.getCondition() == child.getLeaf() && test.getElseStatement() == null;
      }
      if (at.getLeaf() instanceof StatementTree) {
        return false;
      }
    }
    return false;
  }

  private void compareWithNull(ExpressionTree value, MethodInvocationTree call, boolean differs) {
    if (value instanceof IdentifierTree
        && trees.getElement(TreePath.getPath(unit, value)) instanceof VariableElement variable
        && (resources.of(variable.asType()) != null || resources.isCloseable(variable.asType()))) {
      replace(call, "(null" + (differs ? "!=" : "==") + variable.getSimpleName() + ")");
    }
  }

  /// A suppressed loss is counted apart: the analysis has to see it.
  @Override
  public @Nullable Void visitAnnotation(AnnotationTree annotation, @Nullable Void nothing) {
    if (annotation.getAnnotationType().toString().endsWith("SuppressWarnings")) {
      replace(annotation, "");
    }
    return super.visitAnnotation(annotation, null);
  }

  @Override
  public @Nullable Void visitClass(ClassTree type, @Nullable Void nothing) {
    if (!type.getSimpleName().isEmpty() && wrappers.include(trees.getElement(getCurrentPath()))) {
      insert(start(type), MUST_CALL);
      for (Tree member : type.getMembers()) {
        boolean component = type.getKind() == Tree.Kind.RECORD && member instanceof VariableTree;
        if (component) {
          own(new TreePath(getCurrentPath(), member));
        } else if (member instanceof MethodTree method
            && method.getName().contentEquals("<init>")
            && type.getKind() != Tree.Kind.RECORD) {
          TreePath path = new TreePath(getCurrentPath(), method);
          method.getParameters().forEach(parameter -> own(new TreePath(path, parameter)));
        }
      }
    }
    return super.visitClass(type, null);
  }

  private void own(TreePath variable) {
    Element element = trees.getElement(variable);
    if (element != null && resources.isConnection(element.asType())) {
      insert(start(variable.getLeaf()), OWNING);
    }
  }
}
