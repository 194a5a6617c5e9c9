package dev.pitboss.bench.faults;

import dev.pitboss.bench.Scratch;
import dev.pitboss.cli.Arguments;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// `./pitboss bench longrun`: two servers over one embedded database, players who bet all the time,
/// and every few seconds something is killed with SIGKILL. At the end the books are checked, and
/// every key is asked again.
public final class LongRunBench {
  private static final double DEFAULT_MINUTES = 15;
  private static final int PLAYERS = 16;
  private static final Duration PAUSE = Duration.ofMillis(40);
  private static final Duration BETWEEN_FAULTS = Duration.ofSeconds(6);

  /// What a restart may take.
  private static final Duration BAR = Duration.ofSeconds(5);

  private static final Duration NEVER = Duration.ofSeconds(90);
  private static final Pattern DISCREPANCY = Pattern.compile("\"trackingDiscrepancy\":(-?\\d+)");
  private static final Pattern LEAKS = Pattern.compile("\"leaks\":(\\d+)");

  private enum Fault {
    BACKEND("a process of the database", "first bet after it"),
    POSTMASTER("the database's server", "first bet after it"),
    SECOND_SERVER("the second server", "ready again"),
    SERVER("the first server", "ready again"),
    BACKEND_AND_SERVER("a process of the database and the first server", "ready again"),
    POSTMASTER_AND_SERVER("the database's server and the first server", "ready again");

    private final String killed;
    private final String measured;

    Fault(String killed, String measured) {
      this.killed = killed;
      this.measured = measured;
    }
  }

  private final Map<Fault, List<Duration>> times = new EnumMap<>(Fault.class);
  private final SplittableRandom random = new SplittableRandom(20_261_129);
  private final CasinoServer first;
  private final CasinoServer second;
  private final Bettors bettors;

  private LongRunBench(CasinoServer first, CasinoServer second, Bettors bettors) {
    this.first = first;
    this.second = second;
    this.bettors = bettors;
  }

  /// Runs it.
  ///
  /// @param arguments `--minutes N`, which may be a fraction
  public static void run(Arguments arguments) throws Exception {
    double minutes = arguments.quantity("--minutes").orElse(DEFAULT_MINUTES);
    try (Scratch scratch = Scratch.create("longrun")) {
      CasinoServer first =
          scratch.keep(new CasinoServer(scratch.folder().resolve("first"), List.of(), ""));
      first.start();
      CasinoServer second = scratch.keep(second(scratch, first));
      second.start();
      try (Bettors bettors = new Bettors(List.of(first, second), PLAYERS, PAUSE)) {
        new LongRunBench(first, second, bettors)
            .run(Duration.ofMillis(Math.round(minutes * 60_000)));
      }
    }
  }

  private static CasinoServer second(Scratch scratch, CasinoServer first) throws Exception {
    CasinoServer second =
        new CasinoServer(
            scratch.folder().resolve("second"),
            List.of(
                "--pool",
                "6",
                "--database-url",
                "postgresql://postgres:%s@127.0.0.1:%s/postgres"
                    .formatted(
                        Files.readString(first.data().resolve("database").resolve("password")),
                        Files.readString(first.data().resolve("database").resolve("port"))
                            .strip())),
            "");
    Files.copy(
        first.data().resolve("seed.key"),
        second.data().resolve("seed.key"),
        StandardCopyOption.REPLACE_EXISTING);
    return second;
  }

  private void run(Duration time) throws Exception {
    bettors.start();
    bettors.awaitBet(NEVER);
    Figures before = Figures.of(first.process().pid());
    long end = System.nanoTime() + time.toNanos();
    for (int i = 0; System.nanoTime() < end; i++) {
      Thread.sleep(BETWEEN_FAULTS);
      Fault fault = Fault.values()[i % Fault.values().length];
      Duration taken = inflict(fault);
      times.computeIfAbsent(fault, _ -> new ArrayList<>()).add(taken);
      System.err.printf(Locale.ROOT, "%s: %d ms%n", fault.killed, taken.toMillis());
      bettors.awaitBet(NEVER);
    }
    Thread.sleep(BETWEEN_FAULTS);
    bettors.stop();
    long acknowledged = bettors.acknowledgedBets();
    long unknown = bettors.unknownBets();
    long lost = bettors.lost();
    long unanswered = bettors.unanswered();
    List<String> books = Oracle.ask(first.data());
    print(before, acknowledged, unknown, lost, unanswered, books);
  }

  private Duration inflict(Fault fault) throws Exception {
    switch (fault) {
      case BACKEND -> Faults.killBackend(first.cluster(), random);
      case POSTMASTER -> Faults.postmaster(first.cluster()).destroyForcibly();
      case SECOND_SERVER -> {
        second.kill();
        return second.start();
      }
      case SERVER -> {
        first.kill();
        return first.start();
      }
      case BACKEND_AND_SERVER -> {
        Faults.killBackend(first.cluster(), random);
        first.kill();
        return first.start();
      }
      case POSTMASTER_AND_SERVER -> {
        Faults.postmaster(first.cluster()).destroyForcibly();
        first.kill();
        return first.start();
      }
    }
    return bettors.awaitBet(NEVER);
  }

  private void print(
      Figures before,
      long acknowledged,
      long unknown,
      long lost,
      long unanswered,
      List<String> books)
      throws Exception {
    System.out.println("| killed | times | until | median s | longest s | above 5 s |");
    System.out.println("|---|--:|---|--:|--:|--:|");
    times.forEach((fault, taken) -> {
      List<Duration> sorted = taken.stream().sorted().toList();
      System.out.printf(
          Locale.ROOT,
          "| %s | %d | %s | %.2f | %.2f | %d |%n",
          fault.killed,
          taken.size(),
          fault.measured,
          sorted.get(sorted.size() / 2).toMillis() / 1e3,
          sorted.getLast().toMillis() / 1e3,
          taken.stream().filter(it -> it.compareTo(BAR) > 0).count());
    });
    System.out.println("\n| question | answer | right |\n|---|--:|--:|");
    System.out.printf("| bets acknowledged | %d | |%n", acknowledged);
    System.out.printf("| bets without an answer, or with 202 or 503 | %d | |%n", unknown);
    System.out.printf("| acknowledged and lost | %d | 0 |%n", lost);
    System.out.printf(
        "| keys that do not answer, or otherwise than before | %d | 0 |%n", unanswered);
    books.forEach(System.out::println);
    String health = first.get("/health").body();
    System.out.printf("| pool checked-out minus tracked | %d | 0 |%n", sum(DISCREPANCY, health));
    System.out.printf("| connections leaked | %d | 0 |%n", sum(LEAKS, health));
    Figures after = Figures.of(first.process().pid());
    System.out.println("\n| first server | at the beginning | at the end |\n|---|--:|--:|");
    System.out.printf("| descriptors | %d | %d |%n", before.descriptors(), after.descriptors());
    System.out.printf("| threads | %d | %d |%n", before.threads(), after.threads());
    System.out.printf(
        "| resident, MB | %d | %d |%n", before.residentBytes() >> 20, after.residentBytes() >> 20);
    System.out.printf(
        Locale.ROOT,
        "| heap after a collection, MB | %.1f | %.1f |%n",
        before.heapBytes() / 1048576.0,
        after.heapBytes() / 1048576.0);
    System.out.printf(
        "%nAnswers by status (0: none): %s. Slowest acknowledged: %d ms.%n",
        bettors.statuses(), bettors.slowest().toMillis());
  }

  private static long sum(Pattern field, String json) {
    Matcher found = field.matcher(json);
    long sum = 0;
    while (found.find()) {
      sum += Math.abs(Long.parseLong(found.group(1)));
    }
    return sum;
  }
}
