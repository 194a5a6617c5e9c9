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
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Symbols that pay anywhere, clusters and cascades: what the figures count must be what playing
/// every combination by the description comes to, on randomly generated machines.
class WholeGridsTest {
  private static final List<String> IDS = List.of("wild", "bell", "plum", "star", "coin");

  @Test
  void figuresAreThoseOfPlayingEveryCombination() {
    int cascading = 0;
    int clusters = 0;
    for (long seed = 0; seed < 50; seed++) {
      SlotMachine machine = machine(new Random(seed), false);
      int stake = machine.stakeStep();
      long paid = 0;
      long hits = 0;
      long combinations = 0;
      double squares = 0;
      int[] stops = new int[machine.strips().size()];
      do {
        SlotOutcome outcome = machine.play(stake, EveryCombination.sequence(stops));
        long payout = outcome.payoutMinor();
        paid += payout;
        hits += payout > 0 ? 1 : 0;
        squares += (double) payout * payout;
        combinations++;
        cascading += outcome.spin().cascades().size();
        clusters += outcome.spin().wins().stream().anyMatch(win -> !win.cells().isEmpty()) ? 1 : 0;
      } while (EveryCombination.advance(stops, machine));
      BetPar par = machine.parSheet().usualBet();

      assertThat(par.rtp())
          .as("seed %d: %s", seed, machine)
          .isEqualTo(Fraction.of(paid, combinations * stake));
      assertThat(par.hitFrequency())
          .as("seed %d: %s", seed, machine)
          .isEqualTo(Fraction.of(hits, combinations));
      double mean = (double) paid / combinations;
      assertThat(par.volatility())
          .isCloseTo(
              Math.sqrt(squares / combinations - mean * mean) / stake,
              within(1e-9 * (1 + par.volatility())));
    }
    assertThat(cascading).isGreaterThan(3_000);
    assertThat(clusters).isGreaterThan(300);
  }

  @Test
  void simulatedAndPreparedRoundsPayWhatPlayedOnesPay() {
    int freeSpins = 0;
    for (long seed = 0; seed < 50; seed++) {
      SlotMachine machine = machine(new Random(seed), true);
      SlotSimulation simulation = new SlotSimulation(machine);
      PreparedMachine prepared = new PreparedMachine(machine);
      int stake = machine.stakeStep();
      for (long round = 0; round < 40; round++) {
        long drawn = seed * 1000 + round;
        SlotOutcome played = machine.play(stake, new FastDraws(drawn));
        freeSpins += played.freeSpins().size();

        assertThat(simulation.play(1, new FastDraws(drawn)).paid())
            .as("seed %d, draws %d: %s", seed, drawn, machine)
            .isEqualTo((double) played.payoutMinor() / stake);
        assertThat(prepared.play(stake, new FastDraws(drawn))).isEqualTo(played);
      }
    }
    assertThat(freeSpins).isGreaterThan(300);
  }

  /// Free spins, their ladder and limits within.
  @Test
  void roundsReturnWhatTheSheetSays() {
    for (long seed = 0; seed < 20; seed++) {
      SlotMachine machine = machine(new Random(seed), true);
      BetPar par = machine.parSheet().usualBet();
      int rounds = 10_000;
      Sample sample = new SlotSimulation(machine).play(rounds, new FastDraws(seed));

      assertThat(sample.rtp())
          .as("seed %d: %s", seed, machine)
          .isCloseTo(
              par.rtp().toDouble(), within(4.5 * par.volatility() / Math.sqrt(rounds) + 1e-9));
      assertThat(sample.hitFrequency())
          .isCloseTo(par.hitFrequency().toDouble(), within(4.5 * 0.5 / Math.sqrt(rounds)));
    }
  }

  /// Tried or told apart by pictures, with what every kind of win adds.
  @Test
  void clustersAreCountedTheSameAlongTwoRoads() {
    int compared = 0;
    for (long seed = 0; seed < 60; seed++) {
      SlotMachine machine = machine(new Random(seed), seed % 2 == 0);
      if (machine.wins().cascades() == null) {
        SpinFigures counted = SpinFigures.counted(machine).orElseThrow();
        SpinFigures tried = BoardCensus.of(machine);

        assertThat(counted.kinds()).as("seed %d: %s", seed, machine).isEqualTo(tried.kinds());
        assertThat(counted.paid().stream().map(SpinTally::pay).toList())
            .isEqualTo(tried.paid().stream().map(SpinTally::pay).toList());
        assertThat(counted.free().stream().map(SpinTally::paySquared).toList())
            .isEqualTo(tried.free().stream().map(SpinTally::paySquared).toList());
        compared++;
      }
    }
    assertThat(compared).isGreaterThan(12);
  }

  /// Symbols anywhere on reels of any size: a sum over reels, and rounds that agree with it.
  @Test
  @Timeout(30)
  void symbolsAnywhereAreExactAtAnySize() {
    SlotMachine small = large(40);
    SlotMachine big = large(300);
    BetPar par = big.parSheet().usualBet();
    SpinFigures uneven = SpinFigures.mostUneven(small);

    Sample sample = new SlotSimulation(big).play(100_000, new FastDraws(3));
    assertThat(sample.rtp()).isCloseTo(par.rtp().toDouble(), within(5 * sample.standardError()));
    assertThat(uneven.paid().stream().map(SpinTally::total).mapToLong(it -> it).sum())
        .isEqualTo(40L * 40 * 40 * 40 * 40 * 40);
  }

  private static SlotMachine large(int stops) {
    Random random = new Random(8);
    List<List<String>> strips = new ArrayList<>();
    for (int reel = 0; reel < 6; reel++) {
      List<String> strip = new ArrayList<>(IDS);
      while (strip.size() < stops) {
        strip.add(IDS.get(random.nextInt(random.nextInt(9) == 0 ? 5 : 3)));
      }
      Collections.shuffle(strip, random);
      strips.add(strip);
    }
    return new SlotMachine(
        "large",
        "Large",
        "1",
        5,
        IDS.stream()
            .map(id ->
                Symbol.of(
                    id,
                    id,
                    id.equals("wild") || id.equals("star") ? Map.of() : Map.of(16, 1, 20, 9)))
            .toList(),
        strips,
        List.of(),
        List.of(new Wild("wild")),
        new Scatter("star", new TreeMap<>(Map.of(4, 3))),
        null,
        1_000_000,
        new WinRules(
            WinRules.Reading.ANYWHERE,
            10,
            WinRules.Combining.GREATEST,
            null,
            List.of(),
            List.of()));
  }

  /// By hand: three bells vanish, what is above falls, and the reels go on upwards.
  @Test
  void cascadeIsThatOfTheRules() {
    SlotMachine machine =
        new SlotMachine(
            "fall",
            "Fall",
            "1",
            2,
            List.of(
                Symbol.of("bell", "Bell", Map.of(3, 5)),
                Symbol.of("plum", "Plum", Map.of(3, 2)),
                Symbol.of("coin", "Coin", Map.of())),
            List.of(
                List.of("plum", "bell", "coin", "coin"),
                List.of("plum", "bell", "coin", "coin"),
                List.of("plum", "coin", "bell", "coin")),
            List.of(),
            List.of(),
            null,
            null,
            100,
            new WinRules(
                WinRules.Reading.ANYWHERE,
                1,
                WinRules.Combining.GREATEST,
                null,
                List.of(),
                List.of(),
                new WinRules.Cascades(List.of(1, 3), List.of(), 5)));

    SlotSpin spin = machine.play(10, EveryCombination.sequence(new int[] {1, 1, 1})).spin();

    assertThat(spin.grid())
        .containsExactly(List.of("bell", "bell", "coin"), List.of("coin", "coin", "bell"));
    assertThat(spin.wins()).containsExactly(new LineWin(-1, "bell", 3, false, 0, 50));
    assertThat(spin.cascades())
        .containsExactly(
            new SlotSpin.Cascade(
                List.of(List.of("plum", "plum", "plum"), List.of("coin", "coin", "coin")),
                List.of(new LineWin(-1, "plum", 3, false, 0, 60)),
                3,
                60),
            new SlotSpin.Cascade(
                List.of(List.of("coin", "coin", "coin"), List.of("coin", "coin", "coin")),
                List.of(),
                3,
                0));
    assertThat(spin.payoutMinor()).isEqualTo(110);
  }

  @Test
  void defectsAreNamed() {
    assertThatThrownBy(() -> cascading(List.of(), 101, 4, 1))
        .hasMessageContaining("cascades.multipliers: the number of them must be 1 to 20, got 0")
        .hasMessageContaining("cascades.maxPerSpin must be 1 to 100, got 101");
    assertThatThrownBy(() -> cascading(List.of(1, 0), 5, 4, 2))
        .hasMessageContaining("cascades.multipliers[1] must be 1 to 100, got 0")
        .hasMessageContaining("wild.multiplier: must be 1 where symbols anywhere pay, got 2");
    assertThatThrownBy(() -> cascading(List.of(1), 5, 400, 1))
        .hasMessageContaining("must be at most 8000000 where symbols cascade, got 64000000");
  }

  private static SlotMachine cascading(
      List<Integer> multipliers, int maxPerSpin, int stops, int wildMultiplier) {
    List<String> strip =
        Stream.concat(Stream.of("wild"), Stream.generate(() -> "bell")).limit(stops).toList();
    return new SlotMachine(
        "fall",
        "Fall",
        "1",
        1,
        List.of(Symbol.of("bell", "Bell", Map.of(3, 5)), Symbol.of("wild", "Wild", Map.of())),
        List.of(strip, strip, strip),
        List.of(),
        List.of(new Wild("wild", wildMultiplier, Wild.Expansion.NEVER)),
        null,
        null,
        100,
        new WinRules(
            WinRules.Reading.ANYWHERE,
            1,
            WinRules.Combining.GREATEST,
            null,
            List.of(),
            List.of(),
            new WinRules.Cascades(multipliers, List.of(), maxPerSpin)));
  }

  private static SlotMachine machine(Random random, boolean hasFreeSpins) {
    boolean cascades = random.nextInt(3) > 0;
    List<WinRules.Reading> readings =
        cascades
            ? List.of(WinRules.Reading.values())
            : List.of(WinRules.Reading.ANYWHERE, WinRules.Reading.CLUSTERS);
    WinRules.Reading reading = readings.get(random.nextInt(readings.size()));
    boolean countsCells =
        reading == WinRules.Reading.ANYWHERE || reading == WinRules.Reading.CLUSTERS;
    boolean hasLines = !countsCells && reading != WinRules.Reading.WAYS;
    int reels = random.nextInt(3, 5);
    int rows = random.nextInt(2, 5);
    boolean hasWild = random.nextBoolean();
    List<Symbol> symbols = new ArrayList<>();
    for (String id : IDS) {
      boolean pays =
          id.equals("bell")
              || id.equals("plum")
              || (id.equals("wild")
                  && (!hasWild || (reading != WinRules.Reading.WAYS && random.nextBoolean())));
      symbols.add(
          Symbol.of(id, id, pays ? symbolPays(random, countsCells, reels, rows) : Map.of()));
    }
    List<Wild> wilds =
        hasWild
            ? List.of(
                new Wild("wild", countsCells ? 1 : random.nextInt(1, 4), Wild.Expansion.NEVER))
            : List.of();
    List<List<Integer>> lines =
        hasLines
            ? IntStream.range(0, random.nextInt(1, 6))
                .mapToObj(_ -> random.ints(reels, 0, rows).boxed().toList())
                .toList()
            : List.of();
    return new SlotMachine(
        "random",
        "Random",
        "1",
        rows,
        symbols,
        strips(random, reels),
        lines,
        wilds,
        hasFreeSpins || random.nextBoolean()
            ? new Scatter("star", new TreeMap<>(RandomPays.rising(random, 2, reels)))
            : null,
        hasFreeSpins ? freeSpins(random, reels) : null,
        hasFreeSpins ? random.nextInt(10, 300) : 1_000_000,
        new WinRules(
            reading,
            hasLines ? lines.size() : random.nextInt(1, 30),
            random.nextBoolean() ? WinRules.Combining.PRODUCT : WinRules.Combining.SUM,
            null,
            List.of(),
            random.nextBoolean()
                ? List.of()
                : List.of(new Scatter("coin", new TreeMap<>(RandomPays.rising(random, 2, reels)))),
            cascades ? cascades(random, hasFreeSpins) : null));
  }

  private static WinRules.Cascades cascades(Random random, boolean hasFreeSpins) {
    return new WinRules.Cascades(
        random.ints(random.nextInt(1, 4), 1, 6).boxed().toList(),
        hasFreeSpins ? random.ints(random.nextInt(3), 1, 9).boxed().toList() : List.of(),
        random.nextInt(1, 12));
  }

  private static Map<Integer, Integer> symbolPays(
      Random random, boolean countsCells, int reels, int rows) {
    if (!countsCells) {
      return RandomPays.rising(random, random.nextInt(2, reels + 1), reels);
    }
    int fewest = random.nextInt(2, 6);
    Map<Integer, Integer> pays = new TreeMap<>();
    pays.put(fewest, random.nextInt(1, 9));
    pays.put(Math.min(reels * rows, fewest + random.nextInt(1, 4)), random.nextInt(9, 30));
    return pays;
  }

  private static List<List<String>> strips(Random random, int reels) {
    List<List<String>> strips = new ArrayList<>();
    for (int reel = 0; reel < reels; reel++) {
      List<String> strip = new ArrayList<>(reel == 0 ? IDS : IDS.subList(1, 5));
      IntStream.range(0, random.nextInt(5))
          .forEach(_ -> strip.add(IDS.get(random.nextInt(IDS.size()))));
      Collections.shuffle(strip, random);
      String stack = IDS.get(random.nextInt(3));
      IntStream.range(0, random.nextInt(3)).forEach(_ -> strip.add(0, stack));
      strips.add(strip);
    }
    return strips;
  }

  private static @Nullable FreeSpins freeSpins(Random random, int reels) {
    return new FreeSpins(
        new TreeMap<>(RandomPays.rising(random, 2, reels)),
        new TreeMap<>(random.nextBoolean() ? Map.of(reels, 2) : Map.of()),
        random.nextInt(1, 4),
        random.nextInt(1, 40),
        random.nextBoolean() ? strips(random, reels) : List.of(),
        true,
        null);
  }
}
