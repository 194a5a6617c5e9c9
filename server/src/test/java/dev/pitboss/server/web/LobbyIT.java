package dev.pitboss.server.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import dev.pitboss.server.CasinoFixture;
import dev.pitboss.server.Tenant;
import dev.pitboss.server.seamlesswallet.Sportsbook;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

final class LobbyIT {
  @Test
  void newcomerHasChipsAndSeesWhatEachGamePays() {
    try (BrowserSession visit = BrowserSession.desktop()) {
      Page page = visit.open("/");
      assertThat(page.locator("[data-balance]")).hasText("1,000.00");
      assertThat(page.locator("game-facts[game=slots-20]")).containsText("RTP 96");
      assertThat(page.locator("game-facts[game=roulette]")).containsText("RTP 97.30 %");
    }
  }

  @Test
  void clientSeedComesFromTheBrowser() {
    try (BrowserSession visit = BrowserSession.desktop()) {
      Page page = visit.page();
      String[] sent = {""};
      page.onRequest(request -> {
        if (request.url().endsWith("/api/casino/fairness") && request.method().equals("POST")) {
          sent[0] = request.postData();
        }
      });
      visit.open("/fairness.html");
      String shown = page.locator("[data-field=clientSeed]").textContent();
      assertThat(sent[0]).contains(shown);
      assertThat(shown).matches("[0-9a-f]{32}");
    }
  }

  @Test
  void connectionTableOfADemoNamesCallSites() {
    try (CasinoFixture casino = CasinoFixture.start();
        BrowserSession visit = BrowserSession.to(casino, BrowserSession.DESKTOP)) {
      assertThat(visit.open("/").locator("connection-table")).hasCount(0);
      Tenant.house(casino).change("{\"branding\":{\"demo\":true}}");
      Page page = visit.open("/");
      assertThat(page.locator(".sites tbody th").first())
          .containsText(Pattern.compile("::.+:L\\d+"));
      assertThat(page.locator(".tiles")).containsText("Discrepancy");
    }
  }

  @Test
  void reloadKeepsThePlayer() {
    try (BrowserSession visit = BrowserSession.desktop()) {
      Page page = visit.open("/");
      visit.play("roulette", "{\"bets\":[{\"type\":\"red\",\"stake\":100}]}", 1);
      long balance = visit.balance();
      visit.open("/");
      assertThat(visit.shownBalance()).isEqualTo(balance);
      assertThat(page.locator(".rounds tbody tr")).hasCount(1);
    }
  }

  @Test
  void netIsOfTheSessionAlsoInATabThatPlayedNothing() {
    try (BrowserSession visit = BrowserSession.desktop()) {
      Page page = visit.open("/");
      visit.play(
          "roulette", "{\"bets\":[{\"type\":\"straight\",\"numbers\":[17],\"stake\":100}]}", 1);
      String net = visit.balance() < 100_000 ? "−1.00" : "+35.00";
      Page other = page.context().newPage();
      AtomicReference<Route> held = new AtomicReference<>();
      other.route("**/api/casino/limits", held::set);
      other.navigate("/history.html");
      other.waitForCondition(() -> held.get() != null);
      assertThat(other.locator("[data-net]")).hasText("–");
      assertThat(other.locator(".visit")).not().containsText("0 min");
      held.get().resume();
      assertThat(other.locator(".visit")).containsText("0 min");
      assertThat(other.locator("[data-net]")).hasText(net);
    }
  }

  @Test
  void searchAndCategoriesShowOnlyWhatIsLookedFor() {
    try (BrowserSession visit = BrowserSession.desktop()) {
      Page page = visit.open("/");
      Locator shown = page.locator(".games > li:visible .name");
      int all = page.locator(".games > li").count();
      assertThat(all).isGreaterThan(3);
      assertThat(shown).hasCount(all);
      page.getByRole(AriaRole.SEARCHBOX).fill("fruit ");
      assertThat(shown).hasText(new String[] {"Fruit slots"});
      assertThat(page.locator(".hits")).hasText("1 game found.");
      page.getByRole(AriaRole.SEARCHBOX).press("Enter");
      assertThat(page.locator("[data-game=slots] a")).isFocused();
      page.getByRole(AriaRole.SEARCHBOX).fill("bingo");
      assertThat(page.locator(".hits")).hasText("No game matches.");
      page.getByRole(AriaRole.SEARCHBOX).fill("");
      category(page, "Table games").press("Enter");
      assertThat(shown).hasText(new String[] {"Roulette", "Blackjack", "Baccarat"});
      assertThat(page.locator(".hits")).hasText("3 games found.");
      assertThat(category(page, "Table games")).hasAttribute("aria-pressed", "true");
      page.reload();
      assertThat(shown).hasCount(3);
      category(page, "All games").click();
      assertThat(shown).hasCount(all);
      assertThat(page.locator(".hits")).hasText("");
    }
  }

  @Test
  void favouritesAndLastGamesAreThePlayersOwn() {
    try (BrowserSession visit = BrowserSession.desktop()) {
      Page page = visit.open("/");
      Locator shown = page.locator(".games > li:visible .name");
      category(page, "Favourites").click();
      assertThat(page.locator(".hits")).hasText("No favourites yet. Mark a game with its star.");
      category(page, "All games").click();
      page.getByLabel("Favourite: Crash").click();
      assertThat(page.getByLabel("Favourite: Crash")).hasAttribute("aria-pressed", "true");
      visit.play("baccarat", "{\"bets\":[{\"on\":\"banker\",\"stake\":100}]}", 1);
      // as another device has it: nothing of it is kept in the browser
      page.evaluate("localStorage.getItem('pitboss.session') && sessionStorage.clear()");
      visit.open("/");
      category(page, "Favourites").click();
      assertThat(shown).hasText(new String[] {"Crash"});
      category(page, "Recently played").click();
      assertThat(shown).hasText(new String[] {"Baccarat"});
      category(page, "Favourites").click();
      page.getByLabel("Favourite: Crash").click();
      assertThat(shown).hasCount(0);
      visit.open("/");
      assertThat(page.getByLabel("Favourite: Crash")).hasAttribute("aria-pressed", "false");
    }
  }

  @Test
  void favouriteThatCannotBeKeptIsTakenBackAndSaidSo() {
    try (BrowserSession visit = BrowserSession.desktop()) {
      visit.expectRefusals();
      Page page = visit.open("/");
      page.route(
          "**/api/casino/favourites",
          route ->
              route.fulfill(
                  new Route.FulfillOptions()
                      .setStatus(503)
                      .setContentType("application/problem+json")
                      .setBody("{\"status\":503,\"code\":\"busy\",\"detail\":\"busy now\"}")));
      page.getByLabel("Favourite: Crash").click();
      assertThat(page.locator("game-finder [role=alert]")).hasText("Busy now.");
      assertThat(page.getByLabel("Favourite: Crash")).hasAttribute("aria-pressed", "false");
    }
  }

  private static Locator category(Page page, String name) {
    return page.locator(".categories")
        .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(name));
  }

  @Test
  void onlyTheHouseLeadsToTheApiAndToStaff() {
    Tenant.make(CasinoFixture.shared(), "lobby-foot", "CHIP").withHost("lobby-foot.localhost");
    try (BrowserSession house = BrowserSession.desktop();
        BrowserSession tenant = BrowserSession.at(CasinoFixture.shared(), "lobby-foot.localhost")) {
      String links = ".foot :is(a[href='/api.html'], a[href='/ops.html'])";
      assertThat(house.open("/").locator(links)).hasCount(2);
      assertThat(tenant.open("/").locator(links)).hasCount(0);
      assertThat(tenant.page().locator(".foot a[href='/limits.html']")).isVisible();
    }
  }

  @Test
  void chosenThemeHoldsOnTheNextPage() {
    try (BrowserSession visit = BrowserSession.desktop()) {
      Page page = visit.open("/");
      String before = background(page);
      page.getByLabel("Switch between dark and light").click();
      String chosen = background(page);
      assertThat(chosen).isNotEqualTo(before);
      visit.open("/history.html");
      assertThat(background(page)).isEqualTo(chosen);
    }
  }

  @Test
  void historyFiltersByGameAndLoadsMore() {
    try (BrowserSession visit = BrowserSession.desktop()) {
      Page page = visit.open("/");
      visit.play("roulette", "{\"bets\":[{\"type\":\"even\",\"stake\":100}]}", 26);
      visit.play("slots-20", "{\"stake\":20}", 2);
      visit.open("/history.html");
      assertThat(page.locator(".rounds tbody tr")).hasCount(25);
      visit.action("more").click();
      assertThat(page.locator(".rounds tbody tr")).hasCount(28);
      page.getByLabel("Game").selectOption("slots-20");
      assertThat(page.locator(".rounds tbody tr")).hasCount(2);
      assertThat(page.url()).endsWith("?game=slots-20");
    }
  }

  @Test
  void historyNamesTheProviderOfABetElsewhere() {
    try (BrowserSession visit = BrowserSession.desktop()) {
      Page page = visit.open("/");
      String token =
          page.context().cookies().stream()
              .filter(cookie -> cookie.name.endsWith("pitboss"))
              .map(cookie -> cookie.value)
              .findFirst()
              .orElseThrow();
      Sportsbook book = Sportsbook.at(visit.casino(), "shown-" + System.nanoTime());
      book.welcome(visit.casino().player(token)).bet(UUID.randomUUID(), 700);
      visit.open("/history.html");
      assertThat(page.locator(".rounds tbody th")).hasText("A sportsbook: football bet");
      assertThat(page.locator(".rounds tbody a")).hasCount(0);
      assertThat(page.locator(".rounds tbody td").nth(1)).hasText("7.00");
    }
  }

  private static String background(Page page) {
    return (String) page.evaluate("getComputedStyle(document.body).backgroundColor");
  }
}
