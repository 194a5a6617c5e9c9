package dev.pitboss.leaks.java.flow;

import com.sun.source.tree.BlockTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TypeCastTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import dev.pitboss.leaks.java.source.ClassInfo;
import dev.pitboss.leaks.java.source.Scopes;
import dev.pitboss.leaks.java.source.Unit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A body of code that runs from its beginning to an end: a method, constructor, lambda or
/// initializer.
///
/// @param unit its source
/// @param path of its tree
/// @param body what runs: a block, an expression, or the field with its initializer
/// @param owner the named class around
/// @param isAnonymous whether an anonymous class or a lambda stands between it and the owner
/// @param scopes local variables, those of the code around included
/// @param name of the method around, or of the class
record Function(
    Unit unit,
    TreePath path,
    Tree body,
    ClassInfo owner,
    boolean isAnonymous,
    Scopes scopes,
    String name) {

  /// The functions of a source, in its order.
  static List<Function> of(Unit unit, List<ClassInfo> classes) {
    Map<Integer, ClassInfo> byStart = new HashMap<>();
    classes.forEach(each -> byStart.put(each.start(), each));
    List<Function> functions = new ArrayList<>();
    if (!classes.isEmpty()) {
      new Collector(unit, byStart, functions).scan(new TreePath(unit.tree()), null);
    }
    return functions;
  }

  Tree tree() {
    return path.getLeaf();
  }

  /// What is around a tree, without parentheses and casts.
  @Nullable Tree parentOf(@Nullable Tree tree) {
    TreePath at = tree == null ? null : TreePath.getPath(path, tree);
    at = at == null ? null : at.getParentPath();
    while (at != null
        && (at.getLeaf() instanceof ParenthesizedTree || at.getLeaf() instanceof TypeCastTree)) {
      at = at.getParentPath();
    }
    return at == null ? null : at.getLeaf();
  }

  boolean isConstructor() {
    return tree() instanceof MethodTree method && method.getName().contentEquals("<init>");
  }

  boolean isLambda() {
    return tree() instanceof LambdaExpressionTree;
  }

  List<? extends VariableTree> parameters() {
    return switch (tree()) {
      case MethodTree method -> method.getParameters();
      case LambdaExpressionTree lambda -> lambda.getParameters();
      case Tree _ -> List.of();
    };
  }

  private static final class Collector extends TreePathScanner<@Nullable Void, @Nullable Void> {
    private final Unit unit;
    private final Map<Integer, ClassInfo> byStart;
    private final List<Function> functions;
    private final IdentityHashMap<Tree, Scopes> scopes = new IdentityHashMap<>();

    Collector(Unit unit, Map<Integer, ClassInfo> byStart, List<Function> functions) {
      this.unit = unit;
      this.byStart = byStart;
      this.functions = functions;
    }

    @Override
    public @Nullable Void visitMethod(MethodTree tree, @Nullable Void nothing) {
      if (tree.getBody() != null) {
        add(tree.getBody());
      }
      return super.visitMethod(tree, null);
    }

    @Override
    public @Nullable Void visitLambdaExpression(LambdaExpressionTree tree, @Nullable Void nothing) {
      add(tree.getBody());
      return super.visitLambdaExpression(tree, null);
    }

    @Override
    public @Nullable Void visitBlock(BlockTree tree, @Nullable Void nothing) {
      if (getCurrentPath().getParentPath().getLeaf() instanceof ClassTree) {
        add(tree);
      }
      return super.visitBlock(tree, null);
    }

    @Override
    public @Nullable Void visitVariable(VariableTree tree, @Nullable Void nothing) {
      if (getCurrentPath().getParentPath().getLeaf() instanceof ClassTree
          && tree.getInitializer() != null) {
        add(tree);
      }
      return super.visitVariable(tree, null);
    }

    private void add(Tree body) {
      ClassInfo owner = null;
      String name = "";
      boolean anonymous = false;
      Tree member = body;
      TreePath memberPath = getCurrentPath();
      for (TreePath at = getCurrentPath(); at != null && owner == null; at = at.getParentPath()) {
        Tree leaf = at.getLeaf();
        if (leaf instanceof MethodTree method && name.isEmpty()) {
          name = method.getName().toString();
        }
        if (leaf instanceof ClassTree type) {
          owner = byStart.get(unit.start(type));
          anonymous |= owner == null;
        } else {
          member = leaf;
          memberPath = at;
        }
        anonymous |= leaf instanceof LambdaExpressionTree && leaf != getCurrentPath().getLeaf();
      }
      if (owner == null) {
        return;
      }
      TreePath root = memberPath;
      Scopes seen = scopes.computeIfAbsent(member, _ -> Scopes.of(unit, root));
      String called = name.isEmpty() || name.equals("<init>") ? owner.simpleName() : name;
      functions.add(new Function(unit, getCurrentPath(), body, owner, anonymous, seen, called));
    }
  }
}
