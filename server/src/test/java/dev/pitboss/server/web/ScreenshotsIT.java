package dev.pitboss.server.web;

import com.microsoft.playwright.Page;
import java.nio.file.Path;
import java.util.List;
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
          "limits", "/limits.html",
          "ops", "/ops.html");

  @ParameterizedTest
  @ValueSource(strings = {"dark", "light"})
  void everyPageIsPictured(String theme) {
    for (int width : List.of(Visit.DESKTOP, NARROW)) {
      try (Visit visit = Visit.wide(width)) {
        Page page = visit.open("/");
        page.evaluate("theme => localStorage.setItem('pitboss.theme', theme)", theme);
        visit.play("baccarat", "{\"bets\":[{\"on\":\"banker\",\"stake\":100}]}", 20);
        visit.play("roulette", "{\"bets\":[{\"type\":\"red\",\"stake\":100}]}", 5);
        String round = visit.play("slots-20", "{\"stake\":100}", 3);
        visit.open("/round.html?ref=" + round);
        visit.action("reveal").click();
        visit.action("verify").click();
        page.locator("[data-verdict]").waitFor();
        page.evaluate("scrollTo(0, 0)");
        picture(page, "round", theme, width);
        // An open hand keeps its seeds secret, so this comes last.
        BlackjackPageIT.dealUntil(visit, "split");
        PAGES.forEach((name, path) -> {
          visit.open(path);
          picture(page, name, theme, width);
        });
      }
    }
  }

  private static void picture(Page page, String name, String theme, int width) {
    Path file =
        Path.of(System.getProperty(FOLDER)).resolve("%s-%s-%d.png".formatted(name, theme, width));
    page.screenshot(new Page.ScreenshotOptions().setPath(file).setFullPage(true));
  }
}
