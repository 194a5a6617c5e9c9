package dev.pitboss.server.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ReducedMotion;
import dev.pitboss.server.CasinoFixture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What makes a long evening bearable: no hurry, no noise, no cheers for a loss, and a page that
/// mends itself.
final class AccessibilityIT {
  /// From design: a round takes at least so long, also with reduced motion.
  private static final long CYCLE_MILLIS = 2_500;

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "BLACKJACK")
  void roundTakesItsTimeAlsoWithReducedMotion(Table table) {
    try (BrowserSession visit =
        BrowserSession.timed(CasinoFixture.shared(), BrowserSession.DESKTOP)) {
      Page page = visit.open(table.path);
      visit.stop();
      page.waitForRequestFinished(
          new Page.WaitForRequestFinishedOptions()
              .setPredicate(request -> request.url().endsWith(table.call)),
          () -> table.bet(visit));
      page.clock().runFor(CYCLE_MILLIS - 100);
      if (!visit.action(table.action).textContent().contains("Skip")) {
        assertThat(visit.action(table.action)).hasAttribute("aria-disabled", "true");
      }
      JourneysIT.ended(visit, table);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"SLOTS", "FRUIT"})
  void payoutBelowTheStakeIsNotCelebrated(Table table) {
    try (BrowserSession visit =
        BrowserSession.timed(CasinoFixture.shared(), BrowserSession.DESKTOP)) {
      Page page = visit.open(table.path);
      SeededOutcome.come(visit, table.profit(profit -> profit > -100 && profit < 0));
      table.play(visit);
      JourneysIT.ended(visit, table);
      assertThat(table.result(page))
          .containsText(Pattern.compile("Payout 0\\.\\d\\d.*−0\\.\\d\\d"));
      assertThat(page.locator("[data-celebrate], .banner[data-shown]")).hasCount(0);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"SLOTS", "FRUIT"})
  void winIsCountedUpUntilItIsSkipped(Table table) {
    try (BrowserSession visit =
        BrowserSession.timed(CasinoFixture.shared(), BrowserSession.DESKTOP)) {
      Page page = visit.open(table.path);
      page.emulateMedia(
          new Page.EmulateMediaOptions().setReducedMotion(ReducedMotion.NO_PREFERENCE));
      SeededOutcome.come(visit, table.profit(profit -> profit > 100 && profit < 1_000));
      visit.stop();
      table.play(visit);
      // by steps shorter than the count-up, so that none goes past it
      while (!visit.action("spin").textContent().contains("Skip")) {
        page.clock().runFor(200);
      }
      assertThat(page.locator(".banner[data-shown]")).containsText("Win");
      visit.action("spin").click();
      page.clock().runFor(50);
      assertThat(visit.action("spin")).containsText("Spin for");
      long won = visit.shownBalance() - 100_000 + 100;
      assertThat(page.locator(".banner")).hasText("Win %d.%02d".formatted(won / 100, won % 100));
      assertThat(page.locator("[data-celebrate]")).hasCount(1);
    }
  }

  @Test
  void soundsAreOffUntilTheyAreTurnedOnAndStayAsChosen() {
    try (BrowserSession visit = BrowserSession.desktop()) {
      Page page = visit.page();
      page.addInitScript(
          """
          window.notes = 0;
          window.OscillatorNode = class extends OscillatorNode {
            constructor(...of) {
              super(...of);
              window.notes++;
            }
          };
          """);
      visit.open("/roulette.html");
      page.locator("[data-place='straight:17']").click();
      assertThat(page.locator(".felt .chip")).hasCount(1);
      assertThat(page.evaluate("notes")).isEqualTo(0);
      visit.action("sounds").click();
      assertThat(visit.action("sounds")).hasAttribute("aria-pressed", "true");
      page.waitForCondition(() -> !page.evaluate("notes").equals(0));
      Object before = page.evaluate("notes");
      page.locator("[data-place='straight:18']").click();
      page.waitForCondition(() -> !page.evaluate("notes").equals(before));
      visit.open("/baccarat.html");
      assertThat(visit.action("sounds")).hasAttribute("aria-pressed", "true");
      visit.action("sounds").click();
      page.locator("[data-spot=player]").click();
      assertThat(page.locator(".spots .chip")).hasCount(1);
      assertThat(page.evaluate("notes")).isEqualTo(0);
    }
  }

  @Test
  void sessionBarTellsTheTimeTheNetResultAndWhatTheLimitLeaves() {
    try (BrowserSession visit =
        BrowserSession.timed(CasinoFixture.shared(), BrowserSession.PHONE)) {
      Page page = visit.open("/slots.html");
      assertThat(page.locator(".visit")).containsText("0 min");
      page.clock().fastForward("01:05:30");
      assertThat(page.locator(".visit")).containsText("1 h 05 min");
      SeededOutcome.come(visit, Table.SLOTS.profit(profit -> profit == -100));
      Table.SLOTS.play(visit);
      JourneysIT.ended(visit, Table.SLOTS);
      assertThat(page.locator(".visit")).containsText("Net −1.00");
      assertThat(page.locator(".visit")).not().containsText("Limit");
      page.evaluate(
          """
          import('/js/core/api.js').then(({player}) => {
            player.limitLeft = 4_900;
            player.show(player.balance);
          })
          """);
      assertThat(page.locator(".visit")).containsText("Loss limit left 49.00");
      visit.open("/history.html");
      assertThat(page.locator(".visit")).containsText("Net −1.00");
    }
  }

  @Test
  void pageWaitsForACasinoThatIsAwayAndThenShowsAll() {
    try (BrowserSession visit =
        BrowserSession.timed(CasinoFixture.shared(), BrowserSession.DESKTOP)) {
      visit.expectRefusals();
      Page page = visit.open("/");
      visit.play("roulette", "{\"bets\":[{\"type\":\"red\",\"stake\":100}]}", 1);
      AtomicBoolean away = new AtomicBoolean(true);
      page.route(
          "**/api/**",
          route -> {
            if (away.get()) {
              route.abort();
            } else {
              route.resume();
            }
          });
      page.navigate("/history.html");
      assertThat(page.locator(".connection")).hasText("Reconnecting…");
      PagesIT.assertAccessible(page, "a casino that is away");
      away.set(false);
      visit.hurry();
      assertThat(page.locator(".rounds tbody tr")).hasCount(1);
      assertThat(page.locator(".connection")).hasText("");
      assertThat(visit.shownBalance()).isEqualTo(visit.balance());
    }
  }
}
