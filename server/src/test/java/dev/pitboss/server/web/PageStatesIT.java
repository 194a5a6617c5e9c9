package dev.pitboss.server.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import dev.pitboss.server.CasinoFixture;
import dev.pitboss.server.Tenant;
import dev.pitboss.server.games.Games;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Every page in every state of its player or its casino: no barrier, nothing beside the screen, no
/// error on the console, and no heavier than a first load may be. `PagesIT` has the guest.
final class PageStatesIT {
  private static final CasinoFixture CASINO = CasinoFixture.shared();

  private static final List<String> GAMES =
      List.of(
          "/slots.html",
          "/fruit.html",
          "/roulette.html",
          "/crash.html",
          "/blackjack.html",
          "/baccarat.html",
          "/plinko.html");

  private static final List<String> PAGES = pages();

  private static List<String> pages() {
    List<String> pages = new ArrayList<>(GAMES);
    pages.addAll(
        List.of(
            "/",
            "/history.html",
            "/round.html",
            "/round.html?ref=none",
            "/crash-proof.html",
            "/fairness.html",
            "/limits.html",
            "/account.html",
            "/api.html"));
    return List.copyOf(pages);
  }

  /// Two more than a newcomer's: a player with a past has an open round to ask for, and one without
  /// a balance is offered a way on.
  private static final int MAX_REQUESTS = PagesIT.MAX_REQUESTS + 2;

  enum State {
    REGISTERED(
        """
        import('/js/core/api.js').then(async ({player, session}) => {
          await player.open();
          const registration = {username: 'Page.States', password: 'nine grey herons stand'};
          for (let attempt = 1; ; attempt++) {
            try {
              return await session('POST', '/register', registration);
            } catch (problem) {
              if (!problem.passing || attempt === 20) {
                throw problem; // a busy machine hashes passwords later
              }
              await new Promise((later) => setTimeout(later, 1_000));
            }
          }
        })
        """,
        "[data-balance]",
        "1,000.00"),
    EXCLUDED(
        """
        import('/js/core/api.js').then(async ({player, post}) => {
          await player.open();
          await post('/limits/exclusion', {type: 'selfExclusion', months: 6});
        })
        """,
        "[data-balance]",
        "1,000.00"),
    EMPTY_BALANCE("", "[data-empty]", "Your chips are used up."),
    CASINO_AWAY("", ".connection", "Reconnecting…");

    /// What brings the player there.
    private final String doing;

    /// An element on each page, and what it says then.
    private final String sign;

    private final String says;

    State(String doing, String sign, String says) {
      this.doing = doing;
      this.sign = sign;
      this.says = says;
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyPageIsWhole(State state) {
    try (BrowserSession visit = BrowserSession.wide(BrowserSession.PHONE_WIDTH)) {
      visit.expectRefusals(); // one of the pages asks for a round that is not there
      Page page = visit.open("/");
      switch (state) {
        case REGISTERED, EXCLUDED -> page.evaluate(state.doing);
        case EMPTY_BALANCE -> JourneysIT.loseAllElsewhere(visit);
        case CASINO_AWAY -> page.route("**/api/**", route -> route.abort());
      }
      for (String path : PAGES) {
        List<Request> requests =
            visit.requestsOf(
                path, () -> assertThat(page.locator(state.sign)).containsText(state.says));
        PagesIT.assertLight(requests, PagesIT.MAX_SCRIPT_BYTES, MAX_REQUESTS);
        if (state == State.EXCLUDED && (GAMES.contains(path) || path.equals("/"))) {
          assertKeptOut(page, path);
        }
        assertWhole(page, path + " " + state);
      }
    }
  }

  @Test
  void gamesThatAreOffSayWhereOthersAre() {
    Tenant tenant = Tenant.make(CASINO, "page-states", "CHIP").withHost("page-states.localhost");
    Games.offered().forEach(game -> tenant.terms(game.id(), "{\"on\":false}"));
    try (BrowserSession visit = BrowserSession.at(CASINO, "page-states.localhost")) {
      Page page = visit.open("/");
      assertThat(page.locator("[data-closed]")).isVisible();
      assertThat(page.locator("main h1")).hasText("Lobby");
      assertThat(page.locator(".game:visible")).hasCount(0);
      assertWhole(page, "a lobby without games");
      for (String path : GAMES) {
        visit.open(path);
        assertThat(page.locator("main")).containsText("This game is not offered here.");
        assertThat(page.locator("main :is(input, button, select):enabled:visible")).hasCount(0);
        assertWhole(page, path + " of a game that is off");
      }
    }
  }

  @Test
  void operatorWithoutGuestsLeadsToRegistration() {
    Tenant.make(CASINO, "page-money", "EUR", "").withHost("page-money.localhost");
    try (BrowserSession visit = BrowserSession.at(CASINO, "page-money.localhost")) {
      Page page = visit.page();
      List<String> pages = new ArrayList<>(GAMES);
      pages.addAll(
          List.of("/", "/history.html", "/limits.html", "/fairness.html", "/account.html"));
      for (String path : pages) {
        visit.open(path);
        assertThat(page.locator("main")).containsText("Register or sign in");
        assertThat(page.locator("header .sign-in")).isVisible();
        assertThat(page.locator("header :is([data-net], [data-balance])")).hasCount(0);
      }
      assertThat(page.locator("player-account")).not().containsText("guest");
      assertWhole(page, "registration without a guest");
      page.locator("#register-username").fill("Page.Money");
      page.locator("#register-password").fill("nine grey herons stand");
      page.locator("button[data-action=register]").click();
      assertThat(page.locator("[data-empty]")).containsText("Your balance is 0.00 EUR.");
      assertThat(page.locator("header .sign-in")).hasCount(0);
      assertThat(page.locator("header [data-balance]")).hasText("0.00");
      assertThat(page.locator(".foot")).containsText("18+ Real money");
      visit.open("/slots.html");
      assertThat(page.locator("label[for=stake]")).hasText("Wager, EUR");
      assertWhole(page, "slots for money");
    }
  }

  @Test
  void addressWithoutAPageSaysSo() {
    try (BrowserSession visit = BrowserSession.wide(BrowserSession.PHONE_WIDTH)) {
      visit.expectRefusals();
      for (String path : List.of("/no-such-page.html", "/ops-nothing.html")) {
        Page page = visit.open(path);
        assertThat(page.locator("h1")).hasText("Page not found");
        boolean isOfStaff = path.startsWith("/ops");
        assertThat(page.getByLabel("Switch between dark and light")).hasCount(isOfStaff ? 0 : 1);
        assertThat(page.locator(".desk")).hasCount(isOfStaff ? 1 : 0);
        assertThat(page.locator("[data-balance]")).hasCount(0);
        assertThat(page.context().cookies()).as("no player is made by %s", path).isEmpty();
        assertWhole(page, "no page");
      }
      Page page = visit.open("/");
      assertThat(page.context().cookies()).as("the lobby makes one").isNotEmpty();
      visit.open("/no-such-page.html");
      assertThat(page.locator("[data-balance]")).hasText("1,000.00");
    }
  }

  @Test
  void roundPageWithoutARoundLeadsToTheHistory() {
    try (BrowserSession visit = BrowserSession.desktop()) {
      Page page = visit.open("/round.html");
      assertThat(page.locator("[data-missing] h2")).hasText("No round selected");
      page.locator("[data-missing] a").first().click();
      assertThat(page.locator("h1")).hasText("History");
    }
  }

  private static void assertKeptOut(Page page, String path) {
    assertThat(page.locator("main > [data-kept-out]")).containsText("You are self-excluded until");
    assertThat(page.locator("main > [data-kept-out] a[href='/limits.html']")).isVisible();
    if (GAMES.contains(path)) {
      assertThat(page.locator(".dock .action")).isDisabled();
      assertThat(page.locator(":is(#stake, #auto, [name=hand]):enabled")).hasCount(0);
    }
  }

  private static void assertWhole(Page page, String where) {
    PagesIT.assertAccessible(
        page, where, BrowserSession.PHONE_WIDTH, BrowserSession.PHONE_HEIGHT_BETWEEN_BARS);
    for (int width : new int[] {BrowserSession.PHONE, BrowserSession.DESKTOP}) {
      page.setViewportSize(width, BrowserSession.HEIGHT);
      Object beside =
          page.evaluate(
              "document.documentElement.scrollWidth - document.documentElement.clientWidth");
      assertThat(beside).as("%s at %d", where, width).isEqualTo(0);
    }
  }
}
