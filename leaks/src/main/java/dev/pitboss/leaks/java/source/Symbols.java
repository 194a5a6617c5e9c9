package dev.pitboss.leaks.java.source;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What names mean in a [Project].
public final class Symbols {
  /// Classes a source gets by a wildcard import, as far as a scan has to tell them apart.
  private static final Map<String, Set<String>> LIBRARY =
      Map.of(
          "java.sql",
          Set.of(
              "Connection",
              "DriverManager",
              "Driver",
              "Statement",
              "PreparedStatement",
              "CallableStatement",
              "ResultSet",
              "DatabaseMetaData",
              "ResultSetMetaData",
              "SQLException",
              "Blob",
              "Clob",
              "NClob",
              "SQLXML",
              "Savepoint",
              "Array"),
          "javax.sql",
          Set.of(
              "DataSource",
              "PooledConnection",
              "XAConnection",
              "XADataSource",
              "ConnectionPoolDataSource",
              "RowSet"),
          "java.util",
          Set.of(
              "List",
              "ArrayList",
              "LinkedList",
              "Map",
              "HashMap",
              "Set",
              "HashSet",
              "Collection",
              "Deque",
              "ArrayDeque",
              "Queue",
              "Optional",
              "Iterator",
              "Objects",
              "Properties",
              "Vector",
              "Stack",
              "Arrays",
              "Collections"),
          "java.io",
          Set.of("Closeable", "InputStream", "Reader", "IOException", "OutputStream"));

  private static final Set<String> LANG =
      Set.of(
          "Object",
          "String",
          "AutoCloseable",
          "Thread",
          "Runnable",
          "Integer",
          "Long",
          "Boolean",
          "Class",
          "System",
          "Math",
          "StringBuilder",
          "StringBuffer",
          "Exception",
          "Throwable",
          "RuntimeException",
          "Error",
          "Override",
          "Iterable",
          "ThreadLocal",
          "Void",
          "Double",
          "Short",
          "Byte",
          "Character",
          "Float",
          "Number",
          "CharSequence");

  private static final int MAX_DEPTH = 24;

  private final Project project;

  Symbols(Project project) {
    this.project = project;
  }

  /// The type a name means inside a class.
  ///
  /// @param variables type variables of the method around, with their bounds
  public Type resolve(TypeName name, ClassInfo context, Map<String, TypeName> variables) {
    return resolve(name, context, variables, 0, false);
  }

  /// @param inBound inside the bound of a type variable, whose arguments are not looked into when
  ///   they are variables: in `B extends Builder<B, T>` they lead back, by ever more ways
  private Type resolve(
      TypeName name,
      ClassInfo context,
      Map<String, TypeName> variables,
      int depth,
      boolean inBound) {
    if (name.name().isEmpty() || depth > MAX_DEPTH) {
      return Type.UNKNOWN;
    }
    List<Type> arguments =
        name.arguments().stream()
            .map(argument ->
                inBound && bound(argument, context, variables) != null
                    ? Type.UNKNOWN
                    : resolve(argument, context, variables, depth + 1, inBound))
            .toList();
    TypeName bound = bound(name, context, variables);
    if (bound != null && !bound.name().equals(name.name())) {
      Type meant = resolve(bound, context, variables, depth + 1, true);
      return new Type(meant.name(), meant.declared(), meant.arguments(), name.dimensions());
    }
    ClassInfo declared = declared(name.name(), context);
    String meant = declared == null ? libraryName(name.name(), context) : declared.name();
    return new Type(meant, declared, arguments, name.dimensions());
  }

  /// The bound of the type variable a name means, or null when it means none.
  private static @Nullable TypeName bound(
      TypeName name, ClassInfo context, Map<String, TypeName> variables) {
    TypeName bound = variables.get(name.name());
    for (ClassInfo at = context; bound == null && at != null; at = at.outer().orElse(null)) {
      bound = at.typeParameters().get(name.name());
    }
    return bound;
  }

  /// The class of the tree that a name means inside a class.
  public @Nullable ClassInfo declared(String name, ClassInfo context) {
    int dot = name.indexOf('.');
    String first = dot < 0 ? name : name.substring(0, dot);
    ClassInfo found = simple(first, context);
    if (found == null) {
      return dot < 0 ? null : project.find(name, context.source());
    }
    for (int at = dot; found != null && at >= 0; ) {
      int next = name.indexOf('.', at + 1);
      String inner = next < 0 ? name.substring(at + 1) : name.substring(at + 1, next);
      found = member(found, inner);
      at = next;
    }
    return found;
  }

  private @Nullable ClassInfo simple(String name, ClassInfo context) {
    for (ClassInfo at = context; at != null; at = at.outer().orElse(null)) {
      if (at.simpleName().equals(name)) {
        return at;
      }
      ClassInfo nested = member(at, name);
      if (nested != null) {
        return nested;
      }
    }
    Imports imports = context.imports();
    String imported = imports.classes().get(name);
    if (imported != null) {
      return project.find(imported, context.source());
    }
    String prefix = imports.packageName().isEmpty() ? "" : imports.packageName() + ".";
    ClassInfo neighbour = project.find(prefix + name, context.source());
    if (neighbour != null) {
      return neighbour;
    }
    for (String each : imports.packages()) {
      ClassInfo found = project.find(each + "." + name, context.source());
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  /// A member class, own or inherited.
  private @Nullable ClassInfo member(ClassInfo of, String name) {
    ClassInfo own = of.nested().get(name);
    if (own != null || of.supertypes().isEmpty()) {
      return own;
    }
    for (TypeName each : of.supertypes()) {
      // a class cannot inherit from its own members, so this does not go round
      ClassInfo parent = each.name().equals(name) ? null : parentByName(each, of);
      if (parent != null && parent != of && parent.nested().containsKey(name)) {
        return parent.nested().get(name);
      }
    }
    return null;
  }

  private @Nullable ClassInfo parentByName(TypeName name, ClassInfo of) {
    String imported = of.imports().classes().get(name.name());
    if (imported != null) {
      return project.find(imported, of.source());
    }
    String prefix = of.imports().packageName().isEmpty() ? "" : of.imports().packageName() + ".";
    return project.find(prefix + name.name(), of.source());
  }

  private static String libraryName(String name, ClassInfo context) {
    if (name.indexOf('.') >= 0) {
      return name;
    }
    String imported = context.imports().classes().get(name);
    if (imported != null) {
      return imported;
    }
    for (String each : context.imports().packages()) {
      if (LIBRARY.getOrDefault(each, Set.of()).contains(name)) {
        return each + "." + name;
      }
    }
    return LANG.contains(name) ? "java.lang." + name : name;
  }

  /// A class with all it inherits from, itself first; library classes are left out.
  public List<ClassInfo> ancestry(ClassInfo of) {
    Set<ClassInfo> all = new LinkedHashSet<>();
    collect(of, all);
    return new ArrayList<>(all);
  }

  private void collect(ClassInfo of, Set<ClassInfo> all) {
    if (all.size() < 200 && all.add(of)) {
      for (TypeName each : of.supertypes()) {
        ClassInfo parent = resolve(each, of, Map.of()).declared();
        if (parent != null) {
          collect(parent, all);
        }
      }
    }
  }

  /// Names of the library types a class inherits from.
  public Set<String> librarySupertypes(ClassInfo of) {
    Set<String> names = new LinkedHashSet<>();
    for (ClassInfo each : ancestry(of)) {
      for (TypeName name : each.supertypes()) {
        Type type = resolve(name, each, Map.of());
        if (type.declared() == null) {
          names.add(type.name());
        }
      }
    }
    return names;
  }

  /// All classes of the tree below one.
  public List<ClassInfo> descendants(ClassInfo of) {
    Set<ClassInfo> all = new LinkedHashSet<>();
    List<ClassInfo> waiting = new ArrayList<>(List.of(of));
    while (!waiting.isEmpty() && all.size() < 500) {
      for (ClassInfo each : project.subclassesOf(waiting.removeLast())) {
        if (all.add(each)) {
          waiting.add(each);
        }
      }
    }
    return new ArrayList<>(all);
  }

  /// The methods that may run when one is called: itself, or for an abstract one those of the
  /// classes below that have a body.
  public List<MethodInfo> implementations(MethodInfo method) {
    if (!method.is(MethodInfo.Flag.ABSTRACT)) {
      return List.of(method);
    }
    return descendants(method.owner()).stream()
        .flatMap(each -> each.methods().stream())
        .filter(each -> each.name().equals(method.name()))
        .filter(each -> each.parameters().size() == method.parameters().size())
        .filter(each -> !each.is(MethodInfo.Flag.ABSTRACT))
        .toList();
  }

  /// A field seen from inside a class: own, inherited, or of a class around.
  public @Nullable FieldInfo field(ClassInfo context, String name) {
    for (ClassInfo at = context; at != null; at = at.outer().orElse(null)) {
      for (ClassInfo each : ancestry(at)) {
        FieldInfo found = each.fields().get(name);
        if (found != null) {
          return found;
        }
      }
    }
    return null;
  }

  /// A field of a class, own or inherited.
  public @Nullable FieldInfo memberField(ClassInfo of, String name) {
    for (ClassInfo each : ancestry(of)) {
      FieldInfo found = each.fields().get(name);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  /// Methods of a class, own or inherited, that take so many arguments; the nearest class's only.
  public List<MethodInfo> methods(ClassInfo of, String name, int arguments) {
    for (ClassInfo each : ancestry(of)) {
      List<MethodInfo> found =
          each.methods().stream()
              .filter(method -> method.name().equals(name) && method.takes(arguments))
              .filter(method -> !method.is(MethodInfo.Flag.CONSTRUCTOR))
              .toList();
      if (!found.isEmpty()) {
        return exact(found, arguments);
      }
    }
    return List.of();
  }

  /// Constructors that take so many arguments.
  public List<MethodInfo> constructors(ClassInfo of, int arguments) {
    return exact(
        of.methods().stream()
            .filter(method -> method.is(MethodInfo.Flag.CONSTRUCTOR) && method.takes(arguments))
            .toList(),
        arguments);
  }

  private static List<MethodInfo> exact(List<MethodInfo> found, int arguments) {
    List<MethodInfo> exact =
        found.stream()
            .filter(method -> method.parameters().size() == arguments && !method.isVarargs())
            .toList();
    return exact.isEmpty() ? found : exact;
  }
}
