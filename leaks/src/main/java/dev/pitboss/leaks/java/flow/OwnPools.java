package dev.pitboss.leaks.java.flow;

import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TryTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreeScanner;
import dev.pitboss.leaks.java.source.MethodInfo;
import dev.pitboss.leaks.java.source.Scopes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Pools and data sources that a method makes for itself. Closed as a whole, they close what they
/// handed over; one that is shared goes on lending.
final class OwnPools {
  /// So deep calls of a pool's own methods are looked into.
  private static final int MAX_DEPTH = 4;

  private final Walk walk;

  OwnPools(Walk walk) {
    this.walk = walk;
  }

  /// The variable that holds the pool an acquiring call is made on, if the function made that pool
  /// and closes it somewhere; otherwise an empty text.
  String of(Tree site) {
    if (!(site instanceof MethodInvocationTree call
        && call.getMethodSelect() instanceof MemberSelectTree select
        && select.getExpression() instanceof IdentifierTree pool)) {
      return "";
    }
    Scopes.Local local = walk.expressions().local(pool);
    if (local == null || !isPool(walk.expressions().call(call)) || !isMade(local.tree())) {
      return "";
    }
    return isClosedSomewhere(pool.getName().toString()) ? walk.holder(pool) : "";
  }

  private boolean isPool(Call call) {
    return call.isOfTree()
        || PoolNames.isPool(call.receiver().simpleName())
        || walk.expressions().types().isDataSource(call.receiver());
  }

  private boolean isMade(VariableTree variable) {
    List<ExpressionTree> values = new ArrayList<>();
    if (variable.getInitializer() != null) {
      values.add(variable.getInitializer());
    }
    new TreeScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitAssignment(AssignmentTree tree, @Nullable Void nothing) {
        if (tree.getVariable() instanceof IdentifierTree name
            && name.getName().equals(variable.getName())) {
          values.add(tree.getExpression());
        }
        return super.visitAssignment(tree, null);
      }
    }.scan(walk.function().body(), null);
    values.removeIf(value -> value.getKind() == Tree.Kind.NULL_LITERAL);
    return !values.isEmpty()
        && values.stream()
            .map(Conditions::bare)
            .allMatch(value ->
                value instanceof NewClassTree
                    || (value instanceof MethodInvocationTree made
                        && PoolNames.isMaking(Conditions.name(made))));
  }

  private boolean isClosedSomewhere(String pool) {
    boolean[] found = new boolean[1];
    new TreeScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitTry(TryTree tree, @Nullable Void nothing) {
        found[0] |=
            tree.getResources().stream()
                .anyMatch(each ->
                    each instanceof VariableTree variable
                        ? variable.getName().contentEquals(pool)
                        : isPool(each));
        return super.visitTry(tree, null);
      }

      @Override
      public @Nullable Void visitMethodInvocation(
          MethodInvocationTree tree, @Nullable Void nothing) {
        String name = Conditions.name(tree);
        boolean isOn =
            tree.getMethodSelect() instanceof MemberSelectTree select
                && isPool(select.getExpression())
                && PoolNames.isClosing(name);
        boolean isGiven = tree.getArguments().stream().anyMatch(this::isPool);
        found[0] |= isOn || (isGiven && (LibraryCalls.isClosing(name) || closesPool(tree)));
        return super.visitMethodInvocation(tree, null);
      }

      private boolean closesPool(MethodInvocationTree tree) {
        List<Relation> given =
            tree.getArguments().stream()
                .map(each -> isPool(each) ? Relation.POOL : Relation.NONE)
                .toList();
        Call call = walk.expressions().call(tree);
        return call.isOfTree()
            && walk.analysis().summaries().of(call, tree.getArguments(), given).closes();
      }

      private boolean isPool(Tree tree) {
        return tree instanceof IdentifierTree name && name.getName().contentEquals(pool);
      }
    }.scan(walk.function().body(), null);
    return found[0];
  }

  /// Whether a call on such a pool closes it as a whole. The body of a method of the tree has to
  /// close something.
  boolean isClosedBy(Call call) {
    return PoolNames.isClosing(call.name())
        && (!call.isOfTree()
            || call.methods().stream()
                .flatMap(each -> walk.analysis().symbols().implementations(each).stream())
                .anyMatch(each -> closes(each, 0)));
  }

  private boolean closes(MethodInfo method, int depth) {
    return walk.analysis()
        .function(method)
        .map(function -> {
          var closing = new boolean[1];
          Expressions expressions = walk.analysis().expressions(function);
          new TreeScanner<@Nullable Void, @Nullable Void>() {
            @Override
            public @Nullable Void visitMethodInvocation(
                MethodInvocationTree tree, @Nullable Void nothing) {
              Call call = expressions.call(tree);
              closing[0] |=
                  (call.isOfTree() && depth < MAX_DEPTH)
                      ? call.methods().stream().anyMatch(each -> closes(each, depth + 1))
                      : LibraryCalls.isClosing(call.name());
              return closing[0] ? null : super.visitMethodInvocation(tree, null);
            }

            @Override
            public @Nullable Void visitMemberReference(
                com.sun.source.tree.MemberReferenceTree tree, @Nullable Void nothing) {
              closing[0] |=
                  LibraryCalls.isClosing(tree.getName().toString())
                      || walk.analysis().summaries().closesByReference(tree, expressions);
              return super.visitMemberReference(tree, null);
            }
          }.scan(function.body(), null);
          return closing[0];
        })
        .orElse(false);
  }
}
