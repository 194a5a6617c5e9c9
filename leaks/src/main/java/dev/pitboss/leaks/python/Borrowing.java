package dev.pitboss.leaks.python;

import dev.pitboss.leaks.model.Pattern;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/// One acquisition as a mend sees it: its statement, the variable, all uses, and the statements
/// that release it so far.
///
/// @param function where it happens
/// @param site the acquiring call
/// @param pattern the mistake
/// @param statement the statement it stands in
/// @param block the suite the statement stands in
/// @param variable what holds it
/// @param uses names that use it or what it gave, without releases and first `None`
/// @param releases statements that release it
record Borrowing(
    PyFunction function,
    Site site,
    Pattern pattern,
    PyNode statement,
    PyNode block,
    String variable,
    List<PyNode> uses,
    List<PyNode> releases) {
  static Borrowing of(PyFunction function, Site site, Pattern pattern) throws Refused {
    PyNode call = site.node();
    PyNode statement = call;
    while (statement.parent() != null && !Objects.requireNonNull(statement.parent()).is("block")) {
      statement = Objects.requireNonNull(statement.parent());
    }
    PyNode block = statement.parent();
    if (block == null || !statement.is("expression_statement")) {
      throw new Refused("the connection is not assigned to a variable of its own");
    }
    PyNode assignment = statement.first();
    PyNode target =
        assignment == null || !assignment.is("assignment") ? null : assignment.child("left");
    String variable = target == null ? "" : name(target, site);
    if (target == null || variable.isEmpty()) {
      throw new Refused("the connection is not assigned to a variable of its own");
    }
    if (function.isGlobal(variable) || function.isNonlocal(variable)) {
      throw new Refused(variable + " is not a variable of this function");
    }
    List<PyNode> releases = new ArrayList<>();
    List<PyNode> uses = new ArrayList<>();
    Set<String> names = derived(function, variable, site);
    if (!target.is("identifier")) {
      // `conn, cur = …`
      target.find(inner -> inner.is("identifier")).forEach(name -> names.add(name.text()));
    }
    for (PyNode use :
        function
            .node()
            .find(inner -> names.stream().anyMatch(name -> Exprs.isUseOf(inner, name)))) {
      if (use.from() > statement.from() && isInner(use, function)) {
        throw new Refused("a function defined here uses " + use.text() + ", perhaps later");
      }
      PyNode release = release(use, variable, site);
      if (release != null) {
        if (!releases.contains(release)) {
          releases.add(release);
        }
      } else if (!isInitial(use, statement)) {
        uses.add(use);
      }
    }
    return new Borrowing(function, site, pattern, statement, block, variable, uses, releases);
  }

  private static boolean isInner(PyNode use, PyFunction function) {
    return use.enclosing(Exprs::isScope) != function.node();
  }

  /// The first name of a tuple is the connection.
  private static String name(PyNode target, Site site) {
    if (target.is("identifier")) {
      return target.text();
    }
    PyNode first = target.first();
    boolean pair =
        target.is("pattern_list", "tuple_pattern") && first != null && first.is("identifier");
    return pair && first != null && site.names().contains(first.text()) ? first.text() : "";
  }

  /// The variable and those that hold a cursor or result of it.
  private static Set<String> derived(PyFunction function, String variable, Site site) {
    Set<String> names = new LinkedHashSet<>();
    names.add(variable);
    boolean session = site.kind().library().contains("session");
    int before = -1;
    while (before != names.size()) {
      before = names.size();
      for (PyNode assignment : function.own("assignment", "as_pattern")) {
        PyNode value = assignment.is("assignment") ? assignment.child("right") : assignment.first();
        PyNode target =
            assignment.is("assignment") ? assignment.child("left") : assignment.child("alias");
        PyNode inner = target != null && target.is("as_pattern_target") ? target.first() : target;
        if (value == null || inner == null || !inner.is("identifier")) {
          continue;
        }
        boolean from = names.stream().anyMatch(name -> Exprs.mentions(value, name));
        PyNode bare = Exprs.bare(value);
        boolean live =
            session
                || (bare.is("call")
                    && Library.DERIVING.contains(Exprs.lastName(bare.child("function"))));
        if (from && live) {
          names.add(inner.text());
        }
      }
    }
    return names;
  }

  private static @org.jspecify.annotations.Nullable PyNode release(
      PyNode use, String variable, Site site) {
    if (!use.text().equals(variable)) {
      return null;
    }
    for (PyNode release : site.releases()) {
      if (use.isInside(release) && release.is("call")) {
        return statementOf(release);
      }
    }
    // one that no path reaches, or that closes instead of giving back
    PyNode call = use.enclosing(node -> node.is("call", "block"));
    PyNode callee = call == null ? null : call.child("function");
    boolean releases =
        call != null
            && call.is("call")
            && callee != null
            && variable.equals(Exprs.dotted(callee.child("object")))
            && site.kind().close().contains(Exprs.lastName(callee));
    return releases && call != null ? statementOf(call) : null;
  }

  private static @org.jspecify.annotations.Nullable PyNode statementOf(PyNode call) {
    PyNode around = call.parent();
    while (around != null && around.is("await", "parenthesized_expression")) {
      around = around.parent();
    }
    return around != null && around.is("expression_statement") ? around : null;
  }

  /// `conn = None` before, the acquisition's own target, and tests of it.
  private static boolean isInitial(PyNode use, PyNode statement) {
    PyNode around = use.parent();
    if (use.isInside(statement)) {
      return true;
    }
    boolean target = around != null && around.is("assignment") && around.child("left") == use;
    PyNode value = target && around != null ? around.child("right") : null;
    return value != null && value.is("none");
  }

  /// The text that acquires, `await` included.
  PyNode expression() {
    PyNode value = Objects.requireNonNull(statement.first()).child("right");
    return value == null ? site.node() : value;
  }
}
