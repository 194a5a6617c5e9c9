package dev.pitboss.leaks;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.util.TreePathScanner;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.Types;
import org.jspecify.annotations.Nullable;

/// Finds the sources in which any call answers a JDBC resource. Only these can lose one, and the
/// data flow, which takes most of a scan's time, can spare the others.
final class Borrowers extends TreePathScanner<@Nullable Void, @Nullable Void> {
  private final Attribution attribution;
  private final Types types;
  private final List<TypeMirror> resources;
  private boolean borrows;

  private Borrowers(Attribution attribution) {
    this.attribution = attribution;
    this.types = attribution.task().getTypes();
    this.resources =
        Stream.of(
                "java.sql.Connection",
                "javax.sql.PooledConnection",
                "java.sql.Statement",
                "java.sql.ResultSet")
            .map(attribution.task().getElements()::getTypeElement)
            .filter(Objects::nonNull)
            .map(TypeElement::asType)
            .toList();
  }

  static List<URI> in(Attribution attribution) {
    return attribution.units().entrySet().stream()
        .filter(entry -> new Borrowers(attribution).isOne(entry.getValue()))
        .map(Map.Entry::getKey)
        .toList();
  }

  private boolean isOne(CompilationUnitTree unit) {
    scan(unit, null);
    return borrows;
  }

  private void look() {
    TypeMirror type = attribution.trees().getTypeMirror(getCurrentPath());
    borrows |=
        type != null
            && (type.getKind() == TypeKind.DECLARED
                || type.getKind() == TypeKind.TYPEVAR
                || type.getKind() == TypeKind.INTERSECTION)
            && resources.stream()
                .anyMatch(resource -> types.isSubtype(types.erasure(type), resource));
  }

  @Override
  public @Nullable Void visitMethodInvocation(MethodInvocationTree call, @Nullable Void nothing) {
    look();
    return super.visitMethodInvocation(call, null);
  }

  @Override
  public @Nullable Void visitNewClass(NewClassTree made, @Nullable Void nothing) {
    look();
    return super.visitNewClass(made, null);
  }
}
