package applications;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Payara Server with a pool over the driver's data source, and one over its XA data source.
record Payara(int java, int port, int admin, int secure) implements Application {
  private static final String RESOURCES =
      """
      <jdbc-resource pool-name="ShopPool" jndi-name="jdbc/shop" />
      <jdbc-resource pool-name="XAPool" jndi-name="jdbc/xa" />
      <jdbc-connection-pool name="ShopPool" datasource-classname="org.h2.jdbcx.JdbcDataSource"
          res-type="javax.sql.DataSource">
        <property name="URL" value="jdbc:h2:mem:shop;DB_CLOSE_DELAY=-1" />
      </jdbc-connection-pool>
      <jdbc-connection-pool name="XAPool" datasource-classname="org.h2.jdbcx.JdbcDataSource"
          res-type="javax.sql.XADataSource">
        <property name="URL" value="jdbc:h2:mem:xa;DB_CLOSE_DELAY=-1" />
      </jdbc-connection-pool>
      """;

  @Override
  public String name() {
    return "payara";
  }

  @Override
  public String version() {
    return "Payara Server 6.2025.9";
  }

  @Override
  public String pool() {
    return "its own, one of them XA";
  }

  @Override
  public void prepare(Path folder) throws IOException, InterruptedException {
    Artifacts.unpack("fish.payara.distributions:payara:6.2025.9:zip", folder);
    Path domain = domain(folder).resolve("config/domain.xml");
    String timer = "<jdbc-resource pool-name=\"__TimerPool\"";
    Artifacts.edit(domain, timer, RESOURCES + timer);
    String ref = "<resource-ref ref=\"jdbc/__default\"";
    Artifacts.edit(
        domain,
        ref,
        "<resource-ref ref=\"jdbc/shop\"/><resource-ref ref=\"jdbc/xa\"/>" + ref);
    listener(domain, 8080, port);
    listener(domain, 8181, secure);
    listener(domain, 4848, admin);
    War.make(deployed(folder), Shops.SERVLET, Map.of());
  }

  private static void listener(Path domain, int from, int to) throws IOException {
    Artifacts.edit(
        domain,
        "<network-listener port=\"" + from + "\"",
        "<network-listener address=\"127.0.0.1\" port=\"" + to + "\"");
  }

  private static Path domain(Path folder) {
    return folder.resolve("glassfish/domains/domain1");
  }

  private static Path deployed(Path folder) {
    return domain(folder).resolve("autodeploy/shop.war");
  }

  @Override
  public Command command(Path folder, Path javaHome, Optional<String> agent) throws IOException {
    if (agent.isPresent()) {
      Artifacts.edit(
          domain(folder).resolve("config/domain.xml"),
          "<jvm-options>-Dosgi.shell.telnet.port=6666</jvm-options>",
          "<jvm-options>" + agent.get() + "</jvm-options>");
    }
    return new Command(
        folder,
        List.of("bash", "bin/asadmin", "start-domain", "--verbose"),
        Map.of("AS_JAVA", javaHome.toString()));
  }

  private Shop shop(String name) {
    String source = "jdbc/" + name;
    return new Shop("http://127.0.0.1:" + port + "/shop/till", source, source);
  }

  @Override
  public List<Shop> shops() {
    return List.of(shop("shop"), shop("xa"));
  }

  @Override
  public Optional<Redeploys> redeploys(Path folder) {
    return Optional.of(
        new Redeploys(
            "org.glassfish.web.loader.WebappClassLoader", List.of(deployed(folder))));
  }
}
