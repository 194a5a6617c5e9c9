package dev.pitboss.games.originals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.pitboss.games.Draws;
import dev.pitboss.games.par.BetPar;
import dev.pitboss.games.par.Fraction;
import dev.pitboss.games.simulation.FastDraws;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// The pay tables against a second way to them: going through all draws with the rules as they are
/// played, or number by number where there are too many.
class OriginalsMathematicsTest {
  private static final Fraction RETURN = Fraction.of(Original.RTP_PERCENT, 100);

  /// Figures worked out elsewhere, from the lists of payouts and the rules in words.
  @ParameterizedTest
  @CsvSource({
    "dice, over-50.50, 9900/10001, 4950/10001, 0.999949004",
    "dice, over-2.00, 9898/10001, 9800/10001, 0.141738885",
    "dice, over-99.99, 99/100, 1/10001, 99.0",
    "limbo, 2.00, 99/100, 99/200, 0.999949999",
    "limbo, 1.01, 9899999901/10000000000, 98019801/100000000, 0.140712507",
    "limbo, 1000000.00, 99/100, 99/100000000, 994.986944588",
    "plinko, rows-8-low, 99/100, 1/1, 0.579169664",
    "plinko, rows-16-medium, 99/100, 1/1, 1.651691194",
    "plinko, rows-16-high, 99/100, 1/1, 7.325604863",
    "wheel, segments-10-low, 99/100, 4/5, 0.559374651",
    "wheel, segments-30-medium, 99/100, 1/2, 1.27",
    "wheel, segments-50-high, 99/100, 1/50, 6.93",
    "keno, pick-1-low, 99/100, 1/1, 0.502294734",
    "keno, pick-5-medium, 99/100, 353/962, 3.612227743",
    "keno, pick-10-high, 99/100, 1622063/32602328, 4.960100042"
  })
  void figuresAreGolden(String game, String bet, String rtp, String hits, double sigma) {
    BetPar par =
        Original.of(game).orElseThrow().parSheet().bets().stream()
            .filter(it -> it.bet().equals(bet))
            .findFirst()
            .orElseThrow();

    assertThat(par.rtp()).hasToString(rtp);
    assertThat(par.hitFrequency()).hasToString(hits);
    assertThat(par.volatility()).isCloseTo(sigma, within(5e-10));
  }

  @ParameterizedTest
  @EnumSource(names = {"PLINKO", "WHEEL", "KENO"})
  void everyChoiceReturnsTheSame(Original game) {
    assertThat(game.bets())
        .hasSize(game == Original.PLINKO ? 27 : game == Original.WHEEL ? 15 : 30);
    assertThat(game.parSheet().bets()).extracting(BetPar::rtp).containsOnly(RETURN);
  }

  /// All 19 600 bets on dice.
  @Test
  void diceReturnsAsMuchAsTwoDecimalsAllow() {
    List<DiceBet> all =
        Stream.of(true, false)
            .flatMap(over ->
                IntStream.rangeClosed(DiceBet.minTarget(over), DiceBet.maxTarget(over))
                    .mapToObj(target -> new DiceBet(over, target)))
            .toList();

    assertThat(all)
        .hasSize(2 * DiceBet.MAX_WAYS)
        .allSatisfy(bet -> {
          long returned = bet.multiplier() * bet.ways();
          assertThat(returned).isLessThanOrEqualTo(99 * DiceBet.ROLLS);
          assertThat(returned + bet.ways()).isGreaterThan(99 * DiceBet.ROLLS);
        });
  }

  static Stream<OriginalBet> betsWithFewDraws() {
    return Stream.of(Original.DICE, Original.WHEEL, Original.PLINKO)
        .flatMap(game -> game.bets().stream());
  }

  @ParameterizedTest
  @MethodSource("betsWithFewDraws")
  void payTableCountsAllDraws(OriginalBet bet) {
    assertThat(PayTable.of(played(bet))).isEqualTo(bet.payTable());
  }

  /// What the rules pay over all draws of a round.
  private static Map<Long, Long> played(OriginalBet bet) {
    int rounds =
        switch (bet) {
          case DiceBet _ -> DiceBet.ROLLS;
          case WheelBet wheel -> wheel.segments();
          case PlinkoBet plinko -> 1 << plinko.rows();
          case LimboBet _, KenoBet _ -> throw new IllegalArgumentException("too many: " + bet);
        };
    Map<Long, Long> ways = new HashMap<>();
    for (int round = 0; round < rounds; round++) {
      Draws draws = bet instanceof PlinkoBet ? bits(round) : of(round);
      ways.merge(bet.play(draws).multiplier(), 1L, Long::sum);
    }
    return ways;
  }

  private static Draws of(int number) {
    return bound -> {
      assertThat(number).isLessThan(bound);
      return number;
    };
  }

  private static Draws bits(int path) {
    int[] left = {path};
    return bound -> {
      assertThat(bound).isEqualTo(2);
      int bit = left[0] & 1;
      left[0] >>= 1;
      return bit;
    };
  }

  /// What is reached falls from draw to draw, so the last draw that wins says how many do.
  @Test
  void chanceOfLimboIsItsLastWinningDraw() {
    LongStream.concat(LongStream.rangeClosed(101, 1_000), LongStream.of(99_999_999, 100_000_000))
        .forEach(target -> {
          LimboBet bet = new LimboBet(target);
          int ways = (int) bet.payTable().pays().getFirst().ways();
          assertThat(bet.play(of(ways - 1)).multiplier()).as("%d", target).isEqualTo(target);
          assertThat(bet.play(of(ways)).multiplier()).as("%d", target).isZero();
          assertThat(bet.par().rtp()).isBetween(Fraction.of(98, 100), RETURN);
        });
    assertThat(
            IntStream.range(0, 1_000)
                .mapToLong(step -> LimboBet.reached(step * (LimboBet.RESULTS / 1_000)))
                .boxed()
                .toList())
        .isSortedAccordingTo((one, other) -> Long.compare(other, one));
  }

  /// Number by number: with so many picks left of so many numbers.
  @ParameterizedTest
  @MethodSource("kenoBets")
  void chancesOfKenoFollowDrawByDraw(KenoBet bet) {
    Map<Integer, Fraction> chances = Map.of(0, Fraction.ONE);
    for (int left = KenoBet.NUMBERS; left > KenoBet.NUMBERS - KenoBet.DRAWN; left--) {
      Map<Integer, Fraction> next = new HashMap<>();
      for (Map.Entry<Integer, Fraction> entry : chances.entrySet()) {
        Fraction hit = Fraction.of(bet.picks().size() - entry.getKey(), left);
        next.merge(entry.getKey() + 1, entry.getValue().times(hit), Fraction::plus);
        next.merge(entry.getKey(), entry.getValue().times(Fraction.ONE.minus(hit)), Fraction::plus);
      }
      chances = next;
    }
    Map<Long, Fraction> byMultiplier = new HashMap<>();
    for (int hits = 0; hits <= bet.picks().size(); hits++) {
      byMultiplier.merge(bet.multipliers().get(hits), chances.get(hits), Fraction::plus);
    }
    PayTable table = bet.payTable();
    assertThat(table.total()).isEqualTo(847_660_528); // 40 choose 10
    assertThat(table.pays())
        .allSatisfy(pay ->
            assertThat(Fraction.of(pay.ways(), table.total()))
                .isEqualTo(byMultiplier.get(pay.multiplier())));
  }

  static Stream<OriginalBet> kenoBets() {
    return Original.KENO.bets().stream();
  }

  /// The draws that keno makes hit as often as its table says, wherever the picks are.
  @Test
  void playedKenoHitsAsOftenAsItsTableSays() {
    KenoBet bet = new KenoBet(List.of(2, 17, 31, 40), Risk.LOW);
    int rounds = 60_000;
    FastDraws draws = new FastDraws(3);
    long[] hits = new long[5];
    for (int round = 0; round < rounds; round++) {
      hits[((OriginalOutcome.Numbers) bet.play(draws)).hits()]++;
    }

    Fraction none = Fraction.of(27_405, 91_390); // 30 choose 4 of 40 choose 4
    assertThat(hits[0] / (double) rounds).isCloseTo(none.toDouble(), within(0.01));
  }

  @Test
  void control_listThatPaysAHundredthMoreIsNoticed() {
    PayTable table = new PlinkoBet(8, Risk.LOW).payTable();
    Map<Long, Long> more = new HashMap<>();
    table.pays().forEach(pay -> more.merge(pay.multiplier(), pay.ways(), Long::sum));
    more.put(501L, more.remove(500L));

    assertThat(PayTable.of(more).par("more").rtp()).isEqualTo(Fraction.of(12_673, 12_800));
  }

  @Test
  void tableWhoseWaysAreNotAllOutcomesIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PayTable(List.of(new PayTable.Pay(200, 3)), 4))
        .withMessage("A pay table has 4 outcomes, but its pays have 3 ways");
  }
}
