package dev.pitboss.leaks;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/// A change of a source's text for the data flow only: it states in code what a reader knows, such
/// as that a helper closes its argument. Ordered by place.
///
/// @param from offset of the first character that is replaced
/// @param to offset after the last one; equal to `from` for an insertion
/// @param text the replacement, without line breaks, so that lines stay those of the file
record Edit(int from, int to, String text) implements Comparable<Edit> {
  private static final Comparator<Edit> BY_PLACE =
      Comparator.comparingInt(Edit::from).thenComparingInt(Edit::to).thenComparing(Edit::text);

  static Edit insertion(int at, String text) {
    return new Edit(at, at, text);
  }

  @Override
  public int compareTo(Edit other) {
    return BY_PLACE.compare(this, other);
  }

  /// Those that do not overlap an earlier one.
  ///
  /// @param sorted by place
  static List<Edit> apart(Collection<Edit> sorted) {
    List<Edit> apart = new ArrayList<>();
    int end = 0;
    for (Edit edit : sorted) {
      if (edit.from >= end) {
        apart.add(edit);
        end = edit.to;
      }
    }
    return apart;
  }

  static String apply(List<Edit> edits, String text) {
    StringBuilder changed = new StringBuilder();
    int at = 0;
    for (Edit edit : edits) {
      changed.append(text, at, edit.from).append(edit.text);
      // what is replaced may reach over lines
      text.substring(edit.from, edit.to)
          .chars()
          .filter(character -> character == '\n' || character == '\r')
          .forEach(lineBreak -> changed.append((char) lineBreak));
      at = edit.to;
    }
    return changed.append(text, at, text.length()).toString();
  }

  /// Where an offset of the changed text was before. Replacements that reach over lines are not
  /// followed to the character.
  static int offsetBefore(List<Edit> edits, int offset) {
    int shift = 0;
    for (Edit edit : edits) {
      if (edit.from + shift + edit.text.length() > offset) {
        return edit.from + shift > offset ? offset - shift : edit.from;
      }
      shift += edit.text.length() - (edit.to - edit.from);
    }
    return offset - shift;
  }
}
