package dev.pitboss.bench;

import dev.pitboss.bench.accounts.AccountsBench;
import dev.pitboss.bench.connections.ConnectionsBench;
import dev.pitboss.bench.connections.SoakBench;
import dev.pitboss.bench.crash.CrashBench;
import dev.pitboss.bench.games.GamesBench;
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
        crash [--quick] [--json FILE]
                               the live table: 1 000 listeners, 500 bets and cash-outs a round

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
      case "accounts" -> AccountsBench.run(rest);
      case "startup" -> StartupBench.run(rest);
      case "crash" -> CrashBench.run(rest, machine());
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
