package dev.pitboss.server.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A value of a document, with its location, as in `strips[0][2]`. Read strictly, without coercion
/// or duplicate keys; every refusal is an [InvalidInput] that names the place. Immutable and
/// thread-safe.
///
/// [JsonObject] is its sibling for requests, which refuses unknown fields.
public final class JsonValue {
  /// Deep enough for every document there is, too shallow to exhaust a stack.
  private static final int MAX_DEPTH = 16;

  private static final int MAX_TEXT_LENGTH = 1024;
  private static final int MAX_NUMBER_LENGTH = 64;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxStringLength(MAX_TEXT_LENGTH)
                  .maxNameLength(MAX_TEXT_LENGTH)
                  .maxNumberLength(MAX_NUMBER_LENGTH)
                  .build())
          .build();

  private final String path;

  /// `Map`, `List`, `String`, `Long`, `BigDecimal`, `Boolean` or null.
  private final @Nullable Object value;

  private JsonValue(String path, @Nullable Object value) {
    this.path = path;
    this.value = value;
  }

  /// Reads a whole document.
  ///
  /// @throws InvalidInput when it is not exactly one well-formed JSON object; the message says in
  ///   which line
  public static JsonValue parse(String json) {
    try (JsonParser parser = FACTORY.createParser(json)) {
      parser.nextToken();
      JsonValue document = new JsonValue("", read(parser));
      if (!(document.value instanceof Map)) {
        throw malformed("it is " + document.shown() + ", not one JSON object");
      }
      if (parser.nextToken() != null) {
        throw malformed("content follows the JSON object");
      }
      return document;
    } catch (JsonProcessingException malformed) {
      JsonLocation at = malformed.getLocation();
      throw malformed(
          "malformed JSON at line %d, column %d: %s"
              .formatted(at.getLineNr(), at.getColumnNr(), malformed.getOriginalMessage()));
    } catch (IOException impossible) {
      throw new UncheckedIOException("reading from a text does no I/O", impossible);
    }
  }

  /// Where it stands; empty for the document itself.
  public String path() {
    return path;
  }

  /// A field that must be there.
  public JsonValue field(String name) {
    return optionalField(name)
        .orElseThrow(() -> new InvalidInput("missing_field", pathOf(name), "is missing"));
  }

  /// A field that may be absent.
  public Optional<JsonValue> optionalField(String name) {
    return Optional.ofNullable(fields().get(name));
  }

  /// All fields of an object, in the order they stand.
  public Map<String, JsonValue> fields() {
    if (!(value instanceof Map<?, ?> map)) {
      throw mustBe("an object");
    }
    Map<String, JsonValue> fields = new LinkedHashMap<>();
    map.forEach((name, field) -> {
      String text = String.valueOf(name);
      fields.put(text, new JsonValue(pathOf(text), field));
    });
    return fields;
  }

  /// All elements of a list.
  public List<JsonValue> elements() {
    if (!(value instanceof List<?> list)) {
      throw mustBe("a list");
    }
    List<JsonValue> elements = new ArrayList<>();
    for (int i = 0; i < list.size(); i++) {
      elements.add(new JsonValue(path + "[" + i + "]", list.get(i)));
    }
    return List.copyOf(elements);
  }

  /// A text.
  public String text() {
    if (value instanceof String text) {
      return text;
    }
    throw mustBe("a string");
  }

  /// True or false.
  public boolean flag() {
    if (value instanceof Boolean flag) {
      return flag;
    }
    throw mustBe("true or false");
  }

  /// A whole number.
  public long number() {
    if (value instanceof Long number) {
      return number;
    }
    throw mustBe("a whole number");
  }

  /// A whole number that fits an `int`.
  public int integer() {
    long number = number();
    if (number != (int) number) {
      throw mustBe("a whole number of at most 32 bits");
    }
    return (int) number;
  }

  /// Refuses an object with fields other than these: a misspelt name would go unnoticed otherwise.
  ///
  /// @throws InvalidInput naming the first of them
  public void refuseFieldsBut(List<String> names) {
    for (JsonValue field : fields().values()) {
      if (!names.contains(field.path.substring(path.isEmpty() ? 0 : path.length() + 1))) {
        throw new InvalidInput(
            "unknown_field",
            field.path,
            "is an unknown field; known are " + String.join(", ", names));
      }
    }
  }

  /// A refusal of this value.
  public InvalidInput refused(String reason) {
    return InvalidInput.field(path, reason);
  }

  /// The value as Java's `Map`, `List`, `String`, `Long`, `BigDecimal`, `Boolean` or null, to
  /// compare it whole.
  public @Nullable Object raw() {
    return value;
  }

  /// The value for people: texts and numbers as they stand, lists and objects by their kind.
  public String shown() {
    return switch (value) {
      case null -> "null";
      case String text -> "\"" + text + "\"";
      case Map<?, ?> _ -> "an object";
      case List<?> _ -> "a list";
      default -> value.toString();
    };
  }

  @Override
  public String toString() {
    return path + " = " + value;
  }

  private String pathOf(String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  private InvalidInput mustBe(String what) {
    return refused("must be " + what + ", got " + shown());
  }

  private static InvalidInput malformed(String message) {
    return new InvalidInput("malformed_json", "", message);
  }

  private static @Nullable Object read(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case null -> null;
      case START_OBJECT -> {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
          parser.nextToken();
          fields.put(name, read(parser));
        }
        yield fields;
      }
      case START_ARRAY -> {
        List<@Nullable Object> elements = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          elements.add(read(parser));
        }
        yield elements;
      }
      case VALUE_STRING -> parser.getText();
      case VALUE_NUMBER_INT -> {
        BigDecimal number = new BigDecimal(parser.getText());
        yield fitsLong(number) ? (Object) number.longValueExact() : number;
      }
      case VALUE_NUMBER_FLOAT -> new BigDecimal(parser.getText());
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      case NOT_AVAILABLE, END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT ->
          throw new IllegalStateException("not a value token: " + parser.currentToken());
    };
  }

  private static boolean fitsLong(BigDecimal number) {
    return number.compareTo(BigDecimal.valueOf(Long.MIN_VALUE)) >= 0
        && number.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) <= 0;
  }
}
