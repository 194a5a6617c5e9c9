package dev.pitboss.leaks.classes;

import java.lang.classfile.Opcode;
import org.jspecify.annotations.Nullable;

/// Tests of two values, as far as they are known.
final class Comparisons {
  /// Marks the length of an array that holds the resource, and so is above 0.
  static final String LENGTH = "[length";

  /// Marks a counter of a loop before its first round.
  static final String COUNTER = "[counter";

  private Comparisons() {}

  static @Nullable Boolean holds(Opcode opcode, Value left, Value right) {
    Integer one = left.number();
    Integer other = right.number();
    if (one != null && other != null) {
      return holds(opcode, one, other);
    }
    boolean isFirst = (one != null && one == 0) || COUNTER.equals(left.type());
    if (isFirst && LENGTH.equals(right.type())) {
      return opcode == Opcode.IF_ICMPLT || opcode == Opcode.IF_ICMPLE || opcode == Opcode.IF_ICMPNE;
    }
    return null;
  }

  /// Whether a test lets a loop end before its first round, by a limit of which nothing is known.
  static boolean isFirstRound(Opcode opcode, Value counter, Value limit) {
    return opcode == Opcode.IF_ICMPGE
        && COUNTER.equals(counter.type())
        && limit.type() == null
        && limit.number() == null
        && !limit.isHeld();
  }

  /// A value that is known to be above 0.
  static Value above(Value value) {
    return new Value(value.relation(), value.id(), null, true, LENGTH, value.function());
  }

  static boolean holds(Opcode opcode, int left, int right) {
    return switch (opcode) {
      case IF_ICMPEQ -> left == right;
      case IF_ICMPNE -> left != right;
      case IFLT, IF_ICMPLT -> left < right;
      case IFGE, IF_ICMPGE -> left >= right;
      case IFGT, IF_ICMPGT -> left > right;
      case IFLE, IF_ICMPLE -> left <= right;
      default -> throw new IllegalArgumentException("unknown comparison " + opcode);
    };
  }

  static @Nullable Boolean same(Value left, Value right) {
    if (left.id() == right.id() && left.id() != Value.NOTHING.id()) {
      return true;
    }
    Boolean one = left.isZero();
    Boolean other = right.isZero();
    boolean isUnknown = one == null || other == null || one.equals(other);
    return isUnknown ? null : (Boolean) false;
  }
}
