package dev.pitboss.leaks.python;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Runs statements on sets of states.
final class Statements {
  private final Run run;
  private final Ownership ownership;
  private final Expressions expressions;
  private final Conditions conditions;
  private final Protected guarded;
  private final Loops loops;

  Statements(Run run) {
    this.run = run;
    this.ownership = new Ownership(run);
    this.expressions = new Expressions(run, ownership);
    this.conditions = new Conditions(run, expressions);
    this.guarded = new Protected(run, ownership, expressions, this);
    this.loops = new Loops(run, expressions, conditions, this);
  }

  /// Runs a block; what comes out at its end.
  List<State> block(@Nullable PyNode block, List<State> states) {
    if (block == null) {
      return states;
    }
    List<State> at = run.distinct(states);
    for (PyNode statement : block.children()) {
      if (at.isEmpty() || !run.goOn()) {
        break;
      }
      at = run.distinct(statement(statement, at));
    }
    return at;
  }

  private List<State> statement(PyNode node, List<State> states) {
    return switch (node.type()) {
      case "try_statement" -> guarded.tryStatement(node, states);
      case "for_statement", "while_statement" -> loops.loop(node, states);
      default -> {
        List<State> after = new ArrayList<>();
        states.forEach(state -> after.addAll(one(node, state)));
        yield after;
      }
    };
  }

  private List<State> one(PyNode node, State state) {
    if (!run.goOn()) {
      return List.of();
    }
    return switch (node.type()) {
      case "expression_statement" -> expression(node, state);
      case "if_statement" -> choice(node, state);
      case "with_statement" -> guarded.withStatement(node, state);
      case "match_statement" -> match(node, state);
      case "return_statement" -> leave(node, state);
      case "raise_statement" -> raise(node, state);
      case "break_statement" -> exit(node, state, Exit.Way.BREAK);
      case "continue_statement" -> exit(node, state, Exit.Way.CONTINUE);
      case "assert_statement" -> asserted(node, state);
      case "delete_statement" -> {
        for (PyNode name : node.find(inner -> inner.is("identifier"))) {
          if (name.parent() == node) {
            ownership.assign(name.text(), Value.UNKNOWN, node, state);
          }
        }
        yield List.of(state);
      }
      case "function_definition", "decorated_definition" -> {
        definition(node, state);
        yield List.of(state);
      }
      case "class_definition",
          "import_statement",
          "import_from_statement",
          "pass_statement",
          "global_statement",
          "nonlocal_statement",
          "future_import_statement",
          "ERROR" ->
          List.of(state);
      default -> {
        node.children().forEach(child -> expressions.eval(child, state));
        yield List.of(state);
      }
    };
  }

  private List<State> raise(PyNode node, State state) {
    node.children().forEach(child -> expressions.eval(child, state));
    if (!state.isDead()) {
      PyNode raised = node.first();
      PyNode type = raised != null && raised.is("call") ? raised.child("function") : raised;
      String name = Exprs.lastName(type);
      State copy = state.copy();
      copy.step(node.line(), "raises", -1);
      boolean explicit = !name.isEmpty() && Character.isUpperCase(name.charAt(0));
      run.exit(new Exit(Exit.Way.RAISE, copy, node, Exit.Cause.OTHER, explicit ? name : null));
    }
    return List.of();
  }

  private List<State> asserted(PyNode node, State state) {
    node.children().forEach(child -> expressions.eval(child, state));
    PyNode condition = node.first();
    if (condition == null || state.isDead()) {
      return List.of(state);
    }
    Conditions.Parted parted = conditions.part(condition, state);
    parted.fails().forEach(failed -> run.raise(node, failed, Exit.Cause.OTHER, "AssertionError"));
    return parted.holds();
  }

  private List<State> exit(PyNode node, State state, Exit.Way way) {
    run.exit(new Exit(way, state, node, Exit.Cause.NONE, null));
    return List.of();
  }

  private List<State> leave(PyNode node, State state) {
    PyNode value = node.first();
    if (value != null && value.is("conditional_expression") && value.children().size() == 3) {
      List<State> after = new ArrayList<>();
      Conditions.Parted parted = conditions.part(value.children().get(1), state);
      parted.holds().forEach(one -> after.addAll(leave(node, value.children().get(0), one)));
      parted.fails().forEach(one -> after.addAll(leave(node, value.children().get(2), one)));
      return after;
    }
    return leave(node, value, state);
  }

  private List<State> leave(PyNode node, @Nullable PyNode value, State state) {
    Value returned = expressions.eval(value, state);
    if (state.isDead()) {
      return List.of();
    }
    if (value != null) {
      ownership.giveBack(returned, state);
      noteStored(Exprs.bare(value), returned);
    }
    State copy = state.copy();
    copy.step(node.line(), "returns", -1);
    run.comeBack();
    return exit(node, copy, Exit.Way.RETURN);
  }

  private void noteStored(PyNode value, Value returned) {
    boolean outside =
        value.is("attribute", "subscript")
            || (value.is("identifier") && !run.function().assigned().contains(value.text()));
    if (outside && returned.equals(Value.UNKNOWN)) {
      run.returnStored();
    }
  }

  private void definition(PyNode node, State state) {
    PyNode function = node.is("function_definition") ? node : node.child("definition");
    PyNode name = function == null ? null : function.child("name");
    if (function == null || name == null) {
      return;
    }
    if (node.is("decorated_definition")) {
      ownership.handOn(function, state);
    } else {
      state.set(name.text(), new Value.Local(function));
    }
  }

  private List<State> expression(PyNode node, State state) {
    PyNode inner = node.first();
    if (inner != null && inner.is("assignment")) {
      return assignment(inner, state);
    }
    node.children().forEach(child -> expressions.eval(child, state));
    return List.of(state);
  }

  private List<State> assignment(PyNode node, State state) {
    PyNode target = node.child("left");
    PyNode value = node.child("right");
    if (value == null) {
      return List.of(state);
    }
    PyNode bare = value;
    while (bare.is("parenthesized_expression") && bare.first() != null) {
      bare = java.util.Objects.requireNonNull(bare.first());
    }
    if (bare.is("conditional_expression") && bare.children().size() == 3) {
      List<State> after = new ArrayList<>();
      Conditions.Parted parted = conditions.part(bare.children().get(1), state);
      for (State one : parted.holds()) {
        give(target, bare.children().get(0), node, one);
        after.add(one);
      }
      for (State one : parted.fails()) {
        give(target, bare.children().get(2), node, one);
        after.add(one);
      }
      return after;
    }
    boolean flag = target != null && target.is("identifier") && run.isTested(target.text());
    if (bare.is("boolean_operator") && hasCall(bare)) {
      return either(target, bare, node, state);
    }
    if (flag
        && bare.is("comparison_operator", "not_operator", "boolean_operator")
        && Exprs.isPure(bare)) {
      return flag(target, bare, node, state);
    }
    if (bare.is("assignment")) {
      // a = b = c
      List<State> after = assignment(bare, state);
      for (State one : after) {
        PyNode source = bare.child("left");
        expressions.assign(target, expressions.eval(source, one), node, one);
      }
      return after;
    }
    give(target, value, node, state);
    return List.of(state);
  }

  private static boolean hasCall(PyNode node) {
    return !Exprs.calls(node).isEmpty();
  }

  private void give(@Nullable PyNode target, @Nullable PyNode value, PyNode node, State state) {
    Value given = expressions.eval(value, state);
    expressions.assign(target, given, node, state);
  }

  /// `x = given or get()`.
  private List<State> either(@Nullable PyNode target, PyNode operator, PyNode node, State state) {
    PyNode left = operator.child("left");
    PyNode right = operator.child("right");
    if (left == null || right == null || operator.ofType("or") == null) {
      give(target, operator, node, state);
      return List.of(state);
    }
    List<State> after = new ArrayList<>();
    Conditions.Parted parted = conditions.part(left, state);
    for (State one : parted.holds()) {
      String dotted = Exprs.dotted(left);
      expressions.assign(target, dotted == null ? Value.UNKNOWN : one.get(dotted), node, one);
      after.add(one);
    }
    for (State one : parted.fails()) {
      give(target, right, node, one);
      after.add(one);
    }
    return after;
  }

  /// `own = conn is None`.
  private List<State> flag(@Nullable PyNode target, PyNode condition, PyNode node, State state) {
    List<State> after = new ArrayList<>();
    Conditions.Parted parted = conditions.part(condition, state);
    for (State one : parted.holds()) {
      expressions.assign(target, new Value.Bool(true), node, one);
      after.add(one);
    }
    for (State one : parted.fails()) {
      expressions.assign(target, new Value.Bool(false), node, one);
      after.add(one);
    }
    return after;
  }

  private List<State> choice(PyNode node, State state) {
    PyNode condition = node.child("condition");
    if (condition == null) {
      return List.of(state);
    }
    Conditions.Parted parted = conditions.part(condition, state);
    List<State> after = new ArrayList<>(block(node.child("consequence"), parted.holds()));
    List<State> rest = parted.fails();
    for (PyNode alternative : node.children("alternative")) {
      if (alternative.is("elif_clause")) {
        List<State> next = new ArrayList<>();
        List<State> taken = new ArrayList<>();
        PyNode test = alternative.child("condition");
        for (State one : run.distinct(rest)) {
          Conditions.Parted other =
              test == null
                  ? new Conditions.Parted(List.of(one), List.of())
                  : conditions.part(test, one);
          taken.addAll(other.holds());
          next.addAll(other.fails());
        }
        after.addAll(block(alternative.child("consequence"), taken));
        rest = next;
      } else {
        after.addAll(block(alternative.child("body"), rest));
        rest = List.of();
      }
    }
    after.addAll(rest);
    return after;
  }

  private List<State> match(PyNode node, State state) {
    node.children("subject").forEach(subject -> expressions.eval(subject, state));
    PyNode body = node.child("body");
    List<State> after = new ArrayList<>();
    boolean complete = false;
    for (PyNode clause : body == null ? List.<PyNode>of() : body.allOfType("case_clause")) {
      State copy = state.copy();
      PyNode pattern = clause.ofType("case_pattern");
      PyNode guard = clause.child("guard");
      complete |= guard == null && pattern != null && pattern.text().equals("_");
      expressions.eval(guard, copy);
      after.addAll(block(clause.child("consequence"), List.of(copy)));
    }
    if (!complete) {
      after.add(state);
    }
    return after;
  }
}
