package dev.pitboss.connections.agent;

import dev.pitboss.connections.internal.asm.Handle;
import dev.pitboss.connections.internal.asm.Opcodes;
import java.util.Set;

/// Tells a borrow from other calls by looking at byte code. Names of types are internal ones, with
/// slashes.
final class Calls {
  static final String CONNECTION = "java/sql/Connection";

  private static final String NAME = "getConnection";
  private static final String DRIVER_MANAGER = "java/sql/DriverManager";
  private static final String CONNECTIONS_OWN = "java/sql/";
  private static final String RETURNS = ")L" + CONNECTION + ";";
  private static final String STRING = "Ljava/lang/String;";

  private static final Set<String> OF_SOURCE =
      Set.of("(" + RETURNS, "(" + STRING + STRING + RETURNS);

  private static final Set<String> OF_DRIVER_MANAGER =
      Set.of(
          "(" + STRING + RETURNS,
          "(" + STRING + "Ljava/util/Properties;" + RETURNS,
          "(" + STRING + STRING + STRING + RETURNS);

  /// What a tracked connection is as well.
  private static final Set<String> HARMLESS =
      Set.of(CONNECTION, "java/lang/Object", "java/sql/Wrapper", "java/lang/AutoCloseable");

  private Calls() {}

  /// A call of a method.
  record Target(String owner, String name, String descriptor) {}

  /// Whether the call may lend a connection. What its receiver is shows at run time only: many a
  /// class has a `getConnection()`.
  static boolean borrows(int opcode, Target call) {
    return opcode == Opcodes.INVOKESTATIC ? borrowsFromDriver(call) : borrowsFromSource(call);
  }

  /// The same for what a method reference refers to.
  static boolean borrows(Handle handle) {
    var target = new Target(handle.getOwner(), handle.getName(), handle.getDesc());
    return switch (handle.getTag()) {
      case Opcodes.H_INVOKESTATIC -> borrowsFromDriver(target);
      case Opcodes.H_INVOKEVIRTUAL, Opcodes.H_INVOKEINTERFACE -> borrowsFromSource(target);
      default -> false;
    };
  }

  private static boolean borrowsFromDriver(Target call) {
    return call.name().equals(NAME)
        && call.owner().equals(DRIVER_MANAGER)
        && OF_DRIVER_MANAGER.contains(call.descriptor());
  }

  /// A statement's `getConnection()` lends nothing.
  private static boolean borrowsFromSource(Target call) {
    return call.name().equals(NAME)
        && OF_SOURCE.contains(call.descriptor())
        && !call.owner().startsWith("[")
        && !isOfJdbc(call.owner());
  }

  private static boolean isOfJdbc(String owner) {
    return owner.startsWith(CONNECTIONS_OWN) && owner.lastIndexOf('/') < CONNECTIONS_OWN.length();
  }

  /// Whether a cast to, or a comparison with, the type fails for a tracked connection.
  static boolean isForeign(String type) {
    return !HARMLESS.contains(type);
  }
}
