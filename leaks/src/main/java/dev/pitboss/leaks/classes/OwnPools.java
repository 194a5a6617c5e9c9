package dev.pitboss.leaks.classes;

import dev.pitboss.leaks.java.flow.LibraryCalls;
import dev.pitboss.leaks.java.flow.PoolNames;
import dev.pitboss.leaks.java.flow.Relation;
import java.lang.classfile.Instruction;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.NewObjectInstruction;
import java.util.List;

/// Pools and data sources that a method makes for itself. Closed as a whole, they close what they
/// handed over; one that is shared goes on lending.
final class OwnPools {
  /// So deep calls of a pool's own methods are looked into.
  private static final int MAX_DEPTH = 4;

  private final Walk walk;

  OwnPools(Walk walk) {
    this.walk = walk;
  }

  /// What an acquiring call is made on, if the method made it and closes something of its class; or
  /// [Value#NOTHING].
  Value of(Call call, Value receiver) {
    boolean isOwn =
        !call.isStatic() && isPool(call) && isMade(receiver) && isClosedSomewhere(call.key());
    return isOwn ? receiver.as(Relation.POOL) : Value.NOTHING;
  }

  private boolean isPool(Call call) {
    return !walk.analysis().program().targets(call.key(), call.isVirtual()).isEmpty()
        || walk.analysis().program().isSurely(call.key().owner(), "javax/sql/DataSource")
        || PoolNames.isPool(call.key().simpleOwner());
  }

  private boolean isMade(Value receiver) {
    int made = receiver.id();
    if (made < 0 || made >= walk.body().size()) {
      return false;
    }
    return switch (walk.body().at(made)) {
      case NewObjectInstruction _ -> true;
      case InvokeInstruction call -> PoolNames.isMaking(call.name().stringValue());
      case Instruction _ -> false;
    };
  }

  /// Whether the method closes an object of the pool's class, or gives one to a method that does.
  private boolean isClosedSomewhere(MethodKey acquiring) {
    for (int i = 0; i < walk.body().size(); i++) {
      if (!(walk.body().at(i) instanceof InvokeInstruction invoke)) {
        continue;
      }
      MethodKey key = Call.of(i, 0, invoke).key();
      boolean isOn =
          PoolNames.isClosing(key.name())
              && (walk.analysis().program().isSurely(key.owner(), acquiring.owner())
                  || walk.analysis().program().isSurely(acquiring.owner(), key.owner()));
      boolean isGivenToProgram =
          key.descriptor().contains("L" + acquiring.owner() + ";")
              && !walk.analysis().program().targets(key, true).isEmpty();
      boolean isGiven =
          LibraryCalls.isClosing(key.name())
              && !Call.parameterSlots(key.descriptor()).isEmpty()
              && !walk.analysis().program().isConnection(key.owner());
      if (isOn || isGiven || isGivenToProgram) {
        return true;
      }
    }
    return false;
  }

  /// Whether a call on such a pool closes it as a whole. The body of a method of the program has to
  /// close something.
  boolean isClosedBy(Call call) {
    List<Method> targets = walk.analysis().program().targets(call.key(), call.isVirtual());
    return PoolNames.isClosing(call.name())
        && (targets.isEmpty() || targets.stream().anyMatch(each -> closes(each, 0)));
  }

  private boolean closes(Method method, int depth) {
    Body body = walk.analysis().program().body(method);
    for (int i = 0; body != null && i < body.size(); i++) {
      MethodKey called =
          switch (body.at(i)) {
            case InvokeInstruction invoke -> Call.of(i, 0, invoke).key();
            case InvokeDynamicInstruction dynamic -> Functions.called(dynamic);
            case Instruction _ -> null;
          };
      if (called != null && closes(called, depth)) {
        return true;
      }
    }
    return false;
  }

  private boolean closes(MethodKey called, int depth) {
    List<Method> targets = walk.analysis().program().targets(called, true);
    return (targets.isEmpty() || depth >= MAX_DEPTH)
        ? LibraryCalls.isClosing(called.name())
        : targets.stream().anyMatch(each -> closes(each, depth + 1));
  }
}
