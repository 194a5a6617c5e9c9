package dev.pitboss.bench;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The options a benchmark has, and the check of a command line against them before anything runs.
///
/// @param flags options without a value
/// @param valued options with a value, and of which form it is
record BenchOptions(Set<String> flags, Map<String, Form> valued) {
  /// Of a value.
  enum Form {
    /// 1 or more.
    COUNT("a whole number from 1 on"),
    /// Above 0, and may be a fraction.
    QUANTITY("a number above 0"),
    TEXT("a value");

    private final String words;

    Form(String words) {
      this.words = words;
    }

    private boolean takes(String value) {
      try {
        return switch (this) {
          case COUNT -> Integer.parseInt(value) > 0;
          case QUANTITY ->
              Double.parseDouble(value) > 0 && Double.isFinite(Double.parseDouble(value));
          case TEXT -> !value.isBlank();
        };
      } catch (NumberFormatException _) {
        return false;
      }
    }
  }

  /// A benchmark without options.
  static final BenchOptions NONE = new BenchOptions(Set.of(), Map.of());

  /// Quick or whole, and its numbers into a file.
  static final BenchOptions QUICK_JSON =
      new BenchOptions(Set.of("--quick"), Map.of("--json", Form.TEXT));

  BenchOptions {
    flags = Set.copyOf(flags);
    valued = Map.copyOf(valued);
  }

  /// One option with a value.
  static BenchOptions of(String option, Form form) {
    return new BenchOptions(Set.of(), Map.of(option, form));
  }

  /// What is wrong with the words; empty when nothing is.
  Optional<String> fault(List<String> words) {
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      if (!seen.add(word)) {
        return Optional.of(word + " is given twice");
      }
      if (flags.contains(word)) {
        continue;
      }
      Form form = valued.get(word);
      if (form == null) {
        return Optional.of(unknown(word));
      }
      if (++i == words.size()) {
        return Optional.of(word + " needs " + form.words);
      }
      if (!form.takes(words.get(i))) {
        return Optional.of("%s takes %s, not %s".formatted(word, form.words, words.get(i)));
      }
    }
    return Optional.empty();
  }

  private String unknown(String word) {
    List<String> all = new ArrayList<>(flags);
    all.addAll(valued.keySet());
    return (word.startsWith("-") ? "unknown option " : "unexpected argument ")
        + word
        + (all.isEmpty()
            ? "; there are none"
            : "; there is " + String.join(", ", all.stream().sorted().toList()));
  }
}
