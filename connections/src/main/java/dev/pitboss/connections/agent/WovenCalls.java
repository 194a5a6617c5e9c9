package dev.pitboss.connections.agent;

import dev.pitboss.connections.internal.asm.ClassVisitor;
import dev.pitboss.connections.internal.asm.ConstantDynamic;
import dev.pitboss.connections.internal.asm.Handle;
import dev.pitboss.connections.internal.asm.Label;
import dev.pitboss.connections.internal.asm.MethodVisitor;
import dev.pitboss.connections.internal.asm.Opcodes;
import dev.pitboss.connections.internal.asm.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Weaves the calls of one class. Where there was
///
/// ```java
/// source.getConnection()
/// ```
///
/// there is afterwards, in byte code,
///
/// ```java
/// long mark = MARK.invokeExact();
/// Connection connection = source.getConnection();
/// SITE.invokeExact(source, connection, mark)
/// ```
///
/// A call of a `DataSource` in a class with constants may be one of the library's own drop-in,
/// which would look for this very line on the stack. There it begins with
///
/// ```java
/// Connection connection = DROP_IN.invokeExact(source);
/// if (connection == null) {
///   // as above
/// }
/// ```
///
/// A method reference such as `source::getConnection` becomes one to a method that does this. For
/// one thread, and one class.
final class WovenCalls extends ClassVisitor {
  private static final String BORROWS = Type.getInternalName(Borrows.class);

  /// See [WovenSite#adopt].
  private static final String ADOPT =
      "(Ljava/lang/Object;Ljava/sql/Connection;J)Ljava/sql/Connection;";

  /// See [Borrows#begins].
  static final String BEGINS = "(Ljava/lang/Object;)J";

  /// See [Borrows#mark].
  static final String MARK = "()J";

  /// Name of the methods that return a constant, before a number.
  static final String CONSTANT = "pitboss$constant";

  /// See [DropInSite#borrow].
  private static final String BORROW = "(Ljava/lang/Object;)Ljava/sql/Connection;";

  /// See [DropInSite#borrowAs].
  private static final String BORROW_AS =
      "(Ljava/lang/Object;Ljava/lang/String;Ljava/lang/String;)Ljava/sql/Connection;";

  private static final String RETURNS_HANDLE = "()L" + SiteConstant.METHOD_HANDLE + ";";

  private static final String ADOPT_NUMBERED =
      "(Ljava/lang/Object;Ljava/sql/Connection;JI)Ljava/sql/Connection;";

  /// What a woven call has on the stack at most beyond what the method had: two more than the
  /// connection, or five instead of it.
  private static final int MORE_STACK = 4;

  /// What is to be known of a class.
  ///
  /// @param type its internal name
  /// @param file its source file
  /// @param walks whether its callers are the borrowers
  /// @param hasConstants whether its class file may hold dynamic constants
  /// @param mayAddMethods whether it may get methods, which a class that is loaded cannot
  record Facts(
      String type, String file, boolean walks, boolean hasConstants, boolean mayAddMethods) {}

  /// A method to be called from a bridge, and the bridge.
  private record Bridge(String name, String descriptor, Handle target, Site site) {}

  /// Where a call is written.
  private record Site(String method, int line) {}

  private final Facts facts;
  private final BorrowScan scan;
  private final NotTracked notTracked;
  private final List<Bridge> bridges = new ArrayList<>();
  private final Map<ConstantDynamic, String> constants = new LinkedHashMap<>();
  private int count;

  WovenCalls(ClassVisitor next, Facts facts, BorrowScan scan, NotTracked notTracked) {
    super(BorrowScan.API, next);
    this.facts = facts;
    this.scan = scan;
    this.notTracked = notTracked;
  }

  /// Calls woven so far.
  int count() {
    return count;
  }

  @Override
  public MethodVisitor visitMethod(
      int access,
      String name,
      String descriptor,
      @Nullable String signature,
      String @Nullable [] exceptions) {
    MethodVisitor next = super.visitMethod(access, name, descriptor, signature, exceptions);
    return scan.method(name, descriptor)
        .<MethodVisitor>map(borrowing -> {
          var body = new Body(next, name, borrowing);
          if (!facts.hasConstants()) {
            return body;
          }
          body.types = new Types(facts.type(), access, name, descriptor, body);
          return body.types;
        })
        .orElse(next);
  }

  /// Adds what the woven method references now refer to, and the methods that hold the constants.
  @Override
  public void visitEnd() {
    for (Bridge bridge : bridges) {
      int access = Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC | Opcodes.ACC_SYNTHETIC;
      build(cv.visitMethod(access, bridge.name(), bridge.descriptor(), null, null), bridge);
    }
    constants.forEach((constant, name) -> {
      int access = Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC | Opcodes.ACC_SYNTHETIC;
      MethodVisitor code = cv.visitMethod(access, name, RETURNS_HANDLE, null, null);
      code.visitCode();
      code.visitLdcInsn(constant);
      code.visitInsn(Opcodes.ARETURN);
      code.visitMaxs(1, 0);
      code.visitEnd();
    });
    super.visitEnd();
  }

  /// Leaves a method handle on the stack. By way of a method where the class may have one more:
  /// Java 17 loses count of the stack where a dynamic constant is loaded, and then says nonsense of
  /// what is null in that method.
  private void load(MethodVisitor code, ConstantDynamic constant) {
    if (facts.mayAddMethods()) {
      String name = constants.computeIfAbsent(constant, key -> CONSTANT + constants.size());
      code.visitMethodInsn(
          Opcodes.INVOKESTATIC, facts.type(), name, RETURNS_HANDLE, scan.isInterface());
    } else {
      code.visitLdcInsn(constant);
    }
  }

  private void build(MethodVisitor code, Bridge bridge) {
    Handle target = bridge.target();
    boolean isStatic = target.getTag() == Opcodes.H_INVOKESTATIC;
    Type[] parameters = Type.getArgumentTypes(bridge.descriptor());
    var start = new Label();
    code.visitCode();
    code.visitLabel(start);
    code.visitLineNumber(Math.max(1, bridge.site().line()), start);
    for (int i = 0; i < parameters.length; i++) {
      code.visitVarInsn(Opcodes.ALOAD, i);
      if (i == 0 && !isStatic && !parameters[0].getInternalName().equals(target.getOwner())) {
        // true always; so the verifier need not load classes
        code.visitTypeInsn(Opcodes.CHECKCAST, target.getOwner());
      }
    }
    int opcode =
        switch (target.getTag()) {
          case Opcodes.H_INVOKESTATIC -> Opcodes.INVOKESTATIC;
          case Opcodes.H_INVOKEINTERFACE -> Opcodes.INVOKEINTERFACE;
          default -> Opcodes.INVOKEVIRTUAL;
        };
    var call =
        new BorrowCall(
            opcode, target.getOwner(), target.getName(), target.getDesc(), target.isInterface());
    around(code, new Locals(parameters.length), call, bridge.site(), null);
    code.visitInsn(Opcodes.ARETURN);
    code.visitMaxs(parameters.length + 1 + MORE_STACK, parameters.length + Locals.SIZE);
    code.visitEnd();
  }

  /// Makes a call whose operands are on the stack, and leaves what the application gets there.
  ///
  /// @param types of what is there before the call; null where that is not known
  private void around(
      MethodVisitor code, Locals locals, BorrowCall call, Site site, @Nullable Types types) {
    int walks = facts.walks() || site.line() == 0 ? 1 : 0; // a caller may have a line
    int number =
        facts.hasConstants() ? 0 : Borrows.number(facts.file(), site.method(), site.line(), walks);
    if (number < 0) {
      call.make(code);
      return;
    }
    int arguments = Type.getArgumentTypes(call.descriptor()).length;
    for (int i = arguments - 1; i >= 0; i--) {
      code.visitVarInsn(Opcodes.ASTORE, locals.argument(i));
    }
    int source = locals.argument(0);
    if (call.opcode() != Opcodes.INVOKESTATIC) {
      source = locals.source();
      code.visitInsn(Opcodes.DUP);
      code.visitVarInsn(Opcodes.ASTORE, source);
    }
    var lent = new Label();
    Types known =
        walks == 0 && types != null && types.areKnown() && call.mayAskDropIn() ? types : null;
    if (known != null) {
      askDropIn(code, locals, site, arguments, lent);
      known.atPlainCall(code, locals, arguments);
    }
    if (facts.mayAddMethods() || call.opcode() == Opcodes.INVOKESTATIC) {
      mark(code);
    } else {
      begin(code, source);
    }
    code.visitVarInsn(Opcodes.LSTORE, locals.mark());
    for (int i = 0; i < arguments; i++) {
      code.visitVarInsn(Opcodes.ALOAD, locals.argument(i));
    }
    call.make(code);
    code.visitVarInsn(Opcodes.ASTORE, locals.connection());
    if (facts.hasConstants()) {
      load(code, SiteConstant.of(facts.type(), facts.file(), site.method(), site.line(), walks));
    }
    code.visitVarInsn(Opcodes.ALOAD, source);
    code.visitVarInsn(Opcodes.ALOAD, locals.connection());
    code.visitVarInsn(Opcodes.LLOAD, locals.mark());
    if (facts.hasConstants()) {
      code.visitMethodInsn(
          Opcodes.INVOKEVIRTUAL, SiteConstant.METHOD_HANDLE, "invokeExact", ADOPT, false);
    } else {
      code.visitLdcInsn(number);
      code.visitMethodInsn(Opcodes.INVOKESTATIC, BORROWS, "adopt", ADOPT_NUMBERED, false);
    }
    if (known != null) {
      code.visitLabel(lent);
      known.afterCall(code, arguments);
    }
    count++;
  }

  /// Goes on at `lent` with the connection, or behind this with the source, still on the stack.
  private void askDropIn(MethodVisitor code, Locals locals, Site site, int arguments, Label lent) {
    load(
        code,
        SiteConstant.ofDropIn(facts.type(), facts.file(), site.method(), site.line(), arguments));
    code.visitVarInsn(Opcodes.ALOAD, locals.source());
    for (int i = 0; i < arguments; i++) {
      code.visitVarInsn(Opcodes.ALOAD, locals.argument(i));
    }
    code.visitMethodInsn(
        Opcodes.INVOKEVIRTUAL,
        SiteConstant.METHOD_HANDLE,
        "invokeExact",
        arguments == 0 ? BORROW : BORROW_AS,
        false);
    code.visitVarInsn(Opcodes.ASTORE, locals.connection());
    code.visitVarInsn(Opcodes.ALOAD, locals.connection());
    var plain = new Label();
    code.visitJumpInsn(Opcodes.IFNULL, plain);
    code.visitInsn(Opcodes.POP);
    code.visitVarInsn(Opcodes.ALOAD, locals.connection());
    code.visitJumpInsn(Opcodes.GOTO, lent);
    code.visitLabel(plain);
  }

  /// The count of the thread's borrows.
  private void mark(MethodVisitor code) {
    if (facts.hasConstants()) {
      load(code, SiteConstant.MARK);
      code.visitMethodInsn(
          Opcodes.INVOKEVIRTUAL, SiteConstant.METHOD_HANDLE, "invokeExact", MARK, false);
    } else {
      code.visitMethodInsn(Opcodes.INVOKESTATIC, BORROWS, "mark", MARK, false);
    }
  }

  /// The same, and a look at the source: of a pool that was exhausted before the agent came no call
  /// returns.
  private void begin(MethodVisitor code, int source) {
    if (facts.hasConstants()) {
      load(code, SiteConstant.BEGINS);
      code.visitVarInsn(Opcodes.ALOAD, source);
      code.visitMethodInsn(
          Opcodes.INVOKEVIRTUAL, SiteConstant.METHOD_HANDLE, "invokeExact", BEGINS, false);
    } else {
      code.visitVarInsn(Opcodes.ALOAD, source);
      code.visitMethodInsn(Opcodes.INVOKESTATIC, BORROWS, "begins", BEGINS, false);
    }
  }

  private final class Body extends MethodVisitor {
    private final String method;
    private final Set<Integer> cast;
    private final Locals locals;
    private int calls;
    private int line;
    private @Nullable Types types;

    Body(MethodVisitor next, String method, BorrowScan.Borrowing borrowing) {
      super(BorrowScan.API, next);
      this.method = method;
      this.cast = borrowing.cast();
      this.locals = new Locals(borrowing.maxLocals());
    }

    @Override
    public void visitLineNumber(int number, Label start) {
      line = number;
      super.visitLineNumber(number, start);
    }

    @Override
    public void visitMethodInsn(
        int opcode, String owner, String name, String descriptor, boolean ofInterface) {
      var call = new BorrowCall(opcode, owner, name, descriptor, ofInterface);
      if (!Calls.borrows(opcode, new Calls.Target(owner, name, descriptor))) {
        call.make(mv);
      } else if (cast.contains(calls++)) {
        notTracked.say(
            facts.file() + "::" + method + ":L" + line,
            "its result is cast to a class of the driver or the pool");
        call.make(mv);
      } else {
        around(mv, locals, call, new Site(method, line), types);
      }
    }

    @Override
    public void visitInvokeDynamicInsn(
        String name, String descriptor, Handle bootstrap, Object... arguments) {
      if (!BorrowScan.isReference(bootstrap, arguments)) {
        super.visitInvokeDynamicInsn(name, descriptor, bootstrap, arguments);
        return;
      }
      if (!facts.mayAddMethods()) {
        notTracked.say(
            facts.file() + "::" + method + ":L" + line,
            "a method reference in a class that was loaded before the agent: it would need a method"
                + " more");
        super.visitInvokeDynamicInsn(name, descriptor, bootstrap, arguments);
        return;
      }
      var target = (Handle) arguments[1];
      var bridge =
          new Bridge(
              "lambda$" + Bridges.plain(method) + "$pitboss" + bridges.size(),
              Bridges.descriptor(target, descriptor),
              target,
              new Site(method, line));
      bridges.add(bridge);
      Object[] redirected = arguments.clone();
      redirected[1] =
          new Handle(
              Opcodes.H_INVOKESTATIC,
              facts.type(),
              bridge.name(),
              bridge.descriptor(),
              scan.isInterface());
      super.visitInvokeDynamicInsn(name, descriptor, bootstrap, redirected);
    }

    @Override
    public void visitMaxs(int maxStack, int maxLocals) {
      super.visitMaxs(maxStack + MORE_STACK, maxLocals + Locals.SIZE);
    }
  }
}
