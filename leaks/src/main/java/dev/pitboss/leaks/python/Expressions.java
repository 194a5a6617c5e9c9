package dev.pitboss.leaks.python;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Evaluates expressions in one state, which changes with them. Where an expression may raise, the
/// state so far leaves by an exit of the run.
final class Expressions {
  private final Run run;
  private final Ownership ownership;
  private final Calls calls;

  Expressions(Run run, Ownership ownership) {
    this.run = run;
    this.ownership = ownership;
    this.calls = new Calls(run, ownership, this);
  }

  Value eval(@Nullable PyNode node, State state) {
    if (node == null || state.isDead()) {
      return Value.UNKNOWN;
    }
    return switch (node.type()) {
      case "identifier" -> variable(node, state);
      case "none" -> Value.NOTHING;
      case "true" -> new Value.Bool(true);
      case "false" -> new Value.Bool(false);
      case "parenthesized_expression", "await", "list_splat", "keyword_argument" ->
          eval(node.is("keyword_argument") ? node.child("value") : node.first(), state);
      case "call" -> calls.call(node, state);
      case "attribute" -> attribute(node, state);
      case "subscript" -> subscript(node, state);
      case "tuple", "expression_list", "list", "set" -> several(node, state);
      case "dictionary" -> dictionary(node, state);
      case "lambda" -> new Value.Local(node);
      case "named_expression" -> named(node, state);
      case "yield" -> yielded(node, state);
      case "boolean_operator" -> either(node.child("left"), node.child("right"), state);
      case "conditional_expression" -> conditional(node, state);
      case "list_comprehension",
          "set_comprehension",
          "generator_expression",
          "dictionary_comprehension" ->
          comprehension(node, state);
      case "type" -> Value.UNKNOWN;
      default -> {
        for (PyNode child : node.children()) {
          eval(child, state);
        }
        yield Value.UNKNOWN;
      }
    };
  }

  private Value variable(PyNode node, State state) {
    Value value = state.get(node.text());
    if (value.equals(Value.UNBOUND)) {
      run.raise(node, state, Exit.Cause.OTHER, "UnboundLocalError");
      state.die();
      return Value.UNKNOWN;
    }
    noteUse(value, node, state);
    return value;
  }

  private void noteUse(Value value, PyNode node, State state) {
    int id = value instanceof Value.Derived(int derived) ? derived : Value.site(value);
    if (id >= 0 && state.status(id) == State.Status.CLOSED) {
      PyNode parent = node.parent();
      boolean tested =
          parent == null
              || parent.is(
                  "if_statement",
                  "comparison_operator",
                  "not_operator",
                  "boolean_operator",
                  "assignment");
      if (!tested) {
        run.usesAfterClose().add(node);
      }
    }
  }

  private Value attribute(PyNode node, State state) {
    String dotted = Exprs.dotted(node);
    if (dotted != null) {
      Value known = state.get(dotted);
      if (!known.equals(Value.UNKNOWN)) {
        return known;
      }
    }
    Value object = eval(node.child("object"), state);
    String name = Exprs.lastName(node);
    return switch (object) {
      case Value.Nothing _ -> {
        run.raise(node, state, Exit.Cause.OTHER, "AttributeError");
        state.die();
        yield Value.UNKNOWN;
      }
      case Value.Derived(int site) when name.equals("connection") -> new Value.Held(site);
      case Value.Held _, Value.Derived _, Value.Closing _ -> new Value.Method(object, name);
      default -> property(node, name, state);
    };
  }

  /// A property of the own class that gives a new connection each time.
  private Value property(PyNode node, String name, State state) {
    if (!"self".equals(Exprs.dotted(node.child("object")))) {
      return Value.UNKNOWN;
    }
    List<PyFunction> found = run.project().resolve(node, run.function());
    if (found.size() == 1 && found.getFirst().isProperty()) {
      Kind kind = run.project().summary(found.getFirst()).whole();
      if (kind != null && !name.isEmpty()) {
        run.mayRaise(node, state, Exit.Cause.OTHER);
        return ownership.acquire(node, kind, state);
      }
    }
    return Value.UNKNOWN;
  }

  private Value subscript(PyNode node, State state) {
    Value object = eval(node.child("value"), state);
    node.children("subscript").forEach(index -> eval(index, state));
    PyNode index = node.child("subscript");
    if (object instanceof Value.Several(List<Value> elements, boolean growing)) {
      boolean numbered = !growing && index != null && index.is("integer");
      int at = numbered && index != null ? number(index.text()) : -1;
      if (at >= 0 && at < elements.size()) {
        return elements.get(at);
      }
      return elements.stream().filter(Value::isTracked).findFirst().orElse(Value.UNKNOWN);
    }
    if (object instanceof Value.Derived(int site)) {
      return new Value.Derived(site);
    }
    run.mayRaise(node, state, Exit.Cause.OTHER);
    return Value.UNKNOWN;
  }

  private static int number(String text) {
    return text.matches("\\d{1,6}") ? Integer.parseInt(text) : -1;
  }

  private Value several(PyNode node, State state) {
    List<Value> elements = new ArrayList<>();
    node.children().forEach(child -> elements.add(eval(child, state)));
    boolean empty = elements.isEmpty() && node.is("list", "set");
    return empty || elements.stream().anyMatch(Value::isTracked)
        ? new Value.Several(elements, node.is("list", "set"))
        : Value.UNKNOWN;
  }

  private Value dictionary(PyNode node, State state) {
    List<Value> elements = new ArrayList<>();
    for (PyNode pair : node.children()) {
      eval(pair.child("key"), state);
      elements.add(eval(pair.is("pair") ? pair.child("value") : pair, state));
    }
    return elements.isEmpty() || elements.stream().anyMatch(Value::isTracked)
        ? new Value.Several(elements, true)
        : Value.UNKNOWN;
  }

  private Value named(PyNode node, State state) {
    Value value = eval(node.child("value"), state);
    PyNode name = node.child("name");
    if (name != null && !state.isDead()) {
      ownership.assign(name.text(), value, node, state);
    }
    return value;
  }

  private Value yielded(PyNode node, State state) {
    node.children().forEach(child -> eval(child, state));
    if (!run.function().isFixture()) {
      boolean dropped = !run.function().isContextManager();
      run.mayRaise(node, state, dropped ? Exit.Cause.GENERATOR : Exit.Cause.OTHER);
    }
    return Value.UNKNOWN;
  }

  private Value either(@Nullable PyNode left, @Nullable PyNode right, State state) {
    Value first = eval(left, state);
    Value second = eval(right, state);
    return Value.isTracked(second) ? second : Value.isTracked(first) ? first : Value.UNKNOWN;
  }

  private Value conditional(PyNode node, State state) {
    List<PyNode> parts = node.children();
    if (parts.size() < 3) {
      return Value.UNKNOWN;
    }
    eval(parts.get(1), state);
    return either(parts.get(0), parts.get(2), state);
  }

  private static final Set<String> CLAUSES = Set.of("for_in_clause", "if_clause");

  private Value comprehension(PyNode node, State state) {
    for (PyNode clause : node.children()) {
      if (clause.is("for_in_clause")) {
        Value source = eval(clause.child("right"), state);
        bindElement(clause.child("left"), source, state);
        run.mayRaise(clause, state, Exit.Cause.OTHER);
      }
    }
    PyNode body = node.child("body");
    if (body == null || CLAUSES.contains(body.type())) {
      return Value.UNKNOWN;
    }
    Value element = eval(body.is("pair") ? body.child("value") : body, state);
    int id = Value.site(element);
    if (id >= 0 && state.status(id) == State.Status.OPEN) {
      run.site(id).mark(Site.Mark.COLLECTED);
      // the next one may fail
      run.mayRaise(node, state, Exit.Cause.OTHER);
    }
    return Value.isTracked(element) ? new Value.Several(List.of(element), true) : Value.UNKNOWN;
  }

  /// The variable of a loop over a collection stands for each of its elements.
  void bindElement(@Nullable PyNode target, Value source, State state) {
    if (target == null || !target.is("identifier") || state.isDead()) {
      return;
    }
    Value element =
        source instanceof Value.Several(List<Value> elements, _)
            ? elements.stream().filter(Value::isTracked).findFirst().orElse(Value.UNKNOWN)
            : source instanceof Value.Derived ? source : Value.UNKNOWN;
    if (source instanceof Value.Derived) {
      element = Value.UNKNOWN;
    }
    state.set(target.text(), element);
  }

  /// Gives a value to a target of any form.
  void assign(@Nullable PyNode target, Value value, PyNode node, State state) {
    if (target == null || state.isDead()) {
      return;
    }
    switch (target.type()) {
      case "identifier" -> ownership.assign(target.text(), value, node, state);
      case "pattern_list", "tuple_pattern", "list_pattern", "tuple", "expression_list" ->
          unpack(target, value, node, state);
      case "attribute" -> toAttribute(target, value, state);
      case "subscript" -> toElement(target, value, node, state);
      case "as_pattern_target", "parenthesized_expression", "list_splat_pattern" ->
          assign(target.first(), value, node, state);
      default -> {
        // nothing that holds a value
      }
    }
  }

  private void unpack(PyNode target, Value value, PyNode node, State state) {
    List<PyNode> parts = target.children();
    for (int i = 0; i < parts.size(); i++) {
      Value part = Value.UNKNOWN;
      if (value instanceof Value.Several(List<Value> elements, boolean growing)) {
        part = !growing && i < elements.size() ? elements.get(i) : Value.UNKNOWN;
      }
      assign(parts.get(i), part, node, state);
    }
  }

  private void toAttribute(PyNode target, Value value, State state) {
    eval(target.child("object"), state);
    int id = Value.site(value);
    if (id >= 0 && state.status(id) == State.Status.OPEN) {
      run.keep(run.site(id), target, state);
    }
    ownership.store(value, state);
    String dotted = Exprs.dotted(target);
    if (dotted != null) {
      state.set(
          dotted, Value.isTracked(value) || value.equals(Value.NOTHING) ? value : Value.UNKNOWN);
    }
  }

  private void toElement(PyNode target, Value value, PyNode node, State state) {
    PyNode base = target.child("value");
    target.children("subscript").forEach(index -> eval(index, state));
    if (base != null
        && base.is("identifier")
        && Value.isTracked(value)
        && state.get(base.text()) instanceof Value.Several several) {
      ownership.assign(base.text(), plus(several, value), node, state);
      mark(value);
    } else {
      ownership.store(value, state);
    }
  }

  void mark(Value value) {
    int id = Value.site(value);
    if (id >= 0) {
      run.site(id).mark(Site.Mark.COLLECTED);
    }
  }

  static Value plus(Value.Several several, Value value) {
    if (several.elements().contains(value)) {
      return several;
    }
    List<Value> more = new ArrayList<>(several.elements());
    more.add(value);
    return new Value.Several(more, true);
  }
}
