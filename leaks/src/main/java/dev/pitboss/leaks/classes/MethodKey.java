package dev.pitboss.leaks.classes;

/// A method by its class's internal name, name and descriptor.
record MethodKey(String owner, String name, String descriptor) {
  /// Name and descriptor.
  String signature() {
    return name + descriptor;
  }

  /// As a model of libraries and a reader write the class.
  String dottedOwner() {
    return owner.replace('/', '.').replace('$', '.');
  }

  String simpleOwner() {
    return owner.substring(Math.max(owner.lastIndexOf('/'), owner.lastIndexOf('$')) + 1);
  }

  /// The internal name of the class it answers with, or an empty text for a primitive or `void`.
  String returned() {
    String type = descriptor.substring(descriptor.indexOf(')') + 1);
    return type.startsWith("L") ? type.substring(1, type.length() - 1) : "";
  }

  boolean isConstructor() {
    return name.equals("<init>");
  }

  /// `Connection.createStatement`, as a report names a call.
  String words() {
    return isConstructor() ? "new " + simpleOwner() : simpleOwner() + "." + name;
  }
}
