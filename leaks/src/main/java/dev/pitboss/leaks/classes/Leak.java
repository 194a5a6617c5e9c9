package dev.pitboss.leaks.classes;

import dev.pitboss.leaks.java.flow.Relation;
import dev.pitboss.leaks.model.Step;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A path on which a resource is lost.
///
/// @param kind how it ends
/// @param at the instruction that leaves the method
/// @param thrown the exception that leaves it, or null
record Leak(Kind kind, State state, int at, Outcome.@Nullable Thrown thrown, String end) {
  enum Kind {
    /// What held it was given another value.
    REASSIGNED,
    /// Something that lives on it is returned.
    RETURNED_DEPENDENT,
    /// A field holds it that nothing closes.
    FIELD,
    /// The method returns and it is open.
    RETURN,
    /// It was acquired again before it was closed.
    DROPPED,
    /// The constructor of the object that would close it throws.
    CONSTRUCTOR,
    /// An exception leaves the method.
    THROW
  }

  /// The paths on which it is lost.
  static List<Leak> of(Walk walk) {
    List<Leak> leaks = new ArrayList<>();
    for (State state : walk.outcome().dropped()) {
      boolean again = state.marks().contains(State.Mark.REASSIGNED);
      leaks.add(new Leak(again ? Kind.REASSIGNED : Kind.DROPPED, state, 0, null, "never closed"));
    }
    for (Outcome.Exit exit : walk.outcome().exits()) {
      if (exit.state().isOpen()) {
        Leak leak = exit.thrown() == null ? normal(walk, exit) : thrown(walk, exit);
        if (leak != null) {
          leaks.add(leak);
        }
      }
    }
    return leaks;
  }

  private static @Nullable Leak normal(Walk walk, Outcome.Exit exit) {
    State state = exit.state();
    Relation value = exit.value().relation();
    if (value.reaches()) {
      return null;
    }
    if (state.isInField()) {
      return isFieldClosed(walk, state)
          ? null
          : new Leak(Kind.FIELD, state, exit.at(), null, "its field is never closed");
    }
    if (value == Relation.DEPENDENT) {
      return new Leak(
          Kind.RETURNED_DEPENDENT, state, exit.at(), null, "its reader cannot close it");
    }
    boolean isReassigned = state.marks().contains(State.Mark.REASSIGNED) && !state.isReachable();
    return new Leak(
        isReassigned ? Kind.REASSIGNED : Kind.RETURN, state, exit.at(), null, "never closed");
  }

  private static @Nullable Leak thrown(Walk walk, Outcome.Exit exit) {
    State state = exit.state();
    if (state.isInField()) {
      boolean isBroken = walk.method().key().isConstructor() && isFieldClosed(walk, state);
      return isBroken
          ? new Leak(Kind.CONSTRUCTOR, state, exit.at(), exit.thrown(), "no object to close it")
          : null;
    }
    return new Leak(Kind.THROW, state, exit.at(), exit.thrown(), "never closed");
  }

  /// A field that holds a holder is its class's affair.
  private static boolean isFieldClosed(Walk walk, State state) {
    return state.fields().entrySet().stream()
        .filter(entry -> entry.getValue().relation().reaches())
        .anyMatch(entry ->
            entry.getValue().relation() != Relation.DIRECT
                || walk.analysis().fields().isClosed(entry.getKey()));
  }

  boolean isDeclared() {
    return thrown == null || thrown.isDeclared();
  }

  boolean isCaught() {
    return state.steps().stream().anyMatch(step -> step.event().equals("caught"));
  }

  List<Step> steps() {
    List<Step> steps = new ArrayList<>(state.steps());
    steps.add(Step.end(end));
    return steps;
  }

  String words() {
    if (thrown != null) {
      return "%s may throw %s".formatted(thrown.what(), thrown.simple());
    }
    return switch (kind) {
      case RETURN, DROPPED -> "still open when the method returns";
      case REASSIGNED -> "its variable gets another value";
      case RETURNED_DEPENDENT -> "what is returned cannot close it";
      case FIELD -> "nothing closes the field it is kept in";
      case CONSTRUCTOR, THROW -> "an exception leaves the method";
    };
  }
}
