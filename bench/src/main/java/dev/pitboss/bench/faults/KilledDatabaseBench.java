package dev.pitboss.bench.faults;

import dev.pitboss.bench.Scratch;
import dev.pitboss.cli.Arguments;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;

/// `./pitboss bench killed-database`: the embedded PostgreSQL is ended in every way there is while
/// bets come in; measured is until the first bet that was sent afterwards has settled.
public final class KilledDatabaseBench {
  private static final int DEFAULT_ROUNDS = 5;
  private static final int PLAYERS = 32;
  private static final Duration PAUSE = Duration.ofMillis(20);
  private static final Duration BETWEEN = Duration.ofSeconds(8);
  private static final Duration NEVER = Duration.ofSeconds(90);

  private KilledDatabaseBench() {}

  /// Runs it.
  ///
  /// @param arguments `--rounds N`
  public static void run(Arguments arguments) throws Exception {
    int rounds = (int) arguments.number("--rounds").orElse(DEFAULT_ROUNDS);
    Map<String, List<Duration>> times = new LinkedHashMap<>();
    SplittableRandom random = new SplittableRandom(7);
    try (Scratch scratch = Scratch.create("killed-database")) {
      CasinoServer server =
          scratch.keep(new CasinoServer(scratch.folder().resolve("data"), List.of(), ""));
      server.start();
      try (Bettors bettors = new Bettors(List.of(server), PLAYERS, PAUSE)) {
        bettors.start();
        bettors.awaitBet(NEVER);
        for (int round = 0; round < rounds; round++) {
          for (String way : List.of("KILL", "QUIT", "INT", "a backend killed")) {
            Thread.sleep(BETWEEN);
            if (way.startsWith("a")) {
              Faults.killBackend(server.cluster(), random);
            } else {
              Faults.signal(Faults.postmaster(server.cluster()), way);
            }
            Duration taken = bettors.awaitBet(NEVER);
            times.computeIfAbsent(way, _ -> new ArrayList<>()).add(taken);
            System.err.println(way + ": " + taken.toMillis() + " ms");
          }
        }
        bettors.stop();
        print(times);
        System.out.printf(
            "%n%d bets acknowledged, %d of them lost; of all keys %d do not answer.%n",
            bettors.acknowledgedBets(), bettors.lost(), bettors.unanswered());
        System.out.println("\n| question | answer | right |\n|---|--:|--:|");
        Oracle.ask(server.data()).forEach(System.out::println);
      }
    }
  }

  private static void print(Map<String, List<Duration>> times) {
    System.out.println("| ended by | times | bets after, median s | longest s |");
    System.out.println("|---|--:|--:|--:|");
    times.forEach((way, taken) -> {
      List<Duration> sorted = taken.stream().sorted().toList();
      System.out.printf(
          Locale.ROOT,
          "| %s | %d | %.2f | %.2f |%n",
          way,
          taken.size(),
          sorted.get(sorted.size() / 2).toMillis() / 1e3,
          sorted.getLast().toMillis() / 1e3);
    });
  }
}
