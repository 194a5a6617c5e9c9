package dev.pitboss.server.commands;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pitboss.server.games.Games;
import dev.pitboss.server.hashing.Sha256;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ParCommandTest {
  /// Three coins: 4 for three a, 2 for three b. RTP (4 + 2) / 8.
  private static final String COINS =
      """
      {
        "id": "coins", "name": "Three Coins", "version": "1", "rows": 1,
        "symbols": [
          {"id": "a", "name": "A", "pays": {"3": 4}},
          {"id": "b", "name": "B", "pays": {"3": 2}}
        ],
        "strips": [["a", "b"], ["a", "b"], ["a", "b"]],
        "lines": [[0, 0, 0]],
        "maxWinMultiple": 100
      }
      """;

  @Test
  void machineFileIsPrintedWithEveryFigure() {
    assertThat(Ran.withInput(COINS, "par", "-").isFine().out())
        .isEqualTo(
            """
            coins, Three Coins: 3 reels of 2 stops, 1 line
            rules coins/1
            SHA-256 %s

            RTP             75.000000 %%
            house edge      25.000000 %%
            hit frequency   25.000000 %%
            one hit in           4.00
            volatility σ     1.391941
            max win                 4 ×

            RTP exactly
              3/4

            coins pays   one in        return    part of RTP
            a ×3           8.00   50.000000 %%    66.666667 %%
            b ×3           8.00   25.000000 %%    33.333333 %%
            all                   75.000000 %%   100.000000 %%
            """
                .formatted(HexFormat.of().formatHex(Sha256.of(COINS))));
  }

  @Test
  void machineFileAsJsonCarriesFractionsInFull() {
    assertThat(Ran.withInput(COINS, "par", "--json", "-").isDone().out())
        .startsWith("{\"game\":\"coins\",\"title\":\"Three Coins: 3 reels of 2 stops, 1 line\"")
        .endsWith(
            "\"bets\":[{\"bet\":\"coins\",\"rtp\":0.75,\"rtpExact\":\"3/4\",\"houseEdge\":0.25,"
                + "\"hitFrequency\":0.25,\"hitFrequencyExact\":\"1/4\","
                + "\"volatility\":1.3919410907075054,\"maxWin\":4.0,\"lostToLimits\":0.0,"
                + "\"contributions\":["
                + "{\"name\":\"a ×3\",\"frequency\":0.125,\"rtp\":0.5,\"rtpExact\":\"1/2\"},"
                + "{\"name\":\"b ×3\",\"frequency\":0.125,\"rtp\":0.25,\"rtpExact\":\"1/4\"}]}]}\n");
  }

  /// Twenty lines read from both ends: too many pictures to count, so two figures are measured.
  @Test
  void figuresThatAreMeasuredSaySo() {
    String twoTides = "../docs/examples/machines/two-tides.json";

    assertThat(Ran.command("par", twoTides).isFine().out())
        .contains("RTP               87.898242 %")
        .contains("max win at most")
        .contains("two-tides shows too many pictures to count; measured in 400 000 rounds,\n")
        .contains("with 99.9 % confidence: hit frequency within 0.23")
        .contains("RTP exactly\n  1028093/1169640\n");
    assertThat(Ran.command("par", "--json", twoTides).isDone().out())
        .contains("\"rtpExact\":\"1028093/1169640\"")
        .contains("\"measured\":{\"hitFrequencyWithin\":0.0023")
        .doesNotContain("hitFrequencyExact");
    assertThat(Ran.command("simulate", twoTides, "--rounds", "2_000", "--seed", "1").out())
        .contains("beside it are measured, too, in 400 000 rounds.");
  }

  @Test
  void machineThatSellsFreeSpinsHasTwoBets() {
    String reefWays = "../docs/examples/machines/reef-ways.json";

    assertThat(Ran.command("par", reefWays).isFine().out())
        .contains("reef-ways, Reef Ways: reels of")
        .contains("stops, ways\n")
        .contains("reef-ways   89.376002 %")
        .contains("bonus-buy   90.845977 %");
    assertThat(
            Ran.command(
                    "simulate", reefWays, "--bet", "bonus-buy", "--rounds", "20_000", "--seed", "1")
                .out())
        .contains("bet bonus-buy")
        .contains("90.845977 %");
  }

  @Test
  void gameOfSeveralBetsIsOneTable() {
    assertThat(Ran.command("par", "roulette").isFine().out())
        .startsWith("roulette, European Roulette\nrules roulette-european/1\nSHA-256 ")
        .contains(
            """
            bet                  RTP   house edge          hits          σ   max win
            straight     97.297297 %   2.702703 %    2.702703 %   5.837838      36 ×
            split        97.297297 %   2.702703 %    5.405405 %   4.070238      18 ×
            """)
        .endsWith(
            """
            first-four   97.297297 %   2.702703 %   10.810811 %   2.794652       9 ×

            RTP of each exactly
              36/37
            """);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "slots|RTP             95.994594 %|9599459419/10000000000",
        "slots-20|RTP                        95.999711 %|65024240683015/67733788033024",
        "baccarat|banker       98.942094 %    1.057906 %|10732465128097/10847218479825",
        "blackjack|blackjack   99.666784 %   0.333216 %|hit or stand",
        "dice|over-50.50   98.990101 %   1.009899 %|9900/10001",
        "limbo|2.00         99.000000 %   1.000000 %|9899999901/10000000000",
        "plinko|rows-16-high     99.000000 %   1.000000 %   100.000000 %|  99/100",
        "wheel|segments-50-high     99.000000 %   1.000000 %    2.000000 %|  99/100",
        "keno|pick-10-high     99.000000 %   1.000000 %     4.975298 %|  99/100"
      })
  void everyGameIsKnownByName(String game, String figure, String exactly) {
    assertThat(Ran.command("par", game).isFine().out())
        .startsWith(game + ", ")
        .contains(figure, exactly);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "slots",
        "slots-20",
        "roulette",
        "baccarat",
        "dice",
        "limbo",
        "plinko",
        "wheel",
        "keno"
      })
  void jsonSaysTheSameByFractionAndByDecimal(String game) throws Exception {
    JsonNode sheet = new ObjectMapper().readTree(Ran.command("par", game, "--json").out());

    assertThat(sheet.path("bets")).isNotEmpty();
    for (JsonNode bet : sheet.path("bets")) {
      String[] rtp = bet.path("rtpExact").asText().split("/", 2);
      assertThat(
              new BigDecimal(new BigInteger(rtp[0]))
                  .divide(new BigDecimal(rtp[1]), 10, RoundingMode.HALF_UP)
                  .doubleValue())
          .isEqualTo(bet.path("rtp").asDouble());
    }
  }

  @Test
  void rulesAreThoseARoundStores() {
    for (var game : Games.offered()) {
      if (!game.id().equals("blackjack")) { // whose mathematics take seconds
        assertThat(Ran.command("par", game.id()).out())
            .contains(
                "rules " + game.rules().version() + "\nSHA-256 " + game.rules().hash() + "\n");
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "\"rows\": 1|\"rows\": \"one\"|rows must be a whole number, got \"one\"",
        "[\"a\", \"b\"], [\"a\"|[\"a\", \"x\"], [\"a\"|strips[0][1]: unknown symbol 'x'",
        "[[0, 0, 0]]|[[0, 1, 0]]|lines[0][1]: the row must be 0 to 0, got 1",
        "\"maxWinMultiple\"|\"maxWin\"|maxWin is an unknown field",
        "{\"3\": 2}|{\"3\": -2}|symbols[1]"
      })
  void machineThatCannotBePlayedIsRefusedAtThePlaceOfItsDefect(
      String text, String instead, String message) {
    String broken = COINS.replace(text, instead);
    assertThat(broken).isNotEqualTo(COINS);

    assertThat(Ran.withInput(broken, "par", "-").isMisused().err())
        .startsWith("pitboss par: standard input: ")
        .contains(message);
  }

  /// Three a pay 4, three s award free spins; nothing else happens, each once in 27.
  private static final String TINY =
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
        "maxWinMultiple": %d,
        "freeSpins": {"awards": {"3": %d}, "retriggers": {%s}, "multiplier": 1, "maxPerRound": %d}
      }
      """;

  @Test
  void maxWinIsWithinTheReturnAndAPartOfIt() {
    String machine = COINS.replace("\"maxWinMultiple\": 100", "\"maxWinMultiple\": 3");

    assertThat(Ran.withInput(machine, "par", "-").isFine().out())
        .contains(
            """
            RTP             62.500000 %
            house edge      37.500000 %
            hit frequency   25.000000 %
            one hit in           4.00
            volatility σ     1.111024
            max win                 3 ×

            RTP exactly
              5/8

            coins pays       one in         return    part of RTP
            a ×3               8.00    50.000000 %    80.000000 %
            b ×3               8.00    25.000000 %    40.000000 %
            cut at max win     8.00   -12.500000 %   -20.000000 %
            all                        62.500000 %   100.000000 %
            """);
  }

  @Test
  void freeSpinsWithoutAnEndEndAtTheMostARoundPlays() {
    String critical = TINY.formatted(1000, 27, "\"3\": 27", 100);

    assertThat(Ran.withInput(critical, "par", "-").isFine().out())
        .contains("RTP             51.027924 %", "max win               388 ×", "RTP exactly");
  }

  @Test
  void awardAboveTheMostIsCut() {
    String cut = TINY.formatted(1000, 500, "", 2);

    // 4/27 · (1 + 2/27), and not 4/27 · (1 + 500/27)
    assertThat(Ran.withInput(cut, "par", "-").isFine().out())
        .contains("RTP             15.912209 %", "  116/729");
  }

  @Test
  void machineThatNeverPaysHasFigures() {
    String barren =
        COINS.replace("[\"a\", \"b\"], [\"a\", \"b\"]", "[\"a\", \"a\"], [\"b\", \"b\"]");
    assertThat(barren).isNotEqualTo(COINS);

    assertThat(Ran.withInput(barren, "par", "-").isFine().out())
        .contains("RTP               0.000000 %", "one hit in           never");
  }

  @Test
  void fractionBesideARoundPercentageSaysHowFar() {
    assertThat(Ran.command("par", "crash").isFine().out())
        .contains(
            """
            RTP of 2.00 exactly
              2229281815548395/2251799813685248
              = 99 % less 2.3E-16
            """);
  }

  @Test
  void nameThatIsNeitherGameNorFileIsRefused() {
    assertThat(Ran.command("par", "bingo").isMisused().err())
        .isEqualTo(
            """
            pitboss par: 'bingo' is no game (slots, slots-20, roulette, blackjack, baccarat, \
            crash, dice, limbo, plinko, wheel, keno), \
            and there is no file bingo; see pitboss par --help
            """);
  }

  @ParameterizedTest
  @CsvSource({
    "'', 'missing operand: game, machine file or folder'",
    "--jsn slots, unknown option --jsn",
    "slots roulette, 'one game, machine file or folder at a time, got [slots, roulette]'"
  })
  void commandThatMakesNoSenseIsRefused(String rest, String message) {
    String[] words = ("par " + rest).strip().split(" ", -1);

    assertThat(Ran.command(words).isMisused().err()).contains(message);
  }

  @Test
  void helpSaysHowItIsUsed() {
    assertThat(Ran.command("par", "--help").isFine().out())
        .startsWith("Usage: pitboss par GAME|FILE|DIR [--json]\n");
  }
}
