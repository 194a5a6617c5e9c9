package dev.pitboss.server.documents;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Phrases to avoid, and what to say instead. The format is a phrase and a suggestion a line, see
/// `config/words.txt`.
///
/// @param entries in the order of the file
record WordList(List<Entry> entries) {
  /// Between two words of a phrase: spaces, a line break, and the signs that continue a comment or
  /// a quotation.
  private static final String BETWEEN = "(?:\\s|//+|[*#|]|\"\\s*\\+\\s*\")+";

  private static final Pattern HUMP = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])");

  /// A phrase.
  ///
  /// @param anchor its longest word in lower case; a text without it is not searched further
  /// @param isWord whether it is a single word, which is also found inside identifiers
  record Entry(String phrase, String suggestion, String anchor, Pattern pattern, boolean isWord) {}

  /// An occurrence.
  ///
  /// @param line from 1
  record Finding(int line, Entry entry) {
    String shown() {
      return "%d: \"%s\"; say: %s".formatted(line, entry.phrase, entry.suggestion);
    }
  }

  static WordList parse(String text) {
    List<Entry> entries = new ArrayList<>();
    for (String line : text.lines().toList()) {
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      String[] parts = line.split(" → ", -1);
      if (parts.length != 2 || parts[0].isBlank() || parts[1].isBlank()) {
        throw new IllegalArgumentException("must be PHRASE → SUGGESTION, got: " + line);
      }
      String[] words = parts[0].split(" ", -1);
      String pattern =
          Stream.of(words)
              .map(word -> word.equals("…") ? "[\\w-]+(?:\\s+[\\w-]+)?" : Pattern.quote(word))
              .collect(Collectors.joining(BETWEEN, "(?<![A-Za-z])", "(?![A-Za-z])"));
      entries.add(
          new Entry(
              parts[0],
              parts[1],
              Stream.of(words)
                  .max(Comparator.comparingInt(String::length))
                  .orElseThrow()
                  .toLowerCase(Locale.ROOT),
              Pattern.compile(pattern, Pattern.CASE_INSENSITIVE),
              words.length == 1));
    }
    return new WordList(entries);
  }

  List<Finding> find(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    List<Finding> findings = new ArrayList<>();
    for (Entry entry : entries) {
      if (!lower.contains(entry.anchor)) {
        continue;
      }
      String searched = entry.isWord ? HUMP.matcher(text).replaceAll(" ") : text;
      Matcher found = entry.pattern.matcher(searched);
      while (found.find()) {
        long lines = searched.substring(0, found.start()).chars().filter(it -> it == '\n').count();
        findings.add(new Finding(1 + (int) lines, entry));
      }
    }
    return findings;
  }
}
