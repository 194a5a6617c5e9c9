package dev.pitboss.bench;

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
import java.util.Arrays;
import java.util.List;

/// `./pitboss bench`: runs one of the measurements.
public final class Main {
  private static final int MISUSED = 2;

  private static final String USAGE =
      """
      Usage: pitboss bench WHAT [options]

        startup [--runs N]     from the command to the first answer, database included, warm
        connections [--quick] [--json FILE]
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
        longrun [--minutes N]  two servers and their database killed again and again under bets,
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

  private Main() {}

  /// Runs the measurement the first argument names.
  public static void main(String[] arguments) throws Exception {
    if (arguments.length == 0 || List.of("--help", "help").contains(arguments[0])) {
      System.out.print(USAGE);
      return;
    }
    String[] rest = Arrays.copyOfRange(arguments, 1, arguments.length);
    System.out.println(machine());
    switch (arguments[0]) {
      case "connections" -> ConnectionsBench.run(rest, machine());
      case "soak" -> SoakBench.run(rest);
      case "settlement" -> SettlementBench.run(rest, machine());
      case "aging" -> AgingBench.run();
      case "outages" -> OutagesBench.run();
      case "accounts" -> AccountsBench.run(rest);
      case "startup" -> StartupBench.run(rest);
      case "crash" -> CrashBench.run(rest, machine());
      case "longrun" -> LongRunBench.run(rest);
      case "killed-database" -> KilledDatabaseBench.run(rest);
      case "lowmemory" -> LowMemoryBench.run(rest);
      case "floods" -> FloodsBench.run(rest);
      case "games" -> GamesBench.run(rest, machine());
      default -> {
        System.err.println("pitboss bench: nothing is called " + arguments[0] + "\n\n" + USAGE);
        System.exit(MISUSED);
      }
    }
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
