package dev.pitboss.leaks.python;

import dev.pitboss.leaks.model.Pattern;
import dev.pitboss.leaks.model.Style;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The edits for an acquisition that has no variable: in a chain, as an argument, in a `with`.
final class NestedPlan {
  private final PyFunction function;
  private final Site site;
  private final SourceEdits edits;
  private final Imports imports;

  NestedPlan(PyFunction function, Site site, SourceEdits edits, Imports imports) {
    this.function = function;
    this.site = site;
    this.edits = edits;
    this.imports = imports;
  }

  private PyNode outermost() {
    PyNode expression = site.node();
    while (expression.parent() != null
        && expression.parent().is("await", "parenthesized_expression")) {
      expression = Objects.requireNonNull(expression.parent());
    }
    return expression;
  }

  private static PyNode statement(PyNode node) throws Refused {
    PyNode statement = node;
    while (statement.parent() != null && !Objects.requireNonNull(statement.parent()).is("block")) {
      statement = Objects.requireNonNull(statement.parent());
      if (statement.is(
          "lambda",
          "elif_clause",
          "list_comprehension",
          "generator_expression",
          "while_statement")) {
        throw new Refused(
            "the connection is acquired within a " + statement.type().replace('_', ' '));
      }
    }
    return statement;
  }

  void make(Pattern pattern, Style style) throws Refused {
    PyNode expression = outermost();
    PyNode around = expression.parent();
    PyNode with = site.node().enclosing(node -> node.is("with_statement", "block"));
    if (with != null && with.is("with_statement")) {
      with(with, around, style);
      return;
    }
    PyNode statement = statement(expression);
    if (pattern == Pattern.RESULT_DISCARDED) {
      if (site.kind().asynchronous() || site.kind().givenBack()) {
        throw new Refused("nothing uses the connection");
      }
      edits.replace(expression.to(), expression.to(), ".close()");
      return;
    }
    if (!statement.is(
        "expression_statement", "return_statement", "if_statement", "for_statement")) {
      throw new Refused(
          "the connection is acquired within a " + statement.type().replace('_', ' '));
    }
    if (site.kind().asynchronous()) {
      throw new Refused("the connection has no variable");
    }
    chain(expression, statement, style);
  }

  private void chain(PyNode expression, PyNode statement, Style style) throws Refused {
    String name = freeName();
    String release = release(name);
    PyNode last = last(statement);
    if (!edits.hasOwnLines(statement) || !edits.hasOwnLines(last)) {
      throw new Refused("line " + statement.line() + " holds several statements");
    }
    String outer = edits.indentation(statement.line());
    String unit = unit(statement);
    edits.replace(expression.from(), expression.to(), name);
    edits.indent(statement.line(), last.lastLine(), unit);
    if (style == Style.CLEAN && !site.kind().givenBack()) {
      String closing = imports.contextlib("closing") + "(" + expression.text() + ")";
      edits.insertBefore(statement.line(), outer + "with " + closing + " as " + name + ":");
      return;
    }
    edits.insertBefore(statement.line(), outer + name + " = " + expression.text());
    edits.insertBefore(statement.line(), outer + "try:");
    edits.insertAfter(last.lastLine(), outer + "finally:");
    edits.insertAfter(last.lastLine(), outer + unit + release);
  }

  private String release(String name) throws Refused {
    if (!site.kind().givenBack()) {
      return name + ".close()";
    }
    String dotted = Exprs.dotted(site.node().child("function"));
    if (dotted == null || !dotted.endsWith(".getconn")) {
      throw new Refused("no function in reach gives the connection back to its pool");
    }
    return dotted.replaceFirst("getconn$", "putconn(") + name + ")";
  }

  private String freeName() {
    for (String name : new String[] {"conn", "connection", "opened"}) {
      if (!function.words().contains(name)) {
        return name;
      }
    }
    return "opened_connection";
  }

  /// The last statement of the suite that uses what the chain gave.
  private PyNode last(PyNode statement) throws Refused {
    PyNode inner = statement.first();
    PyNode target = inner != null && inner.is("assignment") ? inner.child("left") : null;
    if (target == null) {
      return statement;
    }
    PyNode block = Objects.requireNonNull(statement.parent());
    PyNode last = statement;
    for (PyNode use : function.node().find(node -> node.is("identifier"))) {
      if (use.from() < statement.to()
          || target.find(name -> Exprs.isUseOf(use, name.text())).isEmpty()) {
        continue;
      }
      if (!use.isInside(block)) {
        throw new Refused(use.text() + " is used outside of the block that acquires");
      }
      for (PyNode candidate : block.children()) {
        last = use.isInside(candidate) && candidate.from() > last.from() ? candidate : last;
      }
    }
    return last;
  }

  private String unit(PyNode statement) {
    PyNode owner = statement.parent() == null ? null : statement.parent().parent();
    String outer = owner == null ? "" : edits.indentation(owner.line());
    String inner = edits.indentation(statement.line());
    return inner.startsWith(outer) && inner.length() > outer.length()
        ? inner.substring(outer.length())
        : "    ";
  }

  /// `with connect() as conn:` of a driver that does not close there.
  private void with(PyNode with, @Nullable PyNode item, Style style) throws Refused {
    PyNode alias = item != null && item.is("as_pattern") ? item.child("alias") : null;
    if (item == null || alias == null || with.ofType("async") != null) {
      throw new Refused("the connection has no variable");
    }
    String name = alias.text();
    boolean later =
        function.node().find(node -> Exprs.isUseOf(node, name)).stream()
            .anyMatch(use -> use.from() > with.to());
    if (later) {
      throw new Refused(name + " is used after its with");
    }
    PyNode expression = item.first();
    if (expression == null) {
      throw new Refused("the connection has no variable");
    }
    if (style == Style.CLEAN) {
      if (site.kind().givenBack()) {
        throw new Refused("closing() does not give a connection back to its pool");
      }
      edits.replace(
          expression.from(),
          expression.to(),
          imports.contextlib("closing") + "(" + expression.text() + ")");
      edits.replace(alias.to(), alias.to(), ", " + name);
      return;
    }
    PyNode clause = with.ofType("with_clause");
    if (clause == null || clause.children().size() != 1 || !edits.hasOwnLines(with)) {
      throw new Refused("the with has several items");
    }
    String outer = edits.indentation(with.line());
    String unit = unit(with);
    edits.insertBefore(with.line(), outer + name + " = " + expression.text());
    edits.insertBefore(with.line(), outer + "try:");
    edits.replace(item.from(), item.to(), name);
    edits.indent(with.line(), with.lastLine(), unit);
    edits.insertAfter(with.lastLine(), outer + "finally:");
    edits.insertAfter(with.lastLine(), outer + unit + release(name));
  }
}
