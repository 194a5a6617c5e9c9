package dev.pitboss.server.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import dev.pitboss.server.CasinoFixture;
import dev.pitboss.server.TestClock;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What a player does about their own play, in a casino whose clock the test moves.
final class LimitsPageIT {
  private static TestClock clock;
  private static CasinoFixture casino;

  @BeforeAll
  static void start() {
    clock = new TestClock(Instant.parse("2031-03-12T10:00:00Z"));
    casino = CasinoFixture.startWithClock(clock);
  }

  @AfterAll
  static void stop() {
    casino.close();
  }

  @Test
  void statementBeginsWithTheMonthOfTheFirstBet() throws IOException {
    try (BrowserSession visit = BrowserSession.desktop()) {
      Page page = visit.open("/limits.html");
      assertThat(page.getByText("No bets yet.")).isVisible();
      assertThat(page.locator("tbody tr")).hasCount(0);

      page.evaluate(
          "import('/js/core/api.js').then(({post}) => post('/play/slots-20', {stake: 20}))");
      visit.open("/limits.html");
      assertThat(page.locator("tbody tr")).hasCount(1);
      Download csv = page.waitForDownload(() -> visit.action("csv").click());
      assertThat(Files.readString(csv.path()))
          .startsWith("month,currency,staked,paid,net,bets,playedSeconds");
    }
  }

  @Test
  void limitIsSetRaisedWithdrawnAndHolds() throws IOException {
    try (BrowserSession visit = BrowserSession.to(casino, BrowserSession.DESKTOP)) {
      Page page = visit.open("/limits.html");
      page.locator("#loss-day").fill("fifty");
      visit.action("save-limits").click();
      assertThat(page.locator("#loss-day")).isFocused();
      assertThat(page.locator("#about-loss-day")).containsText("Enter an amount");
      page.locator("#loss-day").fill("50");
      page.locator("#time-week").fill("600");
      visit.action("save-limits").click();
      assertThat(page.locator("#about-loss-day")).containsText("0.00 used, 50.00 left");
      assertThat(page.locator("[data-limit-left]")).hasText("50.00, 10 h 00 min");

      page.locator("#loss-day").fill("80.00");
      visit.action("save-limits").click();
      Locator pending = page.locator("[data-pending=loss-day]");
      assertThat(pending).containsText("80.00");
      assertThat(page.locator("#loss-day")).hasValue("50.00");
      for (ColorScheme scheme : new ColorScheme[] {ColorScheme.DARK, ColorScheme.LIGHT}) {
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
        PagesIT.assertAccessible(page, "limits with a change that waits, " + scheme);
      }
      pending.getByRole(com.microsoft.playwright.options.AriaRole.BUTTON).click();
      assertThat(pending).hasCount(0);
      assertThat(page.locator(".limits .saved")).containsText("stays as it is");

      visit.open("/roulette.html");
      visit.expectRefusals();
      page.locator("input[name=hand][value='10000']").check();
      page.locator("[data-place^='red:']").click();
      visit.action("spin").click();
      assertThat(page.getByText("This would exceed your daily loss limit of 50.00")).isVisible();
      assertThat(page.locator("[data-balance]")).hasText("1,000.00");
    }
  }

  @Test
  void realityCheckHoldsTheFocusUntilItIsAnswered() {
    try (BrowserSession visit = BrowserSession.to(casino, BrowserSession.DESKTOP)) {
      Page page = visit.open("/limits.html");
      page.locator("#check").selectOption("15");
      visit.action("save-check").click();
      assertThat(page.locator(".saved").filter(new Locator.FilterOptions().setHasText("In effect")))
          .containsText("In effect now");
      visit.open("/roulette.html");
      visit.play("roulette", "{\"bets\":[{\"type\":\"red\",\"stake\":100}]}", 1);
      clock.pass(Duration.ofMinutes(10));
      visit.play("roulette", "{\"bets\":[{\"type\":\"red\",\"stake\":100}]}", 1);
      clock.pass(Duration.ofMinutes(6));

      visit.expectRefusals();
      page.locator("[data-place^='red:']").click();
      visit.action("spin").click();

      Locator dialog = page.getByRole(com.microsoft.playwright.options.AriaRole.DIALOG);
      assertThat(dialog).containsText("You have played for 16 min");
      assertThat(dialog).containsText(Pattern.compile("(won|lost)"));
      assertThat(page.locator("#check-title")).isFocused();
      PagesIT.assertAccessible(page, "reality check");
      for (int i = 0; i < 8; i++) {
        page.keyboard().press("Tab");
        assertThat(
                page.evaluate(
                    "document.activeElement === document.body || !!document.activeElement.closest('dialog')"))
            .as("focus after %d tabs", i + 1)
            .isEqualTo(true);
      }
      page.keyboard().press("Escape");
      assertThat(dialog).hasCount(0);
      assertThat(page.getByText("You stopped at your reality check")).isVisible();

      visit.action("spin").click();
      visit.action("seen").click();
      page.getByText("verify this round").waitFor();
      assertThat(dialog).hasCount(0);
    }
  }

  @Test
  void breakAndExclusionAreConfirmedAndHold() {
    try (BrowserSession visit = BrowserSession.to(casino, BrowserSession.PHONE)) {
      Page page = visit.open("/limits.html");
      page.locator("#hours").selectOption("168");
      visit.action("break").click();
      assertThat(page.locator("#confirm-break")).containsText("Take a break for 1 week?");
      PagesIT.assertAccessible(page, "a break to be confirmed");
      visit.action("confirm-break").click();
      assertThat(page.locator("[data-kept-out]"))
          .containsText("You are on a break until 19 Mar 2031");

      page.locator("#months").selectOption("ever");
      visit.action("exclude").click();
      visit.action("confirm-exclusion").click();
      assertThat(page.locator("#confirm-exclusion")).isVisible(); // it is not understood yet
      page.getByText("I understand").click();
      visit.action("confirm-exclusion").click();
      assertThat(page.locator("[data-kept-out]")).containsText("permanently");
      PagesIT.assertAccessible(page, "excluded");

      visit.open("/roulette.html");
      assertThat(page.locator("[data-kept-out]")).containsText("self-excluded permanently");
      assertThat(visit.action("spin")).isDisabled();
      page.locator("[data-place^='red:']").click(new Locator.ClickOptions().setForce(true));
      assertThat(page.locator(".slip")).containsText("None.");

      visit.open("/");
      assertThat(page.locator("main h1")).hasText("You are self-excluded");
    }
  }

  @Test
  void refusedBetOfAnExclusionMadeElsewhereClosesTheTable() {
    try (BrowserSession visit = BrowserSession.to(casino, BrowserSession.PHONE)) {
      Page page = visit.open("/slots.html");
      assertThat(visit.action("spin")).hasText("Spin for 1.00");
      assertThat(visit.action("spin")).isEnabled();
      exclude(page, "{type: 'selfExclusion', months: 6}");
      visit.expectRefusals();
      visit.action("spin").click();
      assertThat(page.locator("main > [data-kept-out]"))
          .containsText("You are self-excluded until 12 Sept 2031");
      assertThat(visit.action("spin")).isDisabled();
      assertThat(visit.action("spin")).hasText("Spin");
      assertThat(page.locator("#stake")).isDisabled();
      assertThat(page.locator("[data-balance]")).hasText("1,000.00");
    }
  }

  @Test
  void guestOnABreakIsOfferedNoNewGuest() {
    try (BrowserSession visit = BrowserSession.to(casino, BrowserSession.PHONE)) {
      Page page = visit.open("/");
      JourneysIT.loseAllElsewhere(visit);
      visit.open("/limits.html");
      assertThat(visit.action("start-over")).isVisible();

      exclude(page, "{type: 'coolingOff', hours: 24}");
      visit.open("/limits.html");
      assertThat(page.locator("limits-page [data-kept-out]")).containsText("You are on a break");
      assertThat(page.locator("[data-empty]")).containsText("Your chips are used up.");
      assertThat(page.locator("[data-action=start-over]")).hasCount(0);

      visit.open("/");
      assertThat(page.locator("main > [data-kept-out]"))
          .containsText("You are on a break until 13 Mar 2031");
      assertThat(page.locator("main > [data-kept-out] a[href='/limits.html']")).isVisible();
      assertThat(page.locator("[data-action=start-over]")).hasCount(0);
      PagesIT.assertAccessible(page, "lobby on a break");
    }
  }

  /// As another tab, or another device, would.
  private static void exclude(Page page, String body) {
    page.evaluate(
        "import('/js/core/api.js').then(({post}) => post('/limits/exclusion', " + body + "))");
  }
}
