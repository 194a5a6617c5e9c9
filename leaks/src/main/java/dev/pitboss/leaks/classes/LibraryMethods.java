package dev.pitboss.leaks.classes;

import dev.pitboss.leaks.java.flow.Library;
import dev.pitboss.leaks.java.flow.Library.Verb;
import dev.pitboss.leaks.java.flow.LibraryCalls;
import dev.pitboss.leaks.java.flow.Relation;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.util.List;
import java.util.Set;

/// What methods that have no body here do to the resource: the model tells, and where it is silent,
/// the method's name.
final class LibraryMethods {
  private static final List<Relation> BY_STRENGTH =
      List.of(
          Relation.DIRECT,
          Relation.OWNER,
          Relation.KEEPER,
          Relation.CONTAINER,
          Relation.CLOSER,
          Relation.CAPTURE,
          Relation.DEPENDENT,
          Relation.POOL);

  /// Methods that take the element they answer out of their receiver, or go past it.
  private static final Set<String> TAKING =
      Set.of(
          "next",
          "nextElement",
          "poll",
          "pollFirst",
          "pollLast",
          "pop",
          "remove",
          "removeFirst",
          "removeLast",
          "take");

  private final Walk walk;
  private final Calls calls;

  LibraryMethods(Walk walk, Calls calls) {
    this.walk = walk;
    this.calls = calls;
  }

  private static Relation strongest(List<Value> given) {
    return BY_STRENGTH.stream()
        .filter(each -> given.stream().anyMatch(value -> value.relation() == each))
        .findFirst()
        .orElse(Relation.NONE);
  }

  void call(Call call, State state, Value receiver, List<Value> given) {
    Library model = walk.analysis().library();
    Relation strongest = strongest(given);
    String type = call.key().dottedOwner();
    String name = call.name();
    if (strongest == Relation.CLOSER || strongest == Relation.CAPTURE) {
      function(call, state, strongest);
      return;
    }
    boolean isReleased = model.says(Verb.RELEASE, type, name);
    if (strongest == Relation.POOL) {
      boolean closes = isReleased || LibraryCalls.isClosing(name);
      State after = closes ? state.with(State.Status.CLOSED) : state;
      calls.raise(call, after);
      calls.done(call, after, Relation.NONE);
      return;
    }
    boolean isBorrowed = model.says(Verb.BORROW, type, name);
    if (strongest.reaches() && (isReleased || !isBorrowed)) {
      if (isReleased || LibraryCalls.isClosing(name)) {
        calls.closed(call, state);
        return;
      }
      if (model.says(Verb.KEEP, type, name)) {
        calls.done(call, state.with(State.Status.ESCAPED), Relation.NONE);
        return;
      }
      boolean isSetter = name.startsWith("set") && name.endsWith("Connection");
      if ((LibraryCalls.isCollecting(name) && !call.isStatic()) || isSetter) {
        calls.raise(call, state);
        calls.done(call, collected(state, receiver), Relation.NONE);
        return;
      }
      if (LibraryCalls.isContaining(name)) {
        calls.done(call, state, Relation.CONTAINER);
        return;
      }
    }
    if (LibraryCalls.isSame(name) && !call.key().returned().isEmpty()) {
      calls.done(call, state, strongest);
      return;
    }
    calls.raise(call, state);
    calls.done(call, state, result(call, strongest, isBorrowed));
  }

  private Relation result(Call call, Relation strongest, boolean isBorrowed) {
    String type = call.key().returned();
    if (strongest == Relation.DEPENDENT || isBorrowed || type.isEmpty()) {
      return Relation.NONE;
    }
    if (walk.analysis().program().isConnection(type)) {
      return Relation.DIRECT;
    }
    return type.startsWith("java/") ? Relation.NONE : Relation.KEEPER;
  }

  /// It was put into a collection: one of this method's own, or one that lives on.
  private static State collected(State state, Value receiver) {
    boolean isLocal =
        !receiver.isThis()
            && !receiver.isParameter()
            && !receiver.isOfField()
            && state.locals().stream().anyMatch(each -> each.id() == receiver.id());
    return isLocal
        ? state.learn(receiver.id(), each -> each.as(Relation.CONTAINER))
        : state.with(State.Status.ESCAPED);
  }

  /// A function that has to do with the resource is passed on.
  private void function(Call call, State state, Relation relation) {
    boolean later = LibraryCalls.isExecuting(call.name());
    if (relation == Relation.CLOSER && later && !mayBeCancelled()) {
      calls.done(call, state.with(State.Status.ESCAPED), Relation.NONE);
      return;
    }
    calls.raise(call, state);
    if (call.name().equals("newProxyInstance")) {
      calls.done(call, state, Relation.OWNER);
      return;
    }
    if (relation == Relation.CLOSER && !later) {
      if (call.name().startsWith("on") || call.name().startsWith("add")) {
        calls.done(call, state, Relation.OWNER);
      } else {
        walk.close(call.at(), state);
        calls.done(call, state.with(State.Status.CLOSED), Relation.NONE);
      }
      return;
    }
    calls.done(call, later ? state.mark(State.Mark.CAPTURED) : state, Relation.NONE);
  }

  /// A call on a collection, iterator, optional, stream or array that contains the resource.
  void onContainer(Call call, State state, Value receiver, List<Value> given) {
    String name = call.name();
    if (LibraryCalls.isEach(name) && !given.isEmpty()) {
      if (calls.functions().closesElement(given.getFirst())) {
        walk.close(call.at(), state);
        calls.done(call, state.with(State.Status.CLOSED), Relation.NONE);
      } else {
        calls.raise(call, state);
        calls.done(call, state, Relation.NONE);
      }
      return;
    }
    if (LibraryCalls.isElement(name)) {
      boolean isFixed =
          name.equals("get")
              && !given.isEmpty()
              && walk.body().at(call.at() - 1) instanceof ConstantInstruction;
      State after =
          TAKING.contains(name)
              ? state.learn(receiver.id(), each -> Value.unknown(each.id()))
              : state;
      calls.done(call, after, isFixed ? Relation.CONTAINER : Relation.DIRECT);
      return;
    }
    switch (name) {
      case "hasNext", "hasMoreElements", "isPresent" ->
          calls.done(call, state, Value.number(call.at(), 1));
      case "isEmpty" -> calls.done(call, state, Value.number(call.at(), 0));
      case "size" -> calls.done(call, state, Value.created(call.at(), Comparisons.LENGTH));
      default -> {
        String type = call.key().returned();
        boolean isPlain = type.isEmpty() || type.startsWith("java/lang/");
        calls.done(call, state, isPlain ? Relation.NONE : Relation.CONTAINER);
      }
    }
  }

  /// An object of a library's class that is given the resource.
  State created(Call call, State state, Value receiver, List<Value> given) {
    String type = call.key().owner();
    return switch (strongest(given)) {
      case CLOSER -> task(state, receiver, type);
      case CAPTURE -> as(state.mark(State.Mark.CAPTURED), receiver, Relation.CAPTURE);
      case CONTAINER -> as(state, receiver, Relation.CONTAINER);
      case DIRECT, OWNER, KEEPER ->
          type.endsWith("Exception")
              ? state
              : as(
                  state
                      .mark(State.Mark.HANDED)
                      .step(call.line(), "handed to " + call.key().words()),
                  receiver,
                  Relation.KEEPER);
      case DEPENDENT -> as(state, receiver, Relation.DEPENDENT);
      case NONE, NULL, POOL -> state;
    };
  }

  /// An object that is given a function that closes the resource: a task has it, unless it may be
  /// cancelled before it begins.
  private State task(State state, Value receiver, String type) {
    boolean isTask = type.endsWith("Task");
    if (type.endsWith("Thread") || (isTask && !mayBeCancelled())) {
      return state.with(State.Status.ESCAPED);
    }
    return isTask
        ? as(state.mark(State.Mark.CAPTURED), receiver, Relation.CAPTURE)
        : as(state, receiver, Relation.OWNER);
  }

  private boolean mayBeCancelled() {
    for (int i = 0; i < walk.body().size(); i++) {
      if (walk.body().at(i) instanceof InvokeInstruction invoke
          && invoke.name().equalsString("cancel")) {
        return true;
      }
    }
    return false;
  }

  private static State as(State state, Value receiver, Relation relation) {
    return receiver.isThis() ? state : state.learn(receiver.id(), each -> each.as(relation));
  }
}
