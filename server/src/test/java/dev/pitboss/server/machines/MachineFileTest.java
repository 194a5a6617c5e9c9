package dev.pitboss.server.machines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.pitboss.games.par.BetPar;
import dev.pitboss.games.simulation.FastDraws;
import dev.pitboss.games.simulation.Sample;
import dev.pitboss.games.slots.SlotMachine;
import dev.pitboss.games.slots.SlotSimulation;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MachineFileTest {
  private static final long SEED = 20_260_101;

  private final String document = document();
  private final SlotMachine machine = MachineFile.parse(document);

  @Test
  void slotsTwentyHasThePublishedMathematics() {
    BetPar par = machine.parSheet().usualBet();

    assertThat(par.rtp().toDouble()).isBetween(0.9595, 0.9605);
    assertThat(par.rtp().decimal(10)).hasToString("0.9599971088");
    assertThat(par.lostToLimits()).isBetween(0.0, 1e-4);
    assertThat(par.hitFrequency().toDouble()).isBetween(0.25, 0.32);
    assertThat(par.maxWin().toDouble()).isLessThanOrEqualTo(5000);
    assertThat(machine.lines()).hasSize(20);
    assertThat(machine.strips()).hasSize(5).allMatch(strip -> strip.size() == 32);
  }

  @Test
  void playingItGivesWhatTheMathematicsSay() {
    BetPar par = machine.parSheet().usualBet();
    SplittableRandom random = new SplittableRandom(SEED);
    int rounds = 300_000;
    double paid = 0;
    long hits = 0;
    for (int i = 0; i < rounds; i++) {
      var outcome = machine.play(20, random::nextInt);
      paid += outcome.payoutMinor() / 20.0;
      hits += outcome.payoutMinor() > 0 || outcome.spin().freeSpinsAwarded() > 0 ? 1 : 0;
    }

    // four standard errors: one honest run in 16 000 fails, and the seed is fixed
    assertThat(paid / rounds)
        .as("seed %d", SEED)
        .isCloseTo(par.rtp().toDouble(), within(4 * par.volatility() / Math.sqrt(rounds)));
    double hit = par.hitFrequency().toDouble();
    assertThat(hits / (double) rounds)
        .isCloseTo(hit, within(4 * Math.sqrt(hit * (1 - hit) / rounds)));
  }

  @Test
  void linesAreTheTwentyOfTheRules() {
    assertThat(machine.lines().stream().map(MachineFileTest::digits))
        .containsExactly(
            "00000", "11111", "22222", "00012", "22210", "01210", "21012", "00122", "22100",
            "10001", "12221", "01110", "21112", "11011", "11211", "01010", "21212", "02020",
            "20202", "02102");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "\"rows\": 3|\"rows\": 0|rows must be 1 to 8",
        "\"rows\": 3,||rows is missing",
        "\"wild\": \"lighthouse\"|\"wild\": \"moon\"|unknown symbol 'moon'",
        "\"maxWinMultiple\": 5000|\"maxWin\": 5000|maxWin is an unknown field; known are id, name, version",
        "{\"3\": 2, \"4\": 10, \"5\": 50}|{\"three\": 2}|"
            + "scatter.pays.three 'three' is no number of symbols",
        "\"multiplier\": 2|\"multiplier\": \"two\"|"
            + "freeSpins.multiplier must be a whole number, got \"two\"",
        "[0, 2, 1, 0, 2]|[0, 2, 1, 0, 2.5]|lines[19][4] must be a whole number, got 2.5",
        "[0, 2, 1, 0, 2]|[0, 2, 1, 0, 3]|lines[19][4]: the row must be 0 to 2, got 3",
        "\"rope\", \"compass\"|\"rope\", \"compas\"|strips[0][31]: unknown symbol 'compas'; there",
        "\"rope\", \"compass\"|\"rope\", 7|strips[0][31] must be a string, got 7",
        "\"4\": 300|\"4\": 30|symbols[2].pays.4: must be at least the 60 for fewer, got 30",
        "\"version\": \"1\",|\"version\": \"1\"|malformed JSON at line 5",
        "\"id\": \"slots-20\"|\"id\": \"Slots 20\"|kebab-case"
      })
  void defectIsNamed(String text, String instead, String message) {
    String broken = document.replace(text, instead == null ? "" : instead);
    assertThat(broken).isNotEqualTo(document);

    assertThatThrownBy(() -> MachineFile.parse(broken))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "two-tides|\"wins\": \"both\"|\"wins\": \"right\"|"
            + "wins must be one of left, either, both, ways, anywhere, clusters, got 'right'",
        "two-tides|\"wins\": \"both\"|\"wins\": \"ways\"|units is missing",
        "two-tides|\"expands\": \"always\"|\"expands\": \"up\"|"
            + "wilds[0].expands must be one of never, always, inFreeSpins",
        "two-tides|\"multiplier\": 3|\"multiplier\": 0|wilds[1].multiplier must be 1 to 100, got 0",
        "two-tides|\"product\"|\"all\"|wildMultipliers must be one of greatest, product, sum",
        "two-tides|\"count\": 5, \"pays\"|\"count\": 2, \"pays\"|jackpots[0].count: 2 of 'star' must pay",
        "two-tides|\"symbol\": \"star\"|\"symbol\": \"tide\"|jackpots[0].symbol: unknown symbol 'tide'",
        "two-tides|\"wilds\": [|\"wild\": \"sun\", \"wilds\": [|wilds stands beside 'wild'",
        "two-tides|\"lines\": [|\"paths\": [|paths is an unknown field",
        "reef-ways|\"units\": 25|\"units\": 0|units must be 1 to 1000, got 0",
        "reef-ways|\"units\": 25|\"lines\": [[0, 0, 0, 0, 0]], \"units\": 25|"
            + "lines: there must be none where ways pay, got 1",
        "reef-ways|\"multiplier\": 2|\"multiplier\": 40|there must be fewer than 16777216 ways",
        "reef-ways|\"Trident\", \"pays\": {}|\"Trident\", \"pays\": {\"5\": 9}|"
            + "wild: 'trident' must not pay itself",
        "reef-ways|\"price\": 15|\"price\": 1|freeSpins.purchase.price must be 2 to 10000, got 1",
        "reef-ways|\"spins\": 8|\"spins\": 61|freeSpins.purchase.spins must be 1 to 60, got 61",
        "two-tides|\"symbol\": \"shell\", \"pays\"|\"symbol\": \"sun\", \"pays\"|"
            + "otherScatters[0].symbol: 'sun' is a wild or a scatter",
        "full-house|\"symbols\": [\"grape\"|\"symbols\": [\"plum\"|"
            + "filledGrid.symbols[0]: unknown symbol 'plum'",
        "full-house|\"fullWildsMultiplied\": false|\"fullWildsMultiplied\": 0|"
            + "freeSpins.fullWildsMultiplied must be",
        "full-house|\"fullWildsMultiplied\": false|\"strips\": [[\"bell\"]]|"
            + "freeSpins.strips: must be of 5 reels",
        "full-house|\"fullWildsMultiplied\": false|\"strips\": []|freeSpins.strips must not be empty",
        "harvest-fair|\"units\": 10|\"lines\": [[0, 0, 0, 0, 0, 0]], \"units\": 10|"
            + "lines: there must be none where symbols anywhere pay, got 1",
        "harvest-fair|\"8\": 60|\"31\": 60|symbols[0].pays: the number of symbols must be 1 to 30, got 31",
        "harvest-fair|\"10\": 200|\"10\": 20|symbols[0].pays.10: must be at least the 60 for fewer",
        "crystal-cave|\"wild\": \"geode\"|\"wild\": {\"symbol\": \"geode\", \"multiplier\": 2}|"
            + "wild.multiplier: must be 1 where clusters pay, got 2",
        "crystal-cave|\"wild\": \"geode\"|\"filledGrid\": {\"multiplier\": 2}|"
            + "filledGrid: there must be none where clusters pay",
        "crystal-cave|\"wins\": \"clusters\"|\"cascades\": {\"maxPerSpin\": 9}, \"wins\": \"clusters\"|"
            + "strips: their combinations, those of free spins' own reels included, must be at most"
            + " 8000000 where symbols cascade, got 33554432",
        "rockfall|\"multipliers\": [1, |\"multipliers\": [0, |cascades.multipliers[0] must be 1 to 100",
        "rockfall|\"maxPerSpin\": 30|\"maxPerSpin\": 0|cascades.maxPerSpin must be 1 to 100, got 0",
        "rockfall|\"maxPerSpin\": 30|\"most\": 30|cascades.most is an unknown field",
        "rockfall|[2, 4, 6, 10]|[]|cascades.freeSpinMultipliers must not be empty",
        "rockfall|\"wild\": \"sun\"|\"wild\": {\"symbol\": \"sun\", \"expands\": \"always\"}|"
            + "wild.expands: must be never where symbols cascade"
      })
  void defectOfAFeatureIsNamed(String file, String text, String instead, String message)
      throws IOException {
    String whole = example(file);
    String broken = whole.replace(text, instead);
    assertThat(broken).isNotEqualTo(whole);

    assertThatThrownBy(() -> MachineFile.parse(broken))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  /// Golden figures, and the same machine played.
  @ParameterizedTest
  @CsvSource({
    "reef-ways, 0.8937600, 0.5064",
    "two-tides, 0.8789824, 0.729",
    "full-house, 0.9337981, 0.5149",
    "harvest-fair, 0.9490008, 0.5253",
    "crystal-cave, 0.9597237, 0.6101",
    "rockfall, 0.9070259, 0.2975"
  })
  void examplesHaveTheirFigures(String file, double rtp, double hitFrequency) throws IOException {
    SlotMachine example = MachineFile.parse(example(file));
    BetPar par = example.parSheet().usualBet();
    SlotSimulation simulation = new SlotSimulation(example);
    int rounds = 500_000;
    Sample sample = simulation.play(rounds, new FastDraws(SEED));

    assertThat(par.rtp().toDouble()).isCloseTo(rtp, within(1e-6));
    assertThat(par.hitFrequency().toDouble()).isCloseTo(hitFrequency, within(2e-3));
    assertThat(sample.rtp())
        .isCloseTo(par.rtp().toDouble(), within(4 * par.volatility() / Math.sqrt(rounds)));
    assertThat(sample.hitFrequency())
        .isCloseTo(par.hitFrequency().toDouble(), within(4 * 0.5 / Math.sqrt(rounds)));
  }

  @Test
  void boughtFreeSpinsHaveFiguresOfTheirOwn() throws IOException {
    List<BetPar> bets = MachineFile.parse(example("reef-ways")).parSheet().bets();

    assertThat(bets).extracting(BetPar::bet).containsExactly("reef-ways", "bonus-buy");
    assertThat(bets.getLast().rtp().toDouble()).isCloseTo(0.9084598, within(1e-6));
    assertThat(bets.getLast().maxWin().toDouble()).isCloseTo(420.096, within(1e-3));
  }

  @Test
  void oneWildInFullIsTheWildById() {
    String full =
        document.replace("\"wild\": \"lighthouse\"", "\"wild\": {\"symbol\": \"lighthouse\"}");
    assertThat(full).isNotEqualTo(document);

    assertThat(MachineFile.parse(full)).isEqualTo(machine);
  }

  @Test
  void equalPaylinesAreTwoLines() {
    String twice = document.replace("[0, 2, 1, 0, 2]", "[0, 0, 0, 0, 0]");
    assertThat(twice).isNotEqualTo(document);

    SlotMachine doubled = MachineFile.parse(twice);

    // every line returns the same, so only hit frequency and spread change
    assertThat(doubled.parSheet().usualBet().rtp()).isEqualTo(machine.parSheet().usualBet().rtp());
    assertThat(doubled.parSheet().usualBet().hitFrequency())
        .isLessThan(machine.parSheet().usualBet().hitFrequency());
  }

  @Test
  void whatIsNoDocumentIsRefused() {
    for (String text : List.of("", "[]", "{", "null", "{}", "{\"id\": 7}")) {
      assertThatThrownBy(() -> MachineFile.parse(text))
          .as(text)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  private static String example(String name) throws IOException {
    return Files.readString(Path.of("../docs/examples/machines").resolve(name + ".json"));
  }

  private static String digits(List<Integer> line) {
    return line.stream().map(String::valueOf).reduce("", String::concat);
  }

  private static String document() {
    try (InputStream in = MachineFileTest.class.getResourceAsStream("/machines/slots-20.json")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException failure) {
      throw new AssertionError(failure);
    }
  }
}
