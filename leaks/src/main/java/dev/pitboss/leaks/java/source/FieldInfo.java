package dev.pitboss.leaks.java.source;

/// A field of the tree.
///
/// @param owner its class
/// @param name its name
/// @param type as written
/// @param isStatic whether it belongs to the class
public record FieldInfo(ClassInfo owner, String name, TypeName type, boolean isStatic) {
  @Override
  public String toString() {
    return owner.name() + "." + name;
  }
}
