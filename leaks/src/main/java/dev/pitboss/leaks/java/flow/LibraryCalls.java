package dev.pitboss.leaks.java.flow;

import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import dev.pitboss.leaks.java.flow.Library.Verb;
import dev.pitboss.leaks.java.flow.Statements.Val;
import dev.pitboss.leaks.java.source.Type;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// What calls out of the tree do to the connection: the model tells, and where it is silent, the
/// method's name.
public final class LibraryCalls {
  private static final Pattern CLOSING =
      Pattern.compile(
          "(?:close|release|free|giveBack|putBack|returnConn|returnObject|returnTo|recycle|dispose"
              + "|disconnect|abort|evict|destroy|shutdown|cleanup|cleanUp|reclaim|checkIn|checkin"
              + "|discard|terminate|kill|invalidate|quiet\\w*[cC]lose|safe\\w*[cC]lose"
              + "|silent\\w*[cC]lose|try\\w*[cC]lose|do\\w*[cC]lose|silentlyClose"
              + "|(?:commit|rollback)And\\w*[cC]lose)\\w*");

  private static final Pattern EXECUTING =
      Pattern.compile(
          "submit|execute|schedule\\w*|supplyAsync|runAsync|start\\w*|invokeLater|fork");

  private static final Set<String> COLLECTING =
      Set.of(
          "add",
          "addLast",
          "addFirst",
          "addElement",
          "put",
          "putIfAbsent",
          "offer",
          "offerLast",
          "offerFirst",
          "push",
          "set",
          "insert",
          "enqueue",
          "setValue",
          "store",
          "cache");

  private static final Set<String> CONTAINING =
      Set.of(
          "of",
          "asList",
          "ofNullable",
          "singletonList",
          "singleton",
          "stream",
          "listOf",
          "newArrayList",
          "just",
          "fromNullable",
          "completedFuture",
          "singletonMap",
          "some",
          "Some",
          "success",
          "concat");

  private static final Set<String> SAME =
      Set.of(
          "requireNonNull",
          "checkNotNull",
          "cast",
          "notNull",
          "requireNonNullElse",
          "identity",
          "checkArgumentNotNull",
          "nonNull");

  /// Methods that answer an element, beside [Expressions#TAKES_ELEMENT].
  private static final Set<String> ELEMENT = Set.of("nextElement", "getValue", "getKey", "getNow");

  private static final Set<String> EACH =
      Set.of("forEach", "ifPresent", "forEachOrdered", "ifPresentOrElse", "peek", "thenAccept");

  private final Walk walk;

  LibraryCalls(Walk walk) {
    this.walk = walk;
  }

  /// Whether a method of this name gives back what it is called on or given.
  public static boolean isClosing(String name) {
    return CLOSING.matcher(name).matches() && !name.startsWith("releaseSavepoint");
  }

  /// Whether a method of this name runs a function it is given in another thread.
  public static boolean isExecuting(String name) {
    return EXECUTING.matcher(name).matches();
  }

  /// Whether a method of this name keeps what it is given in its receiver.
  public static boolean isCollecting(String name) {
    return COLLECTING.contains(name);
  }

  /// Whether a method of this name answers something that contains what it is given.
  public static boolean isContaining(String name) {
    return CONTAINING.contains(name);
  }

  /// Whether a method of this name answers what it is given.
  public static boolean isSame(String name) {
    return SAME.contains(name);
  }

  /// Whether a method of this name answers an element of its receiver.
  public static boolean isElement(String name) {
    return Expressions.TAKES_ELEMENT.contains(name) || ELEMENT.contains(name);
  }

  /// Whether a method of this name runs a function on each element of its receiver.
  public static boolean isEach(String name) {
    return EACH.contains(name);
  }

  private Library model() {
    return walk.analysis().library();
  }

  private static Relation strongest(List<Relation> given) {
    for (Relation each :
        List.of(
            Relation.DIRECT,
            Relation.OWNER,
            Relation.KEEPER,
            Relation.CONTAINER,
            Relation.CLOSER,
            Relation.CAPTURE,
            Relation.DEPENDENT,
            Relation.POOL)) {
      if (given.contains(each)) {
        return each;
      }
    }
    return Relation.NONE;
  }

  /// A call that is given the connection, or something that has to do with it.
  List<Val> call(
      MethodInvocationTree tree,
      Call call,
      State state,
      Relation receiver,
      List<Relation> given,
      List<Jump> out) {
    Relation strongest = strongest(given);
    String type = call.receiver().name();
    String name = call.name();
    if (!state.isOpen() || strongest == Relation.NONE) {
      walk.raise(tree, call, state, out);
      return Val.one(state, Relation.NONE);
    }
    if (strongest == Relation.CLOSER || strongest == Relation.CAPTURE) {
      return function(tree, call, state, strongest, out);
    }
    if (strongest == Relation.POOL) {
      return pool(tree, call, state, out);
    }
    boolean isReached = strongest.reaches();
    boolean isReleased = model().says(Verb.RELEASE, type, name);
    if (isReached && (isReleased || !model().says(Verb.BORROW, type, name))) {
      if (isReleased || (isClosing(name) && !call.isOfTree())) {
        walk.close(walk.line(tree), walk.offset(tree));
        State closed = state.with(State.Status.CLOSED);
        walk.raise(tree, call, closed, out);
        return Val.one(closed, Relation.NONE);
      }
      if (model().says(Verb.KEEP, type, name)) {
        return Val.one(state.with(State.Status.ESCAPED), Relation.NONE);
      }
      if (COLLECTING.contains(name) && receiver != Relation.DIRECT) {
        walk.raise(tree, call, state, out);
        return Val.one(collected(tree, state), Relation.NONE);
      }
      if (name.startsWith("set") && name.endsWith("Connection")) {
        return Val.one(collected(tree, state), Relation.NONE);
      }
    }
    if (CONTAINING.contains(name) && isReached) {
      return Val.one(state, Relation.CONTAINER);
    }
    if (SAME.contains(name)) {
      return Val.one(state, strongest);
    }
    walk.raise(tree, call, state, out);
    Type result = walk.expressions().typeOf(tree);
    if (strongest == Relation.DEPENDENT || model().says(Verb.BORROW, type, name)) {
      return Val.one(state, Relation.NONE);
    }
    if (walk.expressions().types().isConnection(result)) {
      return Val.one(state, Relation.DIRECT);
    }
    return Val.one(state, isUsedAsHolder(tree, result) ? Relation.KEEPER : Relation.NONE);
  }

  /// A helper that is given the pool the connection came from closes it as a whole, or uses it.
  private List<Val> pool(MethodInvocationTree tree, Call call, State state, List<Jump> out) {
    boolean closes =
        isClosing(call.name()) || model().says(Verb.RELEASE, call.receiver().name(), call.name());
    State after = closes ? state.with(State.Status.CLOSED) : state;
    walk.raise(tree, call, after, out);
    return Val.one(after, Relation.NONE);
  }

  /// Whether a result of an unknown type may hold the connection: a statement that only reads a
  /// number or a text does not.
  private boolean isUsedAsHolder(Tree tree, Type result) {
    return result.isUnknown()
        && !(tree instanceof MethodInvocationTree call
            && (Conditions.name(call).startsWith("is")
                || Conditions.name(call).startsWith("assert")
                || Conditions.name(call).startsWith("execute")
                || Conditions.name(call).startsWith("update")
                || Conditions.name(call).startsWith("count")));
  }

  private State collected(MethodInvocationTree tree, State state) {
    if (tree.getMethodSelect() instanceof MemberSelectTree select
        && select.getExpression() instanceof IdentifierTree of) {
      var local = walk.expressions().local(of);
      boolean isParameter =
          local != null
              && walk.function().parameters().stream().anyMatch(each -> each == local.tree());
      if (local != null && !isParameter) {
        return state.assign(walk.holder(of), Relation.CONTAINER);
      }
    }
    return state.with(State.Status.ESCAPED);
  }

  /// A function that has to do with the connection is passed on.
  private List<Val> function(
      MethodInvocationTree tree, Call call, State state, Relation relation, List<Jump> out) {
    boolean later = EXECUTING.matcher(call.name()).matches();
    if (relation == Relation.CLOSER && later && !mayBeCancelled()) {
      return Val.one(state.with(State.Status.ESCAPED), Relation.NONE);
    }
    walk.raise(tree, call, state, out);
    if (call.name().equals("newProxyInstance")) {
      return Val.one(state, Relation.OWNER);
    }
    if (relation == Relation.CLOSER && !later) {
      boolean isKept = call.name().startsWith("on") || call.name().startsWith("add");
      if (isKept) {
        return Val.one(state, Relation.OWNER);
      }
      walk.close(walk.line(tree), walk.offset(tree));
      return Val.one(state.with(State.Status.CLOSED), Relation.NONE);
    }
    return Val.one(later ? state.mark(State.Mark.CAPTURED) : state, Relation.NONE);
  }

  /// A task that is cancelled before it begins closes nothing.
  private boolean mayBeCancelled() {
    return walk.function().unit().textOf(walk.function().body()).contains(".cancel(");
  }

  /// A call on a collection, optional, stream or array that contains the connection.
  List<Val> onContainer(MethodInvocationTree tree, Call call, State state, List<Jump> out) {
    String name = call.name();
    if (EACH.contains(name) && !tree.getArguments().isEmpty()) {
      Set<Val> after = new LinkedHashSet<>();
      for (State each : applied(tree.getArguments().getFirst(), state, out)) {
        after.add(new Val(each, Relation.NONE));
      }
      return new ArrayList<>(after);
    }
    if (Expressions.TAKES_ELEMENT.contains(name) || ELEMENT.contains(name)) {
      boolean isFixed =
          name.equals("get")
              && !tree.getArguments().isEmpty()
              && tree.getArguments().getFirst() instanceof com.sun.source.tree.LiteralTree;
      return Val.one(state, isFixed ? Relation.CONTAINER : Relation.DIRECT);
    }
    Type type = walk.expressions().typeOf(tree);
    return Val.one(
        state,
        walk.expressions().types().isPlain(type) || type.name().equals("boolean")
            ? Relation.NONE
            : Relation.CONTAINER);
  }

  /// Runs a function on the connection itself.
  private Set<State> applied(ExpressionTree function, State state, List<Jump> out) {
    Set<State> after = new LinkedHashSet<>();
    switch (Conditions.bare(function)) {
      case LambdaExpressionTree lambda when lambda.getParameters().size() == 1 -> {
        VariableTree parameter = lambda.getParameters().getFirst();
        State inside = state.assign(parameter.getName().toString(), Relation.DIRECT);
        if (lambda.getBody() instanceof ExpressionTree value) {
          walk.evaluator().eval(value, inside, out).forEach(val -> after.add(val.state()));
        } else if (lambda.getBody() instanceof com.sun.source.tree.BlockTree block) {
          List<Jump> inner = new ArrayList<>();
          after.addAll(walk.statements().run(block, List.of(inside), inner));
          for (Jump jump : inner) {
            if (jump.kind() == Jump.Kind.RETURN) {
              after.add(jump.state());
            } else {
              out.add(jump);
            }
          }
        }
      }
      case MemberReferenceTree reference -> after.add(referenced(reference, state));
      case ExpressionTree _ -> after.add(state);
    }
    return after;
  }

  private State referenced(MemberReferenceTree reference, State state) {
    String name = reference.getName().toString();
    boolean closes = walk.analysis().summaries().closesByReference(reference, walk.expressions());
    if (closes
        || (!walk.analysis().summaries().isOfTree(reference, walk.expressions())
            && isClosing(name))) {
      walk.close(walk.line(reference), walk.offset(reference));
      return state.with(State.Status.CLOSED);
    }
    return state;
  }

  /// An object of a library's class that is given the connection.
  List<Val> created(
      NewClassTree tree,
      Call call,
      State state,
      List<Relation> given,
      Relation body,
      List<Jump> out) {
    Relation strongest = strongest(given);
    String type = call.receiver().simpleName();
    boolean runs = type.endsWith("Thread") || (type.endsWith("Task") && !mayBeCancelled());
    if (strongest == Relation.CLOSER && runs) {
      return Val.one(state.with(State.Status.ESCAPED), Relation.NONE);
    }
    walk.raise(tree, call, state, out);
    return switch (strongest) {
      case CLOSER -> Val.one(state, Relation.OWNER);
      case CAPTURE -> Val.one(state.mark(State.Mark.CAPTURED), Relation.CAPTURE);
      case CONTAINER -> Val.one(state, Relation.CONTAINER);
      case DIRECT, OWNER, KEEPER ->
          type.endsWith("Exception")
              ? Val.one(state, Relation.NONE)
              : Val.one(
                  state.mark(State.Mark.HANDED).step(walk.line(tree), "handed to " + call.words()),
                  Relation.KEEPER);
      case DEPENDENT -> Val.one(state, Relation.DEPENDENT);
      case NONE, NULL, POOL -> Val.one(state, body);
    };
  }
}
