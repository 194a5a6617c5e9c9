package dev.pitboss.leaks.python;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One analysis of one function: what all its paths share.
final class Run {
  /// More states at one point are merged by forgetting facts, and then left out.
  private static final int MAX_STATES = 96;

  /// More steps than this and the function counts as not analysed.
  private static final int MAX_STEPS = 60_000;

  private final Project project;
  private final PyFunction function;
  private final List<String> calls;
  private final Acquirers acquirers;
  private final Map<PyNode, Site> byNode = new HashMap<>();
  private final List<Site> sites = new ArrayList<>();
  private final List<Leak> leaks = new ArrayList<>();
  private final Map<Integer, Kind> returned = new HashMap<>();
  private final List<Kept> kept = new ArrayList<>();
  private final Set<PyNode> doubleCloses = new LinkedHashSet<>();
  private final Set<PyNode> usesAfterClose = new LinkedHashSet<>();
  private final Set<String> tested = new HashSet<>();
  private final Map<String, Integer> conditions = new HashMap<>();
  private Map<Object, Exit> sink = new LinkedHashMap<>();
  private int depth;
  private int steps;
  private boolean truncated;
  private boolean storedReturn;
  private boolean returns;

  /// A path that ends, or loses its last reference, while it holds a connection.
  ///
  /// @param idle whether it is a session that holds no connection, because its transaction ended
  record Leak(
      Site site, How how, PyNode node, Exit.Cause cause, @Nullable Trail trail, boolean idle) {}

  enum How {
    END,
    RETURN,
    RAISE,
    REASSIGNED,
    WRONGLY_CLOSED
  }

  /// A connection put into a field.
  record Kept(Site site, PyNode target, @Nullable Trail trail) {}

  /// @param calls parameters whose effects are being asked for, outermost first
  Run(Project project, PyFunction function, List<String> calls) {
    this.project = project;
    this.function = function;
    this.calls = calls;
    this.acquirers = new Acquirers(project);
    for (PyNode test :
        function.own(
            "if_statement",
            "elif_clause",
            "while_statement",
            "conditional_expression",
            "boolean_operator")) {
      PyNode condition = test.child("condition");
      if (condition != null) {
        count(condition);
      } else {
        names(test);
      }
    }
    for (PyNode call : Exprs.calls(function.node())) {
      if (Library.soundsLikeReleaser(Exprs.lastName(call.child("function")))) {
        names(call);
      }
    }
  }

  private void count(PyNode condition) {
    names(condition);
    PyNode inner = condition;
    while (inner.is("not_operator", "parenthesized_expression")) {
      PyNode below = inner.is("not_operator") ? inner.child("argument") : inner.first();
      if (below == null) {
        return;
      }
      inner = below;
    }
    if (inner.is("boolean_operator")) {
      inner.children("left").forEach(this::count);
      inner.children("right").forEach(this::count);
    } else {
      conditions.merge(inner.text(), 1, Integer::sum);
    }
  }

  private void names(PyNode node) {
    node.find(inner -> inner.is("identifier")).forEach(name -> tested.add(name.text()));
    node.find(inner -> inner.is("string_content")).forEach(name -> tested.add(name.text()));
  }

  Project project() {
    return project;
  }

  PyFunction function() {
    return function;
  }

  /// What another function does with an argument.
  Summary.Effect effect(PyFunction callee, @Nullable String parameter) {
    return project.effect(callee, parameter, calls);
  }

  Acquirers acquirers() {
    return acquirers;
  }

  /// Whether `None`, flags and unbound variables of that name matter.
  boolean isTested(String name) {
    return tested.contains(name);
  }

  /// Whether a condition stands in more than one place, so that its outcome there belongs together.
  boolean isRepeated(String condition) {
    return conditions.getOrDefault(condition, 0) > 1;
  }

  Site site(PyNode node, Kind kind) {
    return byNode.computeIfAbsent(
        node,
        _ -> {
          var site = new Site(sites.size(), node, kind);
          sites.add(site);
          return site;
        });
  }

  Site site(int id) {
    return sites.get(id);
  }

  List<Site> sites() {
    return sites;
  }

  List<Leak> leaks() {
    return leaks;
  }

  void leak(Site site, How how, PyNode node, Exit.Cause cause, State state) {
    boolean idle = state.status(site.id()) == State.Status.IDLE;
    leaks.add(new Leak(site, how, node, cause, state.trail(), idle));
  }

  Map<Integer, Kind> returned() {
    return returned;
  }

  List<Kept> kept() {
    return kept;
  }

  void keep(Site site, PyNode target, State state) {
    kept.add(new Kept(site, target, state.trail()));
  }

  Set<PyNode> doubleCloses() {
    return doubleCloses;
  }

  Set<PyNode> usesAfterClose() {
    return usesAfterClose;
  }

  boolean returnsStored() {
    return storedReturn;
  }

  void returnStored() {
    storedReturn = true;
  }

  /// Whether some path comes back.
  boolean comesBack() {
    return returns;
  }

  void comeBack() {
    returns = true;
  }

  boolean isTruncated() {
    return truncated;
  }

  /// Counts a step; false when there were too many.
  boolean goOn() {
    if (++steps > MAX_STEPS) {
      truncated = true;
    }
    return !truncated;
  }

  // exits

  /// Collects the exits of a piece of code apart.
  Collection<Exit> collecting(Runnable code) {
    Map<Object, Exit> before = sink;
    Map<Object, Exit> own = new LinkedHashMap<>();
    sink = own;
    depth++;
    try {
      code.run();
    } finally {
      sink = before;
      depth--;
    }
    return own.values();
  }

  private record ExitKey(
      Exit.Way way, State.Key state, Exit.Cause cause, @Nullable String exception) {}

  void exit(Exit exit) {
    if (exit.way() == Exit.Way.RAISE && depth == 0 && !exit.state().holds()) {
      return;
    }
    sink.putIfAbsent(
        new ExitKey(exit.way(), exit.state().key(), exit.cause(), exit.exception()), exit);
  }

  /// Something that may raise; the path goes on, too.
  void mayRaise(PyNode node, State state, Exit.Cause cause) {
    raise(node, state, cause, null);
  }

  void raise(PyNode node, State state, Exit.Cause cause, @Nullable String exception) {
    if (depth == 0 && !state.holds()) {
      return;
    }
    State copy = state.copy();
    copy.step(node.line(), cause == Exit.Cause.GENERATOR ? "dropped at yield" : "throws", -1);
    exit(new Exit(Exit.Way.RAISE, copy, node, cause, exception));
  }

  // states

  /// Without those that tell the same, and not more than can be followed.
  List<State> distinct(List<State> states) {
    List<State> alive = unique(states);
    if (alive.size() > MAX_STATES) {
      alive.forEach(State::forgetFacts);
      alive = unique(alive);
    }
    if (alive.size() > MAX_STATES) {
      truncated = true;
      return alive.subList(0, MAX_STATES);
    }
    return alive;
  }

  private static List<State> unique(List<State> states) {
    if (states.size() == 1 && !states.getFirst().isDead()) {
      return states;
    }
    Map<State.Key, State> unique = new LinkedHashMap<>();
    for (State state : states) {
      if (!state.isDead()) {
        unique.putIfAbsent(state.key(), state);
      }
    }
    return new ArrayList<>(unique.values());
  }
}
