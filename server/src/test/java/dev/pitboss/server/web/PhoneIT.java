package dev.pitboss.server.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import dev.pitboss.games.blackjack.Action;
import dev.pitboss.server.crash.CrashCasino;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a player looks at and what they press are in view together on a phone, also between the
/// bars of its browser, before, during and after a round; and no bet makes the page jump.
final class PhoneIT {
  private static final int MANY_CARDS = 14;

  /// Which of some elements are not wholly in view: below the header, above what sticks to the
  /// bottom, and with nothing over their middle. What is in a sticky part may be as low as that.
  private static final String NOT_IN_VIEW =
      """
      (selectors) => {
        const edge = (selector, side) => document.querySelector(selector).getBoundingClientRect()[side];
        const header = edge('.top', 'bottom');
        const dock = edge('.dock', 'top');
        const pages = edge('nav', 'top');
        const fault = (it) => {
          const box = it.getBoundingClientRect();
          const bottom = it.closest('.dock') ? pages : dock;
          const middle = document.elementFromPoint((box.left + box.right) / 2, (box.top + box.bottom) / 2);
          return box.width === 0 || box.height === 0 ? 'has no size'
            : box.top < header - 1 ? `begins at ${box.top}, under the header that ends at ${header}`
            : box.bottom > bottom + 1 ? `ends at ${box.bottom}, below ${bottom}`
            : box.left < -1 || box.right > innerWidth + 1 ? 'is beside the screen'
            : getComputedStyle(it).pointerEvents === 'none' ? null
            : it.contains(middle) || middle?.contains(it) ? null
            : `is under ${middle?.outerHTML.slice(0, 60)}`;
        };
        return selectors.flatMap((selector) => {
          const found = [...document.querySelectorAll(selector)];
          return found.length === 0 ? [`${selector} is not there`]
            : found.map(fault).filter((it) => it !== null).map((it) => `${selector} ${it}`);
        });
      }
      """;

  static Stream<Arguments> tablesAndHeights() {
    return Arrays.stream(Table.values())
        .flatMap(table ->
            Stream.of(BrowserSession.PHONE_HEIGHT_BETWEEN_BARS, BrowserSession.HEIGHT)
                .map(height -> Arguments.of(table, height)));
  }

  @ParameterizedTest
  @MethodSource("tablesAndHeights")
  void pictureResultAndActionAreInViewTogether(Table table, int height) {
    try (BrowserSession visit = BrowserSession.timedPhone(height)) {
      Page page = visit.open(table.path);
      List<String> parts = parts(table);
      assertInView(page, "before", parts);
      SeededOutcome.come(visit, table.profit(profit -> profit > 0));
      lay(visit, table);
      assertInView(page, "before the bet", parts);
      Object scrolled = scrolled(page);
      visit.tap(visit.action(table.action));
      assertThat(page.locator(".dock .action").first()).not().containsText("for 1.00");
      assertInView(page, "during", parts);
      assertThat(scrolled(page)).as("scrolled by the bet").isEqualTo(scrolled);
      if (table == Table.BLACKJACK) {
        Locator stand = page.locator("[data-move=stand]:not([aria-disabled])");
        for (int leap = 0; leap < 20 && !stand.isVisible(); leap++) {
          visit.hurry();
        }
        assertInView(page, "in the middle of a hand", parts);
        visit.tap(stand);
      }
      JourneysIT.ended(visit, table);
      assertInView(page, "after", parts);
      assertInView(page, "after", List.of(".result a"));
      assertThat(scrolled(page)).as("scrolled by the round").isEqualTo(scrolled);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {BrowserSession.PHONE_HEIGHT_BETWEEN_BARS, BrowserSession.HEIGHT})
  void fourSplitHandsWithTheirCardsAreInViewWithTheMoves(int height) {
    try (BrowserSession visit = BrowserSession.timedPhone(height)) {
      Page page = visit.open("/blackjack.html");
      List<String> parts = parts(Table.BLACKJACK);
      SeededOutcome.come(visit, SeededOutcome.splitAndHit(100, 4, MANY_CARDS));
      visit.tap(visit.action("deal"));
      Locator over = page.locator(".result a");
      while (over.count() == 0) {
        Locator split = page.locator("[data-move=split]:not([aria-disabled])");
        Locator hit = page.locator("[data-move=hit]:not([aria-disabled])");
        for (int leap = 0; leap < 20 && !(hit.isVisible() || over.isVisible()); leap++) {
          visit.hurry();
        }
        assertInView(page, "hands " + page.locator(".seats .seat").count(), parts);
        if (hit.isVisible()) {
          int cards = page.locator(".seats .face").count();
          visit.tap(split.isVisible() ? split : hit);
          page.waitForCondition(() -> {
            visit.hurry();
            return over.count() > 0 || page.locator(".seats .face").count() > cards;
          });
        }
      }
      assertThat(page.locator(".seats .seat")).hasCount(4);
      assertThat(page.locator(".seats .face").count()).isGreaterThanOrEqualTo(MANY_CARDS);
      assertInView(page, "after", parts);
      assertInView(page, "after", List.of(".result a", ".seats .state"));
      assertThat(scrolled(page)).isEqualTo(0);
    }
  }

  /// A press of the button that cannot begin a round leads to the field, and the reason is seen.
  @ParameterizedTest
  @ValueSource(strings = {"slots", "fruit", "blackjack", "crash"})
  void refusedWagerIsInViewWithItsReasonAndTheAction(String game) {
    try (BrowserSession visit =
        BrowserSession.timedPhone(BrowserSession.PHONE_HEIGHT_BETWEEN_BARS)) {
      Page page = visit.open("/" + game + ".html");
      page.locator("#stake").fill("0.07");
      page.locator(".dock .action").click(new Locator.ClickOptions().setForce(true));
      assertThat(page.locator("#stake")).isFocused();
      assertThat(page.locator("#stake-error")).containsText("The wager must be");
      assertInView(
          page, game, List.of("#stake", "#stake-error", ".dock .action", "[data-action=half]"));
    }
  }

  /// Extremely rare hands, at the largest amounts.
  @Test
  void longestHandsAndLargestAmountsAreInView() {
    try (BrowserSession visit =
        BrowserSession.timedPhone(BrowserSession.PHONE_HEIGHT_BETWEEN_BARS)) {
      Page page = visit.open("/blackjack.html");
      page.evaluate(
          """
          () => {
            const cards = ['A♦', '2♥', 'A♠', '2♣', '3♠', '2♦', '3♥', '3♣', '4♠'];
            const states = ['won', 'surrendered', 'lost', 'standing'];
            const hands = states.map((state) => (
              {cards, total: 21, soft: false, stake: 200_000, state, payout: 400_000}));
            const game = document.querySelector('blackjack-game');
            const dealer = {cards, total: 21, soft: false};
            game.view = {ref: 'r', version: 9, hands, dealer, actions: [], final: true, stake: 900_000,
              payout: 1_200_000, insurance: 50_000};
            game.requestUpdate();
          }
          """);
      assertThat(page.locator(".seats .seat")).hasCount(4);
      assertInView(page, "the end of the longest hands", parts(Table.BLACKJACK));
      assertInView(page, "the end of the longest hands", List.of(".result a", ".laid", ".state"));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {BrowserSession.PHONE_HEIGHT_BETWEEN_BARS, BrowserSession.HEIGHT})
  void curveMultiplierAndCashOutAreInViewTogether(int height) throws InterruptedException {
    CrashCasino casino = CrashCasino.shared();
    List<String> parts = List.of(".curve", ".multiplier", ".result", ".points", ".dock .action");
    try (BrowserSession visit = BrowserSession.to(casino.fixture(), BrowserSession.PHONE_WIDTH)) {
      visit.page().setViewportSize(BrowserSession.PHONE_WIDTH, height);
      casino.open();
      Page page = visit.open("/crash.html");
      casino.beginRunning(() -> {
        page.locator("[data-phase=betting]").waitFor();
        assertInView(page, "betting", parts);
        visit.tap(visit.action("bet"));
        visit.action("cancel").waitFor();
        assertInView(page, "a bet is placed", parts);
      });
      visit.action("cashout").waitFor();
      assertInView(page, "the round runs", parts);
      visit.tap(visit.action("cashout"));
      assertThat(page.locator(".result")).containsText("Cashed out at");
      assertInView(page, "cashed out", parts);
      casino.crash();
      assertThat(page.locator(".result")).containsText("verify this round");
      assertInView(page, "crashed", parts);
      assertThat(scrolled(page)).isEqualTo(0);
    } finally {
      casino.open();
    }
  }

  /// Whose wager is below the table scrolls there, and sees the cards again once they are dealt.
  @Test
  void dealBringsATableBackThatWasScrolledAway() {
    try (BrowserSession visit =
        BrowserSession.timedPhone(BrowserSession.PHONE_HEIGHT_BETWEEN_BARS)) {
      Page page = visit.open("/blackjack.html");
      SeededOutcome.come(visit, SeededOutcome.allows(200, Action.DOUBLE));
      page.getByLabel("Wager, chips", new Page.GetByLabelOptions().setExact(true)).fill("2");
      page.evaluate("scrollTo(0, 400)");
      assertThat((List<?>) page.evaluate(NOT_IN_VIEW, parts(Table.BLACKJACK)))
          .as("control: the table is scrolled away")
          .isNotEmpty();
      visit.tap(visit.action("deal"));
      Locator stand = page.locator("[data-move=stand]:not([aria-disabled])");
      for (int leap = 0; leap < 20 && !stand.isVisible(); leap++) {
        visit.hurry();
      }
      assertInView(page, "dealt", parts(Table.BLACKJACK));
    }
  }

  /// The layout of the wheel is higher than a phone: it scrolls under the wheel.
  @Test
  void wheelStaysInViewWhereverTheLayoutIsScrolledAndWouldNotByItself() {
    try (BrowserSession visit =
        BrowserSession.timedPhone(BrowserSession.PHONE_HEIGHT_BETWEEN_BARS)) {
      Page page = visit.open("/roulette.html");
      page.evaluate("scrollTo(0, 300)");
      assertInView(page, "scrolled", parts(Table.ROULETTE));
      page.evaluate("document.querySelector('.spinner').style.position = 'static'");
      assertThat((List<?>) page.evaluate(NOT_IN_VIEW, List.of(".wheel", ".result")))
          .as("control: a wheel that does not stick")
          .hasSize(2);
    }
  }

  @Test
  void roadIsNoHigherThanItsBeads() {
    try (BrowserSession visit =
        BrowserSession.timedPhone(BrowserSession.PHONE_HEIGHT_BETWEEN_BARS)) {
      visit.open("/");
      visit.play("baccarat", "{\"bets\":[{\"on\":\"banker\",\"stake\":100}]}", 2);
      Page page = visit.open("/baccarat.html");
      assertThat(page.locator(".bead")).hasCount(2);
      assertThat(page.locator(".stage .road").boundingBox().height).isBetween(88.0, 100.0);
    }
  }

  @Test
  void reelsHaveTheirPlaceBeforeTheGameIsLoadedAndTouchScreensAreOfferedNoKeys() {
    try (BrowserSession visit = BrowserSession.touch();
        BrowserSession desktop = BrowserSession.desktop()) {
      Page page = visit.page();
      List<Route> held = new ArrayList<>();
      page.route("**/api/casino/games/slots-20", held::add);
      page.navigate("/slots.html");
      page.locator("slot-reels .reel").first().waitFor();
      double empty = page.locator(".stage").boundingBox().height;
      assertThat(page.locator("slot-reels .symbol")).hasCount(0);
      page.waitForCondition(() -> !held.isEmpty());
      held.forEach(Route::resume);
      page.locator("slot-reels .symbol").first().waitFor();
      assertThat(page.locator(".stage").boundingBox().height).isEqualTo(empty);
      assertThat(page.locator(".shortcuts")).isHidden();
      // control: a mouse
      assertThat(desktop.open("/slots.html").locator(".shortcuts")).isVisible();
    }
  }

  /// What has to be in view of a game at any time.
  private static List<String> parts(Table table) {
    return switch (table) {
      case SLOTS, FRUIT -> List.of("slot-reels", ".result", ".dock .action");
      case ROULETTE -> List.of(".wheel", ".spinner .result", ".hand", ".dock button");
      case BACCARAT -> List.of(".coup .seat", ".spots", ".result", ".hand", ".dock button");
      case DICE -> List.of(".original svg", ".result", ".dock .action");
      case BLACKJACK ->
          List.of(
              ".table > .seat", ".seats > .seat", ".result", ".dock button:not([data-action=max])");
    };
  }

  /// Lays a chip where it wins, once that place is scrolled to.
  private static void lay(BrowserSession visit, Table table) {
    Page page = visit.page();
    if (table == Table.ROULETTE) {
      page.evaluate("scrollTo(0, 180)");
    }
    switch (table) {
      case ROULETTE -> visit.tap(page.locator("[data-place='straight:17']"));
      case BACCARAT -> visit.tap(page.locator("[data-spot=player]"));
      case SLOTS, FRUIT, DICE, BLACKJACK -> {} // a wager is there from the start
    }
  }

  private static Object scrolled(Page page) {
    return page.evaluate("Math.round(scrollY)");
  }

  private static void assertInView(Page page, String when, List<String> parts) {
    assertThat((List<?>) page.evaluate(NOT_IN_VIEW, parts)).as(when).isEmpty();
  }
}
