package dev.pitboss.leaks.python;

import dev.pitboss.leaks.model.Confidence;
import dev.pitboss.leaks.python.Summary.Effect;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/// Analyses one function: where it loses what it acquires, and what it does with what it is given.
final class Analysis {
  private static final Kind PARAMETER = Kind.guessed("parameter", Confidence.LOW);

  private Analysis() {}

  /// All paths through a function, whose arguments are someone else's.
  static Run losses(Project project, PyFunction function) {
    var run = new Run(project, function, List.of());
    State start = start(run);
    PyNode definition = function.node();
    follow(run, start, definition);
    return run;
  }

  private static State start(Run run) {
    var state = new State();
    for (String name : run.function().assigned()) {
      if (run.isTested(name)) {
        state.set(name, Value.UNBOUND);
      }
    }
    return state;
  }

  private static void follow(Run run, State start, PyNode definition) {
    var statements = new Statements(run);
    List<State> ends = new ArrayList<>();
    Collection<Exit> exits =
        run.collecting(() -> ends.addAll(statements.block(run.function().body(), List.of(start))));
    for (State end : ends) {
      run.comeBack();
      lose(run, Run.How.END, definition, Exit.Cause.NONE, end);
    }
    for (Exit exit : exits) {
      Run.How how = exit.way() == Exit.Way.RAISE ? Run.How.RAISE : Run.How.RETURN;
      lose(run, how, exit.node(), exit.cause(), exit.state());
    }
  }

  private static void lose(Run run, Run.How how, PyNode node, Exit.Cause cause, State state) {
    state
        .statuses()
        .forEach((id, status) -> {
          if (status == State.Status.OPEN || status == State.Status.IDLE) {
            run.leak(run.site(id), how, node, cause, state);
          } else if (status == State.Status.WRONGLY_CLOSED) {
            run.leak(run.site(id), Run.How.WRONGLY_CLOSED, node, cause, state);
          }
        });
  }

  /// What a caller has to know of a function's result.
  static Summary summary(PyFunction function, Run losses) {
    boolean raises =
        !losses.comesBack()
            && !losses.isTruncated()
            && !function.isGenerator()
            && function.body() != null;
    Map<Integer, Kind> returned = function.isGenerator() ? Map.of() : losses.returned();
    return new Summary(returned, losses.returnsStored(), raises);
  }

  /// The same for a function that acquires nothing, without following its paths.
  static Summary withoutAcquisition(PyFunction function) {
    boolean stored = false;
    for (PyNode statement : function.own("return_statement")) {
      PyNode value = statement.first();
      stored |=
          value != null
              && (value.is("attribute", "subscript")
                  || (value.is("identifier") && !function.assigned().contains(value.text())));
    }
    PyNode body = function.body();
    boolean raises =
        body != null
            && !body.children().isEmpty()
            && body.children().getLast().is("raise_statement")
            && function.own("return_statement").isEmpty()
            && !function.isGenerator();
    return new Summary(Map.of(), stored, raises);
  }

  /// What a function does with an argument.
  static Effect effect(Project project, PyFunction function, String parameter, List<String> calls) {
    PyNode body = function.body();
    if (body == null || !Exprs.mentions(body, parameter)) {
      return Effect.NONE;
    }
    var run = new Run(project, function, calls);
    State start = start(run);
    Site site = run.site(function.node(), PARAMETER);
    start.status(site.id(), State.Status.OPEN);
    Value held = new Value.Held(site.id());
    boolean several = parameter.equals(function.variadic());
    start.set(parameter, several ? new Value.Several(List.of(held), true) : held);
    var statements = new Statements(run);
    List<State> ends = new ArrayList<>();
    Collection<Exit> exits =
        run.collecting(() -> ends.addAll(statements.block(body, List.of(start))));
    exits.stream()
        .filter(exit -> exit.way() == Exit.Way.RETURN)
        .forEach(exit -> ends.add(exit.state()));
    return effect(site, ends, run.isTruncated());
  }

  private static Effect effect(Site site, List<State> ends, boolean truncated) {
    boolean unsure = site.is(Site.Mark.UNSURE) || site.is(Site.Mark.HANDED_OVER);
    if (ends.isEmpty() || truncated) {
      return unsure ? Effect.UNSURE : Effect.NONE;
    }
    if (site.is(Site.Mark.RETURNED)) {
      return Effect.RETURNS;
    }
    List<State.Status> statuses = new ArrayList<>();
    ends.forEach(end -> statuses.add(end.status(site.id())));
    if (!site.releases().isEmpty() && !statuses.contains(State.Status.OPEN)) {
      return Effect.CLOSES;
    }
    if (statuses.contains(State.Status.ESCAPED)) {
      return Effect.KEEPS;
    }
    return unsure ? Effect.UNSURE : Effect.NONE;
  }
}
