package dev.pitboss.connections.agent;

import dev.pitboss.connections.internal.asm.MethodVisitor;
import dev.pitboss.connections.internal.asm.Opcodes;
import dev.pitboss.connections.internal.asm.commons.AnalyzerAdapter;
import java.util.ArrayList;
import java.util.List;

/// The types of a method's variables and of its stack, followed from its stack map frames: what the
/// frames of a branch in it have to say. No class is loaded for that. For one thread.
final class Types extends AnalyzerAdapter {
  private static final String STRING = "java/lang/String";

  Types(String owner, int access, String name, String descriptor, MethodVisitor next) {
    super(BorrowScan.API, owner, access, name, descriptor, next);
  }

  /// Not in code that is never reached.
  boolean areKnown() {
    return locals != null && stack != null;
  }

  /// The frame of a call whose arguments and source are in variables, and the source is on the
  /// stack.
  ///
  /// @param arguments how many the call has, all of them strings
  void atPlainCall(MethodVisitor code, Locals added, int arguments) {
    List<Object> variables = new ArrayList<>(locals);
    while (variables.size() < added.first()) {
      variables.add(Opcodes.TOP);
    }
    for (int i = 0; i < Locals.MOST_ARGUMENTS; i++) {
      variables.add(i < arguments ? STRING : Opcodes.TOP);
    }
    List<Object> rest = below(arguments);
    Object source = rest.get(rest.size() - 1);
    variables.add(source);
    frame(code, variables, rest);
  }

  /// The frame once the call has left a connection in the place of its operands.
  void afterCall(MethodVisitor code, int arguments) {
    List<Object> rest = below(arguments + 1);
    rest.add(Calls.CONNECTION);
    frame(code, locals, rest);
    code.visitInsn(Opcodes.NOP); // the method may have a frame of its own behind the call
  }

  /// What is on the stack below so many operands.
  private List<Object> below(int operands) {
    return new ArrayList<>(stack.subList(0, stack.size() - operands));
  }

  private static void frame(MethodVisitor code, List<Object> variables, List<Object> operands) {
    Object[] local = once(variables);
    Object[] operand = once(operands);
    code.visitFrame(Opcodes.F_NEW, local.length, local, operand.length, operand);
  }

  /// A frame tells a `long` or `double` once, and an analysis twice: for each place it takes.
  private static Object[] once(List<Object> types) {
    List<Object> once = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      Object type = types.get(i);
      once.add(type);
      if (type.equals(Opcodes.LONG) || type.equals(Opcodes.DOUBLE)) {
        i++;
      }
    }
    return once.toArray();
  }
}
