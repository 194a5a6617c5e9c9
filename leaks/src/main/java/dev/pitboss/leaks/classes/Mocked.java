package dev.pitboss.leaks.classes;

import dev.pitboss.leaks.java.flow.Mocks;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.TypeCheckInstruction;

/// Calls that are only described to a library of mocks, as in `when(c.isValid(1))` and
/// `verify(c).close()`: they run nothing.
final class Mocked {
  /// Type of what a library of mocks answers: calls on it are described.
  private static final String MOCK = "?mock";

  private Mocked() {}

  /// Whether a call is one of such a library, or is made on what one of its methods answered.
  static boolean isMock(Call call, Value receiver) {
    return MOCK.equals(receiver.type()) || isLibrary(call.key().owner());
  }

  private static boolean isLibrary(String owner) {
    return owner.startsWith("org/mockito/")
        || owner.startsWith("org/easymock/")
        || owner.startsWith("org/powermock/");
  }

  /// What such a call answers.
  static Value mock(int at) {
    return Value.created(at, MOCK);
  }

  /// Whether what a call answers is given to a method that describes it.
  static boolean isDescribed(Body body, int at) {
    int next = at + 1;
    while (next < body.size() && isBetween(body, next)) {
      next++;
    }
    return next < body.size()
        && body.at(next) instanceof InvokeInstruction invoke
        && isLibrary(invoke.owner().asInternalName())
        && Mocks.isStubbingName(invoke.name().stringValue());
  }

  /// A cast, a boxed number, a constant that is given beside it.
  private static boolean isBetween(Body body, int at) {
    return body.at(at) instanceof TypeCheckInstruction
        || body.at(at) instanceof ConstantInstruction
        || (body.at(at) instanceof InvokeInstruction invoke
            && invoke.name().equalsString("valueOf")
            && invoke.owner().asInternalName().startsWith("java/lang/"));
  }
}
