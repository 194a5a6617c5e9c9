package dev.pitboss.bench;

import dev.pitboss.games.Draws;
import dev.pitboss.games.fair.ClientSeed;
import dev.pitboss.games.fair.DrawScheme;
import dev.pitboss.games.fair.ServerSeed;
import dev.pitboss.games.roulette.BetType;
import dev.pitboss.games.roulette.Roulette;
import dev.pitboss.games.roulette.RouletteBet;
import dev.pitboss.games.roulette.RouletteOutcome;
import dev.pitboss.games.slots.SlotMachine;
import dev.pitboss.games.slots.SlotOutcome;
import dev.pitboss.server.machines.MachineFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/// What a round costs before it meets the database.
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class GamesBench {
  private final ServerSeed serverSeed = ServerSeed.of("server-seed");
  private final ClientSeed clientSeed = new ClientSeed("client-seed");
  private final SplittableRandom random = new SplittableRandom(1);
  private final Draws fast = random::nextInt;
  private final List<RouletteBet> red =
      List.of(new RouletteBet(BetType.RED, BetType.RED.places().getFirst(), 10));
  private final SlotMachine machine = machine();
  private long nonce;

  /// One fair draw, HMAC and all.
  @Benchmark
  public int fairDraw() {
    return DrawScheme.PITBOSS_1.draws(serverSeed, clientSeed, nonce++).below(37);
  }

  /// One turn of the wheel on fair draws.
  @Benchmark
  public RouletteOutcome rouletteFair() {
    return Roulette.play(red, DrawScheme.PITBOSS_1.draws(serverSeed, clientSeed, nonce++));
  }

  /// One turn of the wheel on a fast generator: the rule alone.
  @Benchmark
  public RouletteOutcome rouletteRule() {
    return Roulette.play(red, fast);
  }

  /// One round of slots-20 on fair draws, free spins included.
  @Benchmark
  public SlotOutcome slotsFair() {
    return machine.play(20, DrawScheme.PITBOSS_1.draws(serverSeed, clientSeed, nonce++));
  }

  /// One round of slots-20 on a fast generator: the rule alone.
  @Benchmark
  public SlotOutcome slotsRule() {
    return machine.play(20, fast);
  }

  static void run(String[] arguments) throws RunnerException, CommandLineOptionException {
    new Runner(
            new OptionsBuilder()
                .parent(new CommandLineOptions(arguments))
                .include(GamesBench.class.getSimpleName())
                .build())
        .run();
  }

  private static SlotMachine machine() {
    try (InputStream in = GamesBench.class.getResourceAsStream("/machines/slots-20.json")) {
      if (in == null) {
        throw new IllegalStateException("slots-20.json is not on the class path");
      }
      return MachineFile.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
