package dev.pitboss.leaks.python;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Changes of a source by lines: lines that go, come, or move to the right. What is not changed
/// keeps its characters, line breaks and tabs.
final class SourceEdits {
  private final PyTree tree;
  private final String lineBreak;
  private final Set<Integer> deleted = new HashSet<>();
  private final Map<Integer, StringBuilder> indented = new HashMap<>();
  private final Map<Integer, String> dedented = new HashMap<>();
  private final Map<Integer, List<String>> before = new HashMap<>();
  private final Map<Integer, List<String>> after = new HashMap<>();
  private final List<Edit> replaced = new ArrayList<>();

  /// A replacement of characters.
  record Edit(int from, int to, String text) {}

  SourceEdits(PyTree tree) {
    this.tree = tree;
    this.lineBreak =
        tree.text().contains("\r\n") ? "\r\n" : tree.text().contains("\n") ? "\n" : "\r";
  }

  /// White space before a line's first character.
  String indentation(int line) {
    String text = tree.text();
    int from = tree.lines().start(line);
    int to = from;
    while (to < text.length() && (text.charAt(to) == ' ' || text.charAt(to) == '\t')) {
      to++;
    }
    return text.substring(from, to);
  }

  /// Whether a statement has its lines to itself, but for a comment.
  boolean hasOwnLines(PyNode statement) {
    String text = tree.text();
    boolean begins =
        text.substring(tree.lines().start(statement.line()), statement.from()).isBlank();
    String rest = text.substring(statement.to(), tree.lines().end(statement.lastLine())).strip();
    return begins && (rest.isEmpty() || rest.startsWith("#"));
  }

  void delete(PyNode statement) {
    for (int line = statement.line(); line <= statement.lastLine(); line++) {
      deleted.add(line);
    }
  }

  void deleteLine(int line) {
    deleted.add(line);
  }

  /// Moves lines to the right, but for what stands inside a string.
  void indent(int first, int last, String unit) {
    Set<Integer> inStrings = new HashSet<>();
    for (PyNode string : tree.root().find(node -> node.is("string"))) {
      for (int line = string.line() + 1; line <= string.lastLine(); line++) {
        inStrings.add(line);
      }
    }
    for (int line = first; line <= last; line++) {
      boolean blank =
          tree.text().substring(tree.lines().start(line), tree.lines().end(line)).isBlank();
      if (!blank && !inStrings.contains(line)) {
        indented.computeIfAbsent(line, _ -> new StringBuilder()).append(unit);
      }
    }
  }

  /// Moves lines to the left by one unit.
  void dedent(int first, int last, String unit) {
    for (int line = first; line <= last; line++) {
      if (indentation(line).startsWith(unit)) {
        dedented.put(line, unit);
      }
    }
  }

  void insertBefore(int line, String text) {
    before.computeIfAbsent(line, _ -> new ArrayList<>()).add(text);
  }

  void insertAfter(int line, String text) {
    after.computeIfAbsent(line, _ -> new ArrayList<>()).add(text);
  }

  void replace(int from, int to, String text) {
    replaced.add(new Edit(from, to, text));
  }

  private List<Edit> edits() {
    List<Edit> edits = new ArrayList<>();
    for (int line = 1; line <= tree.lines().count(); line++) {
      int start = tree.lines().start(line);
      int end = tree.lines().end(line);
      before
          .getOrDefault(line, List.of())
          .forEach(text -> edits.add(new Edit(start, start, text + lineBreak)));
      if (deleted.contains(line)) {
        edits.add(new Edit(start, end, ""));
      } else {
        move(line, start, edits);
      }
      for (String text : after.getOrDefault(line, List.of())) {
        boolean ends = end > 0 && "\r\n".indexOf(tree.text().charAt(end - 1)) >= 0;
        edits.add(new Edit(end, end, ends ? text + lineBreak : lineBreak + text));
      }
    }
    for (Edit edit : replaced) {
      if (!deleted.contains(tree.lines().line(edit.from))) {
        edits.add(edit);
      }
    }
    // stable: what is said first about a place stands first
    edits.sort(Comparator.comparingInt(Edit::from));
    return edits;
  }

  private void move(int line, int start, List<Edit> edits) {
    StringBuilder right = indented.get(line);
    String left = dedented.get(line);
    if (right != null && left != null) {
      String rest = right.substring(Math.min(left.length(), right.length()));
      edits.add(new Edit(start, start, rest));
    } else if (right != null) {
      edits.add(new Edit(start, start, right.toString()));
    } else if (left != null) {
      edits.add(new Edit(start, start + left.length(), ""));
    }
  }

  String apply() {
    var text = new StringBuilder();
    int at = 0;
    for (Edit edit : edits()) {
      if (edit.from < at) {
        continue;
      }
      text.append(tree.text(), at, edit.from).append(edit.text);
      at = edit.to;
    }
    return text.append(tree.text(), at, tree.text().length()).toString();
  }

  /// Where an offset of the old text is in the new one.
  int moved(int offset) {
    int shift = 0;
    for (Edit edit : edits()) {
      if (edit.from > offset) {
        break;
      }
      shift += edit.text.length() - (edit.to - edit.from);
    }
    return offset + shift;
  }
}
