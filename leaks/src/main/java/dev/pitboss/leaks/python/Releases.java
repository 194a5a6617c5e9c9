package dev.pitboss.leaks.python;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The statement that ends a borrow.
///
/// @param function what is called: `conn.close`, `pool.putconn`
/// @param argument whether the connection is its argument and not its receiver
/// @param awaited whether it is awaited
record Releases(String function, boolean argument, boolean awaited) {
  String statement(String variable) {
    return (awaited ? "await " : "") + function + (argument ? "(" + variable + ")" : "()");
  }

  /// How a borrow is to end: as the function or the module does it already, or as its library
  /// wants.
  static Releases of(Borrowing borrowing, Project project) throws Refused {
    Kind kind = borrowing.site().kind();
    for (PyNode statement : borrowing.releases()) {
      Releases found = read(statement, borrowing.variable());
      if (found != null
          && (found.argument || !kind.givenBack() || borrowing.site().is(Site.Mark.HANDED_OVER))) {
        return found;
      }
    }
    if (kind.givenBack() && !borrowing.site().is(Site.Mark.HANDED_OVER)) {
      return givenBack(borrowing, project);
    }
    Releases usual = usual(borrowing);
    return usual != null
        ? usual
        : new Releases(borrowing.variable() + ".close", false, awaitsClose(kind));
  }

  private static boolean awaitsClose(Kind kind) {
    return kind.asynchronous() && !List.of("aiomysql", "aiopg").contains(kind.library());
  }

  private static @Nullable Releases read(PyNode statement, String variable) {
    PyNode inner = statement.first();
    boolean awaited = inner != null && inner.is("await");
    PyNode call = inner == null ? null : Exprs.bare(inner);
    PyNode callee = call == null ? null : call.child("function");
    String name = Exprs.dotted(callee);
    if (call == null || callee == null || name == null) {
      return null;
    }
    List<PyNode> arguments = Exprs.arguments(call);
    if (arguments.isEmpty() && name.startsWith(variable + ".")) {
      return new Releases(name, false, awaited);
    }
    boolean only = arguments.size() == 1 && arguments.getFirst().text().equals(variable);
    return only ? new Releases(name, true, awaited) : null;
  }

  /// How other functions of the module release what the same function gave them.
  private static @Nullable Releases usual(Borrowing borrowing) {
    String acquirer = Exprs.lastName(borrowing.site().node().child("function"));
    for (PyFunction other : borrowing.function().module().functions()) {
      if (other == borrowing.function() || !other.words().contains(acquirer)) {
        continue;
      }
      for (PyNode statement : other.own("expression_statement")) {
        PyNode call = statement.first() == null ? null : Exprs.bare(statement.first());
        List<PyNode> arguments =
            call == null || !call.is("call") ? List.of() : Exprs.arguments(call);
        PyNode callee = call == null ? null : call.child("function");
        if (arguments.size() == 1
            && callee != null
            && callee.is("identifier")
            && Library.soundsLikeReleaser(callee.text())
            && arguments.getFirst().is("identifier")) {
          Releases found = read(statement, arguments.getFirst().text());
          if (found != null) {
            return found;
          }
        }
      }
    }
    return null;
  }

  private static Releases givenBack(Borrowing borrowing, Project project) throws Refused {
    PyNode callee = borrowing.site().node().child("function");
    String dotted = Exprs.dotted(callee);
    String name = Exprs.lastName(callee);
    if (dotted != null
        && dotted.contains(".")
        && (name.equals("getconn") || name.equals("acquire"))) {
      String pool = dotted.substring(0, dotted.lastIndexOf('.'));
      return name.equals("getconn")
          ? new Releases(pool + ".putconn", true, borrowing.site().kind().asynchronous())
          : new Releases(pool + ".release", true, true);
    }
    List<PyFunction> acquirers = project.resolve(callee, borrowing.function());
    for (PyFunction acquirer : acquirers) {
      for (PyFunction candidate : acquirer.module().functions()) {
        boolean gives =
            candidate.outer() == null
                && candidate.owner() == acquirer.owner()
                && candidate.parameters().size() == (candidate.isMethod() ? 2 : 1)
                && project.effect(candidate, candidate.parameters().getLast(), List.of())
                    == Summary.Effect.CLOSES;
        String reachable = gives ? reachable(candidate, dotted, borrowing) : null;
        if (reachable != null) {
          return new Releases(reachable, true, candidate.isAsync());
        }
      }
    }
    throw new Refused("no function in reach gives the connection back to its pool");
  }

  private static @Nullable String reachable(
      PyFunction candidate, @Nullable String acquirer, Borrowing borrowing) {
    if (acquirer != null && acquirer.contains(".")) {
      return acquirer.substring(0, acquirer.lastIndexOf('.') + 1) + candidate.name();
    }
    PyModule here = borrowing.function().module();
    boolean own = candidate.module().source().file().equals(here.source().file());
    return own || here.isImported(candidate.name()) ? candidate.name() : null;
  }
}
