package dev.pitboss.leaks.classes;

import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;

/// A call as an instruction has it.
///
/// @param at index of the instruction
/// @param line in the source
/// @param key the method it names
/// @param isStatic whether it has no receiver
/// @param isVirtual whether a subclass's method may run instead
record Call(int at, int line, MethodKey key, boolean isStatic, boolean isVirtual) {
  static Call of(int at, int line, InvokeInstruction instruction) {
    String owner = instruction.owner().asInternalName();
    var key =
        new MethodKey(owner, instruction.name().stringValue(), instruction.type().stringValue());
    Opcode opcode = instruction.opcode();
    return new Call(
        at,
        line,
        key,
        opcode == Opcode.INVOKESTATIC,
        opcode == Opcode.INVOKEVIRTUAL || opcode == Opcode.INVOKEINTERFACE);
  }

  static int slots(ClassDesc type) {
    return TypeKind.from(type).slotSize();
  }

  MethodTypeDesc type() {
    return MethodTypeDesc.ofDescriptor(key.descriptor());
  }

  /// Slots of each parameter.
  static java.util.List<Integer> parameterSlots(String descriptor) {
    return MethodTypeDesc.ofDescriptor(descriptor).parameterList().stream()
        .map(Call::slots)
        .toList();
  }

  /// Slots of its arguments, without the receiver.
  int argumentSlots() {
    return type().parameterList().stream().mapToInt(Call::slots).sum();
  }

  int resultSlots() {
    return slots(type().returnType());
  }

  String name() {
    return key.name();
  }
}
