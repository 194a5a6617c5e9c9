package dev.pitboss.games.fruit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.pitboss.games.Draws;
import dev.pitboss.games.par.BetPar;
import dev.pitboss.games.par.Fraction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FruitMachineTest {
  private static final BetPar PAR = FruitMachine.parSheet().usualBet();

  @Test
  void rtpIsExact() {
    assertThat(PAR.rtp()).isEqualTo(Fraction.of(9_599_459_419L, 10_000_000_000L));
    assertThat(PAR.lostToLimits()).isZero();
  }

  @Test
  void cellsShowFruitsByWeight() {
    assertThat(Arrays.stream(Fruit.values()).mapToInt(Fruit::weight).sum()).isEqualTo(100);
    for (Fruit fruit : Fruit.values()) {
      long cells = IntStream.range(0, 100).filter(number -> Fruit.drawn(number) == fruit).count();
      assertThat(cells).as(fruit.id()).isEqualTo(fruit.weight());
    }
  }

  @Test
  void spinsAgreeWithTheParSheet() {
    long seed = 20_260_102;
    Random random = new Random(seed);
    int rounds = 150_000;
    long hits = 0;
    double paid = 0;
    double paidSquared = 0;
    for (int round = 0; round < rounds; round++) {
      double payout = FruitMachine.play(20, random::nextInt).payoutMinor() / 20.0;
      hits += payout > 0 ? 1 : 0;
      // Five of a kind is too rare and too dear to be measured in so few rounds.
      double common = Math.min(payout, 100);
      paid += common;
      paidSquared += common * common;
    }
    double hitFrequency = PAR.hitFrequency().toDouble();
    assertThat((double) hits / rounds)
        .as("seed %d", seed)
        .isCloseTo(hitFrequency, within(4 * Math.sqrt(hitFrequency * (1 - hitFrequency) / rounds)));
    double mean = paid / rounds;
    double deviation = Math.sqrt(paidSquared / rounds - mean * mean);
    assertThat(mean)
        .as("seed %d", seed)
        .isCloseTo(PAR.rtp().toDouble(), within(4 * deviation / Math.sqrt(rounds) + 0.02));
    // What lies beyond adds a few percent; the seed is fixed, so this cannot fail by chance.
    assertThat(deviation / PAR.volatility()).as("seed %d", seed).isBetween(0.9, 1.05);
  }

  @Test
  void volatilityIsThatOfAllPairsOfLines() {
    // Written out for two lines that share the first column: given the shared fruit they are
    // independent, and the royal sequence is on neither.
    LinePair pair = new LinePair(List.of(0, 0, 0, 0, 0), List.of(0, 1, 1, 1, 1));
    double expected = 0;
    for (Fruit fruit : Fruit.values()) {
      double p = fruit.weight() / 100.0;
      double pay =
          p * p * (1 - p) * fruit.pay(3)
              + p * p * p * (1 - p) * fruit.pay(4)
              + p * p * p * p * fruit.pay(5);
      expected += p * pay * pay;
    }

    assertThat(pair.productOfPays()).isCloseTo(expected, within(1e-9));
  }

  @Test
  void lineOfOneFruitPaysByItsLength() {
    List<Fruit> peaches = new ArrayList<>(Collections.nCopies(15, Fruit.PEACH));

    assertThat(play(peaches, 20).payoutMinor()).isEqualTo(20 * 505);

    peaches.set(3, Fruit.KIWI); // top row, fourth column
    FruitOutcome outcome = play(peaches, 40);

    assertThat(outcome.wins().getFirst()).isEqualTo(new FruitWin(0, "peach", 3, 2 * 17));
    assertThat(outcome.wins().get(1)).isEqualTo(new FruitWin(1, "peach", 5, 2 * 505));
  }

  @Test
  void royalSequencePaysOnTheMiddleRowOnly() {
    List<Fruit> cells = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      cells.add(i % 2 == 0 ? Fruit.KIWI : Fruit.APPLE);
    }
    cells.addAll(FruitMachine.ROYAL);
    for (int i = 0; i < 5; i++) {
      cells.add(i % 2 == 0 ? Fruit.STRAWBERRY : Fruit.DIAMOND);
    }

    assertThat(play(cells, 20).wins()).containsExactly(new FruitWin(1, "royal", 5, 2000));

    Collections.rotate(cells, 5);

    assertThat(play(cells, 20).wins()).isEmpty();
  }

  @Test
  void nothingPaysMoreThanAllDiamonds() {
    FruitOutcome outcome =
        play(Collections.nCopies(15, Fruit.DIAMOND), FruitMachine.MAX_STAKE_MINOR);

    assertThat(outcome.payoutMinor())
        .isEqualTo(
            Math.multiplyExact(FruitMachine.MAX_STAKE_MINOR, (long) FruitMachine.MAX_WIN_MULTIPLE));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -20, 19, 21, Long.MAX_VALUE, FruitMachine.MAX_STAKE_MINOR + 20})
  void stakeThatLinesCannotShareIsRefusedBeforeAnyDraw(long stake) {
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            FruitMachine.play(
                stake,
                _ -> {
                  throw new AssertionError("drew before checking");
                }))
        .withMessageContaining(String.valueOf(stake));
  }

  private static FruitOutcome play(List<Fruit> cells, long stake) {
    Iterator<Fruit> next = cells.iterator();
    Draws draws =
        _ -> {
          Fruit wanted = next.next();
          return IntStream.range(0, 100)
              .filter(number -> Fruit.drawn(number) == wanted)
              .findFirst()
              .orElseThrow();
        };
    return FruitMachine.play(stake, draws);
  }
}
