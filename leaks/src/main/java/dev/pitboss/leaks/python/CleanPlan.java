package dev.pitboss.leaks.python;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The edits of the clean style: a `with` that ends where the connection is used last.
final class CleanPlan {
  private final Project project;
  private final Borrowing borrowing;
  private final SourceEdits edits;
  private final Imports imports;

  CleanPlan(Project project, Borrowing borrowing, SourceEdits edits, Imports imports) {
    this.project = project;
    this.borrowing = borrowing;
    this.edits = edits;
    this.imports = imports;
  }

  void make(boolean hoisted, PyNode top, PyNode last, Releases release, String unit)
      throws Refused {
    PyNode statement = borrowing.statement();
    String manager = hoisted ? null : manager(release);
    String outer = edits.indentation(top.line());
    if (manager != null) {
      String header = manager + " as " + borrowing.variable() + ":";
      edits.replace(statement.from(), statement.to(), header);
      edits.indent(statement.lastLine() + 1, last.lastLine(), unit);
      return;
    }
    boolean async = release.awaited();
    String stack = freeName("stack");
    String type = imports.contextlib(async ? "AsyncExitStack" : "ExitStack");
    edits.insertBefore(
        top.line(), outer + (async ? "async " : "") + "with " + type + "() as " + stack + ":");
    edits.indent(top.line(), last.lastLine(), unit);
    String callback = async ? ".push_async_callback(" : ".callback(";
    String argument = release.argument() ? ", " + borrowing.variable() : "";
    edits.insertAfter(
        statement.lastLine(),
        edits.indentation(statement.line())
            + unit
            + stack
            + callback
            + release.function()
            + argument
            + ")");
  }

  private String freeName(String name) {
    String free = name;
    while (borrowing.function().words().contains(free)) {
      free = free + "_";
    }
    return free;
  }

  /// `with …`, or null when no context manager fits.
  private @Nullable String manager(Releases release) throws Refused {
    PyNode assignment = Objects.requireNonNull(borrowing.statement().first());
    PyNode left = assignment.child("left");
    if (left == null || !left.is("identifier") || assignment.child("type") != null) {
      return null;
    }
    PyNode expression = borrowing.expression();
    boolean direct = Exprs.bare(expression) == borrowing.site().node();
    Kind kind = borrowing.site().kind();
    String own = direct ? own() : null;
    if (own != null) {
      return own;
    }
    boolean closes = release.function().equals(borrowing.variable() + ".close");
    if (kind.asynchronous()) {
      boolean library = direct && kind.withCloses() && isLibraryCall();
      return library ? "async with " + asynchronous(expression, kind) : null;
    }
    if (!closes || release.awaited()) {
      return null;
    }
    return enters(kind)
        ? "with " + expression.text()
        : "with " + imports.contextlib("closing") + "(" + expression.text() + ")";
  }

  private boolean isLibraryCall() {
    return project
        .resolve(borrowing.site().node().child("function"), borrowing.function())
        .isEmpty();
  }

  private String asynchronous(PyNode expression, Kind kind) {
    return kind.library().equals("psycopg") ? expression.text() : borrowing.site().node().text();
  }

  /// Whether entering gives the connection and leaving only closes it. psycopg's commits, too.
  private boolean enters(Kind kind) {
    if (!kind.withCloses() || kind.library().equals("psycopg")) {
      return false;
    }
    PyClass type =
        project.instantiated(
            borrowing.site().node().child("function"), borrowing.function().module());
    if (type != null) {
      PyFunction enter = type.method("__enter__");
      return enter != null && enter.node().text().contains("return self");
    }
    return isLibraryCall() && !kind.close().contains("dispose");
  }

  /// A context manager of the sources that acquires the same way and does nothing else.
  private @Nullable String own() {
    PyNode call = borrowing.site().node();
    PyNode callee = call.child("function");
    String acquirer = callee == null ? "" : callee.text();
    List<PyNode> arguments = Exprs.arguments(call);
    for (PyModule module : project.modules()) {
      for (PyFunction function : module.functions()) {
        boolean fits =
            function.isContextManager()
                && !function.isAsync()
                && function.owner() == null
                && function.node().text().contains(acquirer + "(")
                && !function.words().contains("commit")
                && !function.words().contains("rollback")
                && function.parameters().size() == arguments.size();
        PyModule here = borrowing.function().module();
        boolean reachable =
            module.source().file().equals(here.source().file()) || here.isImported(function.name());
        if (fits && reachable && !function.name().equals(borrowing.function().name())) {
          PyNode list = call.child("arguments");
          return "with " + function.name() + (list == null ? "()" : list.text());
        }
      }
    }
    return null;
  }
}
