package dev.pitboss.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.ColorScheme;
import dev.pitboss.games.blackjack.Action;
import dev.pitboss.server.crash.CrashCasino;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What holds on every page: no barrier, no sideways scroll, and little to load.
final class PagesIT {
  private static final List<String> AXE_RULES =
      List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice");

  /// Violations in words. `AxeBuilder` gives the page axe for each look and has it describe all
  /// that is right, which takes most of the time; our pages have no frames, for which it does so.
  private static final String AXE =
      """
      async (tags) => {
        const {violations} = await axe.run(document, {
          runOnly: {type: 'tag', values: tags}, resultTypes: ['violations'], iframes: false});
        return violations.map(({id, help, nodes}) =>
          `${id}: ${help}: ${nodes.map(({html, failureSummary}) => `${html} ${failureSummary}`)}`);
      }
      """;

  static final int MAX_SCRIPT_BYTES = 30 * 1024;
  static final int MAX_OPS_SCRIPT_BYTES = 45 * 1024;
  private static final int MAX_BYTES = 60 * 1024;

  /// What is painted or moves so long after the last answer counts, too.
  private static final double SETTLING_MILLIS = 400;

  /// Of the page that shows the whole description of the API.
  private static final int MAX_API_BYTES = 72 * 1024;

  static final int MAX_REQUESTS = 15;
  private static final double MAX_LARGEST_PAINT_MILLIS = 2_000;
  private static final double MAX_LAYOUT_SHIFT = 0.05;
  private static final int LOADS = 3;

  /// How many times as long as a page with nothing in it ours may take where that is more than the
  /// budget: what slows down an empty page is the machine.
  private static final double MAX_LARGEST_PAINT_OF_EMPTY = 8;

  private static final String EMPTY_PAGE =
      "<!doctype html><html lang=en><title>Empty</title><link rel=icon href=data:,><h1>Empty</h1>";

  /// The header asks for the player's limits when the page has loaded; nothing on it waits for
  /// that.
  private static final String AFTER_LOADING = "/api/casino/limits";

  /// Everything to press or to fill in that is too small for a thumb. Not counted are links within
  /// a sentence, and the edges of the roulette layout: the list beside it places the same bets.
  private static final String TOO_SMALL =
      """
      () => [...document.querySelectorAll('a[href], button, input, select, summary')]
        .filter((it) => it.checkVisibility({visibilityProperty: true}) && !it.closest('.skip'))
        .filter((it) => !it.matches('.spot:not(.straight, .dozen, .column, .low, .high)')
          || it.matches('.even, .odd, .red, .black'))
        .filter((it) => !(it.matches('a') && it.closest('p, li, dd')
          && getComputedStyle(it).display === 'inline'))
        .map((it) => ({it, box: (it.closest('label') ?? it).getBoundingClientRect()}))
        .filter(({box}) => box.width > 0 && (box.width < 43.5 || box.height < 43.5))
        .map(({it, box}) =>
          `${it.outerHTML.slice(0, 90)} is ${Math.round(box.width)} x ${Math.round(box.height)}`)
      """;

  /// Tables of the staff's pages that are wider than their place: on a phone it would stay hidden
  /// that there is more.
  private static final String CUT_TABLES =
      """
      () => [...document.querySelectorAll('.desk-page .scroll')]
        .filter((it) => it.checkVisibility() && it.scrollWidth > it.clientWidth + 1)
        .map((it) => `${it.getAttribute('aria-label')}: ${it.scrollWidth} in ${it.clientWidth}`)
      """;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/slots.html",
        "/roulette.html",
        "/crash.html",
        "/blackjack.html",
        "/baccarat.html",
        "/fruit.html",
        "/keno.html",
        "/history.html",
        "/fairness.html",
        "/limits.html",
        "/account.html",
        "/api.html",
        "/ops.html"
      })
  void pageHasNoBarrierAndNoSidewaysScroll(String path) {
    try (BrowserSession visit = BrowserSession.desktop()) {
      visit.open(path);
      assertAccessible(visit.page(), path);
    }
  }

  @Test
  void rouletteInEveryStateHasNoBarrier() {
    try (BrowserSession visit = BrowserSession.desktop()) {
      Page page = visit.open("/roulette.html");
      page.locator("[data-place='straight:5']").click();
      page.locator("[data-place='split:14-17']").click();
      assertAccessible(page, "chips on the table");
      visit.action("spin").click();
      page.getByText("verify this round").waitFor();
      assertAccessible(page, "roulette result");
      page.getByText("verify this round").click();
      visit.action("reveal").click();
      visit.action("verify").click();
      page.locator("[data-verdict]").waitFor();
      assertAccessible(page, "verified round");
    }
  }

  @Test
  void blackjackInEveryStateHasNoBarrier() {
    try (BrowserSession visit = BrowserSession.desktop()) {
      Page page = BlackjackPageIT.dealt(visit, Action.SPLIT);
      assertAccessible(page, "open hand");
      BlackjackPageIT.move(page, "split").click();
      page.locator(".seat").nth(2).waitFor();
      assertAccessible(page, "split hands");
    }
  }

  @Test
  void crashInEveryStateHasNoBarrier() throws InterruptedException {
    CrashCasino casino = CrashCasino.shared();
    try (BrowserSession visit = BrowserSession.to(casino.fixture(), BrowserSession.DESKTOP)) {
      casino.open();
      Page page = visit.open("/crash.html");
      casino.beginRunning(() -> {
        page.locator("[data-phase=betting]").waitFor();
        visit.action("bet").click();
        visit.action("cancel").waitFor();
        assertAccessible(page, "a bet on the table");
      });
      visit.action("cashout").waitFor();
      assertAccessible(page, "the round runs");
      casino.crash();
      page.getByText("verify this round").waitFor();
      assertAccessible(page, "the round has crashed");
      page.locator(".points a").first().click();
      page.locator("[data-verdict=true]").waitFor();
      assertAccessible(page, "a round's proof");
    } finally {
      casino.open();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/slots.html",
        "/roulette.html",
        "/crash.html",
        "/blackjack.html",
        "/baccarat.html",
        "/fruit.html",
        "/keno.html",
        "/history.html",
        "/fairness.html",
        "/limits.html",
        "/account.html",
        "/api.html",
        "/ops.html",
        "/ops-operators.html"
      })
  void firstLoadStaysWithinItsBudget(String path) {
    try (BrowserSession visit = BrowserSession.wide(390)) {
      assertWithinBudget(
          visit, path, path.equals("/ops.html") ? MAX_OPS_SCRIPT_BYTES : MAX_SCRIPT_BYTES);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"FRUIT", "BLACKJACK"}) // the heaviest two
  void replayStaysWithinTheBudgetAndHasNoBarrier(Table table) {
    try (BrowserSession visit = BrowserSession.wide(390)) {
      visit.open("/");
      String round = "/round.html?ref=" + RoundIT.playOne(visit, table.game);
      assertWithinBudget(visit, round, MAX_SCRIPT_BYTES);
      visit.action("reveal").click();
      visit.action("verify").click();
      visit.page().locator("[data-verdict]").waitFor();
      assertAccessible(visit.page(), table + " verified");
    }
  }

  @Test
  void nothingOfAPageIsWrittenIntoItButWhatTheServerVouchesFor() {
    try (BrowserSession visit = BrowserSession.desktop()) {
      Page page = visit.page();
      String policy = page.navigate("/").headerValue("content-security-policy");
      assertThat(policy)
          .startsWith("default-src 'self'; script-src 'self' 'sha256-")
          .contains("style-src 'self'; object-src 'none'; base-uri 'none'")
          .contains("frame-ancestors 'none'")
          .doesNotContain("unsafe");
    }
  }

  /// What slows a page down on a busy machine is not the page's; so the best of a few loads counts,
  /// and a machine on which an empty page is slow has more time.
  private static void assertWithinBudget(BrowserSession visit, String path, int maxScriptBytes) {
    Page page = visit.page();
    throttle(page);
    page.addInitScript(
        """
        window.paint = 0;
        window.shift = 0;
        const observe = (type, take) => new PerformanceObserver((list) => list.getEntries().forEach(take))
          .observe({type, buffered: true});
        observe('largest-contentful-paint', ({startTime}) => (window.paint = startTime));
        window.shifted = [];
        observe('layout-shift', ({value, startTime, sources}) => {
          window.shift += value;
          const words = ({node, previousRect: from, currentRect: to}) =>
            `${(node?.outerHTML ?? node?.textContent ?? '?').slice(0, 60)}`
              + ` ${from.y}+${from.height} → ${to.y}+${to.height}`;
          const moved = sources.map(words).join('; ');
          window.shifted.push(`${value.toFixed(4)} at ${Math.round(startTime)} ms: ${moved}`);
        });
        """);
    page.route(
        "**/empty",
        route ->
            route.fulfill(
                new Route.FulfillOptions().setContentType("text/html").setBody(EMPTY_PAGE)));
    double paint = Double.MAX_VALUE;
    double budget = 0;
    for (int load = 0; load < LOADS && paint >= budget; load++) {
      visit.open("/empty");
      page.waitForFunction("window.paint > 0");
      double empty = number(page, "paint");
      assertThat(empty).as("largest paint of the empty page, ms").isPositive();
      budget = Math.max(MAX_LARGEST_PAINT_MILLIS, MAX_LARGEST_PAINT_OF_EMPTY * empty);
      CDPSession session = page.context().newCDPSession(page);
      session.send("Network.clearBrowserCache");
      List<Request> requests = visit.requestsOf(path, () -> page.waitForTimeout(SETTLING_MILLIS));
      assertLight(requests, maxScriptBytes);
      assertThat(number(page, "shift"))
          .as("layout shift of %s by %s", path, page.evaluate("window.shifted"))
          .isLessThanOrEqualTo(MAX_LAYOUT_SHIFT);
      paint = number(page, "paint");
    }
    assertThat(paint).as("largest paint, ms").isPositive().isLessThan(budget);
  }

  static void assertLight(List<Request> requests, int maxScriptBytes) {
    assertLight(requests, maxScriptBytes, MAX_REQUESTS);
  }

  static void assertLight(List<Request> requests, int maxScriptBytes, int maxRequests) {
    List<Request> counted =
        requests.stream()
            .filter(request -> !request.url().endsWith(".svg"))
            .filter(request -> !request.url().endsWith(AFTER_LOADING))
            .toList();
    List<Request> scripts =
        counted.stream().filter(request -> request.url().endsWith(".js")).toList();
    assertThat(counted)
        .as("requests: %s", counted.stream().map(Request::url).toList())
        .hasSizeLessThanOrEqualTo(maxRequests);
    assertThat(bytes(scripts)).as("bytes of script").isLessThanOrEqualTo(maxScriptBytes);
    boolean isApi = counted.stream().anyMatch(it -> it.url().endsWith("/api/openapi.json"));
    assertThat(bytes(counted)).as("bytes").isLessThanOrEqualTo(isApi ? MAX_API_BYTES : MAX_BYTES);
  }

  static void assertAccessible(Page page, String where) {
    assertAccessible(page, where, BrowserSession.PHONE, BrowserSession.HEIGHT);
    assertAccessible(page, where, BrowserSession.DESKTOP, BrowserSession.HEIGHT);
  }

  static void assertAccessible(Page page, String where, int width, int height) {
    page.setViewportSize(width, height);
    // both are looked at so, and twice the time is not needed
    ColorScheme scheme = width == BrowserSession.DESKTOP ? ColorScheme.LIGHT : ColorScheme.DARK;
    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
    page.evaluate("scrollTo(0, 0)"); // what has scrolled under the header is not hard to hit
    if (page.evaluate("typeof axe").equals("undefined")) {
      page.evaluate(AxeBuilder.getAxeScript());
    }
    assertThat(page.evaluate(AXE, AXE_RULES))
        .as("axe on %s at %d", where, width)
        .isEqualTo(List.of());
    Object fits =
        page.evaluate(
            "document.documentElement.scrollWidth <= document.documentElement.clientWidth");
    assertThat(fits).as("%s fits %d px", where, width).isEqualTo(true);
    if (width == BrowserSession.PHONE) {
      assertThat(page.evaluate(CUT_TABLES)).as("cut on %s", where).isEqualTo(List.of());
    }
    assertThat(page.evaluate(TOO_SMALL))
        .as("too small on %s at %d", where, width)
        .isEqualTo(List.of());
  }

  /// A phone on a slow network: 1.6 Mbit/s down, 150 ms away, a quarter of this machine's speed.
  private static void throttle(Page page) {
    CDPSession session = page.context().newCDPSession(page);
    JsonObject network = new JsonObject();
    network.addProperty("offline", false);
    network.addProperty("latency", 150);
    network.addProperty("downloadThroughput", 1_600_000 / 8);
    network.addProperty("uploadThroughput", 750_000 / 8);
    session.send("Network.emulateNetworkConditions", network);
    JsonObject processor = new JsonObject();
    processor.addProperty("rate", 4);
    session.send("Emulation.setCPUThrottlingRate", processor);
  }

  private static int bytes(List<Request> requests) {
    return requests.stream().mapToInt(request -> request.sizes().responseBodySize).sum();
  }

  private static double number(Page page, String name) {
    return ((Number) page.evaluate("window." + name)).doubleValue();
  }
}
