package dev.pitboss.leaks.python;

import dev.pitboss.leaks.model.Confidence;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Tells which calls give a connection to their caller.
final class Acquirers {
  /// Methods that show that an object is a database connection.
  private static final Set<String> DATABASE =
      Set.of("cursor", "commit", "rollback", "execute", "fetch", "fetchrow", "fetchval");

  private final Project project;

  Acquirers(Project project) {
    this.project = project;
  }

  /// What the value of a call is, or null when the caller owns nothing.
  @Nullable Kind of(PyNode call, PyFunction from) {
    PyNode callee = call.child("function");
    String name = Exprs.lastName(callee);
    if (name.isEmpty() && callee != null && callee.is("call")) {
      return calledTwice(callee, from);
    }
    if (project.isUserAcquirer(name)) {
      return Project.userKind(name);
    }
    Kind known = byLibrary(callee, name, from);
    if (known != null) {
      return known;
    }
    List<PyFunction> candidates = project.resolve(callee, from);
    if (!candidates.isEmpty()) {
      return ofFunctions(candidates, call, name, from);
    }
    PyClass type = project.instantiated(callee, from.module());
    if (type != null) {
      return project.owned(type);
    }
    return guess(call, name, from);
  }

  private @Nullable Kind byLibrary(@Nullable PyNode callee, String name, PyFunction from) {
    String dotted = Exprs.dotted(callee);
    if (dotted != null) {
      Kind known = Library.connect(from.module().qualified(dotted));
      if (known != null && from.module().isImported(dotted.split("\\.", 2)[0])) {
        return known;
      }
    }
    if (callee == null) {
      return null;
    }
    if (callee.is("identifier")) {
      return project.source(name, Library.CALL, from.module());
    }
    PyNode object = callee.child("object");
    String receiver = Exprs.lastName(object);
    Kind given = receiver.isEmpty() ? null : project.source(receiver, name, from.module());
    if (given == null) {
      given = project.source(name, Library.CALL, from.module());
    }
    if (given != null) {
      return given;
    }
    String last =
        receiver.isEmpty() && object != null && object.is("call")
            ? Exprs.lastName(object.child("function"))
            : receiver;
    if (project.resolve(callee, from).isEmpty() || name.equals("getconn")) {
      return Library.method(name, last, from.module(), project.packages());
    }
    return null;
  }

  /// `sessionmaker(bind=engine)()`.
  private @Nullable Kind calledTwice(PyNode inner, PyFunction from) {
    String dotted = Exprs.dotted(inner.child("function"));
    Library.Source source = dotted == null ? null : Library.source(from.module().qualified(dotted));
    return source == null ? null : source.methods().get(Library.CALL);
  }

  private @Nullable Kind ofFunctions(
      List<PyFunction> candidates, PyNode call, String name, PyFunction from) {
    boolean stored = false;
    for (PyFunction candidate : candidates) {
      if (isManaged(candidate)) {
        return null;
      }
      if (candidate.isAsync() && !isAwaited(call)) {
        return null;
      }
      Summary summary = project.summary(candidate);
      Kind kind = summary.whole();
      if (kind != null) {
        return known(kind, candidates, call, from);
      }
      stored |= summary.stored() || !summary.returned().isEmpty();
    }
    return stored || candidates.size() > 1 ? null : guess(call, name, from);
  }

  /// A method of an object of unknown class may be another's of the same name.
  private @Nullable Kind known(
      Kind kind, List<PyFunction> candidates, PyNode call, PyFunction from) {
    if (project.isExact(call.child("function"), from)) {
      return candidates.size() == 1 || agree(candidates) ? kind : kind.with(Confidence.LOW);
    }
    if (!isUsedAsDatabase(call, from)) {
      return null;
    }
    Confidence limit = agree(candidates) ? Confidence.MEDIUM : Confidence.LOW;
    return kind.confidence().compareTo(limit) > 0 ? kind : kind.with(limit);
  }

  /// A call of an asynchronous function that is not awaited has not run.
  private static boolean isAwaited(PyNode call) {
    PyNode around = call.parent();
    while (around != null && around.is("parenthesized_expression", "argument_list", "call")) {
      around = around.parent();
    }
    boolean runs =
        call.enclosing(node ->
            node.is("call") && Library.runsCoroutine(Exprs.lastName(node.child("function"))))
            != null;
    return runs || (around != null && around.is("await"));
  }

  private boolean agree(List<PyFunction> candidates) {
    return candidates.stream().allMatch(candidate -> project.summary(candidate).whole() != null);
  }

  /// Whether a call of it gives something that ends the borrow itself.
  private static boolean isManaged(PyFunction function) {
    return function.isContextManager()
        || function.isGenerator()
        || function.isKeeping()
        || function.isProperty();
  }

  /// By its name, when the caller uses the result as a database connection.
  private @Nullable Kind guess(PyNode call, String name, PyFunction from) {
    return Library.soundsLikeAcquirer(name) && isUsedAsDatabase(call, from) ? guessed(name) : null;
  }

  private static boolean isUsedAsDatabase(PyNode call, PyFunction from) {
    PyNode around = call.parent();
    PyNode inner = call;
    while (around != null && around.is("await", "parenthesized_expression")) {
      inner = around;
      around = around.parent();
    }
    if (around == null) {
      return false;
    }
    if (around.is("attribute")) {
      return DATABASE.contains(Exprs.lastName(around));
    }
    PyNode target = target(around, inner);
    if (target == null || !target.is("identifier")) {
      return false;
    }
    String variable = target.text();
    return !from.node()
        .find(node ->
            node.is("attribute")
                && DATABASE.contains(Exprs.lastName(node))
                && variable.equals(Exprs.dotted(node.child("object"))))
        .isEmpty();
  }

  private static @Nullable PyNode target(PyNode around, PyNode value) {
    if (around.is("as_pattern")) {
      PyNode alias = around.child("alias");
      return alias == null ? null : alias.first();
    }
    if (around.is("named_expression")) {
      return around.child("name");
    }
    boolean assigned = around.is("assignment") && around.child("right") == value;
    return assigned ? around.child("left") : null;
  }

  private static Kind guessed(String name) {
    return Kind.guessed(name, Confidence.MEDIUM);
  }

  /// Places of a returned tuple that hold connections.
  Summary tuple(PyNode call, PyFunction from) {
    List<PyFunction> candidates = project.resolve(call.child("function"), from);
    if (candidates.size() != 1 || isManaged(candidates.getFirst())) {
      return Summary.NOTHING;
    }
    return project.summary(candidates.getFirst());
  }
}
