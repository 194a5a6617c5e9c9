package dev.pitboss.connections.agent;

import java.lang.instrument.Instrumentation;
import java.lang.reflect.InvocationTargetException;

/// Entry point of the agent, on any JVM since Java 8. On a JVM older than the agent requires it
/// prints one line, and the application starts without the agent. Not for use by applications.
///
/// This class is compiled for Java 8 and may use nothing else of the library.
public final class Premain {
  /// What the rest of the library is compiled for.
  static final int NEEDED = 17;

  private static final String AGENT = "dev.pitboss.connections.agent.Agent";

  private Premain() {}

  /// Called by the virtual machine before the application's `main`. Never throws.
  public static void premain(String options, Instrumentation instrumentation) {
    start("premain", options, instrumentation);
  }

  /// Called by the virtual machine when the agent is attached to a running application. Never
  /// throws.
  public static void agentmain(String options, Instrumentation instrumentation) {
    start("agentmain", options, instrumentation);
  }

  private static void start(String method, String options, Instrumentation instrumentation) {
    String version = System.getProperty("java.specification.version", "");
    if (isTooOld(version)) {
      say("not started: it needs Java " + NEEDED + " or newer at run time, this is Java " + version);
      return;
    }
    try {
      Class.forName(AGENT)
          .getMethod(method, String.class, Instrumentation.class)
          .invoke(null, options, instrumentation);
    } catch (InvocationTargetException e) {
      say("not started: " + e.getCause());
    } catch (ReflectiveOperationException | LinkageError e) {
      say("not started: " + e);
    }
  }

  /// Whether this is the `java.specification.version` of a virtual machine that cannot read the
  /// agent: `1.8` for Java 8, `11` for Java 11. One that is no number is not.
  static boolean isTooOld(String version) {
    String major = version.startsWith("1.") ? version.substring(2) : version;
    try {
      return Integer.parseInt(major) < NEEDED;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private static void say(String what) {
    System.err.println("pitboss-connections: " + what);
  }
}
