package dev.pitboss.server.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.pitboss.server.CasinoFixture;
import dev.pitboss.server.Concurrently;
import dev.pitboss.server.published.FrontStore;
import dev.pitboss.server.published.GameStore;
import dev.pitboss.server.published.MadeFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Imported games in a browser: on our own page, and by a front end of the studio's.
class PublishedGamePageIT {
  private static final Path SAMPLES = Path.of("src/test/resources/published");

  private static final String WIN =
      """
      {"id": 1, "payoutMultiplier": 200, "events": [
        {"index": 0, "type": "reveal", "board": [["A", "B"], ["A", "C"], ["A", "D"]]},
        {"index": 1, "type": "winInfo", "totalWin": 200, "wins": [{"symbol": "A", "kind": 3,
          "win": 200, "positions": [{"reel": 0, "row": 0}, {"reel": 1, "row": 0},
            {"reel": 2, "row": 0}]}]},
        {"index": 2, "type": "freeSpinTrigger", "totalFs": 5},
        {"index": 3, "type": "finalWin", "amount": 200}]}
      """
          .replace("\n", "");

  @TempDir static Path folder;

  private static CasinoFixture casino;

  @BeforeAll
  static void start() throws Exception {
    casino = CasinoFixture.start();
    add(SAMPLES.resolve("ways"), "my-ways");
    add(SAMPLES.resolve("cluster"), "my-cluster");
    add(SAMPLES.resolve("fifty-fifty"), "coin");
    add(
        new MadeFolder(folder.resolve("sure"))
            .mode("base", "1", List.of("1,1,200"), List.of(WIN))
            .path(),
        "sure-win");
    Path front = folder.resolve("front");
    Files.createDirectories(front.resolve("assets"));
    Files.writeString(front.resolve("index.html"), FRONT);
    Files.writeString(front.resolve("assets/game.js"), SCRIPT);
    FrontStore.in(data()).put("sure-win", FrontStore.read(front));
  }

  @AfterAll
  static void stop() {
    casino.close();
  }

  private static Path data() {
    return Objects.requireNonNull(casino.seedKey().toAbsolutePath().getParent());
  }

  private static void add(Path published, String id) throws Exception {
    new GameStore(data().resolve(GameStore.FOLDER))
        .add(published, id, Optional.empty(), Instant.EPOCH);
    Concurrently.await(
        id + " is offered", () -> casino.client().get("/api/casino/games/" + id).status() == 200);
  }

  @Test
  void lobbyLeadsToTheGameWhichIsPlayedAndShown() {
    try (BrowserSession visit = BrowserSession.to(casino, BrowserSession.DESKTOP)) {
      Page page = visit.open("/");
      page.getByRole(
              AriaRole.LINK, new Page.GetByRoleOptions().setName(Pattern.compile("Sure Win")))
          .click();
      assertThat(page.locator("h1")).hasText("Sure Win");
      visit.action("play").click();
      assertThat(page.locator(".result")).containsText("Pays 2 × the wager: 2.00, net +1.00");
      assertThat(page.locator(".tile")).hasCount(6);
      assertThat(page.locator(".step")).hasText("In all 2 ×");
      assertThat(page.locator("session-bar")).containsText("1,001.00");
      page.locator(".result a").click();
      assertThat(page.locator("[data-book='1']")).hasCount(1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"my-ways", "my-cluster", "coin"})
  void samplesOfTheFormatArePlayedOnAPhone(String game) {
    try (BrowserSession visit = BrowserSession.to(casino, BrowserSession.PHONE)) {
      Page page = visit.open("/published.html?game=" + game);
      for (int round = 0; round < 3; round++) {
        visit.action("play").click();
        visit.action("play").click(); // skips what is left of it
        assertThat(visit.action("play")).containsText("Play for");
        assertThat(page.locator(".result a")).hasCount(1);
      }
      assertThat((Boolean) page.evaluate("document.body.scrollWidth <= innerWidth"))
          .as("nothing is wider than the page")
          .isTrue();
    }
  }

  @Test
  void roundIsResumedAfterThePageWasLeft() {
    try (BrowserSession visit = BrowserSession.to(casino, BrowserSession.DESKTOP)) {
      Page page = visit.open("/published.html?game=sure-win");
      page.route("**/wallet/end-round", route -> {});
      visit.action("play").click();
      assertThat(page.locator(".step")).hasText("In all 2 ×");
      assertThat(page.locator("session-bar")).containsText("999.00");
      page.unroute("**/wallet/end-round");
      visit.open("/published.html?game=sure-win");
      assertThat(page.locator(".result")).containsText("Pays 2 × the wager");
      assertThat(page.locator("session-bar")).containsText("1,001.00");
    }
  }

  @Test
  void unknownGameIsSaidToBeNone() {
    try (BrowserSession visit = BrowserSession.to(casino, BrowserSession.DESKTOP)) {
      visit.expectRefusals();
      Page page = visit.open("/published.html?game=none");
      assertThat(page.locator(".result")).containsText("cannot be played here");
    }
  }

  private static final String FRONT =
      """
      <!doctype html><title>Front</title><pre id="said">loading</pre>
      <script type="module" src="assets/game.js"></script>
      """;

  /// What a front end does, and what it must not be able to.
  private static final String SCRIPT =
      """
      const at = new URLSearchParams(location.search);
      const call = async (path, body) => (await fetch(`http://${at.get('rgs_url')}${path}`, {
        method: 'POST', headers: {'Content-Type': 'application/json'},
        body: JSON.stringify({sessionID: at.get('sessionID'), ...body})})).json();
      const attempt = async (what) => { try { return String(await what()); } catch (e) { return e.name; } };
      const first = await call('/wallet/authenticate', {language: at.get('lang')});
      const played = await call('/wallet/play', {mode: 'BASE', amount: 1000000});
      const ended = await call('/wallet/end-round', {});
      const said = [
        `balances ${first.balance.amount} ${played.balance.amount} ${ended.balance.amount}`,
        `origin ${self.origin}`,
        `cookie ${await attempt(() => document.cookie)}`,
        `storage ${await attempt(() => {
          const before = localStorage.length;
          localStorage.setItem('volume', 7);
          sessionStorage.lang = 'de';
          const all = [localStorage.volume, localStorage.getItem('none'), sessionStorage.getItem('lang')];
          localStorage.removeItem('volume');
          return [before, ...all, localStorage.length, Object.keys(sessionStorage)].join(' ');
        })}`,
        `session ${await attempt(async () =>
          (await fetch('/api/casino/balance', {credentials: 'include'})).status)}`,
        `elsewhere ${await attempt(() => fetch('https://elsewhere.test/'))}`,
        `device ${at.get('device')}`,
      ];
      document.querySelector('#said').textContent = said.join('\\n');
      """;

  @Test
  void studiosFrontEndPlaysInASandboxWithoutThePlayersSession() {
    try (BrowserSession visit = BrowserSession.to(casino, BrowserSession.DESKTOP)) {
      Page page = visit.open("/published.html?game=sure-win");
      assertThat(visit.action("play")).containsText("Play for");
      String front = page.locator("a[data-action='front']").getAttribute("href");
      visit.expectForbiddenCalls();
      // what the host's pages keep is out of reach
      page.evaluate("() => localStorage.setItem('of-the-host', 'x')");
      page.navigate(front);

      assertThat(page.locator("#said"))
          .hasText(
              Pattern.compile(
                  "balances 1000000000 999000000 1001000000\\s+origin null\\s+cookie SecurityError"
                      + "\\s+storage 0 7 +de 0 lang\\s+session TypeError\\s+elsewhere TypeError"
                      + "\\s+device desktop"));
    }
  }

  @Test
  void frontEndIsServedForItsGameOnlyAndUnderItsPolicy() {
    String hash = FrontStore.in(data()).of("sure-win").orElseThrow();
    var page = casino.client().get("/fronts/sure-win/" + hash + "/index.html");

    assertThat(page.status()).isEqualTo(200);
    assertThat(page.header("Content-Security-Policy"))
        .contains("sandbox allow-scripts")
        .doesNotContain("allow-same-origin");
    assertThat(page.header("Content-Type")).isEqualTo("text/html; charset=utf-8");
    assertThat(page.header("Referrer-Policy")).isEqualTo("no-referrer");
    for (String path :
        List.of(
            "/fronts/none/" + hash + "/index.html",
            "/fronts/sure-win/" + "0".repeat(64) + "/index.html",
            "/fronts/sure-win/" + hash + "/none.js",
            "/fronts/sure-win/" + hash + "/",
            "/fronts/sure-win/" + hash + "/..%2f..%2fsure-win.json",
            "/fronts/sure-win")) {
      assertThat(casino.client().get(path).status()).as(path).isEqualTo(404);
    }
  }
}
