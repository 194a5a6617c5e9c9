package dev.pitboss.leaks.python;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Parts the states at a condition.
final class Conditions {
  private static final Set<String> OPEN =
      Set.of("is_connected", "open", "is_open", "is_active", "is_valid");
  private static final Set<String> CLOSED = Set.of("closed", "is_closed", "_closed");

  private final Run run;
  private final Expressions expressions;

  Conditions(Run run, Expressions expressions) {
    this.run = run;
    this.expressions = expressions;
  }

  /// The states in which a condition holds, and those in which it does not.
  record Parted(List<State> holds, List<State> fails) {
    /// For the opposite condition.
    Parted turned() {
      List<State> opposite = holds;
      return new Parted(fails, opposite);
    }

    static Parted of(boolean truth, State state) {
      return truth ? new Parted(List.of(state), List.of()) : new Parted(List.of(), List.of(state));
    }
  }

  Parted part(PyNode condition, State state) {
    if (state.isDead()) {
      return new Parted(List.of(), List.of());
    }
    return switch (condition.type()) {
      case "parenthesized_expression" -> {
        PyNode inner = condition.first();
        yield inner == null ? unknown(condition, state) : part(inner, state);
      }
      case "not_operator" -> {
        PyNode inner = condition.child("argument");
        yield inner == null ? unknown(condition, state) : part(inner, state).turned();
      }
      case "boolean_operator" -> operator(condition, state);
      case "comparison_operator" -> comparison(condition, state);
      case "true", "integer" -> Parted.of(!condition.text().equals("0"), state);
      case "false", "none" -> Parted.of(false, state);
      default -> truth(condition, state);
    };
  }

  private Parted operator(PyNode condition, State state) {
    PyNode left = condition.child("left");
    PyNode right = condition.child("right");
    if (left == null || right == null) {
      return unknown(condition, state);
    }
    boolean and = condition.ofType("and") != null;
    Parted first = part(left, state);
    List<State> holds = new ArrayList<>(and ? List.of() : first.holds());
    List<State> fails = new ArrayList<>(and ? first.fails() : List.of());
    for (State next : and ? first.holds() : first.fails()) {
      Parted second = part(right, next);
      holds.addAll(second.holds());
      fails.addAll(second.fails());
    }
    return new Parted(holds, fails);
  }

  private Parted comparison(PyNode condition, State state) {
    List<PyNode> operands =
        condition.children().stream()
            .filter(child ->
                condition.children("operators").stream().noneMatch(operator -> operator == child))
            .toList();
    PyNode operator = condition.child("operators");
    if (operands.size() != 2 || operator == null) {
      return unknown(condition, state);
    }
    PyNode left = operands.get(0);
    PyNode right = operands.get(1);
    boolean same = operator.is("is", "==");
    boolean differs = operator.is("is not", "!=", "<>");
    if (right.is("none") && (same || differs)) {
      Value value = peek(left, state);
      if (value.equals(Value.NOTHING)) {
        return Parted.of(same, state);
      }
      if (Value.isTracked(value)) {
        return Parted.of(differs, state);
      }
      if (left.is("identifier") && run.isTested(left.text()) && !value.equals(Value.UNBOUND)) {
        return nothing(left.text(), same, state);
      }
    }
    if (left.is("string") && operator.is("in", "not in") && isScope(right)) {
      String name = Exprs.string(left);
      boolean unbound = name != null && state.get(name).equals(Value.UNBOUND);
      return Parted.of(unbound != operator.is("in"), state);
    }
    if (CLOSED.contains(Exprs.lastName(left)) && left.is("attribute") && (same || differs)) {
      boolean zero = right.is("false") || right.text().equals("0");
      Parted parted = aliveness(left, false, state);
      if (parted != null) {
        return same == zero ? parted.turned() : parted;
      }
    }
    return unknown(condition, state);
  }

  private static boolean isScope(PyNode node) {
    return node.is("call")
        && Set.of("locals", "globals", "vars", "dir")
            .contains(Exprs.lastName(node.child("function")));
  }

  /// A variable of unknown value is `None` where the comparison says so.
  private Parted nothing(String name, boolean same, State state) {
    String fact = name + " is None";
    Boolean known = state.fact(fact);
    if (known != null) {
      return Parted.of(known == same, state);
    }
    State other = state.copy();
    state.set(name, Value.NOTHING);
    other.fact(fact, false);
    return same
        ? new Parted(List.of(state), List.of(other))
        : new Parted(List.of(other), List.of(state));
  }

  private Value peek(PyNode node, State state) {
    String dotted = Exprs.dotted(node);
    return dotted == null ? expressions.eval(node, state) : state.get(dotted);
  }

  private Parted truth(PyNode condition, State state) {
    if (condition.is("call", "attribute")) {
      PyNode callee = condition.is("call") ? condition.child("function") : condition;
      if (callee != null && callee.is("attribute")) {
        Parted parted = aliveness(callee, OPEN.contains(Exprs.lastName(callee)), state);
        if (parted != null) {
          return parted;
        }
      }
      if (condition.is("call")
          && Exprs.lastName(callee).equals("hasattr")
          && !Exprs.arguments(condition).isEmpty()
          && Value.site(peek(Exprs.arguments(condition).getFirst(), state)) >= 0) {
        return Parted.of(true, state);
      }
    }
    if (condition.is("identifier")) {
      Value value = state.get(condition.text());
      switch (value) {
        case Value.Nothing _ -> {
          return Parted.of(false, state);
        }
        case Value.Bool(boolean known) -> {
          return Parted.of(known, state);
        }
        case Value.Held _,
            Value.Derived _,
            Value.View _,
            Value.Closing _,
            Value.Method _,
            Value.Local _ -> {
          return Parted.of(true, state);
        }
        case Value.Unknown _, Value.Unbound _, Value.Several _ -> {
          if (Boolean.FALSE.equals(state.fact(condition.text() + " is None"))
              && !run.isRepeated(condition.text())) {
            // an object is true, a number need not be
            return unknown(condition, state);
          }
        }
      }
    }
    if (condition.is("named_expression")) {
      Value value = expressions.eval(condition, state);
      if (Value.isTracked(value)) {
        return Parted.of(true, state);
      }
    }
    String dotted = Exprs.dotted(condition);
    if (dotted != null && dotted.contains(".")) {
      Value value = state.get(dotted);
      if (Value.site(value) >= 0 || value.equals(Value.NOTHING)) {
        return Parted.of(Value.site(value) >= 0, state);
      }
    }
    return unknown(condition, state);
  }

  /// `connection.is_connected()` and the like: a connection that is not open needs no close.
  private @Nullable Parted aliveness(PyNode attribute, boolean open, State state) {
    String name = Exprs.lastName(attribute);
    if (!OPEN.contains(name) && !CLOSED.contains(name)) {
      return null;
    }
    PyNode object = attribute.child("object");
    Value value = object == null ? Value.UNKNOWN : peek(object, state);
    int id = Value.site(value);
    if (id < 0) {
      return null;
    }
    State closed = state.copy();
    if (closed.status(id) == State.Status.OPEN && !run.site(id).kind().givenBack()) {
      closed.status(id, State.Status.ESCAPED);
    }
    return open
        ? new Parted(List.of(state), List.of(closed))
        : new Parted(List.of(closed), List.of(state));
  }

  private Parted unknown(PyNode condition, State state) {
    boolean remembered = run.isRepeated(condition.text()) && Exprs.isPure(condition);
    Boolean known = remembered ? state.fact(condition.text()) : null;
    if (known != null) {
      return Parted.of(known, state);
    }
    expressions.eval(condition, state);
    if (state.isDead()) {
      return new Parted(List.of(), List.of());
    }
    State other = state.copy();
    if (remembered) {
      state.fact(condition.text(), true);
      other.fact(condition.text(), false);
    }
    return new Parted(List.of(state), List.of(other));
  }
}
