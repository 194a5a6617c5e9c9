package dev.pitboss.leaks.java.flow;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.ThrowTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TryTree;
import com.sun.source.util.TreeScanner;
import dev.pitboss.leaks.java.flow.Library.Verb;
import dev.pitboss.leaks.java.source.MethodInfo;
import dev.pitboss.leaks.java.source.MethodInfo.Flag;
import dev.pitboss.leaks.java.source.Type;
import dev.pitboss.leaks.java.source.TypeName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which exceptions a call may throw.
final class Throwing {
  /// So deep calls of calls are looked into.
  private static final int MAX_DEPTH = 4;

  private static final Set<String> CALM =
      Set.of("isClosed", "toString", "hashCode", "equals", "getClass", "isNull", "nonNull");

  private enum Nerve {
    CALM,
    UNKNOWN,
    THROWS
  }

  private final Analysis analysis;
  private final Map<MethodInfo, Nerve> known = new HashMap<>();

  Throwing(Analysis analysis) {
    this.analysis = analysis;
  }

  List<Thrown> of(Tree tree, Call call, Expressions expressions) {
    return of(tree, call, expressions, 0);
  }

  private List<Thrown> of(Tree tree, Call call, Expressions expressions, int depth) {
    if (call.isOfTree()) {
      MethodInfo method = call.methods().getFirst();
      List<Thrown> thrown = new ArrayList<>();
      for (TypeName each : method.thrown()) {
        String simple = each.name().substring(each.name().lastIndexOf('.') + 1);
        TypeName bound = method.typeParameters().get(simple);
        thrown.add(new Thrown(bound == null ? simple : bound.name(), true, call.words()));
      }
      if (thrown.isEmpty()) {
        switch (nerve(method, depth)) {
          case CALM -> {
            // nothing to prepare for
          }
          case UNKNOWN -> thrown.add(new Thrown("RuntimeException", false, call.words()));
          case THROWS -> thrown.add(new Thrown("RuntimeException", true, call.words()));
        }
      }
      return thrown;
    }
    return ofLibrary(tree, call, expressions);
  }

  private List<Thrown> ofLibrary(Tree tree, Call call, Expressions expressions) {
    Type receiver = call.receiver();
    String name = call.name();
    boolean jdbc =
        expressions.types().isConnection(receiver)
            || expressions.types().isStatement(receiver)
            || expressions.types().isResultSet(receiver)
            || receiver.name().startsWith("java.sql.DatabaseMetaData")
            || (expressions.types().isDataSource(receiver) && name.startsWith("get"))
            || receiver.simpleName().equals("DriverManager");
    if (CALM.contains(name)
        || name.contains("uietly")
        || analysis.library().says(Verb.RELEASE, receiver.name(), name)) {
      return List.of();
    }
    if (jdbc && !name.equals("new")) {
      return List.of(new Thrown("SQLException", true, call.words()));
    }
    if (isLogger(tree)) {
      return List.of();
    }
    String type = receiver.name();
    if (name.equals("new") && (type.endsWith("Exception") || receiver.declared() != null)) {
      return List.of();
    }
    if (analysis.library().says(Verb.NOTHROW, type, name)) {
      return List.of();
    }
    return analysis
        .library()
        .thrown(type, name)
        .map(each -> List.of(new Thrown(each, true, call.words())))
        .orElseGet(() -> List.of(new Thrown("RuntimeException", false, call.words())));
  }

  /// Lombok's loggers have no declaration to see, and those of the system none here.
  private static boolean isLogger(Tree tree) {
    if (tree instanceof MethodInvocationTree call
        && call.getMethodSelect() instanceof MemberSelectTree select) {
      Tree at = select.getExpression();
      while (at instanceof MethodInvocationTree inner
          && inner.getMethodSelect() instanceof MemberSelectTree further) {
        at = further.getExpression(); // log.atInfo().log()
      }
      if (at instanceof MemberSelectTree field
          && field.getExpression() instanceof IdentifierTree of
          && of.getName().contentEquals("System")
          && !field.getIdentifier().contentEquals("in")) {
        return true; // System.out, System.err
      }
      String name =
          switch (at) {
            case IdentifierTree identifier -> identifier.getName().toString();
            case MemberSelectTree field -> field.getIdentifier().toString();
            case Tree _ -> "";
          };
      String lower = name.toLowerCase(Locale.ROOT);
      return lower.equals("log") || lower.equals("logger") || lower.endsWith("_logger");
    }
    return false;
  }

  private Nerve nerve(MethodInfo method, int depth) {
    Nerve so = known.get(method);
    if (so != null) {
      return so;
    }
    if (depth >= MAX_DEPTH || method.is(Flag.ABSTRACT)) {
      return Nerve.UNKNOWN;
    }
    known.put(method, Nerve.CALM); // a call of itself adds nothing
    Nerve found =
        analysis
            .function(method)
            .map(function -> {
              var scanner = new Scanner(analysis.expressions(function), depth);
              scanner.scan(function.body(), null);
              return scanner.worst;
            })
            .orElse(Nerve.UNKNOWN);
    known.put(method, found);
    return found;
  }

  private final class Scanner extends TreeScanner<@Nullable Void, @Nullable Void> {
    private final Expressions expressions;
    private final int depth;
    private Nerve worst = Nerve.CALM;

    Scanner(Expressions expressions, int depth) {
      this.expressions = expressions;
      this.depth = depth;
    }

    private void worse(Nerve nerve) {
      if (nerve.compareTo(worst) > 0) {
        worst = nerve;
      }
    }

    @Override
    public @Nullable Void visitThrow(ThrowTree tree, @Nullable Void nothing) {
      worse(Nerve.THROWS);
      return null;
    }

    @Override
    public @Nullable Void visitTry(TryTree tree, @Nullable Void nothing) {
      boolean all =
          tree.getCatches().stream()
              .map(each -> TypeName.of(each.getParameter().getType()).name())
              .anyMatch(name -> name.equals("Exception") || name.equals("Throwable"));
      if (!all) {
        Nerve before = worst;
        scan(tree.getResources(), null);
        scan(tree.getBlock(), null);
        if (!tree.getCatches().isEmpty()) {
          worst = before; // who catches one kind has thought of what the body throws
        }
      }
      scan(tree.getCatches(), null);
      scan(tree.getFinallyBlock(), null);
      return null;
    }

    @Override
    public @Nullable Void visitMethodInvocation(MethodInvocationTree tree, @Nullable Void nothing) {
      Call call = expressions.call(tree);
      note(call, of(tree, call, expressions, depth + 1));
      return super.visitMethodInvocation(tree, null);
    }

    @Override
    public @Nullable Void visitNewClass(NewClassTree tree, @Nullable Void nothing) {
      Call call = expressions.call(tree);
      note(call, of(tree, call, expressions, depth + 1));
      scan(tree.getArguments(), null);
      return null;
    }

    /// What a method of the tree throws without saying so is its own; that it comes through another
    /// is not what callers are prepared for.
    private void note(Call call, List<Thrown> thrown) {
      boolean isHidden = call.isOfTree() && call.methods().getFirst().thrown().isEmpty();
      for (Thrown each : thrown) {
        worse(each.isDeclared() && !isHidden ? Nerve.THROWS : Nerve.UNKNOWN);
      }
    }

    @Override
    public @Nullable Void visitLambdaExpression(LambdaExpressionTree tree, @Nullable Void nothing) {
      return null;
    }

    @Override
    public @Nullable Void visitClass(ClassTree tree, @Nullable Void nothing) {
      return null;
    }
  }
}
