package applications;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Runs applications under the agent, and prints the table of what was seen.
final class Applications {
  private static final int OLD = 17;
  private static final int NEW = 25;

  private Applications() {}

  private static List<Application> all() throws IOException {
    return List.of(
        new Keycloak(NEW, port()),
        new WildFly(NEW, port()),
        new TomEE(OLD, port()),
        new SpringBoot(OLD, port()),
        new Payara(OLD, port(), port(), port()),
        new Tomcat(NEW, port()),
        new SonarQube(OLD, port(), port(), port()));
  }

  private static int port() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /// @param arguments the agent's jar, a folder to work in, and the names of applications; all without
  ///   names
  public static void main(String[] arguments) throws Exception {
    Path agent = Path.of(arguments[0]).toAbsolutePath();
    Path work = Path.of(arguments[1]).toAbsolutePath();
    List<String> wanted = List.of(arguments).subList(2, arguments.length);
    List<Application> chosen =
        all().stream().filter(each -> wanted.isEmpty() || wanted.contains(each.name())).toList();
    List<Trial.Outcome> outcomes = new ArrayList<>();
    for (Application application : chosen) {
      Path folder = Files.createDirectories(work.resolve(application.name()));
      Trial.Outcome outcome =
          new Trial(application, folder, javaHome(application.java()), agent).run();
      outcomes.add(outcome);
      System.err.println("--- " + application.name() + " " + outcome.cells());
      outcome.faults().forEach(fault -> System.err.println("FAULT " + fault));
    }
    System.out.print(table(outcomes));
    System.exit(outcomes.stream().allMatch(outcome -> outcome.faults().isEmpty()) ? 0 : 1);
  }

  static Path javaHome(int version) throws IOException {
    Path own = Path.of(System.getProperty("java.home"));
    if (Runtime.version().feature() == version) {
      return own;
    }
    String named = System.getenv("JAVA_HOME_" + version + "_X64");
    if (named != null) {
      return Path.of(named);
    }
    Path system = Path.of("/usr/lib/jvm");
    if (Files.isDirectory(system)) {
      try (Stream<Path> homes = Files.list(system)) {
        for (Path home : homes.sorted().toList()) {
          Path release = home.resolve("release");
          if (Files.exists(release)
              && Files.exists(home.resolve("bin/jcmd"))
              && Files.readString(release).contains("JAVA_VERSION=\"" + version + ".")) {
            return home;
          }
        }
      }
    }
    throw new IOException("no JDK " + version + ": set JAVA_HOME_" + version + "_X64");
  }

  private static String table(List<Trial.Outcome> outcomes) {
    String titles =
        Stream.of(Trial.Column.values())
            .map(column -> column.title)
            .collect(Collectors.joining(" | "));
    StringBuilder table = new StringBuilder("| application | Java | pool | " + titles + " |\n");
    table.append("|---|---|---|").append("---|".repeat(Trial.Column.values().length)).append('\n');
    for (Trial.Outcome outcome : outcomes) {
      Map<Trial.Column, String> cells = outcome.cells();
      table
          .append("| ")
          .append(outcome.application().version())
          .append(" | ")
          .append(outcome.application().java())
          .append(" | ")
          .append(outcome.application().pool())
          .append(" | ")
          .append(String.join(" | ", cells.values()))
          .append(" |\n");
    }
    return table.toString();
  }
}
