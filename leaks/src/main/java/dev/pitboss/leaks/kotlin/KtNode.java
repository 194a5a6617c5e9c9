package dev.pitboss.leaks.kotlin;

import dev.pitboss.leaks.treesitter.Lines;
import dev.pitboss.leaks.treesitter.SyntaxNode;
import org.jspecify.annotations.Nullable;

/// A node of a syntax tree, named as in the grammar of tree-sitter-kotlin. Punctuation is left out.
final class KtNode extends SyntaxNode<KtNode> {
  private final String source;
  private final Lines lines;

  KtNode(String source, String type, int from, int to, Lines lines, @Nullable KtNode parent) {
    super(type, from, to, parent);
    this.source = source;
    this.lines = lines;
    if (parent != null) {
      parent.add(this);
    }
  }

  @Override
  protected KtNode self() {
    return this;
  }

  @Override
  public int line() {
    return lines.line(from());
  }

  @Override
  public String text() {
    return source.substring(from(), to());
  }

  /// The innermost node of one of these types around this one.
  @Nullable KtNode enclosing(String... types) {
    return enclosing(node -> node.is(types));
  }

  /// Without parentheses, `!!`, labels and casts.
  KtNode bare() {
    KtNode at = this;
    while (!at.children().isEmpty()
        && (at.is("parenthesized_expression", "postfix_expression", "as_expression")
            || (at.is("control_structure_body", "value_argument") && at.children().size() == 1))) {
      at = at.children().getFirst();
    }
    return at;
  }

  boolean isName(String name) {
    KtNode bare = bare();
    return bare.is("simple_identifier") && bare.text().equals(name);
  }
}
