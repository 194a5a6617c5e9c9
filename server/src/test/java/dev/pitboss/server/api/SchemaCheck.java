package dev.pitboss.server.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Holds JSON against a schema of the API document: required and undocumented fields, types, enums.
/// Of a schema of objects without properties anything is taken.
final class SchemaCheck {
  private final JsonNode document;
  private final List<String> faults = new ArrayList<>();

  private SchemaCheck(JsonNode document) {
    this.document = document;
  }

  /// What differs, each with its path; empty when nothing does.
  static List<String> faults(JsonNode document, JsonNode schema, JsonNode value) {
    SchemaCheck check = new SchemaCheck(document);
    check.check("$", schema, value);
    return check.faults;
  }

  private void check(String at, JsonNode unresolved, JsonNode value) {
    JsonNode schema = resolved(unresolved);
    if (schema.has("oneOf")) {
      boolean fits = false;
      for (JsonNode one : schema.path("oneOf")) {
        fits |= faults(document, one, value).isEmpty();
      }
      demand(fits, at + " fits none of oneOf: " + value);
      return;
    }
    if (schema.has("enum")) {
      Set<String> all = new HashSet<>();
      schema.path("enum").forEach(it -> all.add(it.asText()));
      demand(value.isTextual() && all.contains(value.asText()), at + " not in enum: " + value);
    }
    demand(!schema.has("const") || schema.path("const").equals(value), at + " not const: " + value);
    switch (schema.path("type").asText()) {
      case "string" -> demand(value.isTextual(), at + " is no text: " + value);
      case "boolean" -> demand(value.isBoolean(), at + " is no boolean: " + value);
      case "integer" -> demand(isInteger(schema, value), at + " is no integer: " + value);
      case "number" -> demand(value.isNumber(), at + " is no number: " + value);
      case "array" -> {
        demand(value.isArray(), at + " is no array: " + value);
        for (int i = 0; i < value.size(); i++) {
          check(at + "[" + i + "]", schema.path("items"), value.path(i));
        }
      }
      default -> object(at, schema, value);
    }
  }

  private static boolean isInteger(JsonNode schema, JsonNode value) {
    return schema.path("format").asText().equals("int32")
        ? value.canConvertToInt() && value.isIntegralNumber()
        : value.isIntegralNumber();
  }

  private void object(String at, JsonNode schema, JsonNode value) {
    demand(value.isObject(), at + " is no object: " + value);
    Map<String, JsonNode> properties = new HashMap<>();
    Set<String> required = new HashSet<>();
    gather(schema, properties, required);
    for (String name : required) {
      demand(value.has(name), at + "." + name + " is required and absent");
    }
    for (Map.Entry<String, JsonNode> field : value.properties()) {
      String name = at + "." + field.getKey();
      if (properties.containsKey(field.getKey())) {
        check(name, properties.get(field.getKey()), field.getValue());
      } else if (schema.path("additionalProperties").isObject()) {
        check(name, schema.path("additionalProperties"), field.getValue());
      } else {
        demand(properties.isEmpty(), name + " is not documented");
      }
    }
  }

  private void gather(JsonNode schema, Map<String, JsonNode> properties, Set<String> required) {
    for (JsonNode part : schema.path("allOf")) {
      gather(resolved(part), properties, required);
    }
    schema
        .path("properties")
        .properties()
        .forEach(it -> properties.put(it.getKey(), it.getValue()));
    schema.path("required").forEach(it -> required.add(it.asText()));
  }

  private JsonNode resolved(JsonNode node) {
    JsonNode at = node;
    while (at.has("$ref")) {
      at = document.at(at.path("$ref").asText().substring(1));
    }
    return at;
  }

  private void demand(boolean isMet, String fault) {
    if (!isMet) {
      faults.add(fault);
    }
  }
}
