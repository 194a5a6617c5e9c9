package dev.pitboss.leaks.kotlin;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The parts of a call expression.
///
/// @param name of the function
/// @param receiver what it is called on, or null
/// @param arguments between parentheses
/// @param lambda behind them, or null
record Calls(
    String name, @Nullable KtNode receiver, List<KtNode> arguments, @Nullable KtNode lambda) {

  static @Nullable Calls of(KtNode node) {
    if (!node.is("call_expression") || node.children().isEmpty()) {
      return null;
    }
    KtNode callee = node.children().getFirst();
    if (callee.is("call_expression") && node.ofType("call_suffix") != null) {
      Calls inner = of(callee);
      return inner == null
          ? null
          : new Calls(inner.name, inner.receiver, inner.arguments, lambda(node));
    }
    String name = "";
    KtNode receiver = null;
    if (callee.is("simple_identifier")) {
      name = callee.text();
    } else if (callee.is("navigation_expression")) {
      name = selected(callee);
      receiver = callee.children().getFirst();
    }
    KtNode suffix = node.ofType("call_suffix");
    KtNode values = suffix == null ? null : suffix.ofType("value_arguments");
    return new Calls(
        name,
        receiver,
        values == null ? List.of() : values.allOfType("value_argument"),
        lambda(node));
  }

  private static @Nullable KtNode lambda(KtNode call) {
    KtNode suffix = call.ofType("call_suffix");
    if (suffix == null) {
      return null;
    }
    List<KtNode> lambdas = suffix.find(each -> each.is("lambda_literal"));
    return lambdas.isEmpty() ? null : lambdas.getFirst();
  }

  /// What a navigation expression selects.
  static String selected(KtNode navigation) {
    KtNode suffix = navigation.ofType("navigation_suffix");
    KtNode name = suffix == null ? null : suffix.ofType("simple_identifier");
    return name == null ? "" : name.text();
  }

  /// The value of an argument, without its name.
  static KtNode value(KtNode argument) {
    return argument.children().isEmpty() ? argument : argument.children().getLast().bare();
  }

  /// The parameter of a lambda, `it` when it has none.
  static String parameter(KtNode lambda) {
    KtNode parameters = lambda.ofType("lambda_parameters");
    List<KtNode> names =
        parameters == null ? List.of() : parameters.find(each -> each.is("simple_identifier"));
    return names.isEmpty() ? "it" : names.getFirst().text();
  }

  /// The condition of an `if`.
  static @Nullable KtNode test(KtNode node) {
    return node.children().stream()
        .filter(each -> !each.is("if", "control_structure_body", "else"))
        .findFirst()
        .orElse(null);
  }

  /// Whether an expression answers something that lives on a connection.
  static boolean isDependent(KtNode value) {
    return value
        .text()
        .matches(
            "(?s).*\\.(?:prepareStatement|createStatement|prepareCall|executeQuery|metaData)\\b[^.]*");
  }
}
