package dev.pitboss.server.games;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pitboss.games.Draws;
import dev.pitboss.games.baccarat.Baccarat;
import dev.pitboss.games.baccarat.BaccaratBet;
import dev.pitboss.games.baccarat.Spot;
import dev.pitboss.games.blackjack.BlackjackRound;
import dev.pitboss.games.blackjack.BlackjackRules;
import dev.pitboss.games.cards.Card;
import dev.pitboss.games.fair.ClientSeed;
import dev.pitboss.games.fair.DrawScheme;
import dev.pitboss.games.fair.SeedPair;
import dev.pitboss.games.fair.ServerSeed;
import dev.pitboss.games.fruit.Fruit;
import dev.pitboss.games.fruit.FruitMachine;
import dev.pitboss.games.originals.DiceBet;
import dev.pitboss.games.originals.KenoBet;
import dev.pitboss.games.originals.LimboBet;
import dev.pitboss.games.originals.OriginalOutcome;
import dev.pitboss.games.originals.PlinkoBet;
import dev.pitboss.games.originals.Risk;
import dev.pitboss.games.originals.WheelBet;
import dev.pitboss.games.roulette.BetType;
import dev.pitboss.games.roulette.Roulette;
import dev.pitboss.games.roulette.RouletteBet;
import dev.pitboss.games.slots.SlotMachine;
import dev.pitboss.games.statistics.ChiSquare;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.LongFunction;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// χ² and serial tests on rounds as they are played: seeds, nonces, draws, rules.
///
/// Seeds are fixed, so a passing build passes always. `-Dpitboss.outcomes=10000000` asks for as
/// many rounds per game as one has the patience for.
class OutcomesAreFairTest {
  private static final int ROUNDS = Integer.getInteger("pitboss.outcomes", 60_000);

  /// The chance that a fair build fails any of the tests together.
  private static final double COLLECTIVE_ALPHA = 0.01;

  private static final ServerSeed SERVER = ServerSeed.of("9c1d6fa0e3b2457d8f60c4be1a7793d2");
  private static final ClientSeed CLIENT = new ClientSeed("outcomes-are-fair");

  /// A game seen as one of several outcomes with known chances.
  private record Observed(String game, List<Double> chances, ToIntFunction<Draws> outcome) {}

  private static final List<String> CARDS =
      IntStream.range(0, 52).mapToObj(number -> Card.of(number).toString()).toList();

  private static final SlotMachine SLOTS_20 =
      Games.offered().stream()
          .filter(ReelGame.class::isInstance)
          .map(game -> ((ReelGame) game).machine())
          .findFirst()
          .orElseThrow();

  private static final List<String> SYMBOLS = SLOTS_20.strips().get(2).stream().distinct().toList();

  private static final List<Long> TARGETS = List.of(110L, 150L, 200L, 400L, 1_000L);

  private static final List<Observed> GAMES =
      List.of(
          new Observed("roulette", uniform(37), OutcomesAreFairTest::pocket),
          new Observed("slots-20, middle cell", strip(), OutcomesAreFairTest::middleSymbol),
          new Observed("slots-20, last stop", uniform(32), OutcomesAreFairTest::lastStop),
          new Observed("slots, middle cell", weights(), OutcomesAreFairTest::middleCell),
          new Observed("baccarat, fourth card", uniform(52), OutcomesAreFairTest::fourthCard),
          new Observed("blackjack, up card", uniform(52), OutcomesAreFairTest::upCard),
          new Observed("dice, 137 rolls together", uniform(73), OutcomesAreFairTest::rolls),
          new Observed("limbo, between targets", limbo(), OutcomesAreFairTest::reached),
          new Observed("plinko, slots of 8 rows", slots(), OutcomesAreFairTest::slot),
          new Observed("wheel, segment of 50", uniform(50), OutcomesAreFairTest::segment),
          new Observed("keno, last number", uniform(40), OutcomesAreFairTest::lastNumber));

  /// Singles and pairs, in both schemes.
  private static final int TESTS = 2 * 2 * GAMES.size();

  @Test
  void outcomesOfBothSchemesFitTheirChances() {
    List<Double> pValues = new ArrayList<>();
    for (DrawScheme scheme : DrawScheme.values()) {
      SeedPair seeds = new SeedPair(scheme, SERVER, CLIENT);
      for (Observed game : GAMES) {
        pValues.addAll(test(game, seeds::draws));
      }
    }
    assertThat(pValues)
        .hasSize(TESTS)
        .allSatisfy(p -> assertThat(p).isGreaterThan(threshold(TESTS)));
  }

  @Test
  void biasedDrawsAreFoundInEveryGame() {
    SeedPair seeds = new SeedPair(DrawScheme.PITBOSS_1, SERVER, CLIENT);
    for (Observed game : GAMES) {
      List<Double> pValues = test(game, nonce -> biased(seeds.draws(nonce)));

      assertThat(pValues)
          .as(game.game())
          .anySatisfy(p -> assertThat(p).isLessThan(threshold(TESTS)));
    }
  }

  @Test
  void drawsThatDependOnTheRoundBeforeAreFoundByTheSerialTest() {
    int[] previous = {0};
    Observed roulette = GAMES.getFirst();
    List<Double> pValues =
        test(
            roulette,
            nonce ->
                bound -> {
                  int drawn = DrawScheme.PITBOSS_1.draws(SERVER, CLIENT, nonce).below(bound);
                  // One round in forty repeats the one before; each pocket stays equally likely.
                  previous[0] = nonce % 40 == 0 ? previous[0] : drawn;
                  return previous[0];
                });

    assertThat(pValues.get(1)).as("serial").isLessThan(threshold(TESTS));
  }

  /// The p-values of single outcomes and of pairs in a row.
  private static List<Double> test(Observed game, LongFunction<Draws> rounds) {
    double[] chances = game.chances().stream().mapToDouble(chance -> chance).toArray();
    int outcomes = chances.length;
    long[] singles = new long[outcomes];
    long[] pairs = new long[outcomes * outcomes];
    int previous = -1;
    for (long nonce = 0; nonce < ROUNDS; nonce++) {
      int outcome = game.outcome().applyAsInt(rounds.apply(nonce));
      singles[outcome]++;
      if (previous >= 0) {
        pairs[previous * outcomes + outcome]++;
      }
      previous = outcome;
    }
    return List.of(
        ChiSquare.of(singles, chances).pValue(), ChiSquare.serial(pairs, chances).pValue());
  }

  /// Šidák: with m independent tests each may fail by chance once in `1 / (1 − (1 − α)^(1/m))`.
  private static double threshold(int tests) {
    return 1 - Math.pow(1 - COLLECTIVE_ALPHA, 1.0 / tests);
  }

  /// The slip that rejection avoids, only larger: the upper tenth of the range folds onto the
  /// lower.
  private static Draws biased(Draws draws) {
    return bound -> {
      int folded = Math.max(1, bound / 10);
      int drawn = draws.below(bound);
      return drawn >= bound - folded ? drawn - (bound - folded) : drawn;
    };
  }

  private static int pocket(Draws draws) {
    return Roulette.play(List.of(new RouletteBet(BetType.STRAIGHT, List.of(0), 1)), draws).pocket();
  }

  private static int middleSymbol(Draws draws) {
    return SYMBOLS.indexOf(SLOTS_20.play(20, draws).spin().grid().get(1).get(2));
  }

  private static int lastStop(Draws draws) {
    return SLOTS_20.play(20, draws).spin().stops().getLast();
  }

  private static int middleCell(Draws draws) {
    return Arrays.asList(Fruit.values()).indexOf(FruitMachine.play(20, draws).grid().get(1).get(2));
  }

  private static int fourthCard(Draws draws) {
    List<BaccaratBet> bets = List.of(new BaccaratBet(Spot.TIE, 1));
    return CARDS.indexOf(Baccarat.play(bets, draws).coup().banker().get(1).toString());
  }

  private static int upCard(Draws draws) {
    String up =
        BlackjackRound.deal(BlackjackRules.STANDARD, 2, draws)
            .table()
            .dealer()
            .getFirst()
            .toString();
    return CARDS.indexOf(up);
  }

  /// The 10 001 rolls are 73 times 137.
  private static int rolls(Draws draws) {
    return ((OriginalOutcome.Roll) new DiceBet(true, 5_050).play(draws)).roll() / 137;
  }

  private static int reached(Draws draws) {
    long reached = ((OriginalOutcome.Reached) new LimboBet(200).play(draws)).reached();
    return (int) TARGETS.stream().filter(target -> reached >= target).count();
  }

  private static int slot(Draws draws) {
    return Math.clamp(
        ((OriginalOutcome.Path) new PlinkoBet(8, Risk.LOW).play(draws)).slot() - 2, 0, 4);
  }

  private static int segment(Draws draws) {
    return ((OriginalOutcome.Stop) new WheelBet(50, Risk.LOW).play(draws)).segment();
  }

  private static int lastNumber(Draws draws) {
    OriginalOutcome outcome = KenoBet.ofSize(1, Risk.LOW).play(draws);
    return ((OriginalOutcome.Numbers) outcome).drawn().getLast() - 1;
  }

  /// Chances of limbo to end between two targets.
  private static List<Double> limbo() {
    List<Double> reaching =
        TARGETS.stream()
            .map(target -> new LimboBet(target).par().hitFrequency().toDouble())
            .toList();
    return IntStream.rangeClosed(0, TARGETS.size())
        .mapToObj(passed ->
            (passed == 0 ? 1 : reaching.get(passed - 1))
                - (passed == TARGETS.size() ? 0 : reaching.get(passed)))
        .toList();
  }

  /// The three slots at either edge are too rare each, so they are one.
  private static List<Double> slots() {
    return Stream.of(37, 56, 70, 56, 37).map(paths -> paths / 256.0).toList();
  }

  private static List<Double> uniform(int outcomes) {
    return Collections.nCopies(outcomes, 1.0 / outcomes);
  }

  /// How often each symbol stands on the middle reel.
  private static List<Double> strip() {
    List<String> strip = SLOTS_20.strips().get(2);
    return SYMBOLS.stream()
        .map(symbol -> (double) Collections.frequency(strip, symbol) / strip.size())
        .toList();
  }

  private static List<Double> weights() {
    return Arrays.stream(Fruit.values()).map(fruit -> fruit.weight() / 100.0).toList();
  }
}
