package dev.pitboss.cli;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/// The word that was probably meant: the one with the fewest letters to change, add, leave out or
/// swap.
public final class Suggestion {
  /// More changes than these and the words have nothing to do with each other.
  private static final int MAX_CHANGES = 2;

  private Suggestion() {}

  /// The nearest of the words, if one is near.
  public static Optional<String> of(String typed, Collection<String> words) {
    return words.stream()
        .filter(word -> distance(typed, word) <= MAX_CHANGES)
        .filter(word -> distance(typed, word) < typed.replaceFirst("^-+", "").length())
        .min(
            Comparator.comparingInt((String word) -> distance(typed, word))
                .thenComparing(Comparator.naturalOrder()));
  }

  /// A message that ends in the suggestion, if there is one.
  public static String after(String message, String typed, Collection<String> words) {
    return of(typed, words)
        .map(word -> "%s; did you mean %s?".formatted(message, word))
        .orElse(message);
  }

  /// Damerau–Levenshtein distance of adjacent swaps.
  private static int distance(String from, String to) {
    int[][] changes = new int[from.length() + 1][to.length() + 1];
    for (int i = 0; i <= from.length(); i++) {
      for (int j = 0; j <= to.length(); j++) {
        if (i == 0 || j == 0) {
          changes[i][j] = i + j;
          continue;
        }
        int differs = from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1;
        int least = Math.min(changes[i - 1][j], changes[i][j - 1]) + 1;
        least = Math.min(least, changes[i - 1][j - 1] + differs);
        if (i > 1
            && j > 1
            && from.charAt(i - 1) == to.charAt(j - 2)
            && from.charAt(i - 2) == to.charAt(j - 1)) {
          least = Math.min(least, changes[i - 2][j - 2] + 1);
        }
        changes[i][j] = least;
      }
    }
    return changes[from.length()][to.length()];
  }
}
