package dev.pitboss.leaks.java.flow;

import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TryTree;
import com.sun.source.util.TreeScanner;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a function that is only made, and runs later or never, has to do with the connection.
final class Captures {
  private final Walk walk;

  Captures(Walk walk) {
    this.walk = walk;
  }

  Relation of(Tree body, State state) {
    if (!state.isOpen()) {
      return Relation.NONE;
    }
    var scanner = new Scanner(state);
    scanner.scan(body, null);
    return scanner.closes ? Relation.CLOSER : scanner.captures ? Relation.CAPTURE : Relation.NONE;
  }

  private final class Scanner extends TreeScanner<@Nullable Void, @Nullable Void> {
    private final State state;
    private boolean captures;
    private boolean closes;

    Scanner(State state) {
      this.state = state;
    }

    private Relation relation(Tree tree) {
      return tree instanceof IdentifierTree identifier
          ? state.relation(walk.holder(identifier))
          : Relation.NONE;
    }

    @Override
    public @Nullable Void visitIdentifier(IdentifierTree tree, @Nullable Void nothing) {
      String holder = walk.holder(tree);
      captures |= !holder.startsWith("this.") && relation(tree).reaches();
      return super.visitIdentifier(tree, null);
    }

    @Override
    public @Nullable Void visitMemberReference(MemberReferenceTree tree, @Nullable Void nothing) {
      closes |=
          relation(tree.getQualifierExpression()).reaches()
              && LibraryCalls.isClosing(tree.getName().toString());
      return super.visitMemberReference(tree, null);
    }

    @Override
    public @Nullable Void visitTry(TryTree tree, @Nullable Void nothing) {
      closes |= tree.getResources().stream().anyMatch(each -> relation(each).reaches());
      return super.visitTry(tree, null);
    }

    @Override
    public @Nullable Void visitMethodInvocation(MethodInvocationTree tree, @Nullable Void nothing) {
      if (tree.getMethodSelect() instanceof MemberSelectTree select
          && relation(select.getExpression()).reaches()
          && LibraryCalls.isClosing(select.getIdentifier().toString())) {
        closes = true;
      }
      List<Relation> given = new ArrayList<>();
      for (ExpressionTree each : tree.getArguments()) {
        given.add(relation(Conditions.bare(each)));
      }
      if (!closes && given.stream().anyMatch(Relation::reaches)) {
        Call call = walk.expressions().call(tree);
        closes =
            call.isOfTree()
                ? walk.analysis().summaries().of(call, tree.getArguments(), given).closes()
                : LibraryCalls.isClosing(call.name());
      }
      return super.visitMethodInvocation(tree, null);
    }
  }
}
