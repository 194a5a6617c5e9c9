package dev.pitboss.leaks.python;

import dev.pitboss.leaks.treesitter.Lines;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The syntax tree of one source.
final class PyTree {
  private final String text;
  private final Lines lines;
  private final List<PyNode> errors = new ArrayList<>();
  private @Nullable PyNode root;

  PyTree(String text) {
    this.text = text;
    this.lines = new Lines(text);
  }

  void root(PyNode module) {
    this.root = module;
  }

  void error(PyNode node) {
    errors.add(node);
  }

  PyNode root() {
    if (root == null) {
      throw new IllegalStateException("the parser has not ended");
    }
    return root;
  }

  String text() {
    return text;
  }

  Lines lines() {
    return lines;
  }

  /// What the parser could not read, or had to make up, in the order of the text.
  List<PyNode> errors() {
    return errors;
  }
}
