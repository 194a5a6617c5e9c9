package dev.pitboss.server.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonObjectTest {
  @Test
  void wholeNumbersOfTheLongRangeAreRead() {
    assertThat(parse("{\"n\":9223372036854775807}").requiredLong("n")).isEqualTo(Long.MAX_VALUE);
    assertThat(parse("{\"n\":-9223372036854775808}").requiredLong("n")).isEqualTo(Long.MIN_VALUE);
    assertThat(parse("{}").optionalLong("n")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"1.0", "1e3", "1.5", "9223372036854775808", "1e400", "\"1\"", "true", "[]", "{}"})
  void nothingElseIsAWholeNumber(String value) {
    InvalidInput refused = refusal("{\"n\":" + value + "}", object -> object.requiredLong("n"));

    assertThat(refused.code()).isEqualTo("invalid_field");
    assertThat(refused.field()).isEqualTo("n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\":1,\"a\":2}",
        "{\"a\":01}",
        "{a:1}",
        "{\"a\":NaN}",
        "{\"a\":1,}",
        "{\"a\":1} x",
        "{\"a\":+1}",
        "[1]",
        "null",
        "{\"a\":[[[[[[[[1]]]]]]]]}",
        "\u0000"
      })
  void malformedBodyIsRefusedWhole(String body) {
    InvalidInput refused = refusal(body, _ -> {});

    assertThat(refused.code()).isEqualTo("malformed_json");
    assertThat(refused.field()).isEmpty();
  }

  @Test
  void hugeNumberCostsNothing() {
    InvalidInput refused =
        refusal("{\"n\":" + "9".repeat(10_000) + "}", object -> object.requiredLong("n"));

    assertThat(refused.code()).isEqualTo("malformed_json");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'list':[{'n':'x'}]}|list[0].n|invalid_field",
        "{'list':[{}]}|list[0].n|missing_field",
        "{'list':[{'n':1,'m':2}]}|list[0].m|unknown_field",
        "{'list':[{'n':1},7]}|list[1]|invalid_field",
        "{'list':[]}|list|invalid_field",
        "{'list':[{'n':1},{'n':1},{'n':1}]}|list|invalid_field",
        "{}|list|missing_field"
      })
  void refusalInsideAListNamesTheWholePath(String body, String field, String code) {
    InvalidInput refused =
        refusal(
            body.replace('\'', '"'),
            object ->
                object
                    .requiredObjects("list", 2)
                    .forEach(element -> {
                      element.requiredLong("n");
                      element.refuseOtherFields();
                    }));

    assertThat(refused.field()).isEqualTo(field);
    assertThat(refused.code()).isEqualTo(code);
  }

  private static JsonObject parse(String text) {
    return JsonObject.parse(text.getBytes(StandardCharsets.UTF_8));
  }

  private static InvalidInput refusal(String text, Consumer<JsonObject> reading) {
    return catchThrowableOfType(InvalidInput.class, () -> reading.accept(parse(text)));
  }
}
