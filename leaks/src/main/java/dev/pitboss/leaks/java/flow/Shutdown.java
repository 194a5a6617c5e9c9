package dev.pitboss.leaks.java.flow;

import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.CompoundAssignmentTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreeScanner;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Calls that end a Derby database: by a URL, to which it answers with an exception instead of a
/// connection.
final class Shutdown {
  private static final Pattern ENDING = Pattern.compile("shutdown=true|derby.*drop=true");

  private Shutdown() {}

  /// Whether the first argument is such a URL, or a variable that is given one in the function.
  static boolean isBy(MethodInvocationTree call, Function function) {
    if (call.getArguments().isEmpty()) {
      return false;
    }
    ExpressionTree url = Conditions.bare(call.getArguments().getFirst());
    return url instanceof IdentifierTree name
        ? isGiven(name.getName().toString(), function)
        : ends(url);
  }

  private static boolean ends(@Nullable ExpressionTree value) {
    return value != null && ENDING.matcher(value.toString()).find();
  }

  private static boolean isGiven(String variable, Function function) {
    boolean[] found = new boolean[1];
    new TreeScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitVariable(VariableTree tree, @Nullable Void nothing) {
        found[0] |= tree.getName().contentEquals(variable) && ends(tree.getInitializer());
        return super.visitVariable(tree, null);
      }

      @Override
      public @Nullable Void visitAssignment(AssignmentTree tree, @Nullable Void nothing) {
        found[0] |= isNamed(tree.getVariable()) && ends(tree.getExpression());
        return super.visitAssignment(tree, null);
      }

      @Override
      public @Nullable Void visitCompoundAssignment(
          CompoundAssignmentTree tree, @Nullable Void nothing) {
        found[0] |= isNamed(tree.getVariable()) && ends(tree.getExpression());
        return super.visitCompoundAssignment(tree, null);
      }

      private boolean isNamed(ExpressionTree assigned) {
        return assigned instanceof IdentifierTree name && name.getName().contentEquals(variable);
      }
    }.scan(function.body(), null);
    return found[0];
  }
}
