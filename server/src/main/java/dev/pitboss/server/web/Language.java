package dev.pitboss.server.web;

import dev.pitboss.server.http.Request;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The languages of the players' pages. The pages are written in English; each other language has a
/// file of messages, `web/messages/TAG.json`.
enum Language {
  ENGLISH("en"),
  GERMAN("de"),
  SPANISH("es"),
  PORTUGUESE("pt"),
  TURKISH("tr"),
  JAPANESE("ja");

  /// What the player chose, kept by the browser; `js/parts/session-bar.js` writes it.
  private static final Pattern CHOICE =
      Pattern.compile("(?:^|;) *pitboss-language=([a-z]{2}) *(?:;|$)");

  private static final List<Locale> LOCALES =
      Arrays.stream(values()).map(language -> Locale.of(language.tag)).toList();

  private final String tag;

  Language(String tag) {
    this.tag = tag;
  }

  /// As in `lang` of HTML.
  String tag() {
    return tag;
  }

  /// The language for a request: the player's choice, otherwise the first of the browser's that is
  /// one of these, otherwise English.
  static Language of(Request request) {
    return request
        .header("Cookie")
        .flatMap(Language::chosen)
        .or(() -> request.header("Accept-Language").flatMap(Language::accepted))
        .orElse(ENGLISH);
  }

  private static Optional<Language> chosen(String cookies) {
    Matcher choice = CHOICE.matcher(cookies);
    return choice.find() ? tagged(choice.group(1)) : Optional.empty();
  }

  /// By RFC 4647, so that `de-CH` is German. A header that is malformed says nothing.
  static Optional<Language> accepted(String header) {
    try {
      // parsing adds older codes of a language beside it, of which none is needed
      List<Locale.LanguageRange> ranges = new ArrayList<>(Locale.LanguageRange.parse(header));
      ranges.removeIf(range -> range.getWeight() == 0 || range.getRange().equals("*"));
      return Optional.ofNullable(Locale.lookup(ranges, LOCALES))
          .flatMap(locale -> tagged(locale.getLanguage()));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static Optional<Language> tagged(String tag) {
    return Arrays.stream(values()).filter(language -> language.tag.equals(tag)).findFirst();
  }
}
