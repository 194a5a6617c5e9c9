package dev.pitboss.server.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import dev.pitboss.server.CasinoFixture;
import dev.pitboss.server.Tenant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SlotsIT {

  @Test
  void freeSpinsAreShownAndCanBeSkipped() {
    try (BrowserSession visit =
        BrowserSession.timed(CasinoFixture.shared(), BrowserSession.DESKTOP)) {
      Page page = visit.open("/slots.html");
      SeededOutcome.come(
          visit, SeededOutcome.outcome("slots-20", "{\"stake\":100}", "\"freeSpins\":[{"));
      visit.stop();
      Table.SLOTS.play(visit);
      while (!visit.action("spin").textContent().contains("Skip to the end")) {
        page.clock().runFor(200);
      }
      assertThat(page.locator(".banner[data-shown]")).containsText("free spins!");
      visit.action("spin").click();
      JourneysIT.ended(visit, Table.SLOTS);
      assertThat(page.locator(".result")).containsText("free spins");
      assertThat(visit.shownBalance()).isEqualTo(visit.balance());
    }
  }

  @Test
  void stakeOffTheStepIsExplainedBesideTheField() {
    try (BrowserSession visit = BrowserSession.desktop()) {
      Page page = visit.open("/slots.html");
      Locator stake = page.getByLabel("Wager, chips", new Page.GetByLabelOptions().setExact(true));
      stake.fill("1.01");
      stake.press("Enter");
      assertThat(page.locator("#stake-error")).containsText("multiple of 0.20");
      assertThat(stake).hasAttribute("aria-invalid", "true");
      assertThat(visit.balance()).isEqualTo(visit.shownBalance());
    }
  }

  @Test
  void stakeButtonsStayOnTheStepAndWithinTheLimits() {
    try (BrowserSession visit = BrowserSession.desktop()) {
      Page page = visit.open("/slots.html");
      visit.action("half").click();
      assertThat(page.locator("#stake")).hasValue("0.40");
      visit.action("half").click();
      visit.action("half").click();
      assertThat(page.locator("#stake")).hasValue("0.20");
      visit.action("double").click();
      assertThat(page.locator("#stake")).hasValue("0.40");
    }
  }

  @Test
  void paytableShowsEverySymbolTheLinesAndTheReturn() {
    try (BrowserSession visit = BrowserSession.desktop()) {
      Page page = visit.open("/slots.html");
      assertThat(page.locator(".linelist li")).hasCount(20);
      assertThat(page.locator(".paytable")).containsText("RTP");
      // Every symbol of the machine is one of our drawings, none a bare word.
      assertThat(page.locator(".symbol.word")).hasCount(0);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/slots.html", "/fruit.html"})
  void autoplayPlaysUntilItIsStopped(String path) {
    try (BrowserSession visit = BrowserSession.desktop()) {
      Page page = visit.open(path);
      page.locator("[data-action=quick]").check();
      page.locator(".autoplay summary").click();
      page.locator("[data-autoplay='100']").click();
      assertThat(visit.action("spin")).containsText("Spin for"); // choosing begins nothing
      page.locator("#autoplay-loss").fill("abc");
      assertThat(page.locator("#autoplay-loss-fault")).containsText("Enter an amount");
      assertThat(visit.action("autoplay")).isDisabled();
      page.locator("#autoplay-loss").fill("0.50");
      assertThat(page.locator("#autoplay-loss-fault")).hasText("Must be at least the wager, 1.00.");
      assertThat(visit.action("autoplay")).isDisabled();
      page.locator("#autoplay-loss").fill("90");
      visit.action("autoplay").click();
      assertThat(visit.action("spin")).containsText("Stop autoplay");
      visit.action("spin").click();
      assertThat(visit.action("spin")).containsText("Spin for");
      int rounds =
          (int)
              page.evaluate(
                  "fetch('/api/casino/game-history').then((it) => it.json()).then((it) => it.rounds.length)");
      assertThat(rounds).isBetween(1, 19);
      assertThat(visit.shownBalance()).isEqualTo(visit.balance());
      PagesIT.assertAccessible(page, "autoplay is offered");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/slots.html", "/fruit.html"})
  void autoplayEndsBeforeItWouldLoseMoreThanItsLimit(String path) {
    try (BrowserSession visit = BrowserSession.desktop()) {
      Page page = visit.open(path);
      page.locator("[data-action=quick]").check();
      page.locator("[data-action=double]").click();
      long stake =
          Math.round(
              Double.parseDouble(page.locator("#stake").inputValue().replace(",", "")) * 100);
      page.locator(".autoplay summary").click();
      page.locator("[data-autoplay='100']").click();
      page.locator("#autoplay-loss").fill("%d.%02d".formatted(3 * stake / 100, 3 * stake % 100));
      long before;
      do { // a hundred lucky spins end by themselves
        before = visit.balance();
        visit.action("autoplay").click();
        page.waitForCondition(
            () -> visit.action("autoplay").isEnabled(),
            new Page.WaitForConditionOptions().setTimeout(240_000));
      } while (!page.locator(".result").textContent().contains("the next spin could exceed"));
      assertThat(before - visit.balance()).isBetween(2 * stake + 1, 3 * stake);
    }
  }

  @Test
  void autoplayIsNotOfferedWhereTheJurisdictionForbidsIt() {
    try (CasinoFixture casino = CasinoFixture.start();
        BrowserSession visit = BrowserSession.to(casino, BrowserSession.DESKTOP)) {
      Tenant.house(casino).change("{\"jurisdiction\":\"strict\"}");
      for (String path : List.of("/slots.html", "/fruit.html")) {
        Page page = visit.open(path);
        assertThat(page.locator(".linelist li")).hasCount(20);
        assertThat(page.locator(".autoplay")).hasCount(0);
      }
    }
  }
}
