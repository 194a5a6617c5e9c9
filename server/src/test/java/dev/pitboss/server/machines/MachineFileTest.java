package dev.pitboss.server.machines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pitboss.games.par.BetPar;
import dev.pitboss.games.slots.SlotMachine;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
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
        .isCloseTo(
            par.rtp().toDouble(),
            org.assertj.core.api.Assertions.within(4 * par.volatility() / Math.sqrt(rounds)));
    double hit = par.hitFrequency().toDouble();
    assertThat(hits / (double) rounds)
        .isCloseTo(
            hit, org.assertj.core.api.Assertions.within(4 * Math.sqrt(hit * (1 - hit) / rounds)));
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
        "{\"3\": 2, \"4\": 10, \"5\": 50}|{\"three\": 2}|scatter.pays.three 'three' is no number of symbols",
        "\"multiplier\": 2|\"multiplier\": \"two\"|freeSpins.multiplier must be a whole number, got \"two\"",
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
