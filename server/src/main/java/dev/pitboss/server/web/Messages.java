package dev.pitboss.server.web;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The texts of the pages in one language, by the English text. In a page a text is marked as
/// `{{Text}}`; it may have markup of its own. Immutable.
final class Messages {
  private static final Pattern MARKED = Pattern.compile("\\{\\{(.*?)}}", Pattern.DOTALL);
  private static final Pattern BLANKS = Pattern.compile("\\s+");

  /// Read when the first page is asked for.
  private static final class Read {
    private static final Map<Language, Messages> ALL =
        Arrays.stream(Language.values())
            .collect(
                Collectors.toMap(
                    language -> language,
                    Messages::read,
                    (one, other) -> one,
                    () -> new EnumMap<>(Language.class)));
  }

  private final Map<String, String> texts;

  private Messages(Map<String, String> texts) {
    this.texts = texts;
  }

  static Messages in(Language language) {
    return Read.ALL.getOrDefault(language, new Messages(Map.of()));
  }

  /// The text in this language; in English where a translation is missing.
  String text(String english) {
    return texts.getOrDefault(english, english);
  }

  /// The page with each marked text in this language.
  String translated(String page) {
    return MARKED
        .matcher(page)
        .replaceAll(
            mark -> Matcher.quoteReplacement(text(BLANKS.matcher(mark.group(1)).replaceAll(" "))));
  }

  private static Messages read(Language language) {
    if (language == Language.ENGLISH) {
      return new Messages(Map.of());
    }
    String resource = "web/messages/%s.json".formatted(language.tag());
    byte[] json =
        StaticFiles.resource(resource)
            .orElseThrow(() -> new IllegalStateException("not on the class path: " + resource));
    Map<String, String> texts = new HashMap<>();
    try (JsonParser parser = new JsonFactory().createParser(json)) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String english = parser.currentName();
        if (parser.nextToken() == JsonToken.VALUE_STRING) {
          texts.put(english, parser.getText());
        } else {
          parser.skipChildren(); // a text with a number in it, which scripts write alone
        }
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(resource + " is malformed", failure);
    }
    return new Messages(texts);
  }
}
