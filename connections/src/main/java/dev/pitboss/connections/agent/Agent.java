package dev.pitboss.connections.agent;

import java.io.IOException;
import java.lang.instrument.Instrumentation;
import org.jspecify.annotations.Nullable;

/// Starts the agent of `-javaagent:pitboss-connections.jar`, or of `attach PID`.
///
/// It speaks through `System.err` and makes no logger: the first one made would settle the logging
/// of an application that has not yet had its say. It starts once in a virtual machine.
/// Thread-safe.
public final class Agent {
  /// The system property that says whether the agent watches: a later attempt to attach reads it.
  static final String STATE = "pitboss.connections.agent";

  /// How [#STATE] begins while the agent watches.
  static final String WATCHING = "watching connections; ";

  /// Class files of Java 17 have version 61, and so on.
  private static final int JAVA_TO_CLASS_FILE = 44;

  private static boolean started; // guarded by the class

  private Agent() {}

  /// Called by [Premain], once it has seen that this Java version will do. On any failure the
  /// application starts; without the agent, and with one line that says why.
  public static void premain(@Nullable String options, Instrumentation instrumentation) {
    start(options, instrumentation, false);
  }

  /// Called by [Premain] in an application that runs already. On any failure the application goes
  /// on without the agent, and [#STATE] says why.
  public static void agentmain(@Nullable String options, Instrumentation instrumentation) {
    start(options, instrumentation, true);
  }

  private static synchronized void start(
      @Nullable String options, Instrumentation instrumentation, boolean attached) {
    if (started) {
      say("already " + System.getProperty(STATE, WATCHING) + " (nothing was changed)");
      return;
    }
    String state;
    try {
      state = WATCHING + start(AgentOptions.parse(options), instrumentation, attached);
      started = true;
    } catch (IllegalArgumentException e) {
      state = "not started: " + e.getMessage();
    } catch (RuntimeException | LinkageError e) {
      state = "not started: " + e;
    }
    System.setProperty(STATE, state);
    say(state);
  }

  /// @return where to look
  private static String start(
      AgentOptions options, Instrumentation instrumentation, boolean attached) {
    checkModules();
    checkVisible();
    var rules = new WeavingRules(options);
    var notTracked = new NotTracked();
    var watch = new Watch(options, rules, notTracked);
    var weaver = new Weaver(rules, notTracked);
    Borrows.watchWith(watch);
    var status = new AgentStatus(watch, weaver, notTracked, attached);
    String where = serve(options, new ReportPages(status));
    instrumentation.addTransformer(weaver);
    String loaded = "";
    if (attached) {
      var classes = new LoadedClasses(weaver, rules, notTracked);
      loaded = "; " + classes.weave(instrumentation);
    }
    return where
        + loaded
        + (isNewer() ? "; classes compiled for this newer Java are left alone" : "");
  }

  /// Whether this virtual machine reads class files that the agent does not know. It still weaves
  /// those of older compilers.
  private static boolean isNewer() {
    return Runtime.version().feature() + JAVA_TO_CLASS_FILE > Weaver.NEWEST;
  }

  /// Makes the page no sooner than it is wanted: the HTTP server may not be in the image.
  private record ReportPages(AgentStatus status) {
    int serve(int port, boolean anyPort) throws IOException {
      return new ReportPage(status).serve(port, anyPort);
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
    } catch (LinkageError ignored) {
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
