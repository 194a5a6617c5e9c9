package dev.pitboss.leaks;

import com.sun.source.tree.BlockTree;
import com.sun.source.tree.EnhancedForLoopTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TryTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.util.Locale;
import javax.lang.model.element.Element;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.Elements;
import javax.lang.model.util.Types;
import org.jspecify.annotations.Nullable;

/// What the data flow takes for a loss though it is none: sound ways to close that it does not
/// follow (`connection::close` as the resource of the next `try`, a list that a `finally` closes
/// one by one), calls that only show a connection another one holds, and connections that go
/// straight into a wrapper or to a lambda's caller, who then has to close.
final class FalseAlarms {
  private final Trees trees;
  private final Elements elements;
  private final Types types;
  private final Views views;
  private final Wrappers wrappers;

  FalseAlarms(Attribution attribution) {
    this.trees = attribution.trees();
    this.elements = attribution.task().getElements();
    this.types = attribution.task().getTypes();
    this.views = new Views(attribution);
    this.wrappers = new Wrappers(attribution);
  }

  /// @param loss how it gets lost, in the words of the analysis
  boolean include(Borrow borrow, String loss) {
    return isClosedByReference(borrow)
        || isClosedThroughItsList(borrow)
        || views.include(borrow)
        || isWrapped(borrow)
        || isParameterOrField(borrow)
        || isKeptWrapper(borrow)
        || isKeptByWrapper(borrow, loss)
        || Functions.isAnsweredByLambda(borrow.call());
  }

  /// A parameter or a field without a value is no borrow: who passes one, borrowed it.
  private static boolean isParameterOrField(Borrow borrow) {
    return borrow.call().getLeaf() instanceof VariableTree;
  }

  /// The constructor of a wrapper hands what it borrows to the wrapper, if nothing fails after it.
  private boolean isKeptByWrapper(Borrow borrow, String loss) {
    return loss.equals(ResourceLeaks.AT_THE_END)
        && borrow.holder().filter(Borrow::isField).isPresent()
        && borrow
            .method()
            .filter(path -> ((MethodTree) path.getLeaf()).getName().contentEquals("<init>"))
            .map(path -> trees.getElement(path.getParentPath()))
            .filter(wrappers::include)
            .isPresent();
  }

  /// A wrapper in a field lives as long as its owner.
  private boolean isKeptWrapper(Borrow borrow) {
    TypeMirror type = trees.getTypeMirror(borrow.call());
    return type != null
        && type.getKind() == TypeKind.DECLARED
        && wrappers.include(types.asElement(type))
        && borrow.holder().filter(Borrow::isField).isPresent();
  }

  /// Inside of something that must itself be closed: then that is what has to be followed.
  private boolean isWrapped(Borrow borrow) {
    Tree around = borrow.taker().getLeaf();
    TypeMirror wrapper =
        around instanceof NewClassTree || around instanceof MethodInvocationTree
            ? trees.getTypeMirror(borrow.taker())
            : null;
    TypeElement closeable = elements.getTypeElement("java.lang.AutoCloseable");
    return wrapper != null
        && closeable != null
        && wrapper.getKind() == TypeKind.DECLARED
        && !wrappers.forgets(types.asElement(wrapper))
        && types.isSubtype(types.erasure(wrapper), closeable.asType());
  }

  private boolean isClosedByReference(Borrow borrow) {
    if (!(borrow.taker().getLeaf() instanceof VariableTree variable)
        || !(borrow.taker().getParentPath().getLeaf() instanceof BlockTree block)) {
      return false;
    }
    int next = block.getStatements().indexOf(variable) + 1;
    if (next >= block.getStatements().size()
        || !(block.getStatements().get(next) instanceof TryTree attempt)
        || attempt.getResources().isEmpty()) {
      return false;
    }
    // only the first resource: the making of an earlier one could fail
    return attempt.getResources().getFirst() instanceof VariableTree resource
        && resource.getInitializer() instanceof MemberReferenceTree reference
        && reference.getName().contentEquals("close")
        && reference.getQualifierExpression().toString().contentEquals(variable.getName());
  }

  private boolean isClosedThroughItsList(Borrow borrow) {
    if (!(borrow.taker().getLeaf() instanceof MethodInvocationTree call)
        || !(call.getMethodSelect() instanceof MemberSelectTree select)
        || !select.getIdentifier().contentEquals("add")) {
      return false;
    }
    TreePath path = new TreePath(new TreePath(borrow.taker(), select), select.getExpression());
    Element list = trees.getElement(path);
    if (!(list instanceof VariableElement)) {
      return false;
    }
    TreePath child = borrow.taker();
    for (TreePath at = child.getParentPath(); at != null; child = at, at = at.getParentPath()) {
      if (at.getLeaf() instanceof TryTree attempt
          && attempt.getBlock() == child.getLeaf()
          && attempt.getFinallyBlock() != null
          && closesEach(attempt.getFinallyBlock(), list.getSimpleName().toString())) {
        return true;
      }
    }
    return false;
  }

  private static boolean closesEach(BlockTree last, String list) {
    for (StatementTree statement : last.getStatements()) {
      if (statement instanceof EnhancedForLoopTree loop
          && loop.getExpression().toString().equals(list)
          && closes(loop.getStatement(), loop.getVariable().getName().toString())) {
        return true;
      }
    }
    return false;
  }

  private static boolean closes(Tree body, String name) {
    var closing = new Closing(name);
    closing.scan(body, null);
    return closing.found;
  }

  private static final class Closing extends TreeScanner<@Nullable Void, @Nullable Void> {
    private final String name;
    private boolean found;

    Closing(String name) {
      this.name = name;
    }

    @Override
    public @Nullable Void visitMethodInvocation(MethodInvocationTree call, @Nullable Void nothing) {
      String target = call.getMethodSelect().toString();
      boolean handed = call.getArguments().stream().anyMatch(one -> one.toString().equals(name));
      found |=
          target.equals(name + ".close")
              || (handed && target.toLowerCase(Locale.ROOT).contains("close"));
      return super.visitMethodInvocation(call, null);
    }
  }
}
