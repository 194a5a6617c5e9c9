package dev.pitboss.leaks.java.source;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a type name means.
///
/// @param name qualified when that is known; the simple name otherwise; empty when nothing is known
/// @param declared the class, when it is one of the tree
/// @param arguments type arguments
/// @param dimensions of an array
public record Type(
    String name, @Nullable ClassInfo declared, List<Type> arguments, int dimensions) {
  /// Nothing is known.
  public static final Type UNKNOWN = new Type("", null, List.of(), 0);

  /// A type that is not of the tree.
  public static Type library(String name) {
    return new Type(name, null, List.of(), 0);
  }

  /// A class of the tree.
  public static Type of(ClassInfo declared) {
    return new Type(declared.name(), declared, List.of(), 0);
  }

  /// Whether nothing is known.
  public boolean isUnknown() {
    return name.isEmpty();
  }

  /// The name without its package.
  public String simpleName() {
    return name.substring(name.lastIndexOf('.') + 1);
  }

  /// The type of an array's elements.
  public Type component() {
    return dimensions == 0 ? UNKNOWN : new Type(name, declared, arguments, dimensions - 1);
  }

  /// A type argument, or [#UNKNOWN].
  public Type argument(int index) {
    return index < arguments.size() ? arguments.get(index) : UNKNOWN;
  }
}
