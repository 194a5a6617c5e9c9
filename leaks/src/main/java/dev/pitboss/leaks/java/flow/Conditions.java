package dev.pitboss.leaks.java.flow;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.UnaryTree;
import java.util.regex.Pattern;

/// Conditions by their text: one that stands twice, with nothing assigned in between, turns out the
/// same way twice.
final class Conditions {
  private static final Pattern NAME = Pattern.compile("[A-Za-z_$][\\w$]*");

  private Conditions() {}

  /// The text of a condition that depends on variables only, or nothing.
  static String text(ExpressionTree condition) {
    StringBuilder text = new StringBuilder();
    return append(condition, text) ? text.toString() : "";
  }

  /// What a condition is remembered by: a test for null is the same whether it asks for `==` or
  /// `!=`.
  static String key(ExpressionTree condition) {
    ExpressionTree bare = bare(condition);
    if (bare instanceof BinaryTree test
        && (test.getKind() == Tree.Kind.EQUAL_TO || test.getKind() == Tree.Kind.NOT_EQUAL_TO)) {
      if (isNull(test.getRightOperand())) {
        return nullKey(test.getLeftOperand());
      }
      if (isNull(test.getLeftOperand())) {
        return nullKey(test.getRightOperand());
      }
    }
    if (bare instanceof MethodInvocationTree call
        && call.getArguments().size() == 1
        && (name(call).equals("isNull") || name(call).equals("nonNull"))) {
      return nullKey(call.getArguments().getFirst());
    }
    return text(bare);
  }

  private static String nullKey(ExpressionTree tested) {
    String text = text(tested);
    return text.isEmpty() ? "" : text + " is null";
  }

  private static boolean append(Tree tree, StringBuilder text) {
    return switch (tree) {
      case ParenthesizedTree inner -> append(inner.getExpression(), text);
      case IdentifierTree identifier -> {
        text.append(identifier.getName());
        yield true;
      }
      case LiteralTree literal -> {
        text.append(literal.getValue());
        yield true;
      }
      case MemberSelectTree select -> {
        boolean plain = append(select.getExpression(), text);
        text.append('.').append(select.getIdentifier());
        yield plain;
      }
      case MethodInvocationTree call -> {
        String name = name(call);
        boolean isTest =
            call.getArguments().isEmpty()
                && (name.startsWith("is") || (name.startsWith("has") && !name.startsWith("hasN")));
        boolean plain = isTest && append(call.getMethodSelect(), text);
        text.append("()");
        yield plain;
      }
      case UnaryTree unary
          when unary.getKind() == Tree.Kind.LOGICAL_COMPLEMENT
              || unary.getKind() == Tree.Kind.UNARY_MINUS -> {
        text.append(unary.getKind()).append('(');
        boolean plain = append(unary.getExpression(), text);
        text.append(')');
        yield plain;
      }
      case BinaryTree binary -> {
        text.append('(');
        boolean left = append(binary.getLeftOperand(), text);
        text.append(' ').append(binary.getKind()).append(' ');
        boolean right = append(binary.getRightOperand(), text);
        text.append(')');
        yield left && right;
      }
      case Tree _ -> false;
    };
  }

  /// The name of the method a call calls.
  static String name(MethodInvocationTree call) {
    return switch (call.getMethodSelect()) {
      case IdentifierTree identifier -> identifier.getName().toString();
      case MemberSelectTree select -> select.getIdentifier().toString();
      case Tree _ -> "";
    };
  }

  /// Whether a condition depends on a variable.
  static boolean mentions(String condition, String variable) {
    String bare = variable.startsWith("this.") ? variable.substring(5) : variable;
    var matcher = NAME.matcher(condition);
    while (matcher.find()) {
      if (matcher.group().equals(bare)) {
        return true;
      }
    }
    return false;
  }

  /// Without parentheses.
  static ExpressionTree bare(ExpressionTree tree) {
    ExpressionTree at = tree;
    while (at instanceof ParenthesizedTree inner) {
      at = inner.getExpression();
    }
    return at;
  }

  static boolean isNull(ExpressionTree tree) {
    return bare(tree) instanceof LiteralTree literal && literal.getKind() == Tree.Kind.NULL_LITERAL;
  }
}
