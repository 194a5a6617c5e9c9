package dev.pitboss.bench;

import dev.pitboss.bench.BenchOptions.Form;
import dev.pitboss.bench.accounts.AccountsBench;
import dev.pitboss.bench.connections.ConnectionsBench;
import dev.pitboss.bench.connections.SoakBench;
import dev.pitboss.bench.crash.CrashBench;
import dev.pitboss.bench.faults.KilledDatabaseBench;
import dev.pitboss.bench.faults.LongRunBench;
import dev.pitboss.bench.faults.LowMemoryBench;
import dev.pitboss.bench.floods.FloodsBench;
import dev.pitboss.bench.games.GamesBench;
import dev.pitboss.bench.outages.OutagesBench;
import dev.pitboss.bench.settlement.AgingBench;
import dev.pitboss.bench.settlement.SettlementBench;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// `./pitboss bench`: runs one of the measurements.
public final class Main {
  private static final int MISUSED = 2;

  private static final Set<String> IS_HELP = Set.of("--help", "-h", "help");

  private static final String USAGE =
      """
      Usage: pitboss bench WHAT [options]

        startup [--runs N]     from the command to the first answer, database included, warm
        connections [--quick] [--json FILE] [--only ROW,ROW]
                               what tracking adds to a borrow, beside other pools, by JMH
        soak [--seconds N] [--no-reclaim]
                               a pool that loses a connection every second, for ten minutes
        settlement [--quick] [--json FILE]
                               bets a second, in process and over HTTP, beside a naive
                               transaction on the same database
        aging                  what a bet costs when a thousand rounds are stored, and when ten
                               million are; takes six minutes and ten gigabytes
        accounts [--accounts N]
                               start, health and the check of every second with very many players'
                               accounts (1 000 000; 1 KB of disk for each, deleted afterwards)
        games [--quick] [--json FILE]
                               rounds a second and core of every game, simulated and as played, by
                               JMH, and the time of a full enumeration
        outages                a database that takes no writes: read-only, full disk, frozen, killed
                               sessions; takes three minutes, root and an installed PostgreSQL
        crash [--quick] [--json FILE]
                               the live table: 1 000 listeners, 500 bets and cash-outs a round
        longrun [--minutes N]  two servers and their database killed repeatedly under bets,
                               for a quarter of an hour; the books and every key at the end
        killed-database [--rounds N]
                               the embedded database ended in every way; time until bets settle
        lowmemory              servers with 40 to 64 MB of heap under load: which answer, which
                               end, and which live on without answering
        floods                 slow, idle, malformed and unread connections, with bets and health
                               checks beside them; opens 10 000 sockets on this machine

      One that is stopped by Ctrl-C or SIGTERM leaves no process and no data behind.
      Numbers depend on the machine: quote them with the line that is printed first.
      """;

  /// A measurement.
  private record Bench(String name, BenchOptions options, Work work) {}

  /// Runs it.
  @FunctionalInterface
  private interface Work {
    void run(String[] arguments) throws Exception;
  }

  private static final List<Bench> BENCHES =
      List.of(
          new Bench("startup", BenchOptions.of("--runs", Form.COUNT), StartupBench::run),
          new Bench(
              "connections",
              new BenchOptions(Set.of("--quick"), Map.of("--json", Form.TEXT, "--only", Form.TEXT)),
              words -> ConnectionsBench.run(words, machine())),
          new Bench(
              "soak",
              new BenchOptions(Set.of("--no-reclaim"), Map.of("--seconds", Form.COUNT)),
              SoakBench::run),
          new Bench(
              "settlement",
              BenchOptions.QUICK_JSON,
              words -> SettlementBench.run(words, machine())),
          new Bench("aging", BenchOptions.NONE, _ -> AgingBench.run()),
          new Bench("accounts", BenchOptions.of("--accounts", Form.COUNT), AccountsBench::run),
          new Bench("games", BenchOptions.QUICK_JSON, words -> GamesBench.run(words, machine())),
          new Bench("outages", BenchOptions.NONE, _ -> OutagesBench.run()),
          new Bench("crash", BenchOptions.QUICK_JSON, words -> CrashBench.run(words, machine())),
          new Bench("longrun", BenchOptions.of("--minutes", Form.QUANTITY), LongRunBench::run),
          new Bench(
              "killed-database", BenchOptions.of("--rounds", Form.COUNT), KilledDatabaseBench::run),
          new Bench("lowmemory", BenchOptions.NONE, LowMemoryBench::run),
          new Bench("floods", BenchOptions.NONE, FloodsBench::run));

  private Main() {}

  /// Runs the measurement the first argument names.
  public static void main(String[] arguments) throws Exception {
    List<String> words = List.of(arguments);
    if (words.isEmpty() || IS_HELP.contains(words.getFirst())) {
      System.out.print(USAGE);
      return;
    }
    String name = words.getFirst();
    List<String> rest = words.subList(1, words.size());
    Optional<Bench> named = BENCHES.stream().filter(it -> it.name().equals(name)).findFirst();
    if (named.isEmpty()) {
      misused("unknown benchmark " + name);
      return;
    }
    if (rest.stream().anyMatch(IS_HELP::contains)) {
      System.out.print("Usage: pitboss bench " + usageOf(name));
      return;
    }
    Optional<String> fault = named.get().options().fault(rest);
    if (fault.isPresent()) {
      misused(name + ": " + fault.get());
      return;
    }
    System.out.println(machine());
    named.get().work().run(rest.toArray(String[]::new));
  }

  private static void misused(String message) {
    System.err.println("pitboss bench: " + message + "; see pitboss bench --help");
    System.exit(MISUSED);
  }

  /// The lines of the usage about one measurement.
  private static String usageOf(String name) {
    StringBuilder lines = new StringBuilder();
    boolean isIts = false;
    for (String line : USAGE.lines().toList()) {
      boolean begins = line.startsWith("  ") && !line.startsWith("   ");
      isIts = begins ? line.strip().split(" ", 2)[0].equals(name) : isIts && line.startsWith("   ");
      if (isIts) {
        lines.append(line.strip()).append('\n');
      }
    }
    return lines.toString();
  }

  private static String machine() {
    return "%d cores, %s %s, JDK %s"
        .formatted(
            Runtime.getRuntime().availableProcessors(),
            System.getProperty("os.name"),
            System.getProperty("os.arch"),
            Runtime.version());
  }
}
