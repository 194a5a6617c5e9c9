package dev.pitboss.leaks;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TryTree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import java.util.HashMap;
import java.util.Map;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.Elements;
import org.jspecify.annotations.Nullable;

/// Classes of the sources that hold a connection in a field and give it back in their `close()`:
/// who makes one has to close it instead of the connection.
final class Wrappers {
  private final Trees trees;
  private final Elements elements;
  private final Resources resources;
  private final Map<TypeElement, Boolean> known = new HashMap<>();

  Wrappers(Attribution attribution) {
    this.trees = attribution.trees();
    this.elements = attribution.task().getElements();
    this.resources = new Resources(attribution);
  }

  /// Whether the type is such a class.
  boolean include(@Nullable Element type) {
    if (!(type instanceof TypeElement wrapper)) {
      return false;
    }
    Boolean before = known.get(wrapper);
    if (before == null) {
      known.put(wrapper, false);
      before =
          resources.isCloseable(wrapper.asType())
              && !resources.isConnection(wrapper.asType())
              && holdsConnection(wrapper)
              && givesBack(wrapper);
      known.put(wrapper, before);
    }
    return before;
  }

  /// Whether the type is a closeable class of the sources whose `close()` forgets the connection it
  /// holds: closing it closes nothing.
  boolean forgets(@Nullable Element type) {
    return type instanceof TypeElement wrapper
        && trees.getPath(wrapper) != null
        && resources.isCloseable(wrapper.asType())
        && holdsConnection(wrapper)
        && closeMethod(wrapper) != null
        && !givesBack(wrapper);
  }

  private boolean holdsConnection(TypeElement wrapper) {
    return elements.getAllMembers(wrapper).stream().anyMatch(this::isHeld);
  }

  private boolean isHeld(@Nullable Element member) {
    return member != null
        && member.getKind() == ElementKind.FIELD
        && !member.getModifiers().contains(Modifier.STATIC)
        && (resources.isConnection(member.asType())
            || include(elements.getTypeElement(member.asType().toString())));
  }

  private @Nullable TreePath closeMethod(TypeElement wrapper) {
    return elements.getAllMembers(wrapper).stream()
        .filter(ExecutableElement.class::isInstance)
        .map(ExecutableElement.class::cast)
        .filter(method -> method.getSimpleName().contentEquals("close"))
        .filter(method -> method.getParameters().isEmpty())
        .map(trees::getPath)
        .filter(Wrappers::hasBody)
        .findFirst()
        .orElse(null);
  }

  private static boolean hasBody(@Nullable TreePath path) {
    return path != null && path.getLeaf() instanceof MethodTree method && method.getBody() != null;
  }

  private boolean givesBack(TypeElement wrapper) {
    TreePath close = closeMethod(wrapper);
    if (close == null) {
      return false;
    }
    var uses = new HeldUses(2);
    uses.scan(close, null);
    return uses.found;
  }

  /// Calls on a held connection, or with one as an argument: which of them close it is up to the
  /// class. Follows calls of the class's own methods.
  private final class HeldUses extends TreePathScanner<@Nullable Void, @Nullable Void> {
    private final int depth;
    private boolean found;

    HeldUses(int depth) {
      this.depth = depth;
    }

    private void look(TreePath path) {
      found |= isHeld(trees.getElement(path));
    }

    @Override
    public @Nullable Void visitMethodInvocation(MethodInvocationTree call, @Nullable Void nothing) {
      TreePath path = getCurrentPath();
      if (call.getMethodSelect() instanceof MemberSelectTree select) {
        String name = select.getIdentifier().toString();
        if (name.equals("close") || name.equals("abort")) {
          look(new TreePath(new TreePath(path, select), select.getExpression()));
        }
      }
      for (ExpressionTree argument : call.getArguments()) {
        look(new TreePath(path, argument));
      }
      Element method = trees.getElement(path);
      TreePath declared = method == null ? null : trees.getPath(method);
      if (depth > 0 && declared != null && call.getArguments().isEmpty()) {
        var inner = new HeldUses(depth - 1);
        inner.scan(declared, null);
        found |= inner.found;
      }
      return super.visitMethodInvocation(call, null);
    }

    @Override
    public @Nullable Void visitTry(TryTree attempt, @Nullable Void nothing) {
      for (Tree resource : attempt.getResources()) {
        look(new TreePath(getCurrentPath(), resource));
      }
      return super.visitTry(attempt, null);
    }

    @Override
    public @Nullable Void visitClass(ClassTree type, @Nullable Void nothing) {
      return null;
    }
  }
}
