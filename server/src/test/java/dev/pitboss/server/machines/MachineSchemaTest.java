package dev.pitboss.server.machines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The published schema and the reader say the same of a document.
class MachineSchemaTest {
  private static final Path DOCS = Path.of("../docs");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Schema schema;

  MachineSchemaTest() throws IOException {
    schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(Files.readString(DOCS.resolve("machine.schema.json")), InputFormat.JSON);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../docs/examples/machine.json",
        "../docs/examples/machines/reef-ways.json",
        "../docs/examples/machines/two-tides.json",
        "../docs/examples/machines/full-house.json",
        "../docs/examples/machines/harvest-fair.json",
        "../docs/examples/machines/crystal-cave.json",
        "../docs/examples/machines/rockfall.json",
        "src/main/resources/machines/slots-20.json"
      })
  void machineIsOfTheSchema(String file) throws IOException {
    String document = Files.readString(Path.of(file));

    assertThat(schema.validate(document, InputFormat.JSON)).isEmpty();
    MachineFile.parse(document);
  }

  /// Each field left out, of another type and of an unknown name: both refuse, or neither.
  @ParameterizedTest
  @ValueSource(strings = {"reef-ways", "two-tides", "full-house", "harvest-fair", "rockfall"})
  void readerRefusesWhatTheSchemaRefuses(String name) throws IOException {
    JsonNode machine =
        JSON.readTree(DOCS.resolve("examples/machines").resolve(name + ".json").toFile());
    List<String> paths = new ArrayList<>();
    objects(machine, "", paths);
    int refused = 0;
    for (String path : paths) {
      JsonNode object = machine.at(path);
      for (String field : fields(object)) {
        refused += compare(machine, path, it -> it.remove(field)) ? 1 : 0;
        refused += compare(machine, path, it -> it.put(field, -7)) ? 1 : 0;
        refused += compare(machine, path, it -> it.put(field, true)) ? 1 : 0;
        refused += compare(machine, path, it -> it.put(field, "-")) ? 1 : 0;
        refused += compare(machine, path, it -> it.putArray(field)) ? 1 : 0;
      }
      refused += compare(machine, path, it -> it.put("other", 1)) ? 1 : 0;
    }
    assertThat(refused).isGreaterThan(60);
  }

  @Test
  void control_aSchemaThatAllowsMoreIsNoticed() throws IOException {
    ObjectNode loose = (ObjectNode) JSON.readTree(DOCS.resolve("machine.schema.json").toFile());
    loose.remove("required");
    Schema other =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(loose.toString(), InputFormat.JSON);
    ObjectNode machine = (ObjectNode) JSON.readTree(DOCS.resolve("examples/machine.json").toFile());
    machine.remove("rows");

    assertThat(other.validate(machine.toString(), InputFormat.JSON)).isEmpty();
    assertThatThrownBy(() -> MachineFile.parse(machine.toString())).hasMessageContaining("rows");
  }

  /// Whether both refuse the changed document; fails where one of them does alone, but for what
  /// only the reader can know.
  private boolean compare(JsonNode machine, String path, Consumer<ObjectNode> change) {
    JsonNode changed = machine.deepCopy();
    change.accept((ObjectNode) changed.at(path));
    boolean isOfSchema = schema.validate(changed.toString(), InputFormat.JSON).isEmpty();
    String refusal = refusal(changed.toString());
    if (!isOfSchema) {
      assertThat(refusal).as("the schema refuses, the reader does not: %s", changed).isNotEmpty();
    } else if (!refusal.isEmpty()) {
      // the parts do not fit together: the machine was read and then refused
      assertThat(refusal).as(changed.toString()).contains("cannot be played");
    }
    return !isOfSchema;
  }

  private static String refusal(String document) {
    try {
      MachineFile.parse(document);
      return "";
    } catch (IllegalArgumentException refused) {
      return String.valueOf(refused.getMessage());
    }
  }

  private static void objects(JsonNode node, String path, List<String> found) {
    if (node instanceof ObjectNode object) {
      found.add(path);
      object.properties().forEach(it -> objects(it.getValue(), path + "/" + it.getKey(), found));
    } else if (node instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        objects(array.get(i), path + "/" + i, found);
      }
    }
  }

  private static List<String> fields(JsonNode object) {
    return object.properties().stream().map(it -> it.getKey()).toList();
  }
}
