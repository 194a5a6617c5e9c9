package dev.pitboss.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pitboss.server.api.OpenApiRules;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `openapi.yaml` is one document for every parser, and good enough for linters and generators.
final class OpenApiDocumentTest {
  private static final String YAML = OpenApiDocument.served().yaml();

  @Test
  void documentHasNoFaults() {
    assertThat(OpenApiRules.faults(YAML)).isEmpty();
  }

  @Test
  void servedJsonIsTheYamlDocument() throws IOException {
    assertThat(new ObjectMapper().readTree(OpenApiDocument.served().json()))
        .isEqualTo(OpenApiRules.strict(YAML));
  }

  /// Each of these was a fault of this document, or is its sibling.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          'required: [''on'', stake]' | 'required: [on, stake]' | YAML 1.1 and 1.2
          '''Index into the lines of the machine, from 0''' | 'Index, from 0' | from 0 has no value
          'operationId: playSlots20' | 'operationId: playRoulette' | is not unique
          'operationId: playSlots20' | 'operationId: api/casino/play' | operationId api/casino/play
          'tags: [Slots]' | 'tags: [Slot]' | 'tags: declared'
          'pocket: {type: integer' | 'the pocket: {type: integer' | is no field's name
          'minItems: 1' | 'minItem: 1' | unknown keyword minItem
          'servers:' | 'server:' | there are no servers
          '    Hundredths:' | '    Hundredth:' | Hundredth is not used
          'Minor: {type: integer, format: int64' | 'Minor: {type: integer' | 32 or 64 bits
          'openapi: 3.1.0' | 'openapi: 3.1.0\nopenapi: 3.1.0' | no YAML 1.2
          """)
  void control_faultsAreFound(String part, String broken, String fault) {
    assertThat(YAML).contains(part);
    int at = YAML.indexOf(part);
    String text =
        YAML.substring(0, at) + broken.translateEscapes() + YAML.substring(at + part.length());

    assertThat(OpenApiRules.faults(text)).anyMatch(found -> found.contains(fault));
  }
}
