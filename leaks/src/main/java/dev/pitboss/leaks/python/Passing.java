package dev.pitboss.leaks.python;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What becomes of a connection that is passed as an argument.
final class Passing {
  private static final Set<String> STORING =
      Set.of(
          "append",
          "add",
          "put",
          "put_nowait",
          "appendleft",
          "insert",
          "push",
          "setdefault",
          "extend",
          "setattr",
          "set",
          "register");
  private static final Set<String> THREADS =
      Set.of(
          "Thread",
          "Process",
          "Timer",
          "submit",
          "run_in_executor",
          "to_thread",
          "create_task",
          "ensure_future",
          "start_new_thread",
          "spawn",
          "apply_async",
          "call_soon",
          "call_later",
          "start_soon",
          "run_sync",
          "add_task");
  private static final Set<String> CALLED_LATER =
      Set.of(
          "callback",
          "push_async_callback",
          "register",
          "addCleanup",
          "addfinalizer",
          "finalize",
          "add_done_callback",
          "call_on_close",
          "push",
          "defer");
  private static final Set<String> HANDED_THROUGH =
      Set.of(
          "wait_for",
          "shield",
          "run_until_complete",
          "run",
          "cast",
          "ensure_future",
          "sync",
          "async_to_sync");

  private final Run run;
  private final Ownership ownership;

  Passing(Run run, Ownership ownership) {
    this.run = run;
    this.ownership = ownership;
  }

  /// A call whose arguments are passed.
  ///
  /// @param name the last name of what is called
  record Call(PyNode node, PyNode callee, String name, List<Calls.Passed> arguments) {}

  /// Does what the call does with its arguments, and tells what it returns.
  Value pass(Call call, State state) {
    Value result = Value.UNKNOWN;
    for (Calls.Passed argument : call.arguments) {
      Value given = one(call, argument, argument.value(), state);
      result = Value.isTracked(given) ? given : result;
    }
    return result;
  }

  private Value one(Call call, Calls.Passed argument, Value value, State state) {
    return switch (value) {
      case Value.Held(int site) -> held(site, call, argument, state);
      case Value.Closing(int site) -> {
        if (call.name.startsWith("enter_")) {
          ownership.releaseLater(site, call.node, state);
        }
        yield new Value.Held(site);
      }
      case Value.Several(List<Value> elements, _) -> {
        Value result = Value.UNKNOWN;
        for (Value element : elements) {
          Value given = one(call, argument, element, state);
          result = Value.isTracked(given) ? given : result;
        }
        yield result;
      }
      case Value.Method(Value receiver, String method) -> {
        int id = Value.site(receiver);
        if (id >= 0 && Library.soundsLikeReleaser(method)) {
          ownership.releaseLater(id, call.node, state);
        }
        yield Value.UNKNOWN;
      }
      case Value.Local(PyNode definition) -> {
        ownership.handOn(definition, state);
        yield Value.UNKNOWN;
      }
      case Value.View(int site) -> {
        if (STORING.contains(call.name)) {
          ownership.escape(site, state);
        }
        yield Value.UNKNOWN;
      }
      case Value.Derived _, Value.Unknown _, Value.Nothing _, Value.Unbound _, Value.Bool _ ->
          Value.UNKNOWN;
    };
  }

  private Value held(int id, Call call, Calls.Passed argument, State state) {
    Site site = run.site(id);
    String name = call.name;
    state.use(id);
    if (name.equals("closing") || name.equals("aclosing")) {
      return new Value.Closing(id);
    }
    if (name.equals("enter_context") || name.equals("enter_async_context")) {
      if (site.kind().withCloses()) {
        ownership.releaseLater(id, call.node, state);
      } else {
        site.mark(Site.Mark.WITH_DOES_NOT_CLOSE);
      }
      return new Value.Held(id);
    }
    if (CALLED_LATER.contains(name) && passesReleaser(call.arguments)) {
      ownership.releaseLater(id, call.node, state);
      return Value.UNKNOWN;
    }
    if (run.project().isUserReleaser(name)) {
      ownership.release(id, call.node, state, false);
      return Value.UNKNOWN;
    }
    if (THREADS.contains(name)) {
      thread(id, call, state);
      return Value.UNKNOWN;
    }
    PyClass type = run.project().instantiated(call.callee, run.function().module());
    if (type != null) {
      return wrapped(id, type, argument);
    }
    if (HANDED_THROUGH.contains(name)) {
      return new Value.Held(id);
    }
    List<PyFunction> candidates = run.project().resolve(call.callee, run.function());
    return candidates.isEmpty()
        ? unresolved(id, call, state)
        : resolved(id, candidates, call, argument, state);
  }

  private static boolean passesReleaser(List<Calls.Passed> all) {
    return all.stream()
        .anyMatch(argument ->
            argument.node().is("attribute", "identifier")
                && Library.soundsLikeReleaser(Exprs.lastName(argument.node())));
  }

  private void thread(int id, Call call, State state) {
    if (passesReleaser(call.arguments)) {
      ownership.releaseLater(id, call.node, state);
      return;
    }
    for (Calls.Passed argument : call.arguments) {
      PyNode target =
          Exprs.bare(
              argument.node().is("keyword_argument")
                  ? java.util.Objects.requireNonNullElse(
                      argument.node().child("value"), argument.node())
                  : argument.node());
      List<PyFunction> candidates =
          target.is("identifier", "attribute")
              ? run.project().resolve(target, run.function())
              : List.of();
      for (PyFunction candidate : candidates) {
        boolean closes =
            candidate.parameters().stream()
                .anyMatch(parameter -> run.effect(candidate, parameter) == Summary.Effect.CLOSES);
        if (closes) {
          ownership.releaseLater(id, call.node, state);
        } else {
          run.site(id).mark(Site.Mark.HANDED_TO_THREAD);
        }
        return;
      }
    }
    ownership.escape(id, state);
  }

  /// `Wrapper(connection)` of a class of the sources.
  private Value wrapped(int id, PyClass type, Calls.Passed argument) {
    PyFunction constructor = type.method("__init__");
    String parameter = constructor == null ? null : parameter(constructor, argument, true);
    String field =
        type.isGenerated()
            ? type.generatedField(argument.keyword(), argument.place())
            : parameter == null || constructor == null ? null : field(constructor, parameter);
    if (field != null && run.project().closes(type, field, 0)) {
      run.site(id).mark(Site.Mark.HANDED_OVER);
      return new Value.Held(id);
    }
    return new Value.View(id);
  }

  private static @Nullable String field(PyFunction constructor, String parameter) {
    for (PyNode assignment : constructor.own("assignment")) {
      PyNode target = assignment.child("left");
      PyNode value = assignment.child("right");
      if (target != null
          && value != null
          && target.is("attribute")
          && Exprs.mentions(value, parameter)) {
        return Exprs.lastName(target);
      }
    }
    return null;
  }

  private Value resolved(
      int id, List<PyFunction> candidates, Call call, Calls.Passed argument, State state) {
    PyNode callee = call.callee;
    boolean exact = candidates.size() == 1 && (callee.is("identifier") || isOwn(callee));
    Value result = Value.UNKNOWN;
    boolean unsure = !exact;
    for (PyFunction candidate : candidates) {
      String parameter = parameter(candidate, argument, callee.is("attribute"));
      switch (run.effect(candidate, parameter)) {
        case CLOSES -> {
          ownership.release(id, call.node, state, false);
          return Value.UNKNOWN;
        }
        case KEEPS -> ownership.escape(id, state);
        case RETURNS -> {
          result = new Value.Held(id);
          if (candidate.isContextManager()) {
            result = Value.UNKNOWN;
          }
        }
        case UNSURE -> unsure = true;
        case NONE -> {
          // the callee uses it
        }
      }
    }
    if (unsure && Library.soundsLikeReleaser(call.name)) {
      ownership.release(id, call.node, state, false);
    } else if (unsure) {
      run.site(id).mark(Site.Mark.UNSURE);
    }
    return result;
  }

  private static boolean isOwn(PyNode callee) {
    return "self".equals(Exprs.dotted(callee.child("object")));
  }

  private static @Nullable String parameter(
      PyFunction function, Calls.Passed argument, boolean attribute) {
    if (argument.keyword() != null) {
      return argument.keyword();
    }
    int place = argument.place() + (attribute && function.isMethod() ? 1 : 0);
    return place < function.parameters().size()
        ? function.parameters().get(place)
        : function.variadic();
  }

  private Value unresolved(int id, Call call, State state) {
    String name = call.name;
    Site site = run.site(id);
    if (Library.soundsLikeReleaser(call.name)) {
      ownership.release(id, call.node, state, false);
      return Value.UNKNOWN;
    }
    if (STORING.contains(name)) {
      ownership.escape(id, state);
      return Value.UNKNOWN;
    }
    boolean constructor = Exprs.isClassName(name);
    PyNode around = call.node.parent();
    PyNode target = around == null ? null : around.child("left");
    boolean replaces =
        target != null && target.is("identifier") && site.names().contains(target.text());
    if (constructor || replaces) {
      site.mark(Site.Mark.HANDED_OVER);
      return new Value.Held(id);
    }
    if (!Calls.isHarmless(call.callee, name)) {
      site.mark(Site.Mark.UNSURE);
    }
    return Value.UNKNOWN;
  }
}
