package dev.pitboss.leaks.fix;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.openrewrite.java.JavaIsoVisitor;
import org.openrewrite.java.tree.Expression;
import org.openrewrite.java.tree.J;

/// How often a name occurs in a tree.
final class Occurrences extends JavaIsoVisitor<AtomicInteger> {
  private final String name;
  private final boolean assignmentsOnly;

  private Occurrences(String name, boolean assignmentsOnly) {
    this.name = name;
    this.assignmentsOnly = assignmentsOnly;
  }

  static int of(String name, J tree) {
    return count(new Occurrences(name, false), tree);
  }

  static int assignments(String name, J tree) {
    return count(new Occurrences(name, true), tree);
  }

  /// Whether a `try` has the variable itself as a resource.
  static boolean isResource(String name, J tree) {
    var found = new AtomicBoolean();
    new JavaIsoVisitor<AtomicBoolean>() {
      @Override
      public J.Try visitTry(J.Try attempt, AtomicBoolean any) {
        if (attempt.getResources() != null
            && attempt.getResources().stream()
                .anyMatch(resource ->
                    resource.getVariableDeclarations() instanceof J.Identifier variable
                        && variable.getSimpleName().equals(name))) {
          any.set(true);
        }
        return super.visitTry(attempt, any);
      }
    }.visit(tree, found);
    return found.get();
  }

  private static int count(Occurrences visitor, J tree) {
    var found = new AtomicInteger();
    visitor.visit(tree, found);
    return found.get();
  }

  @Override
  public J.Identifier visitIdentifier(J.Identifier identifier, AtomicInteger found) {
    if (!assignmentsOnly && identifier.getSimpleName().equals(name)) {
      found.incrementAndGet();
    }
    return identifier;
  }

  @Override
  public J.Assignment visitAssignment(J.Assignment assignment, AtomicInteger found) {
    if (assignmentsOnly && isName(assignment.getVariable(), name)) {
      found.incrementAndGet();
    }
    return super.visitAssignment(assignment, found);
  }

  static boolean isName(Expression expression, String name) {
    return expression instanceof J.Identifier identifier && identifier.getSimpleName().equals(name);
  }
}
