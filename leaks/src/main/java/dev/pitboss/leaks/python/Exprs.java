package dev.pitboss.leaks.python;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads expressions.
final class Exprs {
  private static final String[] SCOPES = {"function_definition", "lambda", "class_definition"};

  private Exprs() {}

  /// `a.b.c` of names and attributes; null when a call or subscript stands between.
  static @Nullable String dotted(@Nullable PyNode node) {
    if (node == null) {
      return null;
    }
    if (node.is("identifier", "dotted_name")) {
      return node.text();
    }
    if (node.is("attribute")) {
      String before = dotted(node.child("object"));
      PyNode last = node.child("attribute");
      return before == null || last == null ? null : before + "." + last.text();
    }
    return null;
  }

  /// `c` of `a.b().c`, or the name itself.
  static String lastName(@Nullable PyNode node) {
    if (node == null) {
      return "";
    }
    PyNode last = node.is("attribute") ? node.child("attribute") : node;
    return last != null && last.is("identifier") ? last.text() : "";
  }

  static String lastPart(String dotted) {
    return dotted.substring(dotted.lastIndexOf('.') + 1);
  }

  /// Without parentheses, `await` and casts, which hand on what they get.
  static PyNode bare(PyNode node) {
    PyNode inner = node;
    while (inner.is("parenthesized_expression", "await") && inner.first() != null) {
      inner = java.util.Objects.requireNonNull(inner.first());
    }
    return inner;
  }

  /// Positional and keyword arguments of a call, each its value.
  static List<PyNode> arguments(PyNode call) {
    List<PyNode> values = new ArrayList<>();
    PyNode list = call.child("arguments");
    if (list == null) {
      return values;
    }
    if (!list.is("argument_list")) {
      values.add(list);
      return values;
    }
    for (PyNode argument : list.children()) {
      PyNode value = argument.is("keyword_argument") ? argument.child("value") : argument;
      if (value != null) {
        values.add(value);
      }
    }
    return values;
  }

  static @Nullable PyNode keyword(PyNode call, String name) {
    PyNode list = call.child("arguments");
    if (list == null) {
      return null;
    }
    for (PyNode argument : list.allOfType("keyword_argument")) {
      PyNode key = argument.child("name");
      if (key != null && key.text().equals(name)) {
        return argument.child("value");
      }
    }
    return null;
  }

  static List<PyNode> positional(PyNode call) {
    PyNode list = call.child("arguments");
    return list == null
        ? List.of()
        : list.children().stream().filter(argument -> !argument.is("keyword_argument")).toList();
  }

  /// What a string literal says, or null when it is no plain literal.
  static @Nullable String string(@Nullable PyNode node) {
    if (node == null || !node.is("string") || node.ofType("interpolation") != null) {
      return null;
    }
    var text = new StringBuilder();
    node.allOfType("string_content").forEach(part -> text.append(part.text()));
    return text.toString();
  }

  /// A call somewhere in it, apart from functions and classes it defines.
  static List<PyNode> calls(PyNode node) {
    return node.find(inner -> inner.is("call"), inner -> inner != node && inner.is(SCOPES));
  }

  /// Whether evaluating it has no effect and cannot fail: names, literals, comparisons.
  static boolean isPure(PyNode node) {
    return node.find(inner ->
            inner.is("call", "subscript", "await", "yield", "named_expression", "binary_operator"))
        .isEmpty();
  }

  static boolean isScope(PyNode node) {
    return node.is(SCOPES);
  }

  /// Whether a name is written like a class's: `Pool`, `_Pool`.
  static boolean isClassName(String name) {
    String bare = name.replaceFirst("^_+", "");
    return !bare.isEmpty() && Character.isUpperCase(bare.charAt(0));
  }

  /// Names in it, apart from those of attributes and keyword arguments.
  static boolean mentions(PyNode node, String name) {
    return !node.find(inner -> isUseOf(inner, name)).isEmpty();
  }

  /// Whether a node is a read or write of a variable of that name.
  static boolean isUseOf(PyNode node, String name) {
    if (!node.is("identifier") || node.to() - node.from() != name.length()) {
      return false;
    }
    PyNode parent = node.parent();
    if (parent == null || !node.text().equals(name)) {
      return false;
    }
    if (parent.is("attribute")) {
      return parent.child("object") == node;
    }
    return !parent.is("keyword_argument") || parent.child("value") == node;
  }

  /// One line of a text, shortened for a report.
  static String shortened(PyNode node) {
    String text = node.text().strip().replaceAll("\\s+", " ");
    return text.length() <= 60 ? text : text.substring(0, 57) + "...";
  }
}
