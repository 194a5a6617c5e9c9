package dev.pitboss.connections.agent;

import dev.pitboss.connections.internal.asm.ClassReader;
import dev.pitboss.connections.internal.asm.ClassVisitor;
import dev.pitboss.connections.internal.asm.Handle;
import dev.pitboss.connections.internal.asm.Label;
import dev.pitboss.connections.internal.asm.MethodVisitor;
import dev.pitboss.connections.internal.asm.Opcodes;
import java.lang.invoke.LambdaMetafactory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What is to be known of a class before it is woven: which of its methods borrow, and how. For one
/// class, and one thread.
final class BorrowScan extends ClassVisitor {
  static final int API = Opcodes.ASM9;

  private static final String METAFACTORY = "java/lang/invoke/LambdaMetafactory";

  /// A method that borrows.
  ///
  /// @param maxLocals how many variables it has: new ones come behind
  /// @param cast which of its calls, counted from 0, must stay as they are: their result is cast
  ///   to, or compared with, a class of the driver or the pool, and such code would not recognise a
  ///   tracked connection. A cast right after the call is seen, and one of the variable the result
  ///   went to
  record Borrowing(int maxLocals, Set<Integer> cast) {}

  private final Map<String, Borrowing> methods = new HashMap<>();
  private @Nullable String file;
  private boolean isInterface;
  private boolean isDataSource;

  private BorrowScan() {
    super(API);
  }

  static BorrowScan of(ClassReader reader) {
    var scan = new BorrowScan();
    reader.accept(scan, ClassReader.SKIP_FRAMES);
    return scan;
  }

  boolean borrows() {
    return !methods.isEmpty();
  }

  Optional<Borrowing> method(String name, String descriptor) {
    return Optional.ofNullable(methods.get(name + descriptor));
  }

  Optional<String> file() {
    return Optional.ofNullable(file);
  }

  boolean isInterface() {
    return isInterface;
  }

  /// Whether it is a data source, as far as the names of its supertypes tell.
  boolean isDataSource() {
    return isDataSource;
  }

  @Override
  public void visit(
      int version,
      int access,
      String name,
      @Nullable String signature,
      @Nullable String superName,
      String @Nullable [] interfaces) {
    isInterface = (access & Opcodes.ACC_INTERFACE) != 0;
    isDataSource = superName != null && superName.endsWith("DataSource");
    if (interfaces != null) {
      for (String type : interfaces) {
        isDataSource |= type.endsWith("DataSource");
      }
    }
  }

  @Override
  public void visitSource(@Nullable String source, @Nullable String debug) {
    file = source;
  }

  @Override
  public MethodVisitor visitMethod(
      int access,
      String name,
      String descriptor,
      @Nullable String signature,
      String @Nullable [] exceptions) {
    return new Body(name + descriptor);
  }

  /// Whether an `invokedynamic` makes a reference to a method that borrows. What a serializable one
  /// refers to is part of its serial form, which a virtual machine without the agent has to read.
  static boolean isReference(Handle bootstrap, Object[] arguments) {
    return bootstrap.getOwner().equals(METAFACTORY)
        && !isSerializable(bootstrap, arguments)
        && arguments[1] instanceof Handle target
        && Calls.borrows(target);
  }

  private static boolean isSerializable(Handle bootstrap, Object[] arguments) {
    return bootstrap.getName().equals("altMetafactory")
        && arguments[3] instanceof Integer flags
        && (flags & LambdaMetafactory.FLAG_SERIALIZABLE) != 0;
  }

  private enum Kind {
    BORROW,
    STORE,
    LOAD,
    FOREIGN_CAST,
    OTHER
  }

  private record Step(Kind kind, int slot) {
    static final Step BORROW = new Step(Kind.BORROW, -1);
    static final Step FOREIGN_CAST = new Step(Kind.FOREIGN_CAST, -1);
    static final Step OTHER = new Step(Kind.OTHER, -1);
  }

  private final class Body extends MethodVisitor {
    private final String key;
    private final List<Step> steps = new ArrayList<>();
    private boolean borrows;

    Body(String key) {
      super(API);
      this.key = key;
    }

    @Override
    public void visitMethodInsn(
        int opcode, String owner, String name, String descriptor, boolean ofInterface) {
      boolean borrow = Calls.borrows(opcode, new Calls.Target(owner, name, descriptor));
      borrows |= borrow;
      steps.add(borrow ? Step.BORROW : Step.OTHER);
    }

    @Override
    public void visitInvokeDynamicInsn(
        String name, String descriptor, Handle bootstrap, Object... arguments) {
      borrows |= isReference(bootstrap, arguments);
      steps.add(Step.OTHER);
    }

    @Override
    public void visitVarInsn(int opcode, int slot) {
      if (opcode >= Opcodes.ISTORE && opcode <= Opcodes.ASTORE) {
        steps.add(new Step(Kind.STORE, slot));
      } else if (opcode >= Opcodes.ILOAD && opcode <= Opcodes.ALOAD) {
        steps.add(new Step(Kind.LOAD, slot));
      } else {
        steps.add(Step.OTHER);
      }
    }

    @Override
    public void visitTypeInsn(int opcode, String type) {
      boolean checks = opcode == Opcodes.CHECKCAST || opcode == Opcodes.INSTANCEOF;
      steps.add(checks && Calls.isForeign(type) ? Step.FOREIGN_CAST : Step.OTHER);
    }

    @Override
    public void visitInsn(int opcode) {
      steps.add(Step.OTHER);
    }

    @Override
    public void visitIntInsn(int opcode, int operand) {
      steps.add(Step.OTHER);
    }

    @Override
    public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
      steps.add(Step.OTHER);
    }

    @Override
    public void visitJumpInsn(int opcode, Label label) {
      steps.add(Step.OTHER);
    }

    @Override
    public void visitLdcInsn(Object value) {
      steps.add(Step.OTHER);
    }

    @Override
    public void visitIincInsn(int slot, int increment) {
      steps.add(Step.OTHER);
    }

    @Override
    public void visitTableSwitchInsn(int min, int max, Label other, Label... labels) {
      steps.add(Step.OTHER);
    }

    @Override
    public void visitLookupSwitchInsn(Label other, int[] keys, Label[] labels) {
      steps.add(Step.OTHER);
    }

    @Override
    public void visitMultiANewArrayInsn(String descriptor, int dimensions) {
      steps.add(Step.OTHER);
    }

    @Override
    public void visitMaxs(int maxStack, int maxLocals) {
      if (borrows) {
        methods.put(key, new Borrowing(maxLocals, castAfterwards()));
      }
    }

    private Set<Integer> castAfterwards() {
      Set<Integer> cast = new HashSet<>();
      int calls = 0;
      for (int i = 0; i < steps.size(); i++) {
        if (steps.get(i).kind() == Kind.BORROW) {
          if (isCast(i + 1)) {
            cast.add(calls);
          }
          calls++;
        }
      }
      return cast;
    }

    private boolean isCast(int next) {
      if (next == steps.size()) {
        return false;
      }
      Step first = steps.get(next);
      if (first.kind() != Kind.STORE) {
        return first.kind() == Kind.FOREIGN_CAST;
      }
      for (int i = next + 1; i + 1 < steps.size(); i++) {
        Step each = steps.get(i);
        if (each.slot() == first.slot()) {
          if (each.kind() == Kind.STORE) {
            return false;
          }
          if (steps.get(i + 1).kind() == Kind.FOREIGN_CAST) {
            return true;
          }
        }
      }
      return false;
    }
  }
}
