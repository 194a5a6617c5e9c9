package dev.pitboss.server.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import dev.pitboss.connections.CallSite;
import dev.pitboss.connections.TrackedConnection;
import dev.pitboss.server.CasinoFixture;
import dev.pitboss.server.StaffClient;
import dev.pitboss.server.staff.Role;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/// On a casino of its own: what leaks here must not show up in other tests.
final class OpsPageIT {
  private static final CasinoFixture CASINO = CasinoFixture.start();

  private static final Duration HOLD = Duration.ofMillis(200);

  /// From the connection's deadline on.
  private static final int SHOWN_WITHIN_MILLIS = 2_000;

  private static final StaffClient WATCHER =
      StaffClient.make(CASINO, "watcher", Role.AUDITOR, null);

  /// As somebody does who comes in the morning.
  private static Page signedIn(Visit visit) {
    Page page = visit.open("/ops.html");
    page.getByLabel("User name").fill(WATCHER.username());
    page.getByLabel("Password").fill(StaffClient.PASSWORD);
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sign in")).click();
    page.locator("#problems").waitFor();
    return page;
  }

  @Test
  void whoIsNotSignedInSeesNothingButTheForm() {
    try (Visit visit = Visit.to(CASINO, Visit.DESKTOP)) {
      Page page = visit.open("/ops.html");
      assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("Sign in")))
          .isVisible();
      assertThat(page.locator(".sites")).hasCount(0);
      PagesIT.assertAccessible(page, "sign in");
      signedIn(visit);
      visit.action("sign-out").click();
      assertThat(page.getByLabel("Password")).isVisible();
    }
  }

  @AfterAll
  static void stop() {
    CASINO.close();
  }

  @Test
  void leakShowsUpWithItsLineWithinTwoSeconds() throws Exception {
    try (Visit visit = Visit.to(CASINO, Visit.DESKTOP)) {
      Page page = signedIn(visit);
      assertThat(page.locator("#problems")).containsText("problem");
      Locator row = page.locator("tr[data-site^='OpsPageIT.java::forget:L']");
      assertThat(row).hasCount(0);
      TrackedConnection forgotten = forget();
      try {
        Thread.sleep(HOLD);
        assertThat(row.locator("[data-column=leaks]"))
            .hasText("1", new LocatorAssertions.HasTextOptions().setTimeout(SHOWN_WITHIN_MILLIS));
        assertThat(page.locator(".problems"))
            .containsText(Pattern.compile("OpsPageIT\\.java::forget:L\\d+ leaked a connection"));
        assertThat(page.locator("[aria-labelledby=changes]"))
            .containsText(Pattern.compile("Leaks: \\d+ → \\d+"));
        assertThat(page.locator("[aria-labelledby=incidents]"))
            .containsText("OpsPageIT.java::forget");
        row.getByRole(AriaRole.BUTTON).click();
        PagesIT.assertAccessible(page, "a leak");
      } finally {
        forgotten.close();
      }
    }
  }

  @Test
  void secondLeakOfALineShowsWhoBorrowed() throws Exception {
    try (Visit visit = Visit.to(CASINO, Visit.DESKTOP)) {
      Page page = signedIn(visit);
      TrackedConnection first = forgetAgain();
      Thread.sleep(HOLD.multipliedBy(3));
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
    try (Visit visit = Visit.to(CASINO, Visit.DESKTOP)) {
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
  void chartsStandStillWhilePaused() throws Exception {
    try (Visit visit = Visit.to(CASINO, Visit.DESKTOP)) {
      Page page = signedIn(visit);
      assertThat(page.locator(".chart")).hasCount(4);
      visit.action("pause").click();
      String still = page.locator(".charts").innerHTML();
      Thread.sleep(Duration.ofMillis(1_500));
      assertThat(page.locator(".charts").innerHTML()).isEqualTo(still);
      visit.action("pause").click();
      page.waitForCondition(() -> !page.locator(".charts").innerHTML().equals(still));
    }
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
