package dev.pitboss.leaks.java.flow;

import dev.pitboss.leaks.java.source.MethodInfo;
import dev.pitboss.leaks.java.source.Type;
import java.util.List;

/// What a call calls.
///
/// @param name of the method; `new` for a constructor
/// @param receiver type before the dot, or of the class around; for a constructor the type made
/// @param methods of the tree that fit; several when the arguments do not tell which; none when it
///   is a library's
/// @param isVirtual whether a subclass's method may run instead
record Call(String name, Type receiver, List<MethodInfo> methods, boolean isVirtual) {
  static final Call UNKNOWN = new Call("", Type.UNKNOWN, List.of(), false);

  boolean isOfTree() {
    return !methods.isEmpty();
  }

  /// `Registry.keep`, or `keep` when the class is not known.
  String words() {
    String type = receiver.simpleName();
    return type.isEmpty() ? name : name.equals("new") ? "new " + type : type + "." + name;
  }
}
