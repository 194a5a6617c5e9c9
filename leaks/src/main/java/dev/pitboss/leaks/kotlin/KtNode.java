package dev.pitboss.leaks.kotlin;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A node of a syntax tree, named as in the grammar of tree-sitter-kotlin. Punctuation is left out.
final class KtNode {
  private final String source;
  private final String type;
  private final int from;
  private final int to;
  private final int line;
  private final @Nullable KtNode parent;
  private final List<KtNode> children = new ArrayList<>(0);

  KtNode(String source, String type, int from, int to, int line, @Nullable KtNode parent) {
    this.source = source;
    this.type = type;
    this.from = from;
    this.to = to;
    this.line = line;
    this.parent = parent;
    if (parent != null) {
      parent.children.add(this);
    }
  }

  String type() {
    return type;
  }

  boolean is(String... types) {
    for (String each : types) {
      if (each.equals(type)) {
        return true;
      }
    }
    return false;
  }

  int from() {
    return from;
  }

  int to() {
    return to;
  }

  int line() {
    return line;
  }

  @Nullable KtNode parent() {
    return parent;
  }

  List<KtNode> children() {
    return children;
  }

  @Nullable KtNode ofType(String... types) {
    return children.stream().filter(each -> each.is(types)).findFirst().orElse(null);
  }

  List<KtNode> allOfType(String... types) {
    return children.stream().filter(each -> each.is(types)).toList();
  }

  @Nullable KtNode enclosing(String... types) {
    KtNode at = parent;
    while (at != null && !at.is(types)) {
      at = at.parent;
    }
    return at;
  }

  boolean isInside(KtNode outer) {
    for (KtNode at = this; at != null; at = at.parent) {
      if (at == outer) {
        return true;
      }
    }
    return false;
  }

  /// This node and those below that a test holds for.
  List<KtNode> find(Predicate<KtNode> test) {
    List<KtNode> found = new ArrayList<>();
    collect(test, found);
    return found;
  }

  private void collect(Predicate<KtNode> test, List<KtNode> found) {
    if (test.test(this)) {
      found.add(this);
    }
    children.forEach(each -> each.collect(test, found));
  }

  String text() {
    return source.substring(from, to);
  }

  /// Without parentheses, `!!`, labels and casts.
  KtNode bare() {
    KtNode at = this;
    while (!at.children.isEmpty()
        && (at.is("parenthesized_expression", "postfix_expression", "as_expression")
            || (at.is("control_structure_body", "value_argument") && at.children.size() == 1))) {
      at = at.children.getFirst();
    }
    return at;
  }

  boolean isName(String name) {
    KtNode bare = bare();
    return bare.is("simple_identifier") && bare.text().equals(name);
  }

  @Override
  public String toString() {
    return type + "@" + line + " " + text();
  }
}
