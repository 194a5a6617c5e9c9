package dev.pitboss.leaks.python;

import dev.pitboss.leaks.treesitter.SyntaxNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A node of a syntax tree, named as in the grammar of tree-sitter-python. Punctuation and comments
/// are left out; keywords and operators are nodes without children.
final class PyNode extends SyntaxNode<PyNode> {
  private final PyTree tree;
  private final String field;

  /// @param field the role in the parent, or empty
  PyNode(PyTree tree, String type, String field, int from, int to, @Nullable PyNode parent) {
    super(type, from, to, parent);
    this.tree = tree;
    this.field = field;
  }

  @Override
  protected PyNode self() {
    return this;
  }

  PyTree tree() {
    return tree;
  }

  @Override
  public int line() {
    return tree.lines().line(from());
  }

  /// Line of the last character, from 1.
  int lastLine() {
    return tree.lines().line(Math.max(from(), to() - 1));
  }

  /// The only child, or the first of several.
  @Nullable PyNode first() {
    return children().isEmpty() ? null : children().getFirst();
  }

  @Nullable PyNode child(String role) {
    for (PyNode child : children()) {
      if (child.field.equals(role)) {
        return child;
      }
    }
    return null;
  }

  List<PyNode> children(String role) {
    return children().stream().filter(child -> child.field.equals(role)).toList();
  }

  @Override
  public String text() {
    return tree.text().substring(from(), to());
  }
}
