package dev.pitboss.connections.agent;

import dev.pitboss.connections.internal.asm.MethodVisitor;
import dev.pitboss.connections.internal.asm.Opcodes;

/// A call as it is written.
record BorrowCall(int opcode, String owner, String name, String descriptor, boolean ofInterface) {
  /// A drop-in is known as a data source only: its class is not public.
  boolean mayAskDropIn() {
    return opcode == Opcodes.INVOKEINTERFACE && owner.equals("javax/sql/DataSource");
  }

  void make(MethodVisitor code) {
    code.visitMethodInsn(opcode, owner, name, descriptor, ofInterface);
  }
}
