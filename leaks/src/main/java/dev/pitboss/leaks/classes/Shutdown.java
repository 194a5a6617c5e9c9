package dev.pitboss.leaks.classes;

import java.lang.classfile.Instruction;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.util.List;
import java.util.regex.Pattern;

/// Calls that end a Derby database: by a URL, to which it answers with an exception instead of a
/// connection.
final class Shutdown {
  private static final Pattern ENDING = Pattern.compile("shutdown=true|derby.*drop=true");

  /// Instructions that a `StringBuilder` needs for a text, as compilers before Java 9 wrote it.
  private static final int MAX_BUILDING = 24;

  private Shutdown() {}

  /// Whether the first argument is such a URL, as far as the method shows it.
  static boolean isBy(Body body, List<Value> given) {
    if (given.isEmpty()) {
      return false;
    }
    int made = given.getFirst().id();
    if (made < 0 || made >= body.size()) {
      return false;
    }
    return switch (body.at(made)) {
      case ConstantInstruction constant -> ends(constant.constantValue());
      case InvokeDynamicInstruction dynamic ->
          dynamic.bootstrapArgs().stream().anyMatch(Shutdown::ends);
      case InvokeInstruction call when call.name().equalsString("toString") -> isBuilt(body, made);
      case Instruction _ -> false;
    };
  }

  private static boolean isBuilt(Body body, int end) {
    for (int i = end - 1; i >= Math.max(0, end - MAX_BUILDING); i--) {
      if (body.at(i) instanceof ConstantInstruction constant && ends(constant.constantValue())) {
        return true;
      }
    }
    return false;
  }

  private static boolean ends(Object value) {
    return value instanceof String text && ENDING.matcher(text).find();
  }
}
