package dev.pitboss.connections;

import dev.pitboss.connections.internal.asm.ClassWriter;
import dev.pitboss.connections.internal.asm.Label;
import dev.pitboss.connections.internal.asm.MethodVisitor;
import dev.pitboss.connections.internal.asm.Opcodes;
import dev.pitboss.connections.internal.asm.Type;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Spins the classes that stand between an application and its driver from the JDBC interfaces
/// themselves.
///
/// JDBC has some 900 methods that a wrapper must pass on, every one in the same way, and more with
/// each release. The base class holds what is special; every other method of the interface becomes
///
/// ```java
/// enter();                                  // or enterExecute(sql) …; refuses use after close
/// try {
///   return wrap(delegate.method(raw(argument), …));
/// } catch (Throwable e) {
///   failed(e);                              // an error may have ended the transaction
///   throw e;
/// } finally {
///   exit();                                 // keeps the connection reachable until here
/// }
/// ```
///
/// as straight byte code: as fast as if written by hand, and no method can be forgotten.
final class WrapperGenerator {
  private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();
  private static final String WRAPPED = Type.getInternalName(Wrapped.class);
  private static final String TRACKED = Type.getDescriptor(TrackedConnection.class);
  private static final String DELEGATE = "delegate";
  private static final String NOTHING = "()V";
  private static final String THROWABLE = Type.getInternalName(Throwable.class);
  private static final String INIT = "<init>";
  private static final String EXECUTE = "enterExecute";
  private static final String BATCH = "enterBatch";
  private static final String PREPARE = "enterPrepare";

  /// Those that take the text of a statement, if the method does.
  private static final Set<String> NOTE_SQL = Set.of(EXECUTE, BATCH, PREPARE);

  private final Class<?> base;
  private final Class<?> contract;
  private final boolean wraps;
  private final boolean holdsDelegate;
  private final String self;
  private final String delegate;

  private WrapperGenerator(Class<?> base, Class<?> contract, boolean wraps) {
    this.base = base;
    this.contract = contract;
    this.wraps = wraps;
    this.self = Type.getInternalName(base) + contract.getSimpleName();
    this.delegate = Type.getInternalName(contract);
    this.holdsDelegate = !hasDelegate(base, contract);
  }

  /// Makes instances of a spun class. A record, so that the virtual machine may treat the
  /// constructor as a constant.
  record Template<W>(Class<W> base, MethodHandle constructor) {
    @SuppressWarnings(
        "IllegalCatch") // a method handle declares Throwable; the constructors throw nothing
    // checked
    W make(Object first, Object second, Object third) {
      try {
        return base.cast((Object) constructor.invokeExact(first, second, third));
      } catch (RuntimeException | Error e) {
        throw e;
      } catch (Throwable e) {
        throw new IllegalStateException(
            "constructor of a spun " + base.getSimpleName() + " failed", e);
      }
    }
  }

  /// A template for wrappers whose results are wrapped too.
  ///
  /// @param base an abstract class of this package with one constructor of three references and the
  ///   methods `enter`, `enterExecute`, `failed`, `exit`, `delegate` and `owner`; `delegate` may be
  ///   a field as well
  static <W> Template<W> wrapper(Class<W> base, Class<?> contract) {
    return new WrapperGenerator(base, contract, true).spin(base);
  }

  /// A template for wrappers that hand results out as they are.
  static <W> Template<W> delegator(Class<W> base, Class<?> contract) {
    return new WrapperGenerator(base, contract, false).spin(base);
  }

  private <W> Template<W> spin(Class<W> type) {
    try {
      MethodHandles.Lookup spun = LOOKUP.defineHiddenClass(build(), true);
      MethodHandle constructor =
          spun.findConstructor(
              spun.lookupClass(),
              MethodType.methodType(void.class, constructor().getParameterTypes()));
      return new Template<>(type, constructor.asType(MethodType.genericMethodType(3)));
    } catch (IllegalAccessException | NoSuchMethodException e) {
      throw new IllegalStateException("cannot spin " + self, e);
    }
  }

  private Constructor<?> constructor() {
    return base.getDeclaredConstructors()[0];
  }

  private byte[] build() {
    var type = new ClassWriter(ClassWriter.COMPUTE_MAXS);
    type.visit(
        Opcodes.V17,
        Opcodes.ACC_FINAL | Opcodes.ACC_SUPER | Opcodes.ACC_SYNTHETIC,
        self,
        null,
        Type.getInternalName(base),
        new String[] {delegate});
    if (holdsDelegate) {
      type.visitField(
              Opcodes.ACC_PRIVATE | Opcodes.ACC_FINAL,
              DELEGATE,
              Type.getDescriptor(contract),
              null,
              null)
          .visitEnd();
    }
    construct(type.visitMethod(0, INIT, Type.getConstructorDescriptor(constructor()), null, null));
    Set<Signature> written = new HashSet<>();
    for (Method method : contract.getMethods()) {
      if (!Modifier.isStatic(method.getModifiers())
          && !isWrittenInBase(method)
          && written.add(Signature.of(method))) {
        delegate(
            type.visitMethod(
                Opcodes.ACC_PUBLIC, method.getName(), Type.getMethodDescriptor(method), null, null),
            method);
      }
    }
    type.visitEnd();
    return type.toByteArray();
  }

  /// Whether the base has the delegate in a field of the right type, which the spun class can read:
  /// a second one would make every instance longer.
  private static boolean hasDelegate(Class<?> base, Class<?> contract) {
    for (Class<?> type = base; type != null; type = type.getSuperclass()) {
      for (Field field : type.getDeclaredFields()) {
        if (field.getName().equals(DELEGATE)
            && field.getType() == contract
            && !Modifier.isPrivate(field.getModifiers())) {
          return true;
        }
      }
    }
    return false;
  }

  private record Signature(String name, String descriptor) {
    static Signature of(Method method) {
      return new Signature(method.getName(), Type.getMethodDescriptor(method));
    }
  }

  private void construct(MethodVisitor code) {
    code.visitCode();
    for (int i = 0; i <= constructor().getParameterCount(); i++) {
      code.visitVarInsn(Opcodes.ALOAD, i);
    }
    code.visitMethodInsn(
        Opcodes.INVOKESPECIAL,
        Type.getInternalName(base),
        INIT,
        Type.getConstructorDescriptor(constructor()),
        false);
    if (holdsDelegate) {
      code.visitVarInsn(Opcodes.ALOAD, 0);
      own(code, DELEGATE, "()Ljava/lang/Object;");
      code.visitTypeInsn(Opcodes.CHECKCAST, delegate);
      code.visitFieldInsn(Opcodes.PUTFIELD, self, DELEGATE, Type.getDescriptor(contract));
    }
    end(code, Opcodes.RETURN);
  }

  /// Nothing is jumped to but the handler, whose frame has the parameters and what was thrown: no
  /// class has to be looked at to know it.
  private void delegate(MethodVisitor code, Method method) {
    Type returned = Type.getReturnType(method);
    boolean isVoid = returned.getSort() == Type.VOID;
    int result = Type.getArgumentsAndReturnSizes(Type.getMethodDescriptor(method)) >> 2;
    var start = new Label();
    var end = new Label();
    var handler = new Label();
    code.visitCode();
    code.visitTryCatchBlock(start, end, handler, null);
    enter(code, method);
    code.visitLabel(start);
    call(code, method);
    if (!isVoid) {
      code.visitVarInsn(returned.getOpcode(Opcodes.ISTORE), result);
    }
    code.visitLabel(end);
    own(code, "exit", NOTHING);
    if (!isVoid) {
      code.visitVarInsn(returned.getOpcode(Opcodes.ILOAD), result);
    }
    code.visitInsn(returned.getOpcode(Opcodes.IRETURN));
    code.visitLabel(handler);
    code.visitFrame(Opcodes.F_SAME1, 0, null, 1, new Object[] {THROWABLE});
    if (wraps) {
      code.visitInsn(Opcodes.DUP);
      code.visitVarInsn(Opcodes.ALOAD, 0);
      code.visitInsn(Opcodes.SWAP);
      code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, self, "failed", "(L" + THROWABLE + ";)V", false);
    }
    own(code, "exit", NOTHING);
    end(code, Opcodes.ATHROW);
  }

  private void enter(MethodVisitor code, Method method) {
    String entrance = entrance(method);
    Class<?>[] parameters = method.getParameterTypes();
    if (NOTE_SQL.contains(entrance) && parameters.length > 0 && parameters[0] == String.class) {
      code.visitVarInsn(Opcodes.ALOAD, 0);
      code.visitVarInsn(Opcodes.ALOAD, 1);
      code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, self, entrance, "(Ljava/lang/String;)V", false);
    } else {
      own(code, entrance, NOTHING);
    }
  }

  private String entrance(Method method) {
    String name = method.getName();
    if (wraps && name.startsWith("execute")) {
      return EXECUTE;
    }
    if (wraps && name.equals("addBatch") && method.getParameterCount() == 1) {
      return BATCH;
    }
    if (wraps && contract == Connection.class && name.startsWith("prepare")) {
      return PREPARE;
    }
    boolean queries =
        contract == DatabaseMetaData.class && method.getReturnType() == ResultSet.class;
    return wraps && queries ? "enterQuery" : "enter";
  }

  /// Calls a method of the spun class itself.
  private void own(MethodVisitor code, String name, String descriptor) {
    code.visitVarInsn(Opcodes.ALOAD, 0);
    code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, self, name, descriptor, false);
  }

  private static void end(MethodVisitor code, int opcode) {
    code.visitInsn(opcode);
    code.visitMaxs(0, 0); // computed
    code.visitEnd();
  }

  /// Leaves the result of the delegate's method, wrapped if it must be, on the operand stack.
  private void call(MethodVisitor code, Method method) {
    Class<?> returned = method.getReturnType();
    List<Class<?>> parameters = List.of(method.getParameterTypes());
    boolean wrapped = wraps && Wrapped.wraps(returned);
    int typeSlot = -1;
    if (wrapped) {
      own(code, "owner", "()" + TRACKED);
      code.visitVarInsn(Opcodes.ALOAD, 0);
    }
    code.visitVarInsn(Opcodes.ALOAD, 0);
    code.visitFieldInsn(Opcodes.GETFIELD, self, DELEGATE, Type.getDescriptor(contract));
    int slot = 1;
    for (Class<?> parameter : parameters) {
      Type type = Type.getType(parameter);
      code.visitVarInsn(type.getOpcode(Opcodes.ILOAD), slot);
      if (wraps && (parameter == Object.class || Wrapped.wraps(parameter))) {
        code.visitMethodInsn(
            Opcodes.INVOKESTATIC, WRAPPED, "raw", "(Ljava/lang/Object;)Ljava/lang/Object;", false);
        code.visitTypeInsn(Opcodes.CHECKCAST, type.getInternalName());
      }
      if (parameter == Class.class && typeSlot < 0) {
        typeSlot = slot;
      }
      slot += type.getSize();
    }
    code.visitMethodInsn(
        Opcodes.INVOKEINTERFACE,
        delegate,
        method.getName(),
        Type.getMethodDescriptor(method),
        true);
    if (wrapped) {
      wrap(code, returned, typeSlot);
    }
  }

  /// @param typeSlot where the class is that the caller asked for, or -1
  private static void wrap(MethodVisitor code, Class<?> returned, int typeSlot) {
    String type = Type.getDescriptor(returned);
    boolean typed = returned == Object.class && typeSlot >= 0;
    if (typed) {
      code.visitVarInsn(Opcodes.ALOAD, typeSlot);
    }
    code.visitMethodInsn(
        Opcodes.INVOKESTATIC,
        WRAPPED,
        "wrap",
        "(" + TRACKED + "Ljava/lang/Object;" + type + (typed ? "Ljava/lang/Class;)" : ")") + type,
        false);
  }

  private boolean isWrittenInBase(Method method) {
    for (@Nullable Class<?> type = base;
        type != null && type != Object.class;
        type = type.getSuperclass()) {
      for (Method own : type.getDeclaredMethods()) {
        if (!Modifier.isAbstract(own.getModifiers())
            && own.getName().equals(method.getName())
            && Arrays.equals(own.getParameterTypes(), method.getParameterTypes())) {
          return true;
        }
      }
    }
    return false;
  }
}
