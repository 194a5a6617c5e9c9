package dev.pitboss.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pitboss.games.crash.CrashCurve;
import dev.pitboss.games.originals.Original;
import dev.pitboss.games.roulette.BetType;
import dev.pitboss.games.roulette.PocketColor;
import dev.pitboss.server.api.game.GameRoutes;
import dev.pitboss.server.api.game.PayTableView;
import dev.pitboss.server.games.Games;
import dev.pitboss.server.games.OriginalGame;
import dev.pitboss.server.games.ReelGame;
import dev.pitboss.server.json.JsonWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The rules of the games in `js/games` come to the same rounds as those of the server.
final class GameRulesScriptTest {
  /// Rounds that show all payouts but the rarest, in about a second.
  private static final int ROUNDS = 200;

  /// Of so many the largest wins are compared, for what is rare is in these.
  private static final int OTHER_ROUNDS = 20_000;

  private static final ObjectMapper JSON = new ObjectMapper();

  /// For each game a function from a round and the machine to the round by the page's rules, in the
  /// shape of the server's.
  private static final Map<String, String> RULES =
      Map.of(
          "originals",
          """
          import {Draws} from '/js/core/fair.js';
          import {playOriginal} from '/js/games/original-rules.js';
          const again = ({game, bet, fairness}, tables) =>
            playOriginal(game, bet, tables, new Draws(fairness));
          """,
          "baccarat",
          """
          import {Draws} from '/js/core/fair.js';
          import {dealCoup, paid} from '/js/games/baccarat-rules.js';
          const again = async ({bet, fairness}) => {
            const coup = await dealCoup(new Draws(fairness));
            const paidBets = bet.bets.map((one) => ({...one, payout: paid(one, coup)}));
            const wins = paidBets.filter(({payout}) => payout > 0);
            return {payout: wins.reduce((sum, {payout}) => sum + payout, 0), result: {...coup, wins}};
          };
          """,
          "blackjack",
          """
          import {Draws} from '/js/core/fair.js';
          import {playRound} from '/js/games/blackjack-rules.js';
          const again = ({bet, fairness}) => playRound(bet, new Draws(fairness));
          """,
          "slots",
          """
          import {Draws} from '/js/core/fair.js';
          import {playSpin} from '/js/games/fruit-rules.js';
          const again = async ({stake, fairness}, machine) => {
            const {payout, ...result} = await playSpin(machine, stake, new Draws(fairness));
            return {payout, result};
          };
          """,
          "slots-20",
          """
          import {Draws} from '/js/core/fair.js';
          import {playRound} from '/js/games/slots-rules.js';
          const again = async ({bet: {stake, buy}, fairness}, machine) => {
            const {payout, ...result} = await playRound(machine, stake, new Draws(fairness), buy);
            const won = [...result.wins, ...(result.cascades ?? [])];
            const ofLines = won.reduce((sum, win) => sum + win.payout, 0);
            return {payout, result: {...result, payout: ofLines + (result.scatter?.payout ?? 0)}};
          };
          """,
          "roulette",
          """
          import {Draws} from '/js/core/fair.js';
          import {colorOf, payoutMultiple, placeOf} from '/js/games/roulette-table.js';
          const again = async ({bet, fairness}) => {
            const pocket = await new Draws(fairness).below(37);
            const wins = bet.bets
              .filter((one) => placeOf(one).numbers.includes(pocket))
              .map((one) => ({...one, payout: one.stake * payoutMultiple(placeOf(one))}));
            const payout = wins.reduce((sum, one) => sum + one.payout, 0);
            return {payout, result: {pocket, color: colorOf(pocket), wins}};
          };
          """);

  /// By machine the rounds that are compared, for the controls compare the same.
  private static final Map<String, JsonNode> LARGEST = new HashMap<>();

  private static PageScripts scripts;

  @BeforeAll
  static void open() {
    scripts = PageScripts.open();
  }

  @AfterAll
  static void close() {
    if (scripts != null) {
      scripts.close();
    }
  }

  private static JsonNode machine(String game) throws IOException {
    return switch (game) {
      case "slots" -> JSON.readTree(JsonWriter.text(GameRoutes.FruitMachineView.ofMachine()));
      case "slots-20" ->
          JSON.readTree(
              Games.offered().stream()
                  .filter(ReelGame.class::isInstance)
                  .map(it -> ((ReelGame) it).machineJson())
                  .findFirst()
                  .orElseThrow());
      default -> payTables(game);
    };
  }

  /// As `GET /games/{id}` shows them.
  private static JsonNode payTables(String game) throws IOException {
    return Games.named(game).orElseThrow() instanceof OriginalGame original
        ? JSON.readTree(
            PayTableView.all(original).stream()
                .map(JsonWriter::text)
                .collect(Collectors.joining(",", "[", "]")))
        : JSON.nullNode();
  }

  /// How many of the rounds the page's rules do not come to.
  private static List<String> differences(PageScripts pages, String game, int rounds)
      throws IOException {
    long seed = 20261129;
    JsonNode played = JSON.readTree(new RandomRounds(new Random(seed)).of(game, rounds));
    return differences(
        pages, Original.of(game).isPresent() ? "originals" : game, played, machine(game));
  }

  private static List<String> differences(
      PageScripts pages, String rules, JsonNode played, JsonNode machine) {
    JsonNode again =
        pages.call(
            Objects.requireNonNull(RULES.get(rules)),
            "(rounds, machine) => Promise.all(rounds.map((round) => again(round, machine)))",
            played,
            machine);
    List<String> differences = new ArrayList<>();
    for (int i = 0; i < played.size(); i++) {
      JsonNode server = played.get(i);
      JsonNode page = again.get(i);
      boolean same = server.get("payout").asLong() == page.get("payout").asLong();
      for (Map.Entry<String, JsonNode> field : server.get("result").properties()) {
        same &= alike(field.getValue(), page.get("result").get(field.getKey()));
      }
      if (!same) {
        differences.add("server " + server + "\npage " + page);
      }
    }
    return differences;
  }

  /// The same values: the pages say `null` or 0 where the server leaves a field out, and more than
  /// it.
  private static boolean alike(JsonNode server, JsonNode page) {
    if (page == null) {
      return false;
    }
    if (server.isObject()) {
      return server.properties().stream()
          .allMatch(field -> alike(field.getValue(), page.get(field.getKey())));
    }
    if (server.isArray()) {
      return server.size() == page.size()
          && IntStream.range(0, server.size()).allMatch(i -> alike(server.get(i), page.get(i)));
    }
    return server.isNumber() ? server.asDouble() == page.asDouble(-1) : server.equals(page);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "baccarat",
        "blackjack",
        "roulette",
        "slots",
        "slots-20",
        "dice",
        "limbo",
        "plinko",
        "wheel",
        "keno"
      })
  void roundsAreThoseOfTheServer(String game) throws IOException {
    assertThat(differences(scripts, game, ROUNDS)).isEmpty();
  }

  /// Wilds that multiply and expand, reels of free spins, ways, both ends, a filled grid, jackpots,
  /// clusters, symbols anywhere, cascades: what the machine in play does not have.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "reef-ways",
        "two-tides",
        "full-house",
        "harvest-fair",
        "crystal-cave",
        "rockfall"
      })
  void roundsOfOtherMachinesAreThoseOfTheServer(String machine) throws IOException {
    assertThat(differencesOn(machine, scripts)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "reef-ways|purchase.spins|purchase.price",
        "reef-ways|multiplier ?? 0|multiplier ? 1 : 0",
        "reef-ways|rule.strips?.length ? rule.strips|false ? rule.strips",
        "two-tides|seen.toReversed()|seen",
        "two-tides|product * one, 1|product, 1",
        "two-tides|jackpot} : null|jackpot: 0} : null",
        "two-tides|expands === 'always'|false",
        "full-house|expands === 'inFreeSpins'|false",
        "full-house|sum + one, 0|sum, 0",
        "full-house|return filled *|return",
        "harvest-fair|n <= count|n < count",
        "crystal-cave|, cell + reels|",
        "crystal-cave|(cell + 1) % reels|true",
        "rockfall|tops[reel] + strip.length - 1|tops[reel] + 1",
        "rockfall|free ? rule?.freeSpinMultipliers|false ? rule?.freeSpinMultipliers",
        "rockfall|!vanished.has(|vanished.has("
      })
  void control_anotherRuleOfOtherMachinesIsNoticed(String change) throws IOException {
    String[] parts = change.split("\\|", 3);
    String script = "/js/games/slots-rules.js";
    String source = Files.readString(PageScripts.WEB.resolve(script.substring(1)));
    assertThat(source).contains(parts[1]);
    try (PageScripts other = PageScripts.with(Map.of(script, source.replace(parts[1], parts[2])))) {
      assertThat(differencesOn(parts[0], other)).isNotEmpty();
    }
  }

  private static List<String> differencesOn(String machine, PageScripts pages) throws IOException {
    String document = document(machine);
    if (!LARGEST.containsKey(machine)) {
      LARGEST.put(machine, largest(document));
    }
    return differences(
        pages, "slots-20", Objects.requireNonNull(LARGEST.get(machine)), JSON.readTree(document));
  }

  private static String document(String machine) throws IOException {
    return Files.readString(Path.of("../docs/examples/machines").resolve(machine + ".json"));
  }

  private static JsonNode largest(String document) throws IOException {
    JsonNode all =
        JSON.readTree(
            new RandomRounds(new Random(20261130)).of(ReelGame.of(document), OTHER_ROUNDS));
    List<JsonNode> largest =
        StreamSupport.stream(all.spliterator(), false)
            .sorted(
                Comparator.comparingDouble(
                    round -> -round.get("payout").asDouble() / round.get("stake").asDouble()))
            .limit(ROUNDS)
            .toList();
    return JSON.valueToTree(largest);
  }

  /// One figure of a rule is another: the comparison notices.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "baccarat|/js/games/baccarat-rules.js|9 * stake|8 * stake",
        "baccarat|/js/games/baccarat-rules.js|banker <= 5|banker <= 4",
        "blackjack|/js/games/blackjack-rules.js|natural: 2.5|natural: 2.2",
        "blackjack|/js/games/blackjack-rules.js|MAX_HANDS = 4|MAX_HANDS = 3",
        "roulette|/js/games/roulette-table.js|36 / place|35 / place",
        "slots|/js/games/fruit-rules.js|count - 3|count - 2",
        "slots-20|/js/games/slots-rules.js|machine.freeSpins.multiplier : 1|1 : 1",
        "dice|/js/parts/originals.js|ROLLS = 10_001|ROLLS = 10_000",
        "limbo|/js/games/original-rules.js|(drawn + 1)|(drawn + 1e6)",
        "plinko|/js/games/original-rules.js|sum + turn, 0|sum + turn, 1",
        "wheel|/js/games/original-rules.js|pays[segment]|pays[segments - 1 - segment]",
        "keno|/js/games/original-rules.js|left.splice|left.slice().splice",
      })
  void control_anotherRuleIsNoticed(String change) throws IOException {
    String[] parts = change.split("\\|", -1);
    String source = Files.readString(PageScripts.WEB.resolve(parts[1].substring(1)));
    assertThat(source).contains(parts[2]);
    try (PageScripts other =
        PageScripts.with(Map.of(parts[1], source.replace(parts[2], parts[3])))) {
      int differing;
      try {
        differing = differences(other, parts[0], ROUNDS).size();
      } catch (IllegalStateException impossible) {
        differing = ROUNDS; // an action that the other rule does not allow
      }
      assertThat(differing).isPositive();
    }
  }

  @Test
  void placesOfTheRouletteTableAreThoseOfTheServer() {
    JsonNode places =
        scripts.call(
            "import {PLACES, payoutMultiple} from '/js/games/roulette-table.js';",
            "() => PLACES.map((place) => `${place.type} ${place.numbers} pays"
                + " ${payoutMultiple(place)}`)");
    List<String> server = new ArrayList<>();
    for (BetType type : BetType.values()) {
      for (List<Integer> numbers : type.places()) {
        server.add(
            "%s %s pays %d"
                .formatted(
                    type.id(),
                    String.join(",", numbers.stream().map(String::valueOf).toList()),
                    type.payoutMultiple()));
      }
    }
    assertThat(places).extracting(JsonNode::asText).containsExactlyInAnyOrderElementsOf(server);
  }

  @Test
  void colorsOfPocketsAreThoseOfTheServer() {
    JsonNode colors =
        scripts.call(
            "import {colorOf} from '/js/games/roulette-table.js';",
            "() => Array.from({length: 37}, (_, pocket) => colorOf(pocket))");
    assertThat(colors)
        .extracting(JsonNode::asText)
        .isEqualTo(IntStream.range(0, 37).mapToObj(it -> PocketColor.of(it).id()).toList());
  }

  /// A place is found by its bet however the numbers are ordered, and its bet is read by the
  /// server.
  @Test
  void betsOfAllPlacesAreTakenByTheServerAndFoundAgain() throws IOException {
    JsonNode bets =
        scripts.call(
            "import {PLACES, betAt, placeOf} from '/js/games/roulette-table.js';",
            """
            () => PLACES.map((place) => {
              const bet = betAt(place, 100);
              const stored = {type: place.type, numbers: [...place.numbers].reverse()};
              return {bet, found: placeOf(bet) === place && placeOf(stored) === place};
            })
            """);
    assertThat(bets).hasSize(157);
    for (JsonNode bet : bets) {
      assertThat(bet.get("found").asBoolean()).as(bet.toString()).isTrue();
      String body = JSON.writeValueAsString(Map.of("bets", List.of(bet.get("bet"))));
      assertThat(RandomRounds.read("roulette", body).stake()).isEqualTo(100);
    }
  }

  /// The curve that is drawn shows the multiplier that a cash-out at that time is paid.
  @Test
  void crashCurveIsThatOfTheServer() {
    List<Integer> millis = IntStream.range(0, 2_000).map(i -> i * 37).boxed().toList();
    JsonNode shown =
        scripts.call(
            "import {multiplierAt, reachedAt} from '/js/games/crash-table.js';",
            "(millis) => millis.map((at) => [multiplierAt(at), reachedAt(multiplierAt(at))])",
            millis);
    for (int i = 0; i < millis.size(); i++) {
      long at = millis.get(i);
      assertThat(shown.get(i).get(0).asLong())
          .as("after %d ms", at)
          .isEqualTo(CrashCurve.multiplierAt(at));
      // the page's time is the exact one, the server's the next whole millisecond
      assertThat(Math.ceil(shown.get(i).get(1).asDouble()))
          .isBetween(
              CrashCurve.reachedAtMillis(CrashCurve.multiplierAt(at)) - 1.0,
              CrashCurve.reachedAtMillis(CrashCurve.multiplierAt(at)) + 1.0);
    }
  }
}
