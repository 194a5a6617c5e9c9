package dev.pitboss.leaks.java.flow;

import dev.pitboss.leaks.model.Step;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What is known at one point of one path about the connection that is followed. Immutable. Two
/// states that differ in their path only are equal.
final class State {
  /// Where the connection is.
  enum Status {
    /// Not acquired yet.
    BEFORE,
    /// Acquired, and this method has to close it.
    OPEN,
    /// Closed.
    CLOSED,
    /// Handed to something that closes it.
    ESCAPED,
    /// Nothing holds it any more, which was noted where it happened.
    LOST
  }

  /// What happened to it on the way.
  enum Mark {
    /// A function that is kept uses it.
    CAPTURED,
    /// It was passed to code that may keep it.
    HANDED,
    /// Something else was to be closed before it, and that failed.
    EARLIER_CLOSE,
    /// The same inside of a helper that closes it otherwise.
    EARLIER_CLOSE_IN_HELPER
  }

  /// More facts than a method has flags; beyond, the oldest are of no use.
  private static final int MAX_FACTS = 12;

  private final Status status;
  private final Map<String, Relation> holders;
  private final Map<String, Boolean> facts;
  private final Set<Mark> marks;
  private final @Nullable Trail trail;

  private State(
      Status status,
      Map<String, Relation> holders,
      Map<String, Boolean> facts,
      Set<Mark> marks,
      @Nullable Trail trail) {
    this.status = status;
    this.holders = holders;
    this.facts = facts;
    this.marks = marks;
    this.trail = trail;
  }

  /// Before anything happened.
  static State initial() {
    return new State(Status.BEFORE, Map.of(), Map.of(), Set.of(), null);
  }

  Status status() {
    return status;
  }

  boolean isOpen() {
    return status == Status.OPEN;
  }

  Map<String, Relation> holders() {
    return holders;
  }

  Set<Mark> marks() {
    return marks;
  }

  List<Step> steps() {
    return Trail.steps(trail);
  }

  Relation relation(String name) {
    return holders.getOrDefault(name, Relation.NONE);
  }

  @Nullable Boolean fact(String condition) {
    return facts.get(condition);
  }

  /// Whether a holder can still close the connection.
  boolean isReachable() {
    return holders.values().stream().anyMatch(Relation::reaches);
  }

  /// Whether it came out of a pool that the method closes as a whole.
  boolean isPooled() {
    return holders.containsValue(Relation.POOL);
  }

  /// Whether a field holds it.
  boolean isInField() {
    return holders.entrySet().stream()
        .anyMatch(entry -> entry.getKey().startsWith("this.") && entry.getValue().reaches());
  }

  State with(Status changed) {
    return changed == status ? this : new State(changed, holders, facts, marks, trail);
  }

  /// The connection was just acquired: what held an earlier one holds nothing any more.
  State acquired(int line) {
    Map<String, Relation> kept = new TreeMap<>(holders);
    kept.values().removeIf(relation -> relation != Relation.NULL);
    return new State(Status.OPEN, kept, facts, Set.of(), Trail.plus(null, line, "taken"));
  }

  State step(int line, String event) {
    return isOpen()
        ? new State(status, holders, facts, marks, Trail.plus(trail, line, event))
        : this;
  }

  State mark(Mark mark) {
    if (marks.contains(mark)) {
      return this;
    }
    Set<Mark> more = marks.isEmpty() ? EnumSet.noneOf(Mark.class) : EnumSet.copyOf(marks);
    more.add(mark);
    return new State(status, holders, facts, more, trail);
  }

  /// After an assignment to a variable or field: what was known about it is known no more.
  State assign(String name, Relation relation) {
    Map<String, Relation> changed = new TreeMap<>(holders);
    if (relation == Relation.NONE) {
      changed.remove(name);
    } else {
      changed.put(name, relation);
    }
    return new State(status, changed, without(name), marks, trail);
  }

  /// After a change of a variable that holds nothing.
  State forget(String name) {
    Map<String, Boolean> kept = without(name);
    return kept.size() == facts.size() ? this : new State(status, holders, kept, marks, trail);
  }

  private Map<String, Boolean> without(String name) {
    if (facts.isEmpty()) {
      return facts;
    }
    Map<String, Boolean> kept = new TreeMap<>(facts);
    kept.keySet().removeIf(condition -> Conditions.mentions(condition, name));
    return kept;
  }

  /// A condition that turned out one way.
  State fact(String condition, boolean holds) {
    if (condition.isEmpty() || facts.size() >= MAX_FACTS) {
      return this;
    }
    Map<String, Boolean> more = new TreeMap<>(facts);
    more.put(condition, holds);
    return new State(status, holders, more, marks, trail);
  }

  /// Only where the connection is.
  State coarse() {
    return new State(status, Map.of(), Map.of(), Set.of(), trail);
  }

  State withoutFacts() {
    return new State(status, holders, Map.of(), marks, trail);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof State state
        && status == state.status
        && holders.equals(state.holders)
        && facts.equals(state.facts)
        && marks.equals(state.marks);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * status.hashCode() + holders.hashCode()) + facts.hashCode();
  }

  @Override
  public String toString() {
    return status + " " + holders + " " + facts + " " + marks;
  }
}
