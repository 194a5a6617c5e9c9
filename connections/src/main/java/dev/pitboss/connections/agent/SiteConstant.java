package dev.pitboss.connections.agent;

import static java.lang.constant.ConstantDescs.CD_Class;
import static java.lang.constant.ConstantDescs.CD_MethodHandle;
import static java.lang.constant.ConstantDescs.CD_MethodHandles_Lookup;
import static java.lang.constant.ConstantDescs.CD_MethodType;
import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_String;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;

import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.DynamicConstantDesc;
import java.lang.constant.MethodHandleDesc;
import java.lang.constant.MethodTypeDesc;

/// Bootstrap of the constant of a woven call.
///
/// A class in Tomcat, in a bundle or in a named module cannot link to the agent. What it can do is
/// run this expression once, all of it `java.base`, and keep the result:
///
/// ```java
/// publicLookup()
///     .findStatic(getSystemClassLoader().loadClass("…Borrows"), "site", type)
///     .invoke(type, file, method, line, walks)
/// ```
final class SiteConstant {
  static final ClassDesc BORROWS = ClassDesc.of(Borrows.class.getName());

  private static final ClassDesc CONNECTION = ClassDesc.of("java.sql.Connection");

  /// The type of the handle: see [WovenSite#adopt].
  static final MethodTypeDesc ADOPT = MethodTypeDesc.of(CONNECTION, CD_Object, CONNECTION, CD_long);

  private static final ClassDesc CLASS_LOADER = ClassDesc.of("java.lang.ClassLoader");

  private static final DirectMethodHandleDesc INVOKE =
      ConstantDescs.ofConstantBootstrap(
          ClassDesc.of("java.lang.invoke.ConstantBootstraps"),
          "invoke",
          CD_Object,
          CD_MethodHandle,
          CD_Object.arrayType());

  private static final MethodTypeDesc SITE_TYPE =
      MethodTypeDesc.of(CD_MethodHandle, CD_Class, CD_String, CD_String, CD_int, CD_int);

  private static final ConstantDesc SITE =
      constant(
          CD_MethodHandle,
          method(
              CD_MethodHandles_Lookup,
              "findStatic",
              MethodTypeDesc.of(CD_MethodHandle, CD_Class, CD_String, CD_MethodType)),
          constant(
              CD_MethodHandles_Lookup,
              function(
                  ConstantDescs.CD_MethodHandles,
                  "publicLookup",
                  MethodTypeDesc.of(CD_MethodHandles_Lookup))),
          constant(
              CD_Class,
              method(CLASS_LOADER, "loadClass", MethodTypeDesc.of(CD_Class, CD_String)),
              constant(
                  CLASS_LOADER,
                  function(CLASS_LOADER, "getSystemClassLoader", MethodTypeDesc.of(CLASS_LOADER))),
              Borrows.class.getName()),
          "site",
          SITE_TYPE);

  private SiteConstant() {}

  /// @param walks see [Borrows#site]
  static DynamicConstantDesc<?> of(
      ClassDesc type, String file, String method, int line, int walks) {
    return constant(CD_MethodHandle, SITE, type, file, method, line, walks);
  }

  private static DynamicConstantDesc<?> constant(
      ClassDesc type, ConstantDesc handle, ConstantDesc... arguments) {
    ConstantDesc[] all = new ConstantDesc[arguments.length + 1];
    all[0] = handle;
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return DynamicConstantDesc.ofNamed(INVOKE, "pitboss", type, all);
  }

  private static DirectMethodHandleDesc method(ClassDesc owner, String name, MethodTypeDesc type) {
    return MethodHandleDesc.ofMethod(DirectMethodHandleDesc.Kind.VIRTUAL, owner, name, type);
  }

  private static DirectMethodHandleDesc function(
      ClassDesc owner, String name, MethodTypeDesc type) {
    return MethodHandleDesc.ofMethod(DirectMethodHandleDesc.Kind.STATIC, owner, name, type);
  }
}
