package dev.pitboss.leaks.java.flow;

import com.sun.source.tree.ArrayAccessTree;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.EnhancedForLoopTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.NewArrayTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TypeCastTree;
import com.sun.source.tree.UnaryTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePath;
import dev.pitboss.leaks.java.source.ClassInfo;
import dev.pitboss.leaks.java.source.FieldInfo;
import dev.pitboss.leaks.java.source.MethodInfo;
import dev.pitboss.leaks.java.source.Project;
import dev.pitboss.leaks.java.source.Scopes;
import dev.pitboss.leaks.java.source.Symbols;
import dev.pitboss.leaks.java.source.Type;
import dev.pitboss.leaks.java.source.TypeName;
import dev.pitboss.leaks.java.source.Types;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Types of expressions and targets of calls inside one function, as far as the sources tell.
final class Expressions {
  private static final int MAX_DEPTH = 60;

  /// Methods of collections, queues, iterators and optionals that answer an element.
  static final Set<String> TAKES_ELEMENT =
      Set.of(
          "get",
          "next",
          "poll",
          "pop",
          "remove",
          "orElse",
          "orElseThrow",
          "orElseGet",
          "peek",
          "getFirst",
          "getLast",
          "removeFirst",
          "removeLast",
          "pollFirst",
          "pollLast",
          "take",
          "element",
          "join",
          "firstElement");

  /// Others that answer what the receiver's only type argument says.
  private static final Set<String> TAKES_ONE =
      Set.of("previous", "call", "first", "last", "lastElement");

  private final Project project;
  private final Symbols symbols;
  private final Types types;
  private final Function function;
  private final IdentityHashMap<Tree, Call> calls = new IdentityHashMap<>();
  private final Map<String, TypeName> variables;

  Expressions(Project project, Function function) {
    this.project = project;
    this.symbols = project.symbols();
    this.types = Types.of(project);
    this.function = function;
    this.variables = typeVariables(function);
  }

  private static Map<String, TypeName> typeVariables(Function function) {
    for (TreePath at = function.path(); at != null; at = at.getParentPath()) {
      int start = function.unit().start(at.getLeaf());
      for (MethodInfo method : function.owner().methods()) {
        if (method.start() == start) {
          return method.typeParameters();
        }
      }
    }
    return Map.of();
  }

  Types types() {
    return types;
  }

  Symbols symbols() {
    return symbols;
  }

  /// What a type tree of the function means.
  Type resolve(@Nullable Tree type) {
    return symbols.resolve(TypeName.of(type), function.owner(), variables);
  }

  /// The type of an expression, or [Type#UNKNOWN].
  Type typeOf(@Nullable Tree tree) {
    return typeOf(tree, 0);
  }

  private Type typeOf(@Nullable Tree tree, int depth) {
    if (depth > MAX_DEPTH) {
      return Type.UNKNOWN;
    }
    return switch (tree) {
      case null -> Type.UNKNOWN;
      case ParenthesizedTree inner -> typeOf(inner.getExpression(), depth + 1);
      case IdentifierTree identifier -> named(identifier, depth);
      case MemberSelectTree select -> selected(select, depth);
      case MethodInvocationTree invocation -> returned(call(invocation), invocation, depth);
      case NewClassTree created -> resolve(created.getIdentifier());
      case TypeCastTree cast -> resolve(cast.getType());
      case ConditionalExpressionTree choice -> {
        Type one = typeOf(choice.getTrueExpression(), depth + 1);
        yield one.isUnknown() ? typeOf(choice.getFalseExpression(), depth + 1) : one;
      }
      case AssignmentTree assignment -> typeOf(assignment.getVariable(), depth + 1);
      case ArrayAccessTree access -> typeOf(access.getExpression(), depth + 1).component();
      case NewArrayTree array -> {
        Type element = resolve(array.getType());
        yield new Type(element.name(), element.declared(), List.of(), element.dimensions() + 1);
      }
      case LiteralTree literal -> literal(literal);
      case BinaryTree binary -> binary(binary, depth);
      case UnaryTree unary -> typeOf(unary.getExpression(), depth + 1);
      case Tree _ -> Type.UNKNOWN;
    };
  }

  private Type binary(BinaryTree binary, int depth) {
    return switch (binary.getKind()) {
      case PLUS -> {
        Type left = typeOf(binary.getLeftOperand(), depth + 1);
        yield left.isUnknown() ? typeOf(binary.getRightOperand(), depth + 1) : left;
      }
      case EQUAL_TO,
          NOT_EQUAL_TO,
          LESS_THAN,
          GREATER_THAN,
          LESS_THAN_EQUAL,
          GREATER_THAN_EQUAL,
          CONDITIONAL_AND,
          CONDITIONAL_OR ->
          Type.library("boolean");
      default -> typeOf(binary.getLeftOperand(), depth + 1);
    };
  }

  private static Type literal(LiteralTree literal) {
    return switch (literal.getValue()) {
      case null -> Type.UNKNOWN;
      case String _ -> Type.library("java.lang.String");
      case Boolean _ -> Type.library("boolean");
      case Object _ -> Type.library("int");
    };
  }

  /// The declaration of a local variable that an identifier names, or null.
  Scopes.@Nullable Local local(IdentifierTree identifier) {
    return function
        .scopes()
        .find(identifier.getName().toString(), function.unit().start(identifier));
  }

  private Type named(IdentifierTree identifier, int depth) {
    String name = identifier.getName().toString();
    if (name.equals("this")) {
      return Type.of(function.owner());
    }
    if (name.equals("super")) {
      return function.owner().supertypes().isEmpty()
          ? Type.UNKNOWN
          : symbols.resolve(function.owner().supertypes().getFirst(), function.owner(), Map.of());
    }
    Scopes.Local local = local(identifier);
    if (local != null) {
      return declared(local.tree(), depth + 1);
    }
    FieldInfo field = symbols.field(function.owner(), name);
    if (field != null) {
      return symbols.resolve(field.type(), field.owner(), Map.of());
    }
    return Type.UNKNOWN;
  }

  /// The type of a variable: as declared, or that of its initializer or of what it loops over.
  Type declared(VariableTree variable) {
    return declared(variable, 0);
  }

  private Type declared(VariableTree variable, int depth) {
    Type written = resolve(variable.getType());
    if (!written.isUnknown() || depth > MAX_DEPTH) {
      return written;
    }
    if (variable.getInitializer() != null) {
      return typeOf(variable.getInitializer(), depth + 1);
    }
    TreePath path = TreePath.getPath(function.unit().tree(), variable);
    if (path != null
        && path.getParentPath().getLeaf() instanceof EnhancedForLoopTree loop
        && loop.getVariable() == variable) {
      Type all = typeOf(loop.getExpression(), depth + 1);
      return all.dimensions() > 0 ? all.component() : all.argument(0);
    }
    return Type.UNKNOWN;
  }

  private Type selected(MemberSelectTree select, int depth) {
    String name = select.getIdentifier().toString();
    if (name.equals("this") || name.equals("class")) {
      return name.equals("this")
          ? resolve(select.getExpression())
          : Type.library("java.lang.Class");
    }
    Type of = typeOf(select.getExpression(), depth + 1);
    ClassInfo declared = of.declared() == null ? classNamed(select.getExpression()) : of.declared();
    if (declared != null) {
      FieldInfo field = symbols.memberField(declared, name);
      if (field != null) {
        return symbols.resolve(field.type(), field.owner(), Map.of());
      }
    }
    return Type.UNKNOWN;
  }

  /// The class of the tree that an expression names, as before a static member.
  private @Nullable ClassInfo classNamed(ExpressionTree tree) {
    String name = TypeName.of(tree).name();
    if (name.isEmpty() || (tree instanceof IdentifierTree identifier && isVariable(identifier))) {
      return null;
    }
    return symbols.declared(name, function.owner());
  }

  private boolean isVariable(IdentifierTree identifier) {
    return local(identifier) != null
        || symbols.field(function.owner(), identifier.getName().toString()) != null;
  }

  /// What a call calls.
  Call call(MethodInvocationTree tree) {
    Call known = calls.get(tree);
    if (known == null) {
      // a call whose receiver leads back to itself is unknown
      calls.put(tree, Call.UNKNOWN);
      known = resolveCall(tree);
      calls.put(tree, known);
    }
    return known;
  }

  private Call resolveCall(MethodInvocationTree tree) {
    int arguments = tree.getArguments().size();
    return switch (tree.getMethodSelect()) {
      case IdentifierTree identifier -> own(identifier.getName().toString(), arguments, tree);
      case MemberSelectTree select -> {
        String name = select.getIdentifier().toString();
        Type receiver = typeOf(select.getExpression());
        boolean isStatic = false;
        if (receiver.isUnknown()) {
          Type named = typeNamed(select.getExpression());
          isStatic = !named.isUnknown();
          receiver = named;
        }
        ClassInfo declared = receiver.dimensions() > 0 ? null : receiver.declared();
        List<MethodInfo> found =
            declared == null
                ? List.of()
                : narrowed(symbols.methods(declared, name, arguments), tree.getArguments());
        boolean upwards =
            select.getExpression() instanceof IdentifierTree of
                && of.getName().contentEquals("super");
        yield new Call(name, receiver, found, !isStatic && !upwards);
      }
      case Tree _ -> Call.UNKNOWN;
    };
  }

  private Type typeNamed(ExpressionTree tree) {
    String name = TypeName.of(tree).name();
    if (name.isEmpty() || (tree instanceof IdentifierTree identifier && isVariable(identifier))) {
      return Type.UNKNOWN;
    }
    String last = name.substring(name.lastIndexOf('.') + 1);
    return last.isEmpty() || !Character.isUpperCase(last.charAt(0))
        ? Type.UNKNOWN
        : symbols.resolve(TypeName.of(name), function.owner(), Map.of());
  }

  private Call own(String name, int arguments, MethodInvocationTree tree) {
    ClassInfo owner = function.owner();
    if (name.equals("this") || name.equals("super")) {
      ClassInfo of = name.equals("this") ? owner : typeOf(tree.getMethodSelect()).declared();
      List<MethodInfo> found = of == null ? List.of() : symbols.constructors(of, arguments);
      return new Call(name, Type.of(owner), narrowed(found, tree.getArguments()), false);
    }
    for (ClassInfo at = owner; at != null; at = at.outer().orElse(null)) {
      List<MethodInfo> found = symbols.methods(at, name, arguments);
      if (!found.isEmpty()) {
        return new Call(name, Type.of(at), narrowed(found, tree.getArguments()), true);
      }
    }
    String imported = owner.imports().members().get(name);
    List<String> owners = imported == null ? owner.imports().owners() : List.of(imported);
    for (String each : owners) {
      ClassInfo of = project.find(each, owner.source());
      List<MethodInfo> found = of == null ? List.of() : symbols.methods(of, name, arguments);
      if (of != null && !found.isEmpty()) {
        return new Call(name, Type.of(of), narrowed(found, tree.getArguments()), false);
      }
    }
    Type unknown = imported == null ? inheritedFrom(owner) : Type.library(imported);
    return new Call(name, unknown, List.of(), false);
  }

  /// A method that is not of the tree is inherited from a class that is not.
  private Type inheritedFrom(ClassInfo owner) {
    return symbols.librarySupertypes(owner).stream()
        .findFirst()
        .map(Type::library)
        .orElse(Type.UNKNOWN);
  }

  /// The constructor that a creation calls.
  Call call(NewClassTree tree) {
    Type type = resolve(tree.getIdentifier());
    ClassInfo declared = type.declared();
    List<MethodInfo> found =
        declared == null
            ? List.of()
            : narrowed(
                symbols.constructors(declared, tree.getArguments().size()), tree.getArguments());
    return new Call("new", type, found, false);
  }

  /// Of several methods of a name, those whose parameters the arguments fit.
  private List<MethodInfo> narrowed(
      List<MethodInfo> found, List<? extends ExpressionTree> arguments) {
    if (found.size() < 2) {
      return found;
    }
    List<MethodInfo> best = List.of();
    int most = -1;
    for (MethodInfo method : found) {
      int fit = fit(method, arguments);
      if (fit > most) {
        most = fit;
        best = List.of(method);
      } else if (fit == most) {
        best =
            java.util.stream.Stream.concat(best.stream(), java.util.stream.Stream.of(method))
                .toList();
      }
    }
    return best;
  }

  private int fit(MethodInfo method, List<? extends ExpressionTree> arguments) {
    int score = 0;
    for (int i = 0; i < arguments.size() && !method.parameters().isEmpty(); i++) {
      Type given = typeOf(arguments.get(i));
      if (given.isUnknown()) {
        continue;
      }
      Type wanted =
          symbols.resolve(
              method.parameters().get(method.parameterOf(i)),
              method.owner(),
              method.typeParameters());
      if (wanted.name().equals(given.name()) && wanted.dimensions() == given.dimensions()) {
        score += 4;
      } else if (types.is(given, Set.of(wanted.name()))
          || (given.declared() != null && inherits(given.declared(), wanted))) {
        score += 3;
      } else if (types.isDependent(given) != types.isDependent(wanted)
          || types.isConnection(given) != types.isConnection(wanted)) {
        score +=
            wanted.name().endsWith("Closeable") || wanted.name().equals("java.lang.Object")
                ? 2
                : -2;
      }
    }
    return Math.max(score + 100, 0);
  }

  private boolean inherits(ClassInfo of, Type wanted) {
    return wanted.declared() != null && symbols.ancestry(of).contains(wanted.declared());
  }

  private Type returned(Call call, MethodInvocationTree tree, int depth) {
    if (!call.methods().isEmpty()) {
      MethodInfo method = call.methods().getFirst();
      return symbols.resolve(method.returned(), method.owner(), method.typeParameters());
    }
    Type receiver = call.receiver();
    Type known = LibraryTypes.returned(types, receiver, call.name());
    if (!known.isUnknown()) {
      return known;
    }
    if (call.name().equals("requireNonNull") || call.name().equals("checkNotNull")) {
      return tree.getArguments().isEmpty()
          ? Type.UNKNOWN
          : typeOf(tree.getArguments().getFirst(), depth + 1);
    }
    ClassInfo declared = receiver.declared();
    if (declared != null && tree.getArguments().isEmpty()) {
      FieldInfo field = symbols.memberField(declared, accessed(call.name()));
      if (field != null) {
        return symbols.resolve(field.type(), field.owner(), Map.of());
      }
    }
    if (!receiver.arguments().isEmpty()
        && (TAKES_ELEMENT.contains(call.name()) || TAKES_ONE.contains(call.name()))) {
      return receiver.argument(receiver.arguments().size() - 1);
    }
    return Type.UNKNOWN;
  }

  /// The field behind a record's or Lombok's accessor.
  static String accessed(String method) {
    if (method.startsWith("get") && method.length() > 3) {
      return Character.toLowerCase(method.charAt(3)) + method.substring(4);
    }
    return method;
  }
}
