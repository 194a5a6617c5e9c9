package dev.pitboss.leaks.fix;

import java.util.ArrayList;
import java.util.List;
import org.openrewrite.java.JavaIsoVisitor;
import org.openrewrite.java.tree.J;
import org.openrewrite.java.tree.Space;
import org.openrewrite.java.tree.Statement;

/// Closes what a variable holds before it gets its next value.
final class CloseBeforeReassign extends JavaIsoVisitor<Integer> {
  private final String name;
  private final String step;
  private int treated;

  CloseBeforeReassign(String name, String step) {
    this.name = name;
    this.step = step;
  }

  /// How many assignments are taken care of; others are part of larger expressions.
  int treated() {
    return treated;
  }

  @Override
  public J.Block visitBlock(J.Block block, Integer nothing) {
    J.Block visited = super.visitBlock(block, nothing);
    List<Statement> statements = new ArrayList<>();
    for (Statement statement : visited.getStatements()) {
      if (statement instanceof J.Assignment assignment
          && Occurrences.isName(assignment.getVariable(), name)) {
        treated++;
        if (statements.isEmpty() || !Layout.isCloseOf(statements.getLast(), name)) {
          String base = Layout.indent(statement);
          statements.add(
              Snippet.statement(Layout.closeUnlessNull(name, base, step))
                  .withPrefix(statement.getPrefix()));
          statements.add(statement.withPrefix(Space.format("\n" + base)));
          continue;
        }
      }
      statements.add(statement);
    }
    return statements.size() == visited.getStatements().size()
        ? visited
        : visited.withStatements(statements);
  }
}
