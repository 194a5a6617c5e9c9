package dev.pitboss.leaks;

import com.sun.source.tree.BlockTree;
import com.sun.source.tree.ForLoopTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.Elements;
import javax.lang.model.util.Types;
import org.jspecify.annotations.Nullable;

/// Which parameters methods surely close. Of a method in the sources its body tells, whatever its
/// name; of an abstract one, the bodies of all that implement it. Of a library's method only the
/// name is known: `JdbcUtils.closeConnection`, `DbUtils.closeQuietly`,
/// `DataSourceUtils.releaseConnection` and the like.
final class ClosingMethods {
  private static final Pattern CLOSING_NAME =
      Pattern.compile(
          "(?i)(?!isclosed|closeOnCompletion).*"
              + "(?:close|release|dispose|cleanup|free|evict|giveback|returnconnection).*");

  /// An own pool takes a connection back by keeping it.
  private static final Pattern RETURNING_NAME =
      Pattern.compile("(?i)(?:release|return|giveback|free|recycle|putback|checkin).*");

  private record Parameter(ExecutableElement method, int index) {}

  private final Attribution attribution;
  private final Trees trees;
  private final Elements elements;
  private final Types types;
  private final Map<String, List<TreePath>> bodies = new HashMap<>();
  private final Map<Parameter, Boolean> known = new HashMap<>();

  ClosingMethods(Attribution attribution) {
    this.attribution = attribution;
    this.trees = attribution.trees();
    this.elements = attribution.task().getElements();
    this.types = attribution.task().getTypes();
    var collector = new Bodies();
    attribution.units().values().forEach(unit -> collector.scan(unit, null));
  }

  Attribution attribution() {
    return attribution;
  }

  /// By the name alone.
  static boolean isClosingName(String name) {
    return CLOSING_NAME.matcher(name).matches();
  }

  /// Whether a call of the method closes its argument at `index`, from 0, on every path.
  boolean closes(ExecutableElement method, int index) {
    List<? extends VariableElement> parameters = method.getParameters();
    if (parameters.isEmpty() || (index >= parameters.size() && !method.isVarArgs())) {
      return false;
    }
    var parameter = new Parameter(method, Math.min(index, parameters.size() - 1));
    Boolean before = known.get(parameter);
    if (before != null) {
      return before;
    }
    known.put(parameter, false); // a method that only calls itself closes nothing
    boolean closes = look(parameter);
    known.put(parameter, closes);
    return closes;
  }

  private boolean look(Parameter parameter) {
    TreePath declared = trees.getPath(parameter.method());
    if (declared != null && body(declared) != null) {
      return bodyCloses(declared, parameter.index());
    }
    List<TreePath> implementations = implementations(parameter.method());
    if (declared == null && implementations.isEmpty()) {
      return isClosingName(parameter.method().getSimpleName().toString());
    }
    return !implementations.isEmpty()
        && implementations.stream().allMatch(path -> bodyCloses(path, parameter.index()));
  }

  private static @Nullable BlockTree body(TreePath method) {
    return method.getLeaf() instanceof MethodTree tree ? tree.getBody() : null;
  }

  private boolean bodyCloses(TreePath path, int index) {
    BlockTree body = body(path);
    if (body == null || !(trees.getElement(path) instanceof ExecutableElement method)) {
      return false;
    }
    String name = method.getSimpleName().toString();
    if (isCut(body)) {
      return isClosingName(name);
    }
    VariableElement parameter = method.getParameters().get(index);
    var closing = new Closing(this, Set.of(parameter), isMany(parameter.asType()));
    closing.keepingCounts(RETURNING_NAME.matcher(name).matches());
    return closing.statement(new TreePath(path, body));
  }

  /// What [Cuts] leaves of a body that does not compile.
  private static boolean isCut(BlockTree body) {
    return body.getStatements().size() == 1
        && body.getStatements().getFirst() instanceof ForLoopTree loop
        && loop.getCondition() == null
        && loop.getInitializer().isEmpty();
  }

  boolean isMany(TypeMirror type) {
    TypeElement iterable = elements.getTypeElement("java.lang.Iterable");
    return type.getKind() == TypeKind.ARRAY
        || (type.getKind() == TypeKind.DECLARED
            && iterable != null
            && types.isSubtype(types.erasure(type), types.erasure(iterable.asType())));
  }

  private List<TreePath> implementations(ExecutableElement method) {
    if (!(method.getEnclosingElement() instanceof TypeElement owner)) {
      return List.of();
    }
    List<TreePath> found = new ArrayList<>();
    for (TreePath path : bodies.getOrDefault(method.getSimpleName().toString(), List.of())) {
      if (trees.getElement(path) instanceof ExecutableElement candidate
          && candidate.getEnclosingElement() instanceof TypeElement type
          && types.isSubtype(types.erasure(type.asType()), types.erasure(owner.asType()))
          && elements.overrides(candidate, method, type)) {
        found.add(path);
      }
    }
    return found;
  }

  private final class Bodies extends TreePathScanner<@Nullable Void, @Nullable Void> {
    @Override
    public @Nullable Void visitMethod(MethodTree method, @Nullable Void nothing) {
      if (method.getBody() != null && !method.getParameters().isEmpty()) {
        bodies
            .computeIfAbsent(method.getName().toString(), _ -> new ArrayList<>())
            .add(getCurrentPath());
      }
      return super.visitMethod(method, null);
    }
  }
}
