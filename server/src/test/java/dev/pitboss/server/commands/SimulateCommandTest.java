package dev.pitboss.server.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pitboss.games.par.BetPar;
import dev.pitboss.games.par.Fraction;
import dev.pitboss.games.simulation.Sample;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("slow")
class SimulateCommandTest {
  /// One round in two pays two: RTP 1, σ 1.
  private static final String TOSS =
      """
      {
        "id": "toss", "name": "Coin Toss", "version": "1", "rows": 1,
        "symbols": [
          {"id": "a", "name": "A", "pays": {"3": 2}},
          {"id": "b", "name": "B", "pays": {}}
        ],
        "strips": [["a", "b"], ["a"], ["a"]],
        "lines": [[0, 0, 0]],
        "maxWinMultiple": 100
      }
      """;

  @Test
  void whatWasPaidIsPrintedBesideWhatShouldHaveBeen() {
    Ran ran = Ran.withInput(TOSS, "simulate", "-", "--rounds", "1_000_000", "--seed", "1");

    assertThat(ran.out())
        .isEqualTo(
            """
            Coin Toss: reels of 2, 1, 1 stops, 1 line
            bet toss
            1 000 000 rounds, seed 1

                               measured          exact
            RTP             99.993800 %   100.000000 %
            hit frequency   49.996900 %    50.000000 %
            volatility σ     1.000000       1.000000

            95 % interval of the RTP   99.797804 % to 100.189796 %, holds the exact value
            99 % interval of the RTP   99.736217 % to 100.251383 %, holds the exact value
            """);
    assertThat(ran.err())
        .matches("\\d+\\.\\d\\d s of processor time, [\\d ]+ rounds per second of it\n");
    assertThat(ran.code()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "slots",
        "slots-20",
        "roulette",
        "blackjack",
        "baccarat",
        "dice",
        "limbo",
        "plinko",
        "wheel",
        "keno"
      })
  void everyGameAgreesWithItsMathematics(String game) {
    Ran ran = Ran.command("simulate", game, "--rounds", "200_000", "--seed", "4");

    assertThat(ran.out().lines())
        .hasSize(game.equals("blackjack") ? 12 : 11)
        .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
    assertThat(ran.out()).contains("99 % interval", " holds the exact value");
  }

  @ParameterizedTest
  @CsvSource({
    "roulette, dozen",
    "baccarat, tie",
    "baccarat, playerPair",
    "dice, over-99.00",
    "plinko, rows-16-high",
    "keno, pick-5-medium"
  })
  void anyBetOfTheParSheetCanBeSimulated(String game, String bet) {
    Ran ran = Ran.command("simulate", game, "--bet", bet, "--rounds=200000", "--seed=2");

    assertThat(ran.out()).contains("\nbet " + bet + "\n", "99 % interval", "holds the exact value");
  }

  @Test
  void outputDependsOnRoundsAndSeedAloneForAnyNumberOfCores() {
    String one = simulate("3", "--cores", "1");

    assertThat(simulate("3", "--cores", "1")).isEqualTo(one);
    assertThat(simulate("3", "--cores", "2")).isEqualTo(one);
    assertThat(simulate("3", "--cores", "7")).isEqualTo(one);
    assertThat(simulate("4", "--cores", "1")).isNotEqualTo(one);
  }

  @Test
  void generatedSeedIsPrintedAndReproducesTheRun() {
    String[] random = {"simulate", "roulette", "--rounds", "1000", "--json"};
    JsonNode first = SavedRound.tree(Ran.command(random).out());
    JsonNode again =
        SavedRound.tree(
            Ran.command(
                    "simulate",
                    "roulette",
                    "--rounds=1000",
                    "--json",
                    "--seed=" + first.path("seed").asText())
                .out());

    assertThat(again.path("measured")).isEqualTo(first.path("measured"));
  }

  @Test
  void intervalIsAsWideAsTheNormalDistributionSays() {
    JsonNode json =
        SavedRound.tree(
            Ran.withInput(TOSS, "simulate", "-", "--rounds=100000", "--seed=1", "--json").out());

    JsonNode interval = json.path("intervals").path(1);
    double reach = (interval.path("high").asDouble() - interval.path("low").asDouble()) / 2;
    assertThat(interval.path("percent").asInt()).isEqualTo(99);
    assertThat(reach).isCloseTo(2.575829 / Math.sqrt(100_000), within(1e-6)); // σ is 1
    assertThat(json.path("rounds").asLong()).isEqualTo(100_000);
    assertThat(json.path("exact").path("rtp").asDouble()).isEqualTo(1);
    assertThat(json.path("roundsPerCpuSecond").asLong()).isPositive();
  }

  /// With a limit of twice the stake the toss of 4 pays 2.
  @Test
  void limitThatBitesIsInBothColumns() {
    String machine =
        """
        {
          "id": "tiny", "name": "Tiny", "version": "1", "rows": 1,
          "symbols": [
            {"id": "a", "name": "A", "pays": {"3": 4}},
            {"id": "b", "name": "B", "pays": {}},
            {"id": "s", "name": "S", "pays": {}}
          ],
          "strips": [["a", "b", "s"], ["a", "b", "s"], ["a", "b", "s"]],
          "lines": [[0, 0, 0]],
          "scatter": {"symbol": "s", "pays": {}},
          "maxWinMultiple": 2
        }
        """;
    String[] words = {"simulate", "-", "--rounds=1000000", "--seed=1"};

    assertThat(Ran.withInput(machine, words).out()).contains("7.407407 %", "holds the exact value");
    // control: the value without the limit is far outside of the interval
    Sample sample = new Sample(1_000_000, 37_037, 74_074, 148_148);
    BetPar unlimited = par(4, 27, 0);
    assertThat(Interval.of(sample)).noneMatch(interval -> interval.holds(unlimited));
  }

  @Test
  void fewRoundsGetNoVerdict() {
    String[] words = {"simulate", "-", "--rounds=999", "--seed=1"};

    assertThat(Ran.withInput(TOSS, words).out())
        .contains("too few rounds\nA verdict takes 1 000 rounds of this bet.\n")
        .doesNotContain("holds", "MISSES");
    JsonNode json =
        SavedRound.tree(
            Ran.withInput(TOSS, "simulate", "-", "--rounds=999", "--seed=1", "--json").out());
    assertThat(json.path("tooFewRounds").asBoolean()).isTrue();
    assertThat(json.path("intervals").path(0).has("holdsExact")).isFalse();
    // one round more is enough
    words[2] = "--rounds=1000";
    assertThat(Ran.withInput(TOSS, words).out()).contains("the exact value\n");
  }

  @Test
  void rareWinsTakeMoreRounds() {
    // a target of 1000.00 is reached once in 1 010 rounds
    String[] words = {"simulate", "crash", "--bet=1000.00", "--rounds=20000", "--seed=1"};

    assertThat(Ran.command(words).out())
        .contains("too few rounds\nA verdict takes 25 253 rounds of this bet.\n");
  }

  @Test
  void mathematicsThatAreWrongFallOutOfTheInterval() {
    Sample tossed = new Sample(1_000_000, 500_000, 1_000_000, 2_000_000);

    assertThat(Interval.of(tossed)).allMatch(interval -> interval.holds(par(1000, 1000, 0)));
    assertThat(Interval.of(tossed)).noneMatch(interval -> interval.holds(par(1003, 1000, 0)));
    // what limits can take is allowed for
    assertThat(Interval.of(tossed)).allMatch(interval -> interval.holds(par(1003, 1000, 0.01)));
  }

  private static BetPar par(long numerator, long denominator, double lostToLimits) {
    Fraction rtp = Fraction.of(numerator, denominator);
    return new BetPar(
        "toss",
        rtp,
        lostToLimits,
        Fraction.of(1, 2),
        1,
        Fraction.of(2, 1),
        List.of(new BetPar.Contribution("a", Fraction.of(1, 2), rtp)));
  }

  @Test
  void progressIsShownToATerminalAndTakenAway() {
    Ran ran = Ran.withInput("", true, "simulate", "baccarat", "--rounds=700_000", "--seed=1");

    assertThat(ran.err()).contains("\r[", " %, ", " rounds, ", " s left").contains(" \r");
    assertThat(ran.out()).doesNotContain("\r");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "slots --rounds 0|--rounds takes a whole number from 1 to",
        "slots --rounds many|--rounds takes a whole number from 1 to",
        "slots --rounds|--rounds needs a value",
        "slots --seed 1 --seed 2|--seed is given twice",
        "slots --cores 0|--cores takes a whole number from 1 to",
        "roulette --bet basket|roulette has no bet 'basket', but straight, split,",
        "blackjack --bet insurance|basic strategy takes no insurance",
        "bingo|'bingo' is no game"
      })
  void commandThatMakesNoSenseIsRefused(String rest, String message) {
    String[] words = ("simulate " + rest).split(" ", -1);

    assertThat(Ran.command(words).isMisused().err()).contains(message);
  }

  private static String simulate(String seed, String... more) {
    String[] words = {
      "simulate", "slots-20", "--rounds", "500_001", "--seed", seed, more[0], more[1]
    };
    Ran ran = Ran.command(words);
    assertThat(ran.code()).isZero();
    return ran.out();
  }
}
