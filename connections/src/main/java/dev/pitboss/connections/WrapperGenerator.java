package dev.pitboss.connections;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_Throwable;
import static java.lang.constant.ConstantDescs.CD_void;
import static java.lang.constant.ConstantDescs.INIT_NAME;
import static java.lang.constant.ConstantDescs.MTD_void;

import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
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
/// enter();                                  // or enterExecute(); refuses use after close
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
  private static final ClassDesc WRAPPED = desc(Wrapped.class);
  private static final String DELEGATE = "delegate";
  private static final MethodTypeDesc FAILED = MethodTypeDesc.of(CD_void, CD_Throwable);

  private final Class<?> base;
  private final Class<?> contract;
  private final boolean wraps;
  private final ClassDesc self;

  private WrapperGenerator(Class<?> base, Class<?> contract, boolean wraps) {
    this.base = base;
    this.contract = contract;
    this.wraps = wraps;
    this.self =
        ClassDesc.of(base.getPackageName(), base.getSimpleName() + contract.getSimpleName());
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
  ///   methods `enter`, `enterExecute`, `failed`, `exit`, `delegate` and `owner`
  static <W> Template<W> wrapper(Class<W> base, Class<?> contract) {
    return new WrapperGenerator(base, contract, true).spin(base);
  }

  /// A template for wrappers that hand results out as they are.
  static <W> Template<W> delegator(Class<W> base, Class<?> contract) {
    return new WrapperGenerator(base, contract, false).spin(base);
  }

  private <W> Template<W> spin(Class<W> type) {
    byte[] bytes = ClassFile.of().build(self, this::build);
    try {
      MethodHandles.Lookup spun = LOOKUP.defineHiddenClass(bytes, true);
      MethodHandle constructor =
          spun.findConstructor(
              spun.lookupClass(),
              MethodType.methodType(void.class, constructor().getParameterTypes()));
      return new Template<>(type, constructor.asType(MethodType.genericMethodType(3)));
    } catch (IllegalAccessException | NoSuchMethodException e) {
      throw new IllegalStateException("cannot spin " + self.displayName(), e);
    }
  }

  private Constructor<?> constructor() {
    return base.getDeclaredConstructors()[0];
  }

  private void build(ClassBuilder type) {
    type.withFlags(ClassFile.ACC_FINAL | ClassFile.ACC_SYNTHETIC)
        .withSuperclass(desc(base))
        .withInterfaceSymbols(desc(contract))
        .withField(DELEGATE, desc(contract), ClassFile.ACC_PRIVATE | ClassFile.ACC_FINAL)
        .withMethodBody(INIT_NAME, constructorType(), 0, this::construct);
    Set<Signature> written = new HashSet<>();
    for (Method method : contract.getMethods()) {
      if (!Modifier.isStatic(method.getModifiers())
          && !isWrittenInBase(method)
          && written.add(Signature.of(method))) {
        type.withMethodBody(
            method.getName(), type(method), ClassFile.ACC_PUBLIC, code -> delegate(code, method));
      }
    }
  }

  private record Signature(String name, MethodTypeDesc type) {
    static Signature of(Method method) {
      return new Signature(method.getName(), WrapperGenerator.type(method));
    }
  }

  private MethodTypeDesc constructorType() {
    return MethodTypeDesc.of(CD_void, descs(constructor().getParameterTypes()));
  }

  private void construct(CodeBuilder code) {
    code.aload(0).aload(1).aload(2).aload(3);
    code.invokespecial(desc(base), INIT_NAME, constructorType());
    code.aload(0).aload(0);
    code.invokevirtual(self, DELEGATE, MethodTypeDesc.of(CD_Object));
    code.checkcast(desc(contract)).putfield(self, DELEGATE, desc(contract));
    code.return_();
  }

  private void delegate(CodeBuilder code, Method method) {
    TypeKind kind = TypeKind.from(method.getReturnType());
    int result = kind == TypeKind.VOID ? -1 : code.allocateLocal(kind);
    code.aload(0);
    code.invokevirtual(self, entrance(method), MTD_void);
    code.trying(
        body -> {
          call(body, method);
          if (kind != TypeKind.VOID) {
            body.storeLocal(kind, result);
          }
        },
        handlers ->
            handlers.catchingAll(handler -> {
              if (wraps) {
                handler.dup().aload(0).swap();
                handler.invokevirtual(self, "failed", FAILED);
              }
              leave(handler);
              handler.athrow();
            }));
    leave(code);
    if (kind != TypeKind.VOID) {
      code.loadLocal(kind, result);
    }
    code.return_(kind);
  }

  private String entrance(Method method) {
    if (wraps && method.getName().startsWith("execute")) {
      return "enterExecute";
    }
    boolean queries =
        contract == DatabaseMetaData.class && method.getReturnType() == ResultSet.class;
    return wraps && queries ? "enterQuery" : "enter";
  }

  private void leave(CodeBuilder code) {
    code.aload(0).invokevirtual(self, "exit", MTD_void);
  }

  /// Leaves the result of the delegate's method, wrapped if it must be, on the operand stack.
  private void call(CodeBuilder code, Method method) {
    Class<?> returned = method.getReturnType();
    List<Class<?>> parameters = List.of(method.getParameterTypes());
    boolean wrapped = wraps && Wrapped.wraps(returned);
    int type = parameters.indexOf(Class.class);
    boolean typed = wrapped && returned == Object.class && type >= 0;
    if (wrapped) {
      code.aload(0).invokevirtual(self, "owner", MethodTypeDesc.of(desc(TrackedConnection.class)));
      code.aload(0);
    }
    code.aload(0).getfield(self, DELEGATE, desc(contract));
    for (int i = 0; i < parameters.size(); i++) {
      code.loadLocal(TypeKind.from(parameters.get(i)), code.parameterSlot(i));
      if (wraps && (parameters.get(i) == Object.class || Wrapped.wraps(parameters.get(i)))) {
        code.invokestatic(WRAPPED, "raw", MethodTypeDesc.of(CD_Object, CD_Object));
        code.checkcast(desc(parameters.get(i)));
      }
    }
    code.invokeinterface(desc(contract), method.getName(), type(method));
    if (typed) {
      code.aload(code.parameterSlot(type));
      code.invokestatic(
          WRAPPED,
          "wrap",
          MethodTypeDesc.of(
              CD_Object, desc(TrackedConnection.class), CD_Object, CD_Object, desc(Class.class)));
    } else if (wrapped) {
      code.invokestatic(
          WRAPPED,
          "wrap",
          MethodTypeDesc.of(
              desc(returned), desc(TrackedConnection.class), CD_Object, desc(returned)));
    }
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

  private static MethodTypeDesc type(Method method) {
    return MethodTypeDesc.of(desc(method.getReturnType()), descs(method.getParameterTypes()));
  }

  private static ClassDesc[] descs(Class<?>[] types) {
    return Arrays.stream(types).map(WrapperGenerator::desc).toArray(ClassDesc[]::new);
  }

  private static ClassDesc desc(Class<?> type) {
    return type.describeConstable().orElseThrow();
  }
}
