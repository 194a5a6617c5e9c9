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
import dev.pitboss.cli.Arguments;
import dev.pitboss.cli.Program;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// `./pitboss bench`: runs one of the measurements.
public final class BenchProgram implements Program {
  /// Runs one of them.
  @FunctionalInterface
  private interface Campaign {
    void run(Arguments arguments) throws Exception;
  }

  private static final Map<String, Campaign> CAMPAIGNS = campaigns();

  /// For [java.util.ServiceLoader].
  public BenchProgram() {}

  private static Map<String, Campaign> campaigns() {
    Map<String, Campaign> campaigns = new TreeMap<>();
    campaigns.put("startup", StartupBench::run);
    campaigns.put("connections", arguments -> ConnectionsBench.run(arguments, machine()));
    campaigns.put("soak", SoakBench::run);
    campaigns.put("settlement", arguments -> SettlementBench.run(arguments, machine()));
    campaigns.put("aging", _ -> AgingBench.run());
    campaigns.put("accounts", AccountsBench::run);
    campaigns.put("games", arguments -> GamesBench.run(arguments, machine()));
    campaigns.put("outages", _ -> OutagesBench.run());
    campaigns.put("crash", arguments -> CrashBench.run(arguments, machine()));
    campaigns.put("longrun", LongRunBench::run);
    campaigns.put("killed-database", KilledDatabaseBench::run);
    campaigns.put("lowmemory", _ -> LowMemoryBench.run());
    campaigns.put("floods", _ -> FloodsBench.run());
    return campaigns;
  }

  static Set<String> names() {
    return CAMPAIGNS.keySet();
  }

  @Override
  public Set<String> nouns() {
    return Set.of("bench");
  }

  @Override
  public int run(Arguments arguments) throws Exception {
    Campaign campaign = CAMPAIGNS.get(arguments.verb());
    if (campaign == null) {
      throw new IllegalStateException("no benchmark " + arguments.verb());
    }
    System.out.println(machine());
    campaign.run(arguments);
    return 0;
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
