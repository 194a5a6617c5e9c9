package dev.pitboss.leaks.fix;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.openrewrite.java.tree.Expression;
import org.openrewrite.java.tree.J;
import org.openrewrite.java.tree.Statement;

/// A statement that begins with a chain of calls, like `get().createStatement().execute(sql)`: the
/// first call is evaluated before all else, so it may as well stand in a statement before.
final class Chain {
  private Chain() {}

  /// The first link if it is the call looked for.
  static Optional<J.MethodInvocation> root(Expression expression, UUID call) {
    return switch (expression) {
      case J.MethodInvocation link when link.getId().equals(call) -> Optional.of(link);
      case J.MethodInvocation link when link.getSelect() != null -> root(link.getSelect(), call);
      case J.TypeCast cast -> root(cast.getExpression(), call);
      case Expression _ -> Optional.empty();
    };
  }

  /// The chain with a name in place of its first link.
  static Expression named(Expression expression, UUID call, J.Identifier name) {
    return switch (expression) {
      case J.MethodInvocation link when link.getId().equals(call) ->
          name.withPrefix(link.getPrefix());
      case J.MethodInvocation link when link.getSelect() != null ->
          link.withSelect(named(link.getSelect(), call, name));
      case J.TypeCast cast -> cast.withExpression(named(cast.getExpression(), call, name));
      case Expression other -> other;
    };
  }

  /// The expression a statement evaluates first.
  static Optional<Expression> first(Statement statement) {
    return switch (statement) {
      case J.VariableDeclarations declared when declared.getVariables().size() == 1 ->
          Optional.ofNullable(declared.getVariables().getFirst().getInitializer());
      case J.Assignment assignment when assignment.getVariable() instanceof J.Identifier ->
          Optional.of(assignment.getAssignment());
      case J.Return returned -> Optional.ofNullable(returned.getExpression());
      case J.MethodInvocation call -> Optional.of(call);
      case Statement _ -> Optional.empty();
    };
  }

  /// The statement with another first expression.
  static Statement changed(Statement statement, UnaryOperator<Expression> change) {
    return switch (statement) {
      case J.VariableDeclarations declared -> {
        var variable = declared.getVariables().getFirst();
        Expression initializer = variable.getInitializer();
        yield initializer == null
            ? declared
            : declared.withVariables(List.of(variable.withInitializer(change.apply(initializer))));
      }
      case J.Assignment assignment ->
          assignment.withAssignment(change.apply(assignment.getAssignment()));
      case J.Return returned when returned.getExpression() != null ->
          returned.withExpression(change.apply(returned.getExpression()));
      case J.MethodInvocation call -> (Statement) change.apply(call);
      case Statement other -> other;
    };
  }
}
