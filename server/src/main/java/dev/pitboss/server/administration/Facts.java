package dev.pitboss.server.administration;

import dev.pitboss.cli.Arguments;
import dev.pitboss.server.commands.JsonText;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Facts about one object: lines of name and value for people, or a JSON object for programs.
final class Facts {
  private static final String GAP = "  ";

  private final List<String> labels = new ArrayList<>();
  private final List<String> texts = new ArrayList<>();
  private final Map<String, @Nullable Object> fields = new LinkedHashMap<>();

  /// Adds a fact.
  ///
  /// @param label for people
  /// @param text for people
  /// @param field for programs
  /// @param value for programs
  Facts add(String label, String text, String field, @Nullable Object value) {
    labels.add(label);
    texts.add(text);
    fields.put(field, value);
    return this;
  }

  /// Adds a fact that reads the same for both.
  Facts add(String label, String field, @Nullable Object value) {
    return add(label, Listing.text(value), field, value);
  }

  /// Adds what only programs are given in this form.
  Facts addForPrograms(String field, @Nullable Object value) {
    fields.put(field, value);
    return this;
  }

  /// Adds what only people are given in this form.
  Facts addForPeople(String label, String text) {
    labels.add(label);
    texts.add(text);
    return this;
  }

  void printTo(PrintStream out, Arguments line) {
    if (line.has(Office.JSON)) {
      out.println(JsonText.of(fields));
      return;
    }
    int width = labels.stream().mapToInt(String::length).max().orElse(0);
    for (int i = 0; i < labels.size(); i++) {
      out.println(labels.get(i) + " ".repeat(width - labels.get(i).length()) + GAP + texts.get(i));
    }
  }
}
