package dev.pitboss.connections.agent;

import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.MethodHandleDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.AccessFlag;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// The methods a woven class gets besides its own: what its method references to `getConnection`
/// refer to instead.
final class AddedMethods {
  private record Added(String name, MethodTypeDesc type, Consumer<CodeBuilder> body) {}

  private final ClassDesc owner;
  private final boolean inInterface;
  private final boolean old;
  private final List<Added> added = new ArrayList<>();

  /// @param old whether the class file is too old for constants that are computed
  AddedMethods(ClassModel model, boolean old) {
    this.owner = model.thisClass().asSymbol();
    this.inInterface = model.flags().has(AccessFlag.INTERFACE);
    this.old = old;
  }

  boolean old() {
    return old;
  }

  /// Notes a method to be written and returns a handle of it.
  DirectMethodHandleDesc add(MethodTypeDesc type, Consumer<CodeBuilder> body) {
    String name = "lambda$getConnection$woven" + added.size();
    added.add(new Added(name, type, body));
    return MethodHandleDesc.ofMethod(
        inInterface
            ? DirectMethodHandleDesc.Kind.INTERFACE_STATIC
            : DirectMethodHandleDesc.Kind.STATIC,
        owner,
        name,
        type);
  }

  void write(ClassBuilder builder) {
    int flags = ClassFile.ACC_PRIVATE | ClassFile.ACC_STATIC | ClassFile.ACC_SYNTHETIC;
    added.forEach(each -> builder.withMethodBody(each.name(), each.type(), flags, each.body()));
  }
}
