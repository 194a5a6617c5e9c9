package dev.pitboss.leaks;

import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TryTree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.util.Elements;
import javax.lang.model.util.Types;
import org.jspecify.annotations.Nullable;

/// Whether the method closes a connection, only not this one.
final class OtherConnections extends TreePathScanner<@Nullable Void, @Nullable Void> {
  private final Trees trees;
  private final Types types;
  private final TreePath body;
  private final @Nullable VariableElement mine;
  private final TypeElement connection;
  private boolean closed;

  OtherConnections(Trees trees, Elements elements, Types types, Borrow borrow) {
    this.trees = trees;
    this.types = types;
    this.body = borrow.body();
    this.mine = borrow.holder().orElse(null);
    this.connection = elements.getTypeElement("java.sql.Connection");
  }

  boolean areClosed() {
    scan(body, null);
    return closed;
  }

  private void look(@Nullable VariableElement variable) {
    closed |=
        variable != null
            && !variable.equals(mine)
            && types.isSubtype(types.erasure(variable.asType()), connection.asType());
  }

  @Override
  public @Nullable Void visitTry(TryTree attempt, @Nullable Void nothing) {
    for (Tree resource : attempt.getResources()) {
      if (trees.getElement(new TreePath(getCurrentPath(), resource))
          instanceof VariableElement one) {
        look(one);
      }
    }
    return super.visitTry(attempt, null);
  }

  @Override
  public @Nullable Void visitMemberSelect(MemberSelectTree select, @Nullable Void nothing) {
    if (select.getIdentifier().contentEquals("close")
        && trees.getElement(new TreePath(getCurrentPath(), select.getExpression()))
            instanceof VariableElement one) {
      look(one);
    }
    return super.visitMemberSelect(select, null);
  }
}
