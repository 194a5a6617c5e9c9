package dev.pitboss.leaks;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import java.util.Set;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.Elements;
import javax.lang.model.util.Types;
import org.jspecify.annotations.Nullable;

/// Calls that borrow nothing: they show a connection that another object holds. `unwrap`,
/// `statement.getConnection()`, getters, containers, and calls that are given a connection to make
/// another out of it.
final class Views {
  private static final Set<String> OWNERS =
      Set.of(
          "java.sql.Statement",
          "java.sql.PreparedStatement",
          "java.sql.CallableStatement",
          "java.sql.DatabaseMetaData",
          "java.sql.ResultSet",
          "java.lang.ThreadLocal",
          "org.apache.commons.pool2.PooledObject");

  private final Trees trees;
  private final Elements elements;
  private final Types types;

  Views(Attribution attribution) {
    this.trees = attribution.trees();
    this.elements = attribution.task().getElements();
    this.types = attribution.task().getTypes();
  }

  boolean include(Borrow borrow) {
    if (!(borrow.call().getLeaf() instanceof MethodInvocationTree call)
        || !(trees.getElement(borrow.call()) instanceof ExecutableElement method)
        || !(method.getEnclosingElement() instanceof TypeElement owner)) {
      return false;
    }
    return method.getSimpleName().contentEquals("unwrap")
        || isContainer(owner.getQualifiedName().toString())
        || owner.getRecordComponents().stream()
            .anyMatch(component -> method.equals(component.getAccessor()))
        || isGivenOne(borrow.call(), call)
        || isGetter(method);
  }

  /// Collections, optionals and references; suppliers make what they answer.
  private static boolean isContainer(String type) {
    return OWNERS.contains(type)
        || type.startsWith("java.lang.ref.")
        || type.matches("java\\.util\\.[A-Z]\\w*")
        || type.startsWith("java.util.concurrent.atomic.");
  }

  private boolean isGivenOne(TreePath path, MethodInvocationTree call) {
    TypeElement connection = elements.getTypeElement("java.sql.Connection");
    for (ExpressionTree argument : call.getArguments()) {
      TypeMirror type = trees.getTypeMirror(new TreePath(path, argument));
      boolean named = argument instanceof IdentifierTree || argument instanceof MemberSelectTree;
      if (named
          && type != null
          && connection != null
          && types.isSubtype(types.erasure(type), connection.asType())) {
        return true;
      }
    }
    return false;
  }

  private boolean isGetter(ExecutableElement method) {
    TreePath declared = trees.getPath(method);
    return declared != null && new Returns().areFieldsOnly(declared);
  }

  /// What a method answers.
  private final class Returns extends TreePathScanner<@Nullable Void, @Nullable Void> {
    private int fields;
    private int others;

    boolean areFieldsOnly(TreePath method) {
      scan(method, null);
      return fields > 0 && others == 0;
    }

    @Override
    public @Nullable Void visitReturn(ReturnTree returned, @Nullable Void nothing) {
      ExpressionTree value = returned.getExpression();
      Element element =
          value == null ? null : trees.getElement(new TreePath(getCurrentPath(), value));
      if (element != null && Borrow.isField(element)) {
        fields++;
      } else {
        others++;
      }
      return null;
    }

    @Override
    public @Nullable Void visitLambdaExpression(
        LambdaExpressionTree lambda, @Nullable Void nothing) {
      return null;
    }

    @Override
    public @Nullable Void visitClass(ClassTree type, @Nullable Void nothing) {
      return null;
    }
  }
}
