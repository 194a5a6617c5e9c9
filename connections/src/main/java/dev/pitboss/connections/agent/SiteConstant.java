package dev.pitboss.connections.agent;

import dev.pitboss.connections.internal.asm.ConstantDynamic;
import dev.pitboss.connections.internal.asm.Handle;
import dev.pitboss.connections.internal.asm.Opcodes;
import dev.pitboss.connections.internal.asm.Type;

/// Bootstrap of the constant of a woven call.
///
/// A class in Tomcat, in a bundle or in a named module cannot link to the agent. What it can do is
/// run this expression once, all of it `java.base`, and keep the result:
///
/// ```java
/// publicLookup()
///     .findStatic(getSystemClassLoader().loadClass("…Borrows"), "site", type)
///     .invoke(type, file, method, line, walks)
/// ```
final class SiteConstant {
  static final String METHOD_HANDLE = "java/lang/invoke/MethodHandle";

  private static final String HANDLE = "L" + METHOD_HANDLE + ";";
  private static final String LOOKUP = "java/lang/invoke/MethodHandles$Lookup";
  private static final String CLASS_LOADER = "java/lang/ClassLoader";
  private static final String CLASS = "Ljava/lang/Class;";
  private static final String STRING = "Ljava/lang/String;";

  private static final Handle INVOKE =
      new Handle(
          Opcodes.H_INVOKESTATIC,
          "java/lang/invoke/ConstantBootstraps",
          "invoke",
          "(L" + LOOKUP + ";" + STRING + CLASS + HANDLE + "[Ljava/lang/Object;)Ljava/lang/Object;",
          false);

  private static final ConstantDynamic SITE =
      borrows("site", "(" + CLASS + STRING + STRING + "II)" + HANDLE);

  private static final ConstantDynamic DROP_IN =
      borrows("dropIn", "(" + CLASS + STRING + STRING + "II)" + HANDLE);

  /// The handle of [Borrows#begins].
  static final ConstantDynamic BEGINS = borrows("begins", WovenCalls.BEGINS);

  /// The handle of [Borrows#mark].
  static final ConstantDynamic MARK = borrows("mark", WovenCalls.MARK);

  private SiteConstant() {}

  /// @param type the internal name of the woven class
  /// @param walks see [Borrows#site]
  static ConstantDynamic of(String type, String file, String method, int line, int walks) {
    return constant(HANDLE, SITE, Type.getObjectType(type), file, method, line, walks);
  }

  /// @param arguments see [Borrows#dropIn]
  static ConstantDynamic ofDropIn(
      String type, String file, String method, int line, int arguments) {
    return constant(HANDLE, DROP_IN, Type.getObjectType(type), file, method, line, arguments);
  }

  /// A handle of a static method of [Borrows].
  private static ConstantDynamic borrows(String name, String descriptor) {
    return constant(
        HANDLE,
        method(
            LOOKUP, "findStatic", "(" + CLASS + STRING + "Ljava/lang/invoke/MethodType;)" + HANDLE),
        constant(
            "L" + LOOKUP + ";",
            function("java/lang/invoke/MethodHandles", "publicLookup", "()L" + LOOKUP + ";")),
        constant(
            CLASS,
            method(CLASS_LOADER, "loadClass", "(" + STRING + ")" + CLASS),
            constant(
                "L" + CLASS_LOADER + ";",
                function(CLASS_LOADER, "getSystemClassLoader", "()L" + CLASS_LOADER + ";")),
            Borrows.class.getName()),
        name,
        Type.getMethodType(descriptor));
  }

  private static ConstantDynamic constant(String type, Object handle, Object... arguments) {
    Object[] all = new Object[arguments.length + 1];
    all[0] = handle;
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return new ConstantDynamic("pitboss", type, INVOKE, all);
  }

  private static Handle method(String owner, String name, String descriptor) {
    return new Handle(Opcodes.H_INVOKEVIRTUAL, owner, name, descriptor, false);
  }

  private static Handle function(String owner, String name, String descriptor) {
    return new Handle(Opcodes.H_INVOKESTATIC, owner, name, descriptor, false);
  }
}
