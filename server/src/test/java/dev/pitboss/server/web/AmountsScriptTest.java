package dev.pitboss.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pitboss.server.operators.CurrencyCode;
import java.util.Currency;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// How the pages read amounts typed by a person, with any country's separators, and how they write
/// amounts.
final class AmountsScriptTest {
  private static final String VIEW =
      """
      import {
        decimalsOf, fieldWords, money, moneyWithCurrency, parseMoney, readMoney, written,
      } from '/js/core/view.js';
      """;

  private static PageScripts scripts;

  @BeforeAll
  static void open() {
    scripts = PageScripts.open();
  }

  @AfterAll
  static void close() {
    if (scripts != null) {
      scripts.close();
    }
  }

  private static JsonNode read(String text, String currency) {
    return scripts.call(VIEW, "(text, code) => readMoney(text, code)", text, currency);
  }

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
    assertThat(read(text, currency).path("value").asLong(-1)).isEqualTo(minor);
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
          -5          | EUR | Enter an amount in digits, such as 1.00.
          1e3         | EUR | Enter an amount in digits, such as 1.00.
          1,5 USD     | EUR | Enter an amount in digits, such as 1.00.
          """)
  void whatIsAmbiguousIsRefused(String text, String currency, String problem) {
    assertThat(read(text, currency).get("value").isNull()).isTrue();
    assertThat(read(text, currency).get("problem").asText()).isEqualTo(problem);
  }

  /// Amounts as each country writes them, with and without groups and decimals: what is understood
  /// is what was meant, and an amount with all its decimals is always understood.
  @Test
  void everyLocaleIsUnderstoodOrRefusedNeverMistaken() {
    JsonNode read =
        scripts.call(
            VIEW,
            """
            async () => {
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
    assertThat(read.get("mistakes")).isEmpty();
    assertThat(read.get("understood").asInt()).isGreaterThan(5000);
  }

  @Test
  void decimalsOfEveryCurrencyAreThoseOfTheServer() {
    Map<String, Integer> server =
        Currency.availableCurrencies()
            .map(Currency::getCurrencyCode)
            .flatMap(code -> CurrencyCode.find(code).stream())
            .collect(Collectors.toMap(CurrencyCode::code, CurrencyCode::decimals));
    JsonNode pages =
        scripts.call(
            VIEW,
            "(codes) => Object.fromEntries(codes.map((code) => [code, decimalsOf(code)]))",
            server.keySet());
    assertThat(pages).isEqualTo(new ObjectMapper().valueToTree(server));
  }

  @ParameterizedTest(name = "{0} of {1}")
  @CsvSource({
    "123456,EUR,'1,234.56',1234.56",
    "0,EUR,0.00,0.00",
    "5,EUR,0.05,0.05",
    "123456,JPY,'123,456',123456",
    "1234567,KWD,'1,234.567',1234.567",
    "-250,CHIP,-2.50,-2.50",
  })
  void amountIsWrittenWithTheDecimalsOfItsCurrency(
      long minor, String currency, String shown, String field) {
    JsonNode texts =
        scripts.call(
            VIEW, "(minor, code) => [money(minor, code), written(minor, code)]", minor, currency);
    assertThat(texts).extracting(JsonNode::asText).containsExactly(shown, field);
  }

  /// What a page writes into a field, the page reads as the same amount.
  @Test
  void writtenAmountIsReadAgain() {
    JsonNode mistakes =
        scripts.call(
            VIEW,
            """
            () => {
              const mistakes = [];
              for (const code of ['CHIP', 'EUR', 'JPY', 'KWD', 'CLF']) {
                for (let minor = 0; minor < 2_000_000; minor = minor * 2 + 7) {
                  for (const write of [written, money, moneyWithCurrency]) {
                    const text = write(minor, code);
                    const {value, problem} = readMoney(text, code);
                    if (code !== 'CHIP' && !problem && value !== minor) {
                      mistakes.push(`${code} ${text}: ${minor}`);
                    }
                  }
                  if (parseMoney(written(minor, code), code) !== minor) {
                    mistakes.push(`${code} ${written(minor, code)}: ${minor}`);
                  }
                }
              }
              return mistakes;
            }
            """);
    assertThat(mistakes).isEmpty();
  }

  @ParameterizedTest(name = "{0} {1}: {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          stake | stake must be a multiple of 20, got 30 | | Stake must be a multiple of 20, got 30.
          displayName | must be 1 to 80 characters | | Display name must be 1 to 80 characters.
          name | must be 1 to 80 characters | Operator | Operator must be 1 to 80 characters.
          code | that code is taken | Code | That code is taken.
          """)
  void refusedFieldBeginsWithItsLabel(String field, String detail, String label, String words) {
    JsonNode text =
        scripts.call(
            VIEW,
            "(field, detail, label) => fieldWords({field, detail, message: detail}, label ||"
                + " undefined)",
            field,
            detail,
            label == null ? "" : label);
    assertThat(text.asText()).isEqualTo(words);
  }

  /// A stake is moved to the nearest that the table takes, and another is refused in words.
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      nullValues = "null",
      textBlock =
          """
          0.20     | 20     | null
          1,00     | 100    | null
          0.30     | 20     | The wager must be a multiple of 0.20.
          0.10     | 20     | The wager must be from 0.20 to 100.00.
          200      | 10000  | The wager must be from 0.20 to 100.00.
          many     | 20     | Enter an amount in digits, such as 1.00.
          """)
  void stakeIsHeldToTheLimits(String text, long set, String fault) {
    JsonNode box =
        scripts.call(
            "import {StakeBox} from '/js/parts/stakes.js';\n"
                + "import {readMoney} from '/js/core/view.js';",
            """
            (text) => {
              const host = {requestUpdate() {}, querySelector: () => null};
              const box = new StakeBox(host, {minStake: 20, maxStake: 10_000, stakeStep: 20});
              box.text = text;
              const {fault, stake} = box;
              const taken = box.take();
              box.set(stake ?? 0);
              return {fault, taken, set: readMoney(box.text).value};
            }
            """,
            text);
    assertThat(box.get("fault").isNull() ? null : box.get("fault").asText()).isEqualTo(fault);
    assertThat(box.get("taken").isNull()).isEqualTo(fault != null);
    assertThat(box.get("set").asLong()).isEqualTo(set);
  }
}
