package dev.pitboss.leaks.classes;

import dev.pitboss.leaks.java.flow.Relation;
import dev.pitboss.leaks.model.Step;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// What is known at one instruction of one path. Immutable. Two states that differ in their path
/// only are equal.
///
/// @param locals the local variables
/// @param stack the operand stack, the top one last
/// @param fields of `this` and static ones, with what they hold
/// @param status of the resource
/// @param marks what happened to it on the way
/// @param cleanup the instruction that starts the `try` whose `finally` is being run, or -1
/// @param path the steps so far, the last one first
record State(
    List<Value> locals,
    List<Value> stack,
    Map<String, Value> fields,
    Status status,
    Set<Mark> marks,
    int cleanup,
    @Nullable Path path) {

  /// Where the resource is.
  enum Status {
    /// Not acquired yet.
    BEFORE,
    /// Acquired, and this method has to close it.
    OPEN,
    /// Closed.
    CLOSED,
    /// Handed to something that closes it.
    ESCAPED
  }

  /// What happened to the resource on the way.
  enum Mark {
    /// A function that runs later uses it.
    CAPTURED,
    /// It was passed to code that may keep it.
    HANDED,
    /// Its variable got another value.
    REASSIGNED
  }

  /// Steps share their beginnings.
  record Path(Step last, @Nullable Path before) {}

  boolean isOpen() {
    return status == Status.OPEN;
  }

  State with(Status changed) {
    return new State(locals, stack, fields, changed, marks, cleanup, path);
  }

  State inCleanup(int start) {
    return new State(locals, stack, fields, status, marks, start, path);
  }

  State mark(Mark mark) {
    if (marks.contains(mark)) {
      return this;
    }
    Set<Mark> more = EnumSet.of(mark);
    more.addAll(marks);
    return new State(locals, stack, fields, status, more, cleanup, path);
  }

  State step(int line, String event) {
    if (!isOpen()) {
      return this;
    }
    var step = new Step(line, event);
    return path != null && path.last.equals(step)
        ? this
        : new State(locals, stack, fields, status, marks, cleanup, new Path(step, path));
  }

  /// The resource was just acquired.
  State acquired(int line) {
    State without =
        replace(each ->
            each.isHeld() && each.relation() != Relation.CONTAINER
                ? Value.unknown(each.id())
                : each);
    return new State(
        without.locals,
        without.stack,
        without.fields,
        Status.OPEN,
        Set.of(),
        cleanup,
        new Path(new Step(line, "taken"), null));
  }

  List<Step> steps() {
    Deque<Step> steps = new ArrayDeque<>();
    for (Path at = path; at != null; at = at.before) {
      steps.addFirst(at.last);
    }
    return List.copyOf(steps);
  }

  /// The value `depth` slots below the top of the stack.
  Value top(int depth) {
    return stack.get(stack.size() - 1 - depth);
  }

  State pop(int slots) {
    return stacked(stack.subList(0, stack.size() - slots));
  }

  State push(Value value, int slots) {
    var more = new java.util.ArrayList<Value>(stack.size() + slots);
    more.addAll(stack);
    if (slots > 0) {
      more.add(value);
    }
    if (slots > 1) {
      more.add(Value.NOTHING);
    }
    return stacked(more);
  }

  State stacked(List<Value> changed) {
    return new State(locals, List.copyOf(changed), fields, status, marks, cleanup, path);
  }

  State store(int slot, Value value, int slots) {
    Value[] changed = locals.toArray(new Value[0]);
    changed[slot] = value;
    if (slots > 1) {
      changed[slot + 1] = Value.NOTHING;
    }
    return new State(List.of(changed), stack, fields, status, marks, cleanup, path);
  }

  State field(String name, Value value) {
    Map<String, Value> changed = new TreeMap<>(fields);
    changed.put(name, value);
    return new State(locals, stack, changed, status, marks, cleanup, path);
  }

  /// Applies a change to all values.
  State replace(UnaryOperator<Value> change) {
    Map<String, Value> changed = new TreeMap<>(fields);
    changed.replaceAll((_, value) -> change.apply(value));
    return new State(
        locals.stream().map(change).toList(),
        stack.stream().map(change).toList(),
        changed,
        status,
        marks,
        cleanup,
        path);
  }

  /// Gives all copies of a value what is known of one of them.
  State learn(int id, UnaryOperator<Value> change) {
    return id == Value.NOTHING.id() || id == Value.NULL.id()
        ? this
        : replace(each -> each.id() == id ? change.apply(each) : each);
  }

  /// Forgets variables that no later instruction reads; what holds the resource stays.
  State live(java.util.BitSet live) {
    Value[] kept = locals.toArray(new Value[0]);
    for (int i = 0; i < kept.length; i++) {
      if (!live.get(i) && !kept[i].relation().reaches()) {
        kept[i] = Value.NOTHING;
      }
    }
    return new State(Arrays.asList(kept), stack, fields, status, marks, cleanup, path);
  }

  /// Whether a variable, a field or the stack can still close the resource.
  boolean isReachable() {
    return holds(Relation::reaches);
  }

  boolean holds(java.util.function.Predicate<Relation> kind) {
    return locals.stream().anyMatch(each -> kind.test(each.relation()))
        || stack.stream().anyMatch(each -> kind.test(each.relation()))
        || fields.values().stream().anyMatch(each -> kind.test(each.relation()));
  }

  boolean isInField() {
    return fields.values().stream().anyMatch(each -> each.relation().reaches());
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof State state
        && status == state.status
        && cleanup == state.cleanup
        && locals.equals(state.locals)
        && stack.equals(state.stack)
        && fields.equals(state.fields)
        && marks.equals(state.marks);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * locals.hashCode() + stack.hashCode()) + status.hashCode();
  }
}
