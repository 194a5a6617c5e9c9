package dev.pitboss.server.operators;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pitboss.server.operators.AmountText.Reading;
import java.math.BigDecimal;
import java.text.NumberFormat;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AmountTextTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "10.50     | 2 | 1050",
        "10,50     | 2 | 1050",
        "0,20      | 2 | 20",
        "1,5       | 2 | 150",
        "20,00     | 2 | 2000",
        ".5        | 2 | 50",
        ",5        | 2 | 50",
        "1 000     | 2 | 100000",
        "1.000,00  | 2 | 100000",
        "1,000.00  | 2 | 100000",
        "1,000     | 2 | 100000",
        "1,000,000 | 2 | 100000000",
        "1.000.000 | 2 | 100000000",
        "1'000.5   | 2 | 100050",
        "1’000,50  | 2 | 100050",
        "-10,50    | 2 | -1050",
        "−3        | 2 | -300",
        "+7        | 2 | 700",
        "0,001     | 3 | 1",
        "1.234     | 3 | 1234",
        "1000      | 0 | 1000",
        "1,000     | 0 | 1000",
        "1.000.000 | 0 | 1000000",
        "5.        | 2 | 500",
        "0.005     | 3 | 5",
        "12,345.6  | 2 | 1234560",
        "1234.56   | 2 | 123456",
        "1234,56   | 2 | 123456"
      })
  void amountIsUnderstoodInEveryNotation(String typed, int decimals, long minor) {
    assertThat(AmountText.parse(typed, decimals)).isEqualTo(new Reading.Amount(minor));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "-",
        ".",
        ",",
        "abc",
        "1e3",
        "0x10",
        "1,00,000",
        "1.2.3",
        "1,2,3",
        "1 00",
        "1,000,00",
        "10.505",
        "0,205",
        "1.000,000",
        "12.50 EUR",
        "--5",
        "5-",
        "1..0",
        "1,,0",
        ",,",
        "1 ,000",
        "10,5050",
        "99999999999999999999",
        "١٢",
        "1,000.000,00",
        "1234,567.00",
        "NaN",
        "Infinity"
      })
  void otherTextsAreRefusedWithWhatToWrite(String typed) {
    assertThat(AmountText.parse(typed, 2)).isInstanceOf(Reading.Refused.class);
  }

  @Test
  void loneSeparatorThatCouldBeEitherIsRefusedWithBothReadings() {
    assertThat(AmountText.parse("1.234", 2))
        .isEqualTo(new Reading.Refused("1.234 is ambiguous: write 1234 or 1.23"));
    assertThat(AmountText.parse("-1.500", 0))
        .isEqualTo(new Reading.Refused("-1.500 is ambiguous: write -1500"));
    assertThat(AmountText.parse("1,234", 3))
        .isEqualTo(new Reading.Refused("1,234 is ambiguous: write 1234 or 1.234"));
    assertThat(AmountText.parse("1,0000", 2))
        .isEqualTo(new Reading.Refused("1,0000 is ambiguous: write 10000 or 1.00"));
    assertThat(AmountText.parse("1234.500", 2))
        .isEqualTo(new Reading.Refused("1234.500 is ambiguous: write 1234500 or 1234.50"));
    assertThat(AmountText.parse("10.5", 0))
        .isEqualTo(new Reading.Refused("the currency has no decimals"));
  }

  /// What any country's own format writes of an amount is read as that amount, or refused; never as
  /// another one.
  @Test
  void noLocalesNotationIsTakenForAnotherAmount() {
    long seed = 20_261_129;
    Random random = new Random(seed);
    int read = 0;
    for (int i = 0; i < 20_000; i++) {
      Locale locale =
          List.of(
                  Locale.US,
                  Locale.GERMANY,
                  Locale.FRANCE,
                  Locale.of("de", "CH"),
                  Locale.of("es", "ES"),
                  Locale.of("pl"),
                  Locale.of("pt", "BR"),
                  Locale.of("sv"),
                  Locale.of("it"),
                  Locale.JAPAN)
              .get(random.nextInt(10));
      int decimals = List.of(0, 2, 3).get(random.nextInt(3));
      long minor = random.nextLong(1L << (1 + random.nextInt(42)));
      NumberFormat format = NumberFormat.getNumberInstance(locale);
      format.setMinimumFractionDigits(decimals);
      format.setMaximumFractionDigits(decimals);
      format.setGroupingUsed(random.nextBoolean());
      BigDecimal amount = BigDecimal.valueOf(minor, decimals);
      String typed = format.format(amount);
      Reading reading = AmountText.parse(typed, decimals);
      if (reading instanceof Reading.Amount(long understood)) {
        assertThat(understood).as("%s in %s, seed %d", typed, locale, seed).isEqualTo(minor);
        read++;
      }
    }
    assertThat(read).isGreaterThan(17_000);
  }

  @Test
  void moreDecimalsThanTheCurrencyHasAreNeverAnAmount() {
    long seed = 20_261_130;
    Random random = new Random(seed);
    for (int i = 0; i < 5_000; i++) {
      int decimals = List.of(0, 2, 3).get(random.nextInt(3));
      String separator = random.nextBoolean() ? "," : ".";
      String beyond = "0".repeat(Math.max(4, decimals + 1 + random.nextInt(3)));
      String typed = random.nextInt(100_000) + separator + beyond;
      assertThat(AmountText.parse(typed, decimals))
          .as("%s with %d decimals, seed %d", typed, decimals, seed)
          .isInstanceOf(Reading.Refused.class);
    }
  }

  @Test
  void whatIsShownIsReadBack() {
    Random random = new Random(7);
    for (String currency : List.of("JPY", "EUR", "KWD", "CHIP")) {
      for (int i = 0; i < 2_000; i++) {
        long minor = random.nextLong(-10_000_000, 10_000_000);
        String shown = CurrencyCode.of(currency).amount(minor);
        String number = shown.substring(0, shown.indexOf(' '));
        assertThat(AmountText.parse(number, CurrencyCode.of(currency).decimals()))
            .as(shown)
            .isEqualTo(new Reading.Amount(minor));
      }
    }
    assertThat(CurrencyCode.of("EUR").amount(-5)).isEqualTo("-0.05 EUR");
    assertThat(CurrencyCode.of("JPY").amount(1050)).isEqualTo("1050 JPY");
    assertThat(CurrencyCode.of("KWD").amount(1050)).isEqualTo("1.050 KWD");
  }
}
