package dev.pitboss.leaks.python;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A class of the scanned sources.
final class PyClass {
  private final PyModule module;

  /// Decorators that write a constructor which assigns fields and does nothing else.
  private static final Set<String> GENERATING =
      Set.of(
          "dataclass",
          "attr.s",
          "attr.attrs",
          "attrs",
          "attr.dataclass",
          "attr.define",
          "attrs.define",
          "define",
          "attr.frozen",
          "attrs.frozen",
          "frozen",
          "attr.mutable",
          "attrs.mutable",
          "mutable",
          "dataclasses.dataclass");

  /// What runs code of the class's own in such a constructor.
  private static final Set<String> HOOKS =
      Set.of("__post_init__", "__attrs_post_init__", "__attrs_pre_init__", "__new__");

  /// The same, of a field.
  private static final Set<String> FIELD_HOOKS =
      Set.of("validator", "converter", "convert", "on_setattr");

  private final PyNode node;
  private final boolean generated;
  private final List<PyFunction> methods = new ArrayList<>();

  /// @param decorators of the class
  PyClass(PyModule module, PyNode node, List<PyNode> decorators) {
    this.module = module;
    this.node = node;
    generated =
        bases().contains("NamedTuple")
            || decorators.stream()
                .map(decorator -> Exprs.dotted(called(decorator)))
                .anyMatch(name -> name != null && GENERATING.contains(name));
  }

  private static @Nullable PyNode called(PyNode decorator) {
    PyNode expression = decorator.first();
    return expression != null && expression.is("call") ? expression.child("function") : expression;
  }

  /// Whether its constructor is written by a decorator.
  boolean isGenerated() {
    return generated && method("__init__") == null;
  }

  /// Whether such a constructor assigns fields and does nothing else.
  boolean isPlain() {
    return isGenerated()
        && methods.stream()
            .noneMatch(method ->
                HOOKS.contains(method.name()) || method.isDecorated("validator", "default"))
        && fields().stream().noneMatch(PyClass::runsCode);
  }

  private static boolean runsCode(PyNode field) {
    return field.find(inner -> inner.is("keyword_argument")).stream()
        .map(argument -> argument.child("name"))
        .anyMatch(name -> name != null && FIELD_HOOKS.contains(name.text()));
  }

  /// The field that such a constructor gives an argument to, or null.
  @Nullable String generatedField(@Nullable String keyword, int place) {
    if (keyword != null) {
      return keyword;
    }
    List<PyNode> fields = fields();
    PyNode name = place >= 0 && place < fields.size() ? fields.get(place).child("left") : null;
    return name == null ? null : name.text();
  }

  private static boolean isNamed(PyNode assignment) {
    PyNode name = assignment.child("left");
    return name != null && name.is("identifier");
  }

  /// Assignments and annotations in the class's own body.
  private List<PyNode> fields() {
    PyNode body = node.child("body");
    return body == null
        ? List.of()
        : body.children().stream()
            .filter(statement -> statement.is("expression_statement"))
            .map(PyNode::first)
            .filter(inner -> inner != null && inner.is("assignment"))
            .map(java.util.Objects::requireNonNull)
            .filter(PyClass::isNamed)
            .toList();
  }

  void add(PyFunction method) {
    methods.add(method);
  }

  PyModule module() {
    return module;
  }

  String name() {
    PyNode name = node.child("name");
    return name == null ? "?" : name.text();
  }

  List<PyFunction> methods() {
    return methods;
  }

  @Nullable PyFunction method(String name) {
    return methods.stream().filter(method -> method.name().equals(name)).findFirst().orElse(null);
  }

  /// Last names of the base classes.
  List<String> bases() {
    PyNode list = node.child("superclasses");
    return list == null
        ? List.of()
        : list.children().stream()
            .map(base -> base.is("subscript") ? base.child("value") : base)
            .map(Exprs::lastName)
            .filter(name -> !name.isEmpty())
            .toList();
  }
}
