package dev.pitboss.leaks.python;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/// Takes out the releases a mend makes redundant, with the tests and blocks that stood only for
/// them.
final class Removals {
  private static final Set<String> ALIVE = Set.of("is_connected", "closed", "open", "is_closed");

  private final SourceEdits edits;
  private final String variable;
  private final Set<PyNode> gone = new HashSet<>();

  Removals(SourceEdits edits, String variable) {
    this.edits = edits;
    this.variable = variable;
  }

  boolean isGone(PyNode node) {
    return gone.contains(node);
  }

  void remove(PyNode release) throws Refused {
    PyNode target = release;
    while (true) {
      PyNode at = target;
      PyNode block = target.parent();
      PyNode owner = block == null ? null : block.parent();
      if (block == null || owner == null || !edits.hasOwnLines(target)) {
        throw new Refused("line " + release.line() + " holds several statements");
      }
      gone.add(target);
      boolean others =
          block.children().stream().anyMatch(other -> other != at && !gone.contains(other));
      if (others) {
        edits.delete(target);
        return;
      }
      if (owner.is("if_statement") && owner.child("alternative") == null) {
        if (!isAboutVariable(Objects.requireNonNull(owner.child("condition")))) {
          throw new Refused("the close in line " + release.line() + " depends on a condition");
        }
        target = owner;
      } else if (owner.is("try_statement") && block == owner.child("body") && isQuiet(owner)) {
        target = owner;
      } else if (owner.is("finally_clause") && owner.parent() != null) {
        withoutFinally(Objects.requireNonNull(owner.parent()), owner);
        return;
      } else if (owner.is("else_clause")) {
        edits.delete(owner);
        return;
      } else {
        edits.delete(target);
        edits.insertBefore(target.line(), edits.indentation(target.line()) + "pass");
        return;
      }
    }
  }

  private boolean isAboutVariable(PyNode condition) {
    return condition.find(inner -> inner.is("identifier")).stream()
        .allMatch(name ->
            name.text().equals(variable)
                || ALIVE.contains(name.text())
                || name.text().equals("locals"));
  }

  /// `try: conn.close() except …: pass`.
  private static boolean isQuiet(PyNode statement) {
    if (statement.ofType("finally_clause", "else_clause") != null) {
      return false;
    }
    for (PyNode handler : statement.allOfType("except_clause")) {
      PyNode block = handler.ofType("block");
      boolean quiet =
          block != null
              && block.children().stream()
                  .allMatch(inner -> inner.is("pass_statement") || isLog(inner));
      if (!quiet) {
        return false;
      }
    }
    return true;
  }

  private static boolean isLog(PyNode statement) {
    PyNode call = statement.first();
    return call != null
        && call.is("call")
        && Calls.isHarmless(
            Objects.requireNonNull(call.child("function")), Exprs.lastName(call.child("function")));
  }

  private void withoutFinally(PyNode statement, PyNode clause) {
    edits.delete(clause);
    gone.add(clause);
    if (statement.ofType("except_clause", "except_group_clause") != null) {
      return;
    }
    // a `try` without anything: its body moves to the left
    PyNode body = statement.child("body");
    List<PyNode> inside = body == null ? List.of() : body.children();
    if (!inside.isEmpty()) {
      String outer = edits.indentation(statement.line());
      String inner = edits.indentation(inside.getFirst().line());
      edits.deleteLine(statement.line());
      edits.dedent(
          statement.line() + 1,
          clause.line() - 1,
          inner.substring(Math.min(outer.length(), inner.length())));
    }
  }
}
