package dev.pitboss.connections.agent;

import java.lang.reflect.InvocationTargetException;

/// Entry point of `java -jar pitboss-connections.jar`, on any JVM since Java 8. On a JVM older than
/// the tool requires it prints one line and ends with status 1. Not for use by applications.
///
/// This class is compiled for Java 8 and may use nothing else of the library but [Premain].
public final class Main {
  private static final String COMMAND = "dev.pitboss.connections.agent.AttachCommand";

  private Main() {}

  /// Runs a command and ends the virtual machine with its status: 0 on success, 1 on failure, 2 for
  /// wrong arguments.
  public static void main(String[] arguments) throws ReflectiveOperationException {
    String version = System.getProperty("java.specification.version", "");
    if (Premain.isTooOld(version)) {
      System.err.println(
          "pitboss-connections: this command needs Java "
              + Premain.NEEDED
              + " or newer, this is Java "
              + version);
      System.exit(1);
    }
    try {
      Object status =
          Class.forName(COMMAND)
              .getDeclaredMethod("run", String[].class)
              .invoke(null, (Object) arguments);
      System.exit((Integer) status);
    } catch (InvocationTargetException e) {
      System.err.println("pitboss-connections: " + e.getCause());
      System.exit(1);
    }
  }
}
