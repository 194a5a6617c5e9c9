package dev.pitboss.leaks.java.flow;

import com.sun.source.tree.AssertTree;
import com.sun.source.tree.BlockTree;
import com.sun.source.tree.BreakTree;
import com.sun.source.tree.ContinueTree;
import com.sun.source.tree.DoWhileLoopTree;
import com.sun.source.tree.EnhancedForLoopTree;
import com.sun.source.tree.ExpressionStatementTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.ForLoopTree;
import com.sun.source.tree.IfTree;
import com.sun.source.tree.LabeledStatementTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.SwitchTree;
import com.sun.source.tree.SynchronizedTree;
import com.sun.source.tree.ThrowTree;
import com.sun.source.tree.TryTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.tree.WhileLoopTree;
import com.sun.source.tree.YieldTree;
import dev.pitboss.leaks.java.source.TypeName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import javax.lang.model.element.Name;
import org.jspecify.annotations.Nullable;

/// Walks through statements: from the states before one to those after it and the jumps out of it.
final class Statements {
  /// A loop changes what is known within its first rounds, or not at all.
  private static final int ROUNDS = 4;

  /// An element by its index, on which something is called.
  private static final Pattern ELEMENT =
      Pattern.compile("\\b(\\w+)(?:\\.get\\([^()]*\\)|\\[[^\\]]*])\\.");

  private final Walk walk;
  private final Tries tries;
  private final Switches switches;

  Statements(Walk walk) {
    this.walk = walk;
    this.tries = new Tries(walk);
    this.switches = new Switches(walk);
  }

  Switches switches() {
    return switches;
  }

  Set<State> all(
      List<? extends StatementTree> statements, Collection<State> before, List<Jump> out) {
    Set<State> states = walk.bounded(before);
    for (int i = 0; i < statements.size() && !states.isEmpty(); i++) {
      StatementTree statement = statements.get(i);
      states = run(statement, states, out);
      if (statement instanceof VariableTree variable && isCleanup(variable)) {
        List<Jump> inner = new ArrayList<>();
        Set<State> rest = all(statements.subList(i + 1, statements.size()), states, inner);
        return tries.closing(variable.getName().toString(), variable, -1, rest, inner, out);
      }
    }
    return states;
  }

  private static boolean isCleanup(VariableTree variable) {
    return variable.getModifiers().getAnnotations().stream()
        .anyMatch(each -> {
          String name = TypeName.of(each.getAnnotationType()).name();
          return name.equals("Cleanup") || name.equals("lombok.Cleanup");
        });
  }

  Set<State> run(@Nullable StatementTree statement, Collection<State> before, List<Jump> out) {
    if (statement == null) {
      return walk.bounded(before);
    }
    walk.step();
    return switch (statement) {
      case BlockTree block -> all(block.getStatements(), before, out);
      case VariableTree variable -> declare(variable, before, out);
      case ExpressionStatementTree expression -> discard(expression.getExpression(), before, out);
      case IfTree choice -> choose(choice, before, out);
      case WhileLoopTree loop ->
          loop(null, loop.getCondition(), loop.getStatement(), List.of(), before, out);
      case DoWhileLoopTree loop -> doWhile(loop, before, out);
      case ForLoopTree loop -> {
        Set<State> ready = all(loop.getInitializer(), before, out);
        yield loop(null, loop.getCondition(), loop.getStatement(), loop.getUpdate(), ready, out);
      }
      case EnhancedForLoopTree loop -> forEach(null, loop, before, out);
      case LabeledStatementTree labeled -> labeled(labeled, before, out);
      case SwitchTree choice ->
          switches.statement(choice.getExpression(), choice.getCases(), before, out);
      case SynchronizedTree locked -> {
        Set<State> ready = discard(locked.getExpression(), before, out);
        yield run(locked.getBlock(), ready, out);
      }
      case TryTree attempt -> tries.run(attempt, before, out);
      case ReturnTree returned ->
          leave(Jump.Kind.RETURN, returned.getExpression(), returned, before, out);
      case YieldTree yielded -> leave(Jump.Kind.YIELD, yielded.getValue(), yielded, before, out);
      case ThrowTree thrown -> {
        for (Val val : values(thrown.getExpression(), before, out)) {
          var type = walk.evaluator().thrownType(thrown.getExpression());
          walk.raise(out, val.state(), new Thrown(type, true, "throw"), thrown);
        }
        yield Set.of();
      }
      case BreakTree left -> {
        before.forEach(state ->
            walk.jump(out, Jump.Kind.BREAK, text(left.getLabel()), state, Relation.NONE, left));
        yield Set.of();
      }
      case ContinueTree again -> {
        before.forEach(state ->
            walk.jump(
                out, Jump.Kind.CONTINUE, text(again.getLabel()), state, Relation.NONE, again));
        yield Set.of();
      }
      case AssertTree asserted -> {
        Set<State> after = new LinkedHashSet<>(before); // assertions may be off
        after.addAll(discard(asserted.getCondition(), before, out));
        yield after;
      }
      case StatementTree _ -> walk.bounded(before);
    };
  }

  private Set<State> doWhile(DoWhileLoopTree loop, Collection<State> before, List<Jump> out) {
    List<Jump> inner = new ArrayList<>();
    Set<State> once = run(loop.getStatement(), before, inner);
    Set<State> after = new LinkedHashSet<>();
    Set<State> again = joined(once, inner, after, null, out);
    after.addAll(loop(null, loop.getCondition(), loop.getStatement(), List.of(), again, out));
    return after;
  }

  /// Leaves with the value of an expression; nothing goes on behind it.
  private Set<State> leave(
      Jump.Kind kind,
      @Nullable ExpressionTree value,
      StatementTree statement,
      Collection<State> before,
      List<Jump> out) {
    for (Val val : values(value, before, out)) {
      walk.jump(out, kind, "", val.state(), val.relation(), statement);
    }
    return Set.of();
  }

  private static String text(@Nullable Name label) {
    return label == null ? "" : label.toString();
  }

  /// An expression with a connection, and one without a value.
  record Val(State state, Relation relation) {
    /// The outcome of an expression that ends in one way only.
    static List<Val> one(State state, Relation relation) {
      return List.of(new Val(state, relation));
    }
  }

  private List<Val> values(
      @Nullable ExpressionTree expression, Collection<State> before, List<Jump> out) {
    List<Val> values = new ArrayList<>();
    for (State state : before) {
      if (expression == null) {
        values.add(new Val(state, Relation.NONE));
      } else {
        values.addAll(walk.evaluator().eval(expression, state, out));
      }
    }
    return values.size() < 2 ? values : new ArrayList<>(new LinkedHashSet<>(values));
  }

  Set<State> discard(ExpressionTree expression, Collection<State> before, List<Jump> out) {
    Set<State> after = new LinkedHashSet<>();
    values(expression, before, out).forEach(val -> after.add(val.state()));
    return walk.bounded(after);
  }

  private Set<State> declare(VariableTree variable, Collection<State> before, List<Jump> out) {
    Set<State> after = new LinkedHashSet<>();
    String name = variable.getName().toString();
    ExpressionTree initializer = variable.getInitializer();
    for (State state : before) {
      if (initializer == null) {
        after.add(state.assign(name, Relation.NONE));
      } else {
        after.addAll(
            walk.evaluator()
                .assign(name, walk.expressions().declared(variable), initializer, state, out));
      }
    }
    return walk.bounded(after);
  }

  private Set<State> choose(IfTree choice, Collection<State> before, List<Jump> out) {
    Set<State> yes = new LinkedHashSet<>();
    Set<State> no = new LinkedHashSet<>();
    for (State state : before) {
      walk.evaluator().branch(choice.getCondition(), state, yes, no, out);
    }
    Set<State> after = new LinkedHashSet<>();
    if (!yes.isEmpty()) {
      after.addAll(run(choice.getThenStatement(), yes, out));
    }
    if (!no.isEmpty()) {
      after.addAll(run(choice.getElseStatement(), no, out));
    }
    return walk.bounded(after);
  }

  private Set<State> loop(
      @Nullable String label,
      @Nullable ExpressionTree condition,
      StatementTree body,
      List<? extends StatementTree> update,
      Collection<State> before,
      List<Jump> out) {
    Set<State> after = new LinkedHashSet<>();
    Set<State> seen = new HashSet<>();
    Set<State> states = walk.bounded(before);
    for (int round = 0; round < ROUNDS && !states.isEmpty(); round++) {
      Set<State> yes = new LinkedHashSet<>();
      for (State state : states) {
        if (seen.add(state)) {
          if (condition != null && isTurn(condition, body, state)) {
            yes.add(state); // its turn comes, and comes once
          } else if (condition == null) {
            yes.add(state);
          } else {
            walk.evaluator().branch(condition, state, yes, after, out);
          }
        }
      }
      if (yes.isEmpty()) {
        break;
      }
      List<Jump> inner = new ArrayList<>();
      Set<State> normal = run(body, yes, inner);
      Set<State> again = joined(normal, inner, after, label, out);
      states = all(update, again, out);
    }
    return walk.bounded(after);
  }

  /// Whether a loop goes through what contains the connection, which it has not reached yet.
  private boolean isTurn(ExpressionTree condition, StatementTree body, State state) {
    if (!state.isOpen() || !state.holders().containsValue(Relation.CONTAINER)) {
      return false;
    }
    String inside = body.toString();
    String text = condition.toString();
    return state.holders().entrySet().stream()
        .filter(entry -> entry.getValue() == Relation.CONTAINER)
        .map(entry -> entry.getKey().replace("this.", ""))
        .anyMatch(name ->
            text.contains(name + ".length")
                || text.contains(name + ".size()")
                || text.contains(name + ".hasNext()")
                || text.contains(name + ".hasMoreElements()")
                || text.contains(name + ".isEmpty()")
                || ELEMENT.matcher(inside).results().anyMatch(each -> each.group(1).equals(name)));
  }

  /// Sorts the jumps out of a loop's body: those that go on with it, those that end it, and the
  /// rest.
  private Set<State> joined(
      Set<State> normal,
      List<Jump> inner,
      Set<State> after,
      @Nullable String label,
      List<Jump> out) {
    Set<State> again = new LinkedHashSet<>(normal);
    for (Jump jump : inner) {
      boolean mine = jump.label().isEmpty() || jump.label().equals(label);
      if (mine && jump.kind() == Jump.Kind.CONTINUE) {
        again.add(jump.state());
      } else if (mine && jump.kind() == Jump.Kind.BREAK) {
        after.add(jump.state());
      } else {
        out.add(jump);
      }
    }
    return walk.bounded(again);
  }

  private Set<State> forEach(
      @Nullable String label, EnhancedForLoopTree loop, Collection<State> before, List<Jump> out) {
    String name = loop.getVariable().getName().toString();
    Set<State> after = new LinkedHashSet<>();
    Set<State> unknown = new LinkedHashSet<>();
    for (Val val : values(loop.getExpression(), before, out)) {
      if (val.relation() == Relation.CONTAINER && val.state().isOpen()) {
        // its turn comes once
        List<Jump> inner = new ArrayList<>();
        State turn = val.state().assign(name, Relation.DIRECT);
        Set<State> normal = run(loop.getStatement(), List.of(turn), inner);
        after.addAll(joined(normal, inner, after, label, out));
      } else {
        unknown.add(val.state());
      }
    }
    Set<State> seen = new HashSet<>();
    Set<State> states = unknown;
    for (int round = 0; round < ROUNDS && !states.isEmpty(); round++) {
      Set<State> turn = new LinkedHashSet<>();
      for (State state : states) {
        if (seen.add(state)) {
          after.add(state);
          turn.add(state.assign(name, Relation.NONE));
        }
      }
      if (turn.isEmpty()) {
        break;
      }
      List<Jump> inner = new ArrayList<>();
      Set<State> normal = run(loop.getStatement(), turn, inner);
      states = joined(normal, inner, after, label, out);
      states = walk.bounded(states);
    }
    after.addAll(states);
    return walk.bounded(after);
  }

  private Set<State> labeled(
      LabeledStatementTree labeled, Collection<State> before, List<Jump> out) {
    String label = labeled.getLabel().toString();
    List<Jump> inner = new ArrayList<>();
    Set<State> after =
        new LinkedHashSet<>(
            switch (labeled.getStatement()) {
              case WhileLoopTree loop ->
                  loop(label, loop.getCondition(), loop.getStatement(), List.of(), before, inner);
              case ForLoopTree loop ->
                  loop(
                      label,
                      loop.getCondition(),
                      loop.getStatement(),
                      loop.getUpdate(),
                      all(loop.getInitializer(), before, inner),
                      inner);
              case EnhancedForLoopTree loop -> forEach(label, loop, before, inner);
              case StatementTree other -> run(other, before, inner);
            });
    for (Jump jump : inner) {
      if (jump.label().equals(label)) {
        after.add(jump.state());
      } else {
        out.add(jump);
      }
    }
    return walk.bounded(after);
  }
}
