package dev.pitboss.leaks.java.flow;

import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.Tree;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One walk through one function that follows one connection: what its parts have in common, and
/// what it notes on the way.
final class Walk {
  /// Steps of a walk. A function that needs more is walked again without remembering conditions.
  private static final int MAX_STEPS = 200_000;

  /// Steps of that walk, about two seconds; a function that needs more is listed as not analysed.
  private static final int MAX_FORGETFUL_STEPS = 1_000_000;

  /// Paths kept apart at one point. Beyond it they are told apart by where the connection is only.
  private static final int MAX_STATES = 64;

  /// Paths kept even then.
  private static final int MAX_COARSE_STATES = 256;

  /// The connection was given up while it was open: nothing held it any more.
  record Dropped(State state, String event, int line) {}

  /// A place that closes it.
  ///
  /// @param line of the closing call
  /// @param tryStart offset of the `try` whose `finally` or resource closes, or -1
  /// @param inFinally whether it is closed on each path out of that `try`
  record Close(int line, int offset, int tryStart, boolean inFinally) {}

  /// The method is too large to follow.
  static final class TooComplex extends RuntimeException {
    private static final long serialVersionUID = 1;

    TooComplex() {
      super("too many paths", null, false, false);
    }
  }

  private final Function function;
  private final Expressions expressions;
  private final Analysis analysis;
  private final @Nullable Tree site;
  private final Relation acquired;
  private final boolean remembers;
  private final Evaluator evaluator;
  private final Statements statements;
  private final List<Dropped> dropped = new ArrayList<>();
  private final Set<Close> closes = new LinkedHashSet<>();
  private int finallyOf = -1;
  private int steps;

  /// @param site the acquiring call, or null when the connection is given from outside
  /// @param acquired what the site's value is
  /// @param remembers whether paths are told apart by how their conditions turned out
  Walk(
      Function function,
      Expressions expressions,
      Analysis analysis,
      @Nullable Tree site,
      Relation acquired,
      boolean remembers) {
    this.function = function;
    this.expressions = expressions;
    this.analysis = analysis;
    this.site = site;
    this.acquired = acquired;
    this.remembers = remembers;
    this.evaluator = new Evaluator(this);
    this.statements = new Statements(this);
  }

  Function function() {
    return function;
  }

  Expressions expressions() {
    return expressions;
  }

  Analysis analysis() {
    return analysis;
  }

  Evaluator evaluator() {
    return evaluator;
  }

  Statements statements() {
    return statements;
  }

  boolean isSite(Tree tree) {
    return tree == site;
  }

  /// Whether the acquiring call is assigned to a variable that holds the connection.
  boolean isReassigned(State state) {
    Tree parent = function.parentOf(site);
    return parent instanceof AssignmentTree assignment
        && assignment.getVariable() instanceof IdentifierTree variable
        && state.relation(holder(variable)).reaches();
  }

  Relation acquired() {
    return acquired;
  }

  List<Dropped> dropped() {
    return dropped;
  }

  Set<Close> closes() {
    return closes;
  }

  /// The key of a condition, or nothing when how it turns out need not be remembered.
  String remembered(String key) {
    return remembers && analysis.repeated(function).matters(key) ? key : "";
  }

  boolean isTested(String variable) {
    String bare = variable.startsWith("this.") ? variable.substring(5) : variable;
    return remembers && analysis.repeated(function).isTested(bare);
  }

  int line(Tree tree) {
    return function.unit().line(tree);
  }

  int offset(Tree tree) {
    return function.unit().start(tree);
  }

  void step() {
    if (++steps > (remembers ? MAX_STEPS : MAX_FORGETFUL_STEPS)) {
      throw new TooComplex();
    }
  }

  int finallyOf() {
    return finallyOf;
  }

  /// Enters or leaves the `finally` of the `try` at an offset.
  int enterFinally(int start) {
    int before = finallyOf;
    finallyOf = start;
    return before;
  }

  void drop(State state, String event, int line) {
    dropped.add(new Dropped(state, event, line));
  }

  void close(int line, int offset) {
    closes.add(new Close(line, offset, finallyOf, finallyOf >= 0));
  }

  void closeByResource(int line, int offset, int tryStart) {
    closes.add(new Close(line, offset, tryStart, true));
  }

  void jump(List<Jump> out, Jump.Kind kind, String label, State state, Relation value, Tree at) {
    out.add(new Jump(kind, label, state, value, null, line(at), finallyOf, offset(at)));
  }

  void raise(List<Jump> out, State state, Thrown thrown, Tree at) {
    State after = state.isOpen() ? state.step(line(at), "throws " + thrown.type()) : state;
    out.add(
        new Jump(
            Jump.Kind.THROW, "", after, Relation.NONE, thrown, line(at), finallyOf, offset(at)));
  }

  /// Raises what a call may throw.
  void raise(Tree tree, Call call, State before, List<Jump> out) {
    State state =
        before.isOpen() && call.name().equals("close")
            ? before.mark(State.Mark.EARLIER_CLOSE)
            : before;
    for (Thrown thrown : analysis.throwing().of(tree, call, expressions)) {
      raise(out, state, thrown, tree);
    }
  }

  /// The name under which a state knows a variable or field.
  String holder(IdentifierTree identifier) {
    String name = identifier.getName().toString();
    return expressions.local(identifier) == null ? "this." + name : name;
  }

  /// Fewer paths when there are too many.
  Set<State> bounded(Collection<State> states) {
    Set<State> distinct = new LinkedHashSet<>(states);
    if (distinct.size() <= MAX_STATES) {
      return distinct;
    }
    Set<State> coarse = new LinkedHashSet<>();
    distinct.forEach(state -> coarse.add(state.isOpen() ? state.withoutFacts() : state.coarse()));
    if (coarse.size() > MAX_COARSE_STATES) {
      throw new TooComplex();
    }
    return coarse;
  }
}
