package dev.pitboss.server.commands;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pitboss.games.par.BetPar;
import dev.pitboss.games.par.Fraction;
import dev.pitboss.games.par.ParSheet;
import dev.pitboss.games.par.SampleSize;
import dev.pitboss.server.api.game.GameRoutes;
import dev.pitboss.server.games.Game;
import dev.pitboss.server.games.Games;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A figure that is told in several places is the same in all of them: README, documents, API and
/// `par` against what the mathematics compute.
class PublishedFiguresTest {
  private static final Path ROOT = Path.of("..");
  private static final Pattern PERCENT = Pattern.compile("(\\d+\\.\\d+) %");

  /// By the first words of a row: which bets its cells tell, in order.
  @ParameterizedTest
  @CsvSource({
    "'| slots-20,', slots-20, slots-20",
    "'| slots,', slots, slots",
    "'| European roulette', roulette, ''",
    "'| blackjack:', blackjack, blackjack",
    "'| baccarat:', baccarat, player banker tie playerPair",
    "'| crash,', crash, ''",
    "'| dice,', dice, ''",
    "'| limbo,', limbo, ''",
    "'| plinko,', plinko, ''",
    "'| wheel,', wheel, ''",
    "'| keno,', keno, ''"
  })
  void gamesTableOfTheReadmeIsTheMathematics(String row, String game, String bets)
      throws IOException {
    String[] cells = row(row);
    ParSheet sheet = sheet(game);
    List<BetPar> told =
        bets.isEmpty()
            ? List.of()
            : Arrays.stream(bets.split(" ", -1)).map(bet -> bet(sheet, bet)).toList();
    if (told.isEmpty()) {
      assertTold(cells[2], sheet.usualBet().rtp());
      assertThat(cells[4]).isEqualTo("by bet");
    } else {
      assertTold(cells[2], told.stream().map(BetPar::rtp).toArray(Fraction[]::new));
      assertTold(cells[3], told.stream().map(BetPar::houseEdge).toArray(Fraction[]::new));
      assertTold(cells[4], told.stream().map(BetPar::hitFrequency).toArray(Fraction[]::new));
    }
    long most =
        sheet.bets().stream()
            .mapToLong(bet -> bet.maxWin().decimal(0).longValueExact())
            .max()
            .orElseThrow();
    assertThat(cells[5].replace(" ", "")).isEqualTo(most + "×stake");
  }

  @Test
  void exampleOfASimulationShowsTheExactFigures() throws IOException {
    String example = Files.readString(ROOT.resolve("docs/machines.md"));
    BetPar par = sheet("slots-20").usualBet();

    assertThat(example)
        .contains(
            NumberFormats.percent(par.rtp()) + "\n",
            NumberFormats.percent(par.hitFrequency()) + "\n")
        .contains("      " + NumberFormats.sigma(par.volatility()) + "\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "slots-20",
        "slots",
        "roulette",
        "baccarat",
        "crash",
        "dice",
        "limbo",
        "plinko",
        "wheel",
        "keno"
      })
  void apiAndCommandLineSayTheSame(String game) {
    JsonNode bets = SavedRound.tree(Ran.command("par", game, "--json").out()).path("bets");
    List<BetPar> sheet = sheet(game).bets();

    assertThat(bets).hasSameSizeAs(sheet);
    for (int i = 0; i < sheet.size(); i++) {
      GameRoutes.ParView api = GameRoutes.ParView.of(sheet.get(i));
      JsonNode bet = bets.path(i);
      assertThat(api.rtp()).isEqualTo(bet.path("rtp").asDouble());
      assertThat(api.rtpExact()).isEqualTo(bet.path("rtpExact").asText());
      assertThat(api.houseEdge()).isEqualTo(bet.path("houseEdge").asDouble());
      assertThat(api.hitFrequency()).isEqualTo(bet.path("hitFrequency").asDouble());
      assertThat(api.volatility()).isEqualTo(bet.path("volatility").asDouble());
      assertThat(api.maxWin()).isEqualTo(bet.path("maxWin").asDouble());
    }
  }

  /// A stake that a tie gives back is a hit, in every place.
  @Test
  void hitFrequencyOfBaccaratCountsStakesGivenBack() {
    ParSheet sheet = sheet("baccarat");
    Fraction tie = bet(sheet, "tie").hitFrequency();
    Fraction wins = bet(sheet, "player").contributions().getFirst().frequency();

    assertThat(bet(sheet, "player").hitFrequency()).isEqualTo(wins.plus(tie));
    assertThat(
            SavedRound.tree(
                    Ran.command("simulate", "baccarat", "--rounds=100000", "--seed=1", "--json")
                        .out())
                .path("exact")
                .path("hitFrequency")
                .asDouble())
        .isEqualTo(bet(sheet, "player").hitFrequency().decimal(10).doubleValue());
  }

  @Test
  void pagesAndServerTakeTheSameRoundsForEnough() throws IOException {
    String view = Files.readString(ROOT.resolve("server/src/main/resources/web/js/core/view.js"));
    Matcher constant = Pattern.compile("ENOUGH_ROUNDS = ([\\d_]+);").matcher(view);

    assertThat(constant.find()).isTrue();
    assertThat(Long.parseLong(constant.group(1).replace("_", ""))).isEqualTo(SampleSize.MIN_ROUNDS);
  }

  private static String[] row(String start) throws IOException {
    String line =
        Files.readAllLines(ROOT.resolve("README.md")).stream()
            .filter(it -> it.startsWith(start))
            .findFirst()
            .orElseThrow();
    return Arrays.stream(line.split("\\|", -1)).map(String::strip).toArray(String[]::new);
  }

  /// Each percentage in a cell is the figure, rounded to as many digits as it shows.
  private static void assertTold(String cell, Fraction... figures) {
    List<String> told = PERCENT.matcher(cell).results().map(result -> result.group(1)).toList();
    assertThat(told).as(cell).hasSize(figures.length);
    for (int i = 0; i < figures.length; i++) {
      BigDecimal shown = new BigDecimal(told.get(i));
      assertThat(figures[i].times(100).decimal(shown.scale())).as(cell).isEqualTo(shown);
    }
  }

  private static ParSheet sheet(String game) {
    return Games.offered().stream()
        .filter(it -> it.id().equals(game))
        .map(Game::parSheet)
        .findFirst()
        .orElseThrow();
  }

  private static BetPar bet(ParSheet sheet, String name) {
    return sheet.bets().stream().filter(bet -> bet.bet().equals(name)).findFirst().orElseThrow();
  }
}
