package dev.pitboss.server.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RoundIT {
  private static final String RED = "{\"bets\":[{\"type\":\"red\",\"stake\":100}]}";
  private static final int COMPARED_ROUNDS = 60;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"roulette|" + RED, "slots-20|{\"stake\":20}"})
  void playedRoundVerifiesOnceItsSeedIsRevealed(String game, String bet) {
    try (Visit visit = Visit.desktop()) {
      Page page = visit.open("/");
      String ref = visit.play(game, bet, 1);
      visit.open("/round.html?ref=" + ref);
      visit.action("reveal").click();
      visit.action("verify").click();
      assertThat(page.locator("[data-verdict]")).hasAttribute("data-verdict", "true");
    }
  }

  @Test
  void tamperedPocketIsShownAsFalse() {
    try (Visit visit = Visit.desktop()) {
      Page page = visit.open("/");
      String ref = visit.play("roulette", RED, 1);
      page.evaluate("import('/js/core/api.js').then(({post}) => post('/fairness/rotate', {}))");
      page.route("**/api/casino/rounds/*", RoundIT::shiftPocket);
      visit.open("/round.html?ref=" + ref);
      visit.action("verify").click();
      assertThat(page.locator("[data-verdict]")).hasAttribute("data-verdict", "false");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"roulette|" + RED, "slots-20|{\"stake\":20}"})
  void browserComesToTheSameRoundsAsTheCasino(String game, String bet) {
    try (Visit visit = Visit.desktop()) {
      Page page = visit.open("/");
      visit.play(game, bet, COMPARED_ROUNDS);
      Object verdicts =
          page.evaluate(
              """
              async (game) => {
                const {get, post} = await import('/js/core/api.js');
                const {Draws} = await import('/js/core/fair.js');
                const replay = await import(`/js/pages/${game.split('-')[0]}-replay.js`);
                const facts = replay.needs ? await get(replay.needs) : null;
                await post('/fairness/rotate', {});
                const {rounds} = await get('/game-history?limit=60');
                const wrong = [];
                for (const {ref} of rounds) {
                  const round = await get(`/rounds/${ref}`);
                  const steps = await replay.recompute(round, facts, new Draws(round.fairness));
                  wrong.push(...steps.filter(({ok}) => !ok).map(({name}) => `${ref} ${name}`));
                }
                return [rounds.length, ...wrong];
              }
              """,
              game);
      assertThat(verdicts).isEqualTo(List.of(COMPARED_ROUNDS));
    }
  }

  @Test
  void ownHashEqualsTheBrowsersForEveryPaddingAndKeyLength() {
    try (Visit visit = Visit.desktop()) {
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

  private static void shiftPocket(Route route) {
    var answer = route.fetch();
    String told = answer.text();
    String pocket = told.replaceFirst("(?s).*\"pocket\":(\\d+).*", "$1");
    String lie =
        told.replace("\"pocket\":" + pocket, "\"pocket\":" + (Integer.parseInt(pocket) + 1) % 37);
    route.fulfill(new Route.FulfillOptions().setResponse(answer).setBody(lie));
  }
}
