package dev.pitboss.connections.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/// Programs that know nothing of the library, in virtual machines of their own, of every Java
/// version that is supported and installed.
@Tag("slow")
@ParameterizedClass
@MethodSource("all")
final class AgentTest {
  private static final String WATCH = "port=0,hold=1h";

  @TempDir static Path folder = Path.of("");

  private static Path agent = Path.of("");
  private static Path classes = Path.of("");

  private final Jdk jdk;

  AgentTest(Jdk jdk) {
    this.jdk = jdk;
  }

  static Stream<Jdk> all() {
    return Jdk.all();
  }

  /// The programs are compiled for the oldest Java, and run on every one.
  @BeforeAll
  static void compile() throws IOException {
    agent = Program.agentJar(folder);
    classes = Program.compiled(folder, 17);
  }

  @BeforeEach
  void assumeInstalled() {
    jdk.assumeInstalled();
  }

  private Program start(String options, String... program) throws IOException {
    List<String> arguments = new ArrayList<>();
    arguments.add("-javaagent:" + agent + "=" + options);
    arguments.addAll(plain(program));
    return Program.start(folder, jdk, arguments);
  }

  private static List<String> plain(String... program) {
    List<String> arguments = new ArrayList<>();
    arguments.add("-Djava.util.logging.config.file=src/test/resources/logging.properties");
    arguments.addAll(List.of("-cp", classes + ":" + Program.LIBRARIES));
    arguments.addAll(List.of(program));
    return arguments;
  }

  private static long leaks(String report) {
    return Program.uses(report).values().stream().mapToLong(Program.Use::leaks).sum();
  }

  @Test
  void everyLeakIsFoundOnItsLineAndNothingElse() throws Exception {
    List<String> leaking = Program.marked("Shop.java", "LEAK");
    List<String> clean = Program.marked("Shop.java", "CLEAN");
    try (Program shop = start(WATCH, "shop.Shop")) {
      String report = shop.report(json -> leaks(json) == leaking.size());
      Map<String, Program.Use> uses = Program.uses(report);

      var all = new TreeSet<>(leaking);
      all.addAll(clean);
      assertThat(uses).containsOnlyKeys(all);
      for (String site : leaking) {
        assertThat(uses.get(site)).as(site).matches(use -> use.acquired() == 1 && use.leaks() == 1);
      }
      for (String site : clean) {
        assertThat(uses.get(site)).isEqualTo(new Program.Use(1, 1, 0, 0, 0));
      }
      assertThat(report).doesNotContain("\"trackingDiscrepancy\":1");
      for (String site : Program.marked("Shop.java", "CAST")) {
        assertThat(report).contains("\"" + site + "\":\"its result is cast");
      }
      assertThat(shop.get("text")).contains("shop\n").contains(leaking.getFirst());

      assertThat(shop.end()).isZero();
      assertThat(shop.output()).contains("driver's own: true"); // such a cast works as before
      assertThat(shop.output()).contains("3 of 10 connections out").contains(leaking.getFirst());
    }
  }

  @Test
  void withoutTheAgentThereIsNothingOfIt() throws Exception {
    try (Program shop = Program.start(folder, jdk, plain("shop.Shop"))) {
      assertThat(shop.end()).isOne(); // it asks for an unregistered bean
      assertThat(shop.errors()).contains("InstanceNotFoundException").doesNotContain("leaked");
    }
  }

  @Test
  void programInAClassLoaderThatSeesNothingOfTheAgentIsTracked() throws Exception {
    String path = classes + ":" + Program.LIBRARIES;
    int leaks = Program.marked("OldShop.java", "LEAK").size();
    try (Program shop = start(WATCH, "shop.FatJar", "apart", path, "shop.OldShop")) {
      Map<String, Program.Use> uses = Program.uses(shop.report(json -> leaks(json) == leaks));
      assertThat(uses.keySet())
          .containsAll(Program.marked("OldShop.java", "LEAK"))
          .containsAll(Program.marked("OldShop.java", "CLEAN"));
    }
  }

  /// Class loaders of JBoss Modules and OSGi do not ask the parent that they name.
  @Test
  void programInAClassLoaderThatDoesNotAskItsParentIsTracked() throws Exception {
    String path = classes + ":" + Program.LIBRARIES;
    int leaks = Program.marked("OldShop.java", "LEAK").size();
    try (Program shop = start(WATCH, "shop.FatJar", "modular", path, "shop.OldShop")) {
      Map<String, Program.Use> uses = Program.uses(shop.report(json -> leaks(json) == leaks));
      assertThat(uses.keySet()).containsAll(Program.marked("OldShop.java", "LEAK"));
    }
  }

  @Test
  void poolInAClassLoaderOfItsOwnTellsItsNumbers() throws Exception {
    String path = classes + ":" + Program.LIBRARIES;
    int leaks = Program.marked("Shop.java", "LEAK").size();
    try (Program shop = start(WATCH, "shop.FatJar", "apart", path, "shop.Shop")) {
      String report = shop.report(json -> leaks(json) == leaks);
      assertThat(report).contains("\"name\":\"shop\",\"status\":\"HEALTHY\",\"usagePercent\":30");
    }
  }

  @Test
  void classFilesOfJava8AreTrackedWhereTheySeeTheAgent() throws Exception {
    Path old = Program.compiled(folder, 8);
    String path = old + ":" + Program.LIBRARIES;
    int leaks = Program.marked("OldShop.java", "LEAK").size();
    for (String loader : List.of("apart", "modular")) {
      try (Program child = start(WATCH, "shop.FatJar", loader, path, "shop.OldShop")) {
        String report = child.report(json -> json.contains("shop.OldShop"));
        assertThat(report).contains("class file of version 52").contains("\"pools\":[]");
        assertThat(child.errors()).doesNotContain("NoClassDefFoundError");
      }
    }
    List<String> arguments =
        List.of("-javaagent:" + agent + "=" + WATCH, "-cp", path, "shop.OldShop");
    try (Program shop = Program.start(folder, jdk, arguments)) {
      Map<String, Program.Use> uses = Program.uses(shop.report(json -> leaks(json) == leaks));
      assertThat(uses.keySet()).containsAll(Program.marked("OldShop.java", "LEAK"));
    }
  }

  @Test
  void borrowThroughSeveralDataSourcesCountsOnceUnderTheCallersLine() throws Exception {
    try (Program program = start(WATCH, "shop.Wrapping")) {
      String report = program.report(json -> json.contains("\"totalActive\":1"));
      Map<String, Program.Use> uses = Program.uses(report);
      var expected = new TreeSet<>(Program.marked("Wrapping.java", "CLEAN"));
      expected.addAll(Program.marked("Wrapping.java", "OUT"));

      assertThat(uses).containsOnlyKeys(expected);
      assertThat(uses.values()).allMatch(use -> use.acquired() == 1);
      assertThat(report).contains("\"trackingDiscrepancy\":0").contains("\"checkedOut\":1");
      assertThat(program.end()).isZero();
    }
  }

  /// What a managed data source fetches for the connection it has handed out is no second borrow,
  /// whether it does so at once or later; and `reclaim=off` leaves what is lost to the server.
  @Test
  void managedDataSourceCountsOnceAndIsLeftAlone() throws Exception {
    try (Program program = start(WATCH, "shop.Managed")) {
      String report = program.report(json -> leaks(json) == 1);
      Map<String, Program.Use> uses = Program.uses(report);
      var expected = new TreeSet<>(Program.marked("Managed.java", "CLEAN"));
      expected.addAll(Program.marked("Managed.java", "LEAK"));
      expected.addAll(Program.marked("Managed.java", "OUT"));

      assertThat(uses).containsOnlyKeys(expected);
      for (String site : Program.marked("Managed.java", "CLEAN")) {
        assertThat(uses.get(site)).as(site).isEqualTo(new Program.Use(2, 2, 0, 0, 0));
      }
      assertThat(report).doesNotContain("WARNING").doesNotContain("\"totalReclaimed\":1");
      assertThat(program.end()).isZero();
    }
    try (Program program = start(WATCH + ",reclaim=proven", "shop.Managed")) {
      String report = program.report(json -> json.contains("\"totalReclaimed\":1"));
      assertThat(leaks(report)).isOne();
    }
  }

  @Test
  void lineIsThatOfTheCallerWhereAClassHasNone() throws Exception {
    try (Program program = start(WATCH, "shop.Lines")) {
      assertThat(Program.uses(program.report(json -> true)))
          .containsOnlyKeys(Program.marked("Lines.java", "CLEAN"));
    }
  }

  /// As a server does that is told to redeploy. The control shows that a class loader that stays is
  /// noticed.
  @Test
  void noClassLoaderStaysOfApplicationsThatWereStopped() throws Exception {
    String server = Program.jar("h2");
    String application =
        String.join(":", classes.toString(), Program.jar("HikariCP"), Program.jar("slf4j-api"));
    try (Program program = start(WATCH, "shop.Redeploys", "clean", server, application)) {
      String report = program.report(json -> json.contains("\"pools\":[]"));
      assertThat(program.output()).contains("class loaders left: 0");
      assertThat(report.split("\"name\":\"webapp", -1)).hasSize(6);
      assertThat(report).contains("WebApp.java::work");
    }
    try (Program program = start(WATCH, "shop.Redeploys", "pinned", server, application)) {
      program.report(json -> true);
      assertThat(program.output()).contains("class loaders left: 5");
    }
  }

  @Test
  void nothingButItsOwnLineIsSaid() throws Exception {
    try (Program program = start(WATCH, "shop.Lines")) {
      program.report(json -> true);
      assertThat(program.end()).isZero();
      assertThat(program.errors().lines())
          .singleElement()
          .asString()
          .startsWith("pitboss-connections: watching connections; see http://127.0.0.1:");
    }
  }

  /// A bound receiver may be of a subtype of the one that declares `getConnection`.
  @Test
  void referencesToInheritedMethodsWorkAndAreCounted() throws Exception {
    try (Program program = start(WATCH, "shop.References")) {
      List<String> expected = Program.marked("References.java", "CLEAN");
      Map<String, Program.Use> uses = Program.uses(program.report(json -> true));

      assertThat(uses).containsKeys(expected.toArray(String[]::new));
      for (String site : expected) {
        assertThat(uses.get(site)).as(site).isEqualTo(new Program.Use(1, 1, 0, 0, 0));
      }
      assertThat(uses.values().stream().mapToLong(Program.Use::acquired).sum()).isEqualTo(10);
      assertThat(program.end()).isZero();
    }
  }

  @Test
  void proxyIsTheMethodItStandsBefore() throws Exception {
    try (Program program = start(WATCH + ",framework=shop.Transactions", "shop.Proxied")) {
      Map<String, Program.Use> uses = Program.uses(program.report(json -> true));

      assertThat(uses)
          .containsOnlyKeys(Program.marked("Proxied.java", "CLEAN"))
          .containsValue(new Program.Use(3, 3, 0, 0, 0));
    }
  }

  /// What a debugger puts in the place of a class must have the methods that weaving added.
  @Test
  void classThatIsReplacedIsWovenAgain() throws Exception {
    Path debugger = Program.agentJar(folder.resolve("debugger.jar"), "shop.Replaced");
    List<String> arguments = new ArrayList<>();
    arguments.add("-javaagent:" + agent + "=" + WATCH);
    arguments.add("-javaagent:" + debugger);
    arguments.addAll(plain("shop.Replaced"));
    try (Program program = Program.start(folder, jdk, arguments)) {
      assertThat(Program.uses(program.report(json -> true)))
          .containsOnlyKeys(Program.marked("Replaced.java", "CLEAN"))
          .containsValue(new Program.Use(2, 2, 0, 0, 0));
    }
  }

  /// But for one frame: a woven method reference goes through a method of its own.
  @Test
  void failuresAreTheSameToTheLetter() throws Exception {
    String[] said = new String[2];
    for (int i = 0; i < said.length; i++) {
      try (Program program =
          i == 0
              ? Program.start(folder, jdk, plain("shop.Failing"))
              : start("port=off", "shop.Failing")) {
        assertThat(program.end()).isEqualTo(3);
        said[i] = program.output().replaceAll(" *shop\\.Failing\\.lambda\\$\\w+\\$pitboss.*\n", "");
      }
    }
    assertThat(said[1]).isEqualTo(said[0]).contains("\"nothing\" is null", "No suitable driver");
  }

  @Test
  void everyPoolIsWatchedAndLeftAloneUnlessAskedTo() throws Exception {
    try (Program watched = start(WATCH, "shop.EveryPool")) {
      String report = watched.report(json -> leaks(json) == 4);
      assertThat(report.split("\"checkedOut\":2,\"available\":0,\"maxConnections\":2", -1))
          .hasSize(5);
      assertThat(report).doesNotContain("\"trackingDiscrepancy\":1");
      assertThat(watched.end()).isZero();
    }
    try (Program reclaimed = start(WATCH + ",reclaim=proven,name=till", "shop.EveryPool")) {
      String report =
          reclaimed.report(json ->
              json.split("\"totalActive\":1,\"totalLeaks\":1,\"totalReclaimed\":1", -1).length
                  == 5);
      assertThat(report.split("\"checkedOut\":1,\"available\":1,\"maxConnections\":2", -1))
          .hasSize(5);
      assertThat(report.split("\"trackingDiscrepancy\":0", -1)).hasSize(5);
      assertThat(report).contains("\"name\":\"till/HikariDataSource\"");
      assertThat(reclaimed.end()).isZero();
    }
  }

  @Test
  void wrongOptionsAreSaidAndTheProgramRunsWithout() throws Exception {
    try (Program program = start("port=off,hodl=3s", "shop.Failing")) {
      assertThat(program.end()).isEqualTo(3);
      assertThat(program.errors()).contains("not started: no option 'hodl'");
    }
  }

  @Test
  void excludedClassesAreLeftAloneAndFrameworksAreLookedThrough() throws Exception {
    try (Program program = start(WATCH + ",exclude=shop.", "shop.OldShop")) {
      String report = program.report(json -> json.contains("pools"));
      assertThat(report).contains("\"pools\":[]");
    }
    try (Program program =
        start(
            WATCH + ",framework=shop.OldShop",
            "shop.FatJar",
            "child",
            classes.toString(),
            "shop.OldShop")) {
      String report = program.report(json -> leaks(json) == 2);
      assertThat(report).contains("FatJar.java::main");
    }
  }

  @Test
  void exampleFindsItsLeakAndClosesWhatIsLostWhereAskedTo() throws Exception {
    try (Program program = start("port=off", "shop.LosesConnections")) {
      assertThat(program.end()).isZero();
      assertThat(program.output())
          .contains("3 acquired, 0 released, 3 active, 3 leaked, 0 reclaimed")
          .contains("LosesConnections.java::settle:L36");
    }
    try (Program program =
        start("port=off,reclaim=proven", "shop.LosesConnections", "3 reclaimed")) {
      assertThat(program.end()).isZero();
      assertThat(program.output())
          .contains("3 acquired, 0 released, 0 active, 3 leaked, 3 reclaimed");
    }
  }

  /// A page of another site could name this machine its own and read what is served here.
  @Test
  void pageAnswersOnlyToItsOwnNames() throws Exception {
    try (Program program = start(WATCH, "shop.OldShop")) {
      program.report(json -> true);
      assertThat(program.statusFor("evil.example")).isEqualTo(421);
      assertThat(program.statusFor("localhost")).isEqualTo(200);
    }
  }

  @Test
  void manifestOfTheBuildNamesTheAgent() throws IOException {
    assertThat(Files.readString(Path.of("src/main/agent/MANIFEST.MF")))
        .contains(Premain.class.getName());
    assertThat(Files.readString(Path.of("pom.xml"))).contains("src/main/agent/MANIFEST.MF");
  }
}
