package dev.pitboss.leaks.classes;

import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A class that was read.
///
/// @param name internal name
/// @param parent internal name of its superclass, or an empty text
/// @param interfaces internal names
/// @param methods by name and descriptor
/// @param hasBodies whether its methods are followed; those of the JDK are not
/// @param hasConnection whether a field of it is a connection
record Type(
    String name,
    String parent,
    List<String> interfaces,
    Map<String, Method> methods,
    boolean hasBodies,
    boolean hasConnection) {

  private static final String CONNECTION = "Ljava/sql/Connection;";

  static Type of(ClassModel model, boolean hasBodies) {
    String name = model.thisClass().asInternalName();
    Map<String, Method> methods = new LinkedHashMap<>();
    var type =
        new Type(
            name,
            model.superclass().map(each -> each.asInternalName()).orElse(""),
            model.interfaces().stream().map(each -> each.asInternalName()).toList(),
            methods,
            hasBodies,
            model.fields().stream()
                .anyMatch(each -> each.fieldType().stringValue().equals(CONNECTION)));
    for (MethodModel method : model.methods()) {
      var key =
          new MethodKey(name, method.methodName().stringValue(), method.methodType().stringValue());
      methods.put(key.signature(), new Method(type, key, method));
    }
    return type;
  }
}
