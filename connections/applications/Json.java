package applications;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads JSON into maps, lists, strings, numbers and booleans.
final class Json {
  private final String text;
  private int at;

  private Json(String text) {
    this.text = text;
  }

  static Object read(String text) {
    Json json = new Json(text);
    Object value = json.value();
    json.blanks();
    if (json.at != text.length()) {
      throw json.wrong("the end");
    }
    return value;
  }

  private Object value() {
    blanks();
    return switch (text.charAt(at)) {
      case '{' -> object();
      case '[' -> list();
      case '"' -> string();
      default -> word();
    };
  }

  private Map<String, Object> object() {
    Map<String, Object> members = new LinkedHashMap<>();
    at++;
    while (!ends('}', members.isEmpty())) {
      blanks();
      String name = string();
      blanks();
      expect(':');
      members.put(name, value());
    }
    return members;
  }

  private List<Object> list() {
    List<Object> elements = new ArrayList<>();
    at++;
    while (!ends(']', elements.isEmpty())) {
      elements.add(value());
    }
    return elements;
  }

  private boolean ends(char end, boolean first) {
    blanks();
    if (text.charAt(at) == end) {
      at++;
      return true;
    }
    if (!first) {
      expect(',');
    }
    return false;
  }

  private String string() {
    expect('"');
    StringBuilder characters = new StringBuilder();
    while (text.charAt(at) != '"') {
      char next = text.charAt(at++);
      characters.append(next == '\\' ? escaped() : next);
    }
    at++;
    return characters.toString();
  }

  private char escaped() {
    char mark = text.charAt(at++);
    return switch (mark) {
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'u' -> {
        at += 4;
        yield (char) Integer.parseInt(text.substring(at - 4, at), 16);
      }
      default -> mark;
    };
  }

  private Object word() {
    int start = at;
    while (at < text.length() && ",]} \n\r\t".indexOf(text.charAt(at)) < 0) {
      at++;
    }
    String word = text.substring(start, at);
    return switch (word) {
      case "true" -> true;
      case "false" -> false;
      case "null" -> "";
      default -> Double.valueOf(word);
    };
  }

  private void blanks() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  private void expect(char wanted) {
    if (text.charAt(at) != wanted) {
      throw wrong("" + wanted);
    }
    at++;
  }

  private IllegalArgumentException wrong(String wanted) {
    return new IllegalArgumentException("not JSON: expected " + wanted + " at " + at);
  }
}
