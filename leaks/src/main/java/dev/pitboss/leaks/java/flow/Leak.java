package dev.pitboss.leaks.java.flow;

import dev.pitboss.leaks.java.flow.State.Mark;
import dev.pitboss.leaks.model.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A path on which a connection is lost.
///
/// @param kind how it ends
/// @param state there
/// @param jump how the function was left, or null
/// @param steps the path
record Leak(Kind kind, State state, @Nullable Jump jump, List<Step> steps) {
  enum Kind {
    /// The function ends and it is open.
    END,
    /// A `return` between acquisition and close.
    RETURN,
    /// An exception leaves the function.
    THROW,
    /// What held it was given another value.
    REASSIGNED,
    /// It was acquired again in a loop and nothing held the first one.
    DROPPED,
    /// Something that lives on it is returned.
    RETURNED_DEPENDENT,
    /// A field holds it that nothing closes.
    FIELD,
    /// The constructor of the object that would close it throws.
    CONSTRUCTOR
  }

  /// The paths of a walk on which the connection is lost.
  static List<Leak> of(Walk walk, Exits exits) {
    List<Leak> leaks = new ArrayList<>();
    for (Walk.Dropped dropped : walk.dropped()) {
      boolean again =
          dropped.event().equals("never closed")
              && dropped.state().steps().stream()
                  .noneMatch(step -> step.event().equals("reassigned"));
      leaks.add(
          new Leak(
              again ? Kind.DROPPED : Kind.REASSIGNED,
              dropped.state(),
              null,
              ended(dropped.state(), "never closed")));
    }
    for (Exits.Exit exit : exits.normal()) {
      normal(walk, exit, leaks);
    }
    for (Exits.Exit exit : exits.thrown()) {
      thrown(walk, exit, leaks);
    }
    return leaks;
  }

  private static List<Step> ended(State state, String event) {
    List<Step> steps = new ArrayList<>(state.steps());
    steps.add(Step.end(event));
    return steps;
  }

  private static void normal(Walk walk, Exits.Exit exit, List<Leak> leaks) {
    State state = exit.state();
    if (!state.isOpen()) {
      return;
    }
    Jump jump = exit.jump();
    if (jump != null && jump.kind() == Jump.Kind.RETURN) {
      state = state.step(jump.line(), "returns");
    }
    boolean answers = answers(walk, exit.value());
    if (answers) {
      return;
    }
    if (state.isInField()) {
      if (!isFieldClosed(walk, state)) {
        leaks.add(new Leak(Kind.FIELD, state, jump, ended(state, "its field is never closed")));
      }
      return;
    }
    if (exit.value() == Relation.DEPENDENT) {
      leaks.add(
          new Leak(
              Kind.RETURNED_DEPENDENT, state, jump, ended(state, "its reader cannot close it")));
      return;
    }
    boolean returns = jump != null && jump.kind() == Jump.Kind.RETURN;
    leaks.add(
        new Leak(returns ? Kind.RETURN : Kind.END, state, jump, ended(state, "never closed")));
  }

  /// Whether what is answered hands it over: a number or a text does not.
  private static boolean answers(Walk walk, Relation value) {
    if (value == Relation.KEEPER) {
      var returned =
          walk.function().tree() instanceof com.sun.source.tree.MethodTree method
              ? walk.expressions().resolve(method.getReturnType())
              : dev.pitboss.leaks.java.source.Type.UNKNOWN;
      return !walk.expressions().types().isPlain(returned);
    }
    return value.reaches();
  }

  private static void thrown(Walk walk, Exits.Exit exit, List<Leak> leaks) {
    State state = exit.state();
    if (!state.isOpen()) {
      return;
    }
    if (state.isInField()) {
      boolean isConstructor = walk.function().isConstructor() && !walk.function().isAnonymous();
      if (isConstructor && isFieldClosed(walk, state)) {
        leaks.add(
            new Leak(Kind.CONSTRUCTOR, state, exit.jump(), ended(state, "no object to close it")));
      }
      return;
    }
    leaks.add(new Leak(Kind.THROW, state, exit.jump(), ended(state, "never closed")));
  }

  /// Whether a field that holds it is closed somewhere. A field that holds a holder is its class's
  /// affair, one of another class cannot be judged.
  private static boolean isFieldClosed(Walk walk, State state) {
    for (Map.Entry<String, Relation> entry : state.holders().entrySet()) {
      if (!entry.getKey().startsWith("this.") || !entry.getValue().reaches()) {
        continue;
      }
      if (entry.getValue() != Relation.DIRECT
          || walk.analysis()
              .fieldClosing()
              .isClosed(walk.function(), entry.getKey().substring(5))) {
        return true;
      }
    }
    return false;
  }

  boolean isDeclared() {
    return jump == null || jump.thrown() == null || jump.thrown().isDeclared();
  }

  boolean has(Mark mark) {
    return state.marks().contains(mark);
  }

  Set<Mark> marks() {
    return state.marks();
  }
}
