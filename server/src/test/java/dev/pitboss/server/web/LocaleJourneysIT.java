package dev.pitboss.server.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import dev.pitboss.server.CasinoFixture;
import dev.pitboss.server.StaffClient;
import dev.pitboss.server.crash.CrashCasino;
import dev.pitboss.server.staff.Role;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Amounts as people of four countries type them, from the field to what the casino has. The texts
/// are made by the browser in its own language.
final class LocaleJourneysIT {
  private static final CrashCasino CRASH = CrashCasino.shared();
  private static final CasinoFixture CASINO = CRASH.fixture();

  @ParameterizedTest(name = "{0} writes {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          de-DE | 1.234,50 | 1.000,00 | Wird 1.234,50 Chips.    | übrig; Neubeginn am
          fr-FR | 1 234,50 | 1 000,00 | Will be 1,234.50 chips. | left; resets on
          en-GB | 1,234.50 | 1,000.00 | Will be 1,234.50 chips. | left; resets on
          pt-BR | 1.234,50 | 1.000,00 | Será 1.234,50 fichas.   | reinicia em
          """)
  void wagerTargetAndLimitAreTakenAsTheyWereMeant(
      String locale, String limit, String most, String understood, String about)
      throws InterruptedException {
    try (BrowserSession visit = BrowserSession.speaking(CASINO, locale)) {
      Page page = visit.open("/slots.html");
      assertThat(spaced(typed(page, 1234.5))).as("control: of that country").isEqualTo(limit);

      page.locator("#stake").fill(typed(page, 1.2));
      assertThat(visit.action("spin")).hasText("Spin for 1.20");
      visit.action("spin").click();
      assertThat(page.locator(".result")).containsText("verify this round");
      assertThat(
              page.evaluate(
                  """
                  fetch('/api/casino/game-history').then((it) => it.json())
                    .then(({rounds}) => rounds[0].stake)
                  """))
          .isEqualTo(120);

      // The most there is at the table, whole and grouped: more than is left by now.
      String thousand = typed(page, 1000);
      assertThat(spaced(thousand)).isEqualTo(most);
      page.locator("#stake").fill(thousand);
      assertThat(page.locator("#stake")).hasValue(thousand);
      Object read =
          page.evaluate(
              "async text => (await import('/js/core/view.js')).readMoney(text)", thousand);
      assertThat(((Map<?, ?>) read).get("value")).isEqualTo(100_000);

      betAtTarget(visit, page);

      visit.open("/limits.html");
      page.locator("#loss-month").fill(typed(page, 1234.5));
      assertThat(page.locator(".understood:not(:empty)").first()).hasText(understood);
      visit.action("save-limits").click();
      assertThat(page.locator("#about-loss-month")).containsText(about);
      assertThat(
              page.evaluate(
                  """
                  fetch('/api/casino/limits').then((it) => it.json())
                    .then(({limits}) => limits.find((it) => it.kind === 'loss' && it.period === 'month'))
                    .then(({amount}) => amount)
                  """))
          .isEqualTo(123_450);
    }
  }

  private static void betAtTarget(BrowserSession visit, Page page) throws InterruptedException {
    CRASH.open();
    visit.open("/crash.html");
    page.locator("[data-phase=betting]").waitFor();
    page.locator("#stake").fill(typed(page, 2));
    page.locator("#auto").fill(typed(page, 2.5));
    assertThat(page.locator("form")).containsText("Cashes out at 2.50×.");
    assertThat(visit.action("bet")).hasText("Bet 2.00");
    visit.action("bet").click();
    visit.action("cancel").waitFor();
    assertThat(
            page.evaluate(
                """
                fetch('/api/casino/play/crash').then((it) => it.json())
                  .then(({bets: [{stake, autoCashout}]}) => [stake, autoCashout])
                """))
        .isEqualTo(List.of(200, 250));
    visit.action("cancel").click();
    visit.action("bet").waitFor();
  }

  @ParameterizedTest
  @ValueSource(strings = {"de-DE", "fr-FR", "en-GB", "pt-BR"})
  void adjustmentIsShownAsMeantBeforeItIsAskedFor(String locale) {
    String asks =
        StaffClient.make(CASINO, "typing-" + locale.toLowerCase(Locale.ROOT), Role.MANAGER, null)
            .username();
    String player = CASINO.guest().get("user-info").json().path("playerId").asText();
    try (BrowserSession visit = BrowserSession.speaking(CASINO, locale)) {
      Page page = DeskIT.signedIn(visit, "/ops-adjustments.html?player=" + player, asks);
      Locator amount = page.getByLabel("Amount");
      page.getByLabel("Reason").fill("Amounts of another country");
      // What two countries read differently is not guessed.
      amount.fill("1.010");
      visit.action("request").click();
      assertThat(page.getByText("That can be read in two ways. Write 1010 or 1.01.")).isVisible();
      amount.fill(typed(page, 1010.5));
      visit.action("request").click();
      assertThat(page.locator("dialog[open]")).containsText("Credit 1,010.50 ");
      visit.action("confirm-request-yes").click();
      assertThat(page.locator("[aria-labelledby=waiting] tr[data-adjustment]").first())
          .containsText("+1,010.50");
    }
  }

  /// The amount as the browser's country writes it, with its groups and two decimals.
  private static String typed(Page page, double amount) {
    return (String)
        page.evaluate(
            "amount => new Intl.NumberFormat(undefined, {minimumFractionDigits: 2}).format(amount)",
            amount);
  }

  /// With plain spaces, of which Unicode has several.
  private static String spaced(String text) {
    return text.replaceAll("[\\u00a0\\u202f]", " ");
  }
}
