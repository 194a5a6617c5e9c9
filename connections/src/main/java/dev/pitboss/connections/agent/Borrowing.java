package dev.pitboss.connections.agent;

import static java.lang.constant.ConstantDescs.CD_Class;
import static java.lang.constant.ConstantDescs.CD_MethodHandle;
import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_String;
import static java.lang.constant.ConstantDescs.CD_boolean;
import static java.lang.constant.ConstantDescs.CD_int;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.DynamicCallSiteDesc;
import java.lang.constant.DynamicConstantDesc;
import java.lang.constant.MethodHandleDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.ConstantBootstraps;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// A call that takes a connection, and the code that takes its place.
///
/// @param kind what is asked
/// @param owner the class it is asked of
/// @param parameters what it is asked with
/// @param reference the method reference that asks it later; empty for a call
record Borrowing(
    WovenSite.Kind kind,
    ClassDesc owner,
    List<ClassDesc> parameters,
    Optional<DynamicCallSiteDesc> reference) {
  private static final String METHOD = "getConnection";
  private static final ClassDesc CONNECTION = ClassDesc.of("java.sql.Connection");
  private static final ClassDesc DRIVER_MANAGER = ClassDesc.of("java.sql.DriverManager");
  private static final ClassDesc CLASS_LOADER = ClassDesc.of("java.lang.ClassLoader");
  private static final ClassDesc FUNCTION = Function.class.describeConstable().orElseThrow();
  private static final ClassDesc SITES = WovenSites.class.describeConstable().orElseThrow();
  private static final MethodTypeDesc APPLY = MethodTypeDesc.of(CD_Object, CD_Object);

  /// What `call` asks, if it takes a connection.
  static Optional<Borrowing> of(InvokeInstruction call, SourceTypes types) {
    if (!call.name().equalsString(METHOD) || call.opcode() == Opcode.INVOKESPECIAL) {
      return Optional.empty();
    }
    return of(
        call.owner().asSymbol(),
        call.typeSymbol(),
        call.opcode() == Opcode.INVOKESTATIC,
        types,
        Optional.empty());
  }

  /// What a method reference such as `dataSource::getConnection` asks, if it takes a connection.
  static Optional<Borrowing> of(InvokeDynamicInstruction call, SourceTypes types) {
    DynamicCallSiteDesc site =
        DynamicCallSiteDesc.of(
            call.bootstrapMethod(),
            call.name().stringValue(),
            call.typeSymbol(),
            call.bootstrapArgs().toArray(ConstantDesc[]::new));
    if (!call.bootstrapMethod().owner().displayName().equals("LambdaMetafactory")) {
      return Optional.empty();
    }
    for (ConstantDesc argument : call.bootstrapArgs()) {
      if (argument instanceof DirectMethodHandleDesc handle && handle.methodName().equals(METHOD)) {
        MethodTypeDesc type = MethodTypeDesc.ofDescriptor(handle.lookupDescriptor());
        boolean isStatic =
            switch (handle.kind()) {
              case STATIC, INTERFACE_STATIC -> true;
              default -> false;
            };
        return of(handle.owner(), type, isStatic, types, Optional.of(site));
      }
    }
    return Optional.empty();
  }

  private static Optional<Borrowing> of(
      ClassDesc owner,
      MethodTypeDesc type,
      boolean isStatic,
      SourceTypes types,
      Optional<DynamicCallSiteDesc> reference) {
    List<ClassDesc> parameters = type.parameterList();
    if (!type.returnType().equals(CONNECTION)) {
      return Optional.empty();
    }
    if (isStatic) {
      return owner.equals(DRIVER_MANAGER)
          ? Optional.of(new Borrowing(WovenSite.Kind.DRIVER_MANAGER, owner, parameters, reference))
          : Optional.empty();
    }
    WovenSite.Kind kind =
        parameters.isEmpty() ? WovenSite.Kind.SOURCE : WovenSite.Kind.SOURCE_AS_USER;
    boolean shaped = parameters.isEmpty() || parameters.equals(List.of(CD_String, CD_String));
    return shaped && types.isDataSource(internal(owner))
        ? Optional.of(new Borrowing(kind, owner, parameters, reference))
        : Optional.empty();
  }

  private static String internal(ClassDesc type) {
    String descriptor = type.descriptorString();
    return descriptor.startsWith("L")
        ? descriptor.substring(1, descriptor.length() - 1)
        : descriptor;
  }

  /// Writes what takes the place of the call.
  void write(CodeBuilder code, String description, AddedMethods added) {
    if (reference.isEmpty()) {
      borrow(code, description, added.old());
      return;
    }
    List<ClassDesc> taken = new ArrayList<>();
    if (kind != WovenSite.Kind.DRIVER_MANAGER) {
      taken.add(owner);
    }
    taken.addAll(parameters);
    DirectMethodHandleDesc method =
        added.add(
            MethodTypeDesc.of(CONNECTION, taken),
            body -> {
              for (int i = 0; i < taken.size(); i++) {
                body.aload(body.parameterSlot(i));
              }
              borrow(body, description, added.old());
              body.areturn();
            });
    DynamicCallSiteDesc before = reference.get();
    ConstantDesc[] arguments = before.bootstrapArgs();
    for (int i = 0; i < arguments.length; i++) {
      if (arguments[i] instanceof DirectMethodHandleDesc handle
          && handle.methodName().equals(METHOD)) {
        arguments[i] = method;
      }
    }
    code.invokedynamic(before.withArgs(arguments));
  }

  /// Turns the operands of the original call into a connection.
  private void borrow(CodeBuilder code, String description, boolean old) {
    switch (kind) {
      case SOURCE -> {
        site(code, description, old);
        code.swap();
      }
      case SOURCE_AS_USER -> {
        int[] locals = store(code, 2);
        int source = code.allocateLocal(TypeKind.REFERENCE);
        code.astore(source);
        site(code, description, old);
        array(code, source, locals[0], locals[1]);
      }
      case DRIVER_MANAGER -> {
        int[] locals = store(code, parameters.size());
        Arrays.stream(locals).forEach(code::aload);
        code.invokestatic(owner, METHOD, MethodTypeDesc.of(CONNECTION, parameters));
        int connection = code.allocateLocal(TypeKind.REFERENCE);
        code.astore(connection);
        site(code, description, old);
        array(code, connection, locals[0]);
      }
    }
    code.invokeinterface(FUNCTION, "apply", APPLY).checkcast(CONNECTION);
  }

  /// Moves the topmost operands, all references, to locals of their own, the deepest first.
  private static int[] store(CodeBuilder code, int count) {
    int[] locals = new int[count];
    for (int i = count - 1; i >= 0; i--) {
      locals[i] = code.allocateLocal(TypeKind.REFERENCE);
      code.astore(locals[i]);
    }
    return locals;
  }

  private static void array(CodeBuilder code, int... locals) {
    code.loadConstant(locals.length).anewarray(CD_Object);
    for (int i = 0; i < locals.length; i++) {
      code.dup().loadConstant(i).aload(locals[i]).aastore();
    }
  }

  /// Pushes the [WovenSite]: a constant that is computed the first time the line runs, by way of
  /// classes of `java.base` only, since the application's class loader may see nothing of ours.
  private static void site(CodeBuilder code, String description, boolean old) {
    if (old) {
      code.loadConstant(description)
          .invokestatic(SITES, "site", MethodTypeDesc.of(FUNCTION, CD_String));
    } else {
      code.loadConstant(constant(description));
    }
  }

  private static DynamicConstantDesc<?> constant(String description) {
    ClassDesc objects = CD_Object.arrayType();
    DynamicConstantDesc<?> loader =
        invoke(
            "loader",
            CLASS_LOADER,
            handle(
                DirectMethodHandleDesc.Kind.STATIC,
                CLASS_LOADER,
                "getSystemClassLoader",
                CLASS_LOADER));
    DynamicConstantDesc<?> type =
        invoke(
            "type",
            CD_Class,
            handle(
                DirectMethodHandleDesc.Kind.STATIC,
                CD_Class,
                "forName",
                CD_Class,
                CD_String,
                CD_boolean,
                CLASS_LOADER),
            WovenSites.class.getName(),
            ConstantDescs.TRUE,
            loader);
    DynamicConstantDesc<?> constants =
        invoke(
            "constants",
            objects,
            handle(DirectMethodHandleDesc.Kind.VIRTUAL, CD_Class, "getEnumConstants", objects),
            type);
    DynamicConstantDesc<?> sites =
        invoke(
            "sites",
            FUNCTION,
            handle(
                DirectMethodHandleDesc.Kind.STATIC,
                Array.class.describeConstable().orElseThrow(),
                "get",
                CD_Object,
                CD_Object,
                CD_int),
            constants,
            0);
    return invoke(
        "site",
        FUNCTION,
        handle(
            DirectMethodHandleDesc.Kind.INTERFACE_VIRTUAL, FUNCTION, "apply", CD_Object, CD_Object),
        sites,
        description);
  }

  private static DirectMethodHandleDesc handle(
      DirectMethodHandleDesc.Kind kind,
      ClassDesc owner,
      String name,
      ClassDesc returned,
      ClassDesc... parameters) {
    return MethodHandleDesc.ofMethod(kind, owner, name, MethodTypeDesc.of(returned, parameters));
  }

  private static DynamicConstantDesc<?> invoke(
      String name, ClassDesc type, ConstantDesc... arguments) {
    return DynamicConstantDesc.ofNamed(
        ConstantDescs.ofConstantBootstrap(
            ConstantBootstraps.class.describeConstable().orElseThrow(),
            "invoke",
            CD_Object,
            CD_MethodHandle,
            CD_Object.arrayType()),
        name,
        type,
        arguments);
  }
}
