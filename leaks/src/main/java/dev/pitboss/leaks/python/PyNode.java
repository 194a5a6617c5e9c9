package dev.pitboss.leaks.python;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A node of a syntax tree, named as in the grammar of tree-sitter-python. Punctuation and comments
/// are left out; keywords and operators are nodes without children. Immutable once the parser has
/// ended.
final class PyNode {
  private final PyTree tree;
  private final String type;
  private final String field;
  private final int from;
  private final int to;
  private final @Nullable PyNode parent;
  private final List<PyNode> children = new ArrayList<>(0);

  /// @param field the role in the parent, or empty
  PyNode(PyTree tree, String type, String field, int from, int to, @Nullable PyNode parent) {
    this.tree = tree;
    this.type = type;
    this.field = field;
    this.from = from;
    this.to = to;
    this.parent = parent;
  }

  void add(PyNode child) {
    children.add(child);
  }

  PyTree tree() {
    return tree;
  }

  String type() {
    return type;
  }

  boolean is(String... types) {
    for (String candidate : types) {
      if (type.equals(candidate)) {
        return true;
      }
    }
    return false;
  }

  /// Offset of the first character.
  int from() {
    return from;
  }

  /// Offset after the last character.
  int to() {
    return to;
  }

  /// Line of the first character, from 1.
  int line() {
    return tree.lines().line(from);
  }

  /// Line of the last character, from 1.
  int lastLine() {
    return tree.lines().line(Math.max(from, to - 1));
  }

  @Nullable PyNode parent() {
    return parent;
  }

  List<PyNode> children() {
    return children;
  }

  /// The only child, or the first of several.
  @Nullable PyNode first() {
    return children.isEmpty() ? null : children.getFirst();
  }

  @Nullable PyNode child(String role) {
    for (PyNode child : children) {
      if (child.field.equals(role)) {
        return child;
      }
    }
    return null;
  }

  List<PyNode> children(String role) {
    return children.stream().filter(child -> child.field.equals(role)).toList();
  }

  @Nullable PyNode ofType(String... types) {
    for (PyNode child : children) {
      if (child.is(types)) {
        return child;
      }
    }
    return null;
  }

  List<PyNode> allOfType(String... types) {
    return children.stream().filter(child -> child.is(types)).toList();
  }

  /// The innermost node around this one that a test holds for.
  @Nullable PyNode enclosing(Predicate<PyNode> test) {
    PyNode node = parent;
    while (node != null && !test.test(node)) {
      node = node.parent;
    }
    return node;
  }

  boolean isInside(PyNode outer) {
    return this == outer || (outer.from <= from && to <= outer.to && depthBelow(outer));
  }

  private boolean depthBelow(PyNode outer) {
    PyNode node = parent;
    while (node != null && node != outer) {
      node = node.parent;
    }
    return node == outer;
  }

  /// This node and all below it that a test holds for, in the order of the text; does not look into
  /// what `closed` holds for.
  List<PyNode> find(Predicate<PyNode> test, Predicate<PyNode> closed) {
    List<PyNode> found = new ArrayList<>();
    collect(test, closed, found);
    return found;
  }

  List<PyNode> find(Predicate<PyNode> test) {
    return find(test, _ -> false);
  }

  private void collect(Predicate<PyNode> test, Predicate<PyNode> closed, List<PyNode> found) {
    if (test.test(this)) {
      found.add(this);
    }
    if (!closed.test(this)) {
      for (PyNode child : children) {
        child.collect(test, closed, found);
      }
    }
  }

  String text() {
    return tree.text().substring(from, to);
  }

  @Override
  public String toString() {
    return type + "@" + line() + " " + text();
  }
}
