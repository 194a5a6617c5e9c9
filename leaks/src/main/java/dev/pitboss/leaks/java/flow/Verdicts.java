package dev.pitboss.leaks.java.flow;

import com.sun.source.tree.ExpressionStatementTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IfTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.SwitchExpressionTree;
import com.sun.source.tree.SwitchTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TryTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreeScanner;
import dev.pitboss.leaks.java.flow.State.Mark;
import dev.pitboss.leaks.model.Pattern;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Names the mistake behind the paths on which a connection is lost.
final class Verdicts {
  private final Walk walk;
  private final Site site;
  private final List<Leak> leaks;

  Verdicts(Walk walk, Site site, List<Leak> leaks) {
    this.walk = walk;
    this.site = site;
    this.leaks = leaks;
  }

  /// The path that is shown: one that is plain to see before one that takes an exception.
  Leak shown() {
    return leaks.stream().min(Comparator.comparingInt(Verdicts::rank)).orElseThrow();
  }

  private static int rank(Leak leak) {
    int rank =
        switch (leak.kind()) {
          case REASSIGNED -> 0;
          case DROPPED -> 4;
          case RETURNED_DEPENDENT -> 1;
          case FIELD -> 2;
          case RETURN -> 4;
          case END -> 3;
          case CONSTRUCTOR -> 5;
          case THROW -> 6;
        };
    boolean caught = leak.steps().stream().anyMatch(step -> step.event().equals("caught"));
    boolean remote = !leak.isDeclared() || leak.has(Mark.EARLIER_CLOSE_IN_HELPER);
    return rank + (caught ? 2 : 0) + (remote ? 10 : 0);
  }

  Pattern pattern() {
    Leak leak = shown();
    if (leak.has(Mark.EARLIER_CLOSE_IN_HELPER)) {
      return Pattern.EARLIER_CLOSE_THROWS;
    }
    return switch (leak.kind()) {
      case FIELD -> Pattern.ESCAPED_TO_FIELD;
      case CONSTRUCTOR -> Pattern.CONSTRUCTOR_THROWS;
      case RETURNED_DEPENDENT -> Pattern.RETURNED_DEPENDENT;
      case REASSIGNED -> Pattern.REASSIGNED;
      case DROPPED, RETURN, END, THROW -> ofPath(leak);
    };
  }

  private Pattern ofPath(Leak leak) {
    Tree parent = walk.function().parentOf(site.tree());
    boolean isDropped =
        parent instanceof ExpressionStatementTree
            || (parent instanceof com.sun.source.tree.NewClassTree around && isStatement(around));
    if (isDropped) {
      return Pattern.RESULT_DISCARDED;
    }
    if (leak.state().holders().values().stream().anyMatch(each -> each == Relation.CONTAINER)
        && leaks.stream().allMatch(each -> each.state().holders().containsValue(Relation.CONTAINER))
        && !walk.closes().isEmpty()) {
      return Pattern.LIST_BUILT_PARTLY;
    }
    if (isChained(parent)) {
      return Pattern.ANONYMOUS_CHAIN;
    }
    if (walk.closes().isEmpty()) {
      return withoutClose();
    }
    return leak.kind() == Leak.Kind.THROW || isCaught(leak) ? onThrow(leak) : onReturn(leak);
  }

  private static boolean isCaught(Leak leak) {
    return leak.steps().stream().anyMatch(step -> step.event().equals("caught"));
  }

  private boolean isStatement(Tree expression) {
    TreePath path = TreePath.getPath(walk.function().unit().tree(), expression);
    return path != null && path.getParentPath().getLeaf() instanceof ExpressionStatementTree;
  }

  private boolean isChained(@Nullable Tree parent) {
    if (parent instanceof MemberSelectTree) {
      return true;
    }
    if (parent instanceof com.sun.source.tree.NewClassTree around) {
      TreePath path = TreePath.getPath(walk.function().unit().tree(), around);
      Tree outer = path == null ? null : path.getParentPath().getLeaf();
      return outer instanceof MemberSelectTree;
    }
    return false;
  }

  private Pattern withoutClose() {
    boolean captured = leaks.stream().anyMatch(leak -> leak.has(Mark.CAPTURED)) || isCaptured();
    if (captured) {
      return Pattern.ESCAPED_TO_LAMBDA;
    }
    if (leaks.stream().anyMatch(leak -> leak.has(Mark.HANDED))) {
      return Pattern.HANDED_OVER;
    }
    return anotherIsClosed() ? Pattern.CLOSED_BY_THE_WRONG_OWNER : Pattern.NEVER_CLOSED;
  }

  private boolean isCaptured() {
    return leaks.stream()
        .anyMatch(leak ->
            leak.kind() != Leak.Kind.THROW
                && leak.state().holders().containsValue(Relation.CAPTURE));
  }

  /// Whether the function closes another connection, by a call or a `try`.
  private boolean anotherIsClosed() {
    Set<ExpressionTree> others = new java.util.HashSet<>();
    for (Site each : walk.analysis().acquirers().in(walk.function())) {
      if (each.tree() != site.tree() && each.relation() == Relation.DIRECT) {
        others.add(each.tree());
      }
    }
    for (ExpressionTree other : others) {
      if (isCleanedUp(other)) {
        continue;
      }
      Walk of = walk.analysis().walk(walk.function(), other, Relation.DIRECT);
      Exits.of(of, State.initial());
      if (!of.closes().isEmpty()) {
        return true;
      }
    }
    return false;
  }

  private boolean isCleanedUp(ExpressionTree other) {
    TreePath path = TreePath.getPath(walk.function().unit().tree(), other);
    return path != null
        && path.getParentPath().getLeaf() instanceof VariableTree variable
        && variable.getModifiers().toString().contains("Cleanup");
  }

  private Pattern onThrow(Leak leak) {
    Jump jump = leak.jump();
    int siteEnd = walk.offset(site.tree());
    boolean anyFinally = walk.closes().stream().anyMatch(Walk.Close::inFinally);
    if (jump != null && jump.inFinally() >= 0 && isFinallyOfClose(jump)) {
      return Pattern.EARLIER_CLOSE_THROWS;
    }
    if (anyFinally) {
      boolean before =
          walk.closes().stream()
              .filter(Walk.Close::inFinally)
              .anyMatch(close -> close.tryStart() > siteEnd);
      if (before && jump != null && isBeforeTry(jump)) {
        return Pattern.GAP_BEFORE_TRY;
      }
    }
    return isOnlyInTry() ? Pattern.CLOSE_ONLY_IN_TRY : Pattern.CLOSE_NOT_IN_FINALLY;
  }

  private boolean isFinallyOfClose(Jump jump) {
    return walk.closes().stream()
        .anyMatch(close -> close.tryStart() == jump.inFinally() && close.inFinally());
  }

  private boolean isBeforeTry(Jump jump) {
    return walk.closes().stream()
        .anyMatch(close -> close.inFinally() && jump.offset() <= close.tryStart());
  }

  /// Whether each close stands in a `try` that catches and has no `finally` that closes.
  private boolean isOnlyInTry() {
    for (Walk.Close close : walk.closes()) {
      if (!close.inFinally() && isInCatchingTry(close.offset())) {
        return true;
      }
    }
    return false;
  }

  private boolean isInCatchingTry(int offset) {
    boolean[] found = new boolean[1];
    new TreeScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitTry(TryTree tree, @Nullable Void nothing) {
        boolean inside = isIn(tree.getBlock(), offset);
        found[0] |= inside && !tree.getCatches().isEmpty();
        return super.visitTry(tree, null);
      }
    }.scan(walk.function().body(), null);
    return found[0];
  }

  private boolean isIn(Tree tree, int offset) {
    return walk.function().unit().start(tree) <= offset
        && offset < walk.function().unit().end(tree);
  }

  private Pattern onReturn(Leak leak) {
    if (closesInSwitch()) {
      return Pattern.SWITCH_BRANCH;
    }
    Jump jump = leak.jump();
    boolean early =
        jump != null && walk.closes().stream().anyMatch(close -> close.offset() > jump.offset());
    if (early) {
      return Pattern.EARLY_RETURN;
    }
    if (closesUnderCondition()) {
      return Pattern.CONDITIONAL_CLOSE;
    }
    return Pattern.CLOSE_NOT_IN_FINALLY;
  }

  private boolean closesInSwitch() {
    return closesUnder(tree ->
        (tree instanceof SwitchTree || tree instanceof SwitchExpressionTree)
            && !isIn(tree, walk.offset(site.tree())));
  }

  private boolean closesUnderCondition() {
    return closesUnder(tree -> tree instanceof IfTree && !isIn(tree, walk.offset(site.tree())));
  }

  private boolean closesUnder(java.util.function.Predicate<Tree> kind) {
    boolean[] found = new boolean[1];
    new TreeScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void scan(@Nullable Tree tree, @Nullable Void nothing) {
        if (tree != null && kind.test(tree)) {
          found[0] |= walk.closes().stream().anyMatch(close -> isIn(tree, close.offset()));
        }
        return super.scan(tree, null);
      }
    }.scan(walk.function().body(), null);
    return found[0];
  }
}
