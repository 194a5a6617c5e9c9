package dev.pitboss.leaks.classes;

import dev.pitboss.leaks.java.flow.Relation;
import java.lang.classfile.Instruction;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.ArrayLoadInstruction;
import java.lang.classfile.instruction.ArrayStoreInstruction;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.ConvertInstruction;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.MonitorInstruction;
import java.lang.classfile.instruction.NewMultiArrayInstruction;
import java.lang.classfile.instruction.NewObjectInstruction;
import java.lang.classfile.instruction.NewPrimitiveArrayInstruction;
import java.lang.classfile.instruction.NewReferenceArrayInstruction;
import java.lang.classfile.instruction.NopInstruction;
import java.lang.classfile.instruction.OperatorInstruction;
import java.lang.classfile.instruction.StackInstruction;
import java.lang.classfile.instruction.TypeCheckInstruction;
import java.util.ArrayList;
import java.util.List;

/// What instructions that neither branch nor call do to the operand stack.
final class Operands {
  private static final String ARRAY = "[";

  private final Walk walk;

  Operands(Walk walk) {
    this.walk = walk;
  }

  State apply(int at, Instruction instruction, State state) {
    return switch (instruction) {
      case ConstantInstruction constant ->
          state.push(constant(at, constant), constant.typeKind().slotSize());
      case NewObjectInstruction created ->
          state.push(Value.created(at, created.className().asInternalName()), 1);
      case NewPrimitiveArrayInstruction _, NewReferenceArrayInstruction _ ->
          state.pop(1).push(Value.created(at, ARRAY), 1);
      case NewMultiArrayInstruction array ->
          state.pop(array.dimensions()).push(Value.created(at, ARRAY), 1);
      case ArrayLoadInstruction load -> load(at, load, state);
      case ArrayStoreInstruction store -> store(store, state);
      case TypeCheckInstruction check -> check(at, check, state);
      case ConvertInstruction convert ->
          state
              .pop(convert.fromType().slotSize())
              .push(Value.unknown(at), convert.toType().slotSize());
      case OperatorInstruction operator -> operator(at, operator, state);
      case StackInstruction stack -> shuffle(stack.opcode(), state);
      case MonitorInstruction _ -> state.pop(1);
      case NopInstruction _ -> state;
      case Instruction other ->
          throw new IllegalArgumentException("unknown instruction " + other.opcode());
    };
  }

  private static Value constant(int at, ConstantInstruction constant) {
    if (constant.opcode() == Opcode.ACONST_NULL) {
      return Value.NULL;
    }
    return switch (constant.constantValue()) {
      case Integer number -> Value.number(at, number);
      case Object _ ->
          constant.typeKind() == TypeKind.REFERENCE ? Value.unknown(at).set() : Value.unknown(at);
    };
  }

  private State load(int at, ArrayLoadInstruction load, State state) {
    Value array = state.top(1);
    State after = state.pop(2);
    if (array.relation() != Relation.CONTAINER || load.typeKind() != TypeKind.REFERENCE) {
      return after.push(Value.unknown(at), load.typeKind().slotSize());
    }
    // an element of a fixed place may be another one
    boolean isFixed = at > 0 && walk.body().at(at - 1) instanceof ConstantInstruction;
    return isFixed
        ? after.mark(State.Mark.HANDED).push(Value.unknown(at), 1)
        : after.push(Value.held(Relation.DIRECT, at), 1);
  }

  private static State store(ArrayStoreInstruction store, State state) {
    int slots = store.typeKind().slotSize();
    Value value = state.top(slots - 1);
    Value array = state.top(slots + 1);
    State after = state.pop(slots + 2);
    if (!value.relation().reaches()) {
      return after;
    }
    return array.isParameter() || array.isOfField()
        ? after.with(State.Status.ESCAPED)
        : after.learn(array.id(), each -> each.as(Relation.CONTAINER));
  }

  private State check(int at, TypeCheckInstruction check, State state) {
    String type = check.type().asInternalName();
    Value value = state.top(0);
    if (check.opcode() == Opcode.CHECKCAST) {
      boolean names = value.type() == null && !value.isHeld() && value.number() == null;
      return names && walk.analysis().program().isConnection(type)
          ? state
              .pop(1)
              .push(
                  new Value(Relation.NONE, value.id(), null, value.isSet(), type, value.function()),
                  1)
          : state;
    }
    State after = state.pop(1);
    if (Boolean.TRUE.equals(value.isZero())) {
      return after.push(Value.number(at, 0), 1);
    }
    String known =
        value.relation() == Relation.DIRECT && value.type() == null
            ? "java/sql/Connection"
            : value.isHeld() ? value.type() : null;
    boolean is = known != null && walk.analysis().program().isSurely(known, type);
    return after.push(is ? Value.number(at, 1) : Value.unknown(at), 1);
  }

  private static State operator(int at, OperatorInstruction operator, State state) {
    int slots = operator.typeKind().slotSize();
    return switch (operator.opcode()) {
      case ARRAYLENGTH -> {
        Value length =
            state.top(0).relation() == Relation.CONTAINER
                ? Value.created(at, Comparisons.LENGTH)
                : Value.unknown(at);
        yield state.pop(1).push(length, 1);
      }
      case INEG, LNEG, FNEG, DNEG -> state.pop(slots).push(Value.unknown(at), slots);
      case LCMP, DCMPG, DCMPL -> state.pop(4).push(Value.unknown(at), 1);
      case FCMPG, FCMPL -> state.pop(2).push(Value.unknown(at), 1);
      case ISHL, ISHR, IUSHR, LSHL, LSHR, LUSHR ->
          state.pop(slots + 1).push(Value.unknown(at), slots);
      default -> state.pop(2 * slots).push(Value.unknown(at), slots);
    };
  }

  private static State shuffle(Opcode opcode, State state) {
    List<Value> stack = new ArrayList<>(state.stack());
    int size = stack.size();
    switch (opcode) {
      case POP -> stack.removeLast();
      case POP2 -> {
        stack.removeLast();
        stack.removeLast();
      }
      case DUP -> stack.add(state.top(0));
      case DUP_X1 -> stack.add(size - 2, state.top(0));
      case DUP_X2 -> stack.add(size - 3, state.top(0));
      case DUP2 -> stack.addAll(List.of(state.top(1), state.top(0)));
      case DUP2_X1 -> stack.addAll(size - 3, List.of(state.top(1), state.top(0)));
      case DUP2_X2 -> stack.addAll(size - 4, List.of(state.top(1), state.top(0)));
      case SWAP -> stack.add(size - 2, stack.removeLast());
      default -> throw new IllegalArgumentException("unknown instruction " + opcode);
    }
    return state.stacked(stack);
  }

  void field(int at, FieldInstruction field, State state) {
    String owner = field.owner().asInternalName();
    String name = owner + "." + field.name().stringValue();
    int slots = TypeKind.fromDescriptor(field.type().stringValue()).slotSize();
    switch (field.opcode()) {
      case GETSTATIC -> read(at, state, name, slots);
      case GETFIELD -> {
        State after = state.pop(1);
        Value of = state.top(0);
        if (of.isThis() || walk.isSite(at)) {
          read(at, after, name, slots);
        } else {
          String type = descriptorType(field.type().stringValue());
          boolean isHeld =
              of.isHeld()
                  && of.relation() != Relation.DEPENDENT
                  && walk.analysis().program().isConnection(type);
          walk.enter(
              at + 1,
              after.push(isHeld ? Value.held(Relation.DIRECT, at) : Value.unknown(at), slots));
        }
      }
      case PUTSTATIC -> write(at, state.pop(slots), name, state.top(slots - 1));
      case PUTFIELD -> {
        Value value = state.top(slots - 1);
        Value of = state.top(slots);
        State after = state.pop(slots + 1);
        if (of.isThis()) {
          write(at, after, name, value);
        } else {
          walk.enter(at + 1, value.relation().reaches() ? kept(after, of, name) : after);
        }
      }
      default -> throw new IllegalArgumentException("unknown instruction " + field.opcode());
    }
  }

  private static String descriptorType(String descriptor) {
    return descriptor.startsWith("L") ? descriptor.substring(1, descriptor.length() - 1) : "";
  }

  private void read(int at, State state, String name, int slots) {
    if (walk.isSite(at)) {
      walk.acquire(at, state, slots, Value.NOTHING);
      return;
    }
    Value value = state.fields().get(name);
    walk.enter(
        at + 1,
        state.push(value == null ? Value.unknown(walk.analysis().fieldId(name)) : value, slots));
  }

  private void write(int at, State state, String name, Value value) {
    Value old = state.fields().get(name);
    State after = state.field(name, value);
    if (value.relation().reaches()) {
      walk.outcome().stored();
    }
    boolean isOverwritten =
        state.isOpen()
            && old != null
            && old.relation().reaches()
            && !after.isReachable()
            && !after.holds(each -> each == Relation.POOL);
    walk.enter(
        at + 1,
        isOverwritten
            ? after.step(walk.body().line(at), "reassigned").mark(State.Mark.REASSIGNED)
            : after);
  }

  /// It was put into a field of another object.
  private State kept(State state, Value of, String field) {
    walk.outcome().stored();
    if (of.type() == null) {
      return state.with(State.Status.ESCAPED);
    }
    boolean closes = walk.analysis().fields().isClosed(field);
    State after = state.learn(of.id(), each -> each.as(closes ? Relation.OWNER : Relation.KEEPER));
    return closes ? after : after.mark(State.Mark.HANDED);
  }
}
