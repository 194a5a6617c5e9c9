package dev.pitboss.server.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import dev.pitboss.connections.CallSite;
import dev.pitboss.connections.LeakReport;
import dev.pitboss.connections.TrackedConnection;
import dev.pitboss.server.CasinoFixture;
import dev.pitboss.server.Concurrently;
import dev.pitboss.server.StaffClient;
import dev.pitboss.server.Tenant;
import dev.pitboss.server.monitoring.Build;
import dev.pitboss.server.staff.Role;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/// On a casino of its own: what leaks here must not show up in other tests.
final class OpsPageIT {
  /// A canvas takes a colour, and not an expression with one for each theme.
  private static final String UNUSABLE_COLOURS =
      """
      () => ['--link', '--action', '--gain', '--loss', '--line', '--dim'].filter((name) =>
        !CSS.supports('color', getComputedStyle(document.body).getPropertyValue(name))
          || getComputedStyle(document.body).getPropertyValue(name).includes('light-dark'))
      """;

  private static final CasinoFixture CASINO = CasinoFixture.start();

  private static final Duration HOLD = Duration.ofMillis(200);

  /// From the connection's deadline on.
  private static final Duration SHOWN_WITHIN = Duration.ofSeconds(2);

  private static final int LEAKS = 3;

  private static final StaffClient WATCHER =
      StaffClient.make(CASINO, "watcher", Role.AUDITOR, null);

  /// Opens the page and signs in.
  private static Page signedIn(BrowserSession visit) {
    Page page = visit.open("/ops.html");
    StaffSteps.signIn(page, WATCHER.username(), StaffClient.PASSWORD);
    page.locator("#problems").waitFor();
    return page;
  }

  @Test
  void whoIsNotSignedInSeesNothingButTheForm() {
    try (BrowserSession visit = BrowserSession.to(CASINO, BrowserSession.DESKTOP)) {
      Page page = visit.open("/ops.html");
      assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("Sign in")))
          .isVisible();
      assertThat(page.locator(".sites")).hasCount(0);
      PagesIT.assertAccessible(page, "sign in");
      signedIn(visit);
      StaffSteps.signOut(visit);
      assertThat(page.getByLabel("Password")).isVisible();
    }
  }

  @AfterAll
  static void stop() {
    CASINO.close();
  }

  @Test
  void leakShowsUpWithItsLineWithinTwoSeconds() throws Exception {
    try (BrowserSession visit = BrowserSession.to(CASINO, BrowserSession.DESKTOP)) {
      Page page = signedIn(visit);
      assertThat(page.locator("#problems")).containsText("problem");
      Locator row = page.locator("tr[data-site^='OpsPageIT.java::forget:L']");
      assertThat(row).hasCount(0);
      List<TrackedConnection> forgotten = new ArrayList<>();
      try {
        boolean inTime = false;
        while (!inTime && forgotten.size() < LEAKS) {
          forgotten.add(forget());
          Thread.sleep(HOLD);
          inTime = showsWithinTwoSeconds(row.locator("[data-column=leaks]"), forgotten.size());
        }
        assertThat(inTime).as("one of %d leaks was shown in time", forgotten.size()).isTrue();
        assertThat(page.locator(".problems"))
            .containsText(Pattern.compile("OpsPageIT\\.java::forget:L\\d+ leaked"));
        assertThat(page.locator("[aria-labelledby=changes]"))
            .containsText(Pattern.compile("Leaks: \\d+ → \\d+"));
        assertThat(page.locator("[aria-labelledby=incidents]"))
            .containsText("OpsPageIT.java::forget");
        row.getByRole(AriaRole.BUTTON).click();
        assertThat(page.getByText("Held for").first()).isVisible();
        PagesIT.assertAccessible(page, "a leak");
      } finally {
        for (TrackedConnection connection : forgotten) {
          connection.close();
        }
      }
    }
  }

  /// A busy machine may be late once, but it may not be late always.
  private static boolean showsWithinTwoSeconds(Locator leaks, int count) {
    String text = Integer.toString(count);
    long deadline = System.nanoTime() + SHOWN_WITHIN.toNanos();
    assertThat(leaks).hasText(text);
    return System.nanoTime() < deadline;
  }

  @Test
  void secondLeakOfALineShowsWhoBorrowed() throws Exception {
    try (BrowserSession visit = BrowserSession.to(CASINO, BrowserSession.DESKTOP)) {
      Page page = signedIn(visit);
      TrackedConnection first = forgetAgain();
      Concurrently.await("the first leak is found", () -> leaksOf("forgetAgain") > 0);
      TrackedConnection second = forgetAgain();
      try {
        Locator incidents = page.locator("[aria-labelledby=incidents] details").first();
        incidents.locator("summary").click();
        assertThat(incidents.locator("pre")).containsText("secondLeakOfALineShowsWhoBorrowed");
      } finally {
        first.close();
        second.close();
      }
    }
  }

  @Test
  void callSitesAreSortedByTheColumnChosen() {
    try (BrowserSession visit = BrowserSession.to(CASINO, BrowserSession.DESKTOP)) {
      Page page = signedIn(visit);
      visit.action("pause").click();
      page.getByText("Acquired", new Page.GetByTextOptions().setExact(true)).click();
      List<Long> acquired =
          page.locator("[data-column=acquired]").allTextContents().stream()
              .map(text -> Long.parseLong(text.replace(",", "")))
              .toList();
      assertThat(acquired).hasSizeGreaterThan(3).isSortedAccordingTo((a, b) -> Long.compare(b, a));
      assertThat(page.locator("th[aria-sort=descending]")).containsText("Acquired");
    }
  }

  @Test
  void chartsStandStillWhilePaused() {
    try (BrowserSession visit = BrowserSession.timed(CASINO, BrowserSession.DESKTOP)) {
      Page page = signedIn(visit);
      assertThat(page.locator(".chart canvas")).hasCount(4);
      assertThat(page.evaluate(UNUSABLE_COLOURS)).isEqualTo(List.of());
      visit.action("pause").click();
      String still = until(page);
      page.clock().fastForward(10_000);
      assertThat(until(page)).isEqualTo(still);
      visit.action("pause").click();
      page.waitForCondition(() -> !until(page).equals(still));
      page.getByText("10 min", new Page.GetByTextOptions().setExact(true)).click();
      assertThat(page.locator(".spans [aria-pressed=true]")).hasText("10 min");
    }
  }

  private static String until(Page page) {
    return page.locator(".chart").first().getAttribute("data-until");
  }

  @Test
  void gamesAreHeldAgainstTheirMathematics() {
    try (BrowserSession visit = BrowserSession.to(CASINO, BrowserSession.DESKTOP)) {
      Page page = visit.open("/");
      visit.play("roulette", "{\"bets\":[{\"type\":\"red\",\"stake\":100}]}", 3);
      signedIn(visit);
      Locator roulette = page.locator("tr[data-game=roulette]");
      assertThat(roulette).containsText("97.30 %");
      assertThat(roulette).containsText("too few rounds");
      assertThat(roulette.locator("td").nth(4)).hasText("3");
      // three rounds are too few for a statement about the return
      assertThat(
              page.locator(".tiles > div")
                  .filter(new Locator.FilterOptions().setHasText("RTP, 24 h")))
          .hasText(java.util.regex.Pattern.compile("RTP, 24 h\\s*too few rounds"));
      assertThat(page.locator("tr[data-game=baccarat]")).containsText("85.64 to 98.94 %");
    }
  }

  /// Has the page read another overview than the one the server sends.
  private static void changeOverview(Page page, Consumer<JsonObject> change) {
    page.route(
        "**/api/ops/overview*",
        route -> {
          APIResponse answer = route.fetch();
          JsonObject overview = JsonParser.parseString(answer.text()).getAsJsonObject();
          change.accept(overview);
          route.fulfill(
              new Route.FulfillOptions().setResponse(answer).setBody(overview.toString()));
        });
  }

  @Test
  void returnOutOfItsBandIsAProblem() {
    try (BrowserSession visit = BrowserSession.to(CASINO, BrowserSession.DESKTOP)) {
      Page page = visit.page();
      changeOverview(
          page,
          overview -> {
            overview.add(
                "games",
                JsonParser.parseString(
                    """
                    {"at": "2026-01-31T12:00:00Z", "since": "2026-01-30T12:00:00Z", "games": [
                      {"game": "roulette", "name": "Roulette", "lowestRtp": 0.973,
                       "highestRtp": 0.973, "rounds": 5000, "staked": 500000, "paid": 600000,
                       "rtp": 1.2, "sigma": 0.02, "verdict": "above"}]}
                    """));
          });
      signedIn(visit);
      assertThat(page.locator(".problems"))
          .containsText("Roulette returned 120.00 % of its stakes in 24 h: above 97.30 %");
      assertThat(page.locator(".tiles [data-bad]").getByText("120.00 %")).isVisible();
      PagesIT.assertAccessible(page, "a return out of its band");
    }
  }

  @Test
  void whatChangedBeforeThePageWasOpenedIsTold() throws Exception {
    TrackedConnection forgotten = forgetOnceMore();
    try (BrowserSession visit = BrowserSession.to(CASINO, BrowserSession.DESKTOP)) {
      Concurrently.await("the leak is found", () -> leaksOf("forgetOnceMore") > 0);
      Page page = signedIn(visit);
      Locator changes = page.locator("[aria-labelledby=changes] li");
      assertThat(changes.filter(new Locator.FilterOptions().setHasText("Leaks")).first())
          .containsText(Pattern.compile("Leaks: \\d+ → \\d+"));
      assertThat(changes.last()).containsText("Server: stopped → started");
    } finally {
      forgotten.close();
    }
  }

  @Test
  void figuresAnOperatorLooksForAreInTheFieldsWords() {
    try (BrowserSession visit = BrowserSession.to(CASINO, BrowserSession.DESKTOP)) {
      Page page = signedIn(visit);
      for (String name :
          List.of(
              "Requests/s",
              "Latency p50",
              "Latency p95",
              "Latency p99",
              "Error rate (5xx)",
              "Bets/s",
              "Players online",
              "GGR today",
              "Connection wait p99, last 1–2 min",
              "Size",
              "Disk left",
              "Heap",
              "CPU of",
              "Uptime",
              "Version")) {
        assertThat(tile(page, name)).as(name).isNotEmpty();
      }
      assertThat(tile(page, "Version")).contains(Build.current().commit());
      assertThat(tile(page, "Players online")).matches("\\d+");
      assertThat(page.locator("tr[data-group='Staff API']")).containsText("ms");
      assertThat(page.locator("tr[data-operator=house]")).containsText("chips");
      assertThat(page.locator("#problems")).containsText(Pattern.compile("UP|DEGRADED|DOWN"));
      PagesIT.assertAccessible(page, "the live page");
    }
  }

  /// What a tile says.
  private static String tile(Page page, String name) {
    return page.locator(".tiles > div")
        .filter(new Locator.FilterOptions().setHasText(name))
        .first()
        .locator("dd")
        .textContent()
        .strip();
  }

  @Test
  void tilesLeaveNoHoleAndGamesAreNotFarDown() {
    try (BrowserSession visit = BrowserSession.to(CASINO, BrowserSession.DESKTOP)) {
      Page page = signedIn(visit);
      for (int width : List.of(390, 800, BrowserSession.DESKTOP)) {
        page.setViewportSize(width, BrowserSession.HEIGHT);
        Object holes =
            page.evaluate(
                """
                () => [...document.querySelectorAll('.tiles')].flatMap((group) => {
                  const {right} = group.getBoundingClientRect();
                  const top = (tile) => Math.round(tile.getBoundingClientRect().top);
                  const rows = Map.groupBy(group.children, top);
                  return [...rows.values()].map((row) => right - row.at(-1).getBoundingClientRect().right);
                }).filter((hole) => hole > 1)
                """);
        assertThat(holes).as("holes at %d px", width).isEqualTo(List.of());
      }
      Object down =
          page.evaluate("document.querySelector('#returns').getBoundingClientRect().top + scrollY");
      assertThat(((Number) down).doubleValue()).as("px above the games").isLessThan(1_300);
    }
  }

  @Test
  void callSitesAreAFewUntilAllAreAskedFor() {
    try (BrowserSession visit = BrowserSession.to(CASINO, BrowserSession.DESKTOP)) {
      Page page = signedIn(visit);
      Locator rows = page.locator(".sites tbody tr[data-site]");
      assertThat(visit.action("all-sites")).hasText(Pattern.compile("Show all \\d+"));
      assertThat(visit.action("all-sites")).hasAttribute("aria-expanded", "false");
      int few = rows.count();
      visit.action("all-sites").click();
      assertThat(visit.action("all-sites")).hasText("Show fewer");
      assertThat(rows.count()).isGreaterThan(few);
      visit.action("all-sites").click();
      assertThat(visit.action("all-sites")).hasAttribute("aria-expanded", "false");
    }
  }

  @Test
  void serverErrorsAndALittleDiskAreProblems() {
    try (BrowserSession visit = BrowserSession.to(CASINO, BrowserSession.DESKTOP)) {
      Page page = visit.page();
      changeOverview(
          page,
          overview -> {
            JsonObject all = overview.getAsJsonObject("traffic").getAsJsonObject("all");
            all.addProperty("serverErrorsPerSecond", 0.5);
            all.addProperty("errorRate", 0.031);
            overview.getAsJsonObject("storage").addProperty("diskFreeBytes", 420_000_000);
          });
      signedIn(visit);
      assertThat(page.locator(".problems")).containsText("Error rate 3.10 %");
      assertThat(page.locator(".problems")).containsText("420 MB are left");
      assertThat(page.locator(".tiles [data-bad]").getByText("3.10 %")).isVisible();
      assertThat(page.locator(".tiles [data-bad]").getByText("420 MB")).isVisible();
      PagesIT.assertAccessible(page, "errors of the server");
    }
  }

  @Test
  void staffOfAnOperatorSeeTheirPlayersAndTheirRevenueOnly() {
    Tenant tenant = Tenant.make(CASINO, "ops-page-own", "EUR");
    StaffClient own =
        StaffClient.make(CASINO, "ops-page-staff", Role.MANAGER, tenant.operator().operatorId());
    tenant.ask(tenant.guest(), "POST", "/api/casino/play/slots-20", "{\"stake\":100}");
    try (BrowserSession visit = BrowserSession.to(CASINO, BrowserSession.DESKTOP)) {
      List<String> asked = new ArrayList<>();
      Page page = visit.page();
      page.onRequest(request -> asked.add(request.url()));
      visit.open("/ops.html");
      StaffSteps.signIn(page, own.username(), StaffClient.PASSWORD);
      page.locator("#problems").waitFor();
      assertThat(page.locator("tr[data-operator]")).hasCount(1);
      assertThat(page.locator("tr[data-operator=ops-page-own]")).containsText("EUR");
      assertThat(
              page.locator(".tiles > div")
                  .filter(new Locator.FilterOptions().setHasText("Players online"))
                  .locator("dd"))
          .hasText("1");
      assertThat(page.locator(".sites, .chart")).hasCount(0);
      assertThat(asked).noneMatch(url -> url.contains("/api/ops/overview"));
      PagesIT.assertAccessible(page, "an operator's live page");
    }
  }

  private static long leaksOf(String method) {
    return CASINO.tracker().report().topConnectionUsers().stream()
        .filter(use -> use.site().contains("::" + method + ":"))
        .mapToLong(LeakReport.SiteUse::leaks)
        .sum();
  }

  @SuppressWarnings("MustBeClosedChecker") // and again
  private static TrackedConnection forgetOnceMore() throws SQLException {
    return CASINO.tracker().acquire(CallSite.here(), HOLD);
  }

  @SuppressWarnings("MustBeClosedChecker") // the very mistake
  private static TrackedConnection forget() throws SQLException {
    return CASINO.tracker().acquire(CallSite.here(), HOLD);
  }

  @SuppressWarnings("MustBeClosedChecker") // the same again
  private static TrackedConnection forgetAgain() throws SQLException {
    return CASINO.tracker().acquire(CallSite.here(), HOLD);
  }
}
