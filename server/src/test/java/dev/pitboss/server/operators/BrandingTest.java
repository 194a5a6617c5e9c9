package dev.pitboss.server.operators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pitboss.server.json.InvalidInput;
import dev.pitboss.server.json.JsonObject;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BrandingTest {
  @Test
  void writtenBrandingIsReadAgain() {
    Branding branding = read("{\"logoText\":\"Ace & Co.\"," + colours("#3ddc97", "#04231a") + "}");

    assertThat(Branding.of(branding.text())).isEqualTo(branding);
    assertThat(Branding.of("{}")).isEqualTo(Branding.NONE);
    assertThat(Branding.NONE.css()).isEmpty();
  }

  /// A value that is not a plain colour could end the rule and begin another.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "red",
        "#fff",
        "#FFFFFF",
        "#ffffff}",
        "#ffffff;x:url(//e)",
        "rgb(0,0,0)",
        " #ffffff"
      })
  void onlyPlainColoursAreTaken(String colour) {
    assertRefused("{" + colours(colour, "#000000") + "}", "action");
  }

  @ParameterizedTest
  @CsvSource({"#ffffff,#fefefe", "#777777,#808080", "#3ddc97,#ffffff"})
  void buttonsThatCannotBeReadAreRefused(String ground, String ink) {
    assertRefused("{" + colours(ground, ink) + "}", "actionInk");
  }

  @Test
  void coloursComeTogether() {
    assertRefused("{\"action\":\"#000000\"}", "actionInk");
    assertRefused("{\"action\":\"#000000\",\"actionInk\":\"#ffffff\"}", "lightActionInk");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "<b>x</b>", "a\\u0000b", "more than twenty-four letters"})
  void logoIsAShortText(String text) {
    assertRefused("{\"logoText\":\"" + text + "\"}", "logoText");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://ace.example",
        "javascript:alert(1)",
        "ace.example",
        "https:///terms",
        "https://a@ace.example"
      })
  void linkThatIsNoHttpsUrlIsRefused(String url) {
    assertRefused("{\"termsUrl\":\"" + url + "\"}", "termsUrl");
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 11, 26, 1800})
  void ageOutsideOfWhatLawsAskForIsRefused(int age) {
    assertRefused("{\"minimumAge\":" + age + "}", "minimumAge");
  }

  private static String colours(String action, String ink) {
    return "\"action\":\"%s\",\"actionInk\":\"%s\",\"lightAction\":\"#0b7a4b\",\"lightActionInk\":\"#ffffff\""
        .formatted(action, ink);
  }

  private static void assertRefused(String json, String field) {
    assertThatThrownBy(() -> read(json))
        .isInstanceOfSatisfying(
            InvalidInput.class, refused -> assertThat(refused.field()).isEqualTo(field));
  }

  private static Branding read(String json) {
    return Branding.read(JsonObject.parse(json.getBytes(StandardCharsets.UTF_8)));
  }
}
