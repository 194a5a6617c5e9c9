package dev.pitboss.server.web;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.pitboss.games.blackjack.Action;
import dev.pitboss.server.CasinoClient;
import dev.pitboss.server.CasinoFixture;
import dev.pitboss.server.StaffClient;
import dev.pitboss.server.crash.CrashCasino;
import dev.pitboss.server.staff.Role;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `./pitboss screenshots DIR`: every page with something on it, dark and light, wide and narrow.
@EnabledIfSystemProperty(named = ScreenshotsIT.FOLDER, matches = ".+")
final class ScreenshotsIT {
  static final String FOLDER = "pitboss.screenshots";

  private static final int NARROW = 390;

  private static final Map<String, String> PAGES =
      Map.of(
          "lobby", "/",
          "slots", "/slots.html",
          "fruit", "/fruit.html",
          "roulette", "/roulette.html",
          "blackjack", "/blackjack.html",
          "baccarat", "/baccarat.html",
          "history", "/history.html",
          "fairness", "/fairness.html",
          "limits", "/limits.html");

  @ParameterizedTest
  @ValueSource(strings = {"dark", "light"})
  void everyPageIsPictured(String theme) {
    for (int width : List.of(BrowserSession.DESKTOP, NARROW)) {
      try (BrowserSession visit = BrowserSession.timed(CasinoFixture.shared(), width)) {
        Page page = welcome(visit, theme);
        visit.play("baccarat", "{\"bets\":[{\"on\":\"banker\",\"stake\":100}]}", 20);
        visit.play("roulette", "{\"bets\":[{\"type\":\"red\",\"stake\":100}]}", 5);
        String round = visit.play("slots-20", "{\"stake\":100}", 3);
        visit.open("/round.html?ref=" + round);
        visit.action("reveal").click();
        visit.action("verify").click();
        page.locator("[data-verdict]").waitFor();
        picture(page, "round", theme, width);
        for (Table table : List.of(Table.SLOTS, Table.FRUIT, Table.ROULETTE, Table.BACCARAT)) {
          visit.open(table.path);
          SeededOutcome.come(visit, table.profit(profit -> profit > 0));
          table.play(visit);
          JourneysIT.ended(visit, table);
          picture(page, table.name().toLowerCase(Locale.ROOT) + "-won", theme, width);
        }
        // An open hand keeps its seeds secret, so this comes last.
        BlackjackPageIT.dealt(visit, Action.SPLIT);
        PAGES.forEach((name, path) -> {
          visit.open(path);
          picture(page, name, theme, width);
        });
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"dark", "light"})
  void desksPagesArePictured(String theme) {
    CasinoFixture casino = CasinoFixture.shared();
    String suffix = "-" + theme;
    String username = StaffClient.make(casino, "pictured" + suffix, Role.MANAGER, null).username();
    StaffClient other = StaffClient.make(casino, "asking" + suffix, Role.MANAGER, null);
    StaffClient.make(casino, "reading" + suffix, Role.AUDITOR, null);
    CasinoClient.Guest guest = casino.guest();
    guest.spin(100);
    guest.spin(200);
    String player = guest.get("user-info").json().path("playerId").asText();
    other.post(
        "adjustments",
        "{\"playerId\":\"%s\",\"amount\":1250,\"reason\":\"A free spin that was lost\"}"
            .formatted(player));
    for (int width : List.of(BrowserSession.DESKTOP, NARROW)) {
      try (BrowserSession visit = BrowserSession.to(casino, width)) {
        Page page = welcome(visit, theme);
        visit.open("/ops.html");
        picture(page, "desk-sign-in", theme, width);
        page.getByLabel("Username").fill(username);
        page.getByLabel("Password").fill(StaffClient.PASSWORD);
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sign in")).click();
        page.locator("#problems").waitFor();
        picture(page, "ops", theme, width);
        for (String name : DeskIT.PAGES) {
          visit.open("/ops-%s.html".formatted(name));
          page.locator("main .card").first().waitFor();
          if (name.equals("account")) {
            page.getByLabel("Your password").fill(StaffClient.PASSWORD);
            visit.action("begin").click();
            page.locator(".qr").waitFor();
          }
          picture(page, "desk-" + name, theme, width);
        }
        visit.open("/ops-operators.html?code=house");
        page.locator(".terms").first().waitFor();
        picture(page, "desk-operator", theme, width);
        visit.open("/ops-players.html?id=" + player);
        page.locator("[data-balance]").waitFor();
        picture(page, "desk-player", theme, width);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"dark", "light"})
  void liveTableIsPictured(String theme) throws InterruptedException {
    CrashCasino casino = CrashCasino.shared();
    for (int width : List.of(BrowserSession.DESKTOP, NARROW)) {
      try (BrowserSession visit = BrowserSession.to(casino.fixture(), width)) {
        welcome(visit, theme);
        Page page = visit.open("/crash.html");
        casino.open();
        page.locator("[data-phase=betting]").waitFor();
        picture(page, "crash-betting", theme, width);
        casino.beginRunning(() -> {
          page.locator("[data-phase=betting]").waitFor();
          page.locator("#auto").fill("2.50");
          visit.action("bet").click();
          visit.action("cancel").waitFor();
        });
        visit.action("cashout").waitFor();
        casino.pass(10_000);
        page.locator("[data-phase=running], [data-phase=crashed]").waitFor();
        page.waitForTimeout(500); // for one picture only
        picture(page, "crash-running", theme, width);
        casino.crash();
        page.locator("[data-phase=crashed]").waitFor();
        picture(page, "crash", theme, width);
        page.locator(".points a").first().click();
        page.locator("[data-verdict]").waitFor();
        picture(page, "crash-proof", theme, width);
      } finally {
        casino.open();
      }
    }
  }

  private static Page welcome(BrowserSession visit, String theme) {
    Page page = visit.open("/");
    page.evaluate("theme => localStorage.setItem('pitboss.theme', theme)", theme);
    return page;
  }

  private static void picture(Page page, String name, String theme, int width) {
    Path file =
        Path.of(System.getProperty(FOLDER)).resolve("%s-%s-%d.png".formatted(name, theme, width));
    // As high as the page: what sticks to the window's edges is then at the page's.
    page.setViewportSize(width, BrowserSession.HEIGHT);
    int height = ((Number) page.evaluate("document.documentElement.scrollHeight")).intValue();
    page.setViewportSize(width, height);
    page.evaluate("scrollTo(0, 0)");
    page.screenshot(new Page.ScreenshotOptions().setPath(file));
    page.setViewportSize(width, BrowserSession.HEIGHT);
  }
}
