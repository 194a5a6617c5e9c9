package dev.pitboss.leaks;

import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.EnhancedForLoopTree;
import com.sun.source.tree.ExpressionStatementTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.InstanceOfTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.SynchronizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TryTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.TypeMirror;
import org.jspecify.annotations.Nullable;

/// Where a connection goes: every use of one variable, and of what was got out of it and dies with
/// it.
final class Uses extends TreePathScanner<@Nullable Void, @Nullable Void> {
  /// Deeper chains of calls are taken to keep what they get.
  private static final int MAX_DEPTH = 3;

  static final Set<String> COLLECTING =
      Set.of("add", "addFirst", "addLast", "offer", "push", "put", "putIfAbsent", "set");

  /// Values of JDBC that live on without their connection.
  private static final Set<String> DETACHED =
      Set.of(
          "java.sql.Date",
          "java.sql.Time",
          "java.sql.Timestamp",
          "java.sql.SQLWarning",
          "java.sql.JDBCType",
          "java.sql.SQLException");

  private final Trees trees;
  private final @Nullable VariableElement variable;
  private final int depth;
  private final boolean dependent;
  private final Tree body;
  private final List<Use> found = new ArrayList<>();

  private Uses(
      Trees trees, @Nullable VariableElement variable, Tree body, int depth, boolean dependent) {
    this.trees = trees;
    this.variable = variable;
    this.body = body;
    this.depth = depth;
    this.dependent = dependent;
  }

  /// All uses of `variable` in `body`, in the order of the text.
  static List<Use> of(Trees trees, VariableElement variable, TreePath body) {
    return of(trees, variable, body, 0, false);
  }

  private static List<Use> of(
      Trees trees, VariableElement variable, TreePath body, int depth, boolean dependent) {
    var uses = new Uses(trees, variable, body.getLeaf(), depth, dependent);
    uses.scan(body, null);
    return uses.found;
  }

  /// What becomes of what is got out of a connection without a name, as in `get().getMetaData()`.
  static List<Use> ofChain(Trees trees, Borrow borrow) {
    var uses = new Uses(trees, null, borrow.body().getLeaf(), 0, false);
    uses.use(borrow.call());
    return uses.found;
  }

  @Override
  public @Nullable Void visitIdentifier(IdentifierTree name, @Nullable Void nothing) {
    if (variable != null && variable.equals(trees.getElement(getCurrentPath()))) {
      if (isInside()) {
        add(Use.Kind.CAPTURED, getCurrentPath(), "a lambda or inner class");
      } else {
        use(getCurrentPath());
      }
    }
    return null;
  }

  private boolean isInside() {
    for (TreePath path = getCurrentPath(); path.getLeaf() != body; path = path.getParentPath()) {
      if (path.getLeaf() instanceof LambdaExpressionTree || path.getLeaf() instanceof ClassTree) {
        return true;
      }
    }
    return false;
  }

  private void add(Use.Kind kind, TreePath path, String with) {
    boolean leaves =
        switch (kind) {
          case CAPTURED, STORED, COLLECTED, RETURNED, HANDED_OVER, ALIASED -> true;
          case CLOSED, CALLED, LOOKED_AT, DEPENDENT_LEFT, LENT, REASSIGNED -> false;
        };
    if (!dependent) {
      found.add(new Use(kind, path, with));
    } else if (leaves && kind != Use.Kind.HANDED_OVER) {
      // A result set may be lent to any method: what maps rows does not keep them.
      found.add(new Use(Use.Kind.DEPENDENT_LEFT, path, with));
    }
  }

  /// `value` is the connection, or what lives on it.
  private void use(TreePath value) {
    TreePath parent = value.getParentPath();
    Tree leaf = value.getLeaf();
    switch (parent.getLeaf()) {
      case MemberSelectTree select when select.getExpression() == leaf -> chain(value, parent);
      case MemberReferenceTree reference -> reference(value, parent, reference);
      case AssignmentTree assignment when assignment.getVariable() == leaf ->
          add(Use.Kind.REASSIGNED, value, "");
      case AssignmentTree assignment -> assigned(value, parent, assignment);
      case VariableTree declared -> follow(value, parent, declared);
      case ReturnTree _ -> add(Use.Kind.RETURNED, value, typeName(value));
      case LambdaExpressionTree _ -> add(Use.Kind.RETURNED, value, typeName(value));
      case MethodInvocationTree call -> argument(value, parent, call);
      case NewClassTree created -> add(Use.Kind.STORED, value, "new " + created.getIdentifier());
      case TryTree attempt when attempt.getResources().contains(leaf) ->
          add(Use.Kind.CLOSED, value, "");
      case BinaryTree _,
          InstanceOfTree _,
          SynchronizedTree _,
          TryTree _,
          ExpressionStatementTree _,
          EnhancedForLoopTree _ ->
          add(Use.Kind.LOOKED_AT, value, "");
      case Tree around when Borrow.bare(around).isPresent() -> use(parent);
      case Tree _ -> add(Use.Kind.ALIASED, value, typeName(value));
    }
  }

  private void reference(TreePath value, TreePath parent, MemberReferenceTree reference) {
    boolean resource =
        parent.getParentPath().getLeaf() instanceof VariableTree declared
            && parent.getParentPath().getParentPath().getLeaf() instanceof TryTree attempt
            && attempt.getResources().contains(declared);
    boolean closes = resource && reference.getName().contentEquals("close");
    add(closes ? Use.Kind.CLOSED : Use.Kind.CAPTURED, value, "a method reference");
  }

  private void assigned(TreePath value, TreePath parent, AssignmentTree assignment) {
    Element target = trees.getElement(new TreePath(parent, assignment.getVariable()));
    if (target instanceof VariableElement local
        && !Borrow.isField(local)
        && !local.equals(variable)) {
      followNamed(value, local);
    } else if (target == null || !target.equals(variable)) {
      add(Use.Kind.STORED, value, String.valueOf(assignment.getVariable()));
    }
  }

  private void follow(TreePath value, TreePath parent, VariableTree declared) {
    if (parent.getParentPath().getLeaf() instanceof TryTree && !dependent) {
      add(Use.Kind.CLOSED, value, declared.getName().toString());
    } else if (trees.getElement(parent) instanceof VariableElement local
        && !Borrow.isField(local)) {
      followNamed(value, local);
    } else {
      add(Use.Kind.STORED, value, declared.getName().toString());
    }
  }

  private void followNamed(TreePath value, VariableElement local) {
    if (!dependent || depth >= MAX_DEPTH) {
      add(Use.Kind.ALIASED, value, local.getSimpleName().toString());
      return;
    }
    TreePath scope = value;
    while (scope.getLeaf() != body) {
      scope = scope.getParentPath();
    }
    found.addAll(of(trees, local, scope, depth + 1, true));
  }

  /// A call on the value: follow what it answers, if that dies with the connection.
  private void chain(TreePath value, TreePath select) {
    TreePath call = select.getParentPath();
    if (!(select.getLeaf() instanceof MemberSelectTree member)
        || !(call.getLeaf() instanceof MethodInvocationTree)) {
      return;
    }
    String name = member.getIdentifier().toString();
    if (name.equals("close") || name.equals("abort")) {
      add(Use.Kind.CLOSED, value, "");
      return;
    }
    add(Use.Kind.CALLED, value, name);
    TypeMirror answer = trees.getTypeMirror(call);
    if (answer != null && diesWithConnection(answer)) {
      TreePath scope = value;
      while (scope.getLeaf() != body) {
        scope = scope.getParentPath();
      }
      var next = new Uses(trees, variable, body, depth, true);
      next.use(call);
      found.addAll(next.found);
    }
  }

  private static boolean diesWithConnection(TypeMirror type) {
    String name = type.toString().replaceAll("<.*", "");
    boolean jdbc = name.startsWith("java.sql.") || name.startsWith("javax.sql.");
    return (jdbc && !DETACHED.contains(name))
        || name.startsWith("java.io.")
        || name.startsWith("java.util.stream.");
  }

  private void argument(TreePath value, TreePath parent, MethodInvocationTree call) {
    String name =
        call.getMethodSelect() instanceof MemberSelectTree select
            ? select.getIdentifier().toString()
            : call.getMethodSelect().toString();
    if (call.getMethodSelect().toString().equals(Control.HAND_OVER)) {
      return; // the statement behind it is a use of its own
    }
    if (call.getMethodSelect().toString().equals(Control.CLOSE) || isLibraryClose(parent, name)) {
      add(Use.Kind.CLOSED, value, name);
    } else if (COLLECTING.contains(name)) {
      add(Use.Kind.COLLECTED, value, call.getMethodSelect().toString());
    } else {
      boolean lent = isLent(parent, call.getArguments().indexOf(value.getLeaf()));
      add(lent ? Use.Kind.LENT : Use.Kind.HANDED_OVER, value, name + "()");
    }
  }

  /// What a method of the sources closes, an [Edit] says; of others only the name is known.
  private boolean isLibraryClose(TreePath call, String name) {
    Element method = trees.getElement(call);
    return ClosingMethods.isClosingName(name) && (method == null || trees.getPath(method) == null);
  }

  /// Whether the called method is in these sources and lets go of its parameter.
  private boolean isLent(TreePath path, int index) {
    if (depth >= MAX_DEPTH
        || index < 0
        || !(trees.getElement(path) instanceof ExecutableElement method)
        || index >= method.getParameters().size()) {
      return false;
    }
    TreePath declared = trees.getPath(method);
    if (declared == null
        || !(declared.getLeaf() instanceof MethodTree tree)
        || tree.getBody() == null) {
      return false;
    }
    return of(
            trees,
            method.getParameters().get(index),
            new TreePath(declared, tree.getBody()),
            depth + 1,
            false)
        .stream()
        .noneMatch(use ->
            switch (use.kind()) {
              case CAPTURED, STORED, COLLECTED, RETURNED, DEPENDENT_LEFT, HANDED_OVER, ALIASED ->
                  true;
              case CLOSED, CALLED, LOOKED_AT, LENT, REASSIGNED -> false;
            });
  }

  private String typeName(TreePath value) {
    TypeMirror type = trees.getTypeMirror(value);
    return type == null ? "" : type.toString().replaceAll("(?:\\w+\\.)+", "");
  }
}
