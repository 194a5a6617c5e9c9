package dev.pitboss.connections.agent;

import java.io.PrintStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The command line of the library's jar: `list` and `attach PID`.
final class AttachCommand {
  private static final int OK = 0;
  private static final int FAILED = 1;
  private static final int USAGE = 2;

  private static final String HELP =
      """
      usage: java -jar pitboss-connections.jar COMMAND

        list                   lists the running Java virtual machines with their process ids
        attach PID [OPTION]…   tracks the JDBC connections of a running application
        --help                 prints this text

      Options are those of the agent (-javaagent:pitboss-connections.jar=OPTION,OPTION):

        port=N | port=off      where the report is served, on 127.0.0.1 only; default: 7075 or the
                               next free port
        hold=30s               how long a connection may be held (ms, s, m, h)
        reclaim=off | proven   whether a pool gets back what is proven lost; default: off
        framework=PREFIX;…     classes that borrow for others: their callers' lines are named
        exclude=PREFIX;…       classes that are left alone
        name=TEXT              what the names of the trackers start with

      attach needs a JDK with the module jdk.attach, the user of the application (or root), and an
      application on Java 17 or newer. Exit status: 0 if connections are tracked, 1 if not, 2 for
      wrong arguments.
      """;

  /// What cannot be had once an application runs.
  static final String LIMITS =
      """
      limits of attaching to a running application:
        - connections that were out before are not known: they show as discrepancy of their pool,
          and so do leaks from before
        - a pool is known from the next borrow on; of a pool that is exhausted already only its own
          numbers are known, until a connection comes back
        - a method that is running now goes on as it was until it returns: a loop that never ends
          and borrows in its own body is not seen
        - method references (pool::getConnection) in classes loaded before are not seen, because a
          loaded class cannot get a method more; the report lists them
        - the agent stays until the application ends: it cannot be detached
      Started with -javaagent, it has none of these limits.
      """;

  private final PrintStream out;
  private final PrintStream err;

  AttachCommand(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  /// Called by `Main`.
  ///
  /// @return the exit status
  static int run(String... arguments) {
    return new AttachCommand(System.out, System.err).execute(List.of(arguments));
  }

  int execute(List<String> arguments) {
    String command = arguments.isEmpty() ? "" : arguments.get(0);
    return switch (command) {
      case "--help", "-h", "help" -> {
        out.print(HELP);
        yield OK;
      }
      case "list" -> arguments.size() == 1 ? list() : usage("list takes no arguments");
      case "attach" ->
          arguments.size() == 1
              ? usage("attach needs the id of a process; 'list' shows them")
              : attach(arguments.get(1), arguments.subList(2, arguments.size()));
      case "" -> usage("no command given");
      default -> usage("no command '" + command + "'");
    };
  }

  private int usage(String fault) {
    err.println("pitboss-connections: " + fault);
    err.println();
    err.print(HELP);
    return USAGE;
  }

  private int failed(String reason) {
    err.println("pitboss-connections: " + reason);
    return FAILED;
  }

  private static boolean canAttach() {
    return ModuleLayer.boot().findModule("jdk.attach").isPresent();
  }

  private int withoutModule() {
    return failed(
        "this Java runtime has no module jdk.attach ("
            + System.getProperty("java.home")
            + "): run this command with the java of a JDK");
  }

  private int list() {
    if (!canAttach()) {
      return withoutModule();
    }
    List<String> machines = Attachment.list();
    machines.forEach(out::println);
    if (machines.isEmpty()) {
      err.println("pitboss-connections: no other Java virtual machine can be seen");
    }
    return OK;
  }

  private int attach(String pid, List<String> options) {
    if (!pid.matches("[0-9]{1,18}")) {
      return usage("a process id is a number, got '" + pid + "'");
    }
    String joined = String.join(",", options);
    try {
      AgentOptions.parse(joined);
    } catch (IllegalArgumentException e) {
      return usage(String.valueOf(e.getMessage()));
    }
    if (!canAttach()) {
      return withoutModule();
    }
    try {
      Attachment.Result result = Attachment.attach(Long.parseLong(pid), jar(), joined);
      out.println("process " + pid + " (" + result.name() + "): " + result.state());
      if (result.isNew()) {
        out.print(LIMITS);
      }
      return result.isWatching() ? OK : FAILED;
    } catch (AttachRefusedException e) {
      return failed(e.getMessage());
    }
  }

  /// The jar that this command comes from is the agent.
  private static Path jar() throws AttachRefusedException {
    try {
      Path jar =
          Path.of(AttachCommand.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      if (Files.isRegularFile(jar)) {
        return jar.toAbsolutePath();
      }
      throw new AttachRefusedException("run this command from pitboss-connections.jar, not " + jar);
    } catch (URISyntaxException e) {
      throw new AttachRefusedException("the path of the agent's jar cannot be read: " + e);
    }
  }
}
