package applications;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Tomcat with two web applications, each with its driver and a pool of its own.
record Tomcat(int java, int port) implements Application {
  private static final String H2 = "com.h2database:h2:2.4.240";

  @Override
  public String name() {
    return "tomcat";
  }

  @Override
  public String version() {
    return "Tomcat 11.0.24, two WARs with their own drivers";
  }

  @Override
  public String pool() {
    return "Commons DBCP 2 (Tomcat's copy), Tomcat JDBC";
  }

  @Override
  public void prepare(Path folder) throws IOException, InterruptedException {
    Artifacts.unpack("org.apache.tomcat:tomcat:11.0.24:zip", folder);
    configure(folder, port);
    war(folder, "shop", "");
    war(folder, "bar", "factory=\"org.apache.tomcat.jdbc.pool.DataSourceFactory\"");
  }

  /// Its port, no port for shutdown, and a look for new archives each second.
  static void configure(Path folder, int port) throws IOException {
    Path server = folder.resolve("conf/server.xml");
    Artifacts.edit(server, "<Connector port=\"8080\" protocol=\"HTTP/1.1\"",
        "<Connector port=\"" + port + "\" address=\"127.0.0.1\" protocol=\"HTTP/1.1\"");
    Artifacts.edit(server, "<Server port=\"8005\"", "<Server port=\"-1\"");
    Artifacts.edit(
        server,
        "<Engine name=\"Catalina\" defaultHost=\"localhost\">",
        "<Engine backgroundProcessorDelay=\"1\" name=\"Catalina\" defaultHost=\"localhost\">");
  }

  private void war(Path folder, String name, String factory)
      throws IOException, InterruptedException {
    String context =
        """
        <Context>
          <Resource name="jdbc/%1$s" auth="Container" type="javax.sql.DataSource" %2$s
            driverClassName="org.h2.Driver" url="jdbc:h2:mem:%1$s;DB_CLOSE_DELAY=-1" username="sa"
            password="" maxTotal="8" maxActive="8" initialSize="1" closeMethod="close"/>
        </Context>
        """
            .formatted(name, factory);
    Path libraries = Files.createDirectories(folder.resolve("own"));
    Path transactions =
        Artifacts.copy("jakarta.transaction:jakarta.transaction-api:2.0.1", libraries);
    War.make(
        folder.resolve("webapps/" + name + ".war"),
        Shops.SERVLET,
        Map.of(
            "META-INF/context.xml",
            context.getBytes(StandardCharsets.UTF_8),
            "WEB-INF/lib/h2.jar",
            Files.readAllBytes(Artifacts.copy(H2, libraries)),
            "WEB-INF/lib/transaction.jar",
            Files.readAllBytes(transactions)));
  }

  @Override
  public Command command(Path folder, Path javaHome, Optional<String> agent) {
    return catalina(folder, agent);
  }

  static Command catalina(Path folder, Optional<String> agent) {
    return new Command(
        folder,
        List.of("bash", "bin/catalina.sh", "run"),
        Map.of("CATALINA_OPTS", agent.orElse(""), "CATALINA_HOME", folder.toString()));
  }

  private Shop shop(String name) {
    return new Shop(
        "http://127.0.0.1:" + port + "/" + name + "/till",
        "java:comp/env/jdbc/" + name,
        "jdbc/" + name);
  }

  @Override
  public List<Shop> shops() {
    return List.of(shop("shop"), shop("bar"));
  }

  @Override
  public Optional<Redeploys> redeploys(Path folder) {
    return Optional.of(
        new Redeploys(
            "org.apache.catalina.loader.ParallelWebappClassLoader",
            List.of(folder.resolve("webapps/shop.war"), folder.resolve("webapps/bar.war"))));
  }
}
