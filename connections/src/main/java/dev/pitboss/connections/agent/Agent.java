package dev.pitboss.connections.agent;

import java.lang.instrument.Instrumentation;
import org.jspecify.annotations.Nullable;

/// `java -javaagent:pitboss-connections.jar …`: shows who has an application's connections, with
/// the lines, without a change to its code.
///
/// An agent must never keep an application from starting: whatever goes wrong here is said on
/// standard error, and the application starts without it.
public final class Agent {
  private Agent() {}

  /// Called by the virtual machine before the application's `main`.
  public static void premain(@Nullable String arguments, Instrumentation instrumentation) {
    AgentOptions options;
    try {
      options = AgentOptions.parse(arguments);
    } catch (IllegalArgumentException e) {
      say(e.getMessage() + "; the application starts without the agent");
      return;
    }
    var weaver = new Weaver(options);
    WovenSites.SITES.start(new Trackers(options, weaver), options);
    instrumentation.addTransformer(weaver);
    options
        .port()
        .ifPresentOrElse(
            port -> Endpoint.start(port, WovenSites.SITES.trackers(), weaver),
            () -> say("watching"));
  }

  @SuppressWarnings("SystemOut") // the application's logging is not configured yet
  static void say(String what) {
    System.err.println("pitboss-connections: " + what);
  }
}
