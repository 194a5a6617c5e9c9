package dev.pitboss.leaks.python;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/// `try` and `with`.
final class Protected {
  private static final Set<String> EVERYTHING = Set.of("BaseException", "GeneratorExit");
  private static final Set<String> DRIVER_BASES =
      Set.of(
          "Error",
          "DatabaseError",
          "SQLAlchemyError",
          "DBAPIError",
          "MySQLError",
          "PostgresError",
          "StandardError",
          "PsycopgError",
          "DBError",
          "DriverError");
  private static final Set<String> BUILT_IN =
      Set.of(
          "KeyError",
          "ValueError",
          "TypeError",
          "IndexError",
          "AttributeError",
          "NameError",
          "UnboundLocalError",
          "ZeroDivisionError",
          "AssertionError",
          "StopIteration",
          "JSONDecodeError",
          "ImportError",
          "ModuleNotFoundError",
          "NotImplementedError",
          "UnicodeDecodeError",
          "KeyboardInterrupt",
          "FileNotFoundError",
          "SystemExit",
          "GeneratorExit",
          "StopAsyncIteration");
  private static final Set<String> SWALLOWING =
      Set.of("suppress", "raises", "assertRaises", "assertRaisesRegex");

  private final Run run;
  private final Ownership ownership;
  private final Expressions expressions;
  private final Statements statements;

  Protected(Run run, Ownership ownership, Expressions expressions, Statements statements) {
    this.run = run;
    this.ownership = ownership;
    this.expressions = expressions;
    this.statements = statements;
  }

  List<State> tryStatement(PyNode node, List<State> states) {
    PyNode last = node.ofType("finally_clause");
    List<State> after = new ArrayList<>();
    Collection<Exit> left = run.collecting(() -> after.addAll(withoutFinally(node, states)));
    if (last == null) {
      left.forEach(run::exit);
      return after;
    }
    PyNode block = last.ofType("block");
    for (Exit exit : left) {
      for (State out : statements.block(block, List.of(exit.state().copy()))) {
        run.exit(exit.with(out));
      }
    }
    return statements.block(block, after);
  }

  private List<State> withoutFinally(PyNode node, List<State> states) {
    List<PyNode> handlers = node.allOfType("except_clause", "except_group_clause");
    List<State> normal = new ArrayList<>();
    Collection<Exit> left =
        run.collecting(() -> normal.addAll(statements.block(node.child("body"), states)));
    List<List<State>> caught = new ArrayList<>();
    handlers.forEach(_ -> caught.add(new ArrayList<>()));
    for (Exit exit : left) {
      if (exit.way() != Exit.Way.RAISE || !isCaught(exit, handlers, caught)) {
        run.exit(exit);
      }
    }
    PyNode otherwise = node.ofType("else_clause");
    List<State> after =
        new ArrayList<>(
            otherwise == null ? normal : statements.block(otherwise.child("body"), normal));
    for (int i = 0; i < handlers.size(); i++) {
      after.addAll(statements.block(handlers.get(i).ofType("block"), caught.get(i)));
    }
    return after;
  }

  private enum Match {
    NO,
    MAYBE,
    YES
  }

  private static boolean isCaught(Exit exit, List<PyNode> handlers, List<List<State>> caught) {
    for (int i = 0; i < handlers.size(); i++) {
      Match match = match(handlers.get(i), exit);
      if (match != Match.NO) {
        State state = exit.state().copy();
        state.step(handlers.get(i).line(), "caught", -1);
        caught.get(i).add(state);
      }
      if (match == Match.YES) {
        return true;
      }
    }
    return false;
  }

  private static Match match(PyNode handler, Exit exit) {
    PyNode type = handler.first();
    if (type == null || type.is("block")) {
      return Match.YES;
    }
    if (type.is("as_pattern") && type.first() != null) {
      type = type.first();
    }
    List<PyNode> types =
        type == null ? List.of() : type.is("tuple") ? type.children() : List.of(type);
    return best(types, exit);
  }

  private static Match best(List<PyNode> types, Exit exit) {
    Match best = Match.NO;
    for (PyNode type : types) {
      Match match = match(Exprs.lastName(type), exit);
      best = match.compareTo(best) > 0 ? match : best;
    }
    return best;
  }

  private static Match match(String name, Exit exit) {
    if (EVERYTHING.contains(name)) {
      return Match.YES;
    }
    return switch (exit.cause()) {
      case GENERATOR -> Match.NO;
      case DRIVER, CURSOR ->
          name.equals("Exception") || DRIVER_BASES.contains(name)
              ? Match.YES
              : BUILT_IN.contains(name) ? Match.NO : Match.MAYBE;
      case OTHER, NONE -> {
        if (name.equals("Exception") || name.equals(exit.exception())) {
          yield Match.YES;
        }
        String raised = exit.exception();
        yield raised != null && BUILT_IN.contains(raised) && !name.equals("LookupError")
            ? Match.NO
            : Match.MAYBE;
      }
    };
  }

  private record Closer(int site, PyNode item) {}

  List<State> withStatement(PyNode node, State state) {
    List<PyNode> items = new ArrayList<>();
    PyNode clause = node.ofType("with_clause");
    for (PyNode item : clause == null ? List.<PyNode>of() : clause.allOfType("with_item")) {
      PyNode value = item.child("value");
      // `with (a as b, c as d):` is read as a tuple
      PyNode inner = value != null && value.is("tuple", "parenthesized_expression") ? value : null;
      if (inner != null && inner.ofType("as_pattern") != null) {
        items.addAll(inner.children());
      } else if (value != null) {
        items.add(value);
      }
    }
    return with(node, items, 0, state);
  }

  private List<State> with(PyNode node, List<PyNode> items, int at, State state) {
    if (state.isDead()) {
      return List.of();
    }
    if (at == items.size()) {
      return statements.block(node.child("body"), List.of(state));
    }
    PyNode item = items.get(at);
    PyNode value = item.is("as_pattern") ? item.first() : item;
    PyNode alias = item.is("as_pattern") ? item.child("alias") : null;
    Value entered = expressions.eval(value, state);
    List<Closer> closers = new ArrayList<>();
    Value given = enter(entered, item, value, closers, state);
    if (entered.equals(Value.UNKNOWN)
        && value != null
        && !value.is("identifier", "attribute", "call")) {
      run.mayRaise(value, state, Exit.Cause.OTHER);
    }
    expressions.assign(alias, given, item, state);
    boolean swallows =
        value != null
            && value.is("call")
            && SWALLOWING.contains(Exprs.lastName(value.child("function")));
    if (closers.isEmpty() && !swallows) {
      return with(node, items, at + 1, state);
    }
    List<State> after = new ArrayList<>();
    Collection<Exit> left = run.collecting(() -> after.addAll(with(node, items, at + 1, state)));
    after.forEach(out -> leave(closers, out));
    for (Exit exit : left) {
      State out = exit.state().copy();
      leave(closers, out);
      Match match =
          swallows && value != null && exit.way() == Exit.Way.RAISE
              ? best(Exprs.positional(value), exit)
              : Match.NO;
      if (match != Match.NO) {
        after.add(out.copy());
      }
      if (match != Match.YES) {
        run.exit(exit.with(out));
      }
    }
    return after;
  }

  private void leave(List<Closer> closers, State state) {
    for (Closer closer : closers) {
      State.Status before = state.status(closer.site());
      ownership.release(closer.site(), closer.item(), state, false);
      if (before == State.Status.ESCAPED) {
        state.status(closer.site(), State.Status.CLOSED);
      }
    }
  }

  private Value enter(
      Value entered,
      PyNode item,
      @org.jspecify.annotations.Nullable PyNode value,
      List<Closer> closers,
      State state) {
    return switch (entered) {
      case Value.Closing(int id) -> {
        closers.add(new Closer(id, item));
        boolean lost = run.site(id).kind().givenBack() && !run.site(id).is(Site.Mark.HANDED_OVER);
        if (lost) {
          state.status(id, State.Status.WRONGLY_CLOSED);
          closers.clear();
        }
        yield new Value.Held(id);
      }
      case Value.Held(int id) -> {
        Site site = run.site(id);
        boolean awaited =
            value != null
                && value.text().contains("await ")
                && site.kind().library().equals("aiopg pool");
        if ((site.kind().withCloses() && !awaited) || site.is(Site.Mark.HANDED_OVER)) {
          closers.add(new Closer(id, item));
        } else {
          site.mark(Site.Mark.WITH_DOES_NOT_CLOSE);
        }
        yield new Value.Held(id);
      }
      case Value.Derived(int id) -> new Value.Derived(id);
      case Value.View _,
          Value.Several _,
          Value.Method _,
          Value.Local _,
          Value.Unknown _,
          Value.Nothing _,
          Value.Unbound _,
          Value.Bool _ ->
          Value.UNKNOWN;
    };
  }
}
