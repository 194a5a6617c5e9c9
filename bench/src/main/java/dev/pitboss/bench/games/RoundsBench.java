package dev.pitboss.bench.games;

import dev.pitboss.games.Draws;
import dev.pitboss.games.baccarat.Baccarat;
import dev.pitboss.games.baccarat.BaccaratBet;
import dev.pitboss.games.baccarat.Spot;
import dev.pitboss.games.blackjack.BasicStrategy;
import dev.pitboss.games.blackjack.BlackjackRules;
import dev.pitboss.games.blackjack.BlackjackSimulation;
import dev.pitboss.games.fair.ClientSeed;
import dev.pitboss.games.fair.DrawScheme;
import dev.pitboss.games.fair.SeedPair;
import dev.pitboss.games.fair.ServerSeed;
import dev.pitboss.games.fruit.FruitMachine;
import dev.pitboss.games.fruit.FruitSimulation;
import dev.pitboss.games.roulette.BetType;
import dev.pitboss.games.roulette.Roulette;
import dev.pitboss.games.roulette.RouletteBet;
import dev.pitboss.games.simulation.FastDraws;
import dev.pitboss.games.simulation.Simulation;
import dev.pitboss.games.slots.PreparedMachine;
import dev.pitboss.games.slots.SlotSimulation;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/// Rounds before they meet the database. *Simulated* rounds are plain numbers on a fast generator;
/// *played* rounds are those a player is shown, grid, wins and all, on fair draws.
@State(Scope.Thread)
public class RoundsBench {
  /// Rounds in one call of a simulation: many beside what a call costs.
  private static final int BATCH = 10_000;

  private final SeedPair seeds =
      new SeedPair(
          DrawScheme.PITBOSS_1, ServerSeed.of("server-seed"), new ClientSeed("client-seed"));
  private final List<RouletteBet> red =
      List.of(new RouletteBet(BetType.RED, BetType.RED.places().getFirst(), 10));
  private final List<BaccaratBet> banker = List.of(new BaccaratBet(Spot.BANKER, 20));
  private final PreparedMachine prepared = new PreparedMachine(GamesBench.slotsTwenty());
  private final FastDraws fast = new FastDraws(1);
  private long nonce;

  /// The simulations, each made for the benchmark that wants it: blackjack's strategy takes a
  /// second.
  @State(Scope.Thread)
  public static class Slots {
    final Simulation simulation = new SlotSimulation(GamesBench.slotsTwenty());
  }

  /// Blackjack by basic strategy.
  @State(Scope.Thread)
  public static class Blackjack {
    final Simulation simulation =
        new BlackjackSimulation(BlackjackRules.STANDARD, BasicStrategy.of(BlackjackRules.STANDARD));
  }

  /// The processor time of the measuring thread: on a shared machine it is steadier than the clock
  /// on the wall.
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.EVENTS)
  public static class Cpu {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    /// Rounds so far in this iteration.
    public long rounds;

    /// Nanoseconds of processor time in this iteration.
    public long cpuNanos;

    private long startNanos;

    /// Starts an iteration.
    @Setup(Level.Iteration)
    public void start() {
      startNanos = THREADS.getCurrentThreadCpuTime();
    }

    /// Ends an iteration.
    @TearDown(Level.Iteration)
    public void stop() {
      cpuNanos = THREADS.getCurrentThreadCpuTime() - startNanos;
    }
  }

  /// Rounds of slots-20, free spins included.
  @Benchmark
  public Object slotsTwentySimulated(Slots slots, Cpu cpu) {
    cpu.rounds += BATCH;
    return slots.simulation.play(BATCH, fast);
  }

  /// Spins of the fruit machine.
  @Benchmark
  public Object fruitSimulated(Cpu cpu) {
    cpu.rounds += BATCH;
    return new FruitSimulation().play(BATCH, fast);
  }

  /// Rounds of blackjack by basic strategy, every card of a six-deck shoe drawn.
  @Benchmark
  public Object blackjackSimulated(Blackjack blackjack, Cpu cpu) {
    cpu.rounds += BATCH;
    return blackjack.simulation.play(BATCH, fast);
  }

  /// Coups of baccarat by the rules, on the fast generator.
  @Benchmark
  public Object baccaratSimulated(Cpu cpu) {
    cpu.rounds++;
    return Baccarat.play(banker, fast);
  }

  /// Turns of the wheel by the rules, on the fast generator.
  @Benchmark
  public Object rouletteSimulated(Cpu cpu) {
    cpu.rounds++;
    return Roulette.play(red, fast);
  }

  /// A round of slots-20 as played.
  @Benchmark
  public Object slotsTwentyPlayed(Cpu cpu) {
    cpu.rounds++;
    return prepared.play(20, fair());
  }

  /// A spin of the fruit machine as played.
  @Benchmark
  public Object fruitPlayed(Cpu cpu) {
    cpu.rounds++;
    return FruitMachine.play(20, fair());
  }

  /// A coup as played.
  @Benchmark
  public Object baccaratPlayed(Cpu cpu) {
    cpu.rounds++;
    return Baccarat.play(banker, fair());
  }

  /// A turn of the wheel as played.
  @Benchmark
  public Object roulettePlayed(Cpu cpu) {
    cpu.rounds++;
    return Roulette.play(red, fair());
  }

  /// One fair draw, from seeds to number.
  @Benchmark
  public int fairDraw(Cpu cpu) {
    cpu.rounds++;
    return fair().below(37);
  }

  private Draws fair() {
    return seeds.draws(nonce++);
  }
}
