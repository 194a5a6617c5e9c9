package dev.pitboss.server.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RoundIT {
  private static final String RED = "{\"bets\":[{\"type\":\"red\",\"stake\":100}]}";
  private static final String BANKER = "{\"bets\":[{\"on\":\"banker\",\"stake\":100}]}";
  private static final int COMPARED_ROUNDS = 1_000;

  @ParameterizedTest
  @ValueSource(
      strings = {"roulette", "slots-20", "slots", "blackjack", "baccarat", "plinko", "keno"})
  void playedRoundIsShownAndVerifiesOnceItsSeedIsRevealed(String game) {
    try (BrowserSession visit = BrowserSession.desktop()) {
      Page page = visit.open("/");
      visit.open("/round.html?ref=" + playOne(visit, game));
      assertThat(
              page.locator("#what-happened ~ :is(slot-reels, roulette-table, .table, .original)"))
          .hasCount(1);
      visit.action("reveal").click();
      visit.action("verify").click();
      assertThat(page.locator("[data-verdict]")).hasAttribute("data-verdict", "true");
    }
  }

  @Test
  void roundOfTheOtherSchemeVerifies() {
    try (BrowserSession visit = BrowserSession.desktop()) {
      Page page = visit.open("/");
      String _ = playOne(visit, "roulette"); // opens the account
      page.evaluate(
          "import('/js/core/api.js').then(({post}) => post('/fairness/rotate', {scheme: 'stake'}))");
      String ref = visit.play("roulette", RED, 1);
      visit.open("/round.html?ref=" + ref);
      visit.action("reveal").click();
      visit.action("verify").click();
      assertThat(page.locator("[data-verdict]")).hasAttribute("data-verdict", "true");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "roulette  | \"pocket\":\\d+",
        "slots-20  | \"stops\":.\\d+",
        "slots     | \"grid\":...[a-z]+",
        "blackjack | \"cards\":..[0-9AJQK]+",
        "baccarat  | \"cards\":..[0-9AJQK]+",
        "blackjack | \"payout\":\\d+",
        "baccarat  | \"payout\":\\d+",
        "slots     | \"payout\":\\d+",
        "baccarat  | \"winner\":.[a-z]+",
        "blackjack | \"nonce\":\\d+",
        "dice      | \"roll\":\\d+",
        "wheel     | \"multiplier\":\\d+",
      })
  void tamperedRoundIsShownAsFalse(String game, String told) {
    try (BrowserSession visit = BrowserSession.desktop()) {
      Page page = visit.open("/");
      String ref = playOne(visit, game);
      page.evaluate("import('/js/core/api.js').then(({post}) => post('/fairness/rotate', {}))");
      page.route("**/api/casino/rounds/*", route -> lie(route, Pattern.compile(told)));
      visit.open("/round.html?ref=" + ref);
      visit.action("verify").click();
      assertThat(page.locator("[data-verdict]")).hasAttribute("data-verdict", "false");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "roulette",
        "slots-20",
        "slots",
        "blackjack",
        "baccarat",
        "crash",
        "dice",
        "limbo",
        "plinko",
        "wheel",
        "keno"
      })
  void browserComesToTheSameRoundsAsTheCasino(String game) {
    long seed = System.nanoTime();
    String rounds = new RandomRounds(new Random(seed)).of(game, COMPARED_ROUNDS);
    try (BrowserSession visit = BrowserSession.desktop()) {
      Object verdicts =
          visit
              .open("/")
              .evaluate(
                  """
                  async ([game, text]) => {
                    const {get} = await import('/js/core/api.js');
                    const {Draws} = await import('/js/core/fair.js');
                    const {REPLAYS} = await import('/js/pages/round.js');
                    const replay = await REPLAYS[game]();
                    const facts = replay.needs ? await get(replay.needs) : null;
                    const rounds = JSON.parse(text);
                    const wrong = [];
                    for (const round of rounds) {
                      const steps = replay.proof
                        ? await replay.proof(round)
                        : await replay.recompute(round, facts, new Draws(round.fairness));
                      for (const {name, lines} of steps.filter(({ok}) => ok === false)) {
                        wrong.push(`${name}: ${lines}, not ${JSON.stringify(round)}`);
                      }
                    }
                    return [rounds.length, ...wrong];
                  }
                  """,
                  List.of(game, rounds));
      assertThat(verdicts).as("seed %d", seed).isEqualTo(List.of(COMPARED_ROUNDS));
    }
  }

  @Test
  void ownHashEqualsTheBrowsersForEveryPaddingAndKeyLength() {
    try (BrowserSession visit = BrowserSession.desktop()) {
      Object differing =
          visit
              .open("/fairness.html")
              .evaluate(
                  """
                  async () => {
                    const {hmac, hmacPlain, sha256, sha256Plain} = await import('/js/core/fair.js');
                    const utf8 = (text) => new TextEncoder().encode(text);
                    const differing = [];
                    for (let length = 0; length <= 200; length++) {
                      const text = 'é'.repeat(length % 7) + 'x'.repeat(length);
                      if (String(sha256Plain(utf8(text))) !== String(await sha256(utf8(text)))) {
                        differing.push(length);
                      }
                      const key = text + 'k';
                      if (String(hmacPlain(utf8(key), utf8(text))) !== String(await hmac(key, text))) {
                        differing.push(-length);
                      }
                    }
                    return [typeof crypto.subtle, ...differing];
                  }
                  """);
      assertThat(differing).isEqualTo(List.of("object"));
    }
  }

  /// Plays a round to its end and returns its ref.
  static String playOne(BrowserSession visit, String game) {
    return switch (game) {
      case "roulette" -> visit.play(game, RED, 1);
      case "baccarat" -> visit.play(game, BANKER, 1);
      case "slots-20" -> visit.play(game, "{\"stake\":20}", 1);
      case "dice" -> visit.play(game, "{\"direction\":\"over\",\"target\":5050,\"stake\":100}", 1);
      case "plinko" -> visit.play(game, "{\"rows\":16,\"risk\":\"high\",\"stake\":100}", 1);
      case "wheel" -> visit.play(game, "{\"segments\":50,\"risk\":\"low\",\"stake\":100}", 1);
      case "keno" -> visit.play(game, "{\"picks\":[1,2,3],\"risk\":\"low\",\"stake\":100}", 1);
      case "slots" ->
          (String)
              visit
                  .page()
                  .evaluate(
                      """
                      async () => {
                        const {player} = await import('/js/core/api.js');
                        const {ref} = await player.ask('/slots/bet', {stake: 20});
                        return (await player.ask('/slots/result', {ref})).ref;
                      }
                      """);
      case "blackjack" ->
          (String)
              visit
                  .page()
                  .evaluate(
                      """
                      async () => {
                        const {player} = await import('/js/core/api.js');
                        let round = await player.play('blackjack', {action: 'deal', stake: 100});
                        while (!round.final) {
                          const {ref, version} = round;
                          round = await player.play('blackjack', {action: 'stand', ref, version});
                        }
                        return round.ref;
                      }
                      """);
      default -> throw new IllegalArgumentException("no round of " + game);
    };
  }

  /// Answers with the first match changed: another number, card, fruit or side.
  static void lie(Route route, Pattern told) {
    var answer = route.fetch();
    String lie =
        told.matcher(answer.text())
            .replaceFirst(match -> {
              String text = match.group();
              int at = text.length() - 1;
              while (at > 0 && Character.isLetterOrDigit(text.charAt(at - 1))) {
                at--;
              }
              return text.substring(0, at) + another(text.substring(at));
            });
    route.fulfill(new Route.FulfillOptions().setResponse(answer).setBody(lie));
  }

  private static String another(String value) {
    return switch (value) {
      case "36" -> "0";
      case "A", "J", "Q", "K" -> "9";
      case "10" -> "5";
      case "banker", "tie" -> "player";
      case "player" -> "banker";
      case "apple" -> "kiwi";
      default ->
          Character.isDigit(value.charAt(0)) ? Long.toString(Long.parseLong(value) + 1) : "apple";
    };
  }
}
