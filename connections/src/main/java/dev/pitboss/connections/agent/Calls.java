package dev.pitboss.connections.agent;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_String;

import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.Instruction;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LoadInstruction;
import java.lang.classfile.instruction.StoreInstruction;
import java.lang.classfile.instruction.TypeCheckInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.DirectMethodHandleDesc.Kind;
import java.lang.constant.MethodTypeDesc;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Tells a borrow from other calls by looking at byte code.
final class Calls {
  private static final String NAME = "getConnection";
  private static final ClassDesc CONNECTION = ClassDesc.of("java.sql.Connection");
  private static final ClassDesc DRIVER_MANAGER = ClassDesc.of("java.sql.DriverManager");

  private static final MethodTypeDesc PLAIN = MethodTypeDesc.of(CONNECTION);
  private static final MethodTypeDesc WITH_PASSWORD =
      MethodTypeDesc.of(CONNECTION, CD_String, CD_String);

  private static final Set<MethodTypeDesc> OF_DRIVER_MANAGER =
      Set.of(
          MethodTypeDesc.of(CONNECTION, CD_String),
          MethodTypeDesc.of(CONNECTION, CD_String, ClassDesc.of("java.util.Properties")),
          MethodTypeDesc.of(CONNECTION, CD_String, CD_String, CD_String));

  /// What a tracked connection is as well.
  private static final Set<ClassDesc> HARMLESS =
      Set.of(
          CONNECTION,
          CD_Object,
          ClassDesc.of("java.sql.Wrapper"),
          ClassDesc.of("java.lang.AutoCloseable"));

  private Calls() {}

  /// Whether the call may lend a connection. What its receiver is shows at run time only: many a
  /// class has a `getConnection()`.
  static boolean borrows(InvokeInstruction call) {
    if (!call.name().equalsString(NAME)) {
      return false;
    }
    return switch (call.opcode()) {
      case Opcode opcode when opcode == Opcode.INVOKESTATIC ->
          borrowsFromDriver(call.owner().asSymbol(), call.typeSymbol());
      case Opcode _ -> borrowsFromSource(call.owner().asSymbol(), call.typeSymbol());
    };
  }

  /// The same for what a method reference refers to.
  static boolean borrows(DirectMethodHandleDesc target) {
    if (!target.methodName().equals(NAME)) {
      return false;
    }
    return switch (target.kind()) {
      case STATIC ->
          borrowsFromDriver(target.owner(), MethodTypeDesc.ofDescriptor(target.lookupDescriptor()));
      case VIRTUAL, INTERFACE_VIRTUAL ->
          borrowsFromSource(target.owner(), MethodTypeDesc.ofDescriptor(target.lookupDescriptor()));
      case Kind _ -> false;
    };
  }

  private static boolean borrowsFromDriver(ClassDesc owner, MethodTypeDesc type) {
    return owner.equals(DRIVER_MANAGER) && OF_DRIVER_MANAGER.contains(type);
  }

  /// A statement's `getConnection()` lends nothing.
  private static boolean borrowsFromSource(ClassDesc owner, MethodTypeDesc type) {
    return (type.equals(PLAIN) || type.equals(WITH_PASSWORD))
        && owner.isClassOrInterface()
        && !owner.packageName().equals("java.sql");
  }

  /// Which of the calls, counted from 0, have their result cast to, or compared with, a class of
  /// the driver or the pool: such code would not recognise a tracked connection. Sees a cast right
  /// after the call, and one of the variable the result went to.
  static Set<Integer> castAfterwards(CodeModel code) {
    List<Instruction> instructions =
        code.elementStream()
            .filter(Instruction.class::isInstance)
            .map(Instruction.class::cast)
            .toList();
    Set<Integer> cast = new HashSet<>();
    int calls = 0;
    for (int i = 0; i < instructions.size(); i++) {
      if (instructions.get(i) instanceof InvokeInstruction call && borrows(call)) {
        if (isCast(instructions, i + 1)) {
          cast.add(calls);
        }
        calls++;
      }
    }
    return cast;
  }

  private static boolean isCast(List<Instruction> instructions, int next) {
    if (next == instructions.size()) {
      return false;
    }
    CodeElement first = instructions.get(next);
    if (isForeign(first)) {
      return true;
    }
    if (!(first instanceof StoreInstruction stored)) {
      return false;
    }
    for (int i = next + 1; i + 1 < instructions.size(); i++) {
      Instruction each = instructions.get(i);
      if (each instanceof StoreInstruction other && other.slot() == stored.slot()) {
        return false;
      }
      if (each instanceof LoadInstruction load
          && load.slot() == stored.slot()
          && isForeign(instructions.get(i + 1))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isForeign(CodeElement element) {
    return element instanceof TypeCheckInstruction check
        && !HARMLESS.contains(check.type().asSymbol());
  }
}
