package applications;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// TomEE with a data source of its own that takes part in transactions, and one that does not.
record TomEE(int java, int port) implements Application {
  @Override
  public String name() {
    return "tomee";
  }

  @Override
  public String version() {
    return "TomEE 9.0.0";
  }

  @Override
  public String pool() {
    return "Tomcat JDBC, one of them behind `ManagedDataSource`";
  }

  @Override
  public void prepare(Path folder) throws IOException, InterruptedException {
    Artifacts.unpack("org.apache.tomee:apache-tomee:9.0.0:zip:webprofile", folder);
    Tomcat.configure(folder, port);
    Artifacts.copy("com.h2database:h2:2.4.240", folder.resolve("lib"));
    Files.writeString(
        folder.resolve("conf/tomee.xml"),
        """
        <tomee>
          <Resource id="managed" type="DataSource">
            JdbcDriver org.h2.Driver
            JdbcUrl jdbc:h2:mem:managed;DB_CLOSE_DELAY=-1
            UserName sa
            JtaManaged true
          </Resource>
          <Resource id="plain" type="DataSource">
            JdbcDriver org.h2.Driver
            JdbcUrl jdbc:h2:mem:plain;DB_CLOSE_DELAY=-1
            UserName sa
            JtaManaged false
          </Resource>
        </tomee>
        """);
    War.make(folder.resolve("webapps/shop.war"), Shops.SERVLET, Map.of());
  }

  @Override
  public Command command(Path folder, Path javaHome, Optional<String> agent) {
    return Tomcat.catalina(folder, agent);
  }

  private Shop shop(String name) {
    return new Shop(
        "http://127.0.0.1:" + port + "/shop/till", "openejb:Resource/" + name, name);
  }

  @Override
  public List<Shop> shops() {
    return List.of(shop("managed"), shop("plain"));
  }

  @Override
  public Optional<Redeploys> redeploys(Path folder) {
    return Optional.of(
        new Redeploys(
            "org.apache.tomee.catalina.TomEEWebappClassLoader",
            List.of(folder.resolve("webapps/shop.war"))));
  }
}
