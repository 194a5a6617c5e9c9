package dev.pitboss.leaks.classes;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeModel;
import java.lang.reflect.AccessFlag;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The classes of an application and of its libraries, and those of the JDK that they name.
final class Program {
  /// Decoded methods that are kept; others are decoded again.
  private static final int KEPT_BODIES = 4_000;

  /// Deeper hierarchies are cut.
  private static final int MAX_ANCESTRY = 64;

  /// A call that may run more methods than this is not followed.
  static final int MAX_TARGETS = 32;

  private record Target(MethodKey called, boolean isVirtual) {}

  private final Map<Target, List<Method>> targets = new HashMap<>();
  private final Map<String, Type> types = new LinkedHashMap<>();
  private final Map<String, Optional<Type>> platform = new HashMap<>();
  private final Map<String, List<String>> children = new HashMap<>();
  private final Map<MethodKey, Body> bodies =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<MethodKey, Body> eldest) {
          return size() > KEPT_BODIES;
        }
      };

  /// Of several classes of one name the first counts, as it does at run time.
  void add(Type type) {
    if (types.putIfAbsent(type.name(), type) == null) {
      children.computeIfAbsent(type.parent(), _ -> new ArrayList<>()).add(type.name());
      type.interfaces()
          .forEach(each -> children.computeIfAbsent(each, _ -> new ArrayList<>()).add(type.name()));
    }
  }

  Collection<Type> types() {
    return types.values();
  }

  /// A class of the program or of the JDK.
  Optional<Type> type(String name) {
    Type own = types.get(name);
    return own == null ? platform.computeIfAbsent(name, Program::ofPlatform) : Optional.of(own);
  }

  private static Optional<Type> ofPlatform(String name) {
    try (InputStream in =
        ClassLoader.getPlatformClassLoader().getResourceAsStream(name + ".class")) {
      return in == null
          ? Optional.empty()
          : Optional.of(Type.of(ClassFile.of().parse(in.readAllBytes()), false));
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty(); // a class of a future JDK: unknown as those of absent libraries
    }
  }

  /// The instructions of a method, or null when it has none that are followed.
  ///
  /// @throws IllegalArgumentException when they are damaged
  @Nullable Body body(Method method) {
    Body known = bodies.get(method.key());
    if (known != null) {
      return known;
    }
    CodeModel code = method.type().hasBodies() ? method.code() : null;
    if (code == null) {
      return null;
    }
    var body = new Body(code);
    bodies.put(method.key(), body);
    return body;
  }

  /// Whether a class extends or implements another, or null when a class between them is missing.
  @Nullable Boolean isA(String name, String ancestor) {
    return isA(name, ancestor, new HashSet<>());
  }

  private @Nullable Boolean isA(String name, String ancestor, Set<String> seen) {
    if (name.equals(ancestor) || ancestor.equals("java/lang/Object")) {
      return true;
    }
    if (name.isEmpty() || name.startsWith("[") || !seen.add(name) || seen.size() > MAX_ANCESTRY) {
      return false;
    }
    Optional<Type> type = type(name);
    if (type.isEmpty()) {
      return null;
    }
    boolean isCertain = true;
    List<String> parents = new ArrayList<>(type.get().interfaces());
    parents.add(type.get().parent());
    for (String parent : parents) {
      Boolean is = isA(parent, ancestor, seen);
      if (is == null) {
        isCertain = false;
      } else if (is) {
        return true;
      }
    }
    if (isCertain) {
      return false;
    }
    return null;
  }

  boolean isSurely(String name, String ancestor) {
    return Boolean.TRUE.equals(isA(name, ancestor));
  }

  boolean isConnection(String type) {
    return isSurely(type, "java/sql/Connection") || isSurely(type, "javax/sql/PooledConnection");
  }

  boolean isStatement(String type) {
    return isSurely(type, "java/sql/Statement");
  }

  /// Whether it lives on a connection.
  boolean isDependent(String type) {
    return isStatement(type)
        || isSurely(type, "java/sql/ResultSet")
        || isSurely(type, "java/sql/DatabaseMetaData")
        || isSurely(type, "java/sql/ResultSetMetaData")
        || type.equals("java/io/InputStream")
        || type.equals("java/io/Reader")
        || isSurely(type, "java/sql/Blob")
        || isSurely(type, "java/sql/Clob")
        || isSurely(type, "java/sql/Array")
        || isSurely(type, "java/sql/SQLXML");
  }

  boolean isCloseable(String type) {
    return isSurely(type, "java/lang/AutoCloseable");
  }

  /// The declaration that a call of a class's method means.
  Optional<Method> resolve(MethodKey called) {
    return resolve(called.owner(), called.signature(), new HashSet<>());
  }

  private Optional<Method> resolve(String owner, String signature, Set<String> seen) {
    Optional<Type> type = seen.add(owner) ? type(owner) : Optional.empty();
    if (type.isEmpty()) {
      return Optional.empty();
    }
    Method method = type.get().methods().get(signature);
    if (method != null) {
      return Optional.of(method);
    }
    List<String> parents = new ArrayList<>(List.of(type.get().parent()));
    parents.addAll(type.get().interfaces());
    for (String parent : parents) {
      Optional<Method> inherited = resolve(parent, signature, seen);
      if (inherited.isPresent()) {
        return inherited;
      }
    }
    return Optional.empty();
  }

  /// The methods with a body that a call may run.
  ///
  /// @param isVirtual whether a subclass's method may run instead
  List<Method> targets(MethodKey called, boolean isVirtual) {
    return targets.computeIfAbsent(new Target(called, isVirtual), this::find);
  }

  private List<Method> find(Target call) {
    MethodKey called = call.called;
    Map<MethodKey, Method> found = new LinkedHashMap<>();
    Optional<Method> declared = resolve(called);
    declared
        .filter(each -> each.type().hasBodies() && each.code() != null)
        .ifPresent(each -> found.put(each.key(), each));
    boolean isOfPlatform = declared.map(each -> !each.type().hasBodies()).orElse(false);
    if (isOfPlatform) {
      return List.of(); // any library may implement it
    }
    boolean isFixed =
        !call.isVirtual || declared.map(each -> each.is(AccessFlag.PRIVATE)).orElse(false);
    if (!isFixed) {
      Set<String> below = new LinkedHashSet<>();
      below(called.owner(), below);
      for (String name : below) {
        Type type = types.get(name);
        Method method = type == null ? null : type.methods().get(called.signature());
        if (method != null && method.code() != null) {
          found.put(method.key(), method);
        }
      }
    }
    return List.copyOf(found.values());
  }

  private void below(String name, Set<String> found) {
    for (String child : children.getOrDefault(name, List.of())) {
      if (found.add(child)) {
        below(child, found);
      }
    }
  }
}
