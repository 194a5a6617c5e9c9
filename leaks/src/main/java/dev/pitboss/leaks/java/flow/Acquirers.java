package dev.pitboss.leaks.java.flow;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import dev.pitboss.leaks.java.flow.Library.Verb;
import dev.pitboss.leaks.java.source.ClassInfo;
import dev.pitboss.leaks.java.source.MethodInfo;
import dev.pitboss.leaks.java.source.MethodInfo.Flag;
import dev.pitboss.leaks.java.source.Type;
import dev.pitboss.leaks.model.Confidence;
import dev.pitboss.leaks.model.Resource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Which calls hand over a connection: by the model, by what the tree's own methods answer, and
/// where neither tells, by names.
public final class Acquirers {
  private static final Pattern NAME =
      Pattern.compile(
          "(?:get|open|borrow|acquire|obtain|take|create|new|fetch|lease|checkout|checkOut|make"
              + "|build|request)\\w*(?:[cC]onnection|Conn)\\w*");

  private static final Pattern GIVER =
      Pattern.compile(
          "\\w*(?:Pool|PoolManager|ConnectionFactory|ConnectionProvider|ConnectionManager"
              + "|ConnectionSource|ConnectionPool|DataSource|DatabaseManager|DbManager|DBManager"
              + "|DBUtils?|DbUtils?|DatabaseUtils?|JdbcUtils?|JDBCUtils?|ConnectionUtils?"
              + "|ConnectionHelper|DBConnection|DbConnection|DatabaseConnection|ConnectionHandler"
              + "|Database|Db|DB|Sql2o|HikariPool|BoneCP)");

  private final Analysis analysis;
  private final Map<MethodInfo, Relation> returned = new HashMap<>();
  private final Map<ClassInfo, Boolean> acquiring = new HashMap<>();

  Acquirers(Analysis analysis) {
    this.analysis = analysis;
  }

  /// Whether a method of this name hands over a connection, as far as a name tells.
  public static boolean isAcquiringName(String method) {
    return NAME.matcher(method).matches();
  }

  /// Whether a class of this name hands connections over, as far as a name tells.
  public static boolean isGiverName(String simpleType) {
    return GIVER.matcher(simpleType).matches();
  }

  /// The acquiring calls of a function itself, without functions and classes inside.
  List<Site> in(Function function) {
    List<Site> sites = new ArrayList<>();
    Expressions expressions = analysis.expressions(function);
    TreePath start =
        function.body() == function.tree()
            ? function.path()
            : new TreePath(function.path(), function.body());
    new TreePathScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitMethodInvocation(
          MethodInvocationTree tree, @Nullable Void nothing) {
        of(tree, getCurrentPath(), function).ifPresent(sites::add);
        return super.visitMethodInvocation(tree, null);
      }

      @Override
      public @Nullable Void visitNewClass(NewClassTree tree, @Nullable Void nothing) {
        of(tree, expressions).ifPresent(sites::add);
        return super.visitNewClass(tree, null);
      }

      @Override
      public @Nullable Void visitLambdaExpression(
          LambdaExpressionTree tree, @Nullable Void nothing) {
        return null;
      }

      @Override
      public @Nullable Void visitClass(ClassTree tree, @Nullable Void nothing) {
        return null;
      }
    }.scan(start, null);
    return sites;
  }

  private Optional<Site> of(MethodInvocationTree tree, TreePath path, Function function) {
    Expressions expressions = analysis.expressions(function);
    Call call = expressions.call(tree);
    if (analysis.statements()
        && call.name().matches("createStatement|prepareStatement|prepareCall")
        && expressions.types().isConnection(call.receiver())) {
      return Optional.of(new Site(tree, Relation.DIRECT, Resource.STATEMENT, Confidence.HIGH));
    }
    if (Mocks.isInside(path)
        || call.name().isEmpty()
        || call.name().equals("super")
        || call.name().equals("this")) {
      return Optional.empty();
    }
    if (analysis.library().isNamedAcquirer(call.name())) {
      return site(tree, Relation.DIRECT, Confidence.HIGH);
    }
    if (analysis.library().insists(Verb.LEND, call.receiver().name(), call.name())) {
      return Optional.empty();
    }
    if (isDataSource(call, expressions)
        || (call.isOfTree()
            && analysis.library().insists(Verb.ACQUIRE, call.receiver().name(), call.name()))) {
      return site(tree, Relation.DIRECT, Confidence.HIGH); // that is what the interface promises
    }
    if (call.isOfTree()) {
      return ofTree(tree, call, expressions);
    }
    String type = call.receiver().name();
    if (analysis.library().says(Verb.LEND, type, call.name())) {
      return Optional.empty();
    }
    if (Shutdown.isBy(tree, function)) {
      return Optional.empty();
    }
    if (analysis.library().says(Verb.ACQUIRE, type, call.name())
        || (call.name().equals("getConnection")
            && expressions.types().isDataSource(call.receiver()))) {
      return site(tree, Relation.DIRECT, Confidence.HIGH);
    }
    if (isSupplier(call, expressions)) {
      return site(tree, Relation.DIRECT, Confidence.MEDIUM);
    }
    return byName(tree, call, path, expressions);
  }

  private static Optional<Site> site(
      ExpressionTree tree, Relation relation, Confidence confidence) {
    return Optional.of(new Site(tree, relation, Resource.CONNECTION, confidence));
  }

  private static boolean isSupplier(Call call, Expressions expressions) {
    String type = call.receiver().simpleName();
    return ((type.equals("Supplier") && call.name().equals("get"))
            || (type.equals("Callable") && call.name().equals("call")))
        && expressions.types().isConnection(call.receiver().argument(0));
  }

  private Optional<Site> ofTree(MethodInvocationTree tree, Call call, Expressions expressions) {
    Type result = expressions.typeOf(tree);
    boolean worth =
        expressions.types().isConnection(result)
            || (result.declared() != null && mayOwn(result.declared()))
            || result.name().equals("java.lang.Object")
            || result.simpleName().equals("AutoCloseable");
    if (!worth) {
      return Optional.empty();
    }
    boolean anyImplemented = false;
    for (MethodInfo method : call.methods()) {
      List<MethodInfo> all = analysis.symbols().implementations(method);
      for (MethodInfo each : all) {
        anyImplemented = true;
        Relation relation = returned(each);
        if (relation != Relation.NONE) {
          return site(
              tree,
              relation == Relation.DIRECT ? Relation.DIRECT : Relation.OWNER,
              all.size() > 1 ? Confidence.MEDIUM : Confidence.HIGH);
        }
      }
    }
    boolean byName =
        !anyImplemented
            && expressions.types().isConnection(result)
            && !isSelf(call, expressions)
            && (isDataSource(call, expressions)
                || (NAME.matcher(call.name()).matches()
                    && GIVER.matcher(call.receiver().simpleName()).matches()));
    return byName || isPool(call, result, expressions)
        ? site(tree, Relation.DIRECT, Confidence.MEDIUM)
        : Optional.empty();
  }

  /// A pool of the tree: what it hands over comes from a queue or from generated code, and has to
  /// be given back all the same. One that answers a field keeps what is in it.
  private boolean isPool(Call call, Type result, Expressions expressions) {
    return call.receiver().simpleName().endsWith("Pool")
        && expressions.types().isConnection(result)
        && NAME.matcher(call.name()).matches()
        && !isSelf(call, expressions)
        && call.methods().stream()
            .allMatch(method -> analysis.summaries().fieldReturned(method).isEmpty());
  }

  private static boolean isDataSource(Call call, Expressions expressions) {
    return call.name().equals("getConnection") && expressions.types().isDataSource(call.receiver());
  }

  private static boolean isSelf(Call call, Expressions expressions) {
    ClassInfo receiver = call.receiver().declared();
    return receiver != null && expressions.types().isConnection(call.receiver());
  }

  private boolean mayOwn(ClassInfo declared) {
    return analysis.types().isCloseable(Type.of(declared))
        || declared.isInterface()
        || analysis.symbols().ancestry(declared).stream()
            .flatMap(each -> each.fields().values().stream())
            .anyMatch(field ->
                analysis
                    .types()
                    .isConnection(
                        analysis.symbols().resolve(field.type(), field.owner(), Map.of())));
  }

  /// What a method answers that its caller has to close, [Relation#NONE] when it is nothing.
  Relation returned(MethodInfo method) {
    Relation known = returned.get(method);
    if (known != null) {
      return known;
    }
    returned.put(method, Relation.NONE);
    Relation found = analysis.function(method).map(this::returned).orElse(Relation.NONE);
    returned.put(method, found);
    return found;
  }

  private Relation returned(Function function) {
    for (Site site : in(function)) {
      try {
        Walk walk = analysis.walk(function, site.tree(), site.relation());
        for (Exits.Exit exit : Exits.of(walk, State.initial()).normal()) {
          State state = exit.state();
          boolean answers =
              state.isOpen()
                  && (exit.value() == Relation.DIRECT || exit.value() == Relation.OWNER)
                  && !state.isInField();
          if (answers) {
            return exit.value();
          }
        }
      } catch (Walk.TooComplex e) {
        // it is listed where it is analysed
      }
    }
    return Relation.NONE;
  }

  /// A class of the tree that borrows when it is made, and closes when it is closed.
  private Optional<Site> of(NewClassTree tree, Expressions expressions) {
    Call call = expressions.call(tree);
    ClassInfo declared = call.receiver().declared();
    boolean acquires =
        declared != null
            && tree.getClassBody() == null
            && analysis.types().isCloseable(Type.of(declared))
            && !analysis.types().isDependent(Type.of(declared))
            && acquires(declared);
    return acquires ? site(tree, Relation.OWNER, Confidence.MEDIUM) : Optional.empty();
  }

  private boolean acquires(ClassInfo declared) {
    Boolean known = acquiring.get(declared);
    if (known != null) {
      return known;
    }
    acquiring.put(declared, false);
    boolean found = false;
    for (ClassInfo each : analysis.symbols().ancestry(declared)) {
      for (MethodInfo method : each.methods()) {
        found |=
            method.is(Flag.CONSTRUCTOR)
                && analysis.function(method).map(this::keepsWhatItAcquires).orElse(false);
      }
    }
    acquiring.put(declared, found);
    return found;
  }

  private boolean keepsWhatItAcquires(Function constructor) {
    for (Site site : in(constructor)) {
      try {
        Walk walk = analysis.walk(constructor, site.tree(), site.relation());
        for (Exits.Exit exit : Exits.of(walk, State.initial()).normal()) {
          if (exit.state().isOpen() && exit.state().isInField()) {
            String field =
                exit.state().holders().keySet().stream()
                    .filter(name -> name.startsWith("this."))
                    .findFirst()
                    .orElse("this.")
                    .substring(5);
            return analysis.summaries().isClosedBy(constructor.owner(), field);
          }
        }
      } catch (Walk.TooComplex e) {
        // it is listed where it is analysed
      }
    }
    return false;
  }

  /// A method nothing is known of: by its name, by its class's, and by what its value is used as.
  private Optional<Site> byName(
      MethodInvocationTree tree, Call call, TreePath path, Expressions expressions) {
    if (!NAME.matcher(call.name()).matches()) {
      return Optional.empty();
    }
    boolean named = isUsedAsConnection(path, expressions);
    if (!named) {
      return Optional.empty();
    }
    Type receiver = call.receiver();
    boolean gives = GIVER.matcher(receiver.simpleName()).matches() || isGivenByChain(tree);
    if (gives) {
      return site(tree, Relation.DIRECT, Confidence.HIGH);
    }
    boolean isOpened = !call.name().startsWith("get") && !call.name().startsWith("request");
    return receiver.declared() == null && isOpened
        ? site(tree, Relation.DIRECT, Confidence.MEDIUM)
        : Optional.empty();
  }

  /// `getDataSource().getConnection()`, `pool.getConnection()` of a field that is not declared
  /// here.
  private static boolean isGivenByChain(MethodInvocationTree tree) {
    if (!(tree.getMethodSelect() instanceof MemberSelectTree select)) {
      return false;
    }
    String before =
        switch (select.getExpression()) {
          case MethodInvocationTree call -> Conditions.name(call);
          case com.sun.source.tree.IdentifierTree identifier -> identifier.getName().toString();
          case MemberSelectTree field -> field.getIdentifier().toString();
          case ExpressionTree _ -> "";
        };
    String lower = before.toLowerCase(java.util.Locale.ROOT);
    return lower.endsWith("datasource")
        || lower.endsWith("pool")
        || lower.endsWith("hikari")
        || lower.endsWith("connectionfactory")
        || lower.endsWith("connectionprovider")
        || lower.equals("ds");
  }

  /// Whether what surrounds a call treats its value as a JDBC connection.
  private static boolean isUsedAsConnection(TreePath path, Expressions expressions) {
    if (expressions.types().isConnection(expressions.typeOf(path.getLeaf()))) {
      return true;
    }
    TreePath around = path.getParentPath();
    while (around != null
        && (around.getLeaf() instanceof com.sun.source.tree.ParenthesizedTree
            || around.getLeaf() instanceof com.sun.source.tree.TypeCastTree)) {
      if (around.getLeaf() instanceof com.sun.source.tree.TypeCastTree cast) {
        return expressions.types().isConnection(expressions.resolve(cast.getType()));
      }
      around = around.getParentPath();
    }
    Tree parent = around == null ? null : around.getLeaf();
    return switch (parent) {
      case VariableTree variable ->
          expressions.types().isConnection(expressions.declared(variable));
      case com.sun.source.tree.AssignmentTree assignment ->
          expressions.types().isConnection(expressions.typeOf(assignment.getVariable()));
      case MemberSelectTree select -> {
        String name = select.getIdentifier().toString();
        yield name.equals("prepareStatement")
            || name.equals("createStatement")
            || name.equals("setAutoCommit")
            || name.equals("prepareCall");
      }
      case null, default -> false;
    };
  }
}
