package dev.pitboss.leaks.classes;

import dev.pitboss.leaks.java.flow.LibraryCalls;
import dev.pitboss.leaks.java.flow.Relation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the program's methods do with a resource they are given, found once for each combination of
/// what is known of their arguments.
final class Summaries {
  /// Calls of calls that are looked into; deeper ones may keep what they are given.
  private static final int MAX_DEPTH = 24;

  private record Key(MethodKey method, List<Value> given) {}

  private final Analysis analysis;
  private final Map<Key, Effect> known = new HashMap<>();
  private int depth;

  Summaries(Analysis analysis) {
    this.analysis = analysis;
  }

  /// Of a call, or null when the program has no body for it.
  @Nullable Effect of(MethodKey called, boolean isVirtual, Value receiver, List<Value> given) {
    List<Method> targets = analysis.program().targets(called, isVirtual);
    if (targets.size() > Program.MAX_TARGETS) {
      return Effect.UNKNOWN;
    }
    boolean isClosing = LibraryCalls.isClosing(called.name());
    Effect effect = null;
    for (Method target : targets) {
      Effect each = of(target, receiver, given);
      effect = effect == null ? each : isClosing ? effect.orCloses(each) : effect.or(each);
    }
    if (effect == null) {
      boolean isKnown =
          analysis.program().resolve(called).map(each -> each.type().hasBodies()).orElse(false);
      return isKnown ? Effect.UNKNOWN : null;
    }
    boolean isAbstract =
        analysis.program().resolve(called).map(each -> each.code() == null).orElse(true);
    return isAbstract && !effect.closes() ? effect.or(Effect.UNKNOWN) : effect;
  }

  private Effect of(Method method, Value receiver, List<Value> given) {
    List<Value> bare = new ArrayList<>();
    bare.add(method.isStatic() ? Value.NOTHING : bare(receiver, Value.THIS_ID));
    given.forEach(each -> bare.add(bare(each, 0)));
    var key = new Key(method.key(), bare);
    Effect effect = known.get(key);
    if (effect == null) {
      known.put(key, Effect.UNKNOWN); // a call of itself tells nothing
      effect = depth >= MAX_DEPTH ? Effect.UNKNOWN : found(method, bare);
      known.put(key, effect);
    }
    return effect;
  }

  /// What is known, without where it came from.
  private static Value bare(Value value, int id) {
    if (value.isHeld()) {
      return new Value(value.relation(), id, null, true, value.type(), null);
    }
    return new Value(Relation.NONE, id, value.number(), value.isSet(), null, null);
  }

  private Effect found(Method method, List<Value> given) {
    depth++;
    try {
      Body body = analysis.program().body(method);
      if (body == null) {
        return Effect.UNKNOWN;
      }
      var walk = new Walk(analysis, method, body, -1, Relation.DIRECT);
      return Effect.of(walk.run(start(walk, method, given)));
    } catch (Walk.TooComplex | IllegalArgumentException e) {
      return Effect.UNKNOWN; // where it acquires anything itself it is listed
    } finally {
      depth--;
    }
  }

  private static State start(Walk walk, Method method, List<Value> given) {
    State state = walk.start().with(State.Status.OPEN);
    int slot = 0;
    if (!method.isStatic()) {
      Value receiver = given.getFirst();
      state = state.store(0, receiver.isHeld() ? receiver : Value.THIS, 1);
      slot = 1;
    }
    List<Integer> slots = Call.parameterSlots(method.key().descriptor());
    for (int i = 0; i < slots.size() && i + 1 < given.size(); i++) {
      Value value = given.get(i + 1);
      int id = Value.parameterId(slot);
      Value placed =
          new Value(
              value.relation(), id, value.number(), value.isSet(), value.type(), value.function());
      state = state.store(slot, placed, slots.get(i));
      slot += slots.get(i);
    }
    return state;
  }
}
