package dev.pitboss.server.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import dev.pitboss.server.CasinoFixture;
import dev.pitboss.server.Tenant;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The players' pages in the language of the player.
final class LanguagesIT {
  private static final CasinoFixture CASINO = CasinoFixture.shared();
  private static final List<String> PAGES =
      List.of(
          "/",
          "/account.html",
          "/limits.html",
          "/history.html",
          "/fairness.html",
          "/roulette.html",
          "/baccarat.html");

  /// Pictures of the pages are written here, if that is given.
  private static final String FOLDER = System.getProperty(ScreenshotsIT.FOLDER, "");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          de-DE | de | Spiel wählen   | Slots   | 1.000,00
          es-ES | es | Elige un juego | Slots   | 1000,00
          pt-BR | pt | Escolha um jogo | Slots  | 1.000,00
          tr-TR | tr | Bir oyun seçin | Slotlar | 1.000,00
          ja-JP | ja | ゲームを選ぶ     | スロット  | 1,000.00
          """)
  void pagesAreInTheBrowsersLanguageAndFit(
      String locale, String tag, String heading, String slots, String balance) {
    try (BrowserSession visit = BrowserSession.speaking(CASINO, locale)) {
      Page page = visit.open("/");
      assertThat(page.locator("html")).hasAttribute("lang", tag);
      assertThat(page.locator("h1")).hasText(heading);
      assertThat(page.locator("[data-game=slots-20] .name")).hasText(slots);
      assertThat(page.locator("[data-balance]")).hasText(balance);
      // German has the longest words
      for (String path : tag.equals("de") || !FOLDER.isEmpty() ? PAGES : List.of("/limits.html")) {
        visit.open(path);
        assertThat(page.content()).as("marks left on %s", path).doesNotContain("{{");
        picture(page, tag + path.replaceAll("[/.]", "-"));
        PagesIT.assertAccessible(page, tag + path, BrowserSession.PHONE, BrowserSession.HEIGHT);
        page.setViewportSize(BrowserSession.DESKTOP, BrowserSession.HEIGHT);
      }
    }
  }

  private static void picture(Page page, String name) {
    if (!FOLDER.isEmpty()) {
      for (int width : List.of(BrowserSession.PHONE_WIDTH, BrowserSession.DESKTOP)) {
        page.setViewportSize(width, BrowserSession.HEIGHT);
        page.screenshot(
            new Page.ScreenshotOptions()
                .setFullPage(true)
                .setPath(Path.of(FOLDER, "%s-%d.png".formatted(name, width))));
      }
    }
  }

  @Test
  void choiceIsKeptAndFindsGamesByEitherName() {
    try (BrowserSession visit = BrowserSession.desktop()) {
      Page page = visit.open("/");
      assertThat(page.locator("html")).hasAttribute("lang", "en");
      page.locator("[data-language=es]").click();
      assertThat(page.locator("h1")).hasText("Elige un juego");
      assertThat(page.locator("[data-language=es]")).hasAttribute("aria-current", "true");
      page.locator("#search").fill("ruleta");
      assertThat(page.locator(".games > li:visible .name")).hasText(new String[] {"Ruleta"});
      page.locator("#search").fill("roulette");
      assertThat(page.locator(".games > li:visible .name")).hasText(new String[] {"Ruleta"});
      assertThat(page.locator(".hits")).hasText("1 juego encontrado.");
      visit.open("/history.html");
      assertThat(page.locator("h1")).hasText("Historial");
      // a page without a translation is in English as a whole
      visit.open("/slots.html");
      assertThat(page.locator("html")).hasAttribute("lang", "en");
      assertThat(page.locator("nav a").first()).hasText("Lobby");
      assertThat(page.locator("[data-balance]")).hasText("1,000.00");
      visit.open("/");
      page.locator("[data-language=en]").click();
      assertThat(page.locator("h1")).hasText("Choose a game");
    }
  }

  @Test
  void refusalsAndTheOperatorsWordsAreInTheLanguageToo() {
    Tenant.make(CASINO, "lang-money", "EUR", ",\"takesGuests\":false")
        .withHost("lang-money.localhost");
    try (BrowserSession visit = BrowserSession.at(CASINO, "lang-money.localhost", "de-DE")) {
      visit.expectRefusals();
      Page page = visit.open("/account.html");
      assertThat(page.locator(".foot"))
          .containsText("Echtes Geld: Spielen Sie verantwortungsvoll.");
      assertThat(page.locator(".sign-in")).hasText("Registrieren / Anmelden");
      page.locator("#login-username").fill("unknown-player");
      page.locator("#login-password").fill("not a password");
      visit.action("login").click();
      assertThat(page.getByText("Benutzername oder Passwort ist falsch.")).isVisible();
      page.locator("#register-username").fill("no");
      page.locator("#register-password").fill("a long enough password");
      visit.action("register").click();
      assertThat(page.locator("#register-username-error"))
          .containsText("Der Benutzername muss aus 3 bis 24 Buchstaben");
      visit.open("/");
      assertThat(page.locator("game-facts[game=roulette]")).containsText("97,30");
    }
  }

  /// Nothing but the page itself differs by language, and caches are told.
  @Test
  void cachesAreToldThatAPageDependsOnTheLanguage() {
    assertThat(vary("/")).contains("Accept-Language").contains("Cookie");
    assertThat(vary("/js/core/view.js")).isEqualTo("Accept-Encoding");
    assertThat(CASINO.client().get("/messages/de.js").body()).startsWith("globalThis.messages = {");
    assertThat(CASINO.client().get("/messages/xx.js").status()).isEqualTo(404);
  }

  private static String vary(String path) {
    return CASINO.client().get(path).response().headers().firstValue("Vary").orElse("");
  }
}
