package dev.pitboss.leaks.classes;

import dev.pitboss.leaks.java.flow.LibraryCalls;
import dev.pitboss.leaks.java.flow.Relation;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Lambdas, method references, and switches over types.
final class Functions {
  private final Walk walk;

  Functions(Walk walk) {
    this.walk = walk;
  }

  void create(int at, InvokeDynamicInstruction dynamic, State state) {
    MethodTypeDesc type = dynamic.typeSymbol();
    List<Value> captured = new ArrayList<>();
    int slots = type.parameterList().stream().mapToInt(Call::slots).sum();
    int below = slots;
    for (ClassDesc parameter : type.parameterList()) {
      captured.add(state.top(below - 1));
      below -= Call.slots(parameter);
    }
    State after = state.pop(slots);
    int result = Call.slots(type.returnType());
    String bootstrap = dynamic.bootstrapMethod().methodName();
    if (bootstrap.equals("metafactory") || bootstrap.equals("altMetafactory")) {
      walk.enter(at + 1, after.push(function(at, dynamic, captured, after), result));
    } else if (bootstrap.equals("typeSwitch")) {
      walk.enter(at + 1, after.push(chosen(at, dynamic, captured), result));
    } else {
      walk.enter(at + 1, after.push(Value.unknown(at), result)); // a text of texts
    }
  }

  private Value function(
      int at, InvokeDynamicInstruction dynamic, List<Value> captured, State state) {
    MethodKey key = called(dynamic);
    if (key == null || !(dynamic.bootstrapArgs().get(1) instanceof DirectMethodHandleDesc handle)) {
      return Value.unknown(at).set();
    }
    boolean isHeld = state.isOpen() && captured.stream().anyMatch(Value::isHeld);
    Relation relation =
        !isHeld
            ? Relation.NONE
            : closes(handle, key, captured) ? Relation.CLOSER : Relation.CAPTURE;
    return new Value(relation, at, null, true, null, key);
  }

  /// The method that a lambda or a method reference calls, or null for other things made so.
  static @Nullable MethodKey called(InvokeDynamicInstruction dynamic) {
    List<ConstantDesc> arguments = dynamic.bootstrapArgs();
    return arguments.size() > 1 && arguments.get(1) instanceof DirectMethodHandleDesc handle
        ? new MethodKey(internal(handle.owner()), handle.methodName(), handle.lookupDescriptor())
        : null;
  }

  private static String internal(ClassDesc type) {
    String descriptor = type.descriptorString();
    return descriptor.startsWith("L")
        ? descriptor.substring(1, descriptor.length() - 1)
        : descriptor;
  }

  /// Whether the function closes what it captured.
  private boolean closes(DirectMethodHandleDesc handle, MethodKey key, List<Value> captured) {
    boolean isStatic = isStatic(handle);
    Value receiver = isStatic ? Value.NOTHING : captured.getFirst();
    if (receiver.relation() == Relation.DIRECT || receiver.relation() == Relation.OWNER) {
      return LibraryCalls.isClosing(key.name());
    }
    List<Value> given = new ArrayList<>(isStatic ? captured : captured.subList(1, captured.size()));
    int parameters = Call.parameterSlots(key.descriptor()).size();
    while (given.size() < parameters) {
      given.add(Value.unknown(0));
    }
    return closes(key, receiver, given);
  }

  private static boolean isStatic(DirectMethodHandleDesc handle) {
    return switch (handle.kind()) {
      case STATIC, INTERFACE_STATIC -> true;
      default -> false;
    };
  }

  private boolean closes(MethodKey key, Value receiver, List<Value> given) {
    Effect effect = walk.analysis().summaries().of(key, false, receiver, given);
    return effect == null ? LibraryCalls.isClosing(key.name()) : effect.closes();
  }

  /// Whether a function closes the element it is given.
  boolean closesElement(Value function) {
    MethodKey key = function.function();
    if (function.relation() == Relation.CLOSER) {
      return true;
    }
    if (key == null) {
      return false;
    }
    int parameters = Call.parameterSlots(key.descriptor()).size();
    if (parameters == 0) {
      return LibraryCalls.isClosing(key.name()); // Connection::close
    }
    List<Value> given = new ArrayList<>();
    for (int i = 1; i < parameters; i++) {
      given.add(Value.unknown(0));
    }
    given.add(Value.held(Relation.DIRECT, 0));
    return closes(key, Value.THIS, given);
  }

  /// The branch of a switch over types, where the object was made here.
  private Value chosen(int at, InvokeDynamicInstruction dynamic, List<Value> captured) {
    Value selector = captured.getFirst();
    Integer from = captured.getLast().number();
    String type = selector.type();
    if (type == null || !selector.isHeld() || from == null) {
      return Value.unknown(at);
    }
    List<ConstantDesc> labels = dynamic.bootstrapArgs();
    for (int i = from; i < labels.size(); i++) {
      if (labels.get(i) instanceof ClassDesc label
          && walk.analysis().program().isSurely(type, internal(label))) {
        return Value.number(at, i);
      }
    }
    return Value.number(at, labels.size());
  }
}
