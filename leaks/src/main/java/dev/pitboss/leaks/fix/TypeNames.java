package dev.pitboss.leaks.fix;

import org.jspecify.annotations.Nullable;
import org.openrewrite.java.tree.J;
import org.openrewrite.java.tree.JavaType;

/// Names that can be written into a source without changing its imports or hiding others.
final class TypeNames {
  private static final String CONNECTION = "java.sql.Connection";

  private final J.CompilationUnit unit;

  TypeNames(J.CompilationUnit unit) {
    this.unit = unit;
  }

  /// The simple name where the source knows it, else the full one; a connection's when the type is
  /// unknown.
  String of(@Nullable JavaType type) {
    String full =
        type instanceof JavaType.FullyQualified known && !(type instanceof JavaType.Unknown)
            ? known.getFullyQualifiedName().replace('$', '.')
            : CONNECTION;
    int dot = full.lastIndexOf('.');
    String simple = full.substring(dot + 1);
    boolean imported =
        unit.getImports().stream()
            .filter(one -> !one.isStatic())
            .map(one -> one.getTypeName().replace('$', '.'))
            .anyMatch(full::equals);
    return imported || isWildcarded(full.substring(0, Math.max(dot, 0))) ? simple : full;
  }

  private boolean isWildcarded(String parent) {
    return unit.getImports().stream()
        .anyMatch(one ->
            one.getQualid().getSimpleName().equals("*") && one.getPackageName().equals(parent));
  }

  /// The wished name, with a number when the method has it already.
  static String free(String wished, J method) {
    String name = wished;
    for (int i = 2; Occurrences.of(name, method) > 0; i++) {
      name = wished + i;
    }
    return name;
  }
}
