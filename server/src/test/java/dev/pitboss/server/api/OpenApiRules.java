package dev.pitboss.server.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.yaml.snakeyaml.Yaml;

/// What strict parsers, linters and generators of clients ask of the API document, without them.
/// Each fault is a sentence that begins with its place.
public final class OpenApiRules {
  private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");

  private static final Pattern OPERATION_ID = Pattern.compile("[a-z][a-zA-Z0-9]{2,40}");
  private static final Pattern TYPE_NAME = Pattern.compile("[A-Z][a-zA-Z0-9]{1,40}");
  private static final Pattern FIELD_NAME = Pattern.compile("[a-z][a-zA-Z0-9_]{0,40}");

  /// Of JSON Schema and OpenAPI 3.1, those that the document uses; another word is a slip.
  private static final Set<String> KEYWORDS =
      Set.of(
          "$ref",
          "additionalProperties",
          "allOf",
          "const",
          "default",
          "description",
          "enum",
          "examples",
          "format",
          "items",
          "maxItems",
          "maxLength",
          "maximum",
          "minItems",
          "minLength",
          "minimum",
          "multipleOf",
          "oneOf",
          "pattern",
          "properties",
          "required",
          "type");

  private static final Set<String> OPERATION_FIELDS =
      Set.of(
          "operationId",
          "tags",
          "summary",
          "description",
          "security",
          "parameters",
          "requestBody",
          "responses");

  private static final Set<String> INTEGERS = Set.of("int32", "int64");

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final List<String> faults = new ArrayList<>();
  private final Set<String> operationIds = new HashSet<>();
  private final Set<String> usedTags = new TreeSet<>();
  private final JsonNode document;

  private OpenApiRules(JsonNode document) {
    this.document = document;
  }

  /// What is wrong with a document; empty when nothing is.
  public static List<String> faults(String yaml) {
    JsonNode strict;
    try {
      strict = strict(yaml);
    } catch (YamlEngineException notYaml) {
      return List.of("no YAML 1.2: " + notYaml.getMessage());
    }
    OpenApiRules rules = new OpenApiRules(strict);
    if (!tree(new Yaml().load(yaml)).equals(strict)) {
      rules.faults.add("YAML 1.1 and 1.2 give other documents");
    }
    rules.check();
    return rules.faults;
  }

  /// The document as YAML 1.2 has it, duplicate keys refused.
  public static JsonNode strict(String yaml) {
    return tree(
        new Load(LoadSettings.builder().setAllowDuplicateKeys(false).build()).loadFromString(yaml));
  }

  private static JsonNode tree(Object loaded) {
    return MAPPER.valueToTree(loaded);
  }

  private void check() {
    nulls("", document);
    document
        .path("paths")
        .properties()
        .forEach(path ->
            path.getValue()
                .properties()
                .forEach(it ->
                    operation(it.getKey() + " " + path.getKey(), it.getKey(), it.getValue())));
    Set<String> declared = new TreeSet<>();
    for (JsonNode tag : document.path("tags")) {
      declared.add(tag.path("name").asText());
      demand(tag.hasNonNull("description"), tag.path("name") + " has no description");
    }
    demand(declared.equals(usedTags), "tags: declared " + declared + ", used " + usedTags);
    JsonNode components = document.path("components");
    components
        .path("schemas")
        .properties()
        .forEach(schema -> {
          demand(
              TYPE_NAME.matcher(schema.getKey()).matches(), schema.getKey() + " is no type's name");
          schema(schema.getKey(), schema.getValue());
        });
    for (String kind : List.of("responses", "requestBodies")) {
      components
          .path(kind)
          .properties()
          .forEach(it -> {
            described(kind + " " + it.getKey(), it.getValue(), kind.equals("responses"));
            content(kind + " " + it.getKey(), it.getValue());
          });
    }
    for (JsonNode parameter : components.path("parameters")) {
      schema("parameter " + parameter.path("name"), parameter.path("schema"));
    }
    unused(components);
    info();
  }

  private void info() {
    JsonNode info = document.path("info");
    for (String field : List.of("title", "version", "summary", "description")) {
      demand(info.path(field).isTextual(), "info has no " + field);
    }
    demand(info.path("license").has("identifier"), "info has no license");
    demand(info.path("contact").has("name"), "info has no contact");
    demand(!document.path("servers").isEmpty(), "there are no servers");
    document
        .at("/components/securitySchemes")
        .properties()
        .forEach(scheme -> described("scheme " + scheme.getKey(), scheme.getValue(), true));
  }

  private void operation(String at, String method, JsonNode operation) {
    demand(METHODS.contains(method), at + ": no method");
    operation
        .fieldNames()
        .forEachRemaining(
            field -> demand(OPERATION_FIELDS.contains(field), at + ": unknown field " + field));
    String id = operation.path("operationId").asText();
    demand(OPERATION_ID.matcher(id).matches(), at + ": operationId " + id);
    demand(operationIds.add(id), at + ": operationId is not unique: " + id);
    demand(operation.path("tags").size() == 1, at + ": one tag");
    operation.path("tags").forEach(tag -> usedTags.add(tag.asText()));
    String summary = operation.path("summary").asText();
    demand(!summary.isBlank() && !summary.endsWith("."), at + ": summary");
    described(at, operation, true);
    for (JsonNode parameter : operation.path("parameters")) {
      schema(at + " " + parameter.path("name").asText(), parameter.path("schema"));
    }
    content(at, operation.path("requestBody"));
    JsonNode body = resolved(operation.path("requestBody"));
    demand(
        body.path("required").asBoolean()
            || resolved(body.at("/content/application~1json/schema")).path("required").isEmpty(),
        at + ": a body with required fields is required");
    boolean succeeds = false;
    boolean fails = false;
    for (Map.Entry<String, JsonNode> response : operation.path("responses").properties()) {
      succeeds |= response.getKey().startsWith("2");
      fails |= response.getKey().startsWith("4");
      if (!response.getValue().has("$ref")) {
        described(at + " " + response.getKey(), response.getValue(), true);
      }
      content(at + " " + response.getKey(), response.getValue());
    }
    demand(succeeds && fails, at + ": a 2xx and a 4xx");
  }

  private JsonNode resolved(JsonNode node) {
    JsonNode at = node;
    while (at.has("$ref")) {
      at = document.at(at.path("$ref").asText().substring(1));
    }
    return at;
  }

  private void described(String at, JsonNode what, boolean isNeeded) {
    demand(!isNeeded || !what.path("description").asText().isBlank(), at + " has no description");
  }

  /// Every request body has a named schema.
  private void content(String at, JsonNode holder) {
    for (JsonNode media : holder.path("content")) {
      JsonNode schema = media.path("schema");
      demand(!isNameless(schema), at + ": a schema without a name");
      schema(at, schema);
    }
  }

  private static boolean isNameless(JsonNode schema) {
    return schema.has("properties") || schema.has("oneOf") || schema.has("allOf");
  }

  private void schema(String at, JsonNode schema) {
    if (!schema.isObject()) {
      demand(schema.isMissingNode(), at + ": no schema: " + schema);
      return;
    }
    schema
        .fieldNames()
        .forEachRemaining(
            word -> demand(KEYWORDS.contains(word), at + ": unknown keyword " + word));
    demand(
        schema.has("type") || schema.has("$ref") || schema.has("oneOf") || schema.has("allOf"),
        at + ": no type");
    for (String text : List.of("type", "description", "format", "pattern", "$ref")) {
      demand(!schema.has(text) || schema.path(text).isTextual(), at + ": " + text + " is a text");
    }
    schema.path("enum").forEach(it -> demand(it.isTextual(), at + ": enum holds " + it));
    demand(
        !schema.path("type").asText().equals("integer")
            || INTEGERS.contains(schema.path("format").asText()),
        at + ": 32 or 64 bits are not said, and clients take 32");
    required(at, schema);
    schema
        .path("properties")
        .properties()
        .forEach(property -> {
          String name = at + "." + property.getKey();
          demand(FIELD_NAME.matcher(property.getKey()).matches(), name + " is no field's name");
          demand(!isNameless(property.getValue()), name + ": a schema without a name");
          schema(name, property.getValue());
        });
    if (schema.has("items")) {
      demand(!isNameless(schema.path("items")), at + "[]: a schema without a name");
      schema(at + "[]", schema.path("items"));
    }
    if (schema.path("additionalProperties").isObject()) {
      schema(at + "{}", schema.path("additionalProperties"));
    }
    schema.path("oneOf").forEach(it -> demand(it.has("$ref"), at + ": oneOf without names"));
    schema.path("allOf").forEach(it -> schema(at, it));
  }

  private void required(String at, JsonNode schema) {
    for (JsonNode name : schema.path("required")) {
      demand(
          name.isTextual() && schema.path("properties").has(name.asText()),
          at + ": required " + name + " is no property");
    }
  }

  /// A key without a value is mostly the end of a text that a comma cut.
  private void nulls(String at, JsonNode node) {
    demand(!node.isNull(), at + " has no value");
    if (node instanceof ObjectNode object) {
      object.properties().forEach(it -> nulls(at + "/" + it.getKey(), it.getValue()));
    } else {
      node.forEach(it -> nulls(at + "[]", it));
    }
  }

  private void unused(JsonNode components) {
    String text = document.toString();
    for (String kind : List.of("schemas", "responses", "requestBodies", "parameters", "headers")) {
      components
          .path(kind)
          .fieldNames()
          .forEachRemaining(name ->
              demand(
                  text.contains("\"#/components/" + kind + "/" + name + "\""),
                  kind + " " + name + " is not used"));
    }
  }

  private void demand(boolean isMet, String fault) {
    if (!isMet) {
      faults.add(fault);
    }
  }
}
