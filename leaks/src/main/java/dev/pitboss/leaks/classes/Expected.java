package dev.pitboss.leaks.classes;

import dev.pitboss.leaks.model.Origin;
import java.lang.classfile.ClassModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LoadInstruction;
import java.lang.classfile.instruction.StoreInstruction;
import java.util.BitSet;
import java.util.List;
import java.util.regex.Pattern;

/// Classes of tests, and their acquiring calls that are expected to fail, and so acquire nothing.
final class Expected {
  private static final Pattern NAME =
      Pattern.compile(".*(?:Test|Tests|TestCase|IT|ITCase|TestBase|Spec)|Test[A-Z].*");
  private static final List<String> LIBRARIES =
      List.of("org/junit/", "junit/framework/", "org/testng/", "org/mockito/");

  private Expected() {}

  /// Whether a class is of tests: by its folder, by its name, or by the libraries it uses.
  static Origin origin(Type type, ClassArchive.Entry entry) {
    String simple =
        type.name().substring(type.name().lastIndexOf('/') + 1).replaceFirst("\\$.*", "");
    boolean isTest =
        entry.file().toString().contains("test-classes")
            || NAME.matcher(simple).matches()
            || type.methods().values().stream()
                .limit(1)
                .flatMap(each -> each.model().parent().stream())
                .anyMatch(Expected::usesTestLibrary);
    return isTest ? Origin.TEST : Origin.MAIN;
  }

  private static boolean usesTestLibrary(ClassModel model) {
    for (PoolEntry entry : model.constantPool()) {
      if (entry instanceof ClassEntry named
          && LIBRARIES.stream().anyMatch(named.asInternalName()::startsWith)) {
        return true;
      }
    }
    return false;
  }

  /// Whether the test fails when the call does not, or called a data source that it just closed.
  static boolean toFail(Body body, Site site) {
    return isFollowedByFail(body, site.at()) || isOnClosed(body, site.at());
  }

  private static boolean isFollowedByFail(Body body, int site) {
    int next = site + 1;
    while (next < body.size()
        && (body.at(next).opcode() == Opcode.POP
            || body.at(next) instanceof StoreInstruction
            || body.at(next) instanceof java.lang.classfile.instruction.ConstantInstruction)) {
      next++;
    }
    return next < body.size()
        && body.at(next) instanceof InvokeInstruction invoke
        && invoke.name().equalsString("fail");
  }

  private static boolean isOnClosed(Body body, int site) {
    if (site == 0 || !(body.at(site - 1) instanceof LoadInstruction pool)) {
      return false;
    }
    BitSet closes = new BitSet();
    for (int i = 1; i < body.size(); i++) {
      if (body.at(i) instanceof InvokeInstruction invoke
          && invoke.name().equalsString("close")
          && body.at(i - 1) instanceof LoadInstruction of
          && of.slot() == pool.slot()) {
        closes.set(i);
      }
    }
    return !closes.isEmpty() && !body.reachable(0, true, closes).get(site);
  }
}
