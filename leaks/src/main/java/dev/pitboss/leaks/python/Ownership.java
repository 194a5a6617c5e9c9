package dev.pitboss.leaks.python;

import java.util.List;
import java.util.Map;

/// What happens to connections that are assigned, released, returned and handed on.
final class Ownership {
  private final Run run;

  Ownership(Run run) {
    this.run = run;
  }

  Value acquire(PyNode call, Kind kind, State state) {
    Site site = run.site(call, kind);
    if (state.status(site.id()) == State.Status.OPEN && !isCollected(site.id(), state)) {
      run.leak(site, Run.How.REASSIGNED, call, Exit.Cause.NONE, state);
    }
    state.status(site.id(), State.Status.OPEN);
    state.step(call.line(), "taken", site.id());
    return new Value.Held(site.id());
  }

  private boolean isCollected(int site, State state) {
    return run.site(site).is(Site.Mark.COLLECTED)
        && state.variables().values().stream()
            .anyMatch(value -> value instanceof Value.Several several && holds(several, site));
  }

  /// Ends a borrow.
  ///
  /// @param call what ends it
  /// @param wrong whether the pool does not get it back
  void release(int id, PyNode call, State state, boolean wrong) {
    Site site = run.site(id);
    State.Status before = state.status(id);
    if (!wrong) {
      site.releases().add(call);
    }
    if (before == State.Status.CLOSED || (wrong && before == State.Status.WRONGLY_CLOSED)) {
      run.doubleCloses().add(call);
    } else if (wrong && before == State.Status.OPEN) {
      state.status(id, State.Status.WRONGLY_CLOSED);
      state.step(call.line(), "closed", -1);
    } else if (before != State.Status.ESCAPED || !wrong) {
      state.status(id, State.Status.CLOSED);
    }
  }

  /// Something will end the borrow later.
  void releaseLater(int id, PyNode call, State state) {
    run.site(id).releases().add(call);
    state.status(id, State.Status.ESCAPED);
  }

  /// Its end is someone else's task from here on.
  void escape(int id, State state) {
    if (state.isUnclosed(id)) {
      state.status(id, State.Status.ESCAPED);
    }
  }

  /// A value gets a new place that outlives the function.
  void store(Value value, State state) {
    switch (value) {
      case Value.Held(int site) -> escape(site, state);
      case Value.Closing(int site) -> escape(site, state);
      case Value.View(int site) -> escape(site, state);
      case Value.Derived(int site) -> escape(site, state);
      case Value.Several(List<Value> elements, _) ->
          elements.forEach(element -> store(element, state));
      case Value.Method(Value receiver, _) -> store(receiver, state);
      case Value.Local(PyNode definition) -> handOn(definition, state);
      case Value.Unknown _, Value.Nothing _, Value.Unbound _, Value.Bool _ -> {
        // nothing of ours
      }
    }
  }

  /// A function defined here leaves: it may end what it captured.
  void handOn(PyNode definition, State state) {
    for (Map.Entry<String, Value> variable : List.copyOf(state.variables().entrySet())) {
      int id = Value.site(variable.getValue());
      if (id < 0 || !Exprs.mentions(definition, variable.getKey())) {
        continue;
      }
      List<PyNode> releases = releases(definition, variable.getKey());
      if (releases.isEmpty()) {
        run.site(id).mark(Site.Mark.HANDED_TO_THREAD);
        continue;
      }
      List<PyNode> yields = definition.find(inner -> inner.is("yield"));
      boolean safe =
          yields.isEmpty()
              || releases.stream()
                  .anyMatch(
                      release -> release.enclosing(node -> node.is("finally_clause")) != null);
      if (!safe && state.status(id) == State.Status.OPEN) {
        State dropped = state.copy();
        dropped.step(yields.getFirst().line(), "dropped at yield", -1);
        run.leak(run.site(id), Run.How.RAISE, yields.getFirst(), Exit.Cause.GENERATOR, dropped);
      }
      run.site(id).releases().addAll(releases);
      escape(id, state);
    }
  }

  /// Calls in a function that end what a captured variable holds.
  private List<PyNode> releases(PyNode definition, String variable) {
    return definition.find(
        inner -> inner.is("call") && Exprs.mentions(inner, variable) && isRelease(inner, variable));
  }

  private boolean isRelease(PyNode call, String variable) {
    PyNode callee = call.child("function");
    if (Library.soundsLikeReleaser(Exprs.lastName(callee))) {
      return true;
    }
    List<PyNode> arguments = Exprs.positional(call);
    for (int i = 0; i < arguments.size(); i++) {
      if (Exprs.isUseOf(arguments.get(i), variable)) {
        int place = i;
        return run.project().resolve(callee, run.function()).stream()
            .anyMatch(function -> closes(function, place));
      }
    }
    return false;
  }

  private boolean closes(PyFunction function, int place) {
    int at = place + (function.isMethod() ? 1 : 0);
    return at < function.parameters().size()
        && run.effect(function, function.parameters().get(at)) == Summary.Effect.CLOSES;
  }

  /// A function defined here is called: what it ends is ended.
  void callLocal(PyNode definition, PyNode call, State state) {
    for (Map.Entry<String, Value> variable : List.copyOf(state.variables().entrySet())) {
      int id = Value.site(variable.getValue());
      if (id >= 0 && !releases(definition, variable.getKey()).isEmpty()) {
        release(id, call, state, false);
      }
    }
  }

  /// A variable gets a value; what it held may be lost by that.
  void assign(String name, Value value, PyNode node, State state) {
    Value before = state.get(name);
    int old = Value.site(before);
    if (run.function().isGlobal(name) || run.function().isNonlocal(name)) {
      store(value, state);
    }
    keepIfUseful(name, value, state);
    int id = Value.site(value);
    if (id >= 0) {
      run.site(id).names().add(name);
    }
    if (old >= 0
        && old != id
        && state.status(old) == State.Status.OPEN
        && state.variables().values().stream().noneMatch(other -> refers(other, old))) {
      State lost = state.copy();
      lost.step(node.line(), "reassigned", -1);
      run.leak(run.site(old), Run.How.REASSIGNED, node, Exit.Cause.NONE, lost);
      state.status(old, State.Status.ESCAPED);
    }
  }

  private void keepIfUseful(String name, Value value, State state) {
    boolean useful = Value.isTracked(value) || run.isTested(name.split("\\.", 2)[0]);
    state.set(name, useful ? value : Value.UNKNOWN);
  }

  private static boolean refers(Value value, int site) {
    return switch (value) {
      case Value.Held(int id) -> id == site;
      case Value.Closing(int id) -> id == site;
      case Value.View(int id) -> id == site;
      case Value.Derived(int id) -> id == site;
      case Value.Several several -> holds(several, site);
      case Value.Method(Value receiver, _) -> refers(receiver, site);
      case Value.Unknown _, Value.Nothing _, Value.Unbound _, Value.Bool _, Value.Local _ -> false;
    };
  }

  private static boolean holds(Value.Several several, int site) {
    return several.elements().stream().anyMatch(element -> refers(element, site));
  }

  /// A value leaves by `return`.
  void giveBack(Value value, State state) {
    if (value instanceof Value.Several(List<Value> elements, boolean growing) && !growing) {
      for (int i = 0; i < elements.size(); i++) {
        give(elements.get(i), i, state);
      }
    } else {
      give(value, Summary.WHOLE, state);
    }
  }

  private void give(Value value, int place, State state) {
    int id = Value.site(value);
    if (id >= 0) {
      Site site = run.site(id);
      if (state.isUnclosed(id)) {
        Kind kind = site.is(Site.Mark.HANDED_OVER) ? site.kind().wrapped() : site.kind();
        run.returned().putIfAbsent(place, kind);
        site.mark(Site.Mark.RETURNED);
      } else {
        run.returnStored();
      }
      escape(id, state);
      return;
    }
    if (value instanceof Value.Derived(int derived)) {
      if (state.status(derived) == State.Status.OPEN && place == Summary.WHOLE) {
        run.site(derived).mark(Site.Mark.DEPENDENT_RETURNED);
      }
      return;
    }
    store(value, state);
  }
}
