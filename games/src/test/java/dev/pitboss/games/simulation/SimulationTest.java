package dev.pitboss.games.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.pitboss.games.blackjack.BasicStrategy;
import dev.pitboss.games.blackjack.BlackjackMathematics;
import dev.pitboss.games.blackjack.BlackjackRules;
import dev.pitboss.games.blackjack.BlackjackSimulation;
import dev.pitboss.games.fruit.FruitMachine;
import dev.pitboss.games.fruit.FruitSimulation;
import dev.pitboss.games.par.BetPar;
import dev.pitboss.games.roulette.BetType;
import dev.pitboss.games.roulette.Roulette;
import dev.pitboss.games.roulette.RouletteBet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("slow")
class SimulationTest {
  private static final long SEED = 20_260_106;

  @Test
  void fruitSpinsPayWhatTheRulesPay() {
    FruitSimulation simulation = new FruitSimulation();
    for (long seed = 0; seed < 20_000; seed++) {
      double payout = FruitMachine.play(20, new FastDraws(seed)).payoutMinor() / 20.0;

      assertThat(simulation.play(1, new FastDraws(seed)).paid())
          .as("seed %d", seed)
          .isEqualTo(payout);
    }
  }

  @Test
  void fruitSpinsAgreeWithTheParSheet() {
    assertAgrees(new FruitSimulation(), FruitMachine.parSheet().usualBet(), 3_000_000, 0.05);
  }

  @Test
  void blackjackRoundsAgreeWithTheParSheet() {
    BlackjackRules rules = BlackjackRules.STANDARD;

    assertAgrees(
        new BlackjackSimulation(rules, BasicStrategy.of(rules)),
        BlackjackMathematics.parSheet(rules).usualBet(),
        3_000_000,
        0.005);
  }

  @Test
  void roundsOfTheRulesThemselvesAgreeWithTheParSheet() {
    List<RouletteBet> bets = List.of(new RouletteBet(BetType.STRAIGHT, List.of(7), 1));

    assertAgrees(
        Simulation.ofRounds(draws -> Roulette.play(bets, draws).payoutMinor()),
        Roulette.parSheet().usualBet(),
        300_000,
        0.05);
  }

  @Test
  void samplesOfHalvesAddUpToTheWhole() {
    FastDraws draws = new FastDraws(SEED);
    FruitSimulation simulation = new FruitSimulation();
    Sample halves = simulation.play(1000, draws).plus(simulation.play(1000, draws));

    assertThat(halves).isEqualTo(simulation.play(2000, new FastDraws(SEED)));
    assertThat(Sample.NONE.plus(halves)).isEqualTo(halves);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 37, 52, 1 << 20})
  void fastDrawsAreUniform(int bound) {
    FastDraws draws = new FastDraws(SEED);
    int bins = Math.min(bound, 64);
    long[] counts = new long[bins];
    int rounds = 200_000;
    for (int i = 0; i < rounds; i++) {
      counts[(int) ((long) draws.below(bound) * bins / bound)]++;
    }
    double expected = (double) rounds / bins;
    double chiSquare = 0;
    for (long count : counts) {
      chiSquare += (count - expected) * (count - expected) / expected;
    }
    // Five standard deviations of a χ² with that many bins.
    assertThat(chiSquare).isLessThan(bins + 5 * Math.sqrt(2.0 * bins));
  }

  @Test
  void largeBoundsAreReachedWithoutBias() {
    // With a plain modulus a third of this range would be drawn half as often.
    int bound = (1 << 30) + (1 << 29);
    FastDraws draws = new FastDraws(SEED);
    int low = 0;
    int rounds = 200_000;
    for (int i = 0; i < rounds; i++) {
      low += draws.below(bound) < bound / 3 ? 1 : 0;
    }
    assertThat((double) low / rounds).isCloseTo(1 / 3.0, within(4 * Math.sqrt(2 / 9.0 / rounds)));
  }

  @Test
  void partsOfARunAreApartAndComeOutTheSame() {
    Set<List<Integer>> starts = new HashSet<>();
    for (long seed = 0; seed < 30; seed++) {
      for (long part = 0; part < 30; part++) {
        FastDraws draws = FastDraws.ofPart(seed, part);
        List<Integer> start = IntStream.range(0, 8).mapToObj(_ -> draws.below(1 << 30)).toList();

        assertThat(starts.add(start)).as("seed %d, part %d", seed, part).isTrue();
        FastDraws again = FastDraws.ofPart(seed, part);
        assertThat(start).allSatisfy(drawn -> assertThat(again.below(1 << 30)).isEqualTo(drawn));
      }
    }
  }

  @Test
  void boundBelowOneIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new FastDraws(1).below(0))
        .withMessageContaining("0");
  }

  private static void assertAgrees(Simulation simulation, BetPar par, long rounds, double slack) {
    Sample sample = simulation.play(rounds, new FastDraws(SEED));
    double hits = par.hitFrequency().toDouble();

    assertThat(sample.rounds()).isEqualTo(rounds);
    assertThat(sample.rtp())
        .as("seed %d", SEED)
        .isCloseTo(par.rtp().toDouble(), within(3.5 * sample.standardError()));
    assertThat(sample.hitFrequency())
        .as("seed %d", SEED)
        .isCloseTo(hits, within(3.5 * Math.sqrt(hits * (1 - hits) / rounds) + 0.0003));
    assertThat(sample.volatility() / par.volatility())
        .as("seed %d", SEED)
        .isCloseTo(1, within(slack));
  }
}
