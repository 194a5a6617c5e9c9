package applications;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A Spring Boot application with four pools, JPA, transactions and Flyway, as a fat jar.
record SpringBoot(int java, int port) implements Application {
  private static final String MAIN = "spring-boot/src/main/java/shop/";

  @Override
  public String name() {
    return "spring-boot";
  }

  @Override
  public String version() {
    return "Spring Boot 3.5.6, fat jar, virtual threads, JPA, Flyway";
  }

  @Override
  public String pool() {
    return "HikariCP, Druid, Commons DBCP 2, c3p0";
  }

  @Override
  public void prepare(Path folder) throws IOException, InterruptedException {
    Path project = Shops.file("spring-boot");
    Artifacts.maven(List.of("-f", project.toString(), "package"));
    Files.copy(
        project.resolve("target/shop.jar"),
        Files.createDirectories(folder).resolve("shop.jar"),
        StandardCopyOption.REPLACE_EXISTING);
  }

  @Override
  public Command command(Path folder, Path javaHome, Optional<String> agent) {
    return Command.java(
        folder, javaHome, agent, List.of("-jar", "shop.jar", "--server.port=" + port));
  }

  private Shop shop(String bean) {
    return new Shop("http://127.0.0.1:" + port + "/till", bean, bean);
  }

  @Override
  public String readyAt() {
    return shop("tills").address() + Shop.COLLECT;
  }

  @Override
  public List<Shop> shops() {
    return List.of(shop("tills"), shop("stock"), shop("staff"), shop("guests"));
  }

  @Override
  public List<Path> sources() {
    return List.of(Shops.file(MAIN + "Till.java"), Shops.file(MAIN + "Notes.java"));
  }

  /// The first shop's transactions are on another line.
  @Override
  public Map<String, Long> borrows() {
    long times = Shop.TIMES;
    return Map.of(
        "/work", 4 * times, "/reference", 4 * times, "/transaction", 3 * times, "/jpa", times);
  }

  /// Flyway and Hibernate look at the database within `main`.
  @Override
  public String ownLines(Path folder) {
    return "(Till|Notes|Shop)\\.java::.*:L[1-9]\\d*";
  }
}
