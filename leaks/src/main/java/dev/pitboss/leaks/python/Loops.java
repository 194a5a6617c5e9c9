package dev.pitboss.leaks.python;

import java.util.ArrayList;
import java.util.List;

/// `for` and `while`.
final class Loops {
  /// A loop's states are the same after that many turns, or nearly.
  private static final int MAX_TURNS = 4;

  private final Run run;
  private final Expressions expressions;
  private final Conditions conditions;
  private final Statements statements;

  Loops(Run run, Expressions expressions, Conditions conditions, Statements statements) {
    this.run = run;
    this.expressions = expressions;
    this.conditions = conditions;
    this.statements = statements;
  }

  List<State> loop(PyNode node, List<State> states) {
    List<State> after = new ArrayList<>();
    List<State> heads = new ArrayList<>();
    List<State> done = new ArrayList<>();
    List<State> at = states;
    boolean first = true;
    for (int turn = 0; turn < MAX_TURNS && !at.isEmpty(); turn++) {
      List<State> entering = new ArrayList<>();
      for (State state : run.distinct(at)) {
        enter(node, state, first, entering, done);
      }
      first = false;
      List<State> next = new ArrayList<>();
      var exits = run.collecting(() -> next.addAll(statements.block(node.child("body"), entering)));
      for (Exit exit : exits) {
        switch (exit.way()) {
          case BREAK -> after.add(exit.state().copy());
          case CONTINUE -> next.add(exit.state().copy());
          case RETURN, RAISE -> run.exit(exit);
        }
      }
      at = unseen(next, heads);
    }
    // what is still new after the last turn leaves the loop, too
    done.addAll(at);
    PyNode otherwise = node.child("alternative");
    after.addAll(otherwise == null ? done : statements.block(otherwise.child("body"), done));
    return after;
  }

  private List<State> unseen(List<State> next, List<State> heads) {
    List<State> fresh = new ArrayList<>();
    for (State state : run.distinct(next)) {
      if (heads.stream().noneMatch(head -> head.key().equals(state.key()))) {
        heads.add(state.copy());
        fresh.add(state);
      }
    }
    return fresh;
  }

  /// One look at a loop's head: states that go into its body, and those that leave.
  private void enter(
      PyNode node, State state, boolean first, List<State> entering, List<State> done) {
    if (node.is("while_statement")) {
      PyNode condition = node.child("condition");
      if (condition != null) {
        Conditions.Parted parted = conditions.part(condition, state);
        parted.holds().forEach(holds -> entering.add(holds.copy()));
        parted.fails().forEach(fails -> done.add(fails.copy()));
      }
      return;
    }
    Value source = expressions.eval(node.child("right"), state);
    if (state.isDead()) {
      return;
    }
    boolean full = source instanceof Value.Several several && !several.elements().isEmpty();
    if (!full) {
      run.mayRaise(
          node, state, source instanceof Value.Derived ? Exit.Cause.DRIVER : Exit.Cause.OTHER);
    }
    if (!full || !first) {
      done.add(state.copy());
    }
    State inside = state.copy();
    PyNode target = node.child("left");
    if (full) {
      expressions.bindElement(target, source, inside);
    } else {
      expressions.assign(target, Value.UNKNOWN, node, inside);
    }
    entering.add(inside);
  }
}
