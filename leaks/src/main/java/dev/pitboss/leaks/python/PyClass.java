package dev.pitboss.leaks.python;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A class of the scanned sources.
final class PyClass {
  private final PyModule module;
  private final PyNode node;
  private final List<PyFunction> methods = new ArrayList<>();

  PyClass(PyModule module, PyNode node) {
    this.module = module;
    this.node = node;
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
