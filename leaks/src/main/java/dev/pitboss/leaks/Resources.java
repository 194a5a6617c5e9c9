package dev.pitboss.leaks;

import com.sun.source.util.TreePath;
import com.sun.source.util.Trees;
import java.util.List;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.Elements;
import javax.lang.model.util.Types;
import org.jspecify.annotations.Nullable;

/// What types are JDBC resources.
final class Resources {
  private record Kind(String type, Resource resource) {}

  private static final List<Kind> KINDS =
      List.of(
          new Kind("java.sql.Connection", Resource.CONNECTION),
          new Kind("javax.sql.PooledConnection", Resource.CONNECTION),
          new Kind("java.sql.Statement", Resource.STATEMENT),
          new Kind("java.sql.ResultSet", Resource.RESULT_SET));

  private final Trees trees;
  private final Elements elements;
  private final Types types;

  Resources(Attribution attribution) {
    this.trees = attribution.trees();
    this.elements = attribution.task().getElements();
    this.types = attribution.task().getTypes();
  }

  /// Whether the platform has JDBC at all: a Java without it resolves no connection, and a scan on
  /// it would find nothing.
  boolean arePresent() {
    return elements.getTypeElement("java.sql.Connection") != null
        && elements.getTypeElement("javax.sql.DataSource") != null;
  }

  @Nullable Resource of(@Nullable TypeMirror type) {
    if (type == null
        || !(type.getKind() == TypeKind.DECLARED
            || type.getKind() == TypeKind.TYPEVAR
            || type.getKind() == TypeKind.INTERSECTION)) {
      return null;
    }
    TypeMirror erased = types.erasure(type);
    for (Kind kind : KINDS) {
      TypeElement known = elements.getTypeElement(kind.type);
      if (known != null && types.isSubtype(erased, known.asType())) {
        return kind.resource;
      }
    }
    return null;
  }

  @Nullable Resource at(TreePath expression) {
    return of(trees.getTypeMirror(expression));
  }

  boolean isConnection(@Nullable TypeMirror type) {
    return of(type) == Resource.CONNECTION;
  }

  boolean isCloseable(@Nullable TypeMirror type) {
    TypeElement closeable = elements.getTypeElement("java.lang.AutoCloseable");
    return type != null
        && closeable != null
        && (type.getKind() == TypeKind.DECLARED || type.getKind() == TypeKind.TYPEVAR)
        && types.isSubtype(types.erasure(type), closeable.asType());
  }
}
