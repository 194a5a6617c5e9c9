package dev.pitboss.games.slots;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.pitboss.games.Draws;
import dev.pitboss.games.par.BetPar;
import dev.pitboss.games.par.Fraction;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SlotMachineTest {
  private static final List<Symbol> SYMBOLS =
      List.of(
          Symbol.of("wild", "Wild", Map.of(2, 5, 3, 40)),
          Symbol.of("star", "Star", Map.of()),
          Symbol.of("bell", "Bell", Map.of(2, 2, 3, 20)),
          Symbol.of("plum", "Plum", Map.of(3, 6)));
  private static final List<List<String>> STRIPS =
      List.of(
          List.of("bell", "wild", "plum", "star", "plum"),
          List.of("plum", "bell", "star", "wild"),
          List.of("bell", "plum", "plum", "wild", "star", "plum"));
  private static final List<List<Integer>> LINES =
      List.of(List.of(0, 0, 0), List.of(1, 1, 1), List.of(0, 1, 0));

  @Test
  void lineIsPaidFromTheLeftWithWildsStandingIn() {
    SlotOutcome outcome = machine(null).play(30, stops(0, 3, 1)); // bell wild plum on the top row

    assertThat(outcome.spin().grid())
        .isEqualTo(List.of(List.of("bell", "wild", "plum"), List.of("wild", "plum", "plum")));
    assertThat(outcome.spin().wins())
        .containsExactly(
            new LineWin(0, "bell", 2, 20), // bell wild
            new LineWin(1, "plum", 3, 60)); // wild plum plum
    assertThat(outcome.payoutMinor()).isEqualTo(80);
  }

  @Test
  void betterOfTwoReadingsIsPaidOnce() {
    // wild wild plum: two wilds pay 5, three plums 6
    assertThat(machine(null).play(3, stops(1, 3, 1)).spin().wins())
        .contains(new LineWin(0, "plum", 3, 6));
    // wild wild wild pays for itself, not as plums
    assertThat(machine(null).play(3, stops(1, 3, 3)).spin().wins())
        .contains(new LineWin(0, "wild", 3, 40));
  }

  @Test
  void scattersCountAnywhereAndStartFreeSpinsWhoseWinsAreMultiplied() {
    FreeSpins rule = new FreeSpins(new TreeMap<>(Map.of(3, 2)), new TreeMap<>(Map.of(3, 1)), 3, 5);
    SlotOutcome outcome =
        machine(rule)
            .play(30, stops(3, 2, 4, /* free */ 0, 3, 1, /* free, again three */ 2, 1, 3, 0, 0, 0));

    assertThat(outcome.spin().scatter()).isEqualTo(new ScatterWin(3, 60));
    assertThat(outcome.spin().freeSpinsAwarded()).isEqualTo(2);
    assertThat(outcome.freeSpins()).hasSize(3);
    assertThat(outcome.freeSpins().getFirst().payoutMinor()).isEqualTo(3 * 80);
    assertThat(outcome.freeSpins().get(1).freeSpinsAwarded()).isEqualTo(1);
  }

  @Test
  void roundPaysNoMoreThanTheMaxWin() {
    SlotMachine machine = machine(null, 2);

    SlotOutcome outcome = machine.play(3, stops(1, 3, 3));

    assertThat(outcome.spin().payoutMinor()).isGreaterThan(6);
    assertThat(outcome.payoutMinor()).isEqualTo(6);
    assertThat(outcome.capped()).isTrue();
    assertThat(machine.parSheet().usualBet().maxWin()).isEqualTo(Fraction.of(2, 1));
  }

  @Test
  void returnIsThatOfPlayingEveryCombinationOnce() {
    SlotMachine machine = machine(null);
    long combinations = 0;
    long paid = 0;
    long hits = 0;
    double squared = 0;
    for (int a = 0; a < STRIPS.get(0).size(); a++) {
      for (int b = 0; b < STRIPS.get(1).size(); b++) {
        for (int c = 0; c < STRIPS.get(2).size(); c++) {
          long payout = machine.play(3, stops(a, b, c)).payoutMinor();
          combinations++;
          paid += payout;
          squared += (payout / 3.0) * (payout / 3.0);
          hits += payout > 0 ? 1 : 0;
        }
      }
    }

    BetPar par = machine.parSheet().usualBet();

    assertThat(par.rtp()).isEqualTo(Fraction.of(paid, combinations * 3));
    assertThat(par.hitFrequency()).isEqualTo(Fraction.of(hits, combinations));
    double mean = par.rtp().toDouble();
    assertThat(par.volatility())
        .isCloseTo(Math.sqrt(squared / combinations - mean * mean), within(1e-9));
    assertThat(par.contributions()).extracting(BetPar.Contribution::name).contains("bell ×2");
    assertThat(par.lostToLimits()).isZero();
  }

  @Test
  void returnOfFreeSpinsFollowsFromTheAwards() {
    SlotMachine plain = machine(null);
    FreeSpins rule =
        new FreeSpins(new TreeMap<>(Map.of(3, 4)), new TreeMap<>(Map.of(3, 2)), 3, 1000);
    // three scatters are in view when each reel shows one of its two windows with a star
    Fraction three = Fraction.of(2 * 2 * 2, 5 * 4 * 6);
    Fraction base = plain.parSheet().usualBet().rtp();
    Fraction spins = three.times(4).dividedBy(Fraction.ONE.minus(three.times(2)));

    BetPar par = machine(rule).parSheet().usualBet();

    assertThat(par.rtp()).isEqualTo(base.plus(base.times(3).times(spins)));
    assertThat(par.lostToLimits()).isBetween(0.0, 1e-9);
  }

  @Test
  void stakeThatDoesNotFillTheLinesIsRefused() {
    for (long stake : new long[] {0, -3, 1, 4, Long.MAX_VALUE}) {
      assertThatThrownBy(() -> machine(null).play(stake, bound -> 0))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(Long.toString(stake));
    }
  }

  @Test
  void everyDefectOfAMachineIsNamed() {
    assertThatThrownBy(() ->
            new SlotMachine(
                "Bad Id",
                "x",
                "1",
                2,
                SYMBOLS,
                List.of(List.of("bell", "cow"), STRIPS.get(1), STRIPS.get(2)),
                List.of(List.of(0, 0, 5), List.of(0, 0)),
                "joker",
                null,
                null,
                0))
        .isInstanceOf(IllegalArgumentException.class)
        .message()
        .contains(
            "id: must be kebab-case",
            "strips[0][1]: unknown symbol 'cow'; there are wild, star, bell, plum",
            "lines[0][2]: the row must be 0 to 1, got 5",
            "lines[1]: must have a row for each of the 3 reels, got 2",
            "wild: unknown symbol 'joker'",
            "maxWinMultiple must be 1 to");
  }

  private static SlotMachine machine(@org.jspecify.annotations.Nullable FreeSpins rule) {
    return machine(rule, 1_000_000);
  }

  private static SlotMachine machine(
      @org.jspecify.annotations.Nullable FreeSpins rule, int maxWinMultiple) {
    return new SlotMachine(
        "small",
        "Small",
        "1",
        2,
        SYMBOLS,
        STRIPS,
        LINES,
        "wild",
        new Scatter("star", new TreeMap<>(Map.of(3, 2))),
        rule,
        maxWinMultiple);
  }

  private static Draws stops(Integer... stops) {
    Deque<Integer> left = new ArrayDeque<>(Stream.of(stops).toList());
    return bound -> {
      assertThat(left.getFirst()).isLessThan(bound);
      return left.removeFirst();
    };
  }
}
