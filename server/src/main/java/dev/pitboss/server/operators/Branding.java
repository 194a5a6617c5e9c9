package dev.pitboss.server.operators;

import dev.pitboss.server.json.InvalidInput;
import dev.pitboss.server.json.JsonObject;
import dev.pitboss.server.json.JsonWriter;
import io.avaje.jsonb.Json;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// An operator's branding: the text in the header, the colours of what is pressed, dark and light,
/// and the links that its players look for. Every colour is checked, so the style sheet made of
/// them can hold nothing else, and what is written on a button can be read. Immutable.
///
/// @param logoText 1 to 24 characters in the header, in place of the operator's name
/// @param action colour of buttons, `#rrggbb`
/// @param actionInk colour of what is written on them
/// @param lightAction the same in the light theme
/// @param lightActionInk the same in the light theme
/// @param minimumAge years a player must have, for the notice in the footer
/// @param termsUrl the operator's terms, `https`
/// @param privacyUrl its privacy notice
/// @param complaintsUrl where its players complain
/// @param cashierUrl where its players pay in and out; offered where a balance is zero
/// @param helpUrl where its players find help with gambling
/// @param demo whether the lobby shows the casino's database connections, live
@Json
public record Branding(
    @Nullable String logoText,
    @Nullable String action,
    @Nullable String actionInk,
    @Nullable String lightAction,
    @Nullable String lightActionInk,
    @Nullable Integer minimumAge,
    @Nullable String termsUrl,
    @Nullable String privacyUrl,
    @Nullable String complaintsUrl,
    @Nullable String cashierUrl,
    @Nullable String helpUrl,
    @Nullable Boolean demo) {
  /// The casino's own look.
  public static final Branding NONE =
      new Branding(null, null, null, null, null, null, null, null, null, null, null, null);

  private static final int MAX_LOGO_TEXT = 24;
  private static final int MAX_URL = 300;

  /// No law asks for less or more.
  private static final int LEAST_AGE = 12;

  private static final int HIGHEST_AGE = 25;

  private static final Pattern COLOUR = Pattern.compile("#[0-9a-f]{6}");

  /// WCAG 2.2, success criterion 1.4.3.
  private static final double READABLE = 4.5;

  /// Reads the fields that are there.
  ///
  /// @throws InvalidInput naming the field at fault
  public static Branding read(JsonObject json) {
    Optional<String> logoText = json.optionalText("logoText");
    if (logoText.isPresent() && !isLogoText(logoText.get())) {
      throw InvalidInput.field(
          json.pathOf("logoText"), "must be 1 to %d printable characters".formatted(MAX_LOGO_TEXT));
    }
    String action = colour(json, "action");
    String actionInk = colour(json, "actionInk");
    String lightAction = colour(json, "lightAction");
    String lightActionInk = colour(json, "lightActionInk");
    Integer minimumAge = age(json);
    Branding branding =
        new Branding(
            logoText.orElse(null),
            action,
            actionInk,
            lightAction,
            lightActionInk,
            minimumAge,
            url(json, "termsUrl"),
            url(json, "privacyUrl"),
            url(json, "complaintsUrl"),
            url(json, "cashierUrl"),
            url(json, "helpUrl"),
            json.optionalFlag("demo").orElse(null));
    json.refuseOtherFields();
    if (Stream.of(action, actionInk, lightAction, lightActionInk).distinct().count() > 1) {
      requireReadable(json, "actionInk", action, actionInk);
      requireReadable(json, "lightActionInk", lightAction, lightActionInk);
    }
    return branding;
  }

  /// Whether the lobby shows the casino's database connections.
  public boolean isDemo() {
    return Boolean.TRUE.equals(demo);
  }

  /// Reads what [#text] wrote.
  static Branding of(String text) {
    return read(JsonObject.parse(text.getBytes(StandardCharsets.UTF_8)));
  }

  /// As JSON, by the names that [#read] takes.
  public String text() {
    return JsonWriter.text(this);
  }

  /// As a style sheet for after the lobby's own.
  public String css() {
    if (action == null) {
      return "";
    }
    String dark = "--action:" + action + ";--action-ink:" + actionInk;
    String light = "--action:" + lightAction + ";--action-ink:" + lightActionInk;
    // as specific as the lobby's own rules and one more, wherever it stands
    return ":root:root{"
        + dark
        + "}\n:root:root[data-theme='light']{"
        + light
        + "}\n@media (prefers-color-scheme:light){:root:root:not([data-theme='dark']){"
        + light
        + "}}\n";
  }

  private static boolean isLogoText(String text) {
    return !text.isBlank()
        && text.codePointCount(0, text.length()) <= MAX_LOGO_TEXT
        && text.codePoints()
            .allMatch(c -> Character.isLetterOrDigit(c) || " .,&'!+-".indexOf(c) >= 0);
  }

  private static @Nullable Integer age(JsonObject json) {
    OptionalLong age = json.optionalLong("minimumAge");
    if (age.isEmpty()) {
      return null;
    }
    if (age.getAsLong() < LEAST_AGE || age.getAsLong() > HIGHEST_AGE) {
      throw InvalidInput.field(
          json.pathOf("minimumAge"),
          "must be from %d to %d, got %d".formatted(LEAST_AGE, HIGHEST_AGE, age.getAsLong()));
    }
    return (int) age.getAsLong();
  }

  /// A link of the operator's. Of `https` only, so that no script can be one.
  private static @Nullable String url(JsonObject json, String name) {
    Optional<String> text = json.optionalText(name);
    if (text.isPresent() && !isUrl(text.get())) {
      throw InvalidInput.field(
          json.pathOf(name), "must be an https URL of at most %d characters".formatted(MAX_URL));
    }
    return text.orElse(null);
  }

  private static boolean isUrl(String text) {
    try {
      URI url = new URI(text);
      return text.length() <= MAX_URL
          && "https".equals(url.getScheme())
          && url.getHost() != null
          && url.getUserInfo() == null;
    } catch (URISyntaxException malformed) {
      return false;
    }
  }

  private static @Nullable String colour(JsonObject json, String name) {
    Optional<String> text = json.optionalText(name);
    if (text.isPresent() && !COLOUR.matcher(text.get()).matches()) {
      throw InvalidInput.field(
          json.pathOf(name), "must be a colour such as #0b7a4b, in lower case");
    }
    return text.orElse(null);
  }

  private static void requireReadable(
      JsonObject json, String inkName, @Nullable String ground, @Nullable String ink) {
    if (ground == null || ink == null) {
      throw InvalidInput.field(
          json.pathOf(inkName), "is required: the four colours are given together, or none");
    }
    double contrast = contrast(luminance(ground), luminance(ink));
    if (contrast < READABLE) {
      throw InvalidInput.field(
          json.pathOf(inkName),
          "cannot be read on %s: the contrast is %.2f, below %.1f"
              .formatted(ground, contrast, READABLE));
    }
  }

  private static double contrast(double one, double other) {
    return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
  }

  /// Relative luminance as WCAG 2.2 defines it.
  private static double luminance(String colour) {
    return 0.2126 * channel(colour, 1) + 0.7152 * channel(colour, 3) + 0.0722 * channel(colour, 5);
  }

  private static double channel(String colour, int at) {
    double part = Integer.parseInt(colour.substring(at, at + 2), 16) / 255.0;
    return part <= 0.04045 ? part / 12.92 : Math.pow((part + 0.055) / 1.055, 2.4);
  }
}
