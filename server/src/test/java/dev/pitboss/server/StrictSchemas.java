package dev.pitboss.server;

import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The schemas of an API document, made strict: wherever a value stands whose schema lists fields,
/// it has no others. A document for clients leaves that open, so that fields can be added; a test
/// must not.
///
/// Strictness is added where a schema is used and not where it is defined, because a schema that is
/// part of another schema's `allOf` sees its other fields, too.
final class StrictSchemas {
  private static final String CLOSED = "unevaluatedProperties";
  private static final String REFERENCE = "$ref";
  private static final String COMPONENTS = "#/components/schemas/";

  private final JsonNode document;

  private StrictSchemas(JsonNode document) {
    this.document = document;
  }

  /// A JSON Schema with each named schema of the document in its `$defs`.
  static ObjectNode of(JsonNode document) {
    StrictSchemas strict = new StrictSchemas(document);
    ObjectNode all = JsonNodeFactory.instance.objectNode();
    ObjectNode definitions = all.putObject("$defs");
    document
        .at("/components/schemas")
        .properties()
        .forEach(schema -> definitions.set(schema.getKey(), strict.part(schema.getValue())));
    return all;
  }

  /// Adds the schema of a reply.
  ///
  /// @return its name in `$defs`; empty when the document has no schema
  static Optional<String> add(JsonNode document, ObjectNode all, JsonNode schema) {
    if (schema.isMissingNode()) {
      return Optional.empty();
    }
    ObjectNode definitions = (ObjectNode) all.path("$defs");
    String name = "reply" + definitions.size();
    definitions.set(name, new StrictSchemas(document).used(schema));
    return Optional.of(name);
  }

  /// What a reference leads to; other nodes are that themselves.
  static JsonNode resolved(JsonNode document, JsonNode node) {
    JsonNode at = node;
    while (at.has(REFERENCE)) {
      at = document.at(at.path(REFERENCE).asString().substring(1));
    }
    return at;
  }

  /// As a value stands under it.
  private JsonNode used(JsonNode schema) {
    JsonNode part = part(schema);
    if (part instanceof ObjectNode closed && listsFields(schema)) {
      closed.put(CLOSED, false);
    }
    return part;
  }

  /// As a part of another schema, which may have more fields.
  private JsonNode part(JsonNode schema) {
    if (!(schema.deepCopy() instanceof ObjectNode copy)) {
      return schema;
    }
    if (copy.has(REFERENCE)) {
      String target = copy.path(REFERENCE).asString();
      copy.put(REFERENCE, target.replace(COMPONENTS, "#/$defs/"));
    }
    ObjectNode properties = JsonNodeFactory.instance.objectNode();
    schema
        .path("properties")
        .properties()
        .forEach(field -> properties.set(field.getKey(), used(field.getValue())));
    if (!properties.isEmpty()) {
      copy.set("properties", properties);
    }
    for (String one : new String[] {"items", "additionalProperties"}) {
      if (schema.path(one).isObject()) {
        copy.set(one, used(schema.path(one)));
      }
    }
    if (schema.has("allOf")) {
      var parts = copy.putArray("allOf");
      schema.path("allOf").forEach(each -> parts.add(part(each)));
    }
    if (schema.has("oneOf")) {
      var choices = copy.putArray("oneOf");
      schema.path("oneOf").forEach(each -> choices.add(used(each)));
    }
    if (schema.path("format").asString("").equals("int32")) {
      bound(copy);
    }
    return copy;
  }

  /// JSON Schema knows no widths of integers.
  private static void bound(ObjectNode schema) {
    if (!schema.has("minimum")) {
      schema.put("minimum", Integer.MIN_VALUE);
    }
    if (!schema.has("maximum")) {
      schema.put("maximum", Integer.MAX_VALUE);
    }
  }

  private boolean listsFields(JsonNode unresolved) {
    JsonNode schema = resolved(document, unresolved);
    if (schema.has("additionalProperties")) {
      return false;
    }
    boolean lists = schema.has("properties");
    for (JsonNode part : schema.path("allOf")) {
      lists |= listsFields(part);
    }
    return lists;
  }
}
