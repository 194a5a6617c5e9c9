package dev.pitboss.leaks.python;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a call does.
final class Calls {
  /// Calls taken as unable to fail, so that a line that logs does not count as one that may raise.
  private static final Set<String> HARMLESS =
      Set.of(
          "print",
          "len",
          "str",
          "repr",
          "isinstance",
          "issubclass",
          "id",
          "type",
          "bool",
          "dict",
          "list",
          "set",
          "tuple",
          "range",
          "enumerate",
          "zip",
          "time",
          "now",
          "utcnow",
          "today",
          "monotonic",
          "perf_counter",
          "uuid4",
          "info",
          "debug",
          "warning",
          "warn",
          "error",
          "exception",
          "critical",
          "log",
          "locals",
          "globals",
          "getLogger",
          "strip",
          "lower",
          "upper",
          "append",
          "items",
          "keys",
          "values",
          "startswith",
          "endswith",
          "isoformat",
          "is_connected",
          "hasattr",
          "getattr",
          "callable",
          "format",
          "join",
          "get_ident",
          "object",
          "print_exc",
          "close",
          "wait_for",
          "shield",
          "closing",
          "aclosing",
          "callback",
          "push_async_callback",
          "ExitStack",
          "AsyncExitStack",
          "suppress",
          "enter_context",
          "enter_async_context",
          "isdigit",
          "title",
          "process_time",
          "total_seconds",
          "Lock");

  /// `get` of these asks somebody else.
  private static final Set<String> REMOTE =
      Set.of(
          "requests", "client", "session", "http", "httpx", "api", "redis", "cache", "r", "urllib");

  /// Methods of a SQLAlchemy session after which its connection is back in the pool.
  private static final Set<String> ENDING_TRANSACTION = Set.of("commit", "rollback");

  /// Methods of a session that do not ask the database.
  private static final Set<String> WITHOUT_TRANSACTION =
      Set.of("expunge", "expunge_all", "expire", "expire_all", "in_transaction", "is_active");

  private static final Set<String> SELF =
      Set.of("__enter__", "__aenter__", "execution_options", "yield_per");
  private static final Set<String> PROCESS_END =
      Set.of("sys.exit", "os._exit", "exit", "quit", "os.abort");
  private static final Set<String> RAISING = Set.of("abort", "fail", "skip", "skipTest");

  private final Run run;
  private final Ownership ownership;
  private final Expressions expressions;
  private final Passing passing;

  Calls(Run run, Ownership ownership, Expressions expressions) {
    this.run = run;
    this.ownership = ownership;
    this.expressions = expressions;
    this.passing = new Passing(run, ownership);
  }

  Value call(PyNode call, State state) {
    PyNode callee = call.child("function");
    if (callee != null && callee.is("subscript")) {
      // a generic class: `Manager[Connection](connection)`
      callee = callee.child("value");
    }
    if (callee == null) {
      return Value.UNKNOWN;
    }
    String name = Exprs.lastName(callee);
    Value receiver = receiver(callee, state);
    List<Passed> passed = arguments(call, state);
    if (state.isDead()) {
      return Value.UNKNOWN;
    }
    if (receiver.equals(Value.NOTHING) && callee.is("attribute")) {
      run.raise(call, state, Exit.Cause.OTHER, "AttributeError");
      state.die();
      return Value.UNKNOWN;
    }
    if (ends(call, callee, name, state)) {
      state.die();
      return Value.UNKNOWN;
    }
    if (callee.is("attribute")) {
      Value done = onReceiver(receiver, name, call, passed, state);
      if (done != null) {
        return done;
      }
    } else if (receiver instanceof Value.Local(PyNode definition)) {
      return local(definition, call, state);
    } else if (receiver instanceof Value.Method(Value object, String method)) {
      Value done = onReceiver(object, method, call, passed, state);
      if (done != null) {
        return done;
      }
    }
    return other(call, callee, name, passed, state);
  }

  /// An argument: its value, its name or its place.
  record Passed(Value value, @Nullable String keyword, int place, PyNode node) {}

  private Value receiver(PyNode callee, State state) {
    if (callee.is("attribute")) {
      PyNode object = callee.child("object");
      return expressions.eval(object, state);
    }
    return callee.is("identifier") ? state.get(callee.text()) : expressions.eval(callee, state);
  }

  private List<Passed> arguments(PyNode call, State state) {
    List<Passed> passed = new ArrayList<>();
    PyNode list = call.child("arguments");
    if (list == null) {
      return passed;
    }
    if (!list.is("argument_list")) {
      passed.add(new Passed(expressions.eval(list, state), null, 0, list));
      return passed;
    }
    int place = 0;
    for (PyNode argument : list.children()) {
      PyNode key = argument.is("keyword_argument") ? argument.child("name") : null;
      Value value = expressions.eval(argument, state);
      passed.add(
          new Passed(value, key == null ? null : key.text(), key == null ? place++ : -1, argument));
    }
    return passed;
  }

  /// Whether the path ends in this call.
  private boolean ends(PyNode call, PyNode callee, String name, State state) {
    String dotted = Exprs.dotted(callee);
    if (dotted != null && PROCESS_END.contains(dotted)) {
      return true;
    }
    boolean raises =
        (callee.is("identifier") && name.equals("abort"))
            || (dotted != null
                && (dotted.equals("flask.abort")
                    || dotted.equals("pytest.fail")
                    || dotted.equals("pytest.skip")))
            || ("self".equals(Exprs.dotted(callee.child("object")))
                && RAISING.contains(name)
                && !name.equals("abort"));
    if (!raises) {
      List<PyFunction> candidates = run.project().resolve(callee, run.function());
      raises = candidates.size() == 1 && run.project().summary(candidates.getFirst()).raises();
    }
    if (raises) {
      run.mayRaise(call, state, Exit.Cause.OTHER);
    }
    return raises;
  }

  private @Nullable Value onReceiver(
      Value receiver, String name, PyNode call, List<Passed> passed, State state) {
    return switch (receiver) {
      case Value.Held(int site) -> onConnection(site, name, call, state);
      case Value.Closing(int site) -> onConnection(site, name, call, state);
      case Value.Derived(int site) -> onDerived(site, name, call, state);
      case Value.Several several -> onSeveral(several, name, call, passed, state);
      case Value.Method _,
          Value.Local _,
          Value.View _,
          Value.Unknown _,
          Value.Nothing _,
          Value.Unbound _,
          Value.Bool _ ->
          null;
    };
  }

  private Value onConnection(int id, String name, PyNode call, State state) {
    Site site = run.site(id);
    if (ends(site, name)) {
      boolean wrong = site.kind().givenBack() && !site.is(Site.Mark.HANDED_OVER) && id >= 0;
      if (state.status(id) == State.Status.OPEN
          || state.status(id) == State.Status.CLOSED
          || !wrong) {
        ownership.release(id, call, state, wrong);
      }
      return Value.UNKNOWN;
    }
    if (site.kind().isSession() && ENDING_TRANSACTION.contains(name)) {
      if (state.status(id) == State.Status.OPEN) {
        state.status(id, State.Status.IDLE); // a commit that fails rolls back
      }
      return Value.UNKNOWN;
    }
    if (!WITHOUT_TRANSACTION.contains(name)) {
      state.use(id);
    }
    if (SELF.contains(name)) {
      run.mayRaise(call, state, Exit.Cause.DRIVER);
      return new Value.Held(id);
    }
    if (!HARMLESS.contains(name)) {
      run.mayRaise(call, state, name.equals("cursor") ? Exit.Cause.CURSOR : Exit.Cause.DRIVER);
    }
    return Library.DERIVING.contains(name) ? new Value.Derived(id) : Value.UNKNOWN;
  }

  private boolean ends(Site site, String name) {
    if (site.kind().close().contains(name)) {
      return true;
    }
    if (site.is(Site.Mark.HANDED_OVER)
        && Kind.guessed("", dev.pitboss.leaks.model.Confidence.LOW).close().contains(name)) {
      return true;
    }
    // a method of the object's class that closes
    return site.kind().close().contains("dispose") && Library.soundsLikeReleaser(name);
  }

  private Value onDerived(int id, String name, PyNode call, State state) {
    if (name.equals("close") || name.equals("aclose")) {
      run.site(id).mark(Site.Mark.CURSOR_CLOSED);
      return Value.UNKNOWN;
    }
    run.mayRaise(call, state, Exit.Cause.DRIVER);
    return Library.DERIVING.contains(name) || SELF.contains(name) || name.equals("start")
        ? new Value.Derived(id)
        : Value.UNKNOWN;
  }

  private @Nullable Value onSeveral(
      Value.Several several, String name, PyNode call, List<Passed> passed, State state) {
    PyNode callee = call.child("function");
    String variable = callee == null ? null : Exprs.dotted(callee.child("object"));
    boolean adds = Set.of("append", "add", "appendleft", "insert", "extend").contains(name);
    if (adds && variable != null) {
      Value changed = several;
      for (Passed argument : passed) {
        if (Value.isTracked(argument.value())) {
          changed = Expressions.plus((Value.Several) changed, argument.value());
          expressions.mark(argument.value());
        }
      }
      state.set(variable, changed);
      return Value.UNKNOWN;
    }
    if (name.equals("pop") || name.equals("get") || name.equals("popleft")) {
      return several.elements().stream().filter(Value::isTracked).findFirst().orElse(Value.UNKNOWN);
    }
    return Set.of("values", "copy").contains(name) ? several : null;
  }

  private Value local(PyNode definition, PyNode call, State state) {
    PyNode body = definition.child("body");
    boolean generator =
        definition.is("function_definition")
            && body != null
            && !body.find(inner -> inner.is("yield"), Exprs::isScope).isEmpty();
    if (generator) {
      return new Value.Local(definition);
    }
    State before = state.copy();
    ownership.callLocal(definition, call, state);
    if (before.statuses().equals(state.statuses())) {
      run.mayRaise(call, state, Exit.Cause.OTHER);
    }
    return Value.UNKNOWN;
  }

  private Value other(PyNode call, PyNode callee, String name, List<Passed> passed, State state) {
    Kind kind = run.acquirers().of(call, run.function());
    if (kind != null) {
      run.mayRaise(call, state, Exit.Cause.OTHER);
      passing.pass(new Passing.Call(call, callee, name, passed), state);
      return ownership.acquire(call, kind, state);
    }
    Summary tuple = run.acquirers().tuple(call, run.function());
    State before = state.copy();
    Value result = passing.pass(new Passing.Call(call, callee, name, passed), state);
    PyClass type = run.project().instantiated(callee, run.function().module());
    if (!isHarmless(callee, name) && (type == null || !type.isPlain())) {
      // a call that releases counts as one that does not fail, as a driver's close
      boolean released = !before.statuses().equals(state.statuses());
      boolean made = Exprs.isClassName(name);
      Exit.Cause cause = passesConnection(passed) && !made ? Exit.Cause.DRIVER : Exit.Cause.OTHER;
      if (!released) {
        run.mayRaise(call, before, cause);
      }
    }
    return tuple.returned().isEmpty() ? result : tuple(call, tuple, state);
  }

  private static boolean passesConnection(List<Passed> passed) {
    return passed.stream()
        .anyMatch(argument ->
            argument.value() instanceof Value.Derived || argument.value() instanceof Value.Held);
  }

  private Value tuple(PyNode call, Summary summary, State state) {
    int places = summary.returned().keySet().stream().max(Integer::compare).orElse(0) + 1;
    List<Value> elements = new ArrayList<>();
    for (int i = 0; i < Math.max(places, 2); i++) {
      Kind kind = summary.returned().get(i);
      elements.add(kind == null ? Value.UNKNOWN : ownership.acquire(call, kind, state));
    }
    // `conn, cur = connect()`: the other is usually its cursor
    for (Map.Entry<Integer, Kind> one : summary.returned().entrySet()) {
      if (one.getKey() >= 0 && summary.returned().size() == 1) {
        int id = Value.site(elements.get(one.getKey()));
        elements.replaceAll(
            element -> element.equals(Value.UNKNOWN) ? new Value.Derived(id) : element);
      }
    }
    return new Value.Several(elements, false);
  }

  /// Whether a call counts as one that cannot fail and keeps nothing.
  static boolean isHarmless(PyNode callee, String name) {
    PyNode object = callee.child("object");
    String receiver = Exprs.lastName(object);
    if (name.equals("get")) {
      return !REMOTE.contains(receiver);
    }
    return HARMLESS.contains(name)
        || receiver.equals("logger")
        || receiver.equals("logging")
        || receiver.equals("log");
  }
}
