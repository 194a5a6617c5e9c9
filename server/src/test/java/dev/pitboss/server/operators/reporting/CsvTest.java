package dev.pitboss.server.operators.reporting;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CsvTest {
  /// What a spreadsheet would run.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\tx",
        "=HYPERLINK(\"http://e\")",
        "-2+3+cmd|' /C calc'!A0"
      })
  void textThatWouldBeAFormulaIsText(String text) {
    String cell = new Csv(List.of(text)).text().replaceFirst("^\"", "");

    assertThat(cell).startsWith("'");
  }

  @Test
  void numbersStayNumbers() {
    assertThat(new Csv(List.of("ggr")).row(List.of(-5L)).text()).isEqualTo("ggr\r\n-5\r\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"a,b|'\"a,b\"'", "a\"b|'\"a\"\"b\"'", "plain|plain"})
  void separatorsAndQuotesAreQuoted(String text, String cell) {
    assertThat(new Csv(List.of(text)).text()).isEqualTo(cell + "\r\n");
  }
}
