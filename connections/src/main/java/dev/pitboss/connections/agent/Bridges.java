package dev.pitboss.connections.agent;

import dev.pitboss.connections.internal.asm.Handle;
import dev.pitboss.connections.internal.asm.Opcodes;
import dev.pitboss.connections.internal.asm.Type;
import java.util.ArrayList;
import java.util.List;

/// What the methods are like that woven method references refer to.
final class Bridges {
  private Bridges() {}

  /// As the compiler names the body of a lambda: to a reader of the stack it is this method.
  static String plain(String method) {
    return switch (method) {
      case "<init>" -> "new";
      case "<clinit>" -> "static";
      default ->
          method.startsWith("lambda$")
              ? method.substring(
                  "lambda$".length(), Math.max(method.lastIndexOf('$'), "lambda$".length()))
              : method;
    };
  }

  /// What a method reference has bound it hands to a static method as it is: the parameter has that
  /// very type, which may be a subtype of the one that declares `getConnection`.
  static String descriptor(Handle target, String bound) {
    List<Type> parameters = new ArrayList<>();
    if (target.getTag() != Opcodes.H_INVOKESTATIC) {
      parameters.add(Type.getObjectType(target.getOwner()));
    }
    parameters.addAll(List.of(Type.getArgumentTypes(target.getDesc())));
    Type[] captured = Type.getArgumentTypes(bound);
    for (int i = 0; i < captured.length; i++) {
      parameters.set(i, captured[i]);
    }
    return Type.getMethodDescriptor(
        Type.getReturnType(target.getDesc()), parameters.toArray(new Type[0]));
  }
}
