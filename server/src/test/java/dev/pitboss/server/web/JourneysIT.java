package dev.pitboss.server.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import dev.pitboss.server.CasinoFixture;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What comes to every player at every table: to win, to lose, to have too little, to lose the
/// connection and find it again, to leave in mid-round and come back.
final class JourneysIT {
  private static final int MAX_LEAPS = 200;
  private static final String ALL_ON_RED = "{\"bets\":[{\"type\":\"red\",\"stake\":100000}]}";

  @ParameterizedTest
  @EnumSource
  void winAndLossAreToldAndBooked(Table table) {
    try (BrowserSession visit =
        BrowserSession.timed(CasinoFixture.shared(), BrowserSession.DESKTOP)) {
      Page page = visit.open(table.path);
      SeededOutcome.come(visit, table.profit(profit -> profit > 0));
      playOut(visit, table);
      assertThat(table.result(page)).containsText(Pattern.compile("\\+\\d+\\.\\d\\d"));
      long won = visit.shownBalance() - 100_000;
      assertThat(won).isPositive().isEqualTo(visit.balance() - 100_000);
      assertThat(page.locator("[data-net]")).hasText("+" + units(won));
      PagesIT.assertAccessible(page, table + " won");

      SeededOutcome.come(visit, table.profit(profit -> profit == -100));
      playOut(visit, table);
      assertThat(table.result(page)).containsText(Pattern.compile("No win|−1\\.00"));
      assertThat(visit.shownBalance()).isEqualTo(100_000 + won - 100).isEqualTo(visit.balance());
      assertThat(page.locator("[data-celebrate]")).hasCount(0);
    }
  }

  @ParameterizedTest
  @EnumSource
  void tooLittleIsToldBesideTheBetAndNothingMoves(Table table) {
    try (BrowserSession visit =
        BrowserSession.timed(CasinoFixture.shared(), BrowserSession.DESKTOP)) {
      Page page = visit.open(table.path);
      loseAllElsewhere(visit);
      visit.expectRefusals();
      table.bet(visit);
      assertThat(page.locator(table.refusal)).hasText("Your balance of 0.00 does not cover this.");
      assertThat(page.locator("[data-balance]")).hasText("0.00");
      assertThat(visit.balance()).isZero();
      PagesIT.assertAccessible(page, table + " refused");
    }
  }

  @ParameterizedTest
  @EnumSource
  void lostAnswerIsAskedForAgainAndTheBetIsTakenOnce(Table table) {
    try (BrowserSession visit =
        BrowserSession.timed(CasinoFixture.shared(), BrowserSession.DESKTOP)) {
      Page page = visit.open(table.path);
      SeededOutcome.come(visit, table.profit(_ -> true));
      List<String> keys = visit.loseFirstAnswer(table.call);
      visit.stop();
      table.bet(visit);
      assertThat(page.locator(".connection")).hasText("Reconnecting…");
      visit.goOn();
      if (table == Table.BLACKJACK) {
        BlackjackPageIT.move(page, "stand").click();
      }
      ended(visit, table);
      assertThat(page.locator(".connection")).hasText("");
      assertThat(keys.subList(0, 2)).hasSize(2);
      assertThat(new HashSet<>(keys.subList(0, 2))).hasSize(1);
      assertThat(keys.getFirst()).matches("[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-.*");
      assertThat(rounds(visit)).isEqualTo(1);
      assertThat(visit.shownBalance()).isEqualTo(visit.balance());
    }
  }

  @ParameterizedTest
  @EnumSource
  void pageLoadedAgainInMidRoundShowsWhatTheRoundCameTo(Table table) {
    try (BrowserSession visit =
        BrowserSession.timed(CasinoFixture.shared(), BrowserSession.DESKTOP)) {
      Page page = visit.open(table.path);
      SeededOutcome.come(visit, table.profit(_ -> true));
      visit.stop();
      page.waitForRequestFinished(
          new Page.WaitForRequestFinishedOptions().setPredicate(request -> isCall(request, table)),
          () -> table.bet(visit));
      if (table == Table.BLACKJACK) {
        visit.goOn();
        page.locator("[data-move=stand]:not([aria-disabled])").waitFor();
        visit.stop();
        page.waitForRequestFinished(
            new Page.WaitForRequestFinishedOptions()
                .setPredicate(request -> isCall(request, table)),
            () -> BlackjackPageIT.move(page, "stand").click());
      }
      assertThat(table.result(page)).not().containsText("verify this round");
      page.reload();
      visit.goOn();
      assertThat(table.result(page)).containsText("verify this round");
      assertThat(rounds(visit)).isEqualTo(1);
      assertThat(visit.shownBalance()).isEqualTo(visit.balance());
      assertThat(page.locator("[data-net]"))
          .hasText(Pattern.compile("[+−]?" + units(Math.abs(visit.balance() - 100_000))));
    }
  }

  private static boolean isCall(Request request, Table table) {
    return request.url().endsWith("/api/casino/" + table.call) && request.method().equals("POST");
  }

  private static void playOut(BrowserSession visit, Table table) {
    table.play(visit);
    ended(visit, table);
  }

  /// Lets the least time of a round pass until it has ended.
  static void ended(BrowserSession visit, Table table) {
    Page page = visit.page();
    Locator ended = table.result(page).getByText("verify this round");
    for (int leap = 0; leap < MAX_LEAPS && !ended.isVisible(); leap++) {
      visit.hurry();
    }
    assertThat(table.result(page)).containsText("verify this round");
  }

  /// As another tab, or another device, would.
  static void loseAllElsewhere(BrowserSession visit) {
    SeededOutcome.come(visit, SeededOutcome.profit("roulette", ALL_ON_RED, profit -> profit < 0));
    visit
        .page()
        .evaluate(
            """
            body => fetch('/api/casino/play/roulette', {
              method: 'POST',
              body,
              headers: {'Content-Type': 'application/json', 'Idempotency-Key': 'elsewhere'},
            })
            """,
            ALL_ON_RED);
  }

  private static int rounds(BrowserSession visit) {
    return ((Number)
            visit
                .page()
                .evaluate(
                    """
                    fetch('/api/casino/game-history').then((it) => it.json())
                      .then(({rounds}) => rounds.length)
                    """))
        .intValue();
  }

  private static String units(long minor) {
    return "%d.%02d".formatted(minor / 100, minor % 100);
  }
}
