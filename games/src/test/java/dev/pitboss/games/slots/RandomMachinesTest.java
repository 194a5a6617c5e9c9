package dev.pitboss.games.slots;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pitboss.games.Draws;
import dev.pitboss.games.par.Fraction;
import dev.pitboss.games.simulation.FastDraws;
import dev.pitboss.games.simulation.Sample;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The ways a machine is played — by its description, prepared, by the census and by the simulation
/// — must agree on randomly generated machines.
class RandomMachinesTest {
  private static final List<String> IDS = List.of("wild", "star", "bell", "plum", "lime");

  @Test
  void censusIsThatOfPlayingEveryCombination() {
    for (long seed = 0; seed < 150; seed++) {
      SlotMachine machine = machine(new Random(seed), false);
      int stake = machine.stakeStep();
      long paid = 0;
      long hits = 0;
      long combinations = 0;
      int[] stops = new int[machine.strips().size()];
      do {
        long payout = machine.play(stake, sequence(stops)).payoutMinor();
        paid += payout;
        hits += payout > 0 ? 1 : 0;
        combinations++;
      } while (advance(stops, machine));

      assertThat(machine.parSheet().usualBet().rtp())
          .as("seed %d: %s", seed, machine)
          .isEqualTo(Fraction.of(paid, combinations * stake));
      assertThat(machine.parSheet().usualBet().hitFrequency())
          .as("seed %d: %s", seed, machine)
          .isEqualTo(Fraction.of(hits, combinations));
    }
  }

  @Test
  void simulatedRoundsPayWhatPlayedOnesPay() {
    for (long seed = 0; seed < 150; seed++) {
      SlotMachine machine = machine(new Random(seed), true);
      SlotSimulation simulation = new SlotSimulation(machine);
      int stake = machine.stakeStep();
      for (long round = 0; round < 50; round++) {
        long drawn = seed * 1000 + round;
        SlotOutcome played = machine.play(stake, new FastDraws(drawn));
        boolean isHit = played.payoutMinor() > 0 || played.spin().freeSpinsAwarded() > 0;
        double payout = (double) played.payoutMinor() / stake;

        Sample sample = simulation.play(1, new FastDraws(drawn));
        assertThat(sample.paid())
            .as("seed %d, draws %d: %s", seed, drawn, machine)
            .isEqualTo(payout);
        assertThat(sample.hits()).isEqualTo(isHit ? 1 : 0);
      }
    }
  }

  @Test
  void preparedMachinePlaysTheSameRounds() {
    for (long seed = 0; seed < 150; seed++) {
      SlotMachine machine = machine(new Random(seed), seed % 2 == 0);
      PreparedMachine prepared = new PreparedMachine(machine);
      int stake = 3 * machine.stakeStep();
      for (long drawn = 0; drawn < 50; drawn++) {
        assertThat(prepared.play(stake, new FastDraws(drawn)))
            .as("seed %d, draws %d: %s", seed, drawn, machine)
            .isEqualTo(machine.play(stake, new FastDraws(drawn)));
      }
    }
  }

  private static SlotMachine machine(Random random, boolean hasFreeSpins) {
    int reels = random.nextInt(3, 6);
    int rows = random.nextInt(1, 4);
    List<Symbol> symbols = new ArrayList<>();
    for (String id : IDS) {
      boolean pays = id.equals("bell") || (!id.equals("star") && random.nextBoolean());
      symbols.add(
          Symbol.of(id, id, pays ? pays(random, random.nextInt(1, reels + 1), reels) : Map.of()));
    }
    List<List<String>> strips = new ArrayList<>();
    for (int reel = 0; reel < reels; reel++) {
      // Every symbol has to be on some strip.
      List<String> strip = new ArrayList<>(IDS);
      IntStream.range(0, random.nextInt(3))
          .forEach(_ -> strip.add(IDS.get(random.nextInt(IDS.size()))));
      Collections.shuffle(strip, random);
      strips.add(strip);
    }
    Set<List<Integer>> lines = new HashSet<>();
    for (int line = random.nextInt(1, 6); line > 0; line--) {
      lines.add(IntStream.range(0, reels).mapToObj(_ -> random.nextInt(rows)).toList());
    }
    Scatter scatter =
        hasFreeSpins || random.nextBoolean()
            ? new Scatter("star", new TreeMap<>(pays(random, 2, reels)))
            : null;
    return new SlotMachine(
        "random",
        "Random",
        "1",
        rows,
        symbols,
        strips,
        List.copyOf(lines),
        random.nextBoolean() ? "wild" : null,
        scatter,
        hasFreeSpins ? freeSpins(random, reels) : null,
        hasFreeSpins ? random.nextInt(1, 200) : 1_000_000);
  }

  private static @Nullable FreeSpins freeSpins(Random random, int reels) {
    return new FreeSpins(
        new TreeMap<>(pays(random, 2, reels)),
        new TreeMap<>(random.nextBoolean() ? Map.of(reels, 2) : Map.of()),
        random.nextInt(1, 4),
        random.nextInt(1, 40));
  }

  private static Map<Integer, Integer> pays(Random random, int from, int to) {
    Map<Integer, Integer> pays = new TreeMap<>();
    int pay = 0;
    for (int count = from; count <= to; count++) {
      pay += random.nextInt(1, 20);
      pays.put(count, pay);
    }
    return pays;
  }

  private static Draws sequence(int[] stops) {
    int[] next = {0};
    return _ -> stops[next[0]++];
  }

  private static boolean advance(int[] stops, SlotMachine machine) {
    for (int reel = 0; reel < stops.length; reel++) {
      if (++stops[reel] < machine.strips().get(reel).size()) {
        return true;
      }
      stops[reel] = 0;
    }
    return false;
  }
}
