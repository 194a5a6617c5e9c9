package dev.pitboss.leaks.classes;

import java.lang.classfile.AccessFlags;
import java.lang.classfile.Attributes;
import java.lang.classfile.CodeModel;
import java.lang.classfile.MethodModel;
import java.lang.reflect.AccessFlag;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A method of a class that was read.
///
/// @param type its class
/// @param key its name
/// @param model as it is in the class file
record Method(Type type, MethodKey key, MethodModel model) {
  boolean is(AccessFlag flag) {
    AccessFlags flags = model.flags();
    return flags.has(flag);
  }

  boolean isStatic() {
    return is(AccessFlag.STATIC);
  }

  @Nullable CodeModel code() {
    return model.code().orElse(null);
  }

  /// Internal names of the exceptions it declares.
  List<String> thrown() {
    return model
        .findAttribute(Attributes.exceptions())
        .map(attribute ->
            attribute.exceptions().stream().map(each -> each.asInternalName()).toList())
        .orElse(List.of());
  }

  /// As a report names it: a lambda by the method it stands in, a constructor by its class.
  String title() {
    String name = key.name();
    if (key.isConstructor() || name.equals("<clinit>")) {
      return key.simpleOwner();
    }
    if (name.startsWith("lambda$")) {
      int end = name.lastIndexOf('$');
      String outer = end > 7 ? name.substring(7, end) : name;
      return outer.equals("new") || outer.equals("static") ? key.simpleOwner() : outer;
    }
    return name;
  }
}
