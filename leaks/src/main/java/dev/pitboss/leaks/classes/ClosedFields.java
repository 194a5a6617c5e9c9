package dev.pitboss.leaks.classes;

import dev.pitboss.leaks.java.flow.Relation;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.reflect.AccessFlag;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Which fields some method closes.
final class ClosedFields {
  /// Calls of a class's own methods that are looked into.
  private static final int MAX_DEPTH = 4;

  /// Paths beyond are not followed to find a close.
  private static final int MAX_STATES = 3_000;

  /// Callers of a getter that are looked into.
  private static final int MAX_CALLERS = 64;

  private final Analysis analysis;
  private final Map<MethodKey, Set<String>> closedBy = new HashMap<>();
  private final Map<String, Boolean> closed = new HashMap<>();
  private final Map<String, List<Type>> packages = new HashMap<>();
  private final Map<String, List<Method>> callers = new HashMap<>();
  private final Map<String, Map<String, List<Method>>> readers = new HashMap<>();
  private boolean isIndexed;

  ClosedFields(Analysis analysis) {
    this.analysis = analysis;
  }

  private void index() {
    if (isIndexed) {
      return;
    }
    isIndexed = true;
    for (Type type : analysis.program().types()) {
      packages.computeIfAbsent(packageOf(type.name()), _ -> new ArrayList<>()).add(type);
    }
  }

  private static String packageOf(String name) {
    return name.substring(0, Math.max(0, name.lastIndexOf('/')));
  }

  /// Whether a method of the field's package, or a caller of a method that answers it, closes it.
  ///
  /// @param field its class's internal name, a dot, and its name
  boolean isClosed(String field) {
    Boolean known = closed.get(field);
    if (known == null) {
      closed.put(field, false);
      known = findCloser(field);
      closed.put(field, known);
    }
    return known;
  }

  private boolean findCloser(String field) {
    index();
    String owner = field.substring(0, field.lastIndexOf('.'));
    List<Method> readingIt =
        readers.computeIfAbsent(packageOf(owner), this::readersIn).getOrDefault(field, List.of());
    return readingIt.stream().anyMatch(each -> closesItself(each, field))
        || isClosedByCaller(owner, field);
  }

  private Map<String, List<Method>> readersIn(String folder) {
    Map<String, List<Method>> found = new HashMap<>();
    for (Type type : packages.getOrDefault(folder, List.of())) {
      for (Method method : type.methods().values()) {
        Body body = body(method);
        for (int i = 0; body != null && i < body.size(); i++) {
          if (body.at(i) instanceof FieldInstruction read && isRead(read)) {
            List<Method> of = found.computeIfAbsent(name(read), _ -> new ArrayList<>());
            if (of.isEmpty() || !of.getLast().key().equals(method.key())) {
              of.add(method);
            }
          }
        }
      }
    }
    return found;
  }

  private boolean closesItself(Method method, String field) {
    Body body = body(method);
    if (body == null) {
      return false;
    }
    for (int at : reads(body, field)) {
      Relation relation = relation(((FieldInstruction) body.at(at)).type().stringValue());
      if (relation != Relation.NONE && closesAt(method, body, at, relation)) {
        return true;
      }
    }
    return false;
  }

  private boolean isClosedByCaller(String owner, String field) {
    Type type = analysis.program().type(owner).orElse(null);
    if (type == null) {
      return false;
    }
    for (Method getter : type.methods().values()) {
      if (!getter.is(AccessFlag.PRIVATE) && answers(getter, field)) {
        for (Method caller : callersOf(getter.key())) {
          if (closesResultOf(caller, getter.key())) {
            return true;
          }
        }
      }
    }
    return false;
  }

  private boolean answers(Method getter, String field) {
    Body body = body(getter);
    return body != null
        && !getter.key().returned().isEmpty()
        && reads(body, field).stream()
            .anyMatch(at ->
                at + 1 < body.size()
                    && body.at(at + 1)
                        instanceof java.lang.classfile.instruction.ReturnInstruction);
  }

  /// The field that a getter answers, or an empty text.
  private String answered(Method getter) {
    Body body = body(getter);
    for (int i = 0; body != null && i + 1 < body.size(); i++) {
      if (body.at(i) instanceof FieldInstruction read
          && isRead(read)
          && relation(read.type().stringValue()) == Relation.DIRECT
          && body.at(i + 1) instanceof java.lang.classfile.instruction.ReturnInstruction) {
        return name(read);
      }
    }
    return "";
  }

  private List<Method> callersOf(MethodKey getter) {
    if (callers.isEmpty()) {
      for (Type type : analysis.program().types()) {
        for (Method method : type.methods().values()) {
          indexCalls(method);
        }
      }
    }
    return callers.getOrDefault(getter.signature(), List.of()).stream().limit(MAX_CALLERS).toList();
  }

  private void indexCalls(Method method) {
    Body body = body(method);
    for (int i = 0; body != null && i < body.size(); i++) {
      if (body.at(i) instanceof InvokeInstruction invoke) {
        MethodKey key = Call.of(i, 0, invoke).key();
        if (analysis.program().isConnection(key.returned())) {
          callers.computeIfAbsent(key.signature(), _ -> new ArrayList<>()).add(method);
        }
      }
    }
  }

  private boolean closesResultOf(Method caller, MethodKey getter) {
    Body body = body(caller);
    for (int i = 0; body != null && i < body.size(); i++) {
      if (body.at(i) instanceof InvokeInstruction invoke
          && Call.of(i, 0, invoke).key().signature().equals(getter.signature())
          && closesAt(caller, body, i, Relation.DIRECT)) {
        return true;
      }
    }
    return false;
  }

  private @org.jspecify.annotations.Nullable Body body(Method method) {
    try {
      return analysis.program().body(method);
    } catch (IllegalArgumentException e) {
      return null; // it is listed where it is analysed
    }
  }

  private static List<Integer> reads(Body body, String field) {
    List<Integer> reads = new ArrayList<>();
    for (int i = 0; i < body.size(); i++) {
      if (body.at(i) instanceof FieldInstruction read && isRead(read) && name(read).equals(field)) {
        reads.add(i);
      }
    }
    return reads;
  }

  private static boolean isRead(FieldInstruction field) {
    return field.opcode() == Opcode.GETFIELD || field.opcode() == Opcode.GETSTATIC;
  }

  private static String name(FieldInstruction field) {
    return field.owner().asInternalName() + "." + field.name().stringValue();
  }

  /// Whether a method closes some field of its object.
  boolean closesSome(Method method) {
    return !closedBy(method, 0).isEmpty();
  }

  boolean closes(Method method, String field) {
    return closedBy(method, 0).contains(field);
  }

  private Set<String> closedBy(Method method, int depth) {
    Set<String> known = closedBy.get(method.key());
    if (known != null) {
      return known;
    }
    Set<String> found = new HashSet<>();
    closedBy.put(method.key(), Set.of());
    Body body = body(method);
    for (int i = 0; body != null && i < body.size(); i++) {
      if (body.at(i) instanceof FieldInstruction read
          && isRead(read)
          && !found.contains(name(read))) {
        Relation relation = relation(read.type().stringValue());
        if (relation != Relation.NONE && closesAt(method, body, i, relation)) {
          found.add(name(read));
        }
      } else if (body.at(i) instanceof InvokeInstruction invoke && depth < MAX_DEPTH) {
        MethodKey key = Call.of(i, 0, invoke).key();
        boolean isOwn = analysis.program().isSurely(method.key().owner(), key.owner());
        if (isOwn && !key.isConstructor()) {
          for (Method each :
              analysis
                  .program()
                  .targets(
                      new MethodKey(method.key().owner(), key.name(), key.descriptor()), false)) {
            found.addAll(closedBy(each, depth + 1));
            String field = answered(each);
            if (!field.isEmpty()
                && !found.contains(field)
                && closesAt(method, body, i, Relation.DIRECT)) {
              found.add(field);
            }
          }
        }
      }
    }
    closedBy.put(method.key(), found);
    return found;
  }

  private Relation relation(String descriptor) {
    if (descriptor.startsWith("[L") || descriptor.startsWith("Ljava/util/")) {
      return Relation.CONTAINER;
    }
    if (!descriptor.startsWith("L")) {
      return Relation.NONE;
    }
    String type = descriptor.substring(1, descriptor.length() - 1);
    boolean mayHold =
        type.equals("java/lang/Object")
            || !Boolean.FALSE.equals(analysis.program().isA(type, "java/lang/AutoCloseable"))
            || analysis.program().type(type).map(Type::hasConnection).orElse(false);
    return mayHold && !analysis.program().isDependent(type) ? Relation.DIRECT : Relation.NONE;
  }

  private boolean closesAt(Method method, Body body, int at, Relation relation) {
    var walk = new Walk(analysis, method, body, at, relation).within(MAX_STATES);
    try {
      return !walk.run(walk.start()).closes().isEmpty();
    } catch (Walk.TooComplex | IllegalArgumentException e) {
      return true; // nothing is said against it
    }
  }
}
