package dev.pitboss.leaks.fix;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.openrewrite.java.tree.Expression;
import org.openrewrite.java.tree.J;
import org.openrewrite.java.tree.Space;
import org.openrewrite.java.tree.Statement;

/// Puts the statements of a block from the borrow on into a `try` that closes. As the `try` reaches
/// to the end of the block, every use of the connection and of what follows stays in scope.
final class Wrap {
  private final J.Block block;
  private final int index;
  private final String name;
  private final String base;
  private final String step;

  /// @param index of the statement that borrows
  /// @param name of the variable that holds the connection
  Wrap(J.Block block, int index, String name) {
    this.block = block;
    this.index = index;
    this.name = name;
    this.base = Layout.indent(block.getStatements().get(index));
    this.step = Layout.step(block, base);
  }

  /// `try (declared) { … }`.
  J.Block inResource(J.VariableDeclarations declared) {
    J.Try attempt =
        (J.Try) Snippet.statement("\n%1$stry (Object it = null) {\n%1$s}".formatted(base));
    J.Try.Resource resource =
        Snippet.resource(attempt).withVariableDeclarations(declared.withPrefix(Space.EMPTY));
    List<Statement> inside = new RedundantCloses(name).without(inside(index + 1));
    J.Try wrapped =
        attempt
            .withResources(List.of(resource))
            .withBody(attempt.getBody().withStatements(inside))
            .withPrefix(declared.getPrefix());
    return upTo(index, List.of(wrapped));
  }

  /// A null-initialised variable of the given type, and a `try` whose `finally` closes it; nothing
  /// when the variable gets values in ways that cannot be followed.
  Optional<J.Block> inFinally(String type, J.VariableDeclarations declared) {
    Statement empty =
        Snippet.statement("\n%s%s %s = null;".formatted(base, type, name))
            .withPrefix(declared.getPrefix());
    Expression value = declared.getVariables().getFirst().getInitializer();
    if (value == null) {
      return Optional.empty();
    }
    J.Assignment assigned = (J.Assignment) Snippet.statement("\n%s = null;".formatted(name));
    Statement borrow =
        assigned
            .withAssignment(value.withPrefix(Space.SINGLE_SPACE))
            .withPrefix(Space.format("\n" + base + step));
    return closing(List.of(borrow)).map(attempt -> upTo(index, List.of(empty, attempt)));
  }

  /// The same for a variable that is declared elsewhere.
  Optional<J.Block> inFinally(J.Assignment borrow) {
    return closing(List.of(borrow.withPrefix(Space.format("\n" + base + step))))
        .map(attempt -> attempt.withPrefix(borrow.getPrefix()))
        .map(attempt -> upTo(index, List.of(attempt)));
  }

  /// The same for a null-initialised variable that gets its connection further in.
  Optional<J.Block> inFinally(J.VariableDeclarations declared) {
    Statement empty =
        Snippet.statement("\n%s%s %s = null;".formatted(base, declared.getTypeExpression(), name))
            .withPrefix(declared.getPrefix());
    return closing(List.of()).map(attempt -> upTo(index, List.of(empty, attempt)));
  }

  private Optional<J.Try> closing(List<Statement> borrow) {
    J.Try attempt =
        (J.Try)
            Snippet.statement(
                "\n%1$stry {\n%1$s} finally {%2$s\n%1$s}"
                    .formatted(base, Layout.closeUnlessNull(name, base + step, step)));
    J.Block rest = attempt.getBody().withStatements(inside(index + 1));
    int reassigned = Occurrences.assignments(name, rest);
    var closes = new CloseBeforeReassign(name, step);
    J.Block safe = (J.Block) closes.visitNonNull(rest, 0);
    if (closes.treated() != reassigned) {
      return Optional.empty();
    }
    List<Statement> all = new ArrayList<>(safe.getStatements());
    all.addAll(0, borrow);
    return Optional.of(attempt.withBody(safe.withStatements(all)));
  }

  private List<Statement> inside(int from) {
    List<Statement> rest = block.getStatements().subList(from, block.getStatements().size());
    return rest.stream().map(Shift.by(step)::move).toList();
  }

  private J.Block upTo(int end, List<Statement> last) {
    List<Statement> all = new ArrayList<>(block.getStatements().subList(0, end));
    all.addAll(last);
    return block.withStatements(all);
  }
}
