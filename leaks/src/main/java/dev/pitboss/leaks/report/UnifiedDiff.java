package dev.pitboss.leaks.report;

import java.util.ArrayList;
import java.util.List;

/// A patch that `git apply` and `patch` read.
public final class UnifiedDiff {
  private static final int CONTEXT = 3;

  /// Beyond so many changed lines, the shortest patch costs more than it is worth.
  private static final int MAX_CELLS = 4_000_000;

  private record Line(char kind, String text) {}

  private UnifiedDiff() {}

  /// The patch from one text to another, empty when they are the same.
  public static String of(String file, String before, String after) {
    if (before.equals(after)) {
      return "";
    }
    List<Line> lines = lines(split(before), split(after));
    String path = file.replace('\\', '/');
    StringBuilder patch =
        new StringBuilder("--- a/").append(path).append("\n+++ b/").append(path).append('\n');
    int oldLine = 1;
    int newLine = 1;
    for (int i = 0; i < lines.size(); ) {
      if (lines.get(i).kind == ' ') {
        oldLine++;
        newLine++;
        i++;
        continue;
      }
      int from = Math.max(0, i - CONTEXT);
      int to = end(lines, i);
      hunk(patch, lines.subList(from, to), oldLine - (i - from), newLine - (i - from));
      for (; i < to; i++) {
        oldLine += lines.get(i).kind == '+' ? 0 : 1;
        newLine += lines.get(i).kind == '-' ? 0 : 1;
      }
    }
    return patch.toString();
  }

  /// Where a hunk ends: after so many unchanged lines that the next change is a hunk of its own.
  private static int end(List<Line> lines, int start) {
    int last = start;
    for (int i = start; i < lines.size() && i - last <= 2 * CONTEXT; i++) {
      last = lines.get(i).kind == ' ' ? last : i;
    }
    return Math.min(lines.size(), last + 1 + CONTEXT);
  }

  private static void hunk(StringBuilder patch, List<Line> lines, int oldLine, int newLine) {
    long old = lines.stream().filter(line -> line.kind != '+').count();
    long now = lines.stream().filter(line -> line.kind != '-').count();
    patch.append("@@ -%d,%d +%d,%d @@%n".formatted(oldLine, old, newLine, now));
    for (Line line : lines) {
      patch.append(line.kind).append(line.text);
      if (!line.text.endsWith("\n")) {
        patch.append("\n\\ No newline at end of file\n");
      }
    }
  }

  private static List<String> split(String text) {
    List<String> lines = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == '\n') {
        lines.add(text.substring(start, i + 1));
        start = i + 1;
      }
    }
    if (start < text.length()) {
      lines.add(text.substring(start));
    }
    return lines;
  }

  private static List<Line> lines(List<String> before, List<String> after) {
    int head = 0;
    while (head < before.size()
        && head < after.size()
        && before.get(head).equals(after.get(head))) {
      head++;
    }
    int tail = 0;
    while (tail < before.size() - head
        && tail < after.size() - head
        && before.get(before.size() - 1 - tail).equals(after.get(after.size() - 1 - tail))) {
      tail++;
    }
    List<Line> lines = new ArrayList<>();
    before.subList(0, head).forEach(each -> lines.add(new Line(' ', each)));
    middle(
        before.subList(head, before.size() - tail),
        after.subList(head, after.size() - tail),
        lines);
    before
        .subList(before.size() - tail, before.size())
        .forEach(each -> lines.add(new Line(' ', each)));
    return lines;
  }

  private static void middle(List<String> before, List<String> after, List<Line> lines) {
    int rows = before.size();
    int columns = after.size();
    if ((long) rows * columns > MAX_CELLS) {
      before.forEach(each -> lines.add(new Line('-', each)));
      after.forEach(each -> lines.add(new Line('+', each)));
      return;
    }
    int[][] common = new int[rows + 1][columns + 1];
    for (int i = rows - 1; i >= 0; i--) {
      for (int j = columns - 1; j >= 0; j--) {
        common[i][j] =
            before.get(i).equals(after.get(j))
                ? common[i + 1][j + 1] + 1
                : Math.max(common[i + 1][j], common[i][j + 1]);
      }
    }
    int i = 0;
    int j = 0;
    while (i < rows || j < columns) {
      if (i < rows && j < columns && before.get(i).equals(after.get(j))) {
        lines.add(new Line(' ', before.get(i)));
        i++;
        j++;
      } else if (j == columns || (i < rows && common[i + 1][j] >= common[i][j + 1])) {
        lines.add(new Line('-', before.get(i++)));
      } else {
        lines.add(new Line('+', after.get(j++)));
      }
    }
  }
}
