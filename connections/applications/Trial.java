package applications;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executors;

/// One application, without the agent and under it.
final class Trial {
  private static final Duration WITHIN = Duration.ofSeconds(60);

  /// How much longer than without the agent an application may take to end.
  private static final Duration LATER = Duration.ofSeconds(5);

  /// For class loaders to go.
  private static final Duration QUIET = Duration.ofSeconds(20);

  private static final int REDEPLOYS = 5;
  private static final int CLIENTS = 40;
  private static final String GOOD = "yes";

  private final Application application;
  private final Path folder;
  private final Path javaHome;
  private final Path agent;
  private final Map<Column, String> cells = new EnumMap<>(Column.class);
  private final List<String> faults = new ArrayList<>();
  private Optional<Long> plainLoaders = Optional.empty();

  Trial(Application application, Path folder, Path javaHome, Path agent) {
    this.application = application;
    this.folder = folder;
    this.javaHome = javaHome;
    this.agent = agent;
  }

  /// What is looked at, as the table has it.
  enum Column {
    STARTS("starts"),
    COUNTS("counts"),
    LINES("own lines"),
    NAMES("names"),
    REDEPLOYS("redeploys"),
    RECLAIM("reclaim=off"),
    SHUTDOWN("shutdown"),
    COST("start-up cost");

    final String title;

    Column(String title) {
      this.title = title;
    }
  }

  /// What was seen.
  ///
  /// @param faults what is wrong; empty if all is well
  record Outcome(Application application, Map<Column, String> cells, List<String> faults) {}

  Outcome run() throws Exception {
    for (Column column : Column.values()) {
      cells.put(column, "not reached");
    }
    try {
      application.prepare(folder.resolve("home"));
      if (application.builds()) {
        try (Running first = start(Optional.empty(), "first.log")) {
          first.stop();
        }
      }
      Duration plainEnd;
      Duration plainCost;
      Duration plainStart;
      long begin = System.nanoTime();
      try (Running plain = start(Optional.empty(), "plain.log")) {
        plainStart = Duration.ofNanos(System.nanoTime() - begin);
        plainCost = plain.processorTime();
        application.use();
        plainLoaders = redeploy(plain);
        plainEnd = plain.stop().orElseThrow(() -> new IOException("without the agent: no end"));
      }
      begin = System.nanoTime();
      String option = "-javaagent:" + agent + "=port=0,hold=1s,reclaim=off";
      try (Running watched = start(Optional.of(option), "watched.log")) {
        Duration start = Duration.ofNanos(System.nanoTime() - begin);
        Duration cost = watched.processorTime();
        cells.put(Column.STARTS, GOOD);
        cells.put(
            Column.COST,
            "%s s → %s s, processor %s s → %s s"
                .formatted(seconds(plainStart), seconds(start), seconds(plainCost), seconds(cost)));
        look(watched);
        compare(redeploy(watched));
        reclaim(watched); // last: a lost connection may keep its application's classes
        stop(watched, plainEnd);
      }
    } catch (Exception e) {
      faults.add(e.toString());
    }
    return new Outcome(application, cells, faults);
  }

  private Running start(Optional<String> option, String log) throws Exception {
    Application.Command command =
        application.command(folder.resolve("home"), javaHome, option);
    Running running = Running.start(
            command, javaHome, folder.resolve(log), application.supervises());
    try {
      running.awaitReady(application);
      return running;
    } catch (Exception e) {
      running.close();
      throw e;
    }
  }

  private static String seconds(Duration duration) {
    return "%.1f".formatted(duration.toMillis() / 1000.0);
  }

  private void look(Running running) throws Exception {
    application.use();
    if (application.shops().isEmpty()) {
      Report report = settled(running, 0);
      counts(report);
      lines(report);
      cell(
          Column.RECLAIM,
          report.reclaimed() == 0,
          "%d of %d taken back".formatted(report.reclaimed(), report.acquired()));
      names(report);
      return;
    }
    Report before = settled(running, 0);
    counts(before);
    lines(before);
    exactly(before);
    names(before);
  }

  /// The report once as many borrows are out.
  private Report settled(Running running, long active) throws Exception {
    Report[] latest = new Report[1];
    try {
      running.until(
          "at rest", Duration.ofSeconds(15), () -> {
            latest[0] = running.report();
            return latest[0].active() == active;
          });
    } catch (IOException e) {
      if (latest[0] == null) {
        throw e;
      }
      faults.add(latest[0].active() + " borrows are active, not " + active);
    }
    return latest[0];
  }

  private void cell(Column column, boolean good, String text) {
    cells.put(column, text);
    if (!good) {
      faults.add(column.title + ": " + text);
    }
  }

  private void counts(Report report) {
    boolean adds =
        report.acquired() > 0
            && report.pools().stream()
                .allMatch(pool ->
                    pool.acquired() == pool.released() + pool.reclaimed() + pool.active()
                        && pool.discrepancy() == 0);
    cell(
        Column.COUNTS,
        adds,
        "%d = %d + %d%s"
            .formatted(
                report.acquired(),
                report.released(),
                report.active(),
                discrepancies(report)));
  }

  private static String discrepancies(Report report) {
    long told = report.pools().stream().filter(Report.Pool::tells).count();
    List<Long> wrong =
        report.pools().stream().map(Report.Pool::discrepancy).filter(d -> d != 0).toList();
    if (!wrong.isEmpty()) {
      return ", discrepancy " + wrong;
    }
    if (told == 0) {
      return "; no pool tells its own";
    }
    return told == report.pools().size()
        ? ", discrepancy 0"
        : ", discrepancy 0 of the %d of %d pools that tell".formatted(told, report.pools().size());
  }

  private void lines(Report report) throws IOException {
    String ownLines = application.ownLines(folder.resolve("home"));
    Set<String> own = new TreeSet<>(report.sites());
    own.removeIf(site -> !site.matches(ownLines));
    Set<String> alone = new TreeSet<>(report.sites());
    alone.removeIf(site -> !site.matches(application.aloneLines()));
    Set<String> others = new TreeSet<>(report.sites());
    others.removeAll(own);
    others.removeAll(alone);
    long byFrameworks = report.acquiredAt(alone);
    long unlisted = report.acquired() - report.acquiredAt(report.sites());
    cell(
        Column.LINES,
        others.isEmpty(),
        "%d of %d borrows".formatted(report.acquiredAt(own), report.acquired())
            + (byFrameworks == 0 ? "" : ", %d of a framework's thread".formatted(byFrameworks))
            + (unlisted == 0 ? "" : ", %d on rarer lines".formatted(unlisted)));
    if (!others.isEmpty()) {
      faults.add("lines of others: " + others);
    }
  }

  /// Programs of ours borrow as often as they are asked to.
  private void exactly(Report report) throws IOException {
    Map<String, List<String>> lines = Shop.lines(application.sources());
    application
        .borrows()
        .forEach((path, wanted) -> {
          List<String> ends = lines.get(path);
          Set<String> sites = new TreeSet<>(report.sites());
          sites.removeIf(site -> !site.startsWith(ends.get(0)) || !site.endsWith(ends.get(1)));
          if (report.acquiredAt(sites) != wanted) {
            faults.add(
                "%s: %d borrows at …%s, not %d; there are %s"
                    .formatted(
                        path, report.acquiredAt(sites), ends.get(1), wanted, report.sites()));
          }
        });
  }

  private void names(Report report) {
    Set<String> wanted = application.names(folder.resolve("home"));
    boolean right = report.names().equals(wanted);
    String text = String.join(", ", report.names().stream().map(name -> "`" + name + "`").toList());
    cell(Column.NAMES, right, text);
    if (!right) {
      faults.add("the names must be " + wanted);
    }
  }

  /// A borrow that outlasts the time it has, and one that is lost, stay what they are.
  private void reclaim(Running running) throws Exception {
    if (application.shops().isEmpty()) {
      return;
    }
    for (Shop shop : application.shops()) {
      String held = shop.get(Shop.HOLD);
      if (!held.startsWith("still")) {
        faults.add("a held connection does not work any more: " + held);
      }
      shop.get(Shop.LOSE);
    }
    int lost = application.shops().size();
    running.until(
        "aware of " + lost + " losses", WITHIN, () -> {
          application.shops().getFirst().get(Shop.COLLECT);
          return running.report().leaks() >= 2L * lost;
        });
    Report report = settled(running, lost);
    List<Long> wrong =
        report.pools().stream().map(Report.Pool::discrepancy).filter(d -> d != 0).toList();
    cell(
        Column.RECLAIM,
        report.reclaimed() == 0 && report.active() == lost && wrong.isEmpty(),
        "held: works on; lost: %d of %d stay out%s"
            .formatted(report.active(), lost, wrong.isEmpty() ? "" : ", discrepancy " + wrong));
  }

  private void compare(Optional<Long> loaders) {
    if (loaders.isEmpty()) {
      cells.put(Column.REDEPLOYS, "has none");
      return;
    }
    cell(
        Column.REDEPLOYS,
        loaders.get() <= plainLoaders.orElseThrow(),
        "%d, class loaders more: %d, without %d"
            .formatted(REDEPLOYS, loaders.get(), plainLoaders.orElseThrow()));
  }

  /// Redeploys, with borrows before and after each.
  ///
  /// @return how many class loaders there are more; empty if the application has no redeployment
  private Optional<Long> redeploy(Running running) throws Exception {
    Optional<Application.Redeploys> redeploys = application.redeploys(folder.resolve("home"));
    if (redeploys.isEmpty()) {
      return Optional.empty();
    }
    String type = redeploys.get().loaderClass();
    long before = loaders(running, type);
    for (int i = 1; i <= REDEPLOYS; i++) {
      for (Path file : redeploys.get().files()) {
        Files.write(file, Files.exists(file) ? Files.readAllBytes(file) : new byte[0]);
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(i)));
      }
      redeployed(running, i);
      application.use();
    }
    long deadline = System.nanoTime() + QUIET.toNanos();
    long more = loaders(running, type) - before;
    while (more > 0 && System.nanoTime() < deadline) {
      busy();
      more = loaders(running, type) - before;
    }
    if (more > 0) {
      // shows what keeps them
      Path dump = folder.resolve("class-loaders-" + System.nanoTime() + ".hprof");
      jcmd(running, "GC.heap_dump", dump.toString());
    }
    return Optional.of(more);
  }

  /// An idle thread of a server may keep the request that it handled last, and with it an old
  /// deployment: here every thread gets a new one.
  private void busy() throws Exception {
    try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < CLIENTS; i++) {
        clients.submit(() -> application.shops().getFirst().get(Shop.WAIT));
      }
    }
  }

  /// Waits until each shop has said so often that it opens.
  private void redeployed(Running running, int redeploys) throws Exception {
    int files = application.redeploys(folder.resolve("home")).orElseThrow().files().size();
    running.until(
        "deployed anew",
        WITHIN,
        () -> running.log().split(Shop.OPENS, -1).length - 1 >= files * (redeploys + 1));
    for (Shop shop : application.shops()) {
      running.awaitReady(shop.url(Shop.COLLECT));
    }
  }

  private long loaders(Running running, String type) throws Exception {
    jcmd(running, "GC.run");
    jcmd(running, "GC.run");
    for (String line : jcmd(running, "GC.class_histogram").lines().toList()) {
      String[] words = line.strip().split("\\s+", -1);
      if (words.length >= 4 && words[3].equals(type)) {
        return Long.parseLong(words[1]);
      }
    }
    return 0;
  }

  private String jcmd(Running running, String... words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(javaHome.resolve("bin/jcmd").toString());
    command.add("" + running.machine().pid());
    command.addAll(List.of(words));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return output;
  }

  private void stop(Running running, Duration plain) throws InterruptedException {
    Optional<Duration> took = running.stop();
    String text =
        took.map(duration -> "%s s, without %s s".formatted(seconds(duration), seconds(plain)))
            .orElse("does not end");
    cell(
        Column.SHUTDOWN,
        took.isPresent() && took.get().compareTo(plain.plus(LATER)) < 0,
        text);
  }
}
