package dev.pitboss.connections.agent;

import java.io.IOException;
import java.lang.instrument.Instrumentation;
import org.jspecify.annotations.Nullable;

/// Entry point of `-javaagent:pitboss-connections.jar`.
///
/// It speaks through `System.err` and makes no logger: the first one made would settle the logging
/// of an application that has not yet had its say.
public final class Agent {
  private Agent() {}

  /// Called by the virtual machine before the application's `main`. On any failure the application
  /// starts; without the agent, and with one line that says why.
  public static void premain(@Nullable String options, Instrumentation instrumentation) {
    try {
      say("watching connections; " + start(AgentOptions.parse(options), instrumentation));
    } catch (IllegalArgumentException e) {
      say("not started: " + e.getMessage());
    } catch (RuntimeException | LinkageError e) {
      say("not started: " + e);
    }
  }

  /// @return where to look
  private static String start(AgentOptions options, Instrumentation instrumentation) {
    checkModules();
    checkVisible();
    var rules = new WeavingRules(options);
    var notTracked = new NotTracked();
    var watch = new Watch(options, rules, notTracked);
    var weaver = new Weaver(rules, notTracked);
    Borrows.watchWith(watch);
    String where = serve(options, new ReportPages(watch, weaver, notTracked));
    instrumentation.addTransformer(weaver);
    return where;
  }

  /// Makes the page no sooner than it is wanted: the HTTP server may not be in the image.
  private record ReportPages(Watch watch, Weaver weaver, NotTracked notTracked) {
    int serve(int port, boolean anyPort) throws IOException {
      return new ReportPage(watch, weaver, notTracked).serve(port, anyPort);
    }
  }

  private static String serve(AgentOptions options, ReportPages pages) {
    String jmx = "JMX dev.pitboss.connections:*";
    if (options.port().isEmpty()) {
      return "see " + jmx;
    }
    try {
      int port = pages.serve(options.port().getAsInt(), options.anyPort());
      return "see http://127.0.0.1:" + port + "/ and " + jmx;
    } catch (IOException e) {
      return "see " + jmx + " (no page: " + e.getMessage() + ")";
    } catch (LinkageError _) {
      return "see " + jmx + " (no page: start with --add-modules jdk.httpserver)";
    }
  }

  private static void checkModules() {
    for (String module : new String[] {"java.sql", "java.management", "jdk.jfr"}) {
      if (ModuleLayer.boot().findModule(module).isEmpty()) {
        throw new IllegalStateException(
            "module " + module + " is missing; start with --add-modules " + module);
      }
    }
  }

  /// Woven code looks for [Borrows] in the system class loader.
  private static void checkVisible() {
    try {
      String name = Borrows.class.getName();
      if (ClassLoader.getSystemClassLoader().loadClass(name) != Borrows.class) {
        throw new IllegalStateException("the system class loader has another copy of the agent");
      }
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException("the system class loader does not see the agent", e);
    }
  }

  private static void say(String what) {
    System.err.println("pitboss-connections: " + what);
  }
}
