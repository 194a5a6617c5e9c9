package dev.pitboss.connections.agent;

import static java.lang.constant.ConstantDescs.CD_MethodHandle;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;

import java.lang.classfile.Attributes;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.MethodModel;
import java.lang.classfile.MethodTransform;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.attribute.StackMapFrameInfo;
import java.lang.classfile.attribute.StackMapTableAttribute;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LineNumber;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.DirectMethodHandleDesc.Kind;
import java.lang.constant.DynamicCallSiteDesc;
import java.lang.constant.MethodHandleDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.LambdaMetafactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Weaves the calls of one class. Where there was
///
/// ```java
/// source.getConnection()
/// ```
///
/// there is afterwards, in byte code and without a branch,
///
/// ```java
/// long before = System.nanoTime();
/// Connection connection = source.getConnection();
/// SITE.invokeExact(source, connection, before)
/// ```
///
/// A method reference such as `source::getConnection` becomes one to a method that does this. For
/// one thread, and one class.
final class WovenCalls {
  private static final ClassDesc SYSTEM = ClassDesc.of("java.lang.System");
  private static final ClassDesc METAFACTORY = ClassDesc.of("java.lang.invoke.LambdaMetafactory");

  /// What is to be known of a class.
  ///
  /// @param file its source file
  /// @param walks whether its callers are the borrowers
  /// @param hasConstants whether its class file may hold dynamic constants
  record Facts(
      ClassDesc type, String file, boolean walks, boolean hasConstants, boolean isInterface) {}

  /// A method to be called from a bridge, and the bridge.
  private record Bridge(
      String name, MethodTypeDesc type, DirectMethodHandleDesc target, Site site) {}

  /// Where a call is written.
  private record Site(String method, int line) {}

  private final Facts facts;
  private final NotTracked notTracked;
  private final List<Bridge> bridges = new ArrayList<>();
  private int count;

  WovenCalls(Facts facts, NotTracked notTracked) {
    this.facts = facts;
    this.notTracked = notTracked;
  }

  /// Calls woven so far.
  int count() {
    return count;
  }

  /// Whether the method has a call to weave.
  boolean isIn(MethodModel method) {
    return method.code().stream()
        .flatMap(CodeModel::elementStream)
        .anyMatch(element ->
            switch (element) {
              case InvokeInstruction call -> Calls.borrows(call);
              case InvokeDynamicInstruction reference -> isReference(reference);
              case CodeElement _ -> false;
            });
  }

  private static boolean isReference(InvokeDynamicInstruction reference) {
    return reference.bootstrapMethod().owner().equals(METAFACTORY)
        && !isSerializable(reference)
        && reference.bootstrapArgs().get(1) instanceof DirectMethodHandleDesc target
        && Calls.borrows(target);
  }

  /// What a serializable method reference refers to is part of its serial form, which a virtual
  /// machine without the agent has to read.
  private static boolean isSerializable(InvokeDynamicInstruction reference) {
    return reference.bootstrapMethod().methodName().equals("altMetafactory")
        && reference.bootstrapArgs().get(3) instanceof Integer flags
        && (flags & LambdaMetafactory.FLAG_SERIALIZABLE) != 0;
  }

  void weave(ClassBuilder type, MethodModel method) {
    CodeModel code = method.code().orElseThrow();
    List<StackMapFrameInfo> frames =
        code.findAttribute(Attributes.stackMapTable())
            .map(StackMapTableAttribute::entries)
            .orElse(List.of());
    Set<Integer> cast = Calls.castAfterwards(code);
    String name = method.methodName().stringValue();
    type.transformMethod(method, MethodTransform.transformingCode(new Body(name, cast, frames)));
  }

  /// Adds what the woven method references now refer to.
  void addBridges(ClassBuilder type) {
    for (Bridge bridge : bridges) {
      type.withMethodBody(
          bridge.name(),
          bridge.type(),
          ClassFile.ACC_PRIVATE | ClassFile.ACC_STATIC | ClassFile.ACC_SYNTHETIC,
          code -> build(code, bridge));
    }
  }

  private void build(CodeBuilder code, Bridge bridge) {
    DirectMethodHandleDesc target = bridge.target();
    boolean isStatic = target.kind() == Kind.STATIC;
    code.lineNumber(Math.max(1, bridge.site().line()));
    for (int i = 0; i < bridge.type().parameterCount(); i++) {
      code.aload(i);
      if (i == 0 && !isStatic && !bridge.type().parameterType(0).equals(target.owner())) {
        code.checkcast(target.owner()); // true always; so the verifier need not load classes
      }
    }
    MethodTypeDesc type = MethodTypeDesc.ofDescriptor(target.lookupDescriptor());
    Runnable call =
        () -> {
          switch (target.kind()) {
            case STATIC -> code.invokestatic(target.owner(), target.methodName(), type);
            case INTERFACE_VIRTUAL ->
                code.invokeinterface(target.owner(), target.methodName(), type);
            case Kind _ -> code.invokevirtual(target.owner(), target.methodName(), type);
          }
        };
    around(code, Locals.in(code), new Call(type, isStatic, call), bridge.site());
    code.areturn();
  }

  /// A call, and how to make it once its operands are on the stack.
  private record Call(MethodTypeDesc type, boolean isStatic, Runnable make) {}

  /// Variables added to a method, shared by its calls.
  private record Locals(int source, int before, int connection, List<Integer> arguments) {
    private static final int MOST_ARGUMENTS = 3;

    static Locals in(CodeBuilder code) {
      List<Integer> arguments = new ArrayList<>();
      for (int i = 0; i < MOST_ARGUMENTS; i++) {
        arguments.add(code.allocateLocal(TypeKind.REFERENCE));
      }
      return new Locals(
          code.allocateLocal(TypeKind.REFERENCE),
          code.allocateLocal(TypeKind.LONG),
          code.allocateLocal(TypeKind.REFERENCE),
          arguments);
    }
  }

  /// Makes a call whose operands are on the stack, and leaves what the application gets there.
  private void around(CodeBuilder code, Locals locals, Call call, Site site) {
    int number =
        facts.hasConstants()
            ? 0
            : Borrows.number(facts.file(), site.method(), site.line(), facts.walks() ? 1 : 0);
    if (number < 0) {
      call.make().run();
      return;
    }
    int arguments = call.type().parameterCount();
    for (int i = arguments - 1; i >= 0; i--) {
      code.astore(locals.arguments().get(i));
    }
    int source = call.isStatic() ? locals.arguments().getFirst() : locals.source();
    if (!call.isStatic()) {
      code.dup().astore(source);
    }
    code.invokestatic(SYSTEM, "nanoTime", MethodTypeDesc.of(CD_long)).lstore(locals.before());
    for (int i = 0; i < arguments; i++) {
      code.aload(locals.arguments().get(i));
    }
    call.make().run();
    code.astore(locals.connection());
    if (facts.hasConstants()) {
      code.loadConstant(
          SiteConstant.of(
              facts.type(), facts.file(), site.method(), site.line(), facts.walks() ? 1 : 0));
    }
    code.aload(source).aload(locals.connection()).lload(locals.before());
    if (facts.hasConstants()) {
      code.invokevirtual(CD_MethodHandle, "invokeExact", SiteConstant.ADOPT);
    } else {
      code.loadConstant(number);
      code.invokestatic(
          SiteConstant.BORROWS, "adopt", SiteConstant.ADOPT.insertParameterTypes(3, CD_int));
    }
    count++;
  }

  private final class Body implements CodeTransform {
    private final String method;
    private final Set<Integer> cast;
    private final List<StackMapFrameInfo> frames;
    private int calls;
    private int line;
    private @Nullable Locals locals;

    /// @param cast which of the calls must stay as they are
    /// @param frames the method's frames: still true, since nothing here branches
    Body(String method, Set<Integer> cast, List<StackMapFrameInfo> frames) {
      this.method = method;
      this.cast = cast;
      this.frames = frames;
    }

    @Override
    public void accept(CodeBuilder code, CodeElement element) {
      switch (element) {
        case LineNumber number -> {
          line = number.line();
          code.with(element);
        }
        case InvokeInstruction call when Calls.borrows(call) -> weave(code, call);
        case InvokeDynamicInstruction reference when isReference(reference) ->
            redirect(code, reference);
        case CodeElement other -> code.with(other);
      }
    }

    private void weave(CodeBuilder code, InvokeInstruction call) {
      if (cast.contains(calls++)) {
        notTracked.say(
            facts.file() + "::" + method + ":L" + line,
            "its result is cast to a class of the driver or the pool");
        code.with(call);
        return;
      }
      Locals known = locals;
      if (known == null) {
        known = Locals.in(code);
        locals = known;
      }
      boolean isStatic = call.opcode() == Opcode.INVOKESTATIC;
      around(
          code,
          known,
          new Call(call.typeSymbol(), isStatic, () -> code.with(call)),
          new Site(method, line));
    }

    private void redirect(CodeBuilder code, InvokeDynamicInstruction reference) {
      List<ConstantDesc> arguments = new ArrayList<>(reference.bootstrapArgs());
      var target = (DirectMethodHandleDesc) arguments.get(1);
      var bridge =
          new Bridge(
              "lambda$" + plain(method) + "$pitboss" + bridges.size(),
              bridgeType(target, reference.typeSymbol()),
              target,
              new Site(method, line));
      bridges.add(bridge);
      arguments.set(
          1,
          MethodHandleDesc.ofMethod(
              facts.isInterface() ? Kind.INTERFACE_STATIC : Kind.STATIC,
              facts.type(),
              bridge.name(),
              bridge.type()));
      code.invokedynamic(
          DynamicCallSiteDesc.of(
              reference.bootstrapMethod(),
              reference.name().stringValue(),
              reference.typeSymbol(),
              arguments.toArray(ConstantDesc[]::new)));
    }

    /// As the compiler names the body of a lambda: to a reader of the stack it is this method.
    private static String plain(String method) {
      return switch (method) {
        case "<init>" -> "new";
        case "<clinit>" -> "static";
        case String name when name.startsWith("lambda$") ->
            name.substring("lambda$".length(), Math.max(name.lastIndexOf('$'), "lambda$".length()));
        case String name -> name;
      };
    }

    /// What a method reference has bound it hands to a static method as it is: the parameter has
    /// that very type, which may be a subtype of the one that declares `getConnection`.
    private static MethodTypeDesc bridgeType(DirectMethodHandleDesc target, MethodTypeDesc bound) {
      MethodTypeDesc type = target.invocationType();
      for (int i = 0; i < bound.parameterCount(); i++) {
        type = type.changeParameterType(i, bound.parameterType(i));
      }
      return type;
    }

    @Override
    public void atEnd(CodeBuilder code) {
      if (!frames.isEmpty()) {
        code.with(StackMapTableAttribute.of(frames));
      }
    }
  }
}
