package dev.pitboss.leaks.java.source;

import java.util.List;
import java.util.Map;
import java.util.Set;

/// A method or constructor of the tree.
///
/// @param owner its class
/// @param name its name, or its class's for a constructor
/// @param parameters its parameters' types as written
/// @param isVarargs whether the last parameter takes any number of arguments
/// @param returned as written; [TypeName#NONE] for a constructor
/// @param typeParameters names of its type variables, with the bounds
/// @param thrown declared exceptions
/// @param flags what else is known
/// @param start offset in its source
public record MethodInfo(
    ClassInfo owner,
    String name,
    List<TypeName> parameters,
    boolean isVarargs,
    TypeName returned,
    Map<String, TypeName> typeParameters,
    List<TypeName> thrown,
    Set<Flag> flags,
    int start) {

  /// A property of a method.
  public enum Flag {
    /// It is static.
    STATIC,
    /// It has no body.
    ABSTRACT,
    /// It is a constructor.
    CONSTRUCTOR,
    /// Lombok throws checked exceptions for it.
    SNEAKY
  }

  /// Whether it has a flag.
  public boolean is(Flag flag) {
    return flags.contains(flag);
  }

  /// Whether it takes so many arguments.
  public boolean takes(int arguments) {
    return isVarargs ? arguments >= parameters.size() - 1 : arguments == parameters.size();
  }

  /// The parameter an argument goes to.
  public int parameterOf(int argument) {
    return Math.min(argument, parameters.size() - 1);
  }

  /// Identity: two methods may look the same.
  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }

  @Override
  public String toString() {
    return owner.name() + "." + name;
  }
}
