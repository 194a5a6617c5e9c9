package dev.pitboss.server.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import dev.pitboss.server.CasinoFixture;
import dev.pitboss.server.StaffClient;
import dev.pitboss.server.staff.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A player without a mouse.
final class KeyboardIT {
  /// More than any page has.
  private static final int MAX_STOPS = 120;

  @ParameterizedTest
  @EnumSource
  void tableIsPlayedWithTabEnterAndSpaceAlone(Table table) {
    try (BrowserSession visit =
        BrowserSession.timed(CasinoFixture.shared(), BrowserSession.DESKTOP)) {
      Page page = visit.open(table.path);
      SeededOutcome.come(visit, table.profit(_ -> true));
      switch (table) {
        case ROULETTE -> {
          tabTo(page, "[data-place='straight:1']");
          page.keyboard().press("Enter");
        }
        case BACCARAT -> {
          tabTo(page, "[data-spot=player]");
          page.keyboard().press("Space");
        }
        case SLOTS, FRUIT, DICE, BLACKJACK -> {}
      }
      tabTo(page, ".dock .action");
      assertThat(page.evaluate("getComputedStyle(document.activeElement).outlineWidth"))
          .isEqualTo("3px");
      page.keyboard().press("Enter");
      if (table == Table.BLACKJACK) {
        BlackjackPageIT.move(page, "stand").waitFor();
        tabTo(page, "[data-move=stand]");
        page.keyboard().press("Enter");
      }
      JourneysIT.ended(visit, table);
      assertThat(page.locator(".dock .action")).isFocused();
    }
  }

  @Test
  void menuLimitsAndStaffSignInNeedNoMouse() {
    CasinoFixture casino = CasinoFixture.shared();
    String username = StaffClient.make(casino, "keyboard-staff", Role.AUDITOR, null).username();
    try (BrowserSession visit = BrowserSession.desktop()) {
      Page page = visit.open("/");
      pressOn(page, "nav a[href='/limits.html']");
      page.locator("#loss-day").waitFor();
      tabTo(page, "#loss-day");
      page.keyboard().type("50");
      pressOn(page, "[data-action=save-limits]");
      assertThat(page.locator("#about-loss-day")).containsText("50.00 left");

      visit.open("/ops.html");
      page.locator("[name=username]").waitFor();
      tabTo(page, "[name=username]");
      page.keyboard().type(username);
      tabTo(page, "[name=password]");
      page.keyboard().type(StaffClient.PASSWORD);
      pressOn(page, ".entry .action");
      page.locator("#problems").waitFor();
      pressOn(page, ".desk nav a[href='/ops-audit.html']");
      assertThat(page.locator("h1")).hasText("Audit trail");
    }
  }

  /// Presses what the keyboard has reached, and shows that it did.
  private static void pressOn(Page page, String selector) {
    tabTo(page, selector);
    assertThat(page.evaluate("getComputedStyle(document.activeElement).outlineWidth"))
        .as(selector)
        .isEqualTo("3px");
    page.keyboard().press("Enter");
  }

  @ParameterizedTest
  @EnumSource
  void lettersPlayOnlyOnceTheyAreTurnedOn(Table table) {
    try (BrowserSession visit =
        BrowserSession.timed(CasinoFixture.shared(), BrowserSession.DESKTOP)) {
      Page page = visit.open(table.path);
      SeededOutcome.come(visit, table.profit(_ -> true));
      table.lay(page);
      visit.stop();
      page.keyboard().press("n");
      assertThat(page.locator(".dock .action").first()).containsText("for 1.00");
      visit.action("shortcuts").check();
      assertThat(page.locator(".dock kbd")).hasText("N");
      page.keyboard().press("n");
      assertThat(page.locator(".dock .action").first()).not().containsText("for 1.00");
    }
  }

  @Test
  void firstStopSkipsTheHeader() {
    try (BrowserSession visit = BrowserSession.desktop()) {
      Page page = visit.open("/");
      page.keyboard().press("Tab");
      assertThat(page.locator(".skip")).isFocused();
      page.keyboard().press("Enter");
      assertThat(page.locator("#main")).isFocused();
    }
  }

  private static void tabTo(Page page, String selector) {
    for (int stop = 0; stop < MAX_STOPS; stop++) {
      page.keyboard().press("Tab");
      Object there = page.evaluate("it => document.activeElement.matches(it)", selector);
      if (Boolean.TRUE.equals(there)) {
        return;
      }
    }
    throw new AssertionError("Tab never comes to " + selector);
  }
}
