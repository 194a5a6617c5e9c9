package dev.pitboss.games.slots;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.pitboss.games.par.BetPar;
import dev.pitboss.games.par.BetPar.Precision;
import dev.pitboss.games.par.Fraction;
import dev.pitboss.games.simulation.FastDraws;
import dev.pitboss.games.simulation.Sample;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Machines that show more pictures than can be counted.
class ManyPicturesTest {
  /// Fifty lines on strips without any pattern: more pictures than can be counted. A line sees each
  /// strip once around, so its return is a sum over symbols, here over all of them.
  @Test
  @Timeout(60)
  void machineOfTooManyPicturesHasItsExactReturn() {
    Random random = new Random(5);
    List<String> ids = List.of("w", "s", "c", "d", "e", "f", "g", "h");
    List<List<String>> strips = new ArrayList<>();
    for (int reel = 0; reel < 5; reel++) {
      List<String> strip = new ArrayList<>(ids);
      while (strip.size() < 219) {
        strip.add(ids.get(random.nextInt(random.nextInt(9) == 0 ? 2 : 8 - random.nextInt(2))));
      }
      Collections.shuffle(strip, random);
      strips.add(strip);
    }
    List<List<Integer>> lines = new ArrayList<>();
    for (int line = 0; line < 50; line++) {
      lines.add(random.ints(5, 0, 4).boxed().toList());
    }
    SlotMachine machine = patternless(ids, strips, lines);

    BetPar par = machine.parSheet().usualBet();

    assertThat(par.measured()).isPresent();
    assertThat(par.rtp()).isEqualTo(returnOfALine(machine));
    assertThat(par.precision()).isNotEqualTo(Precision.ROUNDED);
    Sample sample = new SlotSimulation(machine).play(300_000, new FastDraws(3));
    assertThat(sample.rtp()).isCloseTo(par.rtp().toDouble(), within(5 * sample.standardError()));
    assertThat(sample.hitFrequency())
        .isCloseTo(
            par.hitFrequency().toDouble(), within(2 * par.measured().orElseThrow().hitFrequency()));
  }

  private static SlotMachine patternless(
      List<String> ids, List<List<String>> strips, List<List<Integer>> lines) {
    return new SlotMachine(
        "patternless",
        "Patternless",
        "1",
        4,
        ids.stream()
            .map(id ->
                Symbol.of(
                    id,
                    id,
                    "ws".contains(id) ? Map.of() : Map.of(3, id.charAt(0) - 97, 4, 20, 5, 90)))
            .toList(),
        strips,
        lines,
        List.of(new Wild("w", 3, Wild.Expansion.NEVER)),
        new Scatter("s", new TreeMap<>()),
        null,
        1_000_000,
        new WinRules(
            WinRules.Reading.LEFT,
            lines.size(),
            WinRules.Combining.PRODUCT,
            null,
            List.of(),
            List.of()));
  }

  /// Goes through all symbols on a line of five reels.
  private static Fraction returnOfALine(SlotMachine machine) {
    List<String> ids = machine.symbols().stream().map(Symbol::id).toList();
    BigInteger paid = BigInteger.ZERO;
    BigInteger all = BigInteger.ONE;
    for (List<String> strip : machine.strips()) {
      all = all.multiply(BigInteger.valueOf(strip.size()));
    }
    for (int code = 0; code < 32_768; code++) {
      BigInteger ways = BigInteger.ONE;
      String first = "";
      int run = 0;
      long factor = 1;
      boolean open = true;
      for (int reel = 0; reel < 5; reel++) {
        String id = ids.get((code >> (3 * reel)) & 7);
        ways =
            ways.multiply(
                BigInteger.valueOf(machine.strips().get(reel).stream().filter(id::equals).count()));
        boolean isWild = id.equals("w");
        open &= isWild || (first.isEmpty() ? !id.equals("s") : id.equals(first));
        first = open && !isWild ? id : first;
        run += open ? 1 : 0;
        factor *= open && isWild ? 3 : 1;
      }
      long pay = first.isEmpty() ? 0 : machine.symbol(first).orElseThrow().pay(run) * factor;
      paid = paid.add(ways.multiply(BigInteger.valueOf(pay)));
    }
    return new Fraction(paid, all);
  }

  /// Tables of so many kinds of lines would take the memory, and minutes.
  @Test
  void machineOfTooManyKindsOfLinesIsRefused() {
    List<String> ids = new ArrayList<>(List.of("w", "s"));
    for (int i = 0; i < 40; i++) {
      ids.add("c" + i);
    }
    List<List<String>> strips = Collections.nCopies(5, ids);
    List<List<Integer>> lines = List.of(List.of(0, 0, 0, 0, 0));

    assertThatThrownBy(() -> read(ids, strips, lines, WinRules.Reading.BOTH))
        .hasMessageContaining(
            "symbols: they, the reels and the multipliers of wilds must come to at most 30000 kinds"
                + " of lines, got 88200");
    assertThat(read(ids, strips, lines, WinRules.Reading.LEFT).parSheet().bets()).hasSize(1);
  }

  private static SlotMachine read(
      List<String> ids,
      List<List<String>> strips,
      List<List<Integer>> lines,
      WinRules.Reading reading) {
    return new SlotMachine(
        "many",
        "Many",
        "1",
        1,
        ids.stream().map(id -> Symbol.of(id, id, Map.of(3, 1, 4, 2, 5, 3))).toList(),
        strips,
        lines,
        List.of(new Wild("w", 2, Wild.Expansion.NEVER)),
        null,
        null,
        1_000,
        new WinRules(
            reading, lines.size(), WinRules.Combining.GREATEST, null, List.of(), List.of()));
  }

  @Test
  void machineOfMoreCombinationsThanCanBeCountedIsRefused() {
    List<String> strip = new ArrayList<>();
    for (int i = 0; i < 512; i++) {
      strip.add(List.of("a", "b", "s").get(i % 3));
    }
    List<List<String>> strips = Collections.nCopies(7, strip);

    assertThatThrownBy(() ->
            new SlotMachine(
                "huge",
                "Huge",
                "1",
                1,
                List.of(
                    Symbol.of("a", "A", Map.of(7, 1)),
                    Symbol.of("b", "B", Map.of()),
                    Symbol.of("s", "S", Map.of())),
                strips,
                List.of(List.of(0, 0, 0, 0, 0, 0, 0)),
                null,
                null,
                null,
                10))
        .hasMessageContaining("strips: their combinations must be fewer than 2^63, got 2^63.0");
  }
}
