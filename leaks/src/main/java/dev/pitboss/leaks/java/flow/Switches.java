package dev.pitboss.leaks.java.flow;

import com.sun.source.tree.BindingPatternTree;
import com.sun.source.tree.CaseLabelTree;
import com.sun.source.tree.CaseTree;
import com.sun.source.tree.DeconstructionPatternTree;
import com.sun.source.tree.DefaultCaseLabelTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.PatternCaseLabelTree;
import com.sun.source.tree.PatternTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.SwitchExpressionTree;
import com.sun.source.tree.ThrowTree;
import com.sun.source.tree.Tree;
import dev.pitboss.leaks.java.flow.Statements.Val;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Walks through `switch`, old and new, statements and expressions.
final class Switches {
  private final Walk walk;

  Switches(Walk walk) {
    this.walk = walk;
  }

  Set<State> statement(
      ExpressionTree selector,
      List<? extends CaseTree> cases,
      Collection<State> before,
      List<Jump> out) {
    List<Jump> inner = new ArrayList<>();
    Set<State> after = run(selector, cases, before, inner, false);
    for (Jump jump : inner) {
      if (jump.kind() == Jump.Kind.BREAK && jump.label().isEmpty()) {
        after.add(jump.state());
      } else {
        out.add(jump);
      }
    }
    return walk.bounded(after);
  }

  List<Val> expression(SwitchExpressionTree tree, State before, List<Jump> out) {
    List<Jump> inner = new ArrayList<>();
    run(tree.getExpression(), tree.getCases(), List.of(before), inner, true);
    List<Val> values = new ArrayList<>();
    for (Jump jump : inner) {
      if (jump.kind() == Jump.Kind.YIELD) {
        values.add(new Val(jump.state(), jump.value()));
      } else {
        out.add(jump);
      }
    }
    return values;
  }

  private Set<State> run(
      ExpressionTree selector,
      List<? extends CaseTree> cases,
      Collection<State> before,
      List<Jump> inner,
      boolean isExpression) {
    Set<State> after = new LinkedHashSet<>();
    for (State state : before) {
      for (Val val : walk.evaluator().eval(selector, state, inner)) {
        Set<State> falling = new LinkedHashSet<>();
        boolean all = isExpression;
        boolean taken =
            val.state().isOpen() && val.relation().reaches() && isTakenApart(cases, val);
        for (CaseTree each : cases) {
          all |= isDefault(each);
          Set<State> entering = new LinkedHashSet<>(falling);
          State inside = bound(each, val);
          if (!taken || inside.holders().containsValue(Relation.DIRECT)) {
            entering.add(inside);
          }
          falling = one(each, entering, after, inner, isExpression);
        }
        after.addAll(falling);
        if (!all && !hasPatterns(cases)) {
          after.add(val.state());
        }
      }
    }
    return after;
  }

  private Set<State> one(
      CaseTree each,
      Set<State> entering,
      Set<State> after,
      List<Jump> inner,
      boolean isExpression) {
    if (each.getCaseKind() == CaseTree.CaseKind.STATEMENT) {
      List<? extends StatementTree> statements = each.getStatements();
      return walk.statements().all(statements == null ? List.of() : statements, entering, inner);
    }
    switch (each.getBody()) {
      case ExpressionTree value -> {
        for (State state : entering) {
          for (Val val : walk.evaluator().eval(value, state, inner)) {
            if (isExpression) {
              walk.jump(inner, Jump.Kind.YIELD, "", val.state(), val.relation(), value);
            } else {
              after.add(val.state());
            }
          }
        }
      }
      case ThrowTree thrown -> walk.statements().run(thrown, entering, inner);
      case StatementTree body -> after.addAll(walk.statements().run(body, entering, inner));
      case null, default -> {
        // the parser could not read it
      }
    }
    return new LinkedHashSet<>();
  }

  /// Whether a case takes the holder apart: then the others are for other kinds of holders.
  private boolean isTakenApart(List<? extends CaseTree> cases, Val val) {
    return cases.stream()
        .anyMatch(each ->
            bound(each, val).holders().containsValue(Relation.DIRECT)
                && !val.state().holders().containsValue(Relation.DIRECT));
  }

  private static boolean isDefault(CaseTree each) {
    return each.getLabels().stream().anyMatch(DefaultCaseLabelTree.class::isInstance);
  }

  private static boolean hasPatterns(List<? extends CaseTree> cases) {
    return cases.stream()
        .flatMap(each -> each.getLabels().stream())
        .anyMatch(PatternCaseLabelTree.class::isInstance);
  }

  /// A pattern that takes a holder apart has the connection in its variable of that type.
  private State bound(CaseTree each, Val val) {
    State state = val.state();
    for (CaseLabelTree label : each.getLabels()) {
      if (label instanceof PatternCaseLabelTree pattern) {
        state = bind(pattern.getPattern(), state, val.relation());
      }
    }
    return state;
  }

  State bind(Tree pattern, State state, Relation relation) {
    return switch (pattern) {
      case BindingPatternTree binding ->
          state.assign(binding.getVariable().getName().toString(), relation);
      case DeconstructionPatternTree parts -> {
        State bound = state;
        for (PatternTree part : parts.getNestedPatterns()) {
          boolean isConnection =
              part instanceof BindingPatternTree binding
                  && walk.expressions()
                      .types()
                      .isConnection(walk.expressions().resolve(binding.getVariable().getType()));
          bound =
              bind(
                  part,
                  bound,
                  isConnection && relation.reaches() ? Relation.DIRECT : Relation.NONE);
        }
        yield bound;
      }
      case Tree _ -> state;
    };
  }
}
