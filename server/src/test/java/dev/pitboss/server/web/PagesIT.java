package dev.pitboss.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import dev.pitboss.server.crash.CrashCasino;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What holds on every page: no barrier, no sideways scroll, and little to load.
final class PagesIT {
  private static final List<String> AXE_RULES =
      List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice");

  private static final int MAX_SCRIPT_BYTES = 30 * 1024;
  private static final int MAX_BYTES = 60 * 1024;
  private static final int MAX_REQUESTS = 15;
  private static final double MAX_LARGEST_PAINT_MILLIS = 2_000;
  private static final double MAX_LAYOUT_SHIFT = 0.05;

  // Free spins may come, and each is shown.
  private static final double SLOTS_ROUND_MILLIS = 60_000;

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
        "/history.html",
        "/fairness.html",
        "/account.html",
        "/api.html"
      })
  void pageHasNoBarrierAndNoSidewaysScroll(String path) {
    try (Visit visit = Visit.desktop()) {
      visit.open(path);
      assertAccessible(visit.page(), path);
    }
  }

  @Test
  void rouletteInEveryStateHasNoBarrier() {
    try (Visit visit = Visit.desktop()) {
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
    try (Visit visit = Visit.desktop()) {
      Page page = BlackjackPageIT.dealUntil(visit, "split");
      assertAccessible(page, "open hand");
      BlackjackPageIT.move(page, "split").click();
      page.locator(".seat").nth(2).waitFor();
      assertAccessible(page, "split hands");
    }
  }

  @Test
  void baccaratResultHasNoBarrier() {
    try (Visit visit = Visit.desktop()) {
      Page page = visit.open("/baccarat.html");
      page.locator("[data-spot=banker]").click();
      visit.action("deal").click();
      page.getByText("verify this round").waitFor();
      assertAccessible(page, "baccarat result");
    }
  }

  @Test
  void fruitResultHasNoBarrier() {
    try (Visit visit = Visit.desktop()) {
      Page page = visit.open("/fruit.html");
      visit.action("spin").click();
      page.getByText("verify this round").waitFor();
      assertAccessible(page, "fruit slots result");
    }
  }

  @Test
  void slotsResultAndItsReplayHaveNoBarrier() {
    try (Visit visit = Visit.desktop()) {
      Page page = visit.open("/slots.html");
      visit.action("spin").click();
      page.getByText("verify this round")
          .waitFor(new Locator.WaitForOptions().setTimeout(SLOTS_ROUND_MILLIS));
      assertAccessible(page, "slots result");
      page.getByText("verify this round").click();
      visit.action("reveal").waitFor();
      assertAccessible(page, "slots round");
    }
  }

  @Test
  void crashInEveryStateHasNoBarrier() throws InterruptedException {
    CrashCasino casino = CrashCasino.shared();
    try (Visit visit = Visit.to(casino.fixture(), Visit.DESKTOP)) {
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
        "/history.html",
        "/fairness.html",
        "/account.html",
        "/api.html"
      })
  void firstLoadStaysWithinItsBudget(String path) {
    try (Visit visit = Visit.wide(390)) {
      Page page = visit.page();
      throttle(page);
      page.addInitScript(
          """
          window.paint = 0;
          window.shift = 0;
          const observe = (type, take) => new PerformanceObserver((list) => list.getEntries().forEach(take))
            .observe({type, buffered: true});
          observe('largest-contentful-paint', ({startTime}) => (window.paint = startTime));
          observe('layout-shift', ({value}) => (window.shift += value));
          """);
      List<Request> requests = new ArrayList<>();
      page.onRequestFinished(requests::add);
      visit.open(path);
      List<Request> counted =
          requests.stream().filter(request -> !request.url().endsWith(".svg")).toList();
      List<Request> scripts =
          counted.stream().filter(request -> request.url().endsWith(".js")).toList();
      assertThat(counted)
          .as("requests: %s", counted.stream().map(Request::url).toList())
          .hasSizeLessThanOrEqualTo(MAX_REQUESTS);
      assertThat(bytes(scripts)).as("bytes of script").isLessThanOrEqualTo(MAX_SCRIPT_BYTES);
      assertThat(bytes(counted)).as("bytes").isLessThanOrEqualTo(MAX_BYTES);
      assertThat(number(page, "paint"))
          .as("largest paint, ms")
          .isPositive()
          .isLessThan(MAX_LARGEST_PAINT_MILLIS);
      assertThat(number(page, "shift")).as("layout shift").isLessThanOrEqualTo(MAX_LAYOUT_SHIFT);
    }
  }

  static void assertAccessible(Page page, String where) {
    for (int width : new int[] {Visit.PHONE, Visit.DESKTOP}) {
      page.setViewportSize(width, Visit.HEIGHT);
      var results = new AxeBuilder(page).withTags(AXE_RULES).analyze();
      assertThat(results.getViolations()).as("axe on %s at %d", where, width).isEmpty();
      Object fits =
          page.evaluate(
              "document.documentElement.scrollWidth <= document.documentElement.clientWidth");
      assertThat(fits).as("%s fits %d px", where, width).isEqualTo(true);
    }
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
