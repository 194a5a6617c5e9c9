package dev.pitboss.leaks.classes;

import dev.pitboss.leaks.java.flow.Library;
import dev.pitboss.leaks.java.flow.Library.Verb;
import java.lang.classfile.Instruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.NewObjectInstruction;
import java.lang.classfile.instruction.ThrowInstruction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Which exceptions a call may throw: those its method declares, and where it declares none,
/// whether its body throws any.
final class Exceptions {
  /// So deep calls of calls are looked into.
  private static final int MAX_DEPTH = 4;

  private static final Set<String> CALM =
      Set.of("isClosed", "toString", "hashCode", "equals", "getClass", "isNull", "nonNull");
  private static final String RUNTIME = "java/lang/RuntimeException";

  private enum Nerve {
    CALM,
    UNKNOWN,
    THROWS
  }

  private final Analysis analysis;
  private final Map<MethodKey, Nerve> known = new HashMap<>();

  Exceptions(Analysis analysis) {
    this.analysis = analysis;
  }

  List<Outcome.Thrown> of(MethodKey called) {
    return of(called, 0);
  }

  private List<Outcome.Thrown> of(MethodKey called, int depth) {
    String name = called.name();
    Library library = analysis.library();
    String owner = called.dottedOwner();
    if (CALM.contains(name)
        || name.contains("uietly")
        || library.says(Verb.RELEASE, owner, name)
        || library.says(Verb.NOTHROW, owner, name)) {
      return List.of();
    }
    boolean isJdbc =
        called.owner().startsWith("java/sql/") || called.owner().startsWith("javax/sql/");
    if (isJdbc && !called.owner().endsWith("Exception")) {
      return List.of(new Outcome.Thrown("java/sql/SQLException", true, called.words()));
    }
    Method method = analysis.program().resolve(called).orElse(null);
    if (method == null) {
      return ofModel(called);
    }
    List<Outcome.Thrown> declared =
        method.thrown().stream()
            .map(each -> new Outcome.Thrown(each, true, called.words()))
            .toList();
    if (!declared.isEmpty()) {
      return declared;
    }
    if (!method.type().hasBodies()) {
      boolean isException = analysis.program().isSurely(called.owner(), "java/lang/Throwable");
      return isException || called.isConstructor() || called.owner().equals("java/lang/Object")
          ? List.of()
          : ofModel(called);
    }
    return switch (nerve(method, depth)) {
      case CALM -> List.of();
      case UNKNOWN -> List.of(new Outcome.Thrown(RUNTIME, false, called.words()));
      case THROWS -> List.of(new Outcome.Thrown(RUNTIME, true, called.words()));
    };
  }

  private List<Outcome.Thrown> ofModel(MethodKey called) {
    String simple = analysis.library().thrown(called.dottedOwner(), called.name()).orElse("");
    String type =
        switch (simple) {
          case "" -> RUNTIME;
          case "SQLException" -> "java/sql/SQLException";
          case "IOException" -> "java/io/IOException";
          case "ExecutionException" -> "java/util/concurrent/ExecutionException";
          default -> "java/lang/" + simple;
        };
    return List.of(new Outcome.Thrown(type, !simple.isEmpty(), called.words()));
  }

  private Nerve nerve(Method method, int depth) {
    Nerve so = known.get(method.key());
    if (so != null) {
      return so;
    }
    Body body = depth >= MAX_DEPTH ? null : analysis.program().body(method);
    if (body == null) {
      return Nerve.UNKNOWN;
    }
    known.put(method.key(), Nerve.CALM); // a call of itself adds nothing
    Nerve worst = Nerve.CALM;
    for (int i = 0; i < body.size(); i++) {
      Nerve each = of(body, i, depth);
      worst = each.compareTo(worst) > 0 ? each : worst;
    }
    known.put(method.key(), worst);
    return worst;
  }

  /// An instruction in a `try` that catches one kind of exception counts as prepared for.
  private Nerve of(Body body, int index, int depth) {
    if (body.handlers().stream().anyMatch(each -> each.covers(index) && !each.type().isEmpty())) {
      return Nerve.CALM;
    }
    Instruction instruction = body.at(index);
    if (body.isNullCheck(index)) {
      return Nerve.CALM;
    }
    if (instruction instanceof ThrowInstruction) {
      return isCreated(body, index) ? Nerve.THROWS : Nerve.CALM;
    }
    List<Outcome.Thrown> thrown = new ArrayList<>();
    if (instruction instanceof InvokeInstruction invoke) {
      thrown.addAll(of(Call.of(index, 0, invoke).key(), depth + 1));
    }
    return thrown.stream().anyMatch(Outcome.Thrown::isDeclared)
        ? Nerve.THROWS
        : thrown.isEmpty() ? Nerve.CALM : Nerve.UNKNOWN;
  }

  /// Whether what is thrown was made for it, and not caught before.
  private static boolean isCreated(Body body, int index) {
    for (int i = index - 1; i >= 0; i--) {
      if (body.at(i) instanceof NewObjectInstruction) {
        return true;
      }
      int before = i;
      if (body.handlers().stream().anyMatch(each -> each.target() == before)) {
        return false;
      }
    }
    return false;
  }
}
