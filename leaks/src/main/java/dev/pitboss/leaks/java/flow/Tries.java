package dev.pitboss.leaks.java.flow;

import com.sun.source.tree.BlockTree;
import com.sun.source.tree.CatchTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TryTree;
import com.sun.source.tree.UnionTypeTree;
import com.sun.source.tree.VariableTree;
import dev.pitboss.leaks.java.flow.Statements.Val;
import dev.pitboss.leaks.java.source.ClassInfo;
import dev.pitboss.leaks.java.source.Type;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Walks through `try` with resources, `catch` and `finally`.
final class Tries {
  private static final Set<String> ROOTS = Set.of("Throwable", "Exception");

  private static final Map<String, String> PARENTS =
      Map.ofEntries(
          Map.entry("NumberFormatException", "IllegalArgumentException"),
          Map.entry("IllegalArgumentException", "RuntimeException"),
          Map.entry("IllegalStateException", "RuntimeException"),
          Map.entry("NullPointerException", "RuntimeException"),
          Map.entry("UnsupportedOperationException", "RuntimeException"),
          Map.entry("IndexOutOfBoundsException", "RuntimeException"),
          Map.entry("UncheckedIOException", "RuntimeException"),
          Map.entry("FileNotFoundException", "IOException"),
          Map.entry("SQLTimeoutException", "SQLException"),
          Map.entry("BatchUpdateException", "SQLException"),
          Map.entry("SQLFeatureNotSupportedException", "SQLException"),
          Map.entry("RuntimeException", "Exception"),
          Map.entry("SQLException", "Exception"),
          Map.entry("IOException", "Exception"),
          Map.entry("InterruptedException", "Exception"),
          Map.entry("ExecutionException", "Exception"),
          Map.entry("ClassNotFoundException", "ReflectiveOperationException"),
          Map.entry("ReflectiveOperationException", "Exception"));

  private enum Match {
    YES,
    MAYBE,
    NO
  }

  private final Walk walk;

  Tries(Walk walk) {
    this.walk = walk;
  }

  Set<State> run(TryTree attempt, Collection<State> before, List<Jump> out) {
    List<Jump> inner = new ArrayList<>();
    Set<State> normal = new LinkedHashSet<>(resources(attempt, 0, walk.bounded(before), inner));
    List<Jump> left = new ArrayList<>();
    for (Jump jump : distinct(inner)) {
      if (jump.kind() == Jump.Kind.THROW) {
        caught(attempt, jump, normal, left);
      } else {
        left.add(jump);
      }
    }
    BlockTree last = attempt.getFinallyBlock();
    if (last == null) {
      out.addAll(distinct(left));
      return walk.bounded(normal);
    }
    return atLast(attempt, last, normal, distinct(left), out);
  }

  /// Opens the resources from one on, runs the body, and closes them again.
  private Set<State> resources(TryTree attempt, int index, Set<State> before, List<Jump> out) {
    List<? extends Tree> all = attempt.getResources();
    if (index == all.size()) {
      return walk.statements().run(attempt.getBlock(), before, out);
    }
    Tree resource = all.get(index);
    String name = "";
    Set<State> opened = new LinkedHashSet<>();
    if (resource instanceof VariableTree variable) {
      name = variable.getName().toString();
      opened.addAll(walk.statements().run(variable, before, out));
    } else if (resource instanceof ExpressionTree expression) {
      name = expression instanceof IdentifierTree identifier ? walk.holder(identifier) : "resource";
      for (State state : before) {
        for (Val val : walk.evaluator().eval(expression, state, out)) {
          opened.add(
              expression instanceof IdentifierTree
                  ? val.state()
                  : val.state().assign(name, val.relation()));
        }
      }
    }
    List<Jump> inner = new ArrayList<>();
    Set<State> normal = resources(attempt, index + 1, walk.bounded(opened), inner);
    return closing(name, resource, walk.offset(attempt), normal, inner, out);
  }

  /// Closes a holder on each path out of a scope.
  Set<State> closing(
      String holder, Tree at, int tryStart, Set<State> normal, List<Jump> inner, List<Jump> out) {
    Set<State> after = new LinkedHashSet<>();
    normal.forEach(state -> after.add(closed(holder, at, tryStart, state)));
    for (Jump jump : inner) {
      out.add(jump.with(closed(holder, at, tryStart, jump.state())));
    }
    return walk.bounded(after);
  }

  private State closed(String holder, Tree at, int tryStart, State state) {
    if (state.isOpen() && state.relation(holder) == Relation.POOL) {
      return state.with(State.Status.CLOSED);
    }
    boolean closes =
        state.isOpen()
            && switch (state.relation(holder)) {
              case DIRECT, OWNER, CLOSER -> true;
              case NONE, NULL, KEEPER, DEPENDENT, CONTAINER, CAPTURE, POOL -> false;
            };
    if (closes) {
      walk.closeByResource(walk.line(at), walk.offset(at), tryStart);
      return state.with(State.Status.CLOSED);
    }
    return state;
  }

  private void caught(TryTree attempt, Jump jump, Set<State> normal, List<Jump> left) {
    Thrown thrown = jump.thrown();
    for (CatchTree each : attempt.getCatches()) {
      Match match = thrown == null ? Match.MAYBE : match(each.getParameter().getType(), thrown);
      if (match != Match.NO) {
        State entering =
            jump.state()
                .assign(each.getParameter().getName().toString(), Relation.NONE)
                .step(walk.line(each), "caught");
        normal.addAll(walk.statements().run(each.getBlock(), List.of(entering), left));
      }
      if (match == Match.YES) {
        return;
      }
    }
    left.add(jump);
  }

  private Match match(Tree type, Thrown thrown) {
    if (type instanceof UnionTypeTree union) {
      Match best = Match.NO;
      for (Tree each : union.getTypeAlternatives()) {
        Match match = match(each, thrown);
        best = match.compareTo(best) < 0 ? match : best;
      }
      return best;
    }
    Type caught = walk.expressions().resolve(type);
    String name = caught.simpleName();
    if (ROOTS.contains(name) || name.isEmpty()) {
      return Match.YES;
    }
    for (String at = thrown.type(); at != null; at = PARENTS.get(at)) {
      if (at.equals(name)) {
        return Match.YES;
      }
    }
    ClassInfo declared = thrownClass(thrown.type());
    if (declared != null && inherits(declared, name)) {
      return Match.YES;
    }
    boolean general = thrown.type().equals("Exception") || thrown.type().equals("Throwable");
    return general || isBelow(name, thrown.type()) ? Match.MAYBE : Match.NO;
  }

  private @Nullable ClassInfo thrownClass(String name) {
    return walk.expressions().symbols().declared(name, walk.function().owner());
  }

  private boolean inherits(ClassInfo declared, String name) {
    return walk.expressions().symbols().ancestry(declared).stream()
            .anyMatch(each -> each.simpleName().equals(name))
        || walk.expressions().symbols().librarySupertypes(declared).stream()
            .anyMatch(each -> each.equals(name) || each.endsWith("." + name));
  }

  private static boolean isBelow(String name, String thrown) {
    for (String at = PARENTS.get(name); at != null; at = PARENTS.get(at)) {
      if (at.equals(thrown)) {
        return true;
      }
    }
    return false;
  }

  private Set<State> atLast(
      TryTree attempt, BlockTree last, Set<State> normal, List<Jump> left, List<Jump> out) {
    int around = walk.enterFinally(walk.offset(attempt));
    Set<State> after =
        normal.isEmpty() ? Set.of() : walk.statements().run(last, walk.bounded(normal), out);
    for (Jump jump : left) {
      for (State state : walk.statements().run(last, List.of(jump.state()), out)) {
        out.add(jump.with(state));
      }
    }
    walk.enterFinally(around);
    return walk.bounded(after);
  }

  /// Jumps that differ in nothing that matters, once.
  private static List<Jump> distinct(List<Jump> jumps) {
    if (jumps.size() < 2) {
      return jumps;
    }
    record Key(
        Jump.Kind kind,
        String label,
        State state,
        Relation value,
        String type,
        boolean declared,
        int inFinally) {}
    Map<Key, Jump> distinct = new LinkedHashMap<>();
    for (Jump jump : jumps) {
      Thrown thrown = jump.thrown();
      distinct.putIfAbsent(
          new Key(
              jump.kind(),
              jump.label(),
              jump.state(),
              jump.value(),
              thrown == null ? "" : thrown.type(),
              thrown != null && thrown.isDeclared(),
              jump.inFinally()),
          jump);
    }
    return List.copyOf(distinct.values());
  }
}
