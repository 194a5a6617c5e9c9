package dev.pitboss.leaks.python;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Finds the functions of the sources that a name stands for.
final class Names {
  /// More methods of one name say nothing about a call of it.
  private static final int MAX_CANDIDATES = 8;

  private final List<PyModule> modules;
  private final Map<String, List<PyFunction>> functions;
  private final Map<String, List<PyClass>> classes;
  private final Map<String, Boolean> known = new ConcurrentHashMap<>();

  /// @param functions of all modules, by name
  /// @param classes of all modules, by name
  Names(
      List<PyModule> modules,
      Map<String, List<PyFunction>> functions,
      Map<String, List<PyClass>> classes) {
    this.modules = modules;
    this.functions = functions;
    this.classes = classes;
  }

  /// The functions of the sources a call may run; none when it is known or likely to be another's.
  List<PyFunction> resolve(@Nullable PyNode callee, PyFunction from) {
    if (callee == null) {
      return List.of();
    }
    if (callee.is("identifier")) {
      return named(callee.text(), from);
    }
    if (!callee.is("attribute")) {
      return List.of();
    }
    String name = Exprs.lastName(callee);
    PyNode object = callee.child("object");
    String receiver = Exprs.dotted(object);
    if (isSuper(object) || "self".equals(receiver) || "cls".equals(receiver)) {
      PyClass owner = owner(from);
      List<PyFunction> own = owner == null ? List.of() : methods(owner, name, 0);
      return own.isEmpty() ? method(name) : own;
    }
    if (receiver != null) {
      String full = from.module().qualified(receiver);
      if (from.module().isImported(receiver.split("\\.", 2)[0])) {
        List<PyFunction> inModule = inModule(Exprs.lastPart(full), name);
        if (!inModule.isEmpty()) {
          return inModule;
        }
      }
      List<PyClass> types = classes.getOrDefault(Exprs.lastPart(full), List.of());
      if (!types.isEmpty()) {
        return types.stream().flatMap(type -> methods(type, name, 0).stream()).toList();
      }
    }
    return method(name);
  }

  private static boolean isSuper(@Nullable PyNode object) {
    return object != null
        && object.is("call")
        && Exprs.lastName(object.child("function")).equals("super");
  }

  private static @Nullable PyClass owner(PyFunction function) {
    PyFunction at = function;
    while (at.owner() == null && at.outer() != null) {
      at = at.outer();
    }
    return at.owner();
  }

  private List<PyFunction> named(String name, PyFunction from) {
    List<PyFunction> all = functions.getOrDefault(name, List.of());
    for (PyFunction at = from; at != null; at = at.outer()) {
      PyFunction outer = at;
      List<PyFunction> inside = all.stream().filter(other -> other.outer() == outer).toList();
      if (!inside.isEmpty()) {
        return inside;
      }
    }
    List<PyFunction> here =
        all.stream()
            .filter(other -> isSame(other.module(), from.module()) && isFree(other))
            .toList();
    if (!here.isEmpty()) {
      return here;
    }
    String full = from.module().qualified(name);
    if (!full.contains(".")) {
      // a star import may bring it
      return from.module().isImported(name) ? List.of() : unique(all, name);
    }
    String before = full.substring(0, full.lastIndexOf('.'));
    return inModule(Exprs.lastPart(before), Exprs.lastPart(full));
  }

  /// The same source, be it read again.
  static boolean isSame(PyModule one, PyModule other) {
    return one.source().file().equals(other.source().file());
  }

  private static List<PyFunction> unique(List<PyFunction> all, String name) {
    List<PyFunction> free = all.stream().filter(Names::isFree).toList();
    return free.size() == 1 && name.length() > 3 ? free : List.of();
  }

  private static boolean isFree(PyFunction function) {
    return function.owner() == null && function.outer() == null;
  }

  private List<PyFunction> inModule(String module, String name) {
    List<PyFunction> free =
        functions.getOrDefault(name, List.of()).stream().filter(Names::isFree).toList();
    List<PyFunction> exact =
        free.stream().filter(function -> function.module().name().equals(module)).toList();
    // a package hands on what its modules define
    return exact.isEmpty() && free.size() == 1 && hasModule(module) ? free : exact;
  }

  /// Asked for each call of what is imported: going through all modules each time takes longer than
  /// the rest of the analysis.
  private boolean hasModule(String name) {
    return known.computeIfAbsent(name, this::findsModule);
  }

  private boolean findsModule(String name) {
    return modules.stream()
        .anyMatch(module ->
            module.name().equals(name) || module.source().file().toString().contains(name));
  }

  private List<PyFunction> methods(PyClass type, String name, int depth) {
    PyFunction own = type.method(name);
    if (own != null) {
      return List.of(own);
    }
    if (depth > MAX_CANDIDATES) {
      return List.of();
    }
    return type.bases().stream()
        .flatMap(base -> classes.getOrDefault(base, List.of()).stream())
        .flatMap(base -> methods(base, name, depth + 1).stream())
        .toList();
  }

  private List<PyFunction> method(String name) {
    List<PyFunction> all =
        functions.getOrDefault(name, List.of()).stream()
            .filter(function -> function.owner() != null)
            .toList();
    return all.size() > MAX_CANDIDATES ? List.of() : all;
  }
}
