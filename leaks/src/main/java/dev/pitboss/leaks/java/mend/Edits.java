package dev.pitboss.leaks.java.mend;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/// Changes of a text: pieces replaced, and lines moved to the right or left.
final class Edits {
  private record Edit(int from, int to, String text) {}

  private final String text;
  private final List<Edit> edits = new ArrayList<>();
  private final TreeMap<Integer, Integer> shifts = new TreeMap<>();
  private String step = "  ";

  Edits(String text) {
    this.text = text;
  }

  /// What one level of indentation is.
  void indentBy(String indentation) {
    step = indentation;
  }

  void insert(int at, String piece) {
    edits.add(new Edit(at, at, piece));
  }

  void replace(int from, int to, String piece) {
    edits.add(new Edit(from, to, piece));
  }

  /// Deletes a piece, with its lines when nothing else is on them.
  void delete(int from, int to) {
    int start = lineStart(from);
    int end = lineEnd(to);
    boolean alone = text.substring(start, from).isBlank() && text.substring(to, end).isBlank();
    if (alone && start > 0) {
      edits.add(new Edit(lineEnd(lineStart(start - 1)), end, ""));
    } else {
      boolean spaced = from > 0 && text.charAt(from - 1) == ' ';
      edits.add(new Edit(spaced ? from - 1 : from, to, ""));
    }
  }

  /// Moves all lines that begin in a piece by levels of indentation.
  void shift(int from, int to, int levels) {
    for (int at = lineStart(from); at < to; at = lineEnd(at) + 1) {
      if (at >= from || text.substring(at, from).isBlank()) {
        shifts.merge(at, levels, Integer::sum);
      }
    }
  }

  int lineStart(int offset) {
    return text.lastIndexOf('\n', offset - 1) + 1;
  }

  /// Offset of the line break after an offset, or the text's end.
  int lineEnd(int offset) {
    int end = text.indexOf('\n', offset);
    end = end < 0 ? text.length() : end;
    return end > offset && text.charAt(end - 1) == '\r' ? end - 1 : end;
  }

  /// The text after all changes.
  String apply() {
    List<Edit> all = new ArrayList<>(edits);
    shifts.forEach((at, levels) -> shifted(at, levels, all));
    // of several at one offset, those that only insert stand first, in the order they were made
    all.sort(Comparator.comparingInt(Edit::from).thenComparingInt(Edit::to));
    StringBuilder changed = new StringBuilder();
    int at = 0;
    for (Edit edit : all) {
      if (edit.from < at) {
        continue; // inside of what was deleted
      }
      changed.append(text, at, edit.from).append(edit.text);
      at = edit.to;
    }
    return changed.append(text, at, text.length()).toString();
  }

  private void shifted(int lineStart, int levels, List<Edit> all) {
    int end = lineEnd(lineStart);
    boolean isBlank = text.substring(lineStart, end).isBlank();
    boolean isDeleted =
        edits.stream().anyMatch(edit -> edit.from <= lineStart && lineStart < edit.to);
    if (isBlank || isDeleted || levels == 0) {
      return;
    }
    if (levels > 0) {
      all.add(new Edit(lineStart, lineStart, step.repeat(levels)));
      return;
    }
    int at = lineStart;
    for (int i = 0; i < -levels && text.startsWith(step, at); i++) {
      at += step.length();
    }
    all.add(new Edit(lineStart, at, ""));
  }
}
