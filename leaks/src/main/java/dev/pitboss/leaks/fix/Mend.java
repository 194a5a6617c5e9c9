package dev.pitboss.leaks.fix;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.openrewrite.internal.ListUtils;
import org.openrewrite.java.JavaVisitor;
import org.openrewrite.java.tree.Expression;
import org.openrewrite.java.tree.J;
import org.openrewrite.java.tree.Space;
import org.openrewrite.java.tree.Statement;

/// Mends one borrow, or says why it does not. The statement that borrows is recognised by its form;
/// a form that is not listed in `mended` is left alone.
final class Mend extends JavaVisitor<Integer> {
  private final Style style;
  private final UUID call;
  private final J.CompilationUnit unit;
  private boolean done;
  private Optional<String> usedAround = Optional.empty();
  private String reason = "it is not borrowed by a plain statement of a block";

  Mend(Style style, UUID call, J.CompilationUnit unit) {
    this.style = style;
    this.call = call;
    this.unit = unit;
  }

  boolean isDone() {
    return done;
  }

  String reason() {
    return reason;
  }

  @Override
  public J visitBlock(J.Block block, Integer nothing) {
    J.Block visited = (J.Block) super.visitBlock(block, nothing);
    Object owner = getCursor().getParentTreeCursor().getValue();
    if (done || owner instanceof J.ClassDeclaration || owner instanceof J.NewClass) {
      return visited;
    }
    List<Statement> statements = visited.getStatements();
    for (int i = 0; i < statements.size(); i++) {
      Optional<J.Block> mended = mended(visited, i, statements.get(i));
      if (mended.isPresent()) {
        done = true;
        return mended.get();
      }
    }
    Optional<J.Block> around = usedAround.flatMap(name -> aroundUses(visited, name));
    done = around.isPresent();
    return around.orElse(visited);
  }

  private Optional<J.Block> mended(J.Block block, int index, Statement statement) {
    if (statement instanceof J.Try attempt) {
      return resource(attempt).map(with -> replaced(block, index, with));
    }
    Optional<Expression> first = Chain.first(statement);
    Optional<J.MethodInvocation> borrow = first.flatMap(one -> Chain.root(bare(one), call));
    if (borrow.isEmpty() || first.isEmpty()) {
      return Optional.empty();
    }
    if (statement.isScope(borrow.get())) {
      return Optional.of(replaced(block, index, closed(borrow.get())));
    }
    boolean whole = bare(first.get()).isScope(borrow.get());
    return switch (statement) {
      case J.VariableDeclarations declared when whole -> declared(block, index, declared);
      case J.Assignment assignment when whole -> assigned(block, index, assignment);
      case Statement _ when whole -> Optional.empty();
      case Statement chain -> chained(block, index, chain, borrow.get());
    };
  }

  private static Expression bare(Expression expression) {
    return expression instanceof J.TypeCast cast ? bare(cast.getExpression()) : expression;
  }

  private J method() {
    J.MethodDeclaration method = getCursor().firstEnclosing(J.MethodDeclaration.class);
    return method == null ? unit : method;
  }

  private static J.Block replaced(J.Block block, int index, Statement with) {
    return block.withStatements(
        ListUtils.map(block.getStatements(), (i, old) -> i == index ? with : old));
  }

  /// A connection nobody looks at is closed at once.
  private static Statement closed(J.MethodInvocation borrow) {
    var close = (J.MethodInvocation) Snippet.statement("\nit.close();");
    return close.withSelect(borrow.withPrefix(Space.EMPTY)).withPrefix(borrow.getPrefix());
  }

  private Optional<J.Block> declared(J.Block block, int index, J.VariableDeclarations declared) {
    String name = declared.getVariables().getFirst().getSimpleName();
    var wrap = new Wrap(block, index, name);
    int reassigned = Occurrences.assignments(name, block);
    if (style == Style.CLEAN) {
      if (reassigned > 0) {
        reason = "it gets a second value; only the surgical fix can";
        return Optional.empty();
      }
      return Optional.of(wrap.inResource(declared));
    }
    if (Occurrences.isResource(name, block)) {
      reason =
          "it is the resource of a later try, which takes no variable with a second value; only"
              + " the clean fix can";
      return Optional.empty();
    }
    String type =
        isInferred(declared) ? typeName(declared) : String.valueOf(declared.getTypeExpression());
    Optional<J.Block> wrapped = wrap.inFinally(type.strip(), declared);
    if (wrapped.isEmpty()) {
      reason = "it gets another value in the midst of an expression";
    }
    return wrapped;
  }

  private static boolean isInferred(J.VariableDeclarations declared) {
    return declared.getTypeExpression() instanceof J.Identifier type
        && type.getSimpleName().equals("var");
  }

  private String typeName(J.VariableDeclarations declared) {
    Expression value = declared.getVariables().getFirst().getInitializer();
    return new TypeNames(unit).of(value == null ? null : value.getType());
  }

  private Optional<J.Block> assigned(J.Block block, int index, J.Assignment assignment) {
    if (style == Style.CLEAN) {
      reason = "its variable is declared before; only the surgical fix can";
      return Optional.empty();
    }
    String name = assignment.getVariable().toString();
    J.Block home = homeOf(name);
    if (home == null) {
      reason = "its variable is declared neither here nor around";
      return Optional.empty();
    }
    if (Occurrences.of(name, home) - Occurrences.of(name, block) != 1) {
      if (isCaughtBefore(home)) {
        reason = "its variable is used outside the try that borrows it";
      } else {
        usedAround = Optional.of(name);
      }
      return Optional.empty();
    }
    Optional<J.Block> wrapped = new Wrap(block, index, name).inFinally(assignment);
    if (wrapped.isEmpty()) {
      reason = "it gets another value in the midst of an expression";
    }
    return wrapped;
  }

  /// Whether a `catch` on the way out takes what `close()` further out may throw.
  private boolean isCaughtBefore(J.Block home) {
    return getCursor()
        .getPathAsStream(J.class::isInstance)
        .takeWhile(around -> !home.isScope((J) around))
        .anyMatch(around -> around instanceof J.Try attempt && !attempt.getCatches().isEmpty());
  }

  /// The variable outlives the block that borrows: the `try` begins after its declaration.
  private Optional<J.Block> aroundUses(J.Block block, String name) {
    for (int i = 0; i < block.getStatements().size(); i++) {
      if (block.getStatements().get(i) instanceof J.VariableDeclarations declared
          && declared.getVariables().size() == 1
          && declared.getVariables().getFirst().getSimpleName().equals(name)) {
        Expression value = declared.getVariables().getFirst().getInitializer();
        boolean empty =
            value == null || (value instanceof J.Literal literal && literal.getValue() == null);
        reason =
            "its variable starts with another value, or gets one in the midst of an expression";
        return empty ? new Wrap(block, i, name).inFinally(declared) : Optional.empty();
      }
    }
    return Optional.empty();
  }

  /// The block that declares a local variable.
  private J.@Nullable Block homeOf(String name) {
    return getCursor()
        .getPathAsStream(J.Block.class::isInstance)
        .map(J.Block.class::cast)
        .filter(block ->
            block.getStatements().stream()
                .anyMatch(one ->
                    one instanceof J.VariableDeclarations declared
                        && declared.getVariables().stream()
                            .anyMatch(variable -> variable.getSimpleName().equals(name))))
        .findFirst()
        .orElse(null);
  }

  private Optional<J.Block> chained(
      J.Block block, int index, Statement chain, J.MethodInvocation borrow) {
    String name = TypeNames.free("connection", method());
    String type = new TypeNames(unit).of(borrow.getType());
    var declared =
        (J.VariableDeclarations)
            Snippet.statement("\n%s%s %s = null;".formatted(Layout.indent(chain), type, name));
    var named = declared.getVariables().getFirst();
    Statement rest =
        Chain.changed(chain, first -> Chain.named(first, call, named.getName()))
            .withPrefix(Space.format("\n" + Layout.indent(chain)));
    var hoisted =
        (J.VariableDeclarations)
            Chain.changed(declared, _ -> borrow.withPrefix(Space.SINGLE_SPACE));
    List<Statement> statements =
        ListUtils.flatMap(
            block.getStatements(),
            (i, old) ->
                i == index ? List.of(hoisted.withPrefix(chain.getPrefix()), rest) : List.of(old));
    var wrap = new Wrap(block.withStatements(statements), index, name);
    return style == Style.CLEAN
        ? Optional.of(wrap.inResource(hoisted.withPrefix(chain.getPrefix())))
        : wrap.inFinally(type, hoisted.withPrefix(chain.getPrefix()));
  }

  /// `try (Statement s = get().createStatement())`: the connection becomes a resource before.
  private Optional<Statement> resource(J.Try attempt) {
    List<J.Try.Resource> resources = attempt.getResources();
    if (resources == null || resources.isEmpty()) {
      return Optional.empty();
    }
    J.Try.Resource first = resources.getFirst();
    if (!(first.getVariableDeclarations() instanceof J.VariableDeclarations declared)) {
      return Optional.empty();
    }
    Optional<J.MethodInvocation> borrow =
        Chain.first(declared).flatMap(one -> Chain.root(one, call));
    if (borrow.isEmpty()) {
      return Optional.empty();
    }
    String name = TypeNames.free("connection", method());
    String type = new TypeNames(unit).of(borrow.get().getType());
    String base = Layout.indent(attempt);
    J.Try model = (J.Try) Snippet.statement("\ntry (%s %s = null) {}".formatted(type, name));
    J.Try.Resource added = Snippet.resource(model);
    var made = (J.VariableDeclarations) added.getVariableDeclarations();
    var connection =
        (J.VariableDeclarations)
            Chain.changed(made, _ -> borrow.get().withPrefix(Space.SINGLE_SPACE));
    var rest =
        (J.VariableDeclarations)
            Chain.changed(
                declared, one -> Chain.named(one, call, made.getVariables().getFirst().getName()));
    List<J.Try.Resource> all =
        ListUtils.concat(
            added.withVariableDeclarations(connection).withTerminatedWithSemicolon(true),
            ListUtils.mapFirst(
                resources,
                old ->
                    old.withVariableDeclarations(rest)
                        .withPrefix(Space.format("\n" + base + "    "))));
    return Optional.of(attempt.withResources(all));
  }
}
