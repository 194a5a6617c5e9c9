package applications;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// WildFly with its own data source, and one over the driver's XA data source.
record WildFly(int java, int port) implements Application {
  private static final String XA =
      """
      <xa-datasource jndi-name="java:jboss/datasources/TillXA" pool-name="TillXA" enabled="true">
        <xa-datasource-property name="URL">jdbc:h2:mem:xa;DB_CLOSE_DELAY=-1</xa-datasource-property>
        <driver>h2</driver>
        <security user-name="sa" password="sa"/>
      </xa-datasource>
      """;

  @Override
  public String name() {
    return "wildfly";
  }

  @Override
  public String version() {
    return "WildFly 39.0.1";
  }

  @Override
  public String pool() {
    return "IronJacamar, one of them XA by Narayana";
  }

  @Override
  public void prepare(Path folder) throws IOException, InterruptedException {
    Artifacts.unpack("org.wildfly:wildfly-dist:39.0.1.Final:zip", folder);
    Path configuration = folder.resolve("standalone/configuration/standalone.xml");
    Artifacts.edit(configuration, "<drivers>", XA + "<drivers>");
    Path war = folder.resolve("standalone/deployments/shop.war");
    War.make(war, Shops.SERVLET, Map.of());
    Files.writeString(mark(folder), "");
  }

  private static Path mark(Path folder) {
    return folder.resolve("standalone/deployments/shop.war.dodeploy");
  }

  @Override
  public Command command(Path folder, Path javaHome, Optional<String> agent) {
    return new Command(
        folder,
        List.of(
            "bash",
            "bin/standalone.sh",
            "-Djboss.http.port=" + port,
            "-Djboss.https.port=0",
            "-Djboss.management.http.port=0",
            "-Djboss.management.https.port=0",
            "-Dwildfly.statistics-enabled=true"),
        Map.of("PREPEND_JAVA_OPTS", agent.orElse("")));
  }

  private Shop shop(String source) {
    String name = "java:jboss/datasources/" + source;
    return new Shop("http://127.0.0.1:" + port + "/shop/till", name, name);
  }

  @Override
  public List<Shop> shops() {
    return List.of(shop("ExampleDS"), shop("TillXA"));
  }

  @Override
  public Optional<Redeploys> redeploys(Path folder) {
    return Optional.of(
        new Redeploys("org.jboss.modules.ModuleClassLoader", List.of(mark(folder))));
  }
}
