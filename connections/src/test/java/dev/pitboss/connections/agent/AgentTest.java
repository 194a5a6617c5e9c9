package dev.pitboss.connections.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/// Programs that know nothing of the library, in virtual machines of every Java version that is
/// supported and installed. Most of them share one, and each test looks at the lines of its own;
/// what does not depend on Java is in [AgentSettingsTest].
@Tag("slow")
@ParameterizedClass
@MethodSource("all")
final class AgentTest {
  private static final String WATCH = "port=0,hold=1h";

  /// `Transactions` is the framework of `Proxied`; [Several] runs them all.
  private static final String SHARED = WATCH + ",framework=shop.Transactions";

  private static final List<String> PROGRAMS =
      List.of(
          "Shop",
          "Wrapping",
          "Managed",
          "Lines",
          "References",
          "Proxied",
          "Replaced",
          "EveryPool",
          "Modern",
          "OldShop");

  @TempDir static Path folder = Path.of("");

  private static Path agent = Path.of("");
  private static Path debugger = Path.of("");
  private static Path classes = Path.of("");
  private static Path old = Path.of("");
  private static Seen seen = new Seen("", "", 0, "", "");

  private final Jdk jdk;

  AgentTest(Jdk jdk) {
    this.jdk = jdk;
  }

  static Stream<Jdk> all() {
    return Jdk.all();
  }

  /// What a virtual machine with all the programs showed.
  ///
  /// @param report as JSON, once every leak was found
  /// @param status of its end
  private record Seen(String report, String text, int status, String output, String errors) {
    /// The table's lines of one source file.
    Map<String, Program.Use> uses(String source) {
      Map<String, Program.Use> uses = new TreeMap<>(Program.uses(report));
      uses.keySet().removeIf(site -> !site.startsWith(source + "::"));
      return uses;
    }

    /// The part of the report on one pool.
    String pool(String name) {
      String begin = "{\"name\":\"" + name + "\"";
      assertThat(report).contains(begin);
      String rest = report.substring(report.indexOf(begin) + 1);
      int next = rest.indexOf("{\"name\":\"");
      return next < 0 ? rest : rest.substring(0, next);
    }
  }

  /// The programs are compiled for the oldest Java, and run on every one; `OldShop` for Java 8.
  @BeforeAll
  static void compile() throws IOException {
    agent = Program.agentJar(folder);
    debugger = Program.agentJar(folder.resolve("debugger.jar"), "shop.Replaced");
    classes = Program.compiled(folder, 17);
    old = Program.compiled(folder, 8);
  }

  @BeforeParameterizedClassInvocation
  static void runPrograms(Jdk jdk) throws Exception {
    if (jdk.home().isEmpty()) {
      return; // each test says so
    }
    List<String> arguments = new ArrayList<>();
    arguments.add("-javaagent:" + agent + "=" + SHARED);
    arguments.add("-javaagent:" + debugger);
    arguments.addAll(Program.plain(old + ":" + classes, "shop.Several"));
    arguments.addAll(PROGRAMS);
    int leaks = 4; // of the pools of EveryPool
    for (String program : List.of("Shop", "Managed", "Modern", "OldShop")) {
      leaks += Program.marked(program + ".java", "LEAK").size();
    }
    int wanted = leaks;
    try (Program several = Program.start(folder, jdk, arguments)) {
      several.awaitOutput("all ready");
      String report = several.report(json -> leaks(json) >= wanted);
      String text = several.get("text");
      int status = several.end();
      seen = new Seen(report, text, status, several.output(), several.errors());
    }
  }

  @BeforeEach
  void assumeInstalled() {
    jdk.assumeInstalled();
  }

  private static long leaks(String report) {
    return Program.uses(report).values().stream().mapToLong(Program.Use::leaks).sum();
  }

  private static void assertOnce(Map<String, Program.Use> uses, Collection<String> sites) {
    for (String site : sites) {
      assertThat(uses.get(site)).as(site).isEqualTo(new Program.Use(1, 1, 0, 0, 0));
    }
  }

  @Test
  void everyLeakIsFoundOnItsLineAndNothingElse() {
    List<String> leaking = Program.marked("Shop.java", "LEAK");
    List<String> clean = Program.marked("Shop.java", "CLEAN");
    Map<String, Program.Use> uses = seen.uses("Shop.java");

    var all = new TreeSet<>(leaking);
    all.addAll(clean);
    assertThat(uses).containsOnlyKeys(all);
    for (String site : leaking) {
      assertThat(uses.get(site)).as(site).matches(use -> use.acquired() == 1 && use.leaks() == 1);
    }
    assertOnce(uses, clean);
    for (String site : Program.marked("Shop.java", "CAST")) {
      assertThat(seen.report()).contains("\"" + site + "\":\"its result is cast");
    }
    assertThat(seen.text()).contains("shop\n").contains(leaking.getFirst());
    assertThat(seen.output()).contains("driver's own: true"); // such a cast works as before
    assertThat(seen.output()).contains("3 of 10 connections out").contains(leaking.getFirst());
  }

  @Test
  void programsEndAsTheyWouldAndNothingButOneLineIsSaid() {
    assertThat(seen.status()).isZero();
    assertThat(seen.errors().lines())
        .singleElement()
        .asString()
        .startsWith("pitboss-connections: watching connections; see http://127.0.0.1:");
    assertThat(seen.report()).doesNotContain("\"trackingDiscrepancy\":1");
  }

  @Test
  void threadsAndScopesOfANewerJavaAreTracked() {
    String work = Program.marked("Modern.java", "CLEAN").getFirst();
    String lost = Program.marked("Modern.java", "LEAK").getFirst();
    assertThat(seen.uses("Modern.java"))
        .isEqualTo(
            Map.of(work, new Program.Use(40, 40, 0, 0, 0), lost, new Program.Use(1, 0, 1, 1, 0)));
    assertThat(seen.output())
        .contains("virtual threads: " + (jdk.version() >= 21))
        .contains("scoped values: " + (jdk.version() >= 21));
    assertThat(seen.pool("modern")).contains("\"trackingDiscrepancy\":0", "\"checkedOut\":1");
  }

  /// Class loaders of JBoss Modules and OSGi do not ask the parent that they name. Class files of
  /// Java 8 are woven only where they see the agent.
  @Test
  void programsInClassLoadersOfTheirOwnAreTracked() throws Exception {
    String path = classes + ":" + Program.LIBRARIES;
    String oldPath = old + ":" + Program.LIBRARIES;
    List<String> arguments = new ArrayList<>();
    arguments.add("-javaagent:" + agent + "=" + WATCH);
    arguments.addAll(Program.plain(classes.toString(), "shop.FatJar"));
    arguments.addAll(List.of("apart", path, "shop.Shop"));
    arguments.addAll(List.of("modular", path, "shop.OldShop"));
    arguments.addAll(List.of("apart", oldPath, "shop.OldShop"));
    arguments.addAll(List.of("modular", oldPath, "shop.OldShop"));
    List<String> leaking = new ArrayList<>(Program.marked("Shop.java", "LEAK"));
    leaking.addAll(Program.marked("OldShop.java", "LEAK"));
    try (Program program = Program.start(folder, jdk, arguments)) {
      program.awaitOutput("all ready");
      String report = program.report(json -> leaks(json) >= leaking.size());
      Map<String, Program.Use> uses = Program.uses(report);

      List<String> clean = new ArrayList<>(Program.marked("Shop.java", "CLEAN"));
      clean.addAll(Program.marked("OldShop.java", "CLEAN"));
      var all = new TreeSet<>(leaking);
      all.addAll(clean);
      assertThat(uses).containsOnlyKeys(all);
      assertThat(uses.values()).allMatch(use -> use.acquired() == 1); // not those of Java 8
      assertOnce(uses, clean);
      assertThat(report)
          .contains("\"name\":\"shop\",\"status\":\"HEALTHY\",\"usagePercent\":30")
          .contains("shop.OldShop", "class file of version 52");
      assertThat(program.errors()).doesNotContain("NoClassDefFoundError");
    }
  }

  @Test
  void classFilesOfJava8AreTrackedWhereTheySeeTheAgent() {
    List<String> leaking = Program.marked("OldShop.java", "LEAK");
    Map<String, Program.Use> uses = seen.uses("OldShop.java");
    assertThat(uses.keySet())
        .containsAll(leaking)
        .containsAll(Program.marked("OldShop.java", "CLEAN"))
        .hasSize(leaking.size() + 1);
    assertThat(uses.values()).allMatch(use -> use.acquired() == 1);
  }

  @Test
  void borrowThroughSeveralDataSourcesCountsOnceUnderTheCallersLine() {
    Map<String, Program.Use> uses = seen.uses("Wrapping.java");
    var expected = new TreeSet<>(Program.marked("Wrapping.java", "CLEAN"));
    expected.addAll(Program.marked("Wrapping.java", "OUT"));

    assertThat(uses).containsOnlyKeys(expected);
    assertThat(uses.values()).allMatch(use -> use.acquired() == 1);
    assertThat(seen.pool("inner"))
        .contains("\"trackingDiscrepancy\":0", "\"checkedOut\":1", "\"totalActive\":1");
  }

  /// What a managed data source fetches for the connection it has handed out is no second borrow,
  /// whether it does so at once or later; and `reclaim=off` leaves what is lost to the server.
  @Test
  void managedDataSourceCountsOnceAndIsLeftAlone() {
    Map<String, Program.Use> uses = seen.uses("Managed.java");
    List<String> clean = Program.marked("Managed.java", "CLEAN");
    String leak = Program.marked("Managed.java", "LEAK").getFirst();
    String out = Program.marked("Managed.java", "OUT").getFirst();
    var expected = new TreeSet<>(clean);
    expected.addAll(List.of(leak, out));

    assertThat(uses).containsOnlyKeys(expected);
    for (String site : clean) {
      assertThat(uses.get(site)).as(site).isEqualTo(new Program.Use(2, 2, 0, 0, 0));
    }
    assertThat(uses.get(leak)).isEqualTo(new Program.Use(1, 0, 1, 1, 0));
    assertThat(uses.get(out)).isEqualTo(new Program.Use(1, 0, 1, 0, 0));
  }

  @Test
  void everyPoolIsWatchedAndLeftAlone() {
    String report = seen.report();
    assertThat(report.split("\"checkedOut\":2,\"available\":0,\"maxConnections\":2", -1))
        .hasSize(5);
    assertThat(report).doesNotContain("\"totalReclaimed\":1");
    assertThat(seen.uses("EveryPool.java").values()).allMatch(use -> use.reclaimed() == 0);
  }

  /// The control: asked to take back, it does so, from every pool.
  @Test
  void whatIsLostIsTakenBackWhereAskedTo() throws Exception {
    List<String> arguments = new ArrayList<>();
    arguments.add("-javaagent:" + agent + "=" + WATCH + ",reclaim=proven,name=till");
    arguments.addAll(Program.plain(classes.toString(), "shop.Several", "EveryPool", "Managed"));
    String one = "\"totalActive\":1,\"totalLeaks\":1,\"totalReclaimed\":1";
    try (Program reclaimed = Program.start(folder, jdk, arguments)) {
      String report =
          reclaimed.report(
              json -> json.split(one, -1).length >= 5 && leaks(json) == 5 && reclaimed(json) == 5);
      assertThat(report.split("\"checkedOut\":1,\"available\":1,\"maxConnections\":2", -1))
          .hasSize(5);
      assertThat(report).doesNotContain("\"trackingDiscrepancy\":1");
      assertThat(report).contains("\"name\":\"till/HikariDataSource\"");
      assertThat(reclaimed.end()).isZero();
    }
  }

  private static long reclaimed(String report) {
    return Program.uses(report).values().stream().mapToLong(Program.Use::reclaimed).sum();
  }

  @Test
  void lineIsThatOfTheCallerWhereAClassHasNone() {
    assertThat(seen.uses("Lines.java")).containsOnlyKeys(Program.marked("Lines.java", "CLEAN"));
    assertThat(seen.report()).doesNotContain("Lineless");
  }

  /// As a server does that is told to redeploy; [AgentSettingsTest] has the control.
  @Test
  void noClassLoaderStaysOfApplicationsThatWereStopped() throws Exception {
    try (Program program = Program.start(folder, jdk, Program.redeploys(agent, classes, "clean"))) {
      String report = program.report(json -> json.contains("\"pools\":[]"));
      assertThat(program.output()).contains("class loaders left: 0");
      assertThat(report.split("\"name\":\"webapp", -1)).hasSize(6);
      assertThat(report).contains("WebApp.java::work");
    }
  }

  /// A bound receiver may be of a subtype of the one that declares `getConnection`.
  @Test
  void referencesToInheritedMethodsWorkAndAreCounted() {
    List<String> expected = Program.marked("References.java", "CLEAN");
    Map<String, Program.Use> uses = seen.uses("References.java");

    assertThat(uses).containsKeys(expected.toArray(String[]::new));
    assertOnce(uses, expected);
    assertThat(uses.values().stream().mapToLong(Program.Use::acquired).sum()).isEqualTo(10);
  }

  @Test
  void proxyIsTheMethodItStandsBefore() {
    assertThat(seen.uses("Proxied.java"))
        .containsOnlyKeys(Program.marked("Proxied.java", "CLEAN"))
        .containsValue(new Program.Use(3, 3, 0, 0, 0));
  }

  /// What a debugger puts in the place of a class must have the methods that weaving added.
  @Test
  void classThatIsReplacedIsWovenAgain() {
    assertThat(seen.uses("Replaced.java"))
        .containsOnlyKeys(Program.marked("Replaced.java", "CLEAN"))
        .containsValue(new Program.Use(2, 2, 0, 0, 0));
  }

  /// But for one frame: a woven method reference goes through a method of its own.
  @Test
  void failuresAreTheSameToTheLetter() throws Exception {
    String[] said = new String[2];
    for (int i = 0; i < said.length; i++) {
      List<String> arguments = new ArrayList<>();
      if (i == 1) {
        arguments.add("-javaagent:" + agent + "=port=off");
      }
      arguments.addAll(Program.plain(classes.toString(), "shop.Failing"));
      try (Program program = Program.start(folder, jdk, arguments)) {
        assertThat(program.end()).isEqualTo(3);
        said[i] = program.output().replaceAll(" *shop\\.Failing\\.lambda\\$\\w+\\$pitboss.*\n", "");
      }
    }
    assertThat(said[1]).isEqualTo(said[0]).contains("\"nothing\" is null", "No suitable driver");
  }
}
