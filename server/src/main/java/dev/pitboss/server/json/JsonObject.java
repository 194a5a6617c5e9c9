package dev.pitboss.server.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A JSON object a caller sent, read strictly: no coercion ("1" and 1.0 are not integers), no
/// duplicate keys, no unknown fields once [#refuseOtherFields()] was called. Every refusal is an
/// [InvalidInput] that names the field. Not thread-safe.
public final class JsonObject {
  /// Deep enough for every body the API takes, too shallow to exhaust a stack.
  private static final int MAX_DEPTH = 8;

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

  /// A number that is not a `long`: kept apart so that the refusal can say what was sent.
  private record OtherNumber(String text) {}

  /// The fields of an object, in their order; null for the value `null`.
  private static final class Fields extends LinkedHashMap<String, @Nullable Object> {
    private static final long serialVersionUID = 1;
  }

  private final String path;
  private final Map<String, @Nullable Object> fields;
  private final Set<String> read = new HashSet<>();

  private JsonObject(String path, Map<String, @Nullable Object> fields) {
    this.path = path;
    this.fields = fields;
  }

  /// Reads a whole body. An empty body is an empty object.
  ///
  /// @throws InvalidInput when it is not exactly one well-formed JSON object
  public static JsonObject parse(byte[] utf8) {
    if (utf8.length == 0) {
      return new JsonObject("", Map.of());
    }
    try (JsonParser parser = FACTORY.createParser(utf8)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw malformed("the body must be one JSON object");
      }
      JsonObject object = new JsonObject("", object(parser));
      if (parser.nextToken() != null) {
        throw malformed("the body must be exactly one JSON object");
      }
      return object;
    } catch (JsonProcessingException malformed) {
      JsonLocation at = malformed.getLocation();
      throw malformed(
          at == null
              ? "the body is malformed JSON"
              : "the body is malformed JSON at line %d, column %d"
                  .formatted(at.getLineNr(), at.getColumnNr()));
    } catch (IOException impossible) {
      throw new UncheckedIOException("reading from an array does no I/O", impossible);
    }
  }

  /// A whole number that must be there.
  public long requiredLong(String name) {
    return optionalLong(name).orElseThrow(() -> missing(name));
  }

  /// A whole number that may be absent.
  public OptionalLong optionalLong(String name) {
    return switch (take(name)) {
      case null -> OptionalLong.empty();
      case Long number -> OptionalLong.of(number);
      case OtherNumber number ->
          throw InvalidInput.field(
              pathOf(name), "must be a whole number of at most 64 bits, got " + number.text());
      default -> throw InvalidInput.field(pathOf(name), "must be a whole number");
    };
  }

  /// A text that must be there.
  public String requiredText(String name) {
    return optionalText(name).orElseThrow(() -> missing(name));
  }

  /// A text that may be absent.
  public Optional<String> optionalText(String name) {
    return switch (take(name)) {
      case null -> Optional.empty();
      case String text -> Optional.of(text);
      default -> throw InvalidInput.field(pathOf(name), "must be a string");
    };
  }

  /// `true` or `false`, or absent.
  public Optional<Boolean> optionalFlag(String name) {
    return switch (take(name)) {
      case null -> Optional.empty();
      case Boolean flag -> Optional.of(flag);
      default -> throw InvalidInput.field(pathOf(name), "must be true or false");
    };
  }

  /// An object that may be absent.
  public Optional<JsonObject> optionalObject(String name) {
    return switch (take(name)) {
      case null -> Optional.empty();
      case Fields nested -> Optional.of(new JsonObject(pathOf(name), nested));
      default -> throw InvalidInput.field(pathOf(name), "must be an object");
    };
  }

  /// An object that must be there.
  public JsonObject requiredObject(String name) {
    return switch (take(name)) {
      case null -> throw missing(name);
      case Fields nested -> new JsonObject(pathOf(name), nested);
      default -> throw InvalidInput.field(pathOf(name), "must be an object");
    };
  }

  /// A list of objects that must be there, with 1 to `max` elements.
  public List<JsonObject> requiredObjects(String name, int max) {
    List<?> elements = elements(name, max).orElseThrow(() -> missing(name));
    if (elements.isEmpty()) {
      throw InvalidInput.field(pathOf(name), "must not be empty");
    }
    return objects(name, elements);
  }

  /// A list of objects that may be absent; absent is empty.
  public List<JsonObject> optionalObjects(String name, int max) {
    return objects(name, elements(name, max).orElse(List.of()));
  }

  private List<JsonObject> objects(String name, List<?> elements) {
    List<JsonObject> objects = new ArrayList<>();
    for (int i = 0; i < elements.size(); i++) {
      String elementPath = pathOf(name) + "[" + i + "]";
      if (!(elements.get(i) instanceof Fields nested)) {
        throw InvalidInput.field(elementPath, "must be an object");
      }
      objects.add(new JsonObject(elementPath, nested));
    }
    return List.copyOf(objects);
  }

  /// A list of objects that must be there, with at most `max` elements.
  public List<JsonObject> objects(String name, int max) {
    List<?> elements = elements(name, max).orElseThrow(() -> missing(name));
    return elements.isEmpty() ? List.of() : requiredObjects(name, max);
  }

  /// A list of small whole numbers that may be absent; absent is empty.
  public List<Integer> optionalIntegers(String name, int max) {
    List<?> elements = elements(name, max).orElse(List.of());
    List<Integer> integers = new ArrayList<>();
    for (int i = 0; i < elements.size(); i++) {
      if (!(elements.get(i) instanceof Long number) || number != number.intValue()) {
        throw InvalidInput.field(pathOf(name) + "[" + i + "]", "must be a whole number");
      }
      integers.add(number.intValue());
    }
    return List.copyOf(integers);
  }

  /// A list of texts that may be absent; absent is empty.
  public List<String> optionalTexts(String name, int max) {
    List<?> elements = elements(name, max).orElse(List.of());
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < elements.size(); i++) {
      if (!(elements.get(i) instanceof String text)) {
        throw InvalidInput.field(pathOf(name) + "[" + i + "]", "must be a string");
      }
      texts.add(text);
    }
    return List.copyOf(texts);
  }

  /// Path of a field of this object, as a refusal names it.
  public String pathOf(String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  /// Refuses unknown fields: a client that sends `balance` or `payout` is mistaken or worse.
  ///
  /// @throws InvalidInput naming the first of them
  public void refuseOtherFields() {
    for (String name : fields.keySet()) {
      if (!read.contains(name)) {
        throw new InvalidInput("unknown_field", pathOf(name), "is an unknown field");
      }
    }
  }

  private @Nullable Object take(String name) {
    read.add(name);
    Object value = fields.get(name);
    if (value == null && fields.containsKey(name)) {
      throw InvalidInput.field(pathOf(name), "must not be null");
    }
    return value;
  }

  private Optional<List<?>> elements(String name, int max) {
    return switch (take(name)) {
      case null -> Optional.empty();
      case List<?> list when list.size() <= max -> Optional.of(list);
      case List<?> list ->
          throw InvalidInput.field(
              pathOf(name), "must have at most " + max + " elements, got " + list.size());
      default -> throw InvalidInput.field(pathOf(name), "must be an array");
    };
  }

  private InvalidInput missing(String name) {
    return new InvalidInput("missing_field", pathOf(name), "is required");
  }

  private static InvalidInput malformed(String message) {
    return new InvalidInput("malformed_json", "", message);
  }

  private static Fields object(JsonParser parser) throws IOException {
    Fields fields = new Fields();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = text(parser, parser.currentName());
      parser.nextToken();
      fields.put(name, value(parser));
    }
    return fields;
  }

  private static @Nullable Object value(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> {
        List<@Nullable Object> elements = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          elements.add(value(parser));
        }
        yield elements;
      }
      case VALUE_STRING -> text(parser, parser.getText());
      case VALUE_NUMBER_INT ->
          parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
              ? new OtherNumber(parser.getText())
              : (Object) parser.getLongValue();
      case VALUE_NUMBER_FLOAT -> new OtherNumber(parser.getText());
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      case NOT_AVAILABLE, END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT ->
          throw new IllegalStateException("not a value token: " + parser.currentToken());
    };
  }

  /// What PostgreSQL's text and UTF-8 can hold.
  private static String text(JsonParser parser, String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0) {
        throw InvalidInput.field(placeOf(parser), "must not contain U+0000");
      }
      if (Character.isSurrogate(c)) {
        boolean isPair =
            Character.isHighSurrogate(c)
                && i + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(i + 1));
        if (!isPair) {
          throw InvalidInput.field(placeOf(parser), "must not contain an unpaired surrogate");
        }
        i++;
      }
    }
    return text;
  }

  /// Path of the value that is read, as in `bets[2].type`; of its object, while its name is at
  /// fault.
  private static String placeOf(JsonParser parser) {
    StringBuilder place = new StringBuilder();
    JsonStreamContext at = parser.getParsingContext();
    if (parser.currentToken() == JsonToken.FIELD_NAME) {
      at = at.getParent();
    }
    for (; at != null && !at.inRoot(); at = at.getParent()) {
      place.insert(0, at.inArray() ? "[" + at.getCurrentIndex() + "]" : "." + at.getCurrentName());
    }
    return place.isEmpty() ? "" : place.substring(place.charAt(0) == '.' ? 1 : 0);
  }
}
