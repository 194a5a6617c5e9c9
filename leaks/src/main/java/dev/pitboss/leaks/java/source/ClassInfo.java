package dev.pitboss.leaks.java.source;

import dev.pitboss.leaks.model.SourceFile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A named class, interface, record or enum of the tree. Filled while its source is indexed, and
/// not changed afterwards.
public final class ClassInfo {
  private final String name;
  private final SourceFile source;
  private final Imports imports;
  private final @Nullable ClassInfo outer;
  private final boolean isInterface;
  private final int start;
  private final List<TypeName> supertypes = new ArrayList<>();
  private final Map<String, TypeName> typeParameters = new LinkedHashMap<>();
  private final Map<String, FieldInfo> fields = new LinkedHashMap<>();
  private final List<MethodInfo> methods = new ArrayList<>();
  private final Map<String, ClassInfo> nested = new LinkedHashMap<>();
  private final List<String> annotations = new ArrayList<>();

  ClassInfo(
      String name,
      SourceFile source,
      Imports imports,
      @Nullable ClassInfo outer,
      boolean isInterface,
      int start) {
    this.name = name;
    this.source = source;
    this.imports = imports;
    this.outer = outer;
    this.isInterface = isInterface;
    this.start = start;
  }

  /// The qualified name, with dots.
  public String name() {
    return name;
  }

  /// The name without package and outer classes.
  public String simpleName() {
    return name.substring(name.lastIndexOf('.') + 1);
  }

  /// Where it is declared.
  public SourceFile source() {
    return source;
  }

  /// What its source imports.
  public Imports imports() {
    return imports;
  }

  /// The class around, if any.
  public Optional<ClassInfo> outer() {
    return Optional.ofNullable(outer);
  }

  /// Whether it is an interface.
  public boolean isInterface() {
    return isInterface;
  }

  /// Offset in its source.
  public int start() {
    return start;
  }

  /// As written in `extends` and `implements`.
  public List<TypeName> supertypes() {
    return supertypes;
  }

  /// Its type variables, with their bounds.
  public Map<String, TypeName> typeParameters() {
    return typeParameters;
  }

  /// Its own fields by name, record components included.
  public Map<String, FieldInfo> fields() {
    return fields;
  }

  /// Its own methods and constructors.
  public List<MethodInfo> methods() {
    return methods;
  }

  /// Its member classes by simple name.
  public Map<String, ClassInfo> nested() {
    return nested;
  }

  /// Simple names of its annotations.
  public List<String> annotations() {
    return annotations;
  }

  @Override
  public String toString() {
    return name;
  }
}
