package dev.pitboss.leaks.python;

import dev.pitboss.leaks.model.Style;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The edits that mend one acquisition that is assigned to a variable.
final class MendPlan {
  private final Project project;
  private final Borrowing borrowing;
  private final SourceEdits edits;
  private final Imports imports;
  private final Removals removals;

  MendPlan(Project project, Borrowing borrowing, SourceEdits edits, Imports imports) {
    this.project = project;
    this.borrowing = borrowing;
    this.edits = edits;
    this.imports = imports;
    this.removals = new Removals(edits, borrowing.variable());
  }

  /// The statements a borrow lasts for.
  ///
  /// @param top the first statement of the suite that has to be covered
  /// @param last the last one that uses the connection
  /// @param hoisted whether the acquisition is inside of `top`, and need not have happened
  private record Region(PyNode block, PyNode top, PyNode last, boolean hoisted) {}

  void make(Style style) throws Refused {
    Releases release = Releases.of(borrowing, project);
    Region region = region();
    for (PyNode old : borrowing.releases()) {
      if (old.from() > borrowing.statement().from() && old.from() < limit()) {
        removals.remove(old);
      }
    }
    if (!edits.hasOwnLines(borrowing.statement()) || !edits.hasOwnLines(region.last)) {
      throw new Refused("line " + borrowing.statement().line() + " holds several statements");
    }
    if (!region.hoisted && region.last == borrowing.statement()) {
      edits.insertAfter(
          borrowing.statement().lastLine(),
          indentation() + release.statement(borrowing.variable()));
      return;
    }
    switch (style) {
      case SURGICAL -> surgical(region, release);
      case CLEAN ->
          new CleanPlan(project, borrowing, edits, imports)
              .make(region.hoisted, region.top, region.last, release, unit(region));
    }
  }

  private String indentation() {
    return edits.indentation(borrowing.statement().line());
  }

  /// Where the variable gets its next value in the same suite.
  private int limit() {
    for (PyNode statement : borrowing.block().children()) {
      PyNode inner = statement.first();
      PyNode left = inner != null && inner.is("assignment") ? inner.child("left") : null;
      if (statement.from() > borrowing.statement().from()
          && left != null
          && left.text().equals(borrowing.variable())) {
        return statement.from();
      }
    }
    return Integer.MAX_VALUE;
  }

  private Region region() throws Refused {
    PyNode statement = borrowing.statement();
    List<PyNode> uses = new ArrayList<>();
    for (PyNode use : borrowing.uses()) {
      if (use.from() < statement.from()) {
        PyNode loop = statement.enclosing(node -> node.is("for_statement", "while_statement"));
        boolean before = loop != null && use.isInside(loop);
        if (before) {
          throw new Refused(borrowing.variable() + " is used in a loop before it is assigned");
        }
      } else if (use.from() < limit()) {
        uses.add(use);
      }
    }
    PyNode top = statement;
    PyNode block = borrowing.block();
    while (!all(uses, block)) {
      PyNode owner = block.parent();
      PyNode inner = block;
      while (owner != null && !owner.is("block")) {
        if (owner.is("function_definition", "class_definition", "lambda")) {
          throw new Refused(borrowing.variable() + " is used outside of this function");
        }
        if (owner.is("for_statement", "while_statement")) {
          throw new Refused(borrowing.variable() + " is acquired in a loop and used after it");
        }
        inner = owner;
        owner = owner.parent();
      }
      if (owner == null) {
        throw new Refused(borrowing.variable() + " is used outside of this function");
      }
      top = inner;
      block = owner;
    }
    boolean hoisted = top != statement;
    if (hoisted) {
      checkOtherValues(top);
    }
    PyNode last = top;
    for (PyNode candidate : block.children()) {
      if (candidate.from() >= top.from()
          && uses.stream().anyMatch(use -> use.isInside(candidate))) {
        last = candidate;
      }
    }
    return new Region(block, top, last, hoisted);
  }

  private static boolean all(List<PyNode> uses, PyNode block) {
    return uses.stream().allMatch(use -> use.isInside(block));
  }

  /// Elsewhere the variable must be nothing: what else it held would be closed, too.
  private void checkOtherValues(PyNode top) throws Refused {
    String variable = borrowing.variable();
    if (borrowing.function().parameters().contains(variable)) {
      throw new Refused(variable + " may be the caller's");
    }
    for (PyNode assignment : borrowing.function().own("assignment")) {
      PyNode left = assignment.child("left");
      PyNode right = assignment.child("right");
      boolean other =
          left != null && Exprs.mentions(left, variable) && (right == null || !right.is("none"));
      if (other && !assignment.isInside(top)) {
        throw new Refused(variable + " has another value before or after");
      }
    }
  }

  private void surgical(Region region, Releases release) {
    String unit = unit(region);
    String outer = edits.indentation(region.top.line());
    String ending = release.statement(borrowing.variable());
    List<String> closing = new ArrayList<>();
    closing.add(outer + "finally:");
    if (region.hoisted) {
      closing.add(outer + unit + "if " + borrowing.variable() + " is not None:");
      closing.add(outer + unit + unit + ending);
      if (!isNothingBefore(region.top)) {
        edits.insertBefore(region.top.line(), outer + borrowing.variable() + " = None");
      }
    } else {
      closing.add(outer + unit + ending);
    }
    PyNode only = onlyTry(region);
    if (only == null) {
      int first = region.hoisted ? region.top.line() : borrowing.statement().lastLine() + 1;
      edits.indent(first, region.last.lastLine(), unit);
      if (region.hoisted) {
        edits.insertBefore(first, outer + "try:");
      } else {
        edits.insertAfter(borrowing.statement().lastLine(), outer + "try:");
      }
    }
    closing.forEach(line -> edits.insertAfter(region.last.lastLine(), line));
  }

  /// The `try` that is the whole region and can take a `finally`.
  private @Nullable PyNode onlyTry(Region region) {
    PyNode last = region.last;
    boolean able =
        last.is("try_statement")
            && last.ofType("except_clause", "except_group_clause") != null
            && (last.ofType("finally_clause") == null
                || removals.isGone(Objects.requireNonNull(last.ofType("finally_clause"))));
    if (!able) {
      return null;
    }
    if (region.hoisted) {
      return last == region.top ? last : null;
    }
    List<PyNode> statements = region.block.children();
    int at = statements.indexOf(borrowing.statement());
    return at + 1 < statements.size() && statements.get(at + 1) == last ? last : null;
  }

  private boolean isNothingBefore(PyNode top) {
    for (PyNode assignment : borrowing.function().own("assignment")) {
      PyNode left = assignment.child("left");
      PyNode right = assignment.child("right");
      PyNode statement = assignment.parent();
      PyNode block = statement == null ? null : statement.parent();
      if (left != null
          && right != null
          && block != null
          && left.text().equals(borrowing.variable())
          && right.is("none")
          && assignment.to() <= top.from()
          && top.isInside(block)) {
        return true;
      }
    }
    return false;
  }

  /// What one level of indentation is here.
  private String unit(Region region) {
    PyNode owner = region.block.parent();
    String outer = owner == null ? "" : edits.indentation(owner.line());
    String inner = edits.indentation(region.top.line());
    boolean deeper = inner.startsWith(outer) && inner.length() > outer.length();
    return deeper ? inner.substring(outer.length()) : "    ";
  }
}
