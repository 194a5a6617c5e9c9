package dev.pitboss.leaks.classes;

import dev.pitboss.leaks.java.flow.Library.Verb;
import dev.pitboss.leaks.java.flow.LibraryCalls;
import dev.pitboss.leaks.java.flow.Relation;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What calls do to the resource that is followed.
final class Calls {
  private final Walk walk;
  private final LibraryMethods library;
  private final Functions functions;
  private final OwnPools pools;

  Calls(Walk walk) {
    this.walk = walk;
    library = new LibraryMethods(walk, this);
    functions = new Functions(walk);
    pools = new OwnPools(walk);
  }

  Functions functions() {
    return functions;
  }

  void invoke(Call call, State state) {
    int slots = call.argumentSlots();
    List<Value> given = arguments(call, state);
    Value receiver = call.isStatic() ? Value.NOTHING : state.top(slots);
    State after = state.pop(slots + (call.isStatic() ? 0 : 1));
    if (walk.isSite(call.at())) {
      if (call.key().isConstructor()) {
        acquireByConstructor(call, after, receiver);
      } else if (Shutdown.isBy(walk.body(), given)) {
        plain(call, after, receiver, given);
      } else {
        walk.acquire(call.at(), after, call.resultSlots(), pools.of(call, receiver));
      }
      return;
    }
    if (Mocked.isMock(call, receiver) || Mocked.isDescribed(walk.body(), call.at())) {
      done(call, after, Mocked.mock(call.at())); // nothing runs, so nothing is thrown
      return;
    }
    if (after.isOpen() && receiver.relation().reaches() && !after.isReachable()) {
      walk.outcome().chained();
    }
    boolean isConcerned =
        receiver.isHeld()
            || given.stream().anyMatch(Value::isHeld)
            || (receiver.isThis() && after.isInField());
    boolean isTest =
        call.key().owner().equals("java/util/Objects")
            && Set.of("isNull", "nonNull").contains(call.name());
    if (!after.isOpen() || !isConcerned || isTest) {
      plain(call, after, receiver, given);
    } else if (call.key().isConstructor()) {
      created(call, after, receiver, given);
    } else if (!onReceiver(call, after, receiver, given)) {
      onArguments(call, after, receiver, given);
    }
  }

  private static List<Value> arguments(Call call, State state) {
    List<Value> given = new ArrayList<>();
    int below = call.argumentSlots();
    for (int slots : Call.parameterSlots(call.key().descriptor())) {
      given.add(state.top(below - 1));
      below -= slots;
    }
    return given;
  }

  private void acquireByConstructor(Call call, State state, Value receiver) {
    State before = state;
    if (state.isOpen()) {
      walk.outcome().dropped().add(state);
      before = state.with(State.Status.BEFORE);
    }
    raise(call, before);
    walk.enter(
        call.at() + 1,
        before.acquired(call.line()).learn(receiver.id(), each -> each.as(Relation.OWNER)));
  }

  /// Nothing of the call has to do with the resource, or the resource is not open at the time.
  private void plain(Call call, State state, Value receiver, List<Value> given) {
    raise(call, state);
    Value result = Value.unknown(call.at());
    String name = call.name();
    if (call.key().owner().equals("java/util/Objects") && given.size() == 1) {
      Boolean zero = given.getFirst().isZero();
      if (name.equals("requireNonNull")) {
        result = given.getFirst();
      } else if (zero != null && (name.equals("isNull") || name.equals("nonNull"))) {
        result = Value.number(call.at(), zero == name.equals("isNull") ? 1 : 0);
      }
    } else if (name.equals("isClosed") && receiver.relation() == Relation.DIRECT) {
      result = Value.number(call.at(), state.isOpen() ? 0 : 1);
    } else if (walk.analysis().program().isConnection(call.key().returned())) {
      result = new Value(Relation.NONE, call.at(), null, false, call.key().returned(), null);
    }
    State after = receiver.isThis() ? forget(state) : state;
    done(call, after, result);
  }

  /// A method of the object may have changed its fields.
  private static State forget(State state) {
    if (state.fields().values().stream().allMatch(Value::isHeld)) {
      return state;
    }
    State kept =
        new State(
            state.locals(),
            state.stack(),
            java.util.Map.of(),
            state.status(),
            state.marks(),
            state.cleanup(),
            state.path());
    for (var entry : state.fields().entrySet()) {
      if (entry.getValue().isHeld()) {
        kept = kept.field(entry.getKey(), entry.getValue());
      }
    }
    return kept;
  }

  void raise(Call call, State state) {
    if (walk.body().isNullCheck(call.at())) {
      return;
    }
    for (Outcome.Thrown thrown : walk.analysis().exceptions().of(call.key())) {
      walk.raise(call.at(), state, thrown);
    }
  }

  void done(Call call, State state, Value result) {
    walk.enter(call.at() + 1, state.push(result, call.resultSlots()));
  }

  void done(Call call, State state, Relation relation) {
    done(call, state, Value.held(relation, call.at()));
  }

  void closed(Call call, State state) {
    walk.close(call.at(), state);
    State closed = state.with(State.Status.CLOSED);
    raise(call, closed);
    done(call, closed, Relation.NONE);
  }

  private boolean onReceiver(Call call, State state, Value receiver, List<Value> given) {
    boolean isGiven = given.stream().anyMatch(each -> each.relation().reaches());
    switch (receiver.relation()) {
      case DIRECT -> onConnection(call, state);
      case OWNER, KEEPER -> onHolder(call, state, receiver);
      case DEPENDENT -> {
        raise(call, state);
        done(call, state, ofDependent(call));
      }
      case CONTAINER -> {
        if (isGiven) {
          return false;
        }
        library.onContainer(call, state, receiver, given);
      }
      case CLOSER -> closed(call, state);
      case POOL -> {
        if (isGiven) {
          return false;
        }
        State after = pools.isClosedBy(call) ? state.with(State.Status.CLOSED) : state;
        raise(call, after);
        done(call, after, Relation.NONE);
      }
      case CAPTURE -> {
        raise(call, state);
        done(call, state, Relation.NONE);
      }
      case NONE, NULL -> {
        if (isGiven || !receiver.isThis() || !state.isInField()) {
          return false;
        }
        onOwnField(call, state, receiver, given);
      }
    }
    return true;
  }

  /// Another method of the object, whose field holds the resource.
  private void onOwnField(Call call, State state, Value receiver, List<Value> given) {
    List<Method> targets = walk.analysis().program().targets(call.key(), call.isVirtual());
    boolean closes =
        state.fields().entrySet().stream()
            .filter(entry -> entry.getValue().relation().reaches())
            .anyMatch(entry ->
                targets.stream()
                    .anyMatch(each -> walk.analysis().fields().closes(each, entry.getKey())));
    if (closes) {
      closed(call, state);
    } else {
      plain(call, state, receiver, given);
    }
  }

  private Relation ofDependent(Call call) {
    String type = call.key().returned();
    if (walk.analysis().program().isConnection(type)) {
      return Relation.DIRECT;
    }
    boolean stays = walk.analysis().program().isDependent(type) || call.name().equals("unwrap");
    return stays ? Relation.DEPENDENT : Relation.NONE;
  }

  private void onConnection(Call call, State state) {
    String name = call.name();
    boolean isOwn =
        walk.analysis().program().type(call.key().owner()).map(Type::hasBodies).orElse(false);
    boolean closes = isOwn ? LibraryCalls.isClosing(name) : Set.of("close", "abort").contains(name);
    if (closes) {
      closed(call, state);
      return;
    }
    if (name.equals("isClosed")) {
      done(call, state, Value.number(call.at(), 0));
      return;
    }
    raise(call, state);
    if (name.equals("unwrap") || walk.analysis().program().isConnection(call.key().returned())) {
      done(call, state, Relation.DIRECT);
      return;
    }
    boolean isDependent = walk.analysis().program().isDependent(call.key().returned());
    done(call, state, isDependent ? Relation.DEPENDENT : Relation.NONE);
  }

  private void onHolder(Call call, State state, Value receiver) {
    List<Method> targets = walk.analysis().program().targets(call.key(), call.isVirtual());
    boolean closes =
        targets.isEmpty()
            ? LibraryCalls.isClosing(call.name())
            : targets.stream().anyMatch(walk.analysis().fields()::closesSome);
    if (closes) {
      closed(call, state);
      return;
    }
    raise(call, state);
    String type = call.key().returned();
    if (walk.analysis().program().isConnection(type)) {
      done(call, state, Relation.DIRECT);
    } else if (walk.analysis().program().isDependent(type)) {
      done(call, state, Relation.DEPENDENT);
    } else {
      boolean isFluent = !type.isEmpty() && type.equals(call.key().owner());
      done(call, state, isFluent ? receiver : Value.unknown(call.at()));
    }
  }

  private void onArguments(Call call, State state, Value receiver, List<Value> given) {
    boolean functionsOnly = given.stream().noneMatch(Calls::isResource);
    boolean isTold =
        walk.analysis().library().says(Verb.RELEASE, call.key().dottedOwner(), call.name())
            || walk.analysis().library().says(Verb.KEEP, call.key().dottedOwner(), call.name());
    Effect effect =
        functionsOnly || isTold
            ? null
            : walk.analysis().summaries().of(call.key(), call.isVirtual(), receiver, given);
    if (effect == null) {
      library.call(call, state, receiver, given);
    } else {
      after(call, state, receiver, given, effect);
    }
  }

  private static boolean isResource(Value value) {
    return switch (value.relation()) {
      case DIRECT, OWNER, KEEPER, DEPENDENT, CONTAINER, POOL -> true;
      case CLOSER, CAPTURE, NONE, NULL -> false;
    };
  }

  private void after(Call call, State state, Value receiver, List<Value> given, Effect effect) {
    boolean isPool =
        given.stream().noneMatch(each -> each.relation().reaches())
            && given.stream().anyMatch(each -> each.relation() == Relation.POOL);
    if (isPool) {
      State done = effect.closes() ? state.with(State.Status.CLOSED) : state;
      raise(call, effect.closesOnThrow() ? done : state);
      done(call, done, Relation.NONE);
      return;
    }
    if (effect.closes()) {
      walk.close(call.at(), state);
    }
    boolean isSafe = effect.closes() && effect.closesOnThrow();
    raise(call, isSafe ? state.with(State.Status.CLOSED) : state);
    if (effect.closes()) {
      done(call, state.with(State.Status.CLOSED), Relation.NONE);
      return;
    }
    boolean isWrapped =
        effect.returned() == Relation.NONE
            && !effect.escapes()
            && walk.analysis().program().isConnection(call.key().returned());
    if (isWrapped) {
      done(call, state, Relation.DIRECT); // a connection around it
      return;
    }
    State after = state;
    if (effect.escapes()) {
      after = state.with(State.Status.ESCAPED);
    } else if (!effect.fields().isEmpty()) {
      after = stored(call, state, receiver, effect);
    } else if (effect.mayKeep()) {

      after = state.mark(State.Mark.HANDED).step(call.line(), "handed to " + call.key().words());
    }
    done(call, after, after.isOpen() ? effect.returned() : Relation.NONE);
  }

  /// The method keeps it in a field.
  private State stored(Call call, State state, Value receiver, Effect effect) {
    if (call.isStatic() || receiver.isThis()) {
      State after = state;
      for (String field : effect.fields()) {
        after = after.field(field, Value.held(Relation.DIRECT, call.at()));
      }
      walk.outcome().stored();
      return after;
    }
    return receiver.type() == null
        ? state.with(State.Status.ESCAPED)
        : holder(call, state, receiver, effect);
  }

  private State holder(Call call, State state, Value receiver, Effect effect) {
    boolean closes = effect.fields().stream().anyMatch(walk.analysis().fields()::isClosed);
    Relation relation = closes ? Relation.OWNER : Relation.KEEPER;
    String type = receiver.type();
    boolean isTask =
        type != null
            && !walk.analysis().program().isCloseable(type)
            && (walk.analysis().program().isSurely(type, "java/lang/Runnable")
                || walk.analysis().program().isSurely(type, "java/util/concurrent/Callable"));
    if (isTask) {
      relation = closes ? Relation.CLOSER : Relation.CAPTURE;
    }
    Relation held = relation;
    State after = state.learn(receiver.id(), each -> each.as(held));
    return held == Relation.KEEPER
        ? after.mark(State.Mark.HANDED).step(call.line(), "handed to " + call.key().words())
        : after;
  }

  private void created(Call call, State state, Value receiver, List<Value> given) {
    @Nullable Effect effect =
        given.stream().anyMatch(Calls::isResource)
            ? walk.analysis().summaries().of(call.key(), false, Value.THIS, given)
            : null;
    if (effect == null) {
      raise(call, state);
      walk.enter(call.at() + 1, library.created(call, state, receiver, given));
      return;
    }
    boolean isSafe = effect.closes() && effect.closesOnThrow();
    if (effect.closes()) {
      walk.close(call.at(), state);
    }
    raise(call, isSafe ? state.with(State.Status.CLOSED) : state);
    State after = state;
    if (effect.closes()) {
      after = state.with(State.Status.CLOSED);
    } else if (effect.escapes()) {
      after = state.with(State.Status.ESCAPED);
    } else if (!effect.fields().isEmpty()) {
      after =
          receiver.isThis()
              ? stored(call, state, receiver, effect)
              : holder(call, state, receiver, effect);
    } else if (effect.mayKeep()) {
      after = state.mark(State.Mark.HANDED).step(call.line(), "handed to " + call.key().words());
    }
    walk.enter(call.at() + 1, after);
  }
}
