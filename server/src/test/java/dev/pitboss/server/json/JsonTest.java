package dev.pitboss.server.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pitboss.server.api.Views;
import org.junit.jupiter.api.Test;

class JsonTest {
  @Test
  void rawTextBeyondAsciiIsEscapedAndStandsForTheSame() {
    String raw = JsonWriter.raw("{\"card\":\"10♥ ü 🂡\"}");

    assertThat(raw).isEqualTo("{\"card\":\"10\\u2665 \\u00fc \\ud83c\\udca1\"}");
    assertThat(
            JsonObject.parse(raw.getBytes(java.nio.charset.StandardCharsets.US_ASCII))
                .requiredText("card"))
        .isEqualTo("10♥ ü 🂡");
  }

  @Test
  void rawAsciiTextStaysAsItIs() {
    String text = "{\"stake\":20}";

    assertThat(JsonWriter.raw(text)).isSameAs(text);
  }

  /// The writer takes the text `null` for an absent value; see
  /// findings/avaje-jsonb-raw-null-vanishes.
  @Test
  void rawNullIsWritten() {
    Views.DecisionView decided = new Views.DecisionView(5, JsonWriter.raw("null"));

    assertThat(JsonWriter.text(decided)).isEqualTo("{\"payout\":5,\"result\": null}");
  }
}
