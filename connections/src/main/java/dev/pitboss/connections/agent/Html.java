package dev.pitboss.connections.agent;

import java.util.Locale;

/// Writes HTML. Text and attribute values are escaped here and nowhere else: names, statements and
/// threads come from the application and its users. For one thread.
final class Html {
  private final StringBuilder html = new StringBuilder();

  /// Opens an element.
  ///
  /// @param attributes name, value, name, value, …
  Html open(String element, String... attributes) {
    html.append('<').append(element);
    for (int i = 0; i < attributes.length; i += 2) {
      html.append(' ').append(attributes[i]).append("=\"");
      escape(attributes[i + 1]);
      html.append('"');
    }
    html.append('>');
    return this;
  }

  Html close(String element) {
    html.append("</").append(element).append('>');
    return this;
  }

  /// A whole element that holds text.
  Html element(String element, String text, String... attributes) {
    return open(element, attributes).text(text).close(element);
  }

  Html text(String text) {
    escape(text);
    return this;
  }

  /// A number with at most one decimal.
  static String number(double value) {
    return value == Math.rint(value)
        ? Long.toString((long) value)
        : String.format(Locale.ROOT, "%.1f", value);
  }

  /// A time as people say it.
  static String duration(long millis) {
    if (millis < 1000) {
      return millis + " ms";
    }
    long seconds = millis / 1000;
    if (seconds < 60) {
      return number(Math.rint(millis / 100.0) / 10) + " s";
    }
    if (seconds < 3600) {
      return seconds / 60 + " min" + (seconds % 60 == 0 ? "" : " " + seconds % 60 + " s");
    }
    return seconds / 3600 + " h " + seconds / 60 % 60 + " min";
  }

  private void escape(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> html.append("&amp;");
        case '<' -> html.append("&lt;");
        case '>' -> html.append("&gt;");
        case '"' -> html.append("&quot;");
        case '\'' -> html.append("&#39;");
        case '\n', '\t' -> html.append(c);
        default -> html.append(Character.isISOControl(c) ? '\ufffd' : c);
      }
    }
  }

  @Override
  public String toString() {
    return html.toString();
  }
}
