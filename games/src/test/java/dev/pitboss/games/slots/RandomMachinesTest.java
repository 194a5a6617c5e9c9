package dev.pitboss.games.slots;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.pitboss.games.par.BetPar;
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
  private static final List<String> IDS = List.of("wild", "joker", "bell", "star", "plum");

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
        long payout = machine.play(stake, EveryCombination.sequence(stops)).payoutMinor();
        paid += payout;
        hits += payout > 0 ? 1 : 0;
        combinations++;
      } while (EveryCombination.advance(stops, machine));

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

  @Test
  void everyRunByItselfReturnsTheSame() {
    for (long seed = 0; seed < 300; seed++) {
      SlotMachine machine = machine(new Random(seed), seed % 2 == 0);
      SpinFigures uneven = SpinFigures.mostUneven(machine);
      SpinFigures spins = SpinFigures.of(machine);

      assertThat(uneven.paid().stream().map(SpinTally::total).toList())
          .isEqualTo(spins.paid().stream().map(SpinTally::total).toList());
      assertThat(uneven.free().stream().map(SpinTally::pay).toList())
          .as("seed %d: %s", seed, machine)
          .isEqualTo(spins.free().stream().map(SpinTally::pay).toList());
    }
  }

  @Test
  void boughtRoundsReturnWhatTheSheetSays() {
    int compared = 0;
    for (long seed = 0; seed < 60; seed += 2) {
      SlotMachine machine = machine(new Random(seed), true);
      FreeSpins.Purchase bought = machine.purchase().orElse(null);
      if (bought == null) {
        assertThatThrownBy(() -> new SlotSimulation(machine, true))
            .hasMessage("free spins are not for sale");
        assertThat(machine.parSheet().bets()).hasSize(1);
        continue;
      }
      BetPar par = machine.parSheet().bets().getLast();
      assertThat(par.bet()).isEqualTo("bonus-buy");
      int stake = machine.stakeStep();
      SlotSimulation simulation = new SlotSimulation(machine, true);
      PreparedMachine prepared = new PreparedMachine(machine);
      for (long drawn = 0; drawn < 30; drawn++) {
        SlotOutcome played = machine.playBought(stake, new FastDraws(drawn));
        assertThat(prepared.playBought(stake, new FastDraws(drawn))).isEqualTo(played);
        assertThat(played.stakeMinor()).isEqualTo((long) stake * bought.price());
        assertThat(played.freeSpins()).isNotEmpty();
        assertThat(simulation.play(1, new FastDraws(drawn)).paid())
            .isCloseTo((double) played.payoutMinor() / played.stakeMinor(), within(1e-9));
      }
      int rounds = 10_000;
      Sample sample = simulation.play(rounds, new FastDraws(seed));
      assertThat(sample.rtp())
          .as("seed %d: %s", seed, machine)
          .isCloseTo(
              par.rtp().toDouble(), within(4.5 * par.volatility() / Math.sqrt(rounds) + 1e-9));
      assertThat(par.hitFrequency()).isEqualTo(Fraction.ONE);
      compared++;
    }
    assertThat(compared).isGreaterThan(8);
  }

  @Test
  void limitTakesNoMoreThanIfAllRunsWonTogether() {
    for (long seed = 0; seed < 40; seed += 2) {
      SlotMachine machine = machine(new Random(seed), true);
      BetPar counted = machine.parSheet().usualBet();
      BetPar alone = SlotMathematics.parSheet(machine, SpinFigures.mostUneven(machine)).usualBet();
      double least = alone.rtp().toDouble() - alone.lostToLimits();

      assertThat(counted.rtp().toDouble())
          .as("seed %d: %s", seed, machine)
          .isBetween(least - 1e-9, alone.rtp().toDouble() + 1e-9);
      BetPar.Margins margins = alone.measured().orElseThrow();
      // 99.9 % each: of sixty intervals hardly one misses, and by a hair
      assertThat(alone.hitFrequency().toDouble())
          .isCloseTo(counted.hitFrequency().toDouble(), within(1.3 * margins.hitFrequency()));
      assertThat(alone.volatility())
          .as("seed %d: %s", seed, machine)
          .isCloseTo(counted.volatility(), within(1.3 * margins.volatility() + 1e-9));
    }
  }

  private static SlotMachine machine(Random random, boolean hasFreeSpins) {
    WinRules.Reading reading =
        List.of(
                WinRules.Reading.LEFT,
                WinRules.Reading.EITHER,
                WinRules.Reading.BOTH,
                WinRules.Reading.WAYS)
            .get(random.nextInt(4));
    boolean isWays = reading == WinRules.Reading.WAYS;
    int reels = random.nextInt(3, 6);
    int rows = random.nextInt(1, 4);
    List<Wild> wilds = new ArrayList<>();
    for (String id : List.of("wild", "joker").subList(0, random.nextInt(3))) {
      wilds.add(
          new Wild(
              id,
              random.nextBoolean() ? 1 : random.nextInt(2, 5),
              one(random, Wild.Expansion.values())));
    }
    List<Symbol> symbols = new ArrayList<>();
    for (String id : IDS) {
      boolean isWild = wilds.stream().anyMatch(wild -> wild.symbol().equals(id));
      boolean pays =
          id.equals("bell") || (!id.equals("star") && !(isWays && isWild) && random.nextBoolean());
      symbols.add(
          Symbol.of(
              id,
              id,
              pays ? RandomPays.rising(random, random.nextInt(1, reels + 1), reels) : Map.of()));
    }
    Scatter scatter =
        hasFreeSpins || random.nextBoolean()
            ? new Scatter("star", new TreeMap<>(RandomPays.rising(random, 2, reels)))
            : null;
    List<List<Integer>> lines = isWays ? List.of() : lines(random, reels, rows);
    WinRules rules =
        new WinRules(
            reading,
            isWays ? random.nextInt(1, 30) : lines.size(),
            one(random, WinRules.Combining.values()),
            random.nextBoolean() ? null : filling(random),
            isWays ? List.of() : jackpots(random, symbols),
            otherScatters(random, wilds, symbols, reels));
    return new SlotMachine(
        "random",
        "Random",
        "1",
        rows,
        symbols,
        strips(random, reels),
        lines,
        wilds,
        scatter,
        hasFreeSpins ? freeSpins(random, reels) : null,
        hasFreeSpins ? random.nextInt(1, 200) : 1_000_000,
        rules);
  }

  private static <T> T one(Random random, T[] values) {
    return values[random.nextInt(values.length)];
  }

  /// Some reels with runs of one symbol, so that a grid is filled now and then.
  private static List<List<String>> strips(Random random, int reels) {
    List<List<String>> strips = new ArrayList<>();
    for (int reel = 0; reel < reels; reel++) {
      // Every symbol has to be on some strip.
      List<String> strip = new ArrayList<>(reel == 0 ? IDS : IDS.subList(1, 5));
      IntStream.range(0, random.nextInt(3))
          .forEach(_ -> strip.add(IDS.get(random.nextInt(IDS.size()))));
      Collections.shuffle(strip, random);
      String stack = IDS.get(random.nextInt(3));
      IntStream.range(0, random.nextInt(3)).forEach(_ -> strip.add(0, stack));
      strips.add(strip);
    }
    return strips;
  }

  private static List<List<Integer>> lines(Random random, int reels, int rows) {
    Set<List<Integer>> lines = new HashSet<>();
    for (int line = random.nextInt(1, 6); line > 0; line--) {
      lines.add(IntStream.range(0, reels).mapToObj(_ -> random.nextInt(rows)).toList());
    }
    return List.copyOf(lines);
  }

  private static List<Scatter> otherScatters(
      Random random, List<Wild> wilds, List<Symbol> symbols, int reels) {
    return symbols.stream()
        .filter(symbol -> symbol.pays().isEmpty() && !symbol.id().equals("star"))
        .filter(symbol -> wilds.stream().noneMatch(wild -> wild.symbol().equals(symbol.id())))
        .filter(_ -> random.nextBoolean())
        .limit(2)
        .map(symbol -> new Scatter(symbol.id(), new TreeMap<>(RandomPays.rising(random, 2, reels))))
        .toList();
  }

  private static WinRules.Filling filling(Random random) {
    return new WinRules.Filling(
        random.nextInt(2, 5), random.nextBoolean() ? List.of() : List.of("bell", "joker"));
  }

  private static List<WinRules.Jackpot> jackpots(Random random, List<Symbol> symbols) {
    return symbols.stream()
        .filter(symbol -> !symbol.pays().isEmpty() && random.nextInt(3) == 0)
        .map(symbol ->
            new WinRules.Jackpot(
                "Pot", symbol.id(), symbol.pays().lastKey(), random.nextInt(1, 50)))
        .toList();
  }

  private static @Nullable FreeSpins freeSpins(Random random, int reels) {
    return new FreeSpins(
        new TreeMap<>(RandomPays.rising(random, 2, reels)),
        new TreeMap<>(random.nextBoolean() ? Map.of(reels, 2) : Map.of()),
        random.nextInt(1, 4),
        random.nextInt(1, 40),
        random.nextBoolean() ? strips(random, reels) : List.of(),
        random.nextBoolean(),
        random.nextBoolean() ? null : new FreeSpins.Purchase(random.nextInt(2, 90), 1));
  }
}
