package dev.pitboss.leaks.python;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A function or method of the scanned sources.
final class PyFunction {
  private static final Set<String> KEEPING =
      Set.of("lru_cache", "cache", "cached_property", "cached", "memoize", "singleton");

  private final PyModule module;
  private final PyNode node;
  private final @Nullable PyClass owner;
  private final @Nullable PyFunction outer;
  private final List<PyNode> decorators;
  private final List<String> parameters = new ArrayList<>();
  private final String name;
  private final @Nullable String variadic;
  private final Set<String> assigned = new HashSet<>();
  private final Set<String> globals = new HashSet<>();
  private final Set<String> nonlocals = new HashSet<>();
  private final Set<String> words = new HashSet<>();
  private final boolean generator;

  PyFunction(
      PyModule module,
      PyNode node,
      @Nullable PyClass owner,
      @Nullable PyFunction outer,
      List<PyNode> decorators) {
    this.module = module;
    this.node = node;
    this.owner = owner;
    this.outer = outer;
    this.decorators = decorators;
    PyNode named = node.child("name");
    this.name = named == null ? "?" : named.text();
    this.variadic = readParameters();
    this.generator = !own("yield").isEmpty();
    for (PyNode use : node.find(inner -> inner.is("identifier"))) {
      words.add(use.text());
    }
    own("global_statement")
        .forEach(names -> names.children().forEach(name -> globals.add(name.text())));
    own("nonlocal_statement")
        .forEach(names -> names.children().forEach(name -> nonlocals.add(name.text())));
    readAssigned();
  }

  private @Nullable String readParameters() {
    PyNode list = node.child("parameters");
    String rest = null;
    if (list == null) {
      return null;
    }
    for (PyNode parameter : list.children()) {
      PyNode name = parameter.child("name");
      if (name == null) {
        name = parameter.is("identifier") ? parameter : parameter.ofType("identifier");
      }
      if (parameter.is("list_splat_pattern") && name != null) {
        rest = name.text();
      } else if (parameter.is("typed_parameter") && name == null) {
        PyNode splat = parameter.ofType("list_splat_pattern");
        rest = splat != null && splat.first() != null ? splat.text().substring(1) : rest;
      } else if (!parameter.is("dictionary_splat_pattern") && name != null) {
        parameters.add(name.text());
      }
    }
    return rest;
  }

  private void readAssigned() {
    for (PyNode target :
        node.find(
            inner -> inner.is("identifier") && isTarget(inner),
            inner -> inner != node && Exprs.isScope(inner))) {
      assigned.add(target.text());
    }
    assigned.removeAll(globals);
    assigned.removeAll(nonlocals);
    parameters.forEach(assigned::remove);
  }

  private static boolean isTarget(PyNode name) {
    PyNode inner = name;
    PyNode around = name.parent();
    while (around != null && around.is("pattern_list", "tuple_pattern", "list_pattern")) {
      inner = around;
      around = around.parent();
    }
    return around != null
        && ((around.is("assignment", "for_statement") && around.child("left") == inner)
            || around.is("as_pattern_target")
            || (around.is("named_expression") && around.child("name") == inner));
  }

  /// Nodes of a type in it that are not in a function, lambda or class inside.
  List<PyNode> own(String... types) {
    return node.find(inner -> inner.is(types), inner -> inner != node && Exprs.isScope(inner));
  }

  PyModule module() {
    return module;
  }

  PyNode node() {
    return node;
  }

  @Nullable PyNode body() {
    return node.child("body");
  }

  @Nullable PyClass owner() {
    return owner;
  }

  /// The function it is defined in.
  @Nullable PyFunction outer() {
    return outer;
  }

  String name() {
    return name;
  }

  List<PyNode> decorators() {
    return decorators;
  }

  /// Names of the parameters that take one value, `self` included.
  List<String> parameters() {
    return parameters;
  }

  /// `args` of `*args`.
  @Nullable String variadic() {
    return variadic;
  }

  /// Whether the first parameter is the instance or class.
  boolean isMethod() {
    return owner != null && !isDecorated("staticmethod");
  }

  /// Local variables.
  Set<String> assigned() {
    return assigned;
  }

  boolean isGlobal(String name) {
    return globals.contains(name);
  }

  boolean isNonlocal(String name) {
    return nonlocals.contains(name);
  }

  /// Names that occur in it, those of attributes included.
  Set<String> words() {
    return words;
  }

  boolean isGenerator() {
    return generator;
  }

  boolean isAsync() {
    return node.ofType("async") != null;
  }

  boolean isDecorated(String... names) {
    return decorators.stream().map(PyFunction::decoratorName).anyMatch(List.of(names)::contains);
  }

  /// Whether a call of it gives a context manager.
  boolean isContextManager() {
    return isDecorated("contextmanager", "asynccontextmanager");
  }

  /// Whether pytest runs what stands after its `yield` in any case.
  boolean isFixture() {
    return isDecorated("fixture", "yield_fixture");
  }

  /// Whether what it returns is kept and given out again.
  boolean isKeeping() {
    return decorators.stream().map(PyFunction::decoratorName).anyMatch(KEEPING::contains);
  }

  boolean isProperty() {
    return isDecorated("property");
  }

  /// Last name of a decorator: `route` of `@app.route("/")`.
  static String decoratorName(PyNode decorator) {
    PyNode expression = decorator.first();
    if (expression != null && expression.is("call")) {
      expression = expression.child("function");
    }
    return Exprs.lastName(expression);
  }

  @Override
  public String toString() {
    return (owner == null ? "" : owner.name() + ".") + name();
  }
}
