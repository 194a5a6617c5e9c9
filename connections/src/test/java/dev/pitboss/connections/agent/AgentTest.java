package dev.pitboss.connections.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The agent on applications that know nothing of it.
class AgentTest {
  private static final String SHOP =
      """
      import com.zaxxer.hikari.*;
      import java.io.PrintWriter;
      import java.lang.management.ManagementFactory;
      import java.sql.*;
      import java.util.*;
      import java.util.logging.Logger;
      import javax.management.ObjectName;
      import javax.sql.DataSource;

      public class Shop {
        interface Asking { Connection ask() throws SQLException; }

        static class Front implements DataSource {
          final DataSource pool;
          Front(DataSource pool) { this.pool = pool; }
          public Connection getConnection() throws SQLException { return pool.getConnection(); }
          public Connection getConnection(String u, String p) throws SQLException {
            return pool.getConnection(u, p);
          }
          public PrintWriter getLogWriter() { return null; }
          public void setLogWriter(PrintWriter out) {}
          public void setLoginTimeout(int seconds) {}
          public int getLoginTimeout() { return 0; }
          public Logger getParentLogger() { return null; }
          public <T> T unwrap(Class<T> type) { return null; }
          public boolean isWrapperFor(Class<?> type) { return false; }
        }

        static final List<Connection> KEPT = new ArrayList<>();

        static void lose(DataSource pool) throws SQLException {
          pool.getConnection(); // lose
        }

        public static void main(String[] arguments) throws Exception {
          HikariConfig config = new HikariConfig();
          config.setJdbcUrl("jdbc:h2:mem:shop");
          config.setMaximumPoolSize(8);
          config.setPoolName("shop");
          HikariDataSource pool = new HikariDataSource(config);
          DataSource plain = pool;
          KEPT.add(plain.getConnection()); // kept
          KEPT.add(pool.getConnection()); // by the pool's own class
          for (int i = 0; i < 3; i++) {
            try (Connection connection = plain.getConnection()) { // clean
              connection.createStatement().execute("select 1");
            }
          }
          Asking reference = plain::getConnection; // reference
          KEPT.add(reference.ask());
          Asking lambda = () -> plain.getConnection(); // lambda
          KEPT.add(lambda.ask());
          DataSource front = new Front(new Front(plain));
          KEPT.add(front.getConnection()); // front
          KEPT.add(DriverManager.getConnection("jdbc:h2:mem:other;TRACE_LEVEL_FILE=0", "sa", "")); // driver
          lose(plain);
          org.h2.jdbcx.JdbcDataSource h2 = new org.h2.jdbcx.JdbcDataSource();
          h2.setURL("jdbc:h2:mem:third");
          h2.setUser("sa");
          KEPT.add(h2.getConnection("sa", "")); // as user
          org.h2.jdbc.JdbcConnection cast = (org.h2.jdbc.JdbcConnection) h2.getConnection(); // cast
          KEPT.add(cast);
          Connection first = KEPT.get(0);
          System.out.println("> " + first.createStatement().executeQuery("select 42").next());
          System.out.println("> " + first.isWrapperFor(Connection.class));
          try {
            h2.getConnection("nobody", "wrong");
          } catch (SQLException e) {
            System.out.println("> " + e.getSQLState() + " " + e.getClass().getName());
          }
          try {
            DataSource none = null;
            none.getConnection();
          } catch (NullPointerException e) {
            System.out.println("> " + e.getClass().getName());
          }
          HikariDataSource closed = new HikariDataSource(config);
          closed.close();
          try {
            closed.getConnection();
          } catch (SQLException e) {
            System.out.println("> " + e.getMessage().replaceAll("\\\\(.*", ""));
          }
          System.out.println("beans " + ManagementFactory.getPlatformMBeanServer()
              .queryNames(new ObjectName("dev.pitboss.connections:*"), null).size());
          System.gc();
          System.out.println("ready");
          while (System.in.read() >= 0) {}
        }
      }
      """;

  private static final String OLD =
      """
      import java.sql.*;
      import javax.sql.DataSource;

      public class Old {
        static Connection kept;
        public static void main(String[] arguments) throws Exception {
          Class<?> type = Class.forName("org.h2.jdbcx.JdbcDataSource");
          DataSource source = (DataSource) type.getDeclaredConstructor().newInstance();
          type.getMethod("setURL", String.class).invoke(source, "jdbc:h2:mem:old");
          for (int i = 0; i < 2; i++) {
            kept = source.getConnection(); // old
          }
          kept = DriverManager.getConnection("jdbc:h2:mem:old"); // old driver
          System.out.println("ready");
          while (System.in.read() >= 0) {}
        }
      }
      """;

  private static final String LAUNCHER =
      """
      import java.io.File;
      import java.net.*;
      import java.util.*;

      public class Launcher {
        public static void main(String[] arguments) throws Exception {
          List<URL> urls = new ArrayList<>();
          for (String entry : System.getProperty("application").split(File.pathSeparator)) {
            urls.add(new File(entry).toURI().toURL());
          }
          ClassLoader loader =
              new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
          Thread.currentThread().setContextClassLoader(loader);
          Class<?> main = loader.loadClass("Shop");
          main.getMethod("main", String[].class).invoke(null, (Object) new String[0]);
        }
      }
      """;

  @TempDir static Path folder;
  private static Path shop;
  private static String agent;

  @BeforeAll
  static void compile() throws Exception {
    shop = Watched.compiled(folder, "Shop", SHOP);
    agent = "-javaagent:" + Watched.agentJar(folder);
  }

  private static String classPath(Path classes) {
    return classes + File.pathSeparator + Watched.libraries();
  }

  private static String site(String source, String file, String method, String marker) {
    List<String> lines = source.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).endsWith("// " + marker)) {
        return file + "::" + method + ":L" + (i + 1);
      }
    }
    throw new IllegalArgumentException(marker);
  }

  private static String row(String marker, int acquired, int released) {
    return row(marker, "main", acquired, released);
  }

  private static String row(String marker, String method, int acquired, int released) {
    return "\"site\":\"%s\",\"acquired\":%d,\"released\":%d,"
        .formatted(site(SHOP, "Shop.java", method, marker), acquired, released);
  }

  private static void assertShopIsSeen(Watched application) throws Exception {
    String report = application.get("/connections");
    assertThat(report)
        .contains(row("kept", 1, 0))
        .contains(row("by the pool's own class", 1, 0))
        .contains(row("clean", 3, 3))
        .contains(row("reference", 1, 0))
        .contains(row("lambda", 1, 0))
        .contains(row("front", 1, 0))
        .contains(row("driver", 1, 0))
        .contains(row("lose", "lose", 1, 0))
        .contains("\"jdbc:h2:mem:other\":{");
    assertThat(report).contains(site(SHOP, "Shop.java", "main", "cast") + " (cast to org.h2");
    assertThat(report)
        .as("a borrow through two data sources is one")
        .contains("\"shop\":{\"status\":\"WARNING\",\"usagePercent\":75,\"poolSize\":")
        .contains("\"totalAcquired\":9,\"totalReleased\":3,\"totalActive\":6")
        .doesNotContain("\"trackingDiscrepancy\":1")
        .doesNotContain("UNTRACKED");
    String text = application.get("/");
    assertThat(text).contains("shop").contains(site(SHOP, "Shop.java", "main", "kept"));
  }

  @Test
  void everyLineOfAnUnchangedApplicationShows() throws Exception {
    try (Watched application =
        Watched.start(List.of(agent + "=port=0,hold=10ms"), classPath(shop), "Shop")) {
      assertShopIsSeen(application);
      assertThat(application.agentSaid()).hasSize(1);
      assertThat(application.linesStarting("beans"))
          .as("one JMX bean for each of two pools and two databases")
          .containsExactly("beans 4");
    }
  }

  @Test
  void aLostConnectionIsProvenAndTakenBackWhenAsked() throws Exception {
    try (Watched application =
        Watched.start(List.of(agent + "=port=0,reclaim=proven"), classPath(shop), "Shop")) {
      String lost = row("lose", "lose", 1, 0) + "\"active\":0,\"leaks\":1,\"reclaimed\":1";
      String report = "";
      for (int i = 0; i < 100 && !report.contains(lost); i++) {
        Thread.sleep(50);
        report = application.get("/connections");
      }
      assertThat(report).contains(lost);
    }
  }

  @Test
  void anApplicationBehavesTheSameWithTheAgentAndWithout() throws Exception {
    try (Watched with = Watched.start(List.of(agent + "=port=off"), classPath(shop), "Shop");
        Watched without = Watched.start(List.of(), classPath(shop), "Shop")) {
      assertThat(with.said()).hasSizeGreaterThan(4).isEqualTo(without.said());
      assertThat(with.agentSaid()).containsExactly("pitboss-connections: watching");
      assertThat(without.agentSaid()).isEmpty();
    }
  }

  @Test
  void classLoadersThatDoNotSeeTheAgentAreNoObstacle() throws Exception {
    Path launcher = Watched.compiled(folder, "Launcher", LAUNCHER);
    try (Watched application =
        Watched.start(
            List.of(agent + "=port=0,hold=10ms", "-Dapplication=" + classPath(shop)),
            launcher.toString(),
            "Launcher")) {
      assertShopIsSeen(application);
    }
  }

  @Test
  void classFilesOfJava8AreWovenToo() throws Exception {
    Path old = Watched.compiled(folder, "Old", OLD, "--release", "8");
    assertThat(Files.readAllBytes(old.resolve("Old.class"))[7]).isEqualTo((byte) 52);
    try (Watched application = Watched.start(List.of(agent + "=port=0"), classPath(old), "Old")) {
      assertThat(application.get("/connections"))
          .contains("\"site\":\"" + site(OLD, "Old.java", "main", "old") + "\",\"acquired\":2")
          .contains(
              "\"site\":\"" + site(OLD, "Old.java", "main", "old driver") + "\",\"acquired\":1");
    }
  }

  @Test
  void theExampleShowsWhoLosesConnections() throws Exception {
    Path source = Path.of("src/test/java/dev/pitboss/connections/examples/UnchangedShop.java");
    String text = Files.readString(source);
    Path classes = Watched.compiled(folder, "UnchangedShop", text);
    try (Watched application =
        Watched.start(
            List.of(agent + "=port=0"),
            classPath(classes),
            "dev.pitboss.connections.examples.UnchangedShop")) {
      List<String> lines = text.lines().toList();
      int line = 1;
      while (!lines.get(line - 1).contains("getConnection(")) {
        line++;
      }
      assertThat(application.get("/connections"))
          .contains(
              "\"site\":\"UnchangedShop.java::sell:L"
                  + line
                  + "\",\"acquired\":10,\"released\":8,");
    }
  }

  @Test
  void excludedClassesAreLeftAlone() throws Exception {
    try (Watched application =
        Watched.start(List.of(agent + "=port=0,exclude=Shop"), classPath(shop), "Shop")) {
      assertThat(application.get("/connections")).contains("\"pools\":{}");
      assertThat(application.get("/")).contains("no connection has been taken yet");
    }
  }

  @Test
  void aWrongOptionIsSaidAndTheApplicationStartsWithoutTheAgent() throws Exception {
    try (Watched application = Watched.start(List.of(agent + "=prot=1"), classPath(shop), "Shop")) {
      assertThat(application.agentSaid())
          .containsExactly(
              "pitboss-connections: there is no option 'prot'; there are port, hold, reclaim,"
                  + " exclude, framework; the application starts without the agent");
    }
  }
}
