package dev.pitboss.games.roulette;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.pitboss.games.fair.ClientSeed;
import dev.pitboss.games.fair.DrawScheme;
import dev.pitboss.games.fair.ServerSeed;
import dev.pitboss.games.par.BetPar;
import dev.pitboss.games.par.Fraction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RouletteTest {
  @ParameterizedTest
  @EnumSource
  void everyPlaceReturns36Of37(BetType type) {
    for (List<Integer> place : type.places()) {
      RouletteBet bet = new RouletteBet(type, place, 100);
      long paid =
          IntStream.range(0, 37)
              .mapToLong(pocket -> Roulette.play(List.of(bet), _ -> pocket).payoutMinor())
              .sum();

      assertThat(Fraction.of(paid, 37 * 100)).as("%s", bet).isEqualTo(Fraction.of(36, 37));
    }
  }

  @ParameterizedTest
  @EnumSource
  void parSheetGivesEveryBetTheSameEdge(BetType type) {
    BetPar par =
        Roulette.parSheet().bets().stream()
            .filter(bet -> bet.bet().equals(type.id()))
            .findFirst()
            .orElseThrow();
    double chance = type.size() / 37.0;

    assertThat(par.rtp()).isEqualTo(Fraction.of(36, 37));
    assertThat(par.houseEdge()).isEqualTo(Fraction.of(1, 37));
    assertThat(par.lostToLimits()).isZero();
    assertThat(par.hitFrequency()).isEqualTo(Fraction.of(type.size(), 37));
    assertThat(par.volatility())
        .isCloseTo(type.payoutMultiple() * Math.sqrt(chance * (1 - chance)), within(1e-12));
  }

  @Test
  void colorsAreThoseOfTheEuropeanWheel() {
    int[] wheel = {
      0, 32, 15, 19, 4, 21, 2, 25, 17, 34, 6, 27, 13, 36, 11, 30, 8, 23, 10, 5, 24, 16, 33, 1, 20,
      14, 31, 9, 22, 18, 29, 7, 28, 12, 35, 3, 26
    };
    assertThat(Arrays.stream(wheel).boxed()).doesNotHaveDuplicates().hasSize(37);
    for (int i = 0; i < wheel.length; i++) {
      PocketColor expected =
          i == 0 ? PocketColor.GREEN : i % 2 == 1 ? PocketColor.RED : PocketColor.BLACK;
      assertThat(PocketColor.of(wheel[i])).as("pocket %d", wheel[i]).isEqualTo(expected);
    }
  }

  @Test
  void winsListOnlyTheBetsThatCoverThePocket() {
    RouletteBet straight = new RouletteBet(BetType.STRAIGHT, List.of(17), 10);
    RouletteBet black = new RouletteBet(BetType.BLACK, BetType.BLACK.places().getFirst(), 25);
    RouletteBet even = new RouletteBet(BetType.EVEN, BetType.EVEN.places().getFirst(), 40);

    RouletteOutcome outcome = Roulette.play(List.of(straight, even, black), _ -> 17);

    assertThat(outcome.color()).isEqualTo(PocketColor.BLACK);
    assertThat(outcome.wins())
        .containsExactly(new RouletteWin(straight, 360), new RouletteWin(black, 50));
    assertThat(outcome.payoutMinor()).isEqualTo(410);
  }

  @Test
  void zeroLosesEveryOutsideBet() {
    List<RouletteBet> outside =
        Arrays.stream(BetType.values())
            .filter(type -> type.size() >= 12)
            .flatMap(type -> type.places().stream().map(place -> new RouletteBet(type, place, 1)))
            .toList();

    assertThat(outside).hasSize(12);
    assertThat(Roulette.play(outside, _ -> 0).payoutMinor()).isZero();
  }

  @Test
  void pocketIsOneDrawOfTheRound() {
    DrawScheme scheme = DrawScheme.STAKE;
    ServerSeed server = ServerSeed.of("f7b51b19a4563681f2c1e00ef747884a");
    ClientSeed client = new ClientSeed("94ffb08138facf8cffa9c376d703aaed");
    List<RouletteBet> bets = List.of(new RouletteBet(BetType.STRAIGHT, List.of(33), 1));

    assertThat(Roulette.play(bets, scheme.draws(server, client, 0)).payoutMinor()).isEqualTo(36);
    assertThat(Roulette.play(bets, scheme.draws(server, client, 1)).pocket()).isEqualTo(6);
  }

  @Test
  void maxPayoutIsTheWorstPocketForTheHouse() {
    List<RouletteBet> everywhere = onePerPlace(7);
    long worst =
        IntStream.range(0, 37)
            .mapToLong(pocket -> Roulette.play(everywhere, _ -> pocket).payoutMinor())
            .max()
            .orElseThrow();

    assertThat(everywhere).hasSize(Roulette.MAX_BETS);
    assertThat(Roulette.maxPayout(everywhere)).isEqualTo(worst);
    assertThat(Roulette.stake(everywhere)).isEqualTo(7 * 157);
  }

  @Test
  void payoutThatOverflowsIsRefusedBeforeTheSpin() {
    List<RouletteBet> one =
        List.of(new RouletteBet(BetType.STRAIGHT, List.of(1), Long.MAX_VALUE / 36 + 1));
    List<RouletteBet> together =
        Collections.nCopies(2, new RouletteBet(BetType.STRAIGHT, List.of(1), Long.MAX_VALUE / 36));
    List<RouletteBet> stakes =
        Collections.nCopies(
            3, new RouletteBet(BetType.RED, BetType.RED.places().getFirst(), Long.MAX_VALUE / 2));

    for (List<RouletteBet> bets : List.of(one, together, stakes)) {
      assertThatExceptionOfType(ArithmeticException.class)
          .isThrownBy(() ->
              Roulette.play(
                  bets,
                  _ -> {
                    throw new AssertionError("drew before checking");
                  }));
    }
  }

  @Test
  void numberOfBetsIsBounded() {
    List<RouletteBet> tooMany = new ArrayList<>(onePerPlace(1));
    tooMany.add(tooMany.getFirst());

    assertThatIllegalArgumentException()
        .isThrownBy(() -> Roulette.play(tooMany, _ -> 0))
        .withMessageContaining("158");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Roulette.play(List.of(), _ -> 0))
        .withMessageContaining("0");
  }

  @Test
  void rulesTextNamesEveryPlace() {
    assertThat(Roulette.rules().text().lines()).hasSize(1 + BetType.values().length);
    assertThat(Roulette.rules().hash()).matches("[0-9a-f]{64}");
  }

  private static List<RouletteBet> onePerPlace(long stakeMinor) {
    return Arrays.stream(BetType.values())
        .flatMap(
            type -> type.places().stream().map(place -> new RouletteBet(type, place, stakeMinor)))
        .toList();
  }
}
