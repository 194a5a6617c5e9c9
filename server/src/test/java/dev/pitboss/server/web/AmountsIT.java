package dev.pitboss.server.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import dev.pitboss.server.operators.CurrencyCode;
import java.util.Currency;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// How the pages read amounts typed by a person, with any country's separators.
final class AmountsIT {
  private static final String READ =
      "async ([text, currency]) => (await import('/js/core/view.js')).readMoney(text, currency)";

  @ParameterizedTest(name = "{0} in {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          0,20            | EUR | 20
          1,5             | EUR | 150
          20,00           | EUR | 2000
          10,50           | EUR | 1050
          .5              | EUR | 50
          ,5              | EUR | 50
          1 000           | EUR | 100000
          1.000,00        | EUR | 100000
          1,000.00        | EUR | 100000
          1'234.50        | EUR | 123450
          1,234           | EUR | 123400
          1,234,567       | EUR | 123456700
          1.234.567,8     | EUR | 123456780
          1,5 €           | EUR | 150
          1,5 eur         | EUR | 150
          ١٬٢٣٤٫٥٠        | EUR | 123450
          1,234           | JPY | 1234
          1,234.567       | KWD | 1234567
          0,005           | KWD | 5
          """)
  void amountIsUnderstood(String text, String currency, long minor) {
    try (BrowserSession visit = BrowserSession.desktop()) {
      Object read = visit.open("/lobby.html").evaluate(READ, new Object[] {text, currency});
      assertThat(((Map<?, ?>) read).get("value")).isEqualTo((int) minor);
    }
  }

  @ParameterizedTest(name = "{0} in {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          1.234       | EUR | That can be read in two ways. Write 1234 or 1.23.
          1,0000      | EUR | That can be read in two ways. Write 10000 or 1.00.
          1234.500    | EUR | That can be read in two ways. Write 1234500 or 1234.50.
          1.0         | JPY | Whole numbers only. Write 1.
          1,234       | KWD | That can be read in two ways. Write 1234 or 1.234.
          1.234       | JPY | That can be read in two ways. Write 1234.
          0,234       | EUR | At most 2 decimals. Write 1.00.
          1,5         | JPY | Whole numbers only. Write 1.
          1,00,000.00 | EUR | Groups have three digits. Write 1.00.
          1,23.45     | EUR | Groups have three digits. Write 1.00.
          1 5         | EUR | Groups have three digits. Write 1.00.
          -5          | EUR | Write an amount in digits, such as 1.00.
          1e3         | EUR | Write an amount in digits, such as 1.00.
          1,5 USD     | EUR | Write an amount in digits, such as 1.00.
          """)
  void whatIsAmbiguousIsRefused(String text, String currency, String problem) {
    try (BrowserSession visit = BrowserSession.desktop()) {
      Object read = visit.open("/lobby.html").evaluate(READ, new Object[] {text, currency});
      assertThat(((Map<?, ?>) read).get("value")).isNull();
      assertThat(((Map<?, ?>) read).get("problem")).isEqualTo(problem);
    }
  }

  /// Amounts as each country writes them, with and without groups and decimals: what is understood
  /// is what was meant, and an amount with all its decimals is always understood.
  @Test
  void everyLocaleIsUnderstoodOrRefusedNeverMistaken() {
    try (BrowserSession visit = BrowserSession.desktop()) {
      Object mistakes =
          visit
              .open("/lobby.html")
              .evaluate(
                  """
                  async () => {
                    const {readMoney, decimalsOf} = await import('/js/core/view.js');
                    const locales = ['en', 'de', 'fr', 'de-CH', 'de-AT', 'es', 'pt-BR', 'tr', 'ja', 'sv',
                      'pl', 'cs', 'ru', 'ar-EG', 'fa', 'id', 'it-CH', 'nl', 'da', 'fi', 'hu', 'bg', 'zh',
                      'th-u-nu-thai'];
                    let state = 20260531;
                    const next = (n) => ((state = (state * 1103515245 + 12345) % 2147483648) % n);
                    const mistakes = [];
                    let understood = 0;
                    for (let i = 0; i < 6000; i++) {
                      const currency = ['EUR', 'JPY', 'KWD'][next(3)];
                      const places = decimalsOf(currency);
                      const minor = next([200, 20_000, 2_000_000, 200_000_000][next(4)]);
                      const whole = next(3) === 0 && minor % 10 ** places === 0;
                      const shown = whole ? 0 : places;
                      const text = new Intl.NumberFormat(locales[next(locales.length)], {
                        minimumFractionDigits: shown, maximumFractionDigits: shown,
                        useGrouping: next(2) === 0,
                      }).format(minor / 10 ** places);
                      const {value} = readMoney(text, currency);
                      understood += value === minor;
                      const mustBe = places === 2 && shown === 2;
                      if (value === null ? mustBe : value !== minor) {
                        mistakes.push(`${currency} ${text}: ${minor} read as ${value}`);
                      }
                    }
                    return {mistakes: mistakes.slice(0, 20), understood};
                  }
                  """);
      assertThat(((Map<?, ?>) mistakes).get("mistakes")).asString().isEqualTo("[]");
      assertThat((Integer) ((Map<?, ?>) mistakes).get("understood")).isGreaterThan(5000);
    }
  }

  @Test
  void decimalsOfEveryCurrencyAreThoseOfTheServer() {
    Map<String, Object> server =
        Currency.availableCurrencies()
            .map(Currency::getCurrencyCode)
            .flatMap(code -> CurrencyCode.find(code).stream())
            .collect(Collectors.toMap(CurrencyCode::code, CurrencyCode::decimals));
    try (BrowserSession visit = BrowserSession.desktop()) {
      Object pages =
          visit
              .open("/lobby.html")
              .evaluate(
                  """
                  async codes => {
                    const {decimalsOf} = await import('/js/core/view.js');
                    return Object.fromEntries(codes.map((code) => [code, decimalsOf(code)]));
                  }
                  """,
                  server.keySet().toArray());
      assertThat(pages).isEqualTo(server);
    }
  }

  @Test
  void stakeWithDecimalCommaIsWhatTheButtonSaysAndWhatIsStaked() {
    try (BrowserSession visit = BrowserSession.desktop()) {
      Page page = visit.open("/slots.html");
      page.locator("#stake").fill("0,20");
      assertThat(visit.action("spin")).containsText("Spin for 0.20");
      visit.action("spin").click();
      assertThat(page.locator(".result")).containsText("verify this round");
      Object stake =
          page.evaluate(
              "fetch('/api/casino/game-history').then((it) => it.json()).then((it) => it.rounds[0].stake)");
      assertThat(stake).isEqualTo(20);
    }
  }

  @Test
  void limitWithDecimalCommaIsShownBeforeItIsSaved() {
    try (BrowserSession visit = BrowserSession.desktop()) {
      Page page = visit.open("/limits.html");
      page.locator("#loss-day").fill("50,00");
      assertThat(page.locator(".understood").first()).hasText("Will be 50.00 chips.");
      visit.action("save-limits").click();
      assertThat(page.locator("#about-loss-day")).containsText("50.00 left");

      page.locator("#loss-day").fill("1.234");
      visit.action("save-limits").click();
      assertThat(page.locator("#about-loss-day")).containsText("Write 1234 or 1.23.");
    }
  }

  @Test
  void cashOutTargetWithDecimalCommaIsShownAsUnderstood() {
    try (BrowserSession visit = BrowserSession.desktop()) {
      Page page = visit.open("/crash.html");
      page.locator("#auto").fill("1,5");
      assertThat(page.locator("form")).containsText("Cashes out at 1.50×.");
    }
  }
}
