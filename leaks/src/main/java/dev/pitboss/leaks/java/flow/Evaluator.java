package dev.pitboss.leaks.java.flow;

import com.sun.source.tree.ArrayAccessTree;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.BindingPatternTree;
import com.sun.source.tree.CompoundAssignmentTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.InstanceOfTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.NewArrayTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.SwitchExpressionTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TypeCastTree;
import com.sun.source.tree.UnaryTree;
import dev.pitboss.leaks.java.flow.Statements.Val;
import dev.pitboss.leaks.java.source.Type;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/// Walks through expressions, in the order the language evaluates them.
final class Evaluator {
  private final Walk walk;
  private final Effects effects;

  Evaluator(Walk walk) {
    this.walk = walk;
    this.effects = new Effects(walk);
  }

  /// What an expression is to the connection, in each state after it.
  List<Val> eval(@Nullable Tree tree, State state, List<Jump> out) {
    walk.step();
    return switch (tree) {
      case null -> List.of(new Val(state, Relation.NONE));
      case ParenthesizedTree inner -> eval(inner.getExpression(), state, out);
      case LiteralTree literal ->
          Val.one(state, Conditions.isNull(literal) ? Relation.NULL : Relation.NONE);
      case IdentifierTree identifier -> Val.one(state, state.relation(walk.holder(identifier)));
      case MemberSelectTree select -> select(select, state, out);
      case AssignmentTree assignment -> assign(assignment, state, out);
      case CompoundAssignmentTree compound ->
          forgetting(compound.getVariable(), eval(compound.getExpression(), state, out));
      case UnaryTree unary -> unary(unary, state, out);
      case BinaryTree binary -> binary(binary, state, out);
      case ConditionalExpressionTree choice -> choice(choice, state, out);
      case MethodInvocationTree call -> call(call, state, out);
      case NewClassTree created -> created(created, state, out);
      case TypeCastTree cast -> eval(cast.getExpression(), state, out);
      case InstanceOfTree test -> {
        Set<State> both = new LinkedHashSet<>();
        branch(test, state, both, both, out);
        yield both.stream().map(each -> new Val(each, Relation.NONE)).toList();
      }
      case ArrayAccessTree access -> access(access, state, out);
      case NewArrayTree array -> array(array, state, out);
      case LambdaExpressionTree lambda -> Val.one(state, effects.captured(lambda, state));
      case MemberReferenceTree reference -> Val.one(state, effects.referred(reference, state));
      case SwitchExpressionTree choice ->
          walk.statements().switches().expression(choice, state, out);
      case Tree _ -> Val.one(state, Relation.NONE);
    };
  }

  /// Evaluates one after the other.
  private static List<Val> then(List<Val> first, BiFunction<State, Relation, List<Val>> next) {
    if (first.size() == 1) {
      return next.apply(first.getFirst().state(), first.getFirst().relation());
    }
    Set<Val> all = new LinkedHashSet<>();
    first.forEach(val -> all.addAll(next.apply(val.state(), val.relation())));
    return new ArrayList<>(all);
  }

  private List<Val> select(MemberSelectTree select, State state, List<Jump> out) {
    if (select.getExpression() instanceof IdentifierTree of && of.getName().contentEquals("this")) {
      return Val.one(state, state.relation("this." + select.getIdentifier()));
    }
    return then(
        eval(select.getExpression(), state, out),
        (after, relation) ->
            Val.one(
                after,
                relation == Relation.OWNER || relation == Relation.KEEPER
                    ? fieldOfHolder(select)
                    : Relation.NONE));
  }

  private Relation fieldOfHolder(MemberSelectTree select) {
    Type type = walk.expressions().typeOf(select);
    return walk.expressions().types().isConnection(type) ? Relation.DIRECT : Relation.NONE;
  }

  private List<Val> forgetting(ExpressionTree variable, List<Val> vals) {
    if (Conditions.bare(variable) instanceof IdentifierTree identifier) {
      String name = walk.holder(identifier);
      return vals.stream().map(val -> new Val(val.state().forget(name), Relation.NONE)).toList();
    }
    return vals;
  }

  private List<Val> unary(UnaryTree unary, State state, List<Jump> out) {
    List<Val> vals =
        eval(unary.getExpression(), state, out).stream()
            .map(val -> new Val(val.state(), Relation.NONE))
            .toList();
    return switch (unary.getKind()) {
      case POSTFIX_INCREMENT, POSTFIX_DECREMENT, PREFIX_INCREMENT, PREFIX_DECREMENT ->
          forgetting(unary.getExpression(), vals);
      default -> vals;
    };
  }

  private List<Val> binary(BinaryTree binary, State state, List<Jump> out) {
    if (binary.getKind() == Tree.Kind.CONDITIONAL_AND
        || binary.getKind() == Tree.Kind.CONDITIONAL_OR) {
      Set<State> both = new LinkedHashSet<>();
      branch(binary, state, both, both, out);
      return both.stream().map(each -> new Val(each, Relation.NONE)).toList();
    }
    return then(
        eval(binary.getLeftOperand(), state, out),
        (after, _) ->
            eval(binary.getRightOperand(), after, out).stream()
                .map(val -> new Val(val.state(), Relation.NONE))
                .toList());
  }

  private List<Val> choice(ConditionalExpressionTree choice, State state, List<Jump> out) {
    Set<State> yes = new LinkedHashSet<>();
    Set<State> no = new LinkedHashSet<>();
    branch(choice.getCondition(), state, yes, no, out);
    Set<Val> all = new LinkedHashSet<>();
    yes.forEach(each -> all.addAll(eval(choice.getTrueExpression(), each, out)));
    no.forEach(each -> all.addAll(eval(choice.getFalseExpression(), each, out)));
    return new ArrayList<>(all);
  }

  private List<Val> access(ArrayAccessTree access, State state, List<Jump> out) {
    boolean isFixed = Conditions.bare(access.getIndex()) instanceof LiteralTree;
    return then(
        eval(access.getExpression(), state, out),
        (after, relation) ->
            then(
                eval(access.getIndex(), after, out),
                (last, _) ->
                    Val.one(
                        last,
                        relation == Relation.CONTAINER && !isFixed
                            ? Relation.DIRECT
                            : Relation.NONE)));
  }

  private List<Val> array(NewArrayTree array, State state, List<Jump> out) {
    List<Val> vals = Val.one(state, Relation.NONE);
    if (array.getInitializers() == null) {
      return vals;
    }
    for (ExpressionTree each : array.getInitializers()) {
      vals =
          then(
              vals,
              (after, so) ->
                  then(
                      eval(each, after, out),
                      (last, relation) ->
                          Val.one(last, relation.reaches() ? Relation.CONTAINER : so)));
    }
    return vals;
  }

  private List<Val> assign(AssignmentTree assignment, State state, List<Jump> out) {
    ExpressionTree target = Conditions.bare(assignment.getVariable());
    if (target instanceof IdentifierTree identifier) {
      String name = walk.holder(identifier);
      return assigned(
          name, walk.expressions().typeOf(target), assignment.getExpression(), state, out);
    }
    if (target instanceof MemberSelectTree select
        && select.getExpression() instanceof IdentifierTree of
        && of.getName().contentEquals("this")) {
      String name = "this." + select.getIdentifier();
      return assigned(
          name, walk.expressions().typeOf(target), assignment.getExpression(), state, out);
    }
    Tree holder =
        switch (target) {
          case MemberSelectTree select -> select.getExpression();
          case ArrayAccessTree access -> access.getExpression();
          case ExpressionTree other -> other;
        };
    return then(
        eval(assignment.getExpression(), state, out),
        (after, relation) ->
            Val.one(
                effects.stored(holder, relation, after, target instanceof ArrayAccessTree),
                relation));
  }

  private List<Val> assigned(
      String name, Type type, ExpressionTree value, State state, List<Jump> out) {
    return assign(name, type, value, state, out).stream()
        .map(after -> new Val(after, after.relation(name)))
        .toList();
  }

  /// The states after a variable or field got a value.
  Collection<State> assign(
      String name, Type type, ExpressionTree value, State state, List<Jump> out) {
    Set<State> after = new LinkedHashSet<>();
    if (type.name().equals("boolean") && type.dimensions() == 0) {
      Set<State> yes = new LinkedHashSet<>();
      Set<State> no = new LinkedHashSet<>();
      branch(value, state, yes, no, out);
      boolean tested = walk.isTested(name);
      yes.forEach(each -> after.add(flagged(each, name, tested, true)));
      no.forEach(each -> after.add(flagged(each, name, tested, false)));
      return walk.bounded(after);
    }
    for (Val val : eval(value, state, out)) {
      Relation relation = val.relation();
      if (relation == Relation.KEEPER && walk.expressions().types().isDependent(type)) {
        relation = Relation.DEPENDENT;
      }
      State assigned = val.state().assign(name, relation);
      boolean lostNow =
          val.state().isOpen()
              && val.state().relation(name).reaches()
              && !relation.reaches()
              && !assigned.isReachable()
              && !assigned.isPooled();
      if (lostNow) {
        int line = walk.line(value);
        walk.drop(val.state().step(line, "reassigned"), "never closed", line);
        assigned = assigned.with(State.Status.LOST);
      }
      after.add(assigned);
    }
    return after;
  }

  private static State flagged(State state, String name, boolean tested, boolean value) {
    State forgotten = state.forget(name);
    String bare = name.startsWith("this.") ? name.substring(5) : name;
    return tested ? forgotten.fact(bare, value) : forgotten;
  }

  private List<Val> call(MethodInvocationTree tree, State state, List<Jump> out) {
    if (Mocks.isStubbing(tree, walk.function().unit())) {
      return Val.one(state, Relation.NONE);
    }
    Call call = walk.expressions().call(tree);
    List<Val> receivers =
        tree.getMethodSelect() instanceof MemberSelectTree select
            ? eval(select.getExpression(), state, out)
            : Val.one(state, Relation.NONE);
    return then(
        receivers,
        (after, receiver) ->
            arguments(
                tree.getArguments(),
                after,
                List.of(),
                out,
                (last, given) -> effects.call(tree, call, last, receiver, given, out)));
  }

  private List<Val> created(NewClassTree tree, State state, List<Jump> out) {
    Call call = walk.expressions().call(tree);
    return arguments(
        tree.getArguments(),
        state,
        List.of(),
        out,
        (last, given) -> effects.created(tree, call, last, given, out));
  }

  private List<Val> arguments(
      List<? extends ExpressionTree> trees,
      State state,
      List<Relation> so,
      List<Jump> out,
      BiFunction<State, List<Relation>, List<Val>> last) {
    if (so.size() == trees.size()) {
      return last.apply(state, so);
    }
    return then(
        eval(trees.get(so.size()), state, out),
        (after, relation) -> {
          List<Relation> more = new ArrayList<>(so);
          more.add(relation);
          return arguments(trees, after, more, out, last);
        });
  }

  /// Splits a state by a condition.
  void branch(
      ExpressionTree condition, State state, Set<State> yes, Set<State> no, List<Jump> out) {
    walk.step();
    ExpressionTree bare = Conditions.bare(condition);
    switch (bare) {
      case UnaryTree not when not.getKind() == Tree.Kind.LOGICAL_COMPLEMENT ->
          branch(not.getExpression(), state, no, yes, out);
      case BinaryTree and when and.getKind() == Tree.Kind.CONDITIONAL_AND -> {
        Set<State> first = new LinkedHashSet<>();
        branch(and.getLeftOperand(), state, first, no, out);
        first.forEach(each -> branch(and.getRightOperand(), each, yes, no, out));
      }
      case BinaryTree or when or.getKind() == Tree.Kind.CONDITIONAL_OR -> {
        Set<State> first = new LinkedHashSet<>();
        branch(or.getLeftOperand(), state, yes, first, out);
        first.forEach(each -> branch(or.getRightOperand(), each, yes, no, out));
      }
      case BinaryTree equal when isNullTest(equal) -> {
        boolean sameMeansYes = equal.getKind() == Tree.Kind.EQUAL_TO;
        ExpressionTree tested =
            Conditions.isNull(equal.getLeftOperand())
                ? equal.getRightOperand()
                : equal.getLeftOperand();
        nullTest(tested, bare, state, sameMeansYes ? yes : no, sameMeansYes ? no : yes, out);
      }
      case LiteralTree literal -> (Boolean.TRUE.equals(literal.getValue()) ? yes : no).add(state);
      case InstanceOfTree test -> instanceOf(test, state, yes, no, out);
      case MethodInvocationTree call when isNullCall(call) -> {
        boolean nullMeansYes = Conditions.name(call).equals("isNull");
        nullTest(
            call.getArguments().getFirst(),
            bare,
            state,
            nullMeansYes ? yes : no,
            nullMeansYes ? no : yes,
            out);
      }
      case ExpressionTree other -> {
        for (Val val : eval(other, state, out)) {
          decide(other, val, yes, no);
        }
      }
    }
  }

  private static boolean isNullTest(BinaryTree tree) {
    return (tree.getKind() == Tree.Kind.EQUAL_TO || tree.getKind() == Tree.Kind.NOT_EQUAL_TO)
        && (Conditions.isNull(tree.getLeftOperand()) || Conditions.isNull(tree.getRightOperand()));
  }

  private static boolean isNullCall(MethodInvocationTree call) {
    String name = Conditions.name(call);
    return call.getArguments().size() == 1 && (name.equals("isNull") || name.equals("nonNull"));
  }

  private void nullTest(
      ExpressionTree tested,
      ExpressionTree condition,
      State state,
      Set<State> isNull,
      Set<State> isNot,
      List<Jump> out) {
    String key = Conditions.key(condition);
    String text = walk.remembered(key);
    for (Val val : eval(tested, state, out)) {
      Boolean known = val.state().fact(key);
      if (val.relation() == Relation.NULL) {
        isNull.add(val.state());
      } else if (val.relation() != Relation.NONE
          && !val.state().status().equals(State.Status.BEFORE)) {
        isNot.add(val.state());
      } else {
        if (known == null || known) {
          isNull.add(val.state().fact(text, true));
        }
        if (known == null || !known) {
          isNot.add(val.state().fact(text, false));
        }
      }
    }
  }

  private void instanceOf(
      InstanceOfTree test, State state, Set<State> yes, Set<State> no, List<Jump> out) {
    for (Val val : eval(test.getExpression(), state, out)) {
      State matched =
          test.getPattern() == null
              ? val.state()
              : walk.statements().switches().bind(test.getPattern(), val.state(), val.relation());
      yes.add(matched);
      Type type =
          test.getPattern() instanceof BindingPatternTree binding
              ? walk.expressions().resolve(binding.getVariable().getType())
              : walk.expressions().resolve(test.getType());
      // what is followed is a connection, and so is closeable
      boolean always =
          val.relation() == Relation.DIRECT
              && walk.expressions().types().isCloseable(type)
              && !walk.expressions().types().isDependent(type)
              && type.declared() == null;
      if (!always) {
        no.add(val.state());
      }
    }
  }

  private void decide(ExpressionTree condition, Val val, Set<State> yes, Set<State> no) {
    State state = val.state();
    if (state.isOpen()
        && condition instanceof MethodInvocationTree call
        && call.getMethodSelect() instanceof MemberSelectTree select
        && select.getExpression() instanceof IdentifierTree of
        && state.relation(walk.holder(of)) == Relation.DIRECT
        && Conditions.name(call).equals("isClosed")) {
      no.add(state); // what is open is not closed
      return;
    }
    String key = Conditions.key(condition);
    String text = walk.remembered(key);
    Boolean known = state.fact(key);
    if (known == null || known) {
      yes.add(state.fact(text, true));
    }
    if (known == null || !known) {
      no.add(state.fact(text, false));
    }
  }

  /// The simple name of an exception that is thrown.
  String thrownType(ExpressionTree thrown) {
    Type type = walk.expressions().typeOf(Conditions.bare(thrown));
    return type.isUnknown() ? "RuntimeException" : type.simpleName();
  }
}
