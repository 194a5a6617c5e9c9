package dev.pitboss.leaks.java.flow;

import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.Tree;
import dev.pitboss.leaks.java.flow.Statements.Val;
import dev.pitboss.leaks.java.flow.Summaries.Effect;
import dev.pitboss.leaks.java.source.ClassInfo;
import dev.pitboss.leaks.java.source.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// What a call does to the connection that is followed.
final class Effects {
  private final Walk walk;
  private final Captures captures;
  private final LibraryCalls library;
  private final OwnPools pools;

  Effects(Walk walk) {
    this.walk = walk;
    this.captures = new Captures(walk);
    this.library = new LibraryCalls(walk);
    this.pools = new OwnPools(walk);
  }

  Relation captured(LambdaExpressionTree lambda, State state) {
    return captures.of(lambda.getBody(), state);
  }

  Relation referred(MemberReferenceTree reference, State state) {
    return captures.of(reference, state);
  }

  /// What a value is stored in other than a variable or a field of `this`.
  State stored(Tree holder, Relation relation, State state, boolean isArray) {
    if (!relation.reaches() || !state.isOpen()) {
      return state;
    }
    if (holder instanceof IdentifierTree identifier
        && walk.expressions().local(identifier) != null
        && isArray) {
      return state.assign(walk.holder(identifier), Relation.CONTAINER);
    }
    return state.with(State.Status.ESCAPED);
  }

  List<Val> call(
      MethodInvocationTree tree,
      Call call,
      State state,
      Relation receiver,
      List<Relation> given,
      List<Jump> out) {
    if (walk.isSite(tree)) {
      return acquire(tree, call, state, out);
    }
    if (!state.isOpen() && receiver == Relation.NONE) {
      walk.raise(tree, call, state, out);
      return Val.one(state, Relation.NONE);
    }
    if (isReleased(call, state, given)) {
      walk.close(walk.line(tree), walk.offset(tree));
      return Val.one(state.with(State.Status.CLOSED), Relation.NONE);
    }
    if (receiver != Relation.NONE && receiver != Relation.NULL) {
      List<Val> known = onReceiver(tree, call, state, receiver, given, out);
      if (!known.isEmpty()) {
        return known;
      }
    }
    if (given.stream().allMatch(each -> each == Relation.NONE || each == Relation.NULL)) {
      boolean isOwn = call.isOfTree() && isOwn(tree);
      Relation value = isOwn ? ownGetter(call, state) : Relation.NONE;
      if (isOwn && closesOwnField(call, state)) {
        walk.close(walk.line(tree), walk.offset(tree));
        return Val.one(state.with(State.Status.CLOSED), Relation.NONE);
      }
      walk.raise(tree, call, state, out);
      return Val.one(state, value);
    }
    return call.isOfTree()
        ? ofTree(tree, call, state, given, out)
        : library.call(tree, call, state, receiver, given, out);
  }

  /// Whether the model insists that a method of the tree closes what it is given.
  private boolean isReleased(Call call, State state, List<Relation> given) {
    return state.isOpen()
        && given.stream().anyMatch(Relation::reaches)
        && walk.analysis()
            .library()
            .insists(Library.Verb.RELEASE, call.receiver().name(), call.name());
  }

  private List<Val> acquire(Tree tree, Call call, State state, List<Jump> out) {
    walk.raise(tree, call, state, out);
    if (state.isOpen() && !state.isInField() && !isCollected(state) && !state.isPooled()) {
      boolean again = walk.isReassigned(state);
      State lost = again ? state.step(walk.line(tree), "reassigned") : state;
      walk.drop(lost, "never closed", walk.line(tree));
    }
    State taken = state.acquired(walk.line(tree));
    String pool = pools.of(tree);
    return Val.one(pool.isEmpty() ? taken : taken.assign(pool, Relation.POOL), walk.acquired());
  }

  private static boolean isCollected(State state) {
    return state.holders().containsValue(Relation.CONTAINER);
  }

  /// A method of the same object that answers the field that holds the connection.
  private Relation ownGetter(Call call, State state) {
    if (!state.isInField()) {
      return Relation.NONE;
    }
    String field = walk.analysis().summaries().fieldReturned(call.methods().getFirst());
    return field.isEmpty() ? Relation.NONE : state.relation("this." + field);
  }

  private boolean closesOwnField(Call call, State state) {
    if (!state.isOpen() || !state.isInField()) {
      return false;
    }
    return state.holders().entrySet().stream()
        .filter(entry -> entry.getKey().startsWith("this.") && entry.getValue().reaches())
        .anyMatch(entry ->
            walk.analysis()
                .summaries()
                .closesField(call.methods().getFirst(), entry.getKey().substring(5)));
  }

  private List<Val> onReceiver(
      MethodInvocationTree tree,
      Call call,
      State state,
      Relation receiver,
      List<Relation> given,
      List<Jump> out) {
    return switch (receiver) {
      case DIRECT -> onConnection(tree, call, state, given, out);
      case OWNER, KEEPER -> onHolder(tree, call, state, receiver, out);
      case DEPENDENT -> {
        walk.raise(tree, call, state, out);
        Type type = walk.expressions().typeOf(tree);
        boolean back =
            call.name().equals("getConnection") || walk.expressions().types().isConnection(type);
        boolean stays =
            walk.expressions().types().isDependent(type)
                || call.name().startsWith("getStatement")
                || call.name().equals("unwrap");
        yield Val.one(state, back ? Relation.DIRECT : stays ? Relation.DEPENDENT : Relation.NONE);
      }
      case CONTAINER ->
          given.stream().anyMatch(Relation::reaches)
              ? List.of()
              : library.onContainer(tree, call, state, out);
      case CLOSER -> {
        walk.close(walk.line(tree), walk.offset(tree));
        yield Val.one(state.with(State.Status.CLOSED), Relation.NONE);
      }
      case POOL -> {
        if (given.stream().anyMatch(Relation::reaches)) {
          yield List.of();
        }
        State after = pools.isClosedBy(call) ? state.with(State.Status.CLOSED) : state;
        walk.raise(tree, call, after, out);
        yield Val.one(after, Relation.NONE);
      }
      case CAPTURE, NONE, NULL -> List.of();
    };
  }

  private List<Val> onConnection(
      MethodInvocationTree tree, Call call, State state, List<Relation> given, List<Jump> out) {
    String name = call.name();
    boolean isConnection =
        call.receiver().isUnknown() || walk.expressions().types().isConnection(call.receiver());
    boolean isPlain = isConnection && call.receiver().declared() == null;
    boolean closes =
        isPlain ? Set.of("close", "abort").contains(name) : LibraryCalls.isClosing(name);
    if (closes) {
      walk.close(walk.line(tree), walk.offset(tree));
      State closed = state.with(State.Status.CLOSED);
      walk.raise(tree, call, closed, out);
      return Val.one(closed, Relation.NONE);
    }
    if (name.equals("isClosed") || name.equals("toString") || name.equals("hashCode")) {
      return Val.one(state, Relation.NONE);
    }
    walk.raise(tree, call, state, out);
    if (name.equals("unwrap") || name.equals("getConnection") || name.equals("get")) {
      return Val.one(state, Relation.DIRECT);
    }
    Type type = walk.expressions().typeOf(tree);
    boolean isDependent =
        walk.expressions().types().isDependent(type)
            || name.startsWith("prepare")
            || name.startsWith("create");
    // equals and the like do not end here: an argument may be the same connection
    return given.isEmpty() || isDependent || isConnection
        ? Val.one(state, isDependent ? Relation.DEPENDENT : Relation.NONE)
        : List.of();
  }

  private List<Val> onHolder(
      MethodInvocationTree tree, Call call, State state, Relation receiver, List<Jump> out) {
    ClassInfo declared = call.receiver().declared();
    boolean closes =
        call.isOfTree()
            ? walk.analysis().summaries().closesSomeField(call)
            : LibraryCalls.isClosing(call.name());
    if (closes) {
      walk.close(walk.line(tree), walk.offset(tree));
      State closed = state.with(State.Status.CLOSED);
      walk.raise(tree, call, closed, out);
      return Val.one(closed, Relation.NONE);
    }
    walk.raise(tree, call, state, out);
    Type type = walk.expressions().typeOf(tree);
    if (walk.expressions().types().isConnection(type)) {
      return Val.one(state, Relation.DIRECT);
    }
    if (walk.expressions().types().isDependent(type)) {
      return Val.one(state, Relation.DEPENDENT);
    }
    boolean isFluent = declared == null ? type.isUnknown() : type.declared() == declared;
    return Val.one(state, isFluent ? receiver : Relation.NONE);
  }

  /// A method of the tree: its summary tells.
  private List<Val> ofTree(
      MethodInvocationTree tree, Call call, State state, List<Relation> given, List<Jump> out) {
    Effect effect = walk.analysis().summaries().of(call, tree.getArguments(), given);
    boolean functions =
        given.stream()
            .allMatch(each ->
                switch (each) {
                  case CLOSER, CAPTURE, NONE, NULL -> true;
                  case DIRECT, OWNER, KEEPER, DEPENDENT, CONTAINER, POOL -> false;
                });
    if (functions) {
      return library.call(tree, call, state, Relation.NONE, given, out);
    }
    if (given.stream().noneMatch(Relation::reaches) && given.contains(Relation.POOL)) {
      State after = effect.closes() ? state.with(State.Status.CLOSED) : state;
      walk.raise(tree, call, effect.closesOnThrow() ? after : state, out);
      return Val.one(after, Relation.NONE);
    }
    return after(tree, call, state, effect, out);
  }

  private List<Val> after(Tree tree, Call call, State state, Effect effect, List<Jump> out) {
    int line = walk.line(tree);
    if (effect.closes()) {
      walk.close(line, walk.offset(tree));
    }
    State failed =
        effect.closesOnThrow() || effect.isStored()
            ? state.with(effect.closesOnThrow() ? State.Status.CLOSED : State.Status.OPEN)
            : state;
    if (effect.closes() && !effect.closesOnThrow()) {
      raiseUndeclared(tree, call, failed, out);
    } else {
      walk.raise(tree, call, failed, out);
    }
    if (effect.mayMiss()) {
      State missed =
          state
              .mark(State.Mark.EARLIER_CLOSE_IN_HELPER)
              .step(line, "an earlier close in " + call.words() + " fails");
      return List.of(
          new Val(state.with(State.Status.CLOSED), Relation.NONE), new Val(missed, Relation.NONE));
    }
    State after = state;
    if (effect.closes()) {
      after = state.with(State.Status.CLOSED);
    } else if (effect.isStored()) {
      after = stored(tree, call, state, effect);
    } else if (effect.mayKeep()) {
      after = state.mark(State.Mark.HANDED).step(line, "handed to " + call.words());
    }
    Relation value = effect.returned();
    boolean isWrapped =
        value == Relation.NONE
            && effect.mayKeep()
            && walk.expressions().types().isConnection(walk.expressions().typeOf(tree));
    if (isWrapped) {
      return Val.one(state, Relation.DIRECT);
    }
    return Val.one(after, after.isOpen() ? value : Relation.NONE);
  }

  /// A method that closes it when it ends well: that it closes it otherwise, too, is seen only if
  /// it says what it throws.
  private void raiseUndeclared(Tree tree, Call call, State failed, List<Jump> out) {
    boolean declares = call.isOfTree() && !call.methods().getFirst().thrown().isEmpty();
    for (Thrown thrown : walk.analysis().throwing().of(tree, call, walk.expressions())) {
      walk.raise(
          out,
          failed,
          new Thrown(thrown.type(), thrown.isDeclared() && declares, thrown.what()),
          tree);
    }
  }

  /// The method keeps it in a field of its object.
  private State stored(Tree tree, Call call, State state, Effect effect) {
    if (tree instanceof MethodInvocationTree invocation
        && invocation.getMethodSelect() instanceof MemberSelectTree select
        && select.getExpression() instanceof IdentifierTree of
        && walk.expressions().local(of) != null
        && !effect.field().isEmpty()) {
      ClassInfo holder = call.receiver().declared();
      boolean closes =
          holder != null && walk.analysis().summaries().isClosedBy(holder, effect.field());
      return state.assign(walk.holder(of), closes ? Relation.OWNER : Relation.KEEPER);
    }
    boolean own = tree instanceof MethodInvocationTree invocation && isOwn(invocation);
    return own && !effect.field().isEmpty()
        ? state.assign("this." + effect.field(), Relation.DIRECT)
        : state.with(State.Status.ESCAPED);
  }

  /// Whether a method of the object itself is called.
  private static boolean isOwn(MethodInvocationTree call) {
    return switch (call.getMethodSelect()) {
      case IdentifierTree _ -> true;
      case MemberSelectTree select ->
          select.getExpression() instanceof IdentifierTree of
              && (of.getName().contentEquals("this") || of.getName().contentEquals("super"));
      case Tree _ -> false;
    };
  }

  /// An anonymous class that is closeable and uses the connection closes it.
  private Relation ofBody(NewClassTree tree, State state) {
    Relation captured =
        tree.getClassBody() == null ? Relation.NONE : captures.of(tree.getClassBody(), state);
    Type type = walk.expressions().resolve(tree.getIdentifier());
    return captured == Relation.CAPTURE && walk.expressions().types().isCloseable(type)
        ? Relation.OWNER
        : captured;
  }

  List<Val> created(
      NewClassTree tree, Call call, State state, List<Relation> given, List<Jump> out) {
    if (walk.isSite(tree)) {
      return acquire(tree, call, state, out);
    }
    Relation body =
        tree.getClassBody() == null || !state.isOpen() ? Relation.NONE : ofBody(tree, state);
    boolean plain = given.stream().noneMatch(each -> each.reaches() || each == Relation.CAPTURE);
    if (!state.isOpen() || plain) {
      walk.raise(tree, call, state, out);
      return Val.one(state, body);
    }
    ClassInfo declared = call.receiver().declared();
    if (declared == null) {
      return library.created(tree, call, state, given, body, out);
    }
    List<Relation> direct = new ArrayList<>(given);
    Effect effect =
        call.isOfTree()
            ? walk.analysis().summaries().of(call, tree.getArguments(), direct)
            : walk.analysis().summaries().ofImplicitConstructor(declared, given);
    int line = walk.line(tree);
    if (effect.closes()) {
      walk.close(line, walk.offset(tree));
      walk.raise(tree, call, state.with(State.Status.CLOSED), out);
      return Val.one(state.with(State.Status.CLOSED), Relation.NONE);
    }
    walk.raise(tree, call, state, out);
    if (effect.isStored()) {
      boolean closes =
          effect.field().isEmpty()
              ? walk.analysis().summaries().closesAnything(declared)
              : walk.analysis().summaries().isClosedBy(declared, effect.field());
      return closes
          ? Val.one(state, Relation.OWNER)
          : Val.one(
              state.mark(State.Mark.HANDED).step(line, "handed to " + call.words()),
              Relation.KEEPER);
    }
    return Val.one(state, body);
  }
}
