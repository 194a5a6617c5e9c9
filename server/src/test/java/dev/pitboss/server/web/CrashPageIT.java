package dev.pitboss.server.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.WebSocketRoute;
import com.microsoft.playwright.options.AriaRole;
import dev.pitboss.server.Concurrently;
import dev.pitboss.server.crash.CrashCasino;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The live table in a browser, by a clock that only the test moves.
final class CrashPageIT {
  private final CrashCasino casino = CrashCasino.shared();

  @Test
  void betLeavesByItselfAndItsRoundIsVerifiedInTheBrowser() throws InterruptedException {
    try (BrowserSession visit = BrowserSession.to(casino.fixture(), BrowserSession.DESKTOP)) {
      casino.open();
      Page page = visit.open("/crash.html");
      betAndCancel(visit, page);
      casino.beginRunning(() -> betUntilOneHundredth(visit, page));
      assertThat(page.locator(".crash")).hasAttribute("data-phase", "running");
      picture(page, "running");
      long before = visit.balance();
      long crashPoint = casino.crash().path("crashPoint").asLong();
      assertThat(page.locator(".crash")).hasAttribute("data-phase", "crashed");
      picture(page, "crashed");
      assertThat(page.locator(".result")).containsText("verify this round");
      long paid = crashPoint >= 101 ? 101 : 0;
      Concurrently.await("the payout", () -> visit.balance() == before + paid);
      Concurrently.await("the payout shown", () -> visit.shownBalance() == before + paid);

      page.locator(".points a").first().click();
      assertThat(page.locator("[data-verdict]")).hasAttribute("data-verdict", "true");

      page.navigate("/history.html");
      page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Crash").setExact(true))
          .first()
          .click();
      visit.action("verify").click();
      assertThat(page.locator("[data-verdict]")).hasAttribute("data-verdict", "true");
      picture(page, "round");
    } finally {
      casino.open();
    }
  }

  @Test
  void betIsCashedOutByHandAndTheNextIsLost() throws InterruptedException {
    try (BrowserSession visit = BrowserSession.to(casino.fixture(), BrowserSession.DESKTOP)) {
      Page page = visit.open("/crash.html");
      page.locator("#auto").fill("2000");
      assertThat(page.locator("#auto-error"))
          .hasText("Auto cash-out must be from 1.01× to 1000.00×, not 2000.00×.");
      page.locator("#auto").fill("");
      casino.beginRunning(() -> bet(visit));
      assertThat(page.locator("#auto")).isDisabled(); // what the bet has is settled
      assertThat(page.locator("#stake")).isDisabled();
      visit.action("cashout").click();
      assertThat(page.locator("#auto")).isEnabled(); // for the next bet
      assertThat(page.locator(".result")).containsText("Cashed out at");
      casino.crash();
      assertThat(page.locator(".result"))
          .containsText(Pattern.compile("Cashed out at .*(\\+|0\\.00)"));
      Concurrently.await("the payout shown", () -> visit.shownBalance() == visit.balance());
      long before = visit.balance();

      casino.beginRunning(() -> bet(visit));
      casino.crash();
      assertThat(page.locator(".result")).containsText("−1.00");
      assertThat(page.locator(".points .low, .points .high").first()).isVisible();
      Concurrently.await("the loss shown", () -> visit.shownBalance() == visit.balance());
      assertThat(visit.balance()).isLessThan(before);
    } finally {
      casino.open();
    }
  }

  /// The button to cash out and the one to bet are at one place: a tap that comes too late must not
  /// be a bet.
  @Test
  void tapThatComesTooLateToCashOutPlacesNoBet() throws InterruptedException {
    try (BrowserSession visit = BrowserSession.to(casino.fixture(), BrowserSession.DESKTOP)) {
      Page page = visit.open("/crash.html");
      casino.beginRunning(() -> bet(visit));
      visit.action("cashout").waitFor();
      page.evaluate(
          """
          () => {
            window.late = new Promise((done) => new MutationObserver((_, observer) => {
              const bet = document.querySelector('[data-action=bet]');
              if (bet) {
                observer.disconnect();
                bet.click();
                done(bet.getAttribute('aria-disabled'));
              }
            }).observe(document.querySelector('crash-game'), {childList: true, subtree: true}));
          }
          """);
      casino.crash();
      assertThat(page.evaluate("window.late")).isEqualTo("true");
      assertThat(page.locator(".result")).containsText("−1.00");
      Concurrently.await("the loss shown", () -> visit.shownBalance() == visit.balance());
      assertThat(visit.balance()).as("one wager and no other").isEqualTo(99_900);
      // control: a moment later the same button bets
      visit.action("bet").click();
      visit.action("cancel").click();
      assertThat(visit.action("bet")).isVisible();
    } finally {
      casino.open();
    }
  }

  @Test
  void keyboardKeepsItsPlaceWhileOneButtonGoesAndAnotherComes() throws InterruptedException {
    try (BrowserSession visit = BrowserSession.to(casino.fixture(), BrowserSession.DESKTOP)) {
      Page page = visit.open("/crash.html");
      casino.open();
      assertThat(page.locator(".crash")).hasAttribute("data-phase", "betting");
      visit.action("bet").focus();
      casino.beginRunning(() -> {
        assertThat(page.locator(".crash")).hasAttribute("data-phase", "betting");
        assertThat(visit.action("bet")).isFocused();
        page.keyboard().press("Enter");
        assertThat(visit.action("cancel")).isFocused();
      });
      assertThat(visit.action("cashout")).isFocused();
      page.keyboard().press("Enter");
      assertThat(page.locator(".result")).containsText("Cashed out at");
    } finally {
      casino.open();
    }
  }

  @Test
  void pageLoadedAgainInMidRoundHasTheBetAndCanLeave() throws InterruptedException {
    try (BrowserSession visit = BrowserSession.to(casino.fixture(), BrowserSession.DESKTOP)) {
      Page page = visit.open("/crash.html");
      casino.beginRunning(() -> bet(visit));
      visit.action("cashout").waitFor();
      visit.open("/crash.html");
      assertThat(page.locator(".result")).containsText("1.00 in play");
      visit.action("cashout").click();
      assertThat(page.locator(".result")).containsText("Cashed out at");
    } finally {
      casino.open();
    }
  }

  @Test
  void lostLinkIsToldAndTheBetIsThereWhenItIsBack() throws InterruptedException {
    try (BrowserSession visit = BrowserSession.to(casino.fixture(), BrowserSession.DESKTOP)) {
      Link link = new Link(visit);
      Page page = visit.open("/crash.html");
      casino.beginRunning(() -> bet(visit));
      visit.action("cashout").waitFor();
      link.lose();
      assertThat(page.locator(".lost")).hasText("Reconnecting…");
      PagesIT.assertAccessible(page, "crash reconnecting");
      link.comeBack();
      assertThat(page.locator(".lost")).hasCount(0);
      visit.action("cashout").click();
      assertThat(page.locator(".result")).containsText("Cashed out at");
    } finally {
      casino.open();
    }
  }

  @Test
  void cashOutElsewhereIsSeenWhenTheLinkIsBack() throws InterruptedException {
    try (BrowserSession visit = BrowserSession.to(casino.fixture(), BrowserSession.DESKTOP)) {
      Link link = new Link(visit);
      Page page = visit.open("/crash.html");
      casino.beginRunning(() -> bet(visit));
      visit.action("cashout").waitFor();
      link.lose();
      assertThat(page.locator(".lost")).hasText("Reconnecting…");
      page.evaluate(
          """
          async () => {
            const {get, player} = await import('/js/core/api.js');
            const {bets: [{ref}]} = await get('/play/crash');
            await player.play('crash/cashout', {ref});
          }
          """);
      assertThat(visit.action("cashout")).isVisible(); // control: nothing has told the page
      link.comeBack();
      assertThat(page.locator(".result")).containsText("Cashed out at");
    } finally {
      casino.open();
    }
  }

  /// A page's link to the live table, which the test cuts.
  private static final class Link {
    private final AtomicBoolean away = new AtomicBoolean();
    private final List<WebSocketRoute> links = new CopyOnWriteArrayList<>();

    Link(BrowserSession visit) {
      visit.expectRefusals();
      visit.page().route("**/play/crash/live", route -> answer(route, away.get()));
      visit
          .page()
          .routeWebSocket(
              url -> url.endsWith("/play/crash/live"),
              link -> {
                links.add(link);
                if (away.get()) {
                  link.close();
                } else {
                  link.connectToServer();
                }
              });
    }

    void lose() {
      away.set(true);
      links.getLast().close();
    }

    void comeBack() {
      away.set(false);
    }
  }

  @Test
  void tooLittleIsToldAndNothingMoves() throws InterruptedException {
    try (BrowserSession visit = BrowserSession.to(casino.fixture(), BrowserSession.DESKTOP)) {
      visit.expectRefusals();
      casino.open();
      Page page = visit.open("/crash.html");
      JourneysIT.loseAllElsewhere(visit);
      visit.action("bet").click();
      assertThat(page.locator(".dock > .error"))
          .hasText("Your balance of 0.00 does not cover this.");
      assertThat(visit.balance()).isZero();
    }
  }

  @Test
  void tamperedRoundIsShownAsFalse() throws InterruptedException {
    try (BrowserSession visit = BrowserSession.to(casino.fixture(), BrowserSession.DESKTOP)) {
      Page page = visit.open("/crash.html");
      casino.beginRunning(() -> bet(visit));
      casino.crash();
      page.getByText("verify this round").click();
      page.route(
          "**/api/casino/rounds/*",
          route -> RoundIT.lie(route, Pattern.compile("\"crashPoint\":\\d+")));
      page.reload();
      visit.action("verify").click();
      assertThat(page.locator("[data-verdict]")).hasAttribute("data-verdict", "false");
    } finally {
      casino.open();
    }
  }

  @Test
  void curveStandsStillThreeHundredMillisecondsAfterTheLastWord() {
    try (BrowserSession visit = BrowserSession.timed(casino.fixture(), BrowserSession.DESKTOP)) {
      Page page = visit.open("/");
      visit.stop();
      page.evaluate(
          """
          import('/js/games/crash-table.js').then(({Table}) => {
            window.table = new Table();
            table.startsAt = table.heardAt = performance.now();
          })
          """);
      page.clock().runFor(200);
      assertThat(elapsed(page)).isEqualTo(200);
      page.clock().runFor(5_000);
      assertThat(elapsed(page)).isEqualTo(300);
    }
  }

  private static long elapsed(Page page) {
    return Math.round(((Number) page.evaluate("table.elapsed")).doubleValue());
  }

  private static void answer(Route route, boolean away) {
    if (away) {
      route.abort();
    } else {
      route.resume();
    }
  }

  private static void bet(BrowserSession visit) {
    assertThat(visit.page().locator(".crash")).hasAttribute("data-phase", "betting");
    visit.action("bet").click();
    visit.action("cancel").waitFor();
  }

  private void betUntilOneHundredth(BrowserSession visit, Page page) {
    assertThat(page.locator(".crash")).hasAttribute("data-phase", "betting");
    page.locator("#auto").fill("1.01");
    visit.action("bet").click();
    assertThat(visit.action("cancel")).containsText("Cancel bet (1.00)");
    casino.pass(1_000); // who plays is told with the next tick
    assertThat(page.locator(".players")).containsText("You");
  }

  private static void betAndCancel(BrowserSession visit, Page page) {
    assertThat(page.locator(".crash")).hasAttribute("data-phase", "betting");
    visit.action("bet").click();
    visit.action("cancel").click();
    assertThat(visit.action("bet")).containsText("Bet 1.00");
    assertThat(visit.shownBalance()).isEqualTo(100_000);
  }

  private static void picture(Page page, String name) {
    page.screenshot(
        new Page.ScreenshotOptions()
            .setPath(Path.of("target", "crash-" + name + ".png"))
            .setFullPage(true));
  }

  @Test
  void stakeAndTargetOffTheRulesAreExplainedBesideTheirFields() {
    try (BrowserSession visit = BrowserSession.to(casino.fixture(), BrowserSession.PHONE)) {
      Page page = visit.open("/crash.html");
      Locator stake = page.locator("#stake");
      stake.fill("1.50");
      stake.press("Enter");
      assertThat(page.locator("#stake-error")).containsText("from 1.00 to 1,000.00");
      stake.fill("1.00");
      page.locator("#auto").fill("1");
      page.locator("#auto").press("Enter");
      assertThat(page.locator("#auto-error")).containsText("from 1.01×");
      assertThat(visit.balance()).isEqualTo(100_000);
      assertThat(page.locator(".multiplier")).hasText(Pattern.compile("[0-9.]+( s|×)|–"));
    }
  }
}
