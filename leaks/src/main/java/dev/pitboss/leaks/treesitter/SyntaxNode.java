package dev.pitboss.leaks.treesitter;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A node of a syntax tree, named as in its grammar. Immutable once the parser has ended.
///
/// @param <N> the nodes of one language
public abstract class SyntaxNode<N extends SyntaxNode<N>> {
  private final String type;
  private final int from;
  private final int to;
  private final @Nullable N parent;
  private final List<N> children = new ArrayList<>(0);

  protected SyntaxNode(String type, int from, int to, @Nullable N parent) {
    this.type = type;
    this.from = from;
    this.to = to;
    this.parent = parent;
  }

  /// This node, as its language knows it.
  protected abstract N self();

  /// The text of this node.
  public abstract String text();

  /// Line of the first character, from 1.
  public abstract int line();

  public final void add(N child) {
    children.add(child);
  }

  public final String type() {
    return type;
  }

  public final boolean is(String... types) {
    for (String candidate : types) {
      if (type.equals(candidate)) {
        return true;
      }
    }
    return false;
  }

  /// Offset of the first character.
  public final int from() {
    return from;
  }

  /// Offset after the last character.
  public final int to() {
    return to;
  }

  public final @Nullable N parent() {
    return parent;
  }

  public final List<N> children() {
    return children;
  }

  /// The first child of one of these types.
  public final @Nullable N ofType(String... types) {
    for (N child : children) {
      if (child.is(types)) {
        return child;
      }
    }
    return null;
  }

  public final List<N> allOfType(String... types) {
    return children.stream().filter(child -> child.is(types)).toList();
  }

  /// The innermost node around this one that a test holds for.
  public final @Nullable N enclosing(Predicate<N> test) {
    N node = parent;
    while (node != null && !test.test(node)) {
      node = node.parent();
    }
    return node;
  }

  /// Whether this is that node or below it.
  public final boolean isInside(N outer) {
    N node = self();
    while (node != null && !node.equals(outer)) {
      node = node.parent();
    }
    return node != null;
  }

  /// This node and all below it that a test holds for, in the order of the text; does not look into
  /// what `closed` holds for.
  public final List<N> find(Predicate<N> test, Predicate<N> closed) {
    List<N> found = new ArrayList<>();
    collect(self(), test, closed, found);
    return found;
  }

  public final List<N> find(Predicate<N> test) {
    return find(test, _ -> false);
  }

  private static <N extends SyntaxNode<N>> void collect(
      N node, Predicate<N> test, Predicate<N> closed, List<N> found) {
    if (test.test(node)) {
      found.add(node);
    }
    if (!closed.test(node)) {
      for (N child : node.children()) {
        collect(child, test, closed, found);
      }
    }
  }

  @Override
  public final String toString() {
    return type + "@" + line() + " " + text();
  }
}
