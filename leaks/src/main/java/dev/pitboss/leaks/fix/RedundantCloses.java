package dev.pitboss.leaks.fix;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.openrewrite.java.JavaIsoVisitor;
import org.openrewrite.java.tree.J;
import org.openrewrite.java.tree.Statement;

/// Takes out explicit closes after which the `try` ends anyway. A close that lets go of the
/// connection early, before more work, stays: that work may need the pool. Closing twice is
/// harmless.
final class RedundantCloses {
  private final String name;

  RedundantCloses(String name) {
    this.name = name;
  }

  /// @param statements all that is in the `try`
  List<Statement> without(List<Statement> statements) {
    List<Statement> kept = new ArrayList<>();
    for (int i = 0; i < statements.size(); i++) {
      Statement statement = statements.get(i);
      List<Statement> after = statements.subList(i + 1, statements.size());
      boolean last = after.stream().allMatch(RedundantCloses::isPlain);
      if (!last) {
        kept.add(statement);
      } else if (!Layout.isCloseOf(statement, name)) {
        kept.addAll(inner(statement));
      }
    }
    return kept;
  }

  private List<Statement> inner(Statement statement) {
    return switch (statement) {
      case J.Block block -> List.of(block.withStatements(without(block.getStatements())));
      case J.If test -> branch(test);
      case J.Try attempt -> attempt(attempt);
      case Statement other -> List.of(other);
    };
  }

  /// An `if` without calls in its condition goes with its close.
  private List<Statement> branch(J.If test) {
    Statement then = test.getThenPart();
    if (Layout.isCloseOf(then, name)
        && test.getElsePart() == null
        && !calls(test.getIfCondition())) {
      return List.of();
    }
    if (then instanceof J.Block block) {
      List<Statement> kept = without(block.getStatements());
      if (!kept.isEmpty()) {
        return List.of(test.withThenPart(block.withStatements(kept)));
      }
      if (test.getElsePart() == null && !calls(test.getIfCondition())) {
        return List.of();
      }
    }
    return List.of(test);
  }

  private List<Statement> attempt(J.Try attempt) {
    J.Block last = attempt.getFinally();
    if (last == null) {
      return List.of(attempt);
    }
    List<Statement> kept = without(last.getStatements());
    if (!kept.isEmpty()) {
      return List.of(attempt.withFinally(last.withStatements(kept)));
    }
    if (!attempt.getCatches().isEmpty() || attempt.getResources() != null) {
      return List.of(attempt.getPadding().withFinally(null));
    }
    return inline(attempt);
  }

  /// A `try` that neither catches nor closes is its body.
  private static List<Statement> inline(J.Try attempt) {
    List<Statement> body = attempt.getBody().getStatements();
    if (body.isEmpty()) {
      return List.of();
    }
    String extra = Layout.step(attempt.getBody(), Layout.indent(body.getFirst()));
    List<Statement> moved = body.stream().map(Shift.back(extra)::move).toList();
    List<Statement> inlined = new ArrayList<>(moved);
    inlined.set(0, moved.getFirst().withPrefix(attempt.getPrefix()));
    return inlined;
  }

  /// Ends or goes on without running code that could need a connection.
  private static boolean isPlain(Statement statement) {
    return switch (statement) {
      case J.Return returned -> !calls(returned);
      case J.Yield yielded -> !calls(yielded);
      case J.Break _, J.Continue _ -> true;
      case Statement _ -> false;
    };
  }

  private static boolean calls(J tree) {
    var found = new AtomicBoolean();
    new JavaIsoVisitor<AtomicBoolean>() {
      @Override
      public J.MethodInvocation visitMethodInvocation(J.MethodInvocation call, AtomicBoolean any) {
        any.set(true);
        return call;
      }

      @Override
      public J.NewClass visitNewClass(J.NewClass created, AtomicBoolean any) {
        any.set(true);
        return created;
      }
    }.visit(tree, found);
    return found.get();
  }
}
